"""Single dates (Termine): add, move, change, drop, take back; and lists of dates."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, String, bindparam, case, func, select

from begegnung.db.tables import booking, occurrence, offer, room, rule
from begegnung.db.work import Work
from begegnung.model.errors import Invalid
from begegnung.model.local_time import day_of, minute_of, moment
from begegnung.model.offers import LONGEST_SETUP
from begegnung.model.rows import DateLine
from begegnung.services.desk import View
from begegnung.services.houses import own
from begegnung.services.occupancy import occupied, require_free
from begegnung.services.offers import move_coming_dates
from begegnung.services.planning import end_or_assumed, required_day
from begegnung.services.present import today_of
from begegnung.services.replacements import (
    add_at_the_end,
    make_way,
    require_replaceable,
)


@dataclass(frozen=True, slots=True)
class AddDate:
    """One more date of an offer; `end_minute` None keeps the room for the assumed length.

    `replaces_id`: a date that is dropped or left out, for which this one is held (Ersatztermin).
    `overrule`, here and in the other requests: the reason to take a room that is taken or closed.
    """

    offer_id: str
    day: date
    start_minute: int
    end_minute: int | None = None
    room_id: str | None = None
    place: str = ""
    replaces_id: str | None = None
    title: str = ""
    leader: str = ""
    overrule: str = ""


@dataclass(frozen=True, slots=True)
class MoveDate:
    """A date at another time or in another room (None: outside the house, at `place`)."""

    occurrence_id: str
    day: date
    start_minute: int
    end_minute: int
    room_id: str | None
    place: str = ""
    overrule: str = ""


@dataclass(frozen=True, slots=True)
class EditDate:
    """What applies on one date only; empty words mean those of the offer.

    `setup_minutes` and `clearing_minutes` keep the room before and after it.
    """

    occurrence_id: str
    title: str
    place: str
    leader: str
    setup_minutes: int
    clearing_minutes: int
    overrule: str = ""


@dataclass(frozen=True, slots=True)
class CancelDate:
    """A date that is dropped; `reason` is printed ("Leitung verhindert").

    `replace` adds one at the end of the series for it.
    """

    occurrence_id: str
    reason: str
    replace: bool = False


@dataclass(frozen=True, slots=True)
class RestoreDate:
    """A date that was dropped or left out takes place after all."""

    occurrence_id: str
    overrule: str = ""


@dataclass(frozen=True, slots=True)
class MoveSeries:
    """All coming dates of an offer in another room."""

    offer_id: str
    room_id: str | None
    overrule: str = ""


CANCEL_REASONS: tuple[str, ...] = (
    "Leitung verhindert",
    "zu wenige Anmeldungen",
    "Raum gesperrt",
    "Feiertag",
    "Wetter",
    "sonstiger Grund",
)
"""The reasons the desk chooses from."""


def add_date(work: Work, request: AddDate) -> str:
    """Adds one date; raises `RoomTaken`, `RoomClosed`, `Invalid`, `AlreadyReplaced`."""
    course = work.row(offer, request.offer_id)
    own(work, offer.name, course["centre_id"])
    required_day(request.day, "day")
    if request.replaces_id is not None:
        require_replaceable(work, request.offer_id, request.replaces_id)
    end = end_or_assumed(request.start_minute, request.end_minute)
    starts = moment(request.day, request.start_minute)
    values: dict[str, Any] = {
        "offer_id": request.offer_id,
        "centre_id": work.centre(),
        "room_id": request.room_id,
        "starts": starts,
        "ends": moment(request.day, end),
        "end_assumed": request.end_minute is None,
        "title": request.title.strip(),
        "place": request.place.strip(),
        "leader": request.leader.strip(),
        "setup_minutes": course["setup_minutes"],
        "clearing_minutes": course["clearing_minutes"],
        "replaces_id": request.replaces_id,
    }
    work.title = _title(course["title"], starts)
    overruled = _occupy(work, values, request.overrule)
    return work.insert(occurrence, {**values, "overruled": overruled})


def move_date(work: Work, request: MoveDate) -> None:
    """Moves a date, checked as strictly as a new one; keeps what it was moved from.

    Raises `RoomTaken`, `RoomClosed`, and `Invalid` for a date that does not take place.
    """
    row, course = _own_date(work, request.occurrence_id)
    if row["state"] != "planned":
        raise Invalid("occurrence", row["state"])
    required_day(request.day, "day")
    end = end_or_assumed(request.start_minute, request.end_minute)
    starts, ends = moment(request.day, request.start_minute), moment(request.day, end)
    values: dict[str, Any] = {
        "starts": starts,
        "ends": ends,
        "room_id": request.room_id,
        "place": request.place.strip(),
        "end_assumed": row["end_assumed"] and ends - starts == row["ends"] - row["starts"],
        "untimed": False,
    }
    values["overruled"] = _occupy(work, {**row, **values}, request.overrule)
    if starts != row["starts"]:
        origin = row["moved_from"] if row["moved_from"] is not None else row["starts"]
        values["moved_from"] = None if origin == starts else origin
    work.title = _title(course["title"], row["starts"])
    work.update(occurrence, request.occurrence_id, values)


def edit_date(work: Work, request: EditDate) -> None:
    """Gives a date words and minutes of its own; its time and what it was moved from stay.

    The room is asked for again when it is kept for longer than before. Raises `RoomTaken`,
    `RoomClosed`, `Invalid`.
    """
    row, course = _own_date(work, request.occurrence_id)
    values: dict[str, Any] = {
        "title": request.title.strip(),
        "place": request.place.strip(),
        "leader": request.leader.strip(),
        "setup_minutes": request.setup_minutes,
        "clearing_minutes": request.clearing_minutes,
    }
    if values["title"] == course["title"]:
        values["title"] = ""
    for field in ("setup_minutes", "clearing_minutes"):
        if not 0 <= values[field] <= LONGEST_SETUP:
            raise Invalid(field, "not_minutes", str(values[field]))
    longer = any(values[field] > row[field] for field in ("setup_minutes", "clearing_minutes"))
    if row["state"] == "planned" and longer:
        values["overruled"] = _occupy(work, {**row, **values}, request.overrule)
    work.title = _title(course["title"], row["starts"])
    work.update(occurrence, request.occurrence_id, values)


def cancel_date(work: Work, request: CancelDate) -> int | None:
    """Drops a date; its room becomes free, it stays in the programme as "fällt aus".

    Gives the moment of the date that was added for it, None without one. Raises `Invalid` without
    a reason and for a day that is left out anyway, `NoReplacement`.
    """
    row, course = _own_date(work, request.occurrence_id)
    if not request.reason.strip():
        raise Invalid("reason", "missing")
    if row["state"] == "skipped":
        raise Invalid("occurrence", "skipped")
    work.title = _title(course["title"], row["starts"])
    work.update(
        occurrence,
        request.occurrence_id,
        {"state": "cancelled", "state_reason": request.reason.strip(), "overruled": ""},
    )
    return add_at_the_end(work, row, course) if request.replace else None


def restore_date(work: Work, request: RestoreDate) -> int | None:
    """Lets a date take place that was dropped or left out, if the room is still free.

    What is held instead of it is taken out again where it lies ahead and nobody is noted for it,
    so that a course keeps its number of dates: of those at the end of a series the last one. Gives
    its moment, None where nothing was taken out.

    Raises `RoomTaken`, `RoomClosed`, `ReplacedIsHeld`.
    """
    row, course = _own_date(work, request.occurrence_id)
    work.title = _title(course["title"], row["starts"])
    if row["state"] == "planned":
        return None
    gone = make_way(work, row)
    overruled = _occupy(work, row, request.overrule)
    work.update(
        occurrence,
        request.occurrence_id,
        {"state": "planned", "state_reason": "", "overruled": overruled},
    )
    return gone


def move_series(work: Work, request: MoveSeries) -> int:
    """Puts all coming dates of an offer into another room; gives how many. All or none."""
    course = work.row(offer, request.offer_id)
    own(work, offer.name, course["centre_id"])
    moved = move_coming_dates(work, request.offer_id, request.room_id, request.overrule)
    work.update(offer, request.offer_id, {"room_id": request.room_id})
    _rooms_of_rules(work, course, request.room_id)
    work.title = course["title"]
    return moved


def _rooms_of_rules(work: Work, course: Mapping[str, Any], room_id: str | None) -> None:
    """Lets the series that are running follow into the room; those that are over stay in theirs."""
    today = today_of(work.maker.now_ms)
    rows = work.connection.execute(
        select(rule.c.id, rule.c.last_day, rule.c.room_id).where(rule.c.offer_id == course["id"])
    ).all()
    for row in rows:
        was_in = row.room_id or course["room_id"]
        stays = row.last_day < today and was_in != room_id
        work.update(rule, row.id, {"room_id": was_in if stays else None})


def _occupy(work: Work, values: Mapping[str, Any], overrule: str) -> str:
    """Asks for the room of a date; gives the reason to note when it lies over something."""
    if values.get("untimed"):
        return ""
    setup, clearing = values["setup_minutes"], values["clearing_minutes"]
    over = require_free(
        work.connection,
        work.centre(),
        values["room_id"],
        [occupied(values["starts"], values["ends"], setup, clearing)],
        frozenset({values["id"]} if "id" in values else ()),
        overrule=overrule,
        setup=setup,
        clearing=clearing,
    )
    return overrule.strip() if over else ""


def _own_date(work: Work, occurrence_id: str) -> tuple[Any, Any]:
    row = work.row(occurrence, occurrence_id)
    own(work, occurrence.name, row["centre_id"])
    return row, work.row(offer, row["offer_id"])


def _title(title: str, starts: int) -> str:
    minute = minute_of(starts)
    return f"{title} · {day_of(starts):%d.%m.%Y}, {minute // 60:02}:{minute % 60:02}"


def dates_between(
    view: View,
    first: date,
    last: date,
    *,
    centre_id: str | None = None,
    room_ids: Collection[str] | None = None,
) -> list[DateLine]:
    """The dates of a house (this one by default) from `first` to `last`, in order of time.

    Days that a series leaves out are no dates here; `dates_of` names them. With `room_ids` only
    those in these rooms.
    """
    house = centre_id or view.centre()
    where = () if room_ids is None else (occurrence.c.room_id.in_(room_ids),)
    return _lines(
        view,
        *where,
        occurrence.c.centre_id == house,
        occurrence.c.state != "skipped",
        occurrence.c.starts >= moment(first, 0),
        occurrence.c.starts < moment(last, 24 * 60),
    )


def moved_away(view: View, first: date, last: date) -> list[DateLine]:
    """Dates of this house that were planned from `first` to `last` and are on another day now."""
    lines = _lines(
        view,
        occurrence.c.centre_id == view.centre(),
        occurrence.c.moved_from >= moment(first, 0),
        occurrence.c.moved_from < moment(last + timedelta(days=1), 0),
        occurrence.c.state == "planned",
    )
    return [
        line
        for line in lines
        if line.moved_from is not None and day_of(line.moved_from) != day_of(line.starts)
    ]


def dates_of(view: View, offer_id: str, *, coming_only: bool = False) -> list[DateLine]:
    """The dates of an offer in order of time, skipped ones too; `coming_only` from today on."""
    since = moment(today_of(view.now_ms), 0) if coming_only else 0
    return _lines(view, occurrence.c.offer_id == offer_id, occurrence.c.starts >= since)


def next_day(view: View, after: date) -> date | None:
    """The first day after `after` on which this house has a date."""
    starts = view.connection.execute(
        select(func.min(occurrence.c.starts)).where(
            occurrence.c.centre_id == view.centre(),
            occurrence.c.state != "skipped",
            occurrence.c.starts >= moment(after + timedelta(days=1), 0),
        )
    ).scalar()
    return None if starts is None else day_of(starts)


def date_line(view: View, occurrence_id: str) -> DateLine:
    """One date with everything that applies on it."""
    return _lines(view, occurrence.c.id == occurrence_id)[0]


def _lines(view: View, *conditions: ColumnElement[bool]) -> list[DateLine]:
    order = occurrence.c.starts, occurrence.c.ends, offer.c.title
    wanted = _lines_statement().where(*conditions).order_by(*order)
    rows: Sequence[Any] = view.connection.execute(wanted).all()
    people = _people(view, sorted({row[1] for row in rows}))
    if not people:
        return [DateLine._make((*row[:16], 0, 0, *row[16:])) for row in rows]
    return [
        DateLine._make(
            (
                *row[:16],
                _count(people, row[1], row[0], "booked"),
                _count(people, row[1], row[0], "waiting"),
                *row[16:],
            )
        )
        for row in rows
    ]


@cache
def _lines_statement() -> Any:
    """The columns of `DateLine` in its order, without the people: a week of them is read often."""
    replaced, standing_in = occurrence.alias(), occurrence.alias()
    replaced_by = (
        select(func.min(standing_in.c.starts))
        .where(
            standing_in.c.offer_id == occurrence.c.offer_id,
            standing_in.c.replaces_id == occurrence.c.id,
            standing_in.c.state == "planned",
        )
        .scalar_subquery()
    )
    o = occurrence.c
    at_offer = case((o.room_id.is_(None), offer.c.place), else_="")
    return (
        select(
            o.id,
            o.offer_id,
            func.coalesce(func.nullif(o.title, ""), offer.c.title).label("title"),
            offer.c.type,
            offer.c.category,
            o.room_id,
            func.coalesce(room.c.name, ""),
            func.coalesce(func.nullif(o.place, ""), at_offer),
            func.coalesce(func.nullif(o.leader, ""), offer.c.leader),
            o.starts,
            o.ends,
            o.end_assumed,
            o.state,
            o.state_reason,
            o.moved_from,
            offer.c.capacity,
            o.untimed,
            o.setup_minutes,
            o.clearing_minutes,
            o.overruled,
            replaced.c.starts,
            case((o.state != "planned", replaced_by)),
            o.rule_id,
            offer.c.registration,
            offer.c.takes_cards,
        )
        .join(offer, offer.c.id == o.offer_id)
        .outerjoin(room, room.c.id == o.room_id)
        .outerjoin(replaced, replaced.c.id == o.replaces_id)
    )


def _people(view: View, offer_ids: Sequence[str]) -> dict[tuple[str, str | None, str], int]:
    """By offer, date and state: places that are taken, and people who wait."""
    found: Any = view.connection.execute(_people_statement(), {"offers": json.dumps(offer_ids)})
    return {tuple(row[:3]): row[4] if row[3] is None else row[3] for row in found}


@cache
def _people_statement() -> Any:
    """All offers as one value: worded once however many they are."""
    asked = func.json_each(bindparam("offers", type_=String)).table_valued("value")
    return (
        select(
            booking.c.offer_id,
            booking.c.occurrence_id,
            booking.c.state,
            func.sum(booking.c.places).filter(booking.c.state == "booked"),
            func.count(),
        )
        .where(booking.c.offer_id.in_(select(asked.c.value)), booking.c.state != "cancelled")
        .group_by(booking.c.offer_id, booking.c.occurrence_id, booking.c.state)
    )


def _count(
    people: dict[tuple[str, str | None, str], int], offer_id: str, date_id: str, state: str
) -> int:
    """People of the whole offer and those of this one date."""
    whole = people.get((offer_id, None, state), 0)
    return whole + people.get((offer_id, date_id, state), 0)
