"""Mehrfachkarten: a number of visits paid in advance, not tied to one half-year.

Source of the rule: domain research 2.4, row 31 (5er-Karte, Kurskarte).
"""

from collections.abc import Collection
from typing import NamedTuple

USUAL_PUNCHES = (5, 10)
"""The sizes that are sold most."""

MOST_PUNCHES = 100


class Card(NamedTuple):
    """A card as far as the rule needs it: `offer_id` None is valid wherever cards are taken."""

    id: str
    offer_id: str | None
    punches: int
    used: int
    void: bool


def left(punches: int, used: int) -> int:
    """How many visits are left; negative when two PCs took the last one without each other."""
    return punches - used


def is_valid_for(card: Card, lineage: Collection[str], *, takes_cards: bool) -> bool:
    """Whether the card counts for an offer.

    `lineage`: the offer and those it continues, so that a card outlives the half-year.
    """
    if card.offer_id is None:
        return takes_cards
    return card.offer_id in lineage


def best(cards: Collection[Card], lineage: Collection[str], *, takes_cards: bool) -> Card | None:
    """The card to take a visit from: not void, valid, one with visits left before any other.

    A card for this offer goes before one for all, and the older one before the newer (`cards` in
    the order in which they were bought).
    """
    valid = [
        card
        for card in cards
        if not card.void and is_valid_for(card, lineage, takes_cards=takes_cards)
    ]
    ordered = sorted(
        valid, key=lambda card: (left(card.punches, card.used) <= 0, card.offer_id is None)
    )
    return ordered[0] if ordered else None
