"""Offers (Angebote) and their series of dates."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from begegnung.db.tables import booking, occurrence, offer, room, rule
from begegnung.db.work import Work
from begegnung.model.errors import CapacityBelowBookings, Invalid, NoDates
from begegnung.model.local_time import moment
from begegnung.model.names import sort_key
from begegnung.model.offers import ASSUMED_MINUTES, LONGEST_SETUP, OFFER_TYPES, REGISTRATION_WORDS
from begegnung.model.programme import CATEGORIES
from begegnung.model.recurrence import Series
from begegnung.model.rows import OfferCard, OfferLine, RuleLine
from begegnung.services.bookings import most_taken, move_up_everywhere
from begegnung.services.desk import View
from begegnung.services.house_calendar import calendar_of, house_dates
from begegnung.services.houses import own, required
from begegnung.services.occupancy import require_apart, require_free
from begegnung.services.present import moment_of


@dataclass(frozen=True, slots=True)
class OfferData:
    """What is known of an offer; `fee_cents` in cents, `capacity` None without a limit.

    `setup_minutes` and `clearing_minutes` keep its room before and after every new date.
    """

    title: str
    type: str
    category: str | None = None
    wording: str = ""
    room_id: str | None = None
    place: str = ""
    leader: str = ""
    organiser: str = ""
    capacity: int | None = None
    minimum: int | None = None
    registration: str = "unknown"
    registration_note: str = ""
    fee_cents: int | None = None
    fee_text: str = ""
    audience: str = ""
    time_text: str = ""
    remark: str = ""
    printed: bool = True
    setup_minutes: int = 0
    clearing_minutes: int = 0


@dataclass(frozen=True, slots=True)
class PlannedSeries:
    """A series to be planned: its dates between `first` and `last`, minutes after midnight.

    `end_minute` None: the end is not known; the room is kept for `ASSUMED_MINUTES`.
    """

    series: Series
    first: date
    last: date
    start_minute: int
    end_minute: int | None = None


@dataclass(frozen=True, slots=True)
class AddOffer:
    """A new offer with its series (none: it goes to the list "Termine fehlen")."""

    data: OfferData
    series: tuple[PlannedSeries, ...] = ()


@dataclass(frozen=True, slots=True)
class EditOffer:
    """New values of an offer; `move_dates` puts its coming dates into its new room as well."""

    offer_id: str
    data: OfferData
    move_dates: bool = False


@dataclass(frozen=True, slots=True)
class PlanSeries:
    """Gives an offer that is there already the dates of series, in its own room or in `room_id`.

    An offer without room and place takes the room as its own. `wording` None keeps what is noted.
    """

    offer_id: str
    series: tuple[PlannedSeries, ...]
    wording: str | None = None
    room_id: str | None = None


@dataclass(frozen=True, slots=True)
class EndOffer:
    """Ends an offer: its coming dates go, what was stays in the record."""

    offer_id: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What came of planning: the offer, how many dates, and dates left out with the reason."""

    offer_id: str
    dates: int
    skipped: tuple[tuple[date, str], ...]


def add_offer(work: Work, request: AddOffer) -> Planned:
    """Notes an offer and plans its dates; refuses the whole when a room is taken.

    Raises `Invalid`, `NoDates`, `RoomTaken`, `RoomClosed`.
    """
    values = checked(request.data)
    _own_room(work, values["room_id"])
    offer_id = work.insert(offer, {"centre_id": work.centre(), **values})
    work.title = values["title"]
    return _plan_all(work, offer_id, values, request.series)


def edit_offer(work: Work, request: EditOffer) -> tuple[str, ...]:
    """Changes an offer; gives the bookings that moved up because places were added.

    Raises `CapacityBelowBookings` when more people have a place than there would be, `RoomTaken`
    and `RoomClosed` when its dates cannot move.
    """
    row = work.row(offer, request.offer_id)
    own(work, offer.name, row["centre_id"])
    values = checked(request.data)
    _own_room(work, values["room_id"])
    if values["capacity"] is not None:
        _require_capacity(work, request.offer_id, values)
    work.title = values["title"]
    work.update(offer, request.offer_id, values)
    if request.move_dates:
        move_coming_dates(work, request.offer_id, values["room_id"])
    return move_up_everywhere(work, request.offer_id)


def move_coming_dates(work: Work, offer_id: str, room_id: str | None) -> int:
    """Puts the coming dates of an offer into a room; gives how many. All of them or none."""
    now = moment_of(work.maker.now_ms)
    rows = work.connection.execute(
        select(occurrence).where(
            occurrence.c.offer_id == offer_id,
            occurrence.c.starts >= now,
            occurrence.c.state == "planned",
        )
    ).all()
    slots = [(row.starts, row.ends) for row in rows]
    require_free(work.connection, work.centre(), room_id, slots, frozenset(row.id for row in rows))
    for row in rows:
        work.update(occurrence, row.id, {"room_id": room_id})
    if room_id is not None:
        require_apart(work.connection, work.centre(), room_id, now)
    return len(rows)


def plan_series(work: Work, request: PlanSeries) -> Planned:
    """Plans the dates of series for an offer that is there already; all of them or none."""
    row = work.row(offer, request.offer_id)
    own(work, offer.name, row["centre_id"])
    _own_room(work, request.room_id)
    work.title = row["title"]
    values = {**row, "room_id": request.room_id or row["room_id"]}
    noted: dict[str, Any] = {}
    if request.wording is not None:
        noted["wording"] = request.wording.strip()
    if row["room_id"] is None and not row["place"]:
        noted["room_id"] = values["room_id"]
    work.update(offer, request.offer_id, noted)
    return _plan_all(work, request.offer_id, {**values, **noted}, request.series)


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


def checked(data: OfferData) -> dict[str, Any]:
    """The columns of an offer from typed data; raises `Invalid` at the wrong input."""
    values: dict[str, Any] = {
        k: v.strip() if isinstance(v, str) else v for k, v in asdict(data).items()
    }
    values["title"] = required(data.title, "title")
    if data.type not in OFFER_TYPES:
        raise Invalid("type", "unknown", data.type)
    if data.category is not None and data.category not in CATEGORIES:
        raise Invalid("category", "unknown", data.category)
    if data.registration not in REGISTRATION_WORDS:
        raise Invalid("registration", "unknown", data.registration)
    for field in ("capacity", "minimum"):
        number = values[field]
        if number is not None and not 0 < number < 10_000:
            raise Invalid(field, "not_a_number", str(number))
    for field in ("setup_minutes", "clearing_minutes"):
        if not 0 <= values[field] <= LONGEST_SETUP:
            raise Invalid(field, "not_minutes", str(values[field]))
    if data.fee_cents is not None and not 0 <= data.fee_cents < 10_000_000:
        raise Invalid("fee", "not_money", str(data.fee_cents))
    return values


def _own_room(work: Work, room_id: str | None) -> None:
    if room_id is not None:
        own(work, room.name, work.row(room, room_id)["centre_id"])


def _require_capacity(work: Work, offer_id: str, values: dict[str, Any]) -> None:
    taken = most_taken(work.connection, offer_id)
    if taken > values["capacity"]:
        raise CapacityBelowBookings(values["title"], values["capacity"], taken)


def _plan_all(work: Work, offer_id: str, values: Any, series: tuple[PlannedSeries, ...]) -> Planned:
    dates = 0
    skipped: list[tuple[date, str]] = []
    for planned in series:
        dates += _plan(work, offer_id, values, planned, skipped)
    if series and not dates:
        first = min(p.first for p in series)
        raise NoDates(values["wording"], first, max(p.last for p in series))
    return Planned(offer_id, dates, tuple(sorted(skipped)))


def _plan(
    work: Work,
    offer_id: str,
    values: Any,
    planned: PlannedSeries,
    skipped: list[tuple[date, str]],
) -> int:
    calendar = calendar_of(work.connection, work.centre())
    elsewhere = values["room_id"] is None and bool(values["place"])
    expansion = house_dates(
        planned.series, planned.first, planned.last, calendar, elsewhere=elsewhere
    )
    skipped.extend((s.date, s.reason) for s in expansion.skipped)
    end = end_or_assumed(planned.start_minute, planned.end_minute)
    slots = [(moment(day, planned.start_minute), moment(day, end)) for day in expansion.dates]
    require_free(work.connection, work.centre(), values["room_id"], slots)
    rule_id = work.insert(
        rule,
        {
            "offer_id": offer_id,
            "series": planned.series.to_text(),
            "first_day": planned.first,
            "last_day": planned.last,
            "start_minute": planned.start_minute,
            "end_minute": planned.end_minute,
        },
    )
    work.insert_many(
        occurrence,
        [
            {
                "offer_id": offer_id,
                "centre_id": work.centre(),
                "rule_id": rule_id,
                "room_id": values["room_id"],
                "starts": starts,
                "ends": ends,
                "end_assumed": planned.end_minute is None,
            }
            for starts, ends in slots
        ],
    )
    return len(slots)


def end_or_assumed(start_minute: int, end_minute: int | None) -> int:
    """The end in minutes after midnight; raises `Invalid` when it is not after the start."""
    if not 0 <= start_minute < 24 * 60:
        raise Invalid("start", "not_a_time", str(start_minute))
    if end_minute is None:
        return min(start_minute + ASSUMED_MINUTES, 24 * 60)
    if not start_minute < end_minute <= 24 * 60:
        raise Invalid("end", "end_before_start", str(end_minute))
    return end_minute


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
    dated = select(occurrence.c.offer_id).where(occurrence.c.centre_id == view.centre())
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
