"""What the rules of registration and of the waiting list refuse, as data."""

from dataclasses import dataclass
from datetime import date

from begegnung.model.errors import Refusal


@dataclass
class RegistrationNotOpen(Refusal):
    """Registration has not begun: `opens` for everybody, None when no moment is known.

    `priority_opens` is when those who took part before may register; `priority_only`: it has
    begun for them, and this person did not take part. Local moments, see `model.local_time`.
    """

    offer: str
    opens: int | None
    priority_opens: int | None
    priority_only: bool = False


@dataclass
class RegistrationClosed(Refusal):
    """Registration ended at the local moment `closed`."""

    offer: str
    closed: int


@dataclass
class TooManyPlaces(Refusal):
    """More places were asked for than one person may take in this offer."""

    offer: str
    most: int


@dataclass
class NotWaiting(Refusal):
    """The booking is not on a waiting list (any more)."""

    person: str
    offer: str


@dataclass
class NoPlace(Refusal):
    """The booking has no place that could be handed on (it waits or is cancelled)."""

    person: str
    offer: str


@dataclass
class NotAsked(Refusal):
    """The person did not move up, or has said yes already: there is nothing to hand on."""

    person: str
    offer: str


@dataclass
class NobodyElse(Refusal):
    """Nobody else on the waiting list can take the place, so the person keeps it."""

    person: str
    offer: str


@dataclass
class WaitingListFirst(Refusal):
    """People wait for the place that was to be given to somebody else; a reason is needed."""

    offer: str
    waiting: int


@dataclass
class SameOffer(Refusal):
    """The transfer leads to where the person is already."""

    person: str
    offer: str


@dataclass
class NotTogether(Refusal):
    """Bookings of different lists, or fewer than two, cannot be kept together."""

    offer: str


@dataclass
class AnswerPending(Refusal):
    """The person has until the end of `until` to answer; nobody may take her place before."""

    person: str
    until: date
