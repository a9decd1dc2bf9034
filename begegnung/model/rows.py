"""Rows as queries hand them to the window: immutable, complete, without any tie to the database.

Named tuples, because lists of thousands of them are read while somebody types. Moments (`starts`,
`ends`) are local minutes, see `model.local_time`; times of the log are UTC milliseconds.
"""

from datetime import date
from typing import NamedTuple

from begegnung.model.card_rows import CardForDate
from begegnung.model.local_time import DAY, minute_of
from begegnung.model.offers import takes_names


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
    """A person in a list; `phone` is her own number or that of her household.

    `similar`: not found by what was typed, but by a name that sounds or looks like it.
    """

    id: str
    surname: str
    first_name: str
    birth_year: int | None
    district: str
    street: str
    phone: str
    blocked: bool
    similar: bool = False


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
    household_id: str | None
    household_phone: str
    bookings: tuple[PersonBooking, ...]
    visits: int
    last_visit: int | None

    @property
    def reached_by(self) -> str:
        """The number to call: her own, her mobile, or that of her household."""
        return self.phone or self.mobile or self.household_phone


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
    registration: str = "unknown"

    @property
    def takes_names(self) -> bool:
        """Whether people are booked by name into it."""
        return takes_names(self.type, self.registration)


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
    registration: str = "unknown"
    takes_cards: bool = False

    @property
    def takes_names(self) -> bool:
        """Whether people are booked by name into it."""
        return takes_names(self.type, self.registration)

    @property
    def said_times(self) -> tuple[int | None, int | None]:
        """Start and end as papers say them, in minutes after midnight.

        None is what nobody has published; an end at midnight is that of the same day.
        """
        if self.untimed:
            return None, None
        return minute_of(self.starts), None if self.end_assumed else minute_of(self.ends) or DAY

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
    """Everything about an offer but its bookings, dates and boarding points.

    The columns of registration and fees are described in `services.offer_data.OfferData`.
    """

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
    registration_opens: int | None
    priority_opens: int | None
    registration_closes: int | None
    queue_order: str
    most_places: int
    answer_days: int
    deadline_days: int | None
    deadline_minute: int | None
    choices: str
    fee_kind: str
    material_cents: int | None
    deposit_cents: int | None
    balance_due: date | None
    pro_rata: bool
    takes_cards: bool
    till_id: str | None
    booked: int
    waiting: int
    rules: tuple[RuleLine, ...]

    @property
    def takes_names(self) -> bool:
        """Whether people are booked by name into it."""
        return takes_names(self.type, self.registration)


class BookingLine(NamedTuple):
    """A booking in the list of an offer: `number` is the order in which people came.

    `due_cents` is the agreed price (None: nothing agreed), `rank` the class in the waiting list
    (`model.seats`), `party_id` what people who belong together have in common, `answer_by` the last
    day to say whether a place is taken.
    """

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
    due_cents: int | None = None
    rank: int = 2
    party_id: str | None = None
    splittable: bool = False
    answer_by: date | None = None
    choice: str = ""


class AttendanceLine(NamedTuple):
    """A person on the list of a date; `state` is None while nothing is ticked.

    `card` is the Mehrfachkarte that counts on this date, where the offer takes cards.
    """

    person_id: str
    surname: str
    first_name: str
    birth_year: int | None
    booked: bool
    state: str | None
    card: CardForDate | None = None


class AttendanceSheet(NamedTuple):
    """The attendance of one date: names or a head count, as the kind of the offer asks.

    `nameless` counts those who were there and have been erased since.
    """

    date: DateLine
    counting: str
    lines: tuple[AttendanceLine, ...]
    total: int | None
    nameless: int = 0


class StaffLine(NamedTuple):
    """A user of the desk: role "reception", "manager" or "administration"."""

    id: str
    name: str
    role: str
    active: bool
    has_pin: bool


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
    """Somebody who got a place from the waiting list and has not been told yet.

    `answer_by` is the last day to answer, `last_call` what came of the last of `calls` calls.
    """

    booking_id: str
    person_id: str
    name: str
    phone: str
    offer_id: str
    title: str
    answer_by: date | None = None
    last_call: str = ""
    calls: int = 0


class RoomNow(NamedTuple):
    """A room that is free now; `until` is the moment of the next date, None for all day."""

    room_id: str
    name: str
    until: int | None
