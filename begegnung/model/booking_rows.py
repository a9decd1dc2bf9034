"""Rows about booking at the desk, as queries hand them to the window."""

from datetime import date, datetime
from typing import NamedTuple

from begegnung.model.house_look import PLAIN, Look
from begegnung.model.offers import books_by
from begegnung.model.registration import Window
from begegnung.model.rows import DateLine


class BookableOffer(NamedTuple):
    """An offer somebody may be registered for, with what the desk has to see while it chooses.

    `booked` and `waiting` count as in the list of offers. `deposit_cents` is the part of the price
    that is paid first.
    """

    id: str
    title: str
    type: str
    registration: str
    leader: str
    room: str
    capacity: int | None
    booked: int
    waiting: int
    next_starts: int | None
    window: Window
    most_places: int
    choices: tuple[str, ...]
    deposit_cents: int | None

    @property
    def kind(self) -> str:
        """How people are booked into it: "named", "daily" or "none"."""
        return books_by(self.type, self.registration)

    @property
    def free(self) -> int | None:
        """Places that are free, None without a limit; none while people wait."""
        return free_places(self.capacity, self.booked, self.waiting)


class BookableDay(NamedTuple):
    """A coming date of an offer booked by the day; `deadline` None: it can be ordered until then.

    `is_open`: it can still be ordered now.
    """

    date: DateLine
    deadline: int | None
    is_open: bool

    @property
    def free(self) -> int | None:
        """Places that are free, None without a limit; none while people wait."""
        return free_places(self.date.capacity, self.date.booked, self.date.waiting)


class BookedTerms(NamedTuple):
    """Under what conditions somebody is registered, so that they can follow her elsewhere.

    `reduction_id` is None for a rule that is not in use any more.
    """

    occurrence_id: str | None
    places: int
    reduction_id: str | None
    proof_seen: bool
    due_cents: int | None
    paid_cents: int


class CallLine(NamedTuple):
    """A telephone call about a place that became free: when (UTC ms), what came of it, by whom."""

    called_at: int
    outcome: str
    by: str


class Opening(NamedTuple):
    """Registration for an offer begins at the local moment `opens`.

    `priority`: only for those who took part before (Vorkaufsrecht).
    """

    offer_id: str
    title: str
    opens: int
    priority: bool


class SlipDate(NamedTuple):
    """A date on a confirmation: its day, and its minutes of the day where they are known."""

    day: date
    start: int | None
    end: int | None


class Slip(NamedTuple):
    """What stands on the confirmation of a registration.

    `position` is the place on the waiting list, 0 for somebody who has a place. `numbers` are the
    numbers of the registrations in the order in which people came, `registered` is when (local).
    `due_cents` None: no price was agreed. `dates` are the coming ones.
    """

    house: str
    address: str
    phone: str
    name: str
    title: str
    position: int
    places: int
    dates: tuple[SlipDate, ...]
    wording: str
    place: str
    leader: str
    boarding: str
    choice: str
    numbers: tuple[int, ...]
    registered: datetime
    due_cents: int | None
    paid_cents: int
    look: Look = PLAIN


def free_places(capacity: int | None, booked: int, waiting: int) -> int | None:
    """How many places can be given away now; None without a limit."""
    if capacity is None:
        return None
    return 0 if waiting else max(0, capacity - booked)


def shared_out(amount: int, wanted: tuple[int, ...]) -> tuple[int, ...]:
    """An amount (cents) given to several bookings: each what it needs, in their order.

    What is left over goes to the first one, so that the sum is always the amount.
    """
    rest, shares = amount, list[int]()
    for need in wanted:
        share = min(max(need, 0), rest)
        shares.append(share)
        rest -= share
    return (shares[0] + rest, *shares[1:])
