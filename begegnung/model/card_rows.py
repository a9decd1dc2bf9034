"""Rows about Mehrfachkarten."""

from datetime import date
from typing import NamedTuple

from begegnung.model.punch_cards import left


class PunchLine(NamedTuple):
    """One visit taken from a card: the date it was for."""

    id: str
    occurrence_id: str
    title: str
    starts: int


class CardLine(NamedTuple):
    """A Mehrfachkarte: `offer` "" counts for all offers that take cards.

    `paid_cents` is what the ledger holds for it; `void_reason` is not empty for a void one.
    """

    id: str
    person_id: str
    surname: str
    first_name: str
    birth_year: int | None
    offer_id: str | None
    offer: str
    punches: int
    used: int
    price_cents: int
    paid_cents: int
    bought_on: date
    void_reason: str

    @property
    def left(self) -> int:
        """Visits that are left; negative when too many were taken."""
        return left(self.punches, self.used)


class CardForDate(NamedTuple):
    """The card of a person that counts on a date; `punch_id` is not empty when it was punched."""

    person_id: str
    card_id: str
    punches: int
    left: int
    punch_id: str

    @property
    def punched(self) -> bool:
        """Whether this date is taken from the card."""
        return bool(self.punch_id)


class CardOffer(NamedTuple):
    """An offer that takes cards; `date_cents` is what one date costs without one (None: unknown).

    `till_id` None: the till of the house.
    """

    id: str
    title: str
    date_cents: int | None
    till_id: str | None
