"""Who came: by name for courses and groups, by head count for open meetings."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from begegnung.db.tables import attendance, booking, head_count, occurrence, offer, person
from begegnung.db.work import Work
from begegnung.model.errors import Invalid, NoBooking
from begegnung.model.ids import derived_id
from begegnung.model.local_time import day_of
from begegnung.model.names import sort_key
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import AttendanceLine, AttendanceSheet, DateLine
from begegnung.services.bookings import subject
from begegnung.services.dates import date_line, dates_between
from begegnung.services.desk import View
from begegnung.services.houses import own
from begegnung.services.present import today_of

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
    if OFFER_TYPES[course["type"]].booking == "none":
        raise NoBooking(course["title"], course["type"])
    if request.state is not None and request.state not in STATES:
        raise Invalid("state", "unknown", request.state)
    work.title = subject(work.row(person, request.person_id), course)
    _set_mark(work, when, request.person_id, request.state)


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
        _set_mark(work, when, person_id, "present")
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
    row = work.row(occurrence, occurrence_id)
    own(work, occurrence.name, row["centre_id"])
    return row, work.row(offer, row["offer_id"])


def _set_mark(work: Work, when: Any, person_id: str, state: str | None) -> None:
    mark_id = derived_id(attendance.name, when["id"], person_id)
    known = work.connection.execute(
        select(attendance.c.id).where(attendance.c.id == mark_id)
    ).first()
    late = day_of(when["starts"]) < today_of(work.maker.now_ms)
    if state is None:
        if known is not None:
            work.remove(attendance, mark_id)
    elif known is None:
        work.insert(
            attendance,
            {
                "id": mark_id,
                "occurrence_id": when["id"],
                "person_id": person_id,
                "state": state,
                "entered_late": late,
            },
        )
    else:
        work.update(attendance, mark_id, {"state": state})


def sheet(view: View, occurrence_id: str) -> AttendanceSheet:
    """The list of a date: booked people and walk-ins with a tick, by name; or the head count."""
    return _sheet(view, date_line(view, occurrence_id))


def sheets_of_day(view: View, day: date) -> list[AttendanceSheet]:
    """The lists of all dates of this house on `day`, in order of time."""
    return [_sheet(view, line) for line in dates_between(view, day, day)]


def _sheet(view: View, line: DateLine) -> AttendanceSheet:
    kind = OFFER_TYPES[line.type]
    total = view.connection.execute(
        select(head_count.c.total).where(head_count.c.occurrence_id == line.id)
    ).scalar()
    lines = _names(view, line.offer_id, line.id) if kind.booking != "none" else ()
    return AttendanceSheet(line, kind.counting, lines, total)


def _names(view: View, offer_id: str, occurrence_id: str) -> tuple[AttendanceLine, ...]:
    ticks = dict(
        view.connection.execute(
            select(attendance.c.person_id, attendance.c.state).where(
                attendance.c.occurrence_id == occurrence_id
            )
        ).all()
    )
    booked = set(
        view.connection.execute(
            select(booking.c.person_id).where(
                booking.c.offer_id == offer_id,
                booking.c.state == "booked",
                booking.c.occurrence_id.is_(None) | (booking.c.occurrence_id == occurrence_id),
            )
        ).scalars()
    )
    rows = view.connection.execute(
        select(person.c.id, person.c.surname, person.c.first_name, person.c.birth_year).where(
            person.c.id.in_(booked | set(ticks))
        )
    )
    lines = [
        AttendanceLine(
            person_id=row.id,
            surname=row.surname,
            first_name=row.first_name,
            birth_year=row.birth_year,
            booked=row.id in booked,
            state=ticks.get(row.id),
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda line: sort_key(f"{line.surname} {line.first_name}")))
