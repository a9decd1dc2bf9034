"""Offers and rooms by the words somebody typed for them."""

from sqlalchemy import select

from begegnung.db.tables import offer, room
from begegnung.model.errors import Invalid
from begegnung.model.names import sort_key
from begegnung.services.desk import View


def offers_named(view: View, text: str) -> tuple[str, ...]:
    """The offers of this house with this identifier or title; raises `Invalid` without any."""
    rows = view.connection.execute(
        select(offer.c.id, offer.c.title).where(offer.c.centre_id == view.centre())
    ).all()
    wanted = sort_key(text)
    found = [row.id for row in rows if row.id == text.strip()]
    found = found or [row.id for row in rows if sort_key(row.title) == wanted]
    if not found:
        raise Invalid("offer", "unknown", text)
    return tuple(sorted(found))


def room_named(view: View, text: str) -> str:
    """The room in use of this house with this name; raises `Invalid` without one."""
    rows = view.connection.execute(
        select(room.c.id, room.c.name).where(
            room.c.centre_id == view.centre(), room.c.retired.is_(False)
        )
    )
    for row in rows:
        if sort_key(row.name) == sort_key(text):
            return row.id
    raise Invalid("room", "unknown", text)
