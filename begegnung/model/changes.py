"""The log of changes: what one user verb did, as values, and what can be taken back.

One action is one user verb, one transaction, one step of undo, one line of "Was habe ich heute
gemacht?" and one unit of the exchange.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

Kind = Literal["I", "U", "D", "E"]
Values = Mapping[str, Any]

_COUNTER_BITS = 16


@dataclass(frozen=True, slots=True)
class Change:
    """One row that came (I), changed (U), went (D) or was erased (E).

    `before` and `after` hold the values of the changed columns only: all of the row for I (after)
    and D (before). Of an erased row nothing is kept, and nothing brings it back (Art. 17 DSGVO).
    Values are what JSON can carry.
    """

    entity: str
    entity_id: str
    kind: Kind
    before: Values | None
    after: Values | None


@dataclass(frozen=True, slots=True)
class Action:
    """One user verb with all its changes, in the order in which they were made.

    `stamp` orders what is shown (see `next_stamp`); `seq` counts the actions of one device from 1.
    `title` names the subject ("Gerhard Müller · Yoga"), never the verb; `undoes` is the identifier
    of the action whose values this one takes back.
    """

    id: str
    device: str
    seq: int
    stamp: int
    verb: str
    title: str
    actor: str | None
    undoes: str | None
    changes: tuple[Change, ...] = field(default=())


def next_stamp(last: int, now_ms: int) -> int:
    """The stamp after `last` at `now_ms` (UTC milliseconds): a hybrid logical clock.

    48 bits of milliseconds and 16 of a counter; never goes back, even when the clock does.
    """
    return max(last + 1, now_ms << _COUNTER_BITS)


def stamp_ms(stamp: int) -> int:
    """The UTC milliseconds of `stamp`."""
    return stamp >> _COUNTER_BITS


def stamp_time(stamp: int) -> datetime:
    """The moment of `stamp` as an aware UTC time."""
    return datetime.fromtimestamp(stamp_ms(stamp) / 1000, tz=UTC)


def inverse(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that take `changes` back, last one first."""
    kinds: dict[Kind, Kind] = {"I": "D", "U": "U", "D": "I"}
    return tuple(
        Change(c.entity, c.entity_id, kinds[c.kind], before=c.after, after=c.before)
        for c in reversed(tuple(changes))
    )


@dataclass(frozen=True, slots=True)
class Steps:
    """Actions that can be taken back (`undo`) and brought again (`redo`), the next one last."""

    undo: tuple[str, ...]
    redo: tuple[str, ...]


def steps(actions: Iterable[tuple[str, str | None]]) -> Steps:
    """The undo and redo steps after `actions` (id, id of the action it undoes), oldest first.

    Taking an action back is an action itself; taking that back brings the first one again. A new
    action ends what could be brought again, as in every program with undo.
    """
    undo: list[str] = []
    redo: list[str] = []
    for action, undone in actions:
        if undone is None:
            undo.append(action)
            redo.clear()
        elif undone in undo:
            undo.remove(undone)
            redo.append(action)
        elif undone in redo:
            redo.remove(undone)
            undo.append(action)
    return Steps(tuple(undo), tuple(redo))
