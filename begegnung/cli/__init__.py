"""The command line: for administrators, scheduled tasks and tests.

Exit codes: 0 done; 1 refused by a rule or by the check; 2 wrong call; 3 the environment (disk,
file, share, database) does not let us; 4 the exchange ran but not everything arrived.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import suppress

from begegnung.cli.outcome import DEMO_FOLDER, DONE, REFUSED, TROUBLE, Values
from begegnung.cli.parser import make_parser
from begegnung.cli.printing import finish, say
from begegnung.model.errors import Refusal, Trouble
from begegnung.texts import german

__all__ = ["DEMO_FOLDER", "DONE", "failure", "parse", "run", "say"]


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of a call: `command` is None for the window; `opens_window` after the command.

    Ends the process with `WRONG_CALL` and a usage line when the call is wrong.
    """
    _use_utf8()
    try:
        return make_parser().parse_args(arguments)
    except SystemExit:
        # The parser has printed help or the version itself.
        finish(sys.stdout)
        raise


def run(options: argparse.Namespace) -> int:
    """Runs the command of `options`; gives the exit code. Prints the result, JSON with --json."""
    try:
        code, values, text = options.command(options)
    except (Refusal, Trouble) as error:
        code, values = failure(error)
        text = german(error)
    if options.json:
        say(json.dumps(values, ensure_ascii=False, indent=2), sys.stdout)
    elif text:
        say(text, sys.stdout if code == DONE else sys.stderr)
    return code


def failure(error: Refusal | Trouble) -> tuple[int, Values]:
    """Exit code and JSON values of an error."""
    code = REFUSED if isinstance(error, Refusal) else TROUBLE
    return code, {"error": {"kind": type(error).__name__, "message": german(error)}}


def _use_utf8() -> None:
    """German text also where a Windows console or pipe has an old code page."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
