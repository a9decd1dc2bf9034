"""A disk of a few megabytes, to see what happens when it is full."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A file system of its own of so many `megabytes`; skips where it cannot be mounted."""
    if sys.platform == "win32" or os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("only root can mount a small disk, with mkfs.ext4")
    # Not in a folder of the test run, which could not be cleared up while something is mounted.
    folder = Path(tempfile.mkdtemp())
    image, place = folder / "disk.img", folder / "disk"
    image.touch()
    os.truncate(image, megabytes << 20)
    place.mkdir()
    try:
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", "-F", str(image)], check=True)
        mounted = subprocess.run(
            ["mount", "-o", "loop", str(image), str(place)],
            capture_output=True,
            text=True,
            check=False,
        )
        if mounted.returncode:
            pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
        try:
            yield place
        finally:
            # Lazily: who still has a file open there keeps it, and the name is free all the same.
            subprocess.run(["umount", "-l", str(place)], check=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
