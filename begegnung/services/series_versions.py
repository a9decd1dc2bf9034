"""What a new version of a series makes of the dates that are there, before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from sqlalchemy import Connection, select

from begegnung.db.tables import occurrence, rule
from begegnung.model.calendar import HouseCalendar
from begegnung.model.errors import Invalid, NoDates
from begegnung.model.local_time import day_of, minute_of, moment
from begegnung.model.recurrence import Series
from begegnung.services.house_calendar import calendar_of, house_dates
from begegnung.services.occupancy import Slot, occupied
from begegnung.services.planning import (
    Draft,
    PlannedSeries,
    drafts_of,
    end_or_assumed,
    required_day,
    series_dates,
)
from begegnung.services.present import moment_of, today_of
from begegnung.services.replacements import noted_ids

Why = Literal["moved", "own_time", "own_room", "own_words", "by_hand", "people", "cancelled"]
"""Why a date stays as it is: moved, at its own time, in its own room, with its own words, added
singly, because people are noted for it, or because it is dropped anyway."""


@dataclass(frozen=True, slots=True)
class ChangeFrom:
    """New series of an offer from `from_day` on, in `room_id` (None: outside the house).

    A course that says neither its number of dates nor its last day keeps the number it has.
    """

    offer_id: str
    from_day: date
    series: tuple[PlannedSeries, ...]
    room_id: str | None
    wording: str
    overrule: str = ""


@dataclass
class Wanted:
    """A date of a new series, with the date that is there on its day."""

    planned: PlannedSeries
    draft: Draft
    row: Any = None
    state: str = "planned"

    @property
    def starts(self) -> int:
        """The moment it begins."""
        return moment(self.draft.day, self.planned.start_minute)

    @property
    def ends(self) -> int:
        """The moment it ends, assumed where that is not known."""
        end = end_or_assumed(self.planned.start_minute, self.planned.end_minute)
        return moment(self.draft.day, end)


@dataclass
class Change:
    """A change worked out, before anything is written."""

    course: Mapping[str, Any]
    request: ChangeFrom
    boundary: int
    rules: list[Any]
    series: list[PlannedSeries] = field(default_factory=list[PlannedSeries])
    wanted: list[Wanted] = field(default_factory=list[Wanted])
    dropped: list[Any] = field(default_factory=list[Any])
    kept: list[tuple[Any, tuple[str, ...]]] = field(
        default_factory=list[tuple[Any, tuple[str, ...]]]
    )

    def room_of(self, planned: PlannedSeries) -> str | None:
        """The room of a series: its own, or the one of the version."""
        return planned.room_id or self.request.room_id

    def minutes(self, row: Any) -> tuple[int, int]:
        """Set-up and clearing of a date: its own, or those of the offer."""
        if row is None:
            return self.course["setup_minutes"], self.course["clearing_minutes"]
        return row.setup_minutes, row.clearing_minutes

    def moves(self, one: Wanted) -> bool:
        """Whether the room has to be asked for this date."""
        if one.state != "planned":
            return False
        row = one.row
        if row is None or row.state != "planned":
            return True
        now = (row.starts, row.ends, row.room_id)
        return now != (one.starts, one.ends, self.room_of(one.planned))

    def slot(self, one: Wanted) -> Slot:
        """The span for which a date keeps its room."""
        return occupied(one.starts, one.ends, *self.minutes(one.row))

    def own_ids(self) -> frozenset[str]:
        """The dates that leave their place: they stand in nobody's way."""
        going = {one.row.id for one in self.wanted if one.row is not None and self.moves(one)}
        going |= {
            one.row.id for one in self.wanted if one.row is not None and one.state != "planned"
        }
        return frozenset(going | {row.id for row in self.dropped})

    def by_room(self) -> dict[str | None, list[Wanted]]:
        """The dates for which a room has to be asked."""
        found: dict[str | None, list[Wanted]] = {}
        for one in self.wanted:
            if self.moves(one):
                found.setdefault(self.room_of(one.planned), []).append(one)
        return found


def work_out(
    connection: Connection, course: Mapping[str, Any], request: ChangeFrom, now_ms: int
) -> Change:
    """What a request makes of the dates of the offer whose row is `course`.

    Raises `Invalid` (a day in the past, or no series) and `NoDates`.
    """
    required_day(request.from_day, "from_day")
    if request.from_day < today_of(now_ms):
        raise Invalid("from_day", "in_the_past", f"{request.from_day:%d.%m.%Y}")
    if not request.series:
        raise Invalid("wording", "missing")
    rules = connection.execute(
        select(rule).where(rule.c.offer_id == request.offer_id).order_by(rule.c.first_day)
    ).all()
    boundary = max(moment(request.from_day, 0), moment_of(now_ms))
    change = Change(course, request, boundary, list(rules))
    rows = connection.execute(
        select(occurrence)
        .where(occurrence.c.offer_id == request.offer_id)
        .order_by(occurrence.c.starts)
    ).all()
    calendar = calendar_of(connection, course["centre_id"])
    later = [row for row in rows if row.starts >= boundary]
    fixed = {row.id: why for row in later if (why := _fixed(change, row))}
    taken = {day_of(row.starts) for row in later if row.id in fixed and fixed[row.id] != "by_hand"}
    taken |= {day_of(row.moved_from) for row in rows if row.moved_from is not None}
    movable = [row for row in later if row.id not in fixed]
    change.kept = [(row, (fixed[row.id],)) for row in later if row.id in fixed]
    left_out = _left_out_before(change, calendar)
    brought_back = {
        day_of(row.starts)
        for row in movable
        if row.state == "planned" and day_of(row.starts) in left_out
    }
    _expand(change, calendar, movable, taken, brought_back)
    _match(change, movable, brought_back)
    _drop_or_keep(change, connection, movable)
    if not any(one.state == "planned" for one in change.wanted):
        last = max(one.last for one in request.series)
        raise NoDates(request.wording, request.from_day, last)
    return change


def _fixed(change: Change, row: Any) -> Why | None:
    """What somebody decided for this date alone so that it stays as it is; None: nothing."""
    if row.state == "skipped":
        return None
    if row.moved_from is not None:
        return "moved"
    known = next((one for one in change.rules if one.id == row.rule_id), None)
    if known is None:
        # Dates of an imported programme do not name their rule.
        known = next((one for one in change.rules if _falls_on(one, row.starts)), None)
    if known is None or row.untimed:
        return "by_hand"
    end = end_or_assumed(known.start_minute, known.end_minute)
    day = day_of(row.starts)
    if (row.starts, row.ends) != (moment(day, known.start_minute), moment(day, end)):
        return "own_time"
    if row.room_id != (known.room_id or change.course["room_id"]):
        return "own_room"
    return None


def _falls_on(known: Any, starts: int) -> bool:
    series = replace(Series.from_text(known.series), count=None)
    day = day_of(starts)
    dates = house_dates(series, day, day, HouseCalendar(), policy=False).dates
    return bool(dates) and minute_of(starts) == known.start_minute


def _left_out_before(change: Change, calendar: HouseCalendar) -> set[date]:
    """The later days that the rules so far leave out."""
    days: set[date] = set()
    for known in change.rules:
        if known.last_day >= change.request.from_day:
            series = Series.from_text(known.series)
            room_id = known.room_id or change.course["room_id"]
            found = house_dates(
                series,
                change.request.from_day,
                known.last_day,
                calendar,
                elsewhere=room_id is None and bool(change.course["place"]),
            )
            days.update(one.date for one in found.skipped)
    return days


def _expand(
    change: Change,
    calendar: HouseCalendar,
    movable: Sequence[Any],
    taken: set[date],
    brought_back: set[date],
) -> None:
    """The dates of the new series, without the days for which a date was decided on its own."""
    promised = _promised(change, movable)
    out = taken | {day_of(row.starts) for row in movable if row.state == "cancelled"}
    for given in change.request.series:
        first = max(given.first, change.request.from_day)
        planned = replace(given, first=first, last=max(first, given.last))
        drafts = _drafts(change, planned, calendar)
        if promised:
            planned, drafts = _with_count(change, planned, calendar, promised, (out, brought_back))
        change.series.append(planned)
        change.wanted += [
            Wanted(planned, draft, state=draft.state)
            for draft in drafts
            if draft.day not in taken and moment(draft.day, planned.start_minute) >= change.boundary
        ]


def _with_count(
    change: Change,
    planned: PlannedSeries,
    calendar: HouseCalendar,
    promised: int,
    decided: tuple[set[date], set[date]],
) -> tuple[PlannedSeries, list[Draft]]:
    """A course with as many dates as were promised, and its dates.

    `decided` are the days on which no date of it is held (dropped, moved), and those on which one
    is though the calendar leaves them out.
    """
    out, brought_back = decided
    given, count = planned.series, promised
    start = max(given.start or planned.first, planned.first)
    drafts: list[Draft] = []
    for _ in range(promised + len(out) + len(brought_back) + 1):
        series = replace(given, start=start, count=count, anchor=given.origin)
        planned = replace(planned, series=series)
        drafts = _drafts(change, planned, calendar)
        held = sum(d.state == "planned" and d.day not in out for d in drafts)
        held += sum(d.state == "skipped" and d.day in brought_back for d in drafts)
        if held == promised or count + promised - held < 1:
            break
        count += promised - held
    return planned, drafts


def _drafts(change: Change, planned: PlannedSeries, calendar: HouseCalendar) -> list[Draft]:
    elsewhere = change.room_of(planned) is None and bool(change.course["place"])
    found = series_dates(planned, calendar, elsewhere=elsewhere)
    return drafts_of(planned.series, found)


def _promised(change: Change, movable: Sequence[Any]) -> int:
    """How many dates of a course are still to come, 0 where the new series say it themselves."""
    given = change.request.series
    if len(given) != 1 or given[0].series.count or given[0].series.until or given[0].series.dates:
        return 0
    counted = {one.id for one in change.rules if Series.from_text(one.series).count}
    return sum(row.rule_id in counted and row.state == "planned" for row in movable)


def _match(change: Change, movable: Sequence[Any], brought_back: set[date]) -> None:
    """Gives the new dates the dates that are there on their day, in order of time."""
    there: dict[date, list[Any]] = {}
    for row in movable:
        there.setdefault(day_of(row.starts), []).append(row)
    for one in sorted(change.wanted, key=lambda one: one.starts):
        rows = there.get(one.draft.day)
        if not rows:
            continue
        one.row = rows.pop(0)
        if one.row.state == "cancelled" and one.state == "planned":
            one.state = "cancelled"
        elif one.state == "skipped" and one.row.state != "skipped":
            # Brought back by hand though the calendar leaves it out: that was decided.
            decided = one.draft.day in brought_back or one.row.state == "cancelled"
            one.state = one.row.state if decided else "skipped"


def _drop_or_keep(change: Change, connection: Connection, movable: Sequence[Any]) -> None:
    """What no new series wants goes, unless it concerns people or has words of its own."""
    matched = {one.row.id: one for one in change.wanted if one.row is not None}
    noted = noted_ids(connection, [row.id for row in movable])
    for row in movable:
        one = matched.get(row.id)
        if one is not None and not (one.state == "skipped" and row.id in noted):
            continue
        if one is not None:
            one.state = row.state
        why: list[str] = []
        if row.state == "cancelled":
            why.append("cancelled")
        if row.id in noted:
            why.append("people")
        if row.state == "planned" and (row.title or row.place or row.leader):
            why.append("own_words")
        if one is None and why:
            change.kept.append((row, tuple(why)))
        elif one is None:
            change.dropped.append(row)
