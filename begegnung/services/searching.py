"""One search over people, offers and rooms, as Strg+K offers it."""

from sqlalchemy import func, select

from begegnung.db.search import find
from begegnung.db.tables import offer, room
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import Hit, PersonLine
from begegnung.services.desk import View
from begegnung.services.people import find_people


def find_everything(view: View, typed: str, limit: int = 8) -> list[Hit]:
    """Hits of each kind, people first; at most `limit` of each."""
    hits = [
        Hit("person", line.id, f"{line.first_name} {line.surname}".strip(), _told(line))
        for line in find_people(view, typed, limit)
    ]
    ids = find(view.connection, typed, "offer", limit)
    rows = view.connection.execute(
        select(offer.c.id, offer.c.title, offer.c.type, func.coalesce(room.c.name, offer.c.place))
        .outerjoin(room, room.c.id == offer.c.room_id)
        .where(offer.c.id.in_(ids), offer.c.centre_id == view.centre())
    ).all()
    offers = {row[0]: row for row in rows}
    for i in ids:
        if i in offers:
            _, title, kind, where = offers[i]
            detail = " · ".join(filter(None, (OFFER_TYPES[kind].german, where)))
            hits.append(Hit("offer", i, title, detail))
    ids = find(view.connection, typed, "room", limit)
    rooms = view.connection.execute(
        select(room.c.id, room.c.name, room.c.capacity)
        .where(room.c.id.in_(ids), room.c.centre_id == view.centre(), room.c.retired.is_(False))
        .order_by(room.c.position)
    )
    hits += [
        Hit("room", row.id, row.name, f"{row.capacity} Personen" if row.capacity else "")
        for row in rooms
    ]
    return hits


def _told(line: PersonLine) -> str:
    return " · ".join(filter(None, ("ähnlich" if line.similar else "", namesake(line))))


def namesake(line: PersonLine) -> str:
    """What tells people of the same name apart: year of birth and district, never more."""
    born = f"geb. {line.birth_year}" if line.birth_year else ""
    return " · ".join(filter(None, (born, line.district or line.street)))
