"""The programme of a half-year, taken over into a later one with all series shifted.

Permanent groups go on in the same offer; a course becomes a new one that people book anew. The
rhythm runs on: a fortnightly group keeps its weeks, a course begins on the same weekday 26 weeks
later for each half-year between. What nobody but the house can know is a decision, with its reason.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, func, select

from begegnung.db.tables import occurrence, offer, rule, usage_agreement
from begegnung.db.work import Work
from begegnung.model.calendar import HouseCalendar, half_year_window
from begegnung.model.errors import Invalid, Overlap
from begegnung.model.half_year import CopyReason, ReasonKey, names_a_day
from begegnung.model.local_time import moment
from begegnung.model.names import sort_key
from begegnung.model.recurrence import Series
from begegnung.model.recurrence.rule_text import interval_of
from begegnung.model.rooms import lying_over
from begegnung.services.desk import View
from begegnung.services.house_calendar import calendar_of
from begegnung.services.occupancy import Slot, closed_days, house_rooms, overlaps
from begegnung.services.planning import (
    Draft,
    PlannedSeries,
    drafts_of,
    plan_series_of,
    series_dates,
    slots_of,
)

Outcome = Literal["ready", "decide", "there"]
_WINDOW = ("registration_opens", "priority_opens", "registration_closes")
_OLD_DAYS = (*_WINDOW, "balance_due")
"""What of an offer is over with its half-year, and has to be decided anew."""

_WEEKS = 26
"""A half-year, so that a date falls on the same weekday."""


class CopyLine(NamedTuple):
    """What taking over one offer would give; worded by `texts.copy_reason`.

    "ready" is taken over as it stands, "there" has its dates already.
    """

    offer_id: str
    title: str
    outcome: Outcome
    reasons: tuple[CopyReason, ...] = ()
    dates: tuple[date, ...] = ()
    skipped: tuple[tuple[date, str], ...] = ()
    overlaps: tuple[Overlap, ...] = ()


class HalfYearCopy(NamedTuple):
    """The half-years ("2026-1") and every offer with dates in the first one, by title."""

    source: str
    target: str
    lines: tuple[CopyLine, ...]


@dataclass(frozen=True, slots=True)
class CopyHalfYear:
    """Takes over the offers named that are ready.

    With a reason to `overrule` also those of which only the room wants a decision.
    """

    source: str
    target: str
    offer_ids: tuple[str, ...]
    overrule: str = ""


class Copied(NamedTuple):
    """How many offers and dates were taken over, and what was left for a decision.

    `without_window` are the titles of those that had days of registration: they are over, and
    nobody knows yet from when people may register for the new half-year.
    """

    offers: int
    dates: int
    left: tuple[CopyLine, ...]
    without_window: tuple[str, ...] = ()


@dataclass
class _Copy:
    """What becomes of one offer, worked out."""

    course: Any
    new_offer: bool = False
    reasons: list[CopyReason] = field(default_factory=list[CopyReason])
    planned: list[tuple[PlannedSeries, list[Draft]]] = field(
        default_factory=list[tuple[PlannedSeries, list[Draft]]]
    )
    skipped: list[tuple[date, str]] = field(default_factory=list[tuple[date, str]])
    overlaps: list[Overlap] = field(default_factory=list[Overlap])
    there: bool = False

    def room_of(self, planned: PlannedSeries) -> str | None:
        """The room of a series: its own, or that of the offer."""
        return planned.room_id or self.course.room_id

    def slots(self) -> list[tuple[str | None, Slot]]:
        """The spans that are wanted, with their room."""
        setup, clearing = self.course.setup_minutes, self.course.clearing_minutes
        return [
            (self.room_of(planned), slot)
            for planned, drafts in self.planned
            for slot in slots_of(drafts, planned, setup, clearing)
        ]

    def decide(self, key: ReasonKey, day: date | None = None, words: str = "") -> None:
        """Notes a reason, once each."""
        reason = CopyReason(key, day, words)
        if reason not in self.reasons:
            self.reasons.append(reason)

    @property
    def only_room(self) -> bool:
        """Whether nothing but the room wants a decision."""
        return all(one.key in ("room_taken", "room_closed") for one in self.reasons)

    def line(self) -> CopyLine:
        """The line of the list."""
        if self.there:
            return CopyLine(self.course.id, self.course.title, "there")
        days = [d.day for _, drafts in self.planned for d in drafts if d.state == "planned"]
        return CopyLine(
            self.course.id,
            self.course.title,
            "decide" if self.reasons else "ready",
            tuple(self.reasons),
            tuple(sorted(days)),
            tuple(sorted(self.skipped)),
            tuple(self.overlaps),
        )


@dataclass
class _Half:
    """The two half-years and everything about them that is asked for more than one offer."""

    source: tuple[date, date]
    target: tuple[date, date]
    later: timedelta
    calendar: HouseCalendar
    rules: dict[str, list[Any]]
    dated_before: set[str]
    dated_after: set[str]
    continued: set[str]
    agreed_until: dict[str, date]


def half_year_copy(view: View, source: str, target: str) -> HalfYearCopy:
    """What taking over the half-year `source` into `target` would give ("2026-1").

    Raises `Invalid` for what is no half-year, and unless `target` is later.
    """
    copies = _work_out(view.connection, view.centre(), source, target)
    return HalfYearCopy(source, target, tuple(one.line() for one in copies))


def copy_half_year(work: Work, request: CopyHalfYear) -> Copied:
    """Takes over the offers that are ready; twice adds nothing. Raises `Invalid`."""
    copies = _work_out(work.connection, work.centre(), request.source, request.target)
    chosen = set(request.offer_ids)
    work.title = f"{_named(request.source)} → {_named(request.target)}"
    offers = dates = 0
    left: list[CopyLine] = []
    without_window: list[str] = []
    for one in copies:
        able = not one.reasons or (one.only_room and bool(request.overrule.strip()))
        if one.there or not able or one.course.id not in chosen:
            if one.reasons:
                left.append(one.line())
            continue
        course = one.course._asdict()
        if any(course[name] is not None for name in _WINDOW):
            without_window.append(course["title"])
        if one.new_offer:
            course = _new_offer(work, course)
        else:
            work.update(offer, course["id"], dict.fromkeys(_OLD_DAYS))
        for planned, drafts in one.planned:
            plan_series_of(work, course, planned, drafts, one.room_of(planned), request.overrule)
        offers += 1
        dates += len(one.line().dates)
    return Copied(offers, dates, tuple(left), tuple(without_window))


def _named(half_year: str) -> str:
    year, _, number = half_year.strip().partition("-")
    return f"{number}. Halbjahr {year}"


def _new_offer(work: Work, course: dict[str, Any]) -> dict[str, Any]:
    """The course of the new half-year, which continues the old one."""
    values = {**course, "continues_id": course["id"], **dict.fromkeys(_OLD_DAYS)}
    del values["id"]
    return {**values, "id": work.insert(offer, values)}


def _work_out(connection: Connection, centre_id: str, source: str, target: str) -> list[_Copy]:
    half = _half(connection, centre_id, source, target)
    courses = connection.execute(
        select(offer).where(offer.c.centre_id == centre_id, offer.c.ended.is_(False))
    ).all()
    copies = [
        copy
        for course in sorted(courses, key=lambda row: (sort_key(row.title), row.id))
        if (copy := _copy_of(half, course)) is not None
    ]
    _ask_rooms(connection, centre_id, copies)
    return copies


def _half(connection: Connection, centre_id: str, source: str, target: str) -> _Half:
    first, second = _window(source, "source"), _window(target, "target")
    between = (second[0].year - first[0].year) * 2 + (second[0].month - first[0].month) // 6
    if between < 1:
        raise Invalid("target", "not_later", target)
    rules: dict[str, list[Any]] = defaultdict(list)
    rows = connection.execute(
        select(rule)
        .join(offer, offer.c.id == rule.c.offer_id)
        .where(offer.c.centre_id == centre_id)
        .order_by(rule.c.first_day, rule.c.id)
    )
    for row in rows:
        rules[row.offer_id].append(row)
    continued = select(offer.c.continues_id).where(
        offer.c.centre_id == centre_id, offer.c.continues_id.is_not(None)
    )
    # An agreement until further notice (no last day) goes before all others.
    agreed = (
        select(usage_agreement.c.offer_id, func.max(usage_agreement.c.ends_on))
        .where(usage_agreement.c.centre_id == centre_id)
        .group_by(usage_agreement.c.offer_id)
        .having(func.count() == func.count(usage_agreement.c.ends_on))
    )
    after = _dated(connection, centre_id, second)
    return _Half(
        source=first,
        target=second,
        later=timedelta(weeks=_WEEKS * between),
        calendar=calendar_of(connection, centre_id),
        rules=rules,
        dated_before=_dated(connection, centre_id, first),
        dated_after=after,
        continued=set(connection.execute(continued.where(offer.c.id.in_(after))).scalars()),
        agreed_until={row[0]: row[1] for row in connection.execute(agreed)},
    )


def _window(half_year: str, name: str) -> tuple[date, date]:
    try:
        return half_year_window(half_year)
    except ValueError as error:
        raise Invalid(name, "not_a_half_year", half_year) from error


def _dated(connection: Connection, centre_id: str, window: tuple[date, date]) -> set[str]:
    """The offers that have dates in a half-year."""
    return set(
        connection.execute(
            select(occurrence.c.offer_id)
            .where(
                occurrence.c.centre_id == centre_id,
                occurrence.c.state != "skipped",
                occurrence.c.starts >= moment(window[0], 0),
                occurrence.c.starts < moment(window[1] + timedelta(days=1), 0),
            )
            .distinct()
        ).scalars()
    )


def _copy_of(half: _Half, course: Any) -> _Copy | None:
    """What becomes of one offer; None when it is not one of the first half-year."""
    rules = [
        row
        for row in half.rules.get(course.id, ())
        if row.first_day <= half.source[1] and row.last_day >= half.source[0]
    ]
    if not rules and course.id not in half.dated_before:
        return None
    series = [(row, Series.from_text(row.series)) for row in _in_force(rules)]
    repeating = [(row, one) for row, one in series if one.rrules]
    counted = course.type == "course" and any(one.count for _, one in repeating)
    if counted and all(row.first_day < half.source[0] for row, _ in repeating):
        # It runs over from the half-year before, in which it began.
        return None
    copy = _Copy(course, new_offer=course.type == "course")
    copy.there = _is_there(half, copy)
    if copy.there:
        return copy
    if not repeating or len(repeating) < len(series):
        copy.decide("single_dates")
        return copy
    for row, one in repeating:
        _look_at(half, copy, row, one)
    if names_a_day(course.wording):
        copy.decide("dates_in_words", words=course.wording)
    until = half.agreed_until.get(course.id)
    if until is not None and until < half.target[1]:
        copy.decide("agreement_ends", until)
    for row, one in repeating:
        _plan(half, copy, row, one)
    if not copy.line().dates and not copy.reasons:
        copy.decide("no_dates")
    return copy


def _in_force(rules: Sequence[Any]) -> list[Any]:
    """The rules that hold at the end, without those that a later version follows."""
    return [row for row in rules if not any(other.first_day > row.last_day for other in rules)]


def _is_there(half: _Half, copy: _Copy) -> bool:
    course = copy.course
    rules = half.rules.get(course.id, ())
    if any(half.target[0] <= row.first_day <= half.target[1] for row in rules):
        return True
    if copy.new_offer:
        return course.id in half.continued
    return any(row.last_day >= half.target[1] for row in rules) or (
        not rules and course.id in half.dated_after
    )


def _look_at(half: _Half, copy: _Copy, row: Any, series: Series) -> None:
    """What in a series cannot simply be shifted."""
    if series.until is not None and series.until < half.target[0]:
        copy.decide("ends", series.until)
    elif not series.count and _goes_on(series, row.last_day, half.source[1]):
        copy.decide("ends", row.last_day)
    if any(pause.last is None for pause in series.pauses):
        copy.decide("paused")
    dated = series.dates or series.moved or series.exdates
    if dated or any(pause.last is not None for pause in series.pauses):
        copy.decide("dates_in_words", words=copy.course.wording)


def _goes_on(series: Series, after: date, last: date) -> bool:
    """Whether the rule has days after the last one that was planned, up to `last`."""
    if after >= last:
        return False
    days = series_dates(
        PlannedSeries(replace(series, until=None), after + timedelta(days=1), last, 0),
        HouseCalendar(),
    )
    return bool(days.dates)


def _plan(half: _Half, copy: _Copy, row: Any, series: Series) -> None:
    """The series as it goes on in the new half-year."""
    first, last = half.target
    rhythm = any(interval_of(one) > 1 for one in (*series.rrules, *series.exrules))
    shifted = replace(
        series,
        until=None,
        anchor=series.origin if rhythm else None,
        dates=(),
        exdates=(),
        moved=(),
        start=None,
        count=None,
    )
    if series.count or copy.new_offer:
        start = (series.start or row.first_day) + half.later
        first = max(first, start)
        shifted = replace(shifted, start=first, count=series.count)
    else:
        first = max(first, row.last_day + timedelta(days=1))
    if first > last:
        copy.decide("starts_later", first)
        return
    planned = PlannedSeries(shifted, first, last, row.start_minute, row.end_minute, row.room_id)
    elsewhere = copy.room_of(planned) is None and bool(copy.course.place)
    found = series_dates(planned, half.calendar, elsewhere=elsewhere)
    if found.school_holidays_unknown:
        copy.decide("school_holidays_unknown")
    drafts = drafts_of(shifted, found)
    if copy.new_offer and drafts and drafts[0].state == "skipped":
        copy.decide("first_day_left_out", drafts[0].day, drafts[0].reason)
    copy.planned.append((planned, drafts))
    copy.skipped += [(one.date, one.reason) for one in found.skipped]


def _ask_rooms(connection: Connection, centre_id: str, copies: Sequence[_Copy]) -> None:
    """Notes where a room is taken or closed, also by an offer that is taken over before."""
    for one in copies:
        by_room: dict[str | None, list[Slot]] = {}
        for room_id, slot in one.slots():
            by_room.setdefault(room_id, []).append(slot)
        for room_id, slots in by_room.items():
            if room_id is None:
                continue
            one.overlaps += overlaps(connection, room_id, slots)
            for day, reason in closed_days(connection, room_id, centre_id, slots):
                one.decide("room_closed", day, reason)
        if one.overlaps:
            one.decide("room_taken")
    house = house_rooms(connection, centre_id)
    wanted = [
        (one, room_id, slot)
        for one in copies
        if not one.reasons
        for room_id, slot in one.slots()
        if room_id is not None
    ]
    kept = [(room_id, *slot) for _, room_id, slot in wanted]
    pairs = sorted((min(pair), max(pair)) for pair in lying_over(kept, house.building))
    for first, second in pairs:
        earlier, later = wanted[first], wanted[second]
        if earlier[0] is later[0] or earlier[0].reasons:
            continue
        later[0].decide("room_taken")
        title = earlier[0].course.title
        later[0].overlaps.append(Overlap(house.names[earlier[1]], title, *earlier[2]))
