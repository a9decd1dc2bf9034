"""Where this PC stands in a scope of the exchange: its lane, the heads, what is pending."""

import json
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from begegnung.db.tables import Scope, change, local
from begegnung.db.transactions import driver_of
from begegnung.db.work import get_local, set_local
from begegnung.exchange import layout
from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.layout import CITY
from begegnung.exchange.sealing import MOST_CHANGES
from begegnung.model.changes import Action, Change
from begegnung.services.bundle_graph import on_top


def table_scope(scope: str) -> Scope:
    """The scope of the tables that the scope of the exchange carries."""
    if scope == CITY:
        return "city"
    return "figures" if layout.is_figures(scope) else "house"


def log_scope(scope: str) -> str:
    """Under which scope the log has what the scope of the exchange carries, see `logged_scope`."""
    tables = table_scope(scope)
    return f"{tables}-{layout.house_of(scope)}" if tables == "figures" else tables


def house_counted(scope: str) -> str | None:
    """The house whose figures a scope carries, None for any other scope.

    Of the tables of figures a PC of the city has the rows of several houses.
    """
    return layout.house_of(scope) if layout.is_figures(scope) else None


def figures_here(connection: Connection) -> list[str]:
    """The scopes of figures of which anything was sealed or taken in here."""
    noted = select(local.c.key).where(local.c.key.startswith("heads:z-")).order_by(local.c.key)
    return [key.removeprefix("heads:") for key in connection.execute(noted).scalars()]


@dataclass(frozen=True, slots=True)
class Lane:
    """The lane this PC seals in, the number of its next bundle, and the last one (None: none)."""

    lane: str
    next_seq: int
    head: str | None


def lane_of(connection: Connection, device: str, scope: str) -> Lane:
    """The lane of `device`, this PC, in `scope`; it begins with incarnation "0"."""
    noted = get_local(connection, f"lane:{scope}")
    if noted is None:
        return Lane(layout.lane_name(device, "0"), 1, None)
    return Lane(**json.loads(noted))


def note_lane(connection: Connection, scope: str, lane: Lane) -> None:
    """Notes where the next bundle of this PC goes."""
    noted = {"lane": lane.lane, "next_seq": lane.next_seq, "head": lane.head}
    set_local(connection, {f"lane:{scope}": json.dumps(noted)})


def pending_actions(connection: Connection, scope: str, limit: int) -> list[Action]:
    """The oldest actions of `scope` that are in no bundle, with their changes of that scope.

    At most `limit`, and no more than belong into one bundle, but always at least a whole one.
    """
    told = table_scope(scope) == "house"
    driver, log = driver_of(connection), log_scope(scope)
    oldest = json.dumps(_oldest(driver, log, limit))
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    found = driver.execute(_RAW_PENDING_CHANGES, (log, oldest))
    while rows := found.fetchmany(_AT_ONCE):
        befores, afters = _parsed(row[4] for row in rows), _parsed(row[5] for row in rows)
        for row, before, after in zip(rows, befores, afters, strict=True):
            changes[row[0]].append(Change(row[1], row[2], row[3], before, after))
    return [
        Action(
            id=row[0],
            device=row[1],
            seq=row[2],
            stamp=row[3],
            verb=row[4],
            title=row[5] if told else "",
            actor=row[6] if told else None,
            undoes=row[7],
            changes=tuple(changes[row[0]]),
        )
        for row in driver.execute(_RAW_PENDING_ACTIONS, (oldest,))
    ]


def _oldest(driver: Any, log: str, limit: int) -> list[str]:
    """The identifiers of the oldest actions with pending changes, the oldest first."""
    ids: list[str] = []
    total = 0
    for action_id, count in driver.execute(_RAW_OLDEST, (log, limit)):
        total += count
        if ids and total > MOST_CHANGES:
            break
        ids.append(action_id)
    return ids


def _parsed(texts: Iterable[str | None]) -> list[Any]:
    """The values of the log: all at once, which takes a third of the time."""
    return json.loads(f"[{','.join([text or 'null' for text in texts])}]")


_AT_ONCE = 1_000
# There may be 100,000 pending changes: these statements go to the driver itself.
_RAW_OLDEST = (
    "SELECT action_id, count(*) FROM change WHERE scope = ? AND bundle IS NULL"
    " GROUP BY action_id ORDER BY min(n) LIMIT ?"
)
_RAW_PENDING_CHANGES = (
    "SELECT action_id, entity, entity_id, kind, before, after FROM change"
    " WHERE scope = ? AND bundle IS NULL AND action_id IN (SELECT value FROM json_each(?))"
    " ORDER BY n"
)
_RAW_PENDING_ACTIONS = (
    "SELECT a.id, a.device, a.seq, a.stamp, a.verb, a.title, a.actor, a.undoes"
    " FROM json_each(?) oldest CROSS JOIN action a ON a.id = oldest.value ORDER BY oldest.key"
)


def heads_of(connection: Connection, scope: str) -> list[str]:
    """The bundles of `scope` taken in that no other one taken in was sealed on top of."""
    return json.loads(get_local(connection, f"heads:{scope}") or "[]")


def note_heads(connection: Connection, scope: str, heads: Iterable[str]) -> None:
    """Notes which bundles of `scope` are on top of all others taken in."""
    set_local(connection, {f"heads:{scope}": json.dumps(list(heads))})


def add_head(connection: Connection, scope: str, new: str, parents: AbstractSet[str]) -> None:
    """Notes that the bundle `new` lies on top of `parents` now."""
    kept = [head for head in heads_of(connection, scope) if head not in parents]
    note_heads(connection, scope, [*kept, new])


def has_pending(connection: Connection, scope: str) -> bool:
    """Whether there are changes of `scope` that no bundle holds yet."""
    found = connection.execute(
        select(change.c.n)
        .where(change.c.scope == log_scope(scope), change.c.bundle.is_(None))
        .limit(1)
    )
    return found.first() is not None


def note_released(
    connection: Connection, ancestry: Ancestry, scope: str, heads: Iterable[str]
) -> None:
    """Notes that of what `heads` cover there is no file here: dropped, or come by a snapshot.

    It has to lie in a snapshot on the share, else this PC writes one.
    """
    note_on_top(connection, ancestry, f"released:{scope}", heads)


def note_on_top(connection: Connection, ancestry: Ancestry, key: str, heads: Iterable[str]) -> None:
    """Adds `heads` to the bundles noted under `key`, of which only those on top are kept."""
    before = json.loads(get_local(connection, key) or "[]")
    together = on_top(ancestry, {*before, *heads})
    set_local(connection, {key: json.dumps(sorted(together))})
