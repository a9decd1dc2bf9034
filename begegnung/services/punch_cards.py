"""Mehrfachkarten: selling them, taking a visit from one, giving it back, making one void."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from begegnung.db.tables import (
    occurrence,
    offer,
    person,
    punch,
    punch_card,
)
from begegnung.db.work import Work
from begegnung.model.card_errors import (
    AlreadyPunched,
    CardNotValid,
    CardUsedUp,
    CardVoid,
    NoCardsTaken,
)
from begegnung.model.errors import Invalid, PersonBlocked
from begegnung.model.ids import derived_id
from begegnung.model.ledger_errors import MoreThanPaid
from begegnung.model.local_time import day_of
from begegnung.model.names import full_name
from begegnung.model.punch_cards import MOST_PUNCHES, Card, is_valid_for, left
from begegnung.services.attendance import set_mark
from begegnung.services.card_lists import lineage_of
from begegnung.services.houses import own
from begegnung.services.ledger import Entry, card_cents, enter
from begegnung.services.present import today_of


@dataclass(frozen=True, slots=True)
class SellCard:
    """Sells a person a card of `punches` visits for `price_cents`.

    `offer_id` None: it counts for all offers that take cards. `paid` False: the price is owed.
    `means` ("cash" or "transfer"), `receipt_number` and `till_id` go into the ledger; without a
    till that of the offer counts.
    """

    person_id: str
    punches: int
    price_cents: int
    offer_id: str | None = None
    paid: bool = True
    means: str = "cash"
    receipt_number: str = ""
    till_id: str | None = None


@dataclass(frozen=True, slots=True)
class Punch:
    """Takes the visit of a date from a card; the person is ticked as present as well."""

    card_id: str
    occurrence_id: str


@dataclass(frozen=True, slots=True)
class TakeBackPunch:
    """Gives a visit back to its card."""

    punch_id: str


@dataclass(frozen=True, slots=True)
class PayCard:
    """Notes that what is still owed for a card was paid; see `SellCard`."""

    card_id: str
    means: str = "cash"
    receipt_number: str = ""


@dataclass(frozen=True, slots=True)
class VoidCard:
    """Makes a card void, with the reason; `refund_cents` of its price go back in cash."""

    card_id: str
    reason: str
    refund_cents: int = 0


def sell_card(work: Work, request: SellCard) -> str:
    """Sells a card and notes the payment; gives the identifier of the card.

    Raises `Invalid`, `PersonBlocked`, `NoCardsTaken`, and what the ledger refuses.
    """
    who = work.row(person, request.person_id)
    own(work, person.name, who["centre_id"])
    name = full_name(who["surname"], who["first_name"])
    if who["blocked"] or who["merged_into"] is not None:
        raise PersonBlocked(name)
    if not 1 <= request.punches <= MOST_PUNCHES:
        raise Invalid("punches", "not_punches", str(request.punches))
    if not 0 <= request.price_cents < 10_000_000:
        raise Invalid("price", "not_money", str(request.price_cents))
    if request.offer_id is not None:
        course = work.row(offer, request.offer_id)
        own(work, offer.name, course["centre_id"])
        if not course["takes_cards"]:
            raise NoCardsTaken(course["title"])
    today = today_of(work.maker.now_ms)
    card_id = work.insert(
        punch_card,
        {
            "centre_id": work.centre(),
            "person_id": request.person_id,
            "offer_id": request.offer_id,
            "punches": request.punches,
            "price_cents": request.price_cents,
            "bought_on": today,
        },
    )
    if request.paid and request.price_cents:
        entry = _entry(card_id, request.person_id, request.price_cents, today)
        kept = {"means": request.means, "receipt_number": request.receipt_number}
        enter(work, replace(entry, till_id=request.till_id, **kept))
    work.title = f"{name} · {request.punches}er-Karte"
    return card_id


def _entry(card_id: str, person_id: str, cents: int, day: date) -> Entry:
    return Entry(None, person_id, cents, "card", "cash", day, punch_card_id=card_id)


def punch_visit(work: Work, request: Punch) -> int:
    """Takes a visit from a card and ticks the person; gives how many visits are left.

    Raises `CardVoid`, `CardNotValid`, `AlreadyPunched`, `CardUsedUp`, and `Invalid` for a date
    that does not take place. The identifier follows from card and date: two desks that punch the
    same visit make one row.
    """
    card = work.row(punch_card, request.card_id)
    own(work, punch_card.name, card["centre_id"])
    when = work.row(occurrence, request.occurrence_id)
    course = work.row(offer, when["offer_id"])
    if when["state"] != "planned":
        raise Invalid("occurrence", when["state"], course["title"])
    who = work.row(person, card["person_id"])
    name = full_name(who["surname"], who["first_name"])
    _require_valid(work, card, course, name)
    punch_id = derived_id(punch.name, request.card_id, request.occurrence_id)
    if work.connection.execute(select(punch.c.id).where(punch.c.id == punch_id)).first():
        raise AlreadyPunched(name, when["starts"])
    remaining = left(card["punches"], _used(work.connection, request.card_id))
    if remaining <= 0:
        raise CardUsedUp(name, card["punches"])
    work.insert(
        punch,
        {
            "id": punch_id,
            "punch_card_id": request.card_id,
            "occurrence_id": request.occurrence_id,
        },
    )
    set_mark(work, when, card["person_id"], "present")
    work.title = _subject(name, course, when)
    return remaining - 1


def take_back_punch(work: Work, request: TakeBackPunch) -> None:
    """Gives the visit back; the tick of the attendance stays as it is."""
    row = work.row(punch, request.punch_id)
    card = work.row(punch_card, row["punch_card_id"])
    own(work, punch_card.name, card["centre_id"])
    when = work.row(occurrence, row["occurrence_id"])
    who = work.row(person, card["person_id"])
    name = full_name(who["surname"], who["first_name"])
    work.title = _subject(name, work.row(offer, when["offer_id"]), when)
    work.remove(punch, request.punch_id)


def void_card(work: Work, request: VoidCard) -> None:
    """Makes a card void, so that no visit is taken from it any more.

    Raises `Invalid` without a reason, `CardVoid` for one that is void, `MoreThanPaid`, and
    `NotAllowed` for who may not give money back.
    """
    if not request.reason.strip():
        raise Invalid("reason", "missing")
    card = work.row(punch_card, request.card_id)
    own(work, punch_card.name, card["centre_id"])
    who = work.row(person, card["person_id"])
    name = full_name(who["surname"], who["first_name"])
    if card["void_reason"]:
        raise CardVoid(name, card["void_reason"])
    work.title = f"{name} · {card['punches']}er-Karte"
    work.update(punch_card, request.card_id, {"void_reason": request.reason.strip()})
    if request.refund_cents:
        work.require("payments.refund")
        paid = paid_for_card(work.connection, request.card_id)
        if not 0 < request.refund_cents <= paid:
            raise MoreThanPaid(request.refund_cents, paid)
        today = today_of(work.maker.now_ms)
        entry = _entry(request.card_id, card["person_id"], -request.refund_cents, today)
        enter(work, replace(entry, kind="refund", reason=request.reason.strip()))


def pay_card(work: Work, request: PayCard) -> int:
    """Notes the payment of what is owed for a card; gives the cents.

    Raises `CardVoid`, and `Invalid` when nothing is owed.
    """
    card = work.row(punch_card, request.card_id)
    own(work, punch_card.name, card["centre_id"])
    who = work.row(person, card["person_id"])
    name = full_name(who["surname"], who["first_name"])
    if card["void_reason"]:
        raise CardVoid(name, card["void_reason"])
    owed = card["price_cents"] - paid_for_card(work.connection, request.card_id)
    if owed <= 0:
        raise Invalid("price", "paid_already")
    work.title = f"{name} · {card['punches']}er-Karte"
    entry = _entry(request.card_id, card["person_id"], owed, today_of(work.maker.now_ms))
    enter(work, replace(entry, means=request.means, receipt_number=request.receipt_number))
    return owed


def paid_for_card(connection: Connection, card_id: str) -> int:
    """The net sum (cents) that was paid for one card."""
    return connection.execute(select(card_cents(card_id))).scalar_one()


def require_left(connection: Connection, card_id: str) -> None:
    """Raises `CardUsedUp` when more visits are taken from a card than it has."""
    row = connection.execute(
        select(punch_card.c.punches, person.c.surname, person.c.first_name)
        .join(person, person.c.id == punch_card.c.person_id)
        .where(punch_card.c.id == card_id)
    ).first()
    if row is not None and left(row.punches, _used(connection, card_id)) < 0:
        raise CardUsedUp(full_name(row.surname, row.first_name), row.punches)


def _require_valid(work: Work, card: Any, course: Any, name: str) -> None:
    if card["void_reason"]:
        raise CardVoid(name, card["void_reason"])
    known = Card(card["id"], card["offer_id"], card["punches"], 0, void=False)
    lineage = lineage_of(work.connection, course["id"])
    if not is_valid_for(known, lineage, takes_cards=course["takes_cards"]):
        bound = card["offer_id"]
        title = work.row(offer, bound)["title"] if bound is not None else ""
        raise CardNotValid(name, course["title"], title)


def _subject(name: str, course: Any, when: Any) -> str:
    return f"{name} · {course['title']} · {day_of(when['starts']):%d.%m.%Y}"


def _used(connection: Connection, card_id: str) -> int:
    return connection.execute(
        select(func.count()).select_from(punch).where(punch.c.punch_card_id == card_id)
    ).scalar_one()
