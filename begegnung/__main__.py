"""Entry of the program: the window without arguments, a command otherwise."""

import os
import sys
from argparse import Namespace

from begegnung import cli


def main() -> int:
    """Runs the program with the arguments of the process; gives the exit code."""
    options = cli.parse(sys.argv[1:])
    if options.command is None:
        return _window(options)
    code = cli.run(options)
    if code == cli.DONE and options.opens_window:
        return _demo_window(options)
    return code


def _window(options: Namespace) -> int:
    from begegnung.ui.app import run_window

    return run_window(options.data, exit_after_paint=options.exit_after_paint)


def _demo_window(options: Namespace) -> int:
    if not options.no_window and _has_display():
        return _window(options)
    from begegnung.ui.pictures import write_pictures

    pictures = write_pictures(options.data, cli.DEMO_FOLDER)
    if not options.json:
        reason = "" if options.no_window else "Hier gibt es keinen Bildschirm. "
        print(f"{reason}Bilder der Seiten: {cli.DEMO_FOLDER} ({len(pictures)} Dateien)")
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
