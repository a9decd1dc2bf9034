"""What the exchange needs: origins, erasures, snapshots, decisions; a bundle outlives its file.

What lies sealed in a file of version 3 was not signed and can be given to nobody any more. The
bundles stay as points in the history, without their bytes: a snapshot brings what was in them.
"""

import json
from array import array

from alembic import op

revision = "0004"
down_revision = "0003"

_STATEMENTS = (
    "ALTER TABLE bundle RENAME TO bundle_before",
    "DROP INDEX ix_bundle_scope_position",
    """
    CREATE TABLE bundle (
        n INTEGER NOT NULL,
        hash VARCHAR(64) NOT NULL,
        scope VARCHAR NOT NULL,
        lane VARCHAR NOT NULL,
        seq INTEGER NOT NULL,
        prev VARCHAR(64),
        deps VARCHAR NOT NULL,
        chain INTEGER NOT NULL,
        place INTEGER NOT NULL,
        vector BLOB NOT NULL,
        settled BOOLEAN DEFAULT 0 NOT NULL,
        path VARCHAR NOT NULL,
        data BLOB,
        CONSTRAINT pk_bundle PRIMARY KEY (n),
        CONSTRAINT uq_bundle_hash UNIQUE (hash)
    )
    """,
    "CREATE INDEX ix_bundle_chain_place ON bundle (chain, place)",
    "CREATE INDEX ix_bundle_kept ON bundle (scope) WHERE data IS NOT NULL",
    "CREATE INDEX ix_bundle_unsettled ON bundle (scope) WHERE NOT settled",
    "CREATE TABLE door (open INTEGER NOT NULL)",
    "INSERT INTO door (open) VALUES (0)",
    "ALTER TABLE change ADD COLUMN tag VARCHAR",
    "ALTER TABLE change ADD COLUMN settled BOOLEAN DEFAULT 0 NOT NULL",
    "CREATE INDEX ix_change_loose ON change (scope) WHERE NOT settled",
    """
    CREATE TABLE origin (
        entity_id VARCHAR NOT NULL,
        bundle INTEGER NOT NULL,
        stamp INTEGER NOT NULL,
        position INTEGER NOT NULL,
        CONSTRAINT pk_origin PRIMARY KEY (entity_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE erased (
        entity_id VARCHAR NOT NULL,
        scope VARCHAR NOT NULL,
        entity VARCHAR NOT NULL,
        CONSTRAINT pk_erased PRIMARY KEY (entity_id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE trace (
        bundle VARCHAR(64) NOT NULL,
        CONSTRAINT pk_trace PRIMARY KEY (bundle)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE snapshot (
        hash VARCHAR(64) NOT NULL,
        scope VARCHAR NOT NULL,
        path VARCHAR NOT NULL,
        heads VARCHAR NOT NULL,
        covered INTEGER NOT NULL,
        read_at INTEGER NOT NULL,
        CONSTRAINT pk_snapshot PRIMARY KEY (hash)
    )
    """,
    """
    CREATE TABLE document (
        path VARCHAR NOT NULL,
        data BLOB NOT NULL,
        CONSTRAINT pk_document PRIMARY KEY (path)
    )
    """,
    """
    CREATE TABLE scope_key (
        scope VARCHAR NOT NULL,
        epoch VARCHAR NOT NULL,
        box BLOB NOT NULL,
        superseded BOOLEAN DEFAULT 0 NOT NULL,
        CONSTRAINT pk_scope_key PRIMARY KEY (scope, epoch)
    ) WITHOUT ROWID
    """,
    "DELETE FROM local WHERE key = 'repository'",
    """
    CREATE TABLE clash_decision (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        person_id VARCHAR(26),
        kind VARCHAR NOT NULL,
        subject VARCHAR NOT NULL,
        choice VARCHAR NOT NULL,
        needs VARCHAR DEFAULT '' NOT NULL,
        reason VARCHAR DEFAULT '' NOT NULL,
        facts VARCHAR NOT NULL,
        decided_at INTEGER NOT NULL,
        staff_user_id VARCHAR(26),
        undone BOOLEAN DEFAULT 0 NOT NULL,
        CONSTRAINT pk_clash_decision PRIMARY KEY (id),
        CONSTRAINT fk_clash_decision_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id),
        CONSTRAINT fk_clash_decision_person_id FOREIGN KEY(person_id) REFERENCES person (id),
        CONSTRAINT fk_clash_decision_staff_user_id FOREIGN KEY(staff_user_id)
            REFERENCES staff_user (id)
    )
    """,
    "CREATE INDEX ix_clash_decision_kind_subject ON clash_decision (kind, subject)",
    "CREATE INDEX ix_clash_decision_person_id ON clash_decision (person_id)",
    """
    CREATE TABLE participation (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        offer_id VARCHAR(26) NOT NULL,
        month VARCHAR(7) NOT NULL,
        pseudonym VARCHAR(16) NOT NULL,
        key_mark VARCHAR(8) NOT NULL,
        age_band VARCHAR DEFAULT '' NOT NULL,
        gender VARCHAR DEFAULT '' NOT NULL,
        district_id VARCHAR(26),
        visits INTEGER DEFAULT 0 NOT NULL,
        excused INTEGER DEFAULT 0 NOT NULL,
        absent INTEGER DEFAULT 0 NOT NULL,
        CONSTRAINT pk_participation PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_participation_offer_id_month ON participation (offer_id, month)",
    "CREATE INDEX ix_participation_pseudonym ON participation (pseudonym)",
    """
    CREATE TABLE offer_figure (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        offer_id VARCHAR(26) NOT NULL,
        month VARCHAR(7) NOT NULL,
        heads INTEGER DEFAULT 0 NOT NULL,
        counted INTEGER DEFAULT 0 NOT NULL,
        nameless INTEGER DEFAULT 0 NOT NULL,
        CONSTRAINT pk_offer_figure PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX ix_offer_figure_offer_id_month ON offer_figure (offer_id, month)",
    """
    CREATE TABLE figure_key (
        id VARCHAR(26) NOT NULL,
        centre_id VARCHAR(26) NOT NULL,
        year INTEGER NOT NULL,
        key VARCHAR(64) NOT NULL,
        CONSTRAINT pk_figure_key PRIMARY KEY (id),
        CONSTRAINT fk_figure_key_centre_id FOREIGN KEY(centre_id) REFERENCES centre (id)
    )
    """,
    """
    CREATE INDEX ix_occurrence_with_margins ON occurrence (room_id, starts)
    WHERE setup_minutes > 0 OR clearing_minutes > 0
    """,
    """
    CREATE INDEX ix_occurrence_replaces_id ON occurrence (replaces_id)
    WHERE replaces_id IS NOT NULL
    """,
    "CREATE INDEX ix_occurrence_backwards ON occurrence (starts) WHERE ends <= starts",
)


def upgrade() -> None:
    """Makes the tables of version 4 and takes the known bundles over."""
    for statement in _STATEMENTS:
        op.execute(statement)
    _take_over_bundles()
    op.execute("DROP TABLE bundle_before")
    # What was in the bundles is in no file on a share: the next run writes a snapshot of it.
    op.execute(
        "INSERT OR REPLACE INTO local (key, value)"
        " SELECT 'released:' || substr(key, 7), value FROM local WHERE substr(key, 1, 6) = 'heads:'"
    )


def _take_over_bundles() -> None:
    """Numbers the bundles, each after those it rests on, and works out what they knew."""
    connection = op.get_bind()
    rows = connection.exec_driver_sql(
        "SELECT hash, scope, lane, seq, prev, deps, path FROM bundle_before"
        " ORDER BY scope, position"
    ).all()
    graph, numbers = _Graph(), dict[str, int]()
    for n, (name, scope, lane, seq, prev, deps, path) in enumerate(rows, start=1):
        names = json.loads(deps)
        chain, place, vector = graph.add(name, lane, prev, names)
        numbers[name], rests_on = n, json.dumps([numbers[one] for one in names])
        connection.exec_driver_sql(
            "INSERT INTO bundle (n, hash, scope, lane, seq, prev, deps, chain, place, vector,"
            " path) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (n, name, scope, lane, seq, prev, rests_on, chain, place, vector, path),
        )


class _Graph:
    """The bundles in chains, as the program of version 4 keeps them."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, int, array[int]]] = {}
        self._ends: list[str] = []

    def add(
        self, name: str, lane: str, prev: str | None, deps: list[str]
    ) -> tuple[int, int, bytes]:
        vector: array[int] = array("I")
        for parent in (*(() if prev is None else (prev,)), *deps):
            other = self._known[parent][2]
            shorter, longer = sorted((vector, other), key=len)
            vector = array("I", map(max, shorter, longer)) + longer[len(shorter) :]
        before = None if prev is None else self._known[prev]
        if before is not None and before[0] == lane and self._ends[before[1]] == prev:
            chain = before[1]
            self._ends[chain] = name
        else:
            chain = len(self._ends)
            self._ends.append(name)
        vector.extend([0] * (chain + 1 - len(vector)))
        vector[chain] += 1
        self._known[name] = (lane, chain, vector)
        return chain, vector[chain], vector.tobytes()
