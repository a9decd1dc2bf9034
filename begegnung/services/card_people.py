"""Whose names are printed on cards, badges and labels."""

from sqlalchemy import select

from begegnung.db.tables import booking, person
from begegnung.model.card_people import CardPerson
from begegnung.model.errors import Invalid
from begegnung.model.names import sort_key
from begegnung.services.desk import View


def card_people(view: View, offer_id: str | None, person_id: str | None) -> tuple[CardPerson, ...]:
    """Who has a place in an offer, by name, or one person; nobody who is blocked (Art. 18 GDPR).

    Raises `Invalid` for a person that is none of this house.
    """
    people = select(person.c.id, person.c.surname, person.c.first_name, person.c.street).where(
        person.c.blocked.is_(False), person.c.centre_id == view.centre()
    )
    if offer_id is not None:
        booked = select(booking.c.person_id).where(
            booking.c.offer_id == offer_id, booking.c.state == "booked"
        )
        people = people.where(person.c.id.in_(booked))
    else:
        people = people.where(person.c.id == person_id)
    found = [CardPerson._make(row) for row in view.connection.execute(people)]
    if offer_id is None and not found:
        raise Invalid("person", "unknown", person_id or "")
    return tuple(sorted(found, key=_by_name))


def _by_name(one: CardPerson) -> tuple[str, str]:
    return sort_key(f"{one.surname} {one.first_name}"), one.id
