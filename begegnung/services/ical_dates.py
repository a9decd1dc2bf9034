"""The dates of a calendar file as dates of an offer: new ones, differing ones, taken rooms."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import select

from begegnung.db.tables import occurrence, offer
from begegnung.db.work import Row, Work
from begegnung.formats.icalendar_dates import CalendarDate
from begegnung.model.local_time import DAY, day_of, minute_of, moment
from begegnung.model.names import sort_key
from begegnung.services.occupancy import Slot, closures_hit, hits, occupied, place_of
from begegnung.services.planning import end_or_assumed

_CANCELLED = "laut Kalenderdatei abgesagt"
_NO_TIMES = "Ein Tag ohne Uhrzeiten belegt keinen Raum, ohne Raum eingetragen: {}."
_NO_END = (
    "Das Ende liegt in der Datei nicht nach dem Beginn; angenommen sind die üblichen zwei Stunden, "
    "so lange ist auch der Raum belegt: {}."
)
_ONE_DAY = "Das Ende liegt in der Datei vor dem Beginn; eingetragen ist nur der erste Tag: {}."
_NAMED = 4
"""How many dates a sentence names."""


class Wanted(NamedTuple):
    """A date of the file with its identifier here and the rule it belongs to."""

    id: str
    date: CalendarDate
    rule_id: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """Where the dates go: house, its rooms by folded name, and what the desk has decided."""

    work: Work
    centre_id: str
    rooms: dict[str, str]
    overrule: str
    update: bool

    def room_id(self, location: str) -> str | None:
        """The room a location names, alone or in front of the address of the house."""
        parts = (location, *location.split(","))
        return next((self.rooms[k] for part in parts if (k := sort_key(part)) in self.rooms), None)


@dataclass
class Written:
    """What was made of the dates of an offer; lists of what happened to which date."""

    added: int = 0
    updated: list[str] = field(default_factory=list[str])
    differing: list[str] = field(default_factory=list[str])
    without_room: list[str] = field(default_factory=list[str])
    without_times: list[str] = field(default_factory=list[str])
    end_impossible: list[str] = field(default_factory=list[str])
    one_day: list[str] = field(default_factory=list[str])
    overruled: list[str] = field(default_factory=list[str])
    cancelled: int = 0

    def sentences(self) -> list[str]:
        """German sentences for the report."""
        said = [
            ("Ohne Raum eingetragen: {}.", self.without_room),
            (_NO_TIMES, self.without_times),
            (_NO_END, self.end_impossible),
            (_ONE_DAY, self.one_day),
            ("Trotzdem belegt: {}.", self.overruled),
            ("Geändert nach der Datei: {}.", self.updated),
            ("Hier anders als in der Datei, nichts geändert: {}.", self.differing),
        ]
        found = [words.format(_some(dates)) for words, dates in said if dates]
        if self.cancelled:
            found.append(f"In der Datei abgesagt: {self.cancelled}.")
        return found


def _some(dates: Sequence[str]) -> str:
    more = len(dates) - _NAMED
    words = f" und {more} weitere{'r' if more == 1 else ''}" if more > 0 else ""
    return "; ".join(dates[:_NAMED]) + words


def compare_own(work: Work, offer_id: str, wanted: Sequence[Wanted]) -> Written:
    """Names the dates of the file that an offer made here does not have; changes nothing."""
    written = Written()
    here = {row.starts for row in _rows(work, offer_id) if row.state == "planned"}
    for one in wanted:
        starts, _ = _span(one.date)
        if starts not in here and not one.date.cancelled:
            written.differing.append(f"{_when(starts, one.date.start is None)} fehlt hier")
    return written


def _rows(work: Work, offer_id: str) -> Sequence[Any]:
    return work.connection.execute(
        select(occurrence).where(occurrence.c.offer_id == offer_id)
    ).all()


def take_dates(
    target: Target,
    offer_id: str,
    wanted: Sequence[Wanted],
    gone: frozenset[str],
    *,
    by_time: bool = False,
) -> Written:
    """Writes the dates that are not there, and names those that differ from the file.

    With `by_time` a date of the offer at the same time is the same one, whatever its identifier:
    in files of ours a date may leave its series and become an event of its own.
    """
    course = target.work.row(offer, offer_id)
    rows = _rows(target.work, offer_id)
    known: dict[str, Any] = {row.id: row for row in rows}
    at_once: dict[int, Any] = {row.starts: row for row in rows} if by_time else {}
    written = Written()
    _take_out(target, gone, known, written)
    new: list[dict[str, Any]] = []
    dropped: list[dict[str, Any]] = []
    for one in wanted:
        row = _row(target, course, one)
        same = known.get(one.id) or at_once.get(row["starts"])
        if same is not None:
            _compare(target, same, row, one.date, written)
        elif one.date.cancelled:
            written.cancelled += 1
            if one.date.origin is not None:
                # Who comes for the series has to see that it is dropped on this day.
                dropped.append({**row, "state": "cancelled", "state_reason": _CANCELLED})
        else:
            new.append(row)
            _note(target, one.date, row, written)
    _keep_rooms_free(target, new, written)
    target.work.insert_many(occurrence, [*new, *dropped])
    written.added = len(new)
    return written


def _take_out(
    target: Target, gone: frozenset[str], known: dict[str, Any], written: Written
) -> None:
    """Dates that came with an earlier version of the file and are left out in this one."""
    for row_id in sorted(gone & known.keys(), key=lambda row_id: known[row_id].starts):
        _cancel(target, known[row_id], written)


def _cancel(target: Target, row: Any, written: Written) -> None:
    if row.state != "planned":
        return
    said = f"{_when(row.starts, row.untimed)} ist in der Datei gestrichen"
    if not target.update:
        written.differing.append(said)
        return
    values = {"state": "cancelled", "state_reason": _CANCELLED}
    target.work.update(occurrence, row.id, values)
    written.updated.append(said)


def _compare(
    target: Target, row: Any, new: dict[str, Any], given: CalendarDate, written: Written
) -> None:
    """A date that is there: what differs is named, and written where that is wanted."""
    if given.cancelled:
        _cancel(target, row, written)
        return
    differs = (row.starts, row.ends, row.untimed) != (new["starts"], new["ends"], new["untimed"])
    if not differs and row.state == "planned":
        return
    here = _when(row.starts, row.untimed)
    if row.state != "planned":
        said = f"{here} fällt hier aus"
    else:
        there = _when(new["starts"], new["untimed"])
        said = f"{here} ist in der Datei am {there}" if here != there else f"{here}, anderes Ende"
    if not target.update:
        written.differing.append(said)
        return
    _note(target, given, new, written)
    _keep_rooms_free(target, [new], written, frozenset({row.id}))
    moved = {"moved_from": row.starts} if row.starts != new["starts"] else {}
    taken = ("starts", "ends", "untimed", "end_assumed", "room_id", "place", "overruled", "title")
    values = {name: new[name] for name in taken}
    target.work.update(occurrence, row.id, {**values, **moved, "state": "planned"})
    written.updated.append(said)


def _note(target: Target, one: CalendarDate, row: dict[str, Any], written: Written) -> None:
    """Notes what a date that is written does not have of what the file asks for."""
    said = _when(row["starts"], row["untimed"])
    if row["untimed"] and target.room_id(one.location):
        written.without_times.append(f"{said} ({one.location})")
    if one.impossible_end:
        (written.one_day if row["untimed"] else written.end_impossible).append(said)


def _span(one: CalendarDate) -> Slot:
    """From when to when, in local minutes; a date without a time spans its day."""
    if one.start is None:
        return moment(one.day, 0), moment(one.day, 0) + DAY
    return moment(one.day, one.start), moment(one.day, end_or_assumed(one.start, one.end))


def _row(target: Target, course: Row, wanted: Wanted) -> dict[str, Any]:
    """One date of an offer as it would be written; without a time it keeps no room."""
    one = wanted.date
    untimed = one.start is None
    starts, ends = _span(one)
    room_id = None if untimed else target.room_id(one.location)
    return {
        "id": wanted.id,
        "offer_id": course["id"],
        "centre_id": target.centre_id,
        "rule_id": wanted.rule_id,
        "room_id": room_id,
        "place": "" if room_id else one.location,
        "starts": starts,
        "ends": ends,
        "untimed": untimed,
        "end_assumed": not untimed and one.end is None,
        "moved_from": _moved_from(one, starts),
        "title": one.title,
        "setup_minutes": course["setup_minutes"],
        "clearing_minutes": course["clearing_minutes"],
        "overruled": "",
    }


def _moved_from(one: CalendarDate, starts: int) -> int | None:
    """When a changed date of a series would have been, if that is another time."""
    if one.origin is None:
        return None
    was = moment(one.origin.date(), one.origin.hour * 60 + one.origin.minute)
    return None if was == starts else was


def _keep_rooms_free(
    target: Target,
    rows: Sequence[dict[str, Any]],
    written: Written,
    own: frozenset[str] = frozenset(),
) -> None:
    """Takes the room from dates for which it is taken or closed, or notes the reason for it."""
    for room_id in sorted({row["room_id"] for row in rows} - {None}):
        those = [row for row in rows if row["room_id"] == room_id]
        for row, why in _in_the_way(target, room_id, those, own):
            said = f"{_when(row['starts'], False)} ({why})"
            if target.overrule:
                row["overruled"] = target.overrule
                written.overruled.append(said)
            else:
                name = place_of(target.work.connection, room_id).name
                row["room_id"], row["place"] = None, row["place"] or name
                written.without_room.append(said)


def _in_the_way(
    target: Target, room_id: str, rows: Sequence[dict[str, Any]], own: frozenset[str]
) -> list[tuple[dict[str, Any], str]]:
    """The dates for which the room cannot be had, with the reason; also among themselves."""
    connection = target.work.connection
    place = place_of(connection, room_id)
    slots = [
        occupied(row["starts"], row["ends"], row["setup_minutes"], row["clearing_minutes"])
        for row in rows
    ]
    reasons: dict[int, str] = {}
    for number, _, reason in closures_hit(connection, target.centre_id, place.sharing, slots):
        reasons[number] = f"{place.name} ist geschlossen: {reason}" if reason else "geschlossen"
    for hit in hits(connection, place, slots, own):
        reasons[hit.slot] = f"{place.name} ist belegt durch „{hit.title}“"
    if place.blocking:
        until = -1
        for number in sorted(range(len(rows)), key=lambda n: slots[n]):
            if slots[number][0] < until:
                reasons.setdefault(number, f"{place.name} ist belegt durch denselben Eintrag")
            until = max(until, slots[number][1])
    return [(rows[number], reasons[number]) for number in sorted(reasons)]


def _when(starts: int, untimed: bool) -> str:
    day: date = day_of(starts)
    if untimed:
        return f"{day:%d.%m.%Y}"
    minute = minute_of(starts)
    return f"{day:%d.%m.%Y}, {minute // 60:02}:{minute % 60:02}"
