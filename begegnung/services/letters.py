"""Letters to the people of an offer, from the database to what is printed."""

from typing import Any

from sqlalchemy import select

from begegnung.db.tables import booking, person
from begegnung.model.letter_rows import Letter, LetterKind
from begegnung.model.local_time import day_of
from begegnung.model.names import full_name, sort_key
from begegnung.model.seats import units
from begegnung.services.desk import View
from begegnung.services.houses import own_centre
from begegnung.services.ledger import paid_cents
from begegnung.services.offers import offer_card
from begegnung.services.people_lists import list_subject, paper_owner
from begegnung.services.waiting import seat_state


def letters_to(
    view: View, offer_id: str, kind: LetterKind, *, reason: str = "", person_id: str = ""
) -> list[Letter]:
    """A letter for everybody of an offer whom it concerns, or for one of them, by name.

    A confirmation goes to who has a place, "waiting" to who waits, a cancellation to both; the
    Vorkaufsrecht to those with a place in the offer that this one continues. Nobody gets one who is
    blocked (Art. 18 GDPR). An address that is not noted is left empty.
    """
    house, card = own_centre(view), offer_card(view, offer_id)
    owner, subject = paper_owner(view), list_subject(view, offer_id, None)
    about = card.continues_id if kind == "priority" else offer_id
    rows = view.connection.execute(_people(about or "", kind, person_id)).all()
    positions = _positions(view, offer_id) if kind == "waiting" else {}
    until = card.registration_opens
    return [
        Letter(
            owner=owner,
            sender=" · ".join(filter(None, (house.name, house.street, house.town))),
            kind=kind,
            name=full_name(row.surname, row.first_name),
            street=row.street,
            title=subject.title,
            dates=subject.dates,
            wording=subject.wording,
            place=subject.place,
            leader=subject.leader,
            due_cents=row.due_cents,
            paid_cents=row.paid_cents,
            position=positions.get(row.id, 0),
            until=None if kind != "priority" or until is None else day_of(until - 1),
            reason=reason,
        )
        for row in sorted(rows, key=_by_name)
    ]


def _by_name(row: Any) -> tuple[str, str]:
    return sort_key(f"{row.surname} {row.first_name}"), row.id


def _people(offer_id: str, kind: LetterKind, person_id: str) -> Any:
    states = {"waiting": ("waiting",), "cancellation": ("booked", "waiting")}
    found = (
        select(
            booking.c.id,
            booking.c.due_cents,
            paid_cents(booking.c.id).label("paid_cents"),
            person.c.surname,
            person.c.first_name,
            person.c.street,
        )
        .join(person, person.c.id == booking.c.person_id)
        .where(
            booking.c.offer_id == offer_id,
            booking.c.state.in_(states.get(kind, ("booked",))),
            person.c.blocked.is_(False),
        )
    )
    return found.where(person.c.id == person_id) if person_id else found


def _positions(view: View, offer_id: str) -> dict[str, int]:
    waiting = units(seat_state(view.connection, offer_id, None).waiting)
    return {one.booking_id: n for n, unit in enumerate(waiting, 1) for one in unit}
