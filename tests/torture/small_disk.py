"""A disk of a few megabytes of its own: it can be full, and its power can be cut."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


class SmallDisk:
    """A file system in the file `image`, mounted at `place`."""

    def __init__(self, image: Path, place: Path) -> None:
        self.image = image
        self.place = place

    @contextmanager
    def after_a_power_cut(self) -> Iterator[Path]:
        """The disk as it would be found if the power failed now: only what was forced to it.

        Nobody may write meanwhile. The system itself writes nothing, see `small_disk`.
        """
        image = self.image.with_suffix(".cut")
        # Most of the image has never been written; what is not there need not be copied.
        subprocess.run(["cp", "--sparse=always", str(self.image), str(image)], check=True)
        with _mounted(image, self.place.with_name("cut"), "loop") as place:
            yield place


@contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk]:
    """A disk of so many `megabytes`; skips where it cannot be made and mounted.

    What is not forced to it stays in memory for ten minutes.
    """
    if sys.platform == "win32" or os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("only root can mount a small disk, with mkfs.ext4")
    # Not in a folder of the test run, which could not be cleared up while something is mounted.
    folder = Path(tempfile.mkdtemp())
    image = folder / "disk.img"
    image.touch()
    os.truncate(image, megabytes << 20)
    options = ["-q", "-m", "0", "-N", "2000", "-E", "lazy_itable_init=0,lazy_journal_init=0", "-F"]
    try:
        subprocess.run(["mkfs.ext4", *options, str(image)], check=True)
        with _mounted(image, folder / "disk", "loop,commit=600") as place:
            yield SmallDisk(image, place)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _mounted(image: Path, place: Path, options: str) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    command = ["mount", "-o", options, str(image), str(place)]
    mounted = subprocess.run(command, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
    try:
        yield place
    finally:
        # Lazily: who still has a file open there keeps it, and the name is free all the same.
        subprocess.run(["umount", "-l", str(place)], check=True)
