"""Entry of the program: the window without arguments, a command otherwise."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import Namespace


def main() -> int:
    """Runs the program with the arguments of the process; gives the exit code."""
    plain = _plain_start(sys.argv[1:])
    if plain is not None:
        return _window(*plain)
    from begegnung import cli

    options = cli.parse(sys.argv[1:])
    if options.command is None:
        return _window(options.data, exits=options.exit_after_paint)
    code = cli.run(options)
    if code == cli.DONE and options.opens_window:
        return _demo_window(options)
    return code


def _plain_start(arguments: list[str]) -> tuple[Path | None, bool] | None:
    """Data folder and `--exit-after-paint` of a start of the window; None for anything else.

    Read by hand: the window is painted before the parser of all commands could be built.
    """
    folder: Path | None = None
    exits = False
    rest = iter(arguments)
    for word in rest:
        if word == "--exit-after-paint":
            exits = True
        elif word == "--data" and (value := next(rest, "")) and not value.startswith("-"):
            folder = Path(value)
        else:
            return None
    return folder, exits


def _window(folder: Path | None, exits: bool) -> int:
    if not _has_display() and "QT_QPA_PLATFORM" not in os.environ:
        from begegnung import cli
        from begegnung.model.errors import NoDisplay
        from begegnung.texts import german

        hint = "Was ohne Fenster geht, zeigt „begegnung --help“"
        print(german(NoDisplay(hint)), file=sys.stderr)
        return cli.TROUBLE
    from begegnung.ui.app import run_window

    return run_window(folder, exit_after_paint=exits)


def _demo_window(options: "Namespace") -> int:
    from begegnung import cli

    if not options.no_window and _has_display():
        return _window(options.data, exits=False)
    from begegnung.ui.pictures import write_pictures

    pictures = write_pictures(options.data, cli.DEMO_FOLDER)
    if not options.json:
        reason = "" if options.no_window else "Hier gibt es keinen Bildschirm. "
        cli.say(
            f"{reason}Bilder der Seiten: {cli.DEMO_FOLDER} ({len(pictures)} Dateien)", sys.stdout
        )
    return cli.DONE


def _has_display() -> bool:
    """Whether a window can be opened here; Windows and macOS always have a screen."""
    if sys.platform in ("win32", "darwin"):
        return True
    wayland = os.environ.get("WAYLAND_DISPLAY")
    display = os.environ.get("DISPLAY")
    return bool(wayland or display) and os.environ.get("QT_QPA_PLATFORM") != "offscreen"


if __name__ == "__main__":
    sys.exit(main())
