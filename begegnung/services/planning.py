"""Dates from series: what is planned, what the calendar leaves out, and what is held instead.

A day that is left out is kept as a date of the state "skipped" with its reason. It is no date for
anybody who looks for dates, but it can be taken back with one key, and what is held for it knows
it. Days that the words themselves leave out ("außer am 4.6.") are not kept.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import select

from begegnung.db.tables import occurrence, rule
from begegnung.db.work import Work
from begegnung.model.calendar import HouseCalendar
from begegnung.model.errors import AlreadyPlanned, Invalid, NoDates, SeriesOverlap
from begegnung.model.local_time import moment
from begegnung.model.offers import ASSUMED_MINUTES
from begegnung.model.recurrence import Expansion, Series
from begegnung.services.house_calendar import calendar_of, house_dates
from begegnung.services.occupancy import Slot, occupied, require_free

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
"""Nobody plans before or after; a year outside is a slip of the pen."""

MOST_DATES = 10_000
"""Dates that one series may have: a daily one for 27 years."""

_EXCEPTED = "ausgenommen"
_COURSE_YEARS = (2, 10, 100)
"""Years behind the window in which the last date of a course is looked for, one after the other."""


@dataclass(frozen=True, slots=True)
class PlannedSeries:
    """A series to be planned: its dates between `first` and `last`, minutes after midnight.

    `end_minute` None: the end is not known; the room is kept for `ASSUMED_MINUTES`. `room_id` None:
    the room of the offer. A series with a count goes on after `last` until the count is reached.
    """

    series: Series
    first: date
    last: date
    start_minute: int
    end_minute: int | None = None
    room_id: str | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of planning: the offer, how many dates, and dates left out with the reason."""

    offer_id: str
    dates: int
    skipped: tuple[tuple[date, str], ...]


class Draft(NamedTuple):
    """A date that a series wants: "planned" or "skipped" with its reason.

    `replaces` is the skipped day it is held for, `moved_from` the day the words moved it from.
    """

    day: date
    state: str
    reason: str = ""
    replaces: date | None = None
    moved_from: date | None = None


def required_day(day: date, field: str) -> None:
    """Raises `Invalid` at `field` for a day on which nobody plans anything."""
    if not FIRST_DAY <= day <= LAST_DAY:
        raise Invalid(field, "not_a_planning_day", f"{day:%d.%m.}{day.year:04}")


def end_or_assumed(start_minute: int, end_minute: int | None) -> int:
    """The end in minutes after midnight; raises `Invalid` when it is not after the start."""
    if not 0 <= start_minute < 24 * 60:
        raise Invalid("start", "not_a_time", str(start_minute))
    if end_minute is None:
        return min(start_minute + ASSUMED_MINUTES, 24 * 60)
    if not start_minute < end_minute <= 24 * 60:
        raise Invalid("end", "end_before_start", str(end_minute))
    return end_minute


def series_dates(
    planned: PlannedSeries, calendar: HouseCalendar, *, elsewhere: bool = False
) -> Expansion:
    """The days of a series that is to be planned; raises `Invalid` for days nobody plans.

    The number of dates that was promised is kept, also where that takes longer than the window.
    """
    required_day(planned.first, "first_day")
    required_day(planned.last, "last_day")
    if planned.last < planned.first:
        raise Invalid("last_day", "end_before_start", planned.last.isoformat())
    end_or_assumed(planned.start_minute, planned.end_minute)
    found = house_dates(planned.series, planned.first, planned.last, calendar, elsewhere=elsewhere)
    for years in _COURSE_YEARS if planned.series.count else ():
        if len(found.dates) >= (planned.series.count or 0):
            break
        last = date(min(planned.last.year + years, LAST_DAY.year), 12, 31)
        found = house_dates(planned.series, planned.first, last, calendar, elsewhere=elsewhere)
    if len(found.dates) > MOST_DATES:
        raise Invalid("last_day", "too_many_dates", str(len(found.dates)))
    return found


def drafts_of(series: Series, found: Expansion) -> list[Draft]:
    """The dates a series wants, in order of days."""
    origins = {move.target: move.origin for move in series.moved}
    added_until = max((one.instead for one in found.skipped if one.instead), default=date.min)
    left_out = [
        one
        for one in found.skipped
        if one.reason != _EXCEPTED
        and one.date not in origins.values()
        # A holiday among the dates added at the end of a course is none that it has lost.
        and not (series.count and one.instead is None and one.date < added_until)
    ]
    held_for = {one.instead: one.date for one in left_out if one.instead is not None}
    held = set(found.dates)
    drafts = [Draft(day, "planned", "", held_for.get(day), origins.get(day)) for day in found.dates]
    drafts += [Draft(one.date, "skipped", one.reason) for one in left_out if one.date not in held]
    return sorted(drafts, key=lambda draft: draft.day)


def slots_of(
    drafts: Iterable[Draft], planned: PlannedSeries, setup: int, clearing: int
) -> list[Slot]:
    """The spans the planned ones among the drafts keep their room for."""
    end = end_or_assumed(planned.start_minute, planned.end_minute)
    return [
        occupied(moment(d.day, planned.start_minute), moment(d.day, end), setup, clearing)
        for d in drafts
        if d.state == "planned"
    ]


def require_own_order(title: str, slots: Sequence[Slot]) -> None:
    """Raises `SeriesOverlap` when dates of one series lie over each other."""
    ordered = sorted(slots)
    for first, second in pairwise(ordered):
        if second[0] < first[1]:
            raise SeriesOverlap(title, first[0], second[0])


def plan_all(
    work: Work,
    course: Mapping[str, Any],
    series: Sequence[PlannedSeries],
    *,
    room_id: str | None = None,
    overrule: str = "",
) -> Planned:
    """Writes the dates of series of an offer, in `room_id` or its own room; all of them or none.

    `course` is the row of the offer. Raises `NoDates`, `RoomTaken`, `RoomClosed`, `Invalid`,
    `SeriesOverlap` and `AlreadyPlanned`.
    """
    calendar = calendar_of(work.connection, work.centre())
    dates = 0
    skipped: list[tuple[date, str]] = []
    for one in series:
        room = one.room_id or room_id or course["room_id"]
        found = series_dates(one, calendar, elsewhere=room is None and bool(course["place"]))
        skipped += [(left.date, left.reason) for left in found.skipped]
        dates += len(found.dates)
        plan_series_of(work, course, one, drafts_of(one.series, found), room, overrule)
    if series and not dates:
        first = min(p.first for p in series)
        raise NoDates(course["wording"], first, max(p.last for p in series))
    return Planned(course["id"], dates, tuple(sorted(skipped)))


def plan_series_of(
    work: Work,
    course: Mapping[str, Any],
    planned: PlannedSeries,
    drafts: list[Draft],
    room_id: str | None,
    overrule: str,
) -> None:
    """Writes one series with its dates, after asking for the room."""
    setup, clearing = course["setup_minutes"], course["clearing_minutes"]
    slots = slots_of(drafts, planned, setup, clearing)
    require_own_order(course["title"], slots)
    over = require_free(
        work.connection,
        work.centre(),
        room_id,
        slots,
        overrule=overrule,
        setup=setup,
        clearing=clearing,
    )
    drafts = _not_there_yet(work, course, planned, drafts)
    rule_id = insert_rule(work, course, planned, room_id, drafts)
    rows = date_rows(work, course, planned, drafts, rule_id)
    overruled = {slots[number] for number in over}
    for row in rows:
        kept = occupied(row["starts"], row["ends"], setup, clearing)
        row["room_id"] = room_id
        row["overruled"] = overrule.strip() if kept in overruled else ""
    work.insert_many(occurrence, rows)


def _not_there_yet(
    work: Work, course: Mapping[str, Any], planned: PlannedSeries, drafts: list[Draft]
) -> list[Draft]:
    """The drafts without the skipped days that are noted already.

    Raises `AlreadyPlanned` when the offer has dates at these times.
    """
    if not drafts:
        return drafts
    start = planned.start_minute
    first, last = moment(drafts[0].day, start), moment(drafts[-1].day, start)
    rows = work.connection.execute(
        select(occurrence.c.starts, occurrence.c.state).where(
            occurrence.c.offer_id == course["id"], occurrence.c.starts.between(first, last)
        )
    ).all()
    there = {row.starts for row in rows}
    taken = {row.starts for row in rows if row.state == "planned"}
    twice = [
        moment(draft.day, start)
        for draft in drafts
        if draft.state == "planned" and moment(draft.day, start) in taken
    ]
    if twice:
        raise AlreadyPlanned(course["title"], tuple(twice))
    return [d for d in drafts if d.state == "planned" or moment(d.day, start) not in there]


def insert_rule(
    work: Work,
    course: Mapping[str, Any],
    planned: PlannedSeries,
    room_id: str | None,
    drafts: Sequence[Draft],
) -> str:
    """Notes the rule of a series; a course that takes longer makes its window longer."""
    return work.insert(
        rule,
        {
            "offer_id": course["id"],
            "series": planned.series.to_text(),
            "first_day": planned.first,
            "last_day": max((planned.last, *(d.day for d in drafts if d.state == "planned"))),
            "start_minute": planned.start_minute,
            "end_minute": planned.end_minute,
            "room_id": None if room_id == course["room_id"] else room_id,
        },
    )


def date_rows(
    work: Work,
    course: Mapping[str, Any],
    planned: PlannedSeries,
    drafts: Sequence[Draft],
    rule_id: str | None,
) -> list[dict[str, Any]]:
    """The rows of the drafts, without a room; what is held instead names what it replaces."""
    start = planned.start_minute
    end = end_or_assumed(start, planned.end_minute)
    ids = {draft.day: work.new_id() for draft in drafts if draft.state == "skipped"}
    rows: list[dict[str, Any]] = []
    for draft in drafts:
        row: dict[str, Any] = {
            "offer_id": course["id"],
            "centre_id": work.centre(),
            "rule_id": rule_id,
            "starts": moment(draft.day, start),
            "ends": moment(draft.day, end),
            "end_assumed": planned.end_minute is None,
            "setup_minutes": course["setup_minutes"],
            "clearing_minutes": course["clearing_minutes"],
            "state": draft.state,
            "state_reason": draft.reason,
        }
        if draft.state == "skipped":
            row["id"] = ids[draft.day]
        if draft.replaces is not None:
            row["replaces_id"] = ids.get(draft.replaces)
        if draft.moved_from is not None:
            row["moved_from"] = moment(draft.moved_from, start)
        rows.append(row)
    return rows
