"""The program in a process of its own, as an administrator or a scheduled task starts it.

Most of the time of a short call goes into loading libraries. On Linux a process that has loaded
them, and nothing of the program, is copied for every call; all that the program does, from its
first line to its exit code, is done anew. On other systems every call starts Python.
"""

import atexit
import gc
import json
import os
import runpy
import subprocess
import sys
import time
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parents[1]
SETTINGS = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "0"}

LIBRARIES = (
    "cryptography.hazmat.primitives.ciphers.aead",
    "dateutil.rrule",
    "holidays",
    "rapidfuzz.distance",
    "sqlalchemy.dialects.sqlite",
    "zstandard",
)
"""What nearly every call loads, and what these load in turn."""


def begegnung(*arguments: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Runs the program in a process of its own."""
    words = [*map(str, arguments)]
    if sys.platform == "linux":
        return _run_copy(words, cwd)
    return subprocess.run(
        [sys.executable, "-m", "begegnung", *words],
        cwd=cwd,
        env={**os.environ, **SETTINGS},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def _run_copy(words: list[str], cwd: Path) -> subprocess.CompletedProcess[str]:
    with TemporaryDirectory() as folder:
        call = {
            "words": words,
            "cwd": str(cwd),
            "environment": {**os.environ, **SETTINGS},
            "folder": folder,
        }
        original = _original()
        assert original.stdin is not None
        assert original.stdout is not None
        original.stdin.write(json.dumps(call) + "\n")
        original.stdin.flush()
        code = int(original.stdout.readline())
        out, err = (Path(folder, name).read_text(encoding="utf-8") for name in ("out", "err"))
    return subprocess.CompletedProcess(["begegnung", *words], code, out, err)


@cache
def _original() -> subprocess.Popen[str]:
    """The process that is copied; it ends with the tests."""
    compiled = TemporaryDirectory()
    original = subprocess.Popen(
        [sys.executable, "-m", "tests.program", compiled.name],
        cwd=ROOT,
        env={**os.environ, **SETTINGS},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )

    @atexit.register
    def end() -> None:
        original.communicate()
        compiled.cleanup()

    return original


def _next_copy(compiled: str) -> dict[str, Any] | None:
    """Copies this process for every call that comes in: gives a copy its call, at the end None."""
    for library in LIBRARIES:
        import_module(library)
    if sys.dont_write_bytecode:
        # The program is compiled once for all calls; nothing of that is written next to it.
        sys.dont_write_bytecode, sys.pycache_prefix = False, compiled
    gc.freeze()
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            return json.loads(line)
        _, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()
    return None


def _become(call: dict[str, Any]) -> None:
    """Runs the program in this process as if it had been started with `call`."""
    folder = Path(call["folder"])
    with Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), sys.stdin.fileno())
    for stream, name in ((sys.stdout, "out"), (sys.stderr, "err")):
        with (folder / name).open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    os.environ.clear()
    os.environ.update(call["environment"])
    time.tzset()
    os.chdir(call["cwd"])
    sys.path[0] = call["cwd"]
    sys.argv = ["begegnung", *call["words"]]
    runpy.run_module("begegnung", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    call = _next_copy(sys.argv[1])
    if call is not None:
        _become(call)
