"""Mehrfachkarten as they are shown: of a person, of the house, and for one date."""

from typing import Any

from sqlalchemy import Connection, case, func, select

from begegnung.db.tables import occurrence, offer, person, punch, punch_card
from begegnung.model.card_rows import CardForDate, CardLine, CardOffer, PunchLine
from begegnung.model.names import sort_key
from begegnung.model.punch_cards import Card, best
from begegnung.services.desk import View
from begegnung.services.ledger import card_cents
from begegnung.services.person_shown import (
    birth_year_in_lists,
    first_name_in_lists,
    surname_in_lists,
)


def lineage_of(connection: Connection, offer_id: str) -> tuple[str, ...]:
    """The offer and those it continues, the latest first."""
    found: list[str] = []
    following: str | None = offer_id
    while following is not None and following not in found:
        found.append(following)
        following = connection.execute(
            select(offer.c.continues_id).where(offer.c.id == following)
        ).scalar()
    return tuple(found)


_USED = select(func.count()).where(punch.c.punch_card_id == punch_card.c.id).scalar_subquery()
"""How many visits were taken from the card of the row."""


def cards_of(view: View, person_id: str) -> list[CardLine]:
    """The cards of a person, the newest first; void ones and used ones too."""
    return _lines(view, punch_card.c.person_id == person_id)


def all_cards(view: View, *, with_ended: bool = False) -> list[CardLine]:
    """The cards of this house, the newest first; only those with visits left, or overdrawn."""
    lines = _lines(view, punch_card.c.centre_id == view.centre())
    if with_ended:
        return lines
    return [line for line in lines if line.left != 0 and not line.void_reason]


def card_line(view: View, card_id: str) -> CardLine:
    """One card; raises ValueError when there is none."""
    (line,) = _lines(view, punch_card.c.id == card_id)
    return line


def overdrawn(view: View) -> list[CardLine]:
    """Cards from which more visits were taken than they have: two PCs took the last one."""
    too_many = (punch_card.c.void_reason == "") & (punch_card.c.punches < _USED)
    return _lines(view, too_many)


def _lines(view: View, condition: Any) -> list[CardLine]:
    rows = view.connection.execute(
        select(
            punch_card.c.id,
            punch_card.c.person_id,
            surname_in_lists(),
            first_name_in_lists(),
            birth_year_in_lists(),
            punch_card.c.offer_id,
            func.coalesce(offer.c.title, ""),
            punch_card.c.punches,
            _USED,
            punch_card.c.price_cents,
            card_cents(punch_card.c.id),
            punch_card.c.bought_on,
            punch_card.c.void_reason,
        )
        .join(person, person.c.id == punch_card.c.person_id)
        .outerjoin(offer, offer.c.id == punch_card.c.offer_id)
        .where(condition)
        .order_by(punch_card.c.bought_on.desc(), punch_card.c.id.desc())
    )
    return [CardLine._make(row) for row in rows]


def punches_of(view: View, card_id: str) -> list[PunchLine]:
    """The visits that were taken from a card, the latest first."""
    rows = view.connection.execute(
        select(punch.c.id, occurrence.c.id, offer.c.title, occurrence.c.starts)
        .join(occurrence, occurrence.c.id == punch.c.occurrence_id)
        .join(offer, offer.c.id == occurrence.c.offer_id)
        .where(punch.c.punch_card_id == card_id)
        .order_by(occurrence.c.starts.desc())
    )
    return [PunchLine._make(row) for row in rows]


def cards_for(view: View, occurrence_id: str) -> dict[str, CardForDate]:
    """By person: the card that counts on this date; nobody without one is in it.

    Where this date is taken from a card already, that card; otherwise the one to take it from.
    """
    when = view.connection.execute(
        select(occurrence.c.offer_id, offer.c.takes_cards)
        .join(offer, offer.c.id == occurrence.c.offer_id)
        .where(occurrence.c.id == occurrence_id)
    ).one()
    lineage = lineage_of(view.connection, when.offer_id)
    condition = punch_card.c.offer_id.in_(lineage)
    if when.takes_cards:
        condition |= punch_card.c.offer_id.is_(None)
    punched = {
        row.punch_card_id: row.id
        for row in view.connection.execute(
            select(punch.c.punch_card_id, punch.c.id).where(punch.c.occurrence_id == occurrence_id)
        )
    }
    by_person: dict[str, list[CardLine]] = {}
    for line in reversed(_lines(view, condition)):
        by_person.setdefault(line.person_id, []).append(line)
    found: dict[str, CardForDate] = {}
    for person_id, lines in by_person.items():
        taken = next((line for line in lines if line.id in punched), None)
        cards = [_card(line) for line in lines]
        chosen = best(cards, lineage, takes_cards=when.takes_cards) if taken is None else None
        one = taken or next((line for line in lines if chosen and line.id == chosen.id), None)
        if one is not None:
            found[person_id] = CardForDate(
                person_id, one.id, one.punches, one.left, punched.get(one.id, "")
            )
    return found


def _card(line: CardLine) -> Card:
    return Card(line.id, line.offer_id, line.punches, line.used, bool(line.void_reason))


def offers_with_cards(view: View) -> list[CardOffer]:
    """The offers of this house that take cards, by title."""
    rows = view.connection.execute(
        select(
            offer.c.id,
            offer.c.title,
            case((offer.c.fee_kind == "date", offer.c.fee_cents)),
            offer.c.till_id,
        ).where(offer.c.centre_id == view.centre(), offer.c.takes_cards, offer.c.ended.is_(False))
    )
    return sorted((CardOffer._make(row) for row in rows), key=lambda one: sort_key(one.title))
