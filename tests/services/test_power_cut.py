"""A program that dies or a PC that loses its power: what was acknowledged is there afterwards.

A process enters people and says each of them only when the desk has acknowledged it. It is killed
at random moments; and it is stopped at random moments while its files are copied as they are, log
included. Both must hold everybody that was said.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from begegnung.db.online_copy import damage_in
from begegnung.services.check import check
from begegnung.services.people import people_list
from begegnung.wiring import database_path, open_desk
from tests.desks import copy_of

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from pathlib import Path
from tests.desks import open_house

with open_house(Path(sys.argv[1])) as house:
    n = 0
    while True:
        house.person(f"Person {n:05}", street="Hauptstraße " * (n % 40))
        sys.stdout.write(f"{n}\\n")
        sys.stdout.flush()
        n += 1
"""


class Writer:
    """The process, and what it has said so far."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )
        self.said = -1
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._news:
                self.said = int(line)
                self._news.notify_all()

    def wait_for(self, number: int) -> None:
        """Waits until so many people were said."""
        with self._news:
            assert self._news.wait_for(lambda: self.said >= number, timeout=60)

    def end(self) -> int:
        """Kills it; gives the last one that was said."""
        self.process.kill()
        self.process.wait(30)
        self._reader.join(30)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return self.said


@contextmanager
def writing(folder: Path) -> Iterator[Writer]:
    writer = Writer(folder)
    try:
        yield writer
    finally:
        writer.end()


def people(folder: Path) -> set[str]:
    """Everybody in the database, which has to be whole."""
    assert damage_in(database_path(folder), thorough=True) == []
    desk = open_desk(folder)
    try:
        assert desk.read(check).problems == ()
        return {line.surname for line in desk.read(people_list)}
    finally:
        desk.close()


def test_a_program_that_is_killed_loses_nobody_it_had_acknowledged(
    prepared: Path, tmp_path: Path
) -> None:
    folder = copy_of(prepared, tmp_path / "Daten")
    chance = random.Random(1)
    for _ in range(3):
        with writing(folder) as writer:
            writer.wait_for(chance.randrange(3, 40))
            last = writer.end()

        assert {f"Person {n:05}" for n in range(last + 1)} <= people(folder)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="this system cannot stop a process")
def test_what_lies_on_the_disk_at_any_moment_holds_everybody_acknowledged(
    prepared: Path, tmp_path: Path
) -> None:
    folder = copy_of(prepared, tmp_path / "Daten")
    chance = random.Random(2)
    taken: list[tuple[Path, int]] = []
    with writing(folder) as writer:
        for n in range(5):
            writer.wait_for(writer.said + chance.randrange(1, 25))
            acknowledged = writer.said
            writer.process.send_signal(signal.SIGSTOP)
            copy = tmp_path / f"Augenblick {n}"
            copy.mkdir()
            for name in ("begegnung.sqlite", "begegnung.sqlite-wal"):
                shutil.copyfile(folder / name, copy / name)
            writer.process.send_signal(signal.SIGCONT)
            taken.append((copy, acknowledged))

    for copy, acknowledged in taken:
        assert {f"Person {n:05}" for n in range(acknowledged + 1)} <= people(copy)
