"""Where this PC stands in a scope of the exchange: its lane, the heads, what is pending."""

import json
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from begegnung.db.tables import Scope, action, change
from begegnung.db.work import get_local, set_local
from begegnung.exchange import layout
from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.layout import CITY
from begegnung.model.changes import Action, Change
from begegnung.services.bundle_graph import on_top


def table_scope(scope: str) -> Scope:
    """The scope of the tables that the scope of the exchange carries."""
    return "city" if scope == CITY else "house"


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
    """The oldest actions of `scope` that are in no bundle, with their changes of that scope."""
    secret = scope != CITY
    unsealed = (change.c.scope == table_scope(scope)) & change.c.bundle.is_(None)
    oldest = (
        select(change.c.action_id, func.min(change.c.n).label("first"))
        .where(unsealed)
        .group_by(change.c.action_id)
        .order_by("first")
        .limit(limit)
        .subquery()
    )
    changes: dict[str, list[Change]] = {}
    rows = connection.execute(
        select(change)
        .join(oldest, oldest.c.action_id == change.c.action_id)
        .where(unsealed)
        .order_by(change.c.n)
    )
    for row in rows:
        before = None if row.before is None else json.loads(row.before)
        after = None if row.after is None else json.loads(row.after)
        made = Change(row.entity, row.entity_id, row.kind, before, after)
        changes.setdefault(row.action_id, []).append(made)
    actions = connection.execute(
        select(action).join(oldest, oldest.c.action_id == action.c.id).order_by(oldest.c.first)
    )
    return [
        Action(
            id=row.id,
            device=row.device,
            seq=row.seq,
            stamp=row.stamp,
            verb=row.verb,
            title=row.title if secret else "",
            actor=row.actor if secret else None,
            undoes=row.undoes,
            changes=tuple(changes[row.id]),
        )
        for row in actions
    ]


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
        .where(change.c.scope == table_scope(scope), change.c.bundle.is_(None))
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
