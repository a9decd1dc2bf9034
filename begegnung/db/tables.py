"""The tables of one database file.

Tables of the scope "city" hold what every house may see: houses, rooms, offers and their dates.
Tables of the scope "house" hold what stays in the house: people and everything about them. Both
take part in the change log, in undo and in the exchange. Local tables (no scope) never leave the
file. Foreign keys inside the exchanged tables are declared without enforcement, because a bundle
may bring the child before the parent; `check` verifies them.
"""

from typing import Any, Literal

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Scope = Literal["city", "house"]


def _id() -> Column[str]:
    return Column("id", String(26), primary_key=True)


def _to(target: str, *, required: bool = False) -> Column[str]:
    """A reference to a row of `target`."""
    return Column(f"{target}_id", String(26), ForeignKey(f"{target}.id"), nullable=not required)


def _text(name: str) -> Column[str]:
    """An optional text; nothing is the empty text, so that there is one way to say "nothing"."""
    return Column(name, String, nullable=False, server_default=text("''"))


def _flag(name: str, *, default: bool = False) -> Column[bool]:
    return Column(name, Boolean, nullable=False, server_default=text("1" if default else "0"))


def _minutes(name: str) -> Column[int]:
    """A length of time; nothing is zero."""
    return Column(name, Integer, nullable=False, server_default=text("0"))


def _shared(name: str, scope: Scope, *parts: Column[Any] | Index) -> Table:
    return Table(name, metadata, _id(), *parts, info={"scope": scope})


provider = _shared("provider", "city", Column("name", String, nullable=False), _text("kind"))

district = _shared(
    "district",
    "city",
    Column("name", String, nullable=False),
    Column("position", Integer, nullable=False, server_default=text("0")),
)

centre = _shared(
    "centre",
    "city",
    Column("name", String, nullable=False),
    _to("provider"),
    _to("district"),
    _text("street"),
    _text("town"),
    _text("phone"),
    _text("mail"),
    _text("web"),
    _text("office_hours"),
    _text("access_note"),
    Column("land", String(2), nullable=False, server_default=text("'NW'")),
    _text("announcement_title"),
    _text("announcement_text"),
)

room = _shared(
    "room",
    "city",
    _to("centre", required=True),
    Column("name", String, nullable=False),
    Column("capacity", Integer),
    _text("equipment"),
    _flag("several_groups"),
    Column("position", Integer, nullable=False, server_default=text("0")),
    _flag("retired"),
)

room_part = _shared(
    "room_part",
    "city",
    Column("whole_id", String(26), ForeignKey("room.id"), nullable=False),
    Column("part_id", String(26), ForeignKey("room.id"), nullable=False),
    Index(None, "whole_id"),
    Index(None, "part_id"),
)
"""The rooms a combined room is made of: "Saal 1+2" has the parts "Saal 1" and "Saal 2"."""

school_holiday = _shared(
    "school_holiday",
    "city",
    Column("land", String(2), nullable=False),
    Column("name", String, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    _text("source"),
    Index(None, "land", "first_day"),
)
"""School holidays that were brought in after the program was made."""

closure = _shared(
    "closure",
    "city",
    _to("centre", required=True),
    _to("room"),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    _text("reason"),
    Index(None, "centre_id", "last_day"),
)

offer = _shared(
    "offer",
    "city",
    _to("centre", required=True),
    Column("title", String, nullable=False),
    Column("type", String, nullable=False),
    Column("category", String),
    _text("wording"),
    _to("room"),
    _text("place"),
    _text("leader"),
    _text("organiser"),
    Column("capacity", Integer),
    Column("minimum", Integer),
    Column("registration", String, nullable=False, server_default=text("'unknown'")),
    _text("registration_note"),
    Column("fee_cents", Integer),
    _text("fee_text"),
    _text("audience"),
    _text("time_text"),
    _text("remark"),
    _flag("printed", default=True),
    _flag("ended"),
    _text("source"),
    _minutes("setup_minutes"),
    _minutes("clearing_minutes"),
    Column("continues_id", String(26)),
    Index(None, "centre_id"),
)

rule = _shared(
    "rule",
    "city",
    _to("offer", required=True),
    Column("series", String, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("start_minute", Integer, nullable=False),
    Column("end_minute", Integer),
    _to("room"),
    Index(None, "offer_id"),
)

occurrence = _shared(
    "occurrence",
    "city",
    _to("offer", required=True),
    _to("centre", required=True),
    _to("rule"),
    _to("room"),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    _flag("end_assumed"),
    _flag("untimed"),
    Column("state", String, nullable=False, server_default=text("'planned'")),
    _text("state_reason"),
    _text("title"),
    _text("place"),
    _text("leader"),
    Column("moved_from", Integer),
    Column("replaces_id", String(26)),
    _minutes("setup_minutes"),
    _minutes("clearing_minutes"),
    _text("overruled"),
    Index(None, "room_id", "starts", "ends"),
    Index(None, "offer_id", "starts"),
    Index(None, "centre_id", "starts"),
)

usage_agreement = _shared(
    "usage_agreement",
    "house",
    _to("centre", required=True),
    _to("offer", required=True),
    _text("contact_name"),
    _text("contact_phone"),
    _text("contact_mail"),
    Column("signed_on", Date),
    Column("ends_on", Date),
    Column("remind_days", Integer, nullable=False, server_default=text("28")),
    _text("note"),
    Index(None, "offer_id"),
)
"""The standing right of an outside group to the room of its offer (Nutzungsvereinbarung)."""

device = _shared("device", "city", _to("centre"), Column("name", String, nullable=False))

person = _shared(
    "person",
    "house",
    _to("centre", required=True),
    Column("surname", String, nullable=False),
    _text("first_name"),
    _text("phone"),
    _text("mobile"),
    _text("mail"),
    _text("street"),
    _to("district"),
    Column("birth_year", Integer),
    _text("gender"),
    _text("contact_name"),
    _text("contact_phone"),
    _flag("blocked"),
    Column("merged_into", String(26)),
    Index(None, "surname", "first_name"),
)

booking = _shared(
    "booking",
    "house",
    _to("offer", required=True),
    _to("occurrence"),
    _to("person", required=True),
    Column("state", String, nullable=False),
    Column("number", Integer, nullable=False),
    Column("places", Integer, nullable=False, server_default=text("1")),
    Column("booked_at", Integer, nullable=False),
    Column("promoted_at", Integer),
    _flag("informed", default=True),
    Index(None, "offer_id", "state"),
    Index(None, "person_id"),
)

attendance = _shared(
    "attendance",
    "house",
    _to("occurrence", required=True),
    _to("person", required=True),
    Column("state", String, nullable=False),
    _flag("entered_late"),
    Index(None, "occurrence_id"),
    Index(None, "person_id"),
)

head_count = _shared(
    "head_count",
    "house",
    _to("occurrence", required=True),
    Column("total", Integer, nullable=False),
    Index(None, "occurrence_id"),
)

payment_note = _shared(
    "payment_note",
    "house",
    _to("booking", required=True),
    _to("person", required=True),
    Column("paid_on", Date, nullable=False),
    Column("amount_cents", Integer, nullable=False),
    _text("receipt_number"),
    _to("staff_user"),
    _text("void_reason"),
    Index(None, "booking_id"),
)

staff_user = _shared(
    "staff_user",
    "house",
    _to("centre", required=True),
    Column("name", String, nullable=False),
    Column("role", String, nullable=False),
    _flag("active", default=True),
)

action = Table(
    "action",
    metadata,
    _id(),
    Column("device", String(26), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("stamp", Integer, nullable=False),
    Column("verb", String, nullable=False),
    Column("title", String, nullable=False),
    Column("actor", String(26)),
    Column("undoes", String(26)),
    Index(None, "device", "seq"),
    Index(None, "stamp"),
)

change = Table(
    "change",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("action_id", String(26), ForeignKey("action.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("scope", String, nullable=False),
    Column("entity", String, nullable=False),
    Column("entity_id", String(26), nullable=False),
    Column("kind", String(1), nullable=False),
    Column("before", String),
    Column("after", String),
    Column("bundle", String(64)),
    Index(None, "action_id"),
    Index(None, "entity_id"),
    Index("ix_change_unsealed", "scope", sqlite_where=text("bundle IS NULL")),
    Index(None, "bundle"),
)

local = Table(
    "local",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)
"""What this file knows of itself: its device, its house, counters, the share it belongs to."""

bundle = Table(
    "bundle",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("scope", String, nullable=False),
    Column("lane", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("prev", String(64)),
    Column("deps", String, nullable=False),
    Column("position", Integer, nullable=False),
    Column("path", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Index(None, "scope", "position"),
)
"""Sealed bundles, own and foreign: the archive from which a damaged share heals."""

clash = Table(
    "clash",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("entity", String, nullable=False),
    Column("entity_id", String(26), nullable=False),
    Column("column_name", String, nullable=False),
    Column("candidates", String, nullable=False),
    Index(None, "entity_id"),
)
"""Values written without knowledge of each other, the shown one first, as JSON.

A pure function of the merged log, so that every PC has the same list.
"""

DELETED = "@deleted"
"""The column of a clash between deleting and editing."""

SHARED: dict[str, Table] = {
    name: table for name, table in metadata.tables.items() if "scope" in table.info
}
"""The tables that take part in change log, undo and exchange, by name."""

search_entry = Table(
    "search_entry",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("kind", String, nullable=False),
    Column("entity_id", String(26), nullable=False, unique=True),
    Column("sort_key", String, nullable=False),
    Column("words", String, nullable=False),
    Index(None, "kind", "sort_key"),
)
"""Folded words of people, offers and rooms (see `db.search`). Derived: rebuilt at any time.

The full-text index `search` lies over `words`; SQLAlchemy has no word for it, the migration has.
"""


def scope_of(entity: str) -> Scope:
    """The scope of a shared table."""
    scope: Scope = SHARED[entity].info["scope"]
    return scope
