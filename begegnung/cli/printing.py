"""What a call prints, also when nobody reads it to the end."""

import errno
import os
from contextlib import suppress
from typing import TextIO


def say(text: str, stream: TextIO | None) -> None:
    """Prints `text`; stays quiet when the reader has closed its end (`begegnung … | head -1`)."""
    try:
        print(text, file=stream, flush=True)
    except OSError as error:
        _require_closed_pipe(error)
        _let_go(stream)


def finish(stream: TextIO | None) -> None:
    """Hands over what is still held back, as `say` does, before the process ends."""
    try:
        if stream is not None:
            stream.flush()
    except OSError as error:
        _require_closed_pipe(error)
        _let_go(stream)


def _require_closed_pipe(error: OSError) -> None:
    # Windows calls a pipe that nobody reads an invalid argument.
    if not isinstance(error, BrokenPipeError) and error.errno != errno.EINVAL:
        raise error


def _let_go(stream: TextIO | None) -> None:
    """Whatever is still held back goes nowhere: Python tries once more when it ends."""
    if stream is None:
        return
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
