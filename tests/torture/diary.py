"""What a PC says about itself while it lives: one line before and after each thing it does.

The lines are written at once and survive the end of the process. They are the truth against which
the databases are held in the end: nobody reads them while the programs run.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from begegnung.model.changes import Action

Cell = tuple[str, str, str]
"""Entity, identifier and column."""


@dataclass(frozen=True, slots=True)
class Written:
    """A value that a PC is about to write into a cell, and the values that it saw there."""

    cell: Cell
    value: str
    seen: frozenset[str]


@dataclass
class Diary:
    """Everything that one PC has noted in all its lives.

    `acknowledged` are the actions that the program said were done, `came` and `went` the rows they
    made and removed, `erased` those of the latter that must not come back. `wrote` are values of
    contested cells, `tried` also those of which the program had no time to say whether they were
    written.
    """

    acknowledged: list[str] = field(default_factory=list[str])
    came: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    went: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    erased: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    tried: list[Written] = field(default_factory=list[Written])
    wrote: set[str] = field(default_factory=set[str])
    runs: int = 0


class DiaryWriter:
    """The pen of the PC itself."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def tries(self, written: Written) -> None:
        """It is about to write into a contested cell."""
        self._line("tries", [*written.cell], written.value, sorted(written.seen))

    def wrote(self, value: str) -> None:
        """The program said that the value was written."""
        self._line("wrote", value)

    def did(self, action: Action) -> None:
        """The program said that the action was done."""
        came = [(c.entity, c.entity_id) for c in action.changes if c.kind == "I"]
        went = [(c.entity, c.entity_id) for c in action.changes if c.kind in "DE"]
        erased = [(c.entity, c.entity_id) for c in action.changes if c.kind == "E"]
        self._line("did", action.id, came, went, erased)

    def exchanged(self) -> None:
        """A run of the exchange has come to its end, whatever the end was."""
        self._line("exchanged")

    def _line(self, *values: Any) -> None:
        os.write(self._handle, json.dumps(values).encode() + b"\n")


def read_diary(path: Path) -> Diary:
    """The diary in the file `path`."""
    diary = Diary()
    for kind, *rest in _lines(path):
        if kind == "tries":
            cell, value, seen = rest
            diary.tried.append(Written(tuple(cell), value, frozenset(seen)))
        elif kind == "wrote":
            diary.wrote.add(rest[0])
        elif kind == "did":
            action, came, went, erased = rest
            diary.acknowledged.append(action)
            diary.came.update((entity, row) for entity, row in came)
            diary.went.update((entity, row) for entity, row in went)
            diary.erased.update((entity, row) for entity, row in erased)
        else:
            diary.runs += 1
    return diary


def _lines(path: Path) -> Iterator[list[Any]]:
    if path.exists():
        for line in path.read_bytes().splitlines():
            yield json.loads(line)
