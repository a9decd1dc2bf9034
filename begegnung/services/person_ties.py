"""What ties a person to others and to paper: household, consents, entries that were made one."""

from typing import NamedTuple

from sqlalchemy import literal, select

from begegnung.db.tables import person
from begegnung.services.consents import ConsentLine, consents_of
from begegnung.services.desk import View
from begegnung.services.households import HouseholdCard, household_of

_MOST_LINKS = 20


class MergedEntry(NamedTuple):
    """An entry that was made one with the person; it can be taken apart again."""

    id: str
    surname: str
    first_name: str
    birth_year: int | None


class PersonTies(NamedTuple):
    """What the card of a person shows beside her own data and bookings."""

    household: HouseholdCard | None
    consents: tuple[ConsentLine, ...]
    merged: tuple[MergedEntry, ...]


def ties_of(view: View, person_id: str) -> PersonTies:
    """The ties of a person who stands for herself."""
    consents = tuple(consents_of(view, person_id))
    return PersonTies(household_of(view, person_id), consents, tuple(merged_into(view, person_id)))


def merged_into(view: View, keeper_id: str) -> list[MergedEntry]:
    """The entries that were made one with the keeper, also over another one, by name."""
    chain = (
        select(person.c.id, literal(1).label("links"))
        .where(person.c.merged_into == keeper_id)
        .cte("chain", recursive=True)
    )
    chain = chain.union_all(
        select(person.c.id, chain.c.links + 1)
        .join(chain, person.c.merged_into == chain.c.id)
        .where(chain.c.links < _MOST_LINKS)
    )
    rows = view.connection.execute(
        select(person.c.id, person.c.surname, person.c.first_name, person.c.birth_year)
        .where(person.c.id.in_(select(chain.c.id)), person.c.id != keeper_id)
        .order_by(person.c.surname, person.c.first_name, person.c.id)
    )
    return [MergedEntry._make(row) for row in rows]
