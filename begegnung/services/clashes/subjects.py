"""What a row is called, with what it belongs to."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, select

from begegnung.db.tables import (
    SHARED,
    booking,
    centre,
    house_look,
    household,
    occurrence,
    offer,
    person,
    punch_card,
    room,
    staff_user,
)
from begegnung.model.names import full_name

_OWNERS = ("person_id", "occurrence_id", "offer_id", "room_id", "booking_id", "punch_card_id")
"""The columns that say what a row without a name belongs to."""


class Subject(NamedTuple):
    """A row in words: its own name or title, the person and the offer it belongs to, its date.

    `starts` and `ends` are local minutes, None where it is about no single date.
    """

    entity: str
    name: str = ""
    person: str = ""
    offer: str = ""
    starts: int | None = None
    ends: int | None = None

    @property
    def title(self) -> str:
        """All of it in one line, "Erika Muster · Yoga"."""
        return " · ".join(dict.fromkeys(filter(None, (self.name, self.person, self.offer))))


def row_of(connection: Connection, entity: str, entity_id: str) -> dict[str, Any] | None:
    """A row with all its columns, None when it is not there."""
    table = SHARED[entity]
    found = connection.execute(select(table).where(table.c.id == entity_id)).first()
    # A plain dict: of a room, SQLAlchemy's own row takes "room_id" for its identifier.
    return None if found is None else dict(zip(table.c.keys(), found, strict=True))


def subject_of(connection: Connection, entity: str, entity_id: str) -> Subject:
    """What a row is called; nothing of one that is not there."""
    row = row_of(connection, entity, entity_id)
    return Subject(entity) if row is None else _of_row(connection, entity, row)


def _of_row(connection: Connection, entity: str, row: Mapping[str, Any]) -> Subject:
    if entity == person.name:
        name = full_name(row["surname"], row["first_name"])
        return Subject(entity, person=name)
    if entity == house_look.name:
        house = row_of(connection, centre.name, row["centre_id"])
        return Subject(entity, "" if house is None else house["name"])
    found = Subject(entity, row.get("name") or "")
    if entity == offer.name:
        return found._replace(offer=row["title"])
    if entity == occurrence.name:
        # A date may have a title of its own; else it is called what its offer is called.
        title = row["title"] or _title_of(connection, row["offer_id"])
        return found._replace(offer=title, starts=row["starts"], ends=row["ends"])
    for column in _OWNERS:
        if row.get(column):
            target = column.removesuffix("_id")
            found = _joined(found, subject_of(connection, target, row[column]))
    return found


def _joined(one: Subject, other: Subject) -> Subject:
    """What is known of the first, completed by what is known of what it belongs to."""
    name = one.name
    if other.entity in (room.name, staff_user.name) and not name:
        name = other.name
    return Subject(
        one.entity,
        name,
        one.person or other.person,
        one.offer or other.offer,
        one.starts if one.starts is not None else other.starts,
        one.ends if one.ends is not None else other.ends,
    )


def _title_of(connection: Connection, offer_id: str) -> str:
    return connection.execute(select(offer.c.title).where(offer.c.id == offer_id)).scalar() or ""


def person_behind(connection: Connection, entity: str, entity_id: str) -> str | None:
    """The person a row is about: itself, the one it belongs to, or one of a household."""
    if entity == person.name:
        return entity_id
    if entity == household.name:
        members = select(person.c.id).where(person.c.household_id == entity_id)
        return connection.execute(members.order_by(person.c.id).limit(1)).scalar()
    row = row_of(connection, entity, entity_id)
    if row is None:
        return None
    if row.get("person_id"):
        return row["person_id"]
    for column, target in (("booking_id", booking.name), ("punch_card_id", punch_card.name)):
        if row.get(column):
            return person_behind(connection, target, row[column])
    return None


def house_of_row(connection: Connection, entity: str, entity_id: str) -> str | None:
    """The house that a row of the city's scope belongs to; None for what belongs to all houses."""
    if entity == "centre":
        return entity_id
    row = row_of(connection, entity, entity_id)
    if row is None:
        return None
    if "centre_id" in row:
        return row["centre_id"]
    for column, owner in (("offer_id", offer.name), ("whole_id", room.name)):
        if row.get(column):
            return house_of_row(connection, owner, row[column])
    return None
