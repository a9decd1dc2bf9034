"""What has changed since the printing, in plain German: a line for each change."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.editions import Changes, ClosedChange, EditionEntry, EntryChange
from begegnung.model.programme import Mark
from begegnung.reports.said import BOUND, short_day_said, time_said
from begegnung.reports.text import clean

MARKS: dict[Mark, str] = {"": "", "new": "Neu", "changed": "Geändert"}
"""What stands before the title of an entry that is another one than printed."""

_DROPPED, _GONE, _MOVED, _PLACE, _NAME, _LEADER = range(6)
"""How important it is to know a change, the most important first."""

_MANY = 3
"""From so many dates of an offer on that changed alike they are told in one line."""


class ChangeLine(NamedTuple):
    """A change: "Di., 24.11., 14:00 Uhr", "Yoga", "fällt aus".

    `rank` says how important it is, the smallest most. `marked`: it can be read in the programme
    itself as well, in its row.
    """

    when: str
    what: str
    change: str
    rank: int
    marked: bool

    @property
    def words(self) -> str:
        """The line as it is read."""
        subject = ", ".join(filter(None, (self.when, self.what)))
        return f"{subject}: {self.change}"


class SaidChanges(NamedTuple):
    """The changes under a heading; `rest` says how many more there are below."""

    heading: str
    lines: tuple[ChangeLine, ...]
    rest: str = ""


def changes_said(changes: Changes | None, most: int | None = None) -> SaidChanges | None:
    """The changes in the order of the printed days; None where there are none.

    With more than `most` the most important ones are told. What is left out stands in the
    programme itself: a change that cannot be seen there is always told.
    """
    if changes is None or not len(changes.differences):
        return None
    every = tuple(change_lines(changes))
    told = every if most is None else _most_important(every, most)
    more = len(every) - len(told)
    rest = "Und eine weitere Änderung" if more == 1 else f"Und {more} weitere Änderungen"
    if not told:
        rest = "Eine Änderung" if more == 1 else f"{more} Änderungen"
    said = f"{rest}, im Programm gekennzeichnet." if more else ""
    return SaidChanges(changes_heading(changes.since), told, said)


def changes_heading(since: date) -> str:
    """What stands above: "Änderungen seit dem Druck vom Samstag, 21. November"."""
    name, month = WEEKDAYS[since.weekday()], MONTHS[since.month - 1]
    return f"Änderungen seit dem Druck vom {name}, {since.day}.{BOUND}{month}"


def _most_important(every: Sequence[ChangeLine], most: int) -> tuple[ChangeLine, ...]:
    if len(every) <= most:
        return tuple(every)
    kept = {number for number, one in enumerate(every) if not one.marked}
    by_rank = sorted(range(len(every)), key=lambda number: every[number].rank)
    kept |= set([n for n in by_rank if n not in kept][: max(0, most - len(kept))])
    return tuple(one for number, one in enumerate(every) if number in kept)


def change_lines(changes: Changes) -> Iterator[ChangeLine]:
    """All changes, in the order of the printed days; what changed alike in one line."""
    found = changes.differences
    dated = [(one.day, _closed_line(one)) for one in found.closed]
    dated += [(group[0].told.day or date.max, _line(group)) for group in _alike(found.entries)]
    return (line for _, line in sorted(dated, key=lambda one: one[0]))


def _closed_line(change: ClosedChange) -> ChangeLine:
    reason = f" ({clean(change.now)})" if change.now else ""
    said = (
        "das Haus ist doch geöffnet" if change.now is None else f"das Haus ist geschlossen{reason}"
    )
    rank = _GONE if change.now is None else _DROPPED
    return ChangeLine(short_day_said(change.day), "", said, rank, change.now is not None)


def _alike(found: Sequence[EntryChange]) -> list[list[EntryChange]]:
    """Changes in order; those of one offer, weekday and time that say the same come together."""
    alike: dict[tuple[object, ...], list[EntryChange]] = {}
    for number, one in enumerate(found):
        entry = one.told
        if entry.day is None:
            alike[number,] = [one]
            continue
        of = (entry.offer, entry.title, entry.day.weekday(), entry.start)
        alike.setdefault((*of, _said(one)), []).append(one)
    groups = [group for group in alike.values() if len(group) >= _MANY]
    groups += [[one] for group in alike.values() if len(group) < _MANY for one in group]
    return sorted(groups, key=lambda group: group[0].told.order)


def _line(group: Sequence[EntryChange]) -> ChangeLine:
    one = group[0]
    entry = one.told
    rank, said = _said(one)
    title = clean(entry.title)
    when = _when(entry)
    if len(group) > 1:
        days = [change.told.day for change in group if change.told.day is not None]
        time = f", {time_said(entry.start)}{BOUND}Uhr" if entry.start is not None else ""
        weekday = f"{WEEKDAYS[days[0].weekday()].lower()}s"
        span = f"{days[0]:%d.%m.} bis {days[-1]:%d.%m.}"
        when = f"{len(days)} Termine, {weekday}{time}, {span}"
    return ChangeLine(when, title, said, rank, _in_sight(one))


def _in_sight(change: EntryChange) -> bool:
    """Whether it stands in the programme of its week, not in that of another one or nowhere."""
    before, now = change
    if now is None:
        return False
    days = [one.day.isocalendar()[:2] for one in (before, now) if one is not None and one.day]
    return len(set(days)) <= 1


def _said(change: EntryChange) -> tuple[int, str]:
    """How important a change is, and its words."""
    before, now = change
    if now is None:
        return _GONE, "nicht mehr im Programm"
    if before is None:
        room = f" (Ort: {clean(now.room)})" if now.room else ""
        return _PLACE, f"neu{room}"
    if now.cancelled and not before.cancelled:
        return _DROPPED, "fällt aus"
    said = list(_values_said(before, now))
    return min(rank for rank, _ in said), "; ".join(words for _, words in said)


def _values_said(before: EditionEntry, now: EditionEntry) -> Iterator[tuple[int, str]]:
    if before.cancelled and not now.cancelled:
        yield _MOVED, "findet doch statt"
    if now.day != before.day:
        yield _MOVED, f"jetzt {'am ' if now.day else ''}{_when(now)}"
    elif now.start != before.start or now.when != before.when:
        yield _MOVED, _other_time(before, now)
    elif now.end != before.end:
        until = "Ende offen" if now.end is None else f"bis {time_said(now.end)}{BOUND}Uhr"
        yield _NAME, f"jetzt {until}"
    if now.room != before.room:
        yield _PLACE, f"neuer Ort: {clean(now.room)}" if clean(now.room) else "anderer Ort"
    if now.title != before.title:
        yield _NAME, f"heißt jetzt „{clean(now.title)}“"
    if now.leader != before.leader:
        leader = clean(now.leader)
        yield _LEADER, f"neue Leitung: {leader}" if leader else "andere Leitung"


def _other_time(before: EditionEntry, now: EditionEntry) -> str:
    if now.start is None or before.start is None:
        return f"jetzt {_time(now) or 'ohne feste Uhrzeit'}"
    was = f"{time_said(before.start)}{BOUND}Uhr"
    return f"jetzt um {time_said(now.start)}{BOUND}Uhr statt {was}"


def _when(entry: EditionEntry) -> str:
    """When an entry is: "Di., 24.11., 14:00 Uhr"; of one without dates what it says itself."""
    day = "" if entry.day is None else short_day_said(entry.day)
    return ", ".join(filter(None, (day, _time(entry))))


def _time(entry: EditionEntry) -> str:
    return clean(entry.when) if entry.start is None else f"{time_said(entry.start)}{BOUND}Uhr"
