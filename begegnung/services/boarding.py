"""Boarding points of trips (Zustiege): where and when people get on the coach."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from begegnung.db.tables import boarding_point, booking
from begegnung.db.work import Work
from begegnung.model.errors import Invalid
from begegnung.model.local_time import DAY
from begegnung.model.names import sort_key
from begegnung.model.offer_errors import BoardingPointTaken
from begegnung.model.offer_rows import BoardingPointRow
from begegnung.services.desk import View


@dataclass(frozen=True, slots=True)
class BoardingStop:
    """A boarding point as typed: `minute` of the day or None; `point_id` where it is there."""

    name: str
    minute: int | None = None
    point_id: str | None = None


def set_boarding(work: Work, offer_id: str, stops: tuple[BoardingStop, ...]) -> None:
    """Gives an offer these boarding points in this order; part of adding and editing an offer.

    Raises `Invalid` for a point without name, a name that is there twice or a time that is none,
    and `BoardingPointTaken` for one that would go while people get on there.
    """
    wanted = _checked(stops)
    known = {row.id: row for row in work.connection.execute(_points(offer_id))}
    for point_id in known.keys() - {stop.point_id for stop in wanted}:
        _require_unused(work, point_id, known[point_id].name)
        work.remove(boarding_point, point_id)
    for position, stop in enumerate(wanted):
        values = {"name": stop.name, "minute": stop.minute, "position": position}
        if stop.point_id in known:
            work.update(boarding_point, str(stop.point_id), values)
        else:
            work.insert(boarding_point, {"offer_id": offer_id, **values})


def boarding_points(view: View, offer_id: str) -> list[BoardingPointRow]:
    """The boarding points of an offer in the order of the journey."""
    return [BoardingPointRow._make(row) for row in view.connection.execute(_points(offer_id))]


def _points(offer_id: str) -> Any:
    columns = boarding_point.c
    return (
        select(columns.id, columns.name, columns.minute)
        .where(columns.offer_id == offer_id)
        .order_by(columns.position, columns.name)
    )


def _checked(stops: tuple[BoardingStop, ...]) -> list[BoardingStop]:
    found: dict[str, BoardingStop] = {}
    for stop in stops:
        name = " ".join(stop.name.split())
        if not name:
            raise Invalid("boarding", "missing")
        if stop.minute is not None and not 0 <= stop.minute < DAY:
            raise Invalid("boarding", "not_a_time", str(stop.minute))
        if sort_key(name) in found:
            raise Invalid("boarding", "already_there", name)
        found[sort_key(name)] = BoardingStop(name, stop.minute, stop.point_id)
    return list(found.values())


def _require_unused(work: Work, point_id: str, name: str) -> None:
    people = work.connection.execute(
        select(func.count())
        .select_from(booking)
        .where(booking.c.boarding_point_id == point_id, booking.c.state != "cancelled")
    ).scalar_one()
    if people:
        raise BoardingPointTaken(name, people)
