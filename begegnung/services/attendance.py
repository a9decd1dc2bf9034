"""Who came: by name for courses and groups, by head count for open meetings."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from begegnung.db.tables import attendance, booking, head_count, occurrence, offer, person
from begegnung.db.work import Work
from begegnung.model.card_rows import CardForDate
from begegnung.model.erasure import nameless_id
from begegnung.model.errors import Invalid, NoBooking
from begegnung.model.ids import derived_id, joined_id
from begegnung.model.local_time import day_of
from begegnung.model.names import sort_key
from begegnung.model.offers import OFFER_TYPES, takes_names
from begegnung.model.rows import AttendanceLine, AttendanceSheet, DateLine
from begegnung.services.card_lists import cards_for
from begegnung.services.dates import date_line, dates_between
from begegnung.services.desk import View
from begegnung.services.houses import own
from begegnung.services.person_shown import (
    birth_year_in_lists,
    first_name_in_lists,
    surname_in_lists,
)
from begegnung.services.present import today_of
from begegnung.services.subject import subject

STATES: dict[str, str] = {
    "present": "anwesend",
    "excused": "entschuldigt",
    "absent": "unentschuldigt",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """Ticks a person at a date; `state` None takes the tick away."""

    occurrence_id: str
    person_id: str
    state: str | None


@dataclass(frozen=True, slots=True)
class MarkAll:
    """Ticks everybody who is booked and has no tick yet as present."""

    occurrence_id: str


@dataclass(frozen=True, slots=True)
class CountHeads:
    """The number of people who came; None takes the count away."""

    occurrence_id: str
    total: int | None


def mark(work: Work, request: Mark) -> None:
    """Ticks a person; a tick of a past day is kept as entered late.

    The identifier follows from date and person: two desks that tick the same box make one row.
    """
    when, course = _date(work, request.occurrence_id)
    if not takes_names(course["type"], course["registration"]):
        raise NoBooking(course["title"], course["type"])
    if request.state is not None and request.state not in STATES:
        raise Invalid("state", "unknown", request.state)
    work.title = subject(work.row(person, request.person_id), course)
    set_mark(work, when, request.person_id, request.state)


def mark_all(work: Work, request: MarkAll) -> int:
    """Ticks all booked people without a tick as present; gives how many."""
    when, course = _date(work, request.occurrence_id)
    ticked = set(
        work.connection.execute(
            select(attendance.c.person_id).where(
                attendance.c.occurrence_id == request.occurrence_id
            )
        ).scalars()
    )
    booked = work.connection.execute(
        select(booking.c.person_id).where(
            booking.c.offer_id == when["offer_id"],
            booking.c.state == "booked",
            booking.c.occurrence_id.is_(None) | (booking.c.occurrence_id == when["id"]),
        )
    ).scalars()
    missing = [person_id for person_id in dict.fromkeys(booked) if person_id not in ticked]
    for person_id in missing:
        set_mark(work, when, person_id, "present")
    work.title = course["title"]
    return len(missing)


def count_heads(work: Work, request: CountHeads) -> None:
    """Notes how many people came to a date."""
    when, course = _date(work, request.occurrence_id)
    if request.total is not None and not 0 <= request.total < 10_000:
        raise Invalid("total", "not_a_number", str(request.total))
    work.title = f"{course['title']} · {day_of(when['starts']):%d.%m.%Y}"
    count_id = derived_id(head_count.name, when["id"])
    known = work.connection.execute(
        select(head_count.c.total).where(head_count.c.id == count_id)
    ).first()
    if request.total is None:
        if known is not None:
            work.remove(head_count, count_id)
    elif known is None:
        work.insert(
            head_count, {"id": count_id, "occurrence_id": when["id"], "total": request.total}
        )
    else:
        work.update(head_count, count_id, {"total": request.total})


def _date(work: Work, occurrence_id: str) -> tuple[Any, Any]:
    """A date with its offer; raises `Invalid` for a day that the calendar leaves out."""
    row = work.row(occurrence, occurrence_id)
    own(work, occurrence.name, row["centre_id"])
    if row["state"] == "skipped":
        raise Invalid("occurrence", "skipped")
    return row, work.row(offer, row["offer_id"])


def set_mark(work: Work, when: Any, person_id: str, state: str | None) -> None:
    """Writes or takes away the tick of a person at the date `when`; part of a verb."""
    mark_id = work.connection.execute(
        select(attendance.c.id).where(
            attendance.c.occurrence_id == when["id"], attendance.c.person_id == person_id
        )
    ).scalar()
    late = day_of(when["starts"]) < today_of(work.maker.now_ms)
    if state is None:
        if mark_id is not None:
            work.remove(attendance, mark_id)
    elif mark_id is None:
        work.insert(
            attendance,
            {
                "id": _mark_id(work, when["id"], person_id),
                "occurrence_id": when["id"],
                "person_id": person_id,
                "state": state,
                "entered_late": late,
            },
        )
    else:
        work.update(attendance, mark_id, {"state": state})


def _mark_id(work: Work, occurrence_id: str, person_id: str) -> str:
    """The identifier that follows from date and person, unless the mark has gone to a keeper."""
    derived = joined_id(occurrence_id, person_id)
    taken = work.connection.execute(
        select(attendance.c.id).where(attendance.c.id == derived)
    ).first()
    return derived if taken is None else work.new_id()


def sheet(view: View, occurrence_id: str) -> AttendanceSheet:
    """The list of a date: booked people and walk-ins with a tick, by name; or the head count."""
    return _sheets(view, [date_line(view, occurrence_id)])[0]


def sheets_of_day(view: View, day: date) -> list[AttendanceSheet]:
    """The lists of all dates of this house on `day`, in order of time."""
    return _sheets(view, dates_between(view, day, day))


def _sheets(view: View, lines: Sequence[DateLine]) -> list[AttendanceSheet]:
    """The lists of these dates, with four queries for all of them, and more where cards count."""
    ids = [line.id for line in lines]
    counts = select(head_count.c.occurrence_id, head_count.c.total).where(
        head_count.c.occurrence_id.in_(ids)
    )
    totals = {row.occurrence_id: row.total for row in view.connection.execute(counts)}
    ticks, nameless = _ticks(view, ids)
    booked = _booked(view, lines)
    known = _people(view, {p for line in lines for p in booked[line.id] | set(ticks[line.id])})
    return [
        AttendanceSheet(
            line,
            OFFER_TYPES[line.type].counting,
            _names(
                known,
                booked[line.id],
                ticks[line.id],
                cards_for(view, line.id) if line.takes_cards else {},
            ),
            totals.get(line.id),
            nameless[line.id],
        )
        for line in lines
    ]


def _ticks(
    view: View, occurrence_ids: Sequence[str]
) -> tuple[dict[str, dict[str, str]], Counter[str]]:
    """The ticks of each date by person, and how many erased people were there."""
    ticks: dict[str, dict[str, str]] = {key: {} for key in occurrence_ids}
    nameless: Counter[str] = Counter()
    nobody = nameless_id(view.centre())
    for row in view.connection.execute(
        select(attendance.c.occurrence_id, attendance.c.person_id, attendance.c.state).where(
            attendance.c.occurrence_id.in_(occurrence_ids)
        )
    ):
        if row.person_id != nobody:
            ticks[row.occurrence_id][row.person_id] = row.state
        elif row.state == "present":
            nameless[row.occurrence_id] += 1
    return ticks, nameless


def _booked(view: View, lines: Sequence[DateLine]) -> dict[str, set[str]]:
    """Who is booked on each date: in the whole offer, or on this date of it."""
    named = [line for line in lines if line.takes_names]
    whole: dict[str, set[str]] = {}
    single: dict[str, set[str]] = {}
    for row in view.connection.execute(
        select(booking.c.offer_id, booking.c.occurrence_id, booking.c.person_id).where(
            booking.c.offer_id.in_({line.offer_id for line in named}),
            booking.c.state == "booked",
        )
    ):
        if row.occurrence_id is None:
            whole.setdefault(row.offer_id, set()).add(row.person_id)
        else:
            single.setdefault(row.occurrence_id, set()).add(row.person_id)
    return {line.id: whole.get(line.offer_id, set()) | single.get(line.id, set()) for line in lines}


def _people(view: View, person_ids: set[str]) -> dict[str, tuple[str, str, int | None]]:
    """Surname, first name and year of birth by person."""
    rows = view.connection.execute(
        select(
            person.c.id,
            surname_in_lists().label("surname"),
            first_name_in_lists().label("first_name"),
            birth_year_in_lists().label("birth_year"),
        ).where(person.c.id.in_(person_ids))
    )
    return {row.id: (row.surname, row.first_name, row.birth_year) for row in rows}


def _names(
    known: dict[str, tuple[str, str, int | None]],
    booked: set[str],
    ticks: dict[str, str],
    cards: dict[str, CardForDate],
) -> tuple[AttendanceLine, ...]:
    lines = [
        AttendanceLine(key, *known[key], key in booked, ticks.get(key), cards.get(key))
        for key in booked | set(ticks)
        if key in known
    ]
    return tuple(sorted(lines, key=_by_name))


def _by_name(line: AttendanceLine) -> tuple[str, str]:
    return (sort_key(f"{line.surname} {line.first_name}"), line.person_id)
