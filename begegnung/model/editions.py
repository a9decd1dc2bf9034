"""What stood on the printed programme of a week or a half-year, and what has changed since. Pure.

An edition is what visitors read: day, time, title, place and leader of every date, and the days on
which the house is closed. Dates are told apart by their identifiers; where a series was planned
anew, by the offer they belong to.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from begegnung.model.calendar import half_year_of

EditionKind = Literal["week", "half_year"]

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class EditionEntry:
    """A date of an offer, or an offer without dates (`day` None; `when` says when).

    `start` and `end` are minutes after midnight where they are printed. A date that was moved out
    of the printed days has the `day` it was moved to.
    """

    key: str
    offer: str
    title: str
    day: date | None
    start: int | None = None
    end: int | None = None
    when: str = ""
    room: str = ""
    leader: str = ""
    cancelled: bool = False

    @property
    def read(self) -> tuple[object, ...]:
        """What visitors read of it."""
        times = (self.day, self.start, self.end, self.when)
        return (self.offer, self.title, *times, self.room, self.leader, self.cancelled)

    @property
    def order(self) -> tuple[object, ...]:
        """By day and time; what has no day comes last."""
        start = -1 if self.start is None else self.start
        return (self.day or date.max, start, self.title, self.offer, self.key)


class ClosedOn(NamedTuple):
    """A day on which the house is closed, and why."""

    day: date
    reason: str


@dataclass(frozen=True, slots=True)
class Edition:
    """The programme of the week or half-year that begins on `first`."""

    kind: EditionKind
    first: date
    entries: tuple[EditionEntry, ...] = ()
    closed: tuple[ClosedOn, ...] = ()

    @property
    def last(self) -> date:
        """The last day of its week or half-year."""
        return (
            self.first + timedelta(days=6) if self.kind == "week" else half_year_of(self.first)[1]
        )


class EntryChange(NamedTuple):
    """An entry as it was printed and as it is; None where it was not or is not there."""

    before: EditionEntry | None
    now: EditionEntry | None

    @property
    def told(self) -> EditionEntry:
        """The entry by which it is told: the printed one, which visitors know."""
        entry = self.before or self.now
        if entry is None:
            raise ValueError("neither before nor now")
        return entry


class ClosedChange(NamedTuple):
    """Why the house was to be closed on a day and why it is; None: open."""

    day: date
    before: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Differences:
    """What is another one than printed, in the order of the printed days."""

    entries: tuple[EntryChange, ...] = ()
    closed: tuple[ClosedChange, ...] = ()

    def __len__(self) -> int:
        return len(self.entries) + len(self.closed)


@dataclass(frozen=True, slots=True)
class Changes:
    """The differences from what was printed on the day `since`."""

    since: date
    differences: Differences


def differences(before: Edition, now: Edition) -> Differences:
    """What has to be told to somebody who has the paper `before`.

    Values that were changed and changed back are no difference, and an entry is told once however
    often it was changed.
    """
    found = [
        EntryChange(old, new)
        for old, new in _pairs(before.entries, now.entries)
        if old is None or new is None or old.read != new.read
    ]
    was, is_now = dict(before.closed), dict(now.closed)
    closed = (ClosedChange(day, was.get(day), is_now.get(day)) for day in sorted({*was, *is_now}))
    return Differences(
        tuple(sorted(found, key=lambda one: one.told.order)),
        tuple(one for one in closed if one.before != one.now),
    )


def news(found: Differences, first: date, last: date) -> Differences:
    """Those of the differences that concern somebody who comes between `first` and `last`.

    What does not take place was no date for anybody before, and a date of other days is none now:
    that is no news.
    """
    return Differences(
        tuple(one for one in found.entries if _is_news(one, first, last)),
        tuple(one for one in found.closed if first <= one.day <= last),
    )


def _is_news(change: EntryChange, first: date, last: date) -> bool:
    before, now = change
    if before is None:
        return now is not None and not now.cancelled and _within(now, first, last)
    if before.cancelled and (now is None or now.cancelled):
        return False
    return _within(before, first, last) or (now is not None and _within(now, first, last))


def _within(entry: EditionEntry, first: date, last: date) -> bool:
    return entry.day is None or first <= entry.day <= last


_Pair = tuple[EditionEntry | None, EditionEntry | None]


def _pairs(before: Iterable[EditionEntry], now: Iterable[EditionEntry]) -> Iterator[_Pair]:
    """Every entry once: beside the same one of the other side, or alone."""
    old, new = {one.key: one for one in before}, {one.key: one for one in now}
    for key in [key for key in old if key in new]:
        yield old.pop(key), new.pop(key)
    # A series that was planned anew has new identifiers: what is left goes by offer, first at the
    # same time, then on the same day, then in order.
    for same in (_same_time, _same_day, _same_offer):
        for one, other in _matched(old.values(), new.values(), same):
            yield old.pop(one.key), new.pop(other.key)
    yield from ((one, None) for one in old.values())
    yield from ((None, one) for one in new.values())


def _matched(
    before: Iterable[EditionEntry], now: Iterable[EditionEntry], same: Any
) -> list[tuple[EditionEntry, EditionEntry]]:
    waiting: dict[object, list[EditionEntry]] = defaultdict(list)
    for one in sorted(now, key=lambda one: one.order, reverse=True):
        waiting[same(one)].append(one)
    return [
        (one, waiting[same(one)].pop())
        for one in sorted(before, key=lambda one: one.order)
        if waiting[same(one)]
    ]


def _same_time(entry: EditionEntry) -> object:
    return (entry.offer, entry.day, entry.start)


def _same_day(entry: EditionEntry) -> object:
    return (entry.offer, entry.day)


def _same_offer(entry: EditionEntry) -> object:
    return entry.offer


def edition_text(edition: Edition) -> str:
    """The edition as text to be kept: the same one gives the same text.

    Dates that differ in nothing but their day are kept together: a half-year has thousands.
    """
    alike: dict[tuple[Any, ...], list[list[str]]] = {}
    for one in sorted(edition.entries, key=lambda one: one.order):
        values = (one.offer, one.title, one.start, one.end, one.when, one.room, one.leader)
        day = "" if one.day is None else one.day.isoformat()
        alike.setdefault((*values, one.cancelled), []).append([one.key, day])
    kept = {
        "format": _FORMAT,
        "entries": [[*values, dates] for values, dates in alike.items()],
        "closed": [[one.day.isoformat(), one.reason] for one in edition.closed],
    }
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def edition_from(kind: EditionKind, first: date, text: str) -> Edition | None:
    """What `edition_text` kept; None for a text that only a newer program can read."""
    kept = json.loads(text)
    if kept["format"] != _FORMAT:
        return None
    entries = (
        EditionEntry(key, offer, title, date.fromisoformat(day) if day else None, start, end, *more)
        for offer, title, start, end, *more, dates in kept["entries"]
        for key, day in dates
    )
    return Edition(
        kind,
        first,
        tuple(sorted(entries, key=lambda one: one.order)),
        tuple(ClosedOn(date.fromisoformat(day), reason) for day, reason in kept["closed"]),
    )


def texts_of(text: str) -> tuple[str, ...]:
    """What people wrote of the entries in a kept edition: titles and leaders, each once."""
    kept = json.loads(text)
    if kept["format"] != _FORMAT:
        return (text,)
    said = (", ".join(filter(None, (one[1], one[6]))) for one in kept["entries"])
    return tuple(dict.fromkeys(said))
