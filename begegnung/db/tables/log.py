"""The change log, the exchange and what this file knows of itself: local tables."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from begegnung.db.tables.columns import identifier, metadata

action = Table(
    "action",
    metadata,
    identifier(),
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
