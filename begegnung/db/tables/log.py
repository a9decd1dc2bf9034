"""The change log, the exchange and what this file knows of itself: local tables."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table, text

from begegnung.db.tables.columns import flag, identifier, metadata

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
    Column("tag", String),
    flag("settled"),
    Index(None, "action_id"),
    Index(None, "entity_id"),
    Index("ix_change_unsealed", "scope", sqlite_where=text("bundle IS NULL")),
    Index(None, "bundle"),
    Index("ix_change_loose", "scope", sqlite_where=text("NOT settled")),
)
"""`tag` says what the change had written where `after` no longer holds all of it. `settled` when
`origin` has the change too: then it is kept for people only, and the merge does not read it.
"""

local = Table(
    "local",
    metadata,
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)
"""What this file knows of itself: its device, its house, counters, the share it belongs to."""

door = Table("door", metadata, Column("open", Integer, nullable=False))
"""One row: 1 inside a writing transaction of this program, 0 for everybody else (`db.guards`)."""

bundle = Table(
    "bundle",
    metadata,
    Column("n", Integer, primary_key=True),
    Column("hash", String(64), nullable=False, unique=True),
    Column("scope", String, nullable=False),
    Column("lane", String, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("prev", String(64)),
    Column("deps", String, nullable=False),
    Column("chain", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    flag("settled"),
    Column("path", String, nullable=False),
    Column("data", LargeBinary),
    Index(None, "chain", "place"),
    Index("ix_bundle_kept", "scope", sqlite_where=text("data IS NOT NULL")),
    Index("ix_bundle_unsettled", "scope", sqlite_where=text("NOT settled")),
)
"""Sealed bundles, own and foreign, each after those it rests on: the graph of the exchange.

`deps` are the numbers of what it rests on besides `prev`, as JSON: in a city of many houses that is
one of each. `chain`, `place` and `vector` are those of `exchange.ancestry`. `data` is the complete
file until a snapshot on the share covers it: the archive from which a damaged share heals.
`settled` when `origin` has what is in it.
"""

origin = Table(
    "origin",
    metadata,
    Column("entity_id", String, primary_key=True),
    Column("bundle", Integer, nullable=False),
    Column("stamp", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    sqlite_with_rowid=False,
)
"""Rows that were written once and not touched since: by which change of which bundle (its `n`).

The row itself is what that change has written, so that a house of many years can be given to
another PC without its log.
"""

erased = Table(
    "erased",
    metadata,
    Column("entity_id", String, primary_key=True),
    Column("scope", String, nullable=False),
    Column("entity", String, nullable=False),
    sqlite_with_rowid=False,
)
"""Rows that were erased for good: whatever arrives about them later is dropped."""

trace = Table(
    "trace",
    metadata,
    Column("bundle", String(64), primary_key=True),
    sqlite_with_rowid=False,
)
"""Bundles whose files hold an erasure, or tell of rows that were erased: they have to go."""

snapshot = Table(
    "snapshot",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("scope", String, nullable=False),
    Column("path", String, nullable=False),
    Column("heads", String, nullable=False),
    Column("covered", Integer, nullable=False),
    Column("read_at", Integer, nullable=False),
)
"""Snapshots that were read from the share and are taken in here.

`covered` counts the bundles below its `heads` (hashes, as JSON); `read_at` is when this PC read the
file last and found it whole (UTC milliseconds).
"""

document = Table(
    "document",
    metadata,
    Column("path", String, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
"""Signed documents of the exchange by their place on the share, as they were written.

Certificates, revocations, key files, and what this PC has asked for.
"""

scope_key = Table(
    "scope_key",
    metadata,
    Column("scope", String, primary_key=True),
    Column("epoch", String, primary_key=True),
    Column("box", LargeBinary, nullable=False),
    flag("superseded"),
    sqlite_with_rowid=False,
)
"""Keys of scopes by epoch, each in a box that only the private key of this PC opens."""

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
