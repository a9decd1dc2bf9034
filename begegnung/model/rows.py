"""Rows as queries hand them to the window: immutable, complete, without any tie to the database.

Named tuples, because lists of thousands of them are read while somebody types. Moments (`starts`,
`ends`) are local minutes, see `model.local_time`; times of the log are UTC milliseconds.
"""

from datetime import date
from typing import NamedTuple


class CentreRow(NamedTuple):
    """A house (Begegnungszentrum)."""

    id: str
    name: str
    provider: str
    district_id: str | None
    street: str
    town: str
    phone: str
    mail: str
    web: str
    office_hours: str
    access_note: str
    land: str
    announcement_title: str
    announcement_text: str


class DistrictRow(NamedTuple):
    """A Stadtbezirk."""

    id: str
    name: str


class RoomRow(NamedTuple):
    """A room; `several_groups` may use it at the same time.

    `parts` are the identifiers of the rooms a combined room is made of, in the order of the plan.
    """

    id: str
    name: str
    capacity: int | None
    equipment: str
    several_groups: bool
    retired: bool
    parts: tuple[str, ...] = ()


class ClosureRow(NamedTuple):
    """Days on which the house (`room_id` None) or a room is closed, both days included."""

    id: str
    room_id: str | None
    room: str
    first_day: date
    last_day: date
    reason: str


class PersonLine(NamedTuple):
    """A person in a list."""

    id: str
    surname: str
    first_name: str
    birth_year: int | None
    district: str
    street: str
    phone: str
    mobile: str
    blocked: bool


class PersonBooking(NamedTuple):
    """A booking on the card of a person."""

    booking_id: str
    offer_id: str
    title: str
    state: str
    next_starts: int | None
    occurrence_starts: int | None


class PersonCard(NamedTuple):
    """Everything the desk knows of a person."""

    id: str
    surname: str
    first_name: str
    phone: str
    mobile: str
    mail: str
    street: str
    district_id: str | None
    district: str
    birth_year: int | None
    gender: str
    contact_name: str
    contact_phone: str
    blocked: bool
    bookings: tuple[PersonBooking, ...]
    visits: int
    last_visit: int | None


class OfferLine(NamedTuple):
    """An offer in a list; `dates` counts its planned dates from now on."""

    id: str
    title: str
    type: str
    category: str | None
    wording: str
    room: str
    leader: str
    capacity: int | None
    booked: int
    waiting: int
    dates: int
    next_starts: int | None
    ended: bool


class DateLine(NamedTuple):
    """One date (Termin) of an offer, with what applies on that date.

    `untimed`: only the day is known; `starts` and `ends` then span the whole day. `end_assumed`:
    no end was published, the room is kept for the usual length. `state` is "planned", "cancelled"
    or "skipped" (left out by the calendar, `state_reason` says by what). `overruled` is the reason
    why the date lies over another one or into a closure knowingly. `replaces` and `replaced_by`
    are the starts of the date this one stands in for, and of the one that stands in for it.
    """

    id: str
    offer_id: str
    title: str
    type: str
    category: str | None
    room_id: str | None
    room: str
    place: str
    leader: str
    starts: int
    ends: int
    end_assumed: bool
    state: str
    state_reason: str
    moved_from: int | None
    capacity: int | None
    booked: int
    waiting: int
    untimed: bool = False
    setup_minutes: int = 0
    clearing_minutes: int = 0
    overruled: str = ""
    replaces: int | None = None
    replaced_by: int | None = None
    rule_id: str | None = None

    @property
    def occupied(self) -> tuple[int, int]:
        """The span the room is kept for, with set-up and clearing; the end is not part of it."""
        return self.starts - self.setup_minutes, self.ends + self.clearing_minutes


class RuleLine(NamedTuple):
    """A series of an offer: `series` is the stored text of `model.recurrence.Series`."""

    id: str
    series: str
    first_day: date
    last_day: date
    start_minute: int
    end_minute: int | None
    room_id: str | None = None


class OfferCard(NamedTuple):
    """Everything about an offer but its bookings and dates."""

    id: str
    centre_id: str
    title: str
    type: str
    category: str | None
    wording: str
    room_id: str | None
    room: str
    place: str
    leader: str
    organiser: str
    capacity: int | None
    minimum: int | None
    registration: str
    registration_note: str
    fee_cents: int | None
    fee_text: str
    audience: str
    time_text: str
    remark: str
    printed: bool
    ended: bool
    setup_minutes: int
    clearing_minutes: int
    continues_id: str | None
    booked: int
    waiting: int
    rules: tuple[RuleLine, ...]


class BookingLine(NamedTuple):
    """A booking in the list of an offer: `number` is the order in which people came."""

    id: str
    number: int
    state: str
    person_id: str
    surname: str
    first_name: str
    birth_year: int | None
    phone: str
    places: int
    booked_at: int
    promoted_at: int | None
    informed: bool
    paid_cents: int
    occurrence_starts: int | None


class AttendanceLine(NamedTuple):
    """A person on the list of a date; `state` is None while nothing is ticked."""

    person_id: str
    surname: str
    first_name: str
    birth_year: int | None
    booked: bool
    state: str | None


class AttendanceSheet(NamedTuple):
    """The attendance of one date: names or a head count, as the kind of the offer asks."""

    date: DateLine
    counting: str
    lines: tuple[AttendanceLine, ...]
    total: int | None


class PaymentLine(NamedTuple):
    """A payment note (Zahlungsvermerk); void when `void_reason` is not empty."""

    id: str
    paid_on: date
    amount_cents: int
    receipt_number: str
    taken_by: str
    void_reason: str


class StaffLine(NamedTuple):
    """A user of the desk: role "reception", "manager" or "administration"."""

    id: str
    name: str
    role: str
    active: bool


class ActionLine(NamedTuple):
    """A line of the change log: who did what, when (UTC ms); `undone` when it was taken back."""

    id: str
    at_ms: int
    verb: str
    title: str
    actor: str
    device: str
    undoes_verb: str
    undone: bool


class Hit(NamedTuple):
    """A search result: `kind` "person", "offer" or "room"; `detail` tells namesakes apart."""

    kind: str
    id: str
    label: str
    detail: str


class PromotedLine(NamedTuple):
    """Somebody who got a place from the waiting list and has not been told yet."""

    booking_id: str
    person_id: str
    name: str
    phone: str
    offer_id: str
    title: str


class RoomNow(NamedTuple):
    """A room that is free now; `until` is the moment of the next date, None for all day."""

    room_id: str
    name: str
    until: int | None
