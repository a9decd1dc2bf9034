"""Offers (Angebote) and their series of dates."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from begegnung.db.tables import booking, occurrence, offer, room, rule, till
from begegnung.db.work import Work
from begegnung.model.errors import CapacityBelowBookings
from begegnung.model.names import sort_key
from begegnung.model.offer_errors import StillBooked
from begegnung.model.offers import takes_names
from begegnung.model.rows import OfferCard, OfferLine, RuleLine
from begegnung.services.boarding import BoardingStop, set_boarding
from begegnung.services.bookings import most_taken
from begegnung.services.desk import View
from begegnung.services.houses import own
from begegnung.services.occupancy import occupied, require_apart, require_free
from begegnung.services.offer_data import OfferData, checked
from begegnung.services.planning import Planned, PlannedSeries, plan_all
from begegnung.services.present import moment_of
from begegnung.services.waiting import move_up_everywhere


@dataclass(frozen=True, slots=True)
class AddOffer:
    """A new offer with its series (none: it goes to the list "Termine fehlen").

    `overrule`, here and in the other requests: the reason to take a room that is taken or closed.
    `continues_id`: the course of an earlier half-year that goes on in this one. `boarding`: where
    people get on, for a trip.
    """

    data: OfferData
    series: tuple[PlannedSeries, ...] = ()
    overrule: str = ""
    continues_id: str | None = None
    boarding: tuple[BoardingStop, ...] = ()


@dataclass(frozen=True, slots=True)
class EditOffer:
    """New values of an offer.

    `move_dates` gives its room, and set-up and clearing where they change, to its coming dates as
    well; dates at a place of their own stay there. `boarding` None leaves the boarding points.
    """

    offer_id: str
    data: OfferData
    move_dates: bool = False
    overrule: str = ""
    boarding: tuple[BoardingStop, ...] | None = None


@dataclass(frozen=True, slots=True)
class PlanSeries:
    """Gives an offer that is there already the dates of series, in its own room or in `room_id`.

    An offer without room and place takes the room as its own. `wording` None keeps what is noted.
    A series may name a room of its own.
    """

    offer_id: str
    series: tuple[PlannedSeries, ...]
    wording: str | None = None
    room_id: str | None = None
    overrule: str = ""


@dataclass(frozen=True, slots=True)
class EndOffer:
    """Ends an offer: its coming dates go, what was stays in the record."""

    offer_id: str


_MINUTES = ("setup_minutes", "clearing_minutes")


def add_offer(work: Work, request: AddOffer) -> Planned:
    """Notes an offer and plans its dates; refuses the whole when a room is taken.

    Raises `Invalid`, `NoDates`, `RoomTaken`, `RoomClosed` and what planning refuses.
    """
    values = checked(request.data)
    _own_rows(work, values)
    if request.continues_id is not None:
        own(work, offer.name, work.row(offer, request.continues_id)["centre_id"])
    offer_id = work.insert(
        offer,
        {"centre_id": work.centre(), "continues_id": request.continues_id, **values},
    )
    set_boarding(work, offer_id, request.boarding)
    work.title = values["title"]
    course = {"id": offer_id, **values}
    return plan_all(work, course, request.series, overrule=request.overrule)


def edit_offer(work: Work, request: EditOffer) -> tuple[str, ...]:
    """Changes an offer; gives the bookings that moved up because places were added.

    Raises `CapacityBelowBookings` when more people have a place than there would be, `StillBooked`
    when it would take no names and has some, `BoardingPointTaken`, and `RoomTaken` and `RoomClosed`
    when its dates cannot move.
    """
    row = work.row(offer, request.offer_id)
    own(work, offer.name, row["centre_id"])
    values = checked(request.data)
    _own_rows(work, values)
    if not takes_names(values["type"], values["registration"]):
        _require_nobody(work, request.offer_id, values["title"])
    if values["capacity"] is not None:
        _require_capacity(work, request.offer_id, values)
    work.title = values["title"]
    work.update(offer, request.offer_id, values)
    if request.boarding is not None:
        set_boarding(work, request.offer_id, request.boarding)
    if request.move_dates:
        _follow(work, row, values, request.overrule)
    return move_up_everywhere(work, request.offer_id)


def _follow(work: Work, before: Any, after: Any, overrule: str) -> None:
    """Gives the coming dates the room of the offer and its minutes around them.

    A date at a place of its own, in a room of its series or with its own minutes was meant so.
    Other minutes alone bring no date back from another room.
    """
    rows = _coming_rows(work, before["id"])
    usual = {column: _usual(rows, column, before) for column in _MINUTES}
    others = [column for column in _MINUTES if usual[column] - {after[column]}]
    rooms = before["room_id"] != after["room_id"] or not others
    apart = set(
        work.connection.execute(
            select(rule.c.id).where(rule.c.offer_id == before["id"], rule.c.room_id.is_not(None))
        ).scalars()
    )
    changes: list[tuple[Any, dict[str, Any]]] = []
    for row in rows:
        new: dict[str, Any] = {
            column: after[column] for column in others if getattr(row, column) in usual[column]
        }
        own_place = row.room_id is None and row.place
        if rooms and not own_place and row.rule_id not in apart:
            new["room_id"] = after["room_id"]
        changes.append((row, new))
    occupy_anew(work, changes, overrule)


def _usual(rows: list[Any], column: str, before: Any) -> set[int]:
    """What dates have that nobody changed on their own: the old value, or that of most of them."""
    counted = Counter(getattr(row, column) for row in rows).most_common(1)
    return {before[column], *(value for value, _ in counted)} if rows else set()


def move_coming_dates(work: Work, offer_id: str, room_id: str | None, overrule: str = "") -> int:
    """Puts the coming dates of an offer into a room; gives how many. All of them or none."""
    rows = _coming_rows(work, offer_id)
    occupy_anew(work, [(row, {"room_id": room_id}) for row in rows], overrule)
    return len(rows)


def _coming_rows(work: Work, offer_id: str) -> list[Any]:
    return list(
        work.connection.execute(
            select(occurrence)
            .where(
                occurrence.c.offer_id == offer_id,
                occurrence.c.starts >= moment_of(work.maker.now_ms),
                occurrence.c.state == "planned",
            )
            .order_by(occurrence.c.starts)
        )
    )


def occupy_anew(work: Work, changes: list[tuple[Any, dict[str, Any]]], overrule: str) -> None:
    """Gives planned dates another room or other minutes around them; all of them or none.

    A date that keeps its room for the same time as before is not asked for again. Raises
    `RoomTaken` and `RoomClosed`.
    """
    moving = [(row, new) for row, new in changes if any(getattr(row, k) != new[k] for k in new)]
    own_ids = frozenset(row.id for row, _ in moving)
    by_room: dict[str | None, list[tuple[Any, dict[str, Any]]]] = {}
    for row, new in moving:
        by_room.setdefault(new.get("room_id", row.room_id), []).append((row, new))
    for room_id, pairs in by_room.items():
        slots = [
            occupied(
                row.starts,
                row.ends,
                new.get("setup_minutes", row.setup_minutes),
                new.get("clearing_minutes", row.clearing_minutes),
            )
            for row, new in pairs
        ]
        around = {
            column: {new.get(column, getattr(row, column)) for row, new in pairs}
            for column in _MINUTES
        }
        over = require_free(
            work.connection,
            work.centre(),
            room_id,
            slots,
            own_ids,
            overrule=overrule,
            setup=max(around["setup_minutes"]),
            clearing=max(around["clearing_minutes"]),
        )
        for number, (row, new) in enumerate(pairs):
            reason = overrule.strip() if number in over else ""
            work.update(occurrence, row.id, {**new, "overruled": reason})
        if room_id is not None:
            since = min(row.starts for row, _ in pairs)
            require_apart(work.connection, work.centre(), room_id, since)


def plan_series(work: Work, request: PlanSeries) -> Planned:
    """Plans the dates of series for an offer that is there already; all of them or none."""
    row = work.row(offer, request.offer_id)
    own(work, offer.name, row["centre_id"])
    for room_id in (request.room_id, *(one.room_id for one in request.series)):
        _own_room(work, room_id)
    work.title = row["title"]
    noted: dict[str, Any] = {}
    if request.wording is not None:
        noted["wording"] = request.wording.strip()
    if row["room_id"] is None and not row["place"]:
        noted["room_id"] = request.room_id
    work.update(offer, request.offer_id, noted)
    return plan_all(
        work,
        {**row, **noted},
        request.series,
        room_id=request.room_id,
        overrule=request.overrule,
    )


def end_offer(work: Work, request: EndOffer) -> int:
    """Ends an offer; gives how many coming dates were taken out."""
    row = work.row(offer, request.offer_id)
    own(work, offer.name, row["centre_id"])
    coming = work.connection.execute(
        select(occurrence.c.id).where(
            occurrence.c.offer_id == request.offer_id,
            occurrence.c.starts >= moment_of(work.maker.now_ms),
            occurrence.c.state == "planned",
        )
    ).scalars()
    gone = 0
    for occurrence_id in coming.all():
        work.update(
            occurrence, occurrence_id, {"state": "cancelled", "state_reason": "Angebot beendet"}
        )
        gone += 1
    work.title = row["title"]
    work.update(offer, request.offer_id, {"ended": True})
    return gone


def _own_room(work: Work, room_id: str | None) -> None:
    if room_id is not None:
        own(work, room.name, work.row(room, room_id)["centre_id"])


def _own_rows(work: Work, values: dict[str, Any]) -> None:
    """Raises `WrongHouse` when the room or the till is one of another house."""
    _own_room(work, values["room_id"])
    if values["till_id"] is not None:
        own(work, till.name, work.row(till, values["till_id"])["centre_id"])


def _require_nobody(work: Work, offer_id: str, title: str) -> None:
    people = work.connection.execute(
        select(func.count())
        .select_from(booking)
        .where(booking.c.offer_id == offer_id, booking.c.state != "cancelled")
    ).scalar_one()
    if people:
        raise StillBooked(title, people)


def _require_capacity(work: Work, offer_id: str, values: dict[str, Any]) -> None:
    taken = most_taken(work.connection, offer_id)
    if taken > values["capacity"]:
        raise CapacityBelowBookings(values["title"], values["capacity"], taken)


def offer_list(view: View, *, with_ended: bool = False) -> list[OfferLine]:
    """The offers of this house by title, with people and coming dates counted."""
    coming = _coming(view)
    people = _people(coming)
    statement = (
        select(
            offer.c.id,
            offer.c.title,
            offer.c.type,
            offer.c.category,
            offer.c.wording,
            func.coalesce(room.c.name, offer.c.place),
            offer.c.leader,
            offer.c.capacity,
            func.coalesce(people.c.booked, 0),
            func.coalesce(people.c.waiting, 0),
            func.coalesce(coming.c.dates, 0),
            coming.c.next,
            offer.c.ended,
            offer.c.registration,
        )
        .outerjoin(room, room.c.id == offer.c.room_id)
        .outerjoin(people, people.c.offer_id == offer.c.id)
        .outerjoin(coming, coming.c.offer_id == offer.c.id)
        .where(offer.c.centre_id == view.centre())
    )
    if not with_ended:
        statement = statement.where(offer.c.ended.is_(False))
    lines = [OfferLine._make(row) for row in view.connection.execute(statement)]
    return sorted(lines, key=lambda line: sort_key(line.title))


def _coming(view: View) -> Any:
    """By offer: how many planned dates from now on, and when the next one starts."""
    return (
        select(
            occurrence.c.offer_id,
            func.count().label("dates"),
            func.min(occurrence.c.starts).label("next"),
        )
        .where(
            occurrence.c.starts >= moment_of(view.now_ms),
            occurrence.c.state == "planned",
        )
        .group_by(occurrence.c.offer_id)
        .subquery()
    )


def _people(coming: Any) -> Any:
    """By offer: places taken and people waiting; booked by the day, those of the next date."""
    return (
        select(
            booking.c.offer_id,
            func.sum(booking.c.places).filter(booking.c.state == "booked").label("booked"),
            func.count().filter(booking.c.state == "waiting").label("waiting"),
        )
        .outerjoin(occurrence, occurrence.c.id == booking.c.occurrence_id)
        .outerjoin(coming, coming.c.offer_id == booking.c.offer_id)
        .where(booking.c.occurrence_id.is_(None) | (occurrence.c.starts == coming.c.next))
        .group_by(booking.c.offer_id)
        .subquery()
    )


def without_dates(view: View) -> list[OfferLine]:
    """The list "Termine fehlen": offers that are printed as text because they have no dates."""
    dated = select(occurrence.c.offer_id).where(
        occurrence.c.centre_id == view.centre(), occurrence.c.state != "skipped"
    )
    known = set(view.connection.execute(dated.distinct()).scalars())
    return [line for line in offer_list(view) if line.id not in known]


def offer_card(view: View, offer_id: str) -> OfferCard:
    """Everything about an offer; `booked` and `waiting` count as in the list of offers."""
    row = view.connection.execute(
        select(offer, func.coalesce(room.c.name, "").label("room"))
        .outerjoin(room, room.c.id == offer.c.room_id)
        .where(offer.c.id == offer_id)
    ).one()
    rules = view.connection.execute(
        select(*(rule.c[name] for name in RuleLine._fields))
        .where(rule.c.offer_id == offer_id)
        .order_by(rule.c.first_day)
    )
    people = _people(_coming(view))
    counted = view.connection.execute(
        select(func.coalesce(people.c.booked, 0), people.c.waiting).where(
            people.c.offer_id == offer_id
        )
    ).first()
    booked, waiting = counted or (0, 0)
    known = {name: getattr(row, name) for name in OfferCard._fields[:-3]}
    return OfferCard(
        **known,
        booked=booked,
        waiting=waiting,
        rules=tuple(RuleLine._make(r) for r in rules),
    )
