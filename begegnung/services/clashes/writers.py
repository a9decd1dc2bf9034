"""Who wrote a row first, and when: the PC and its stamp, from the log or from the short form of it.

Both forms say the same, so that every PC gives the same answer, whether it has taken in the bundles
one by one or began with a snapshot.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, select

from begegnung.db.tables import action, bundle, change, device, origin
from begegnung.model.changes import stamp_ms

_AT_ONCE = 500


class Written(NamedTuple):
    """The first writing of a row: identifier of the PC, its name ("" unknown), and the stamp."""

    device: str
    pc: str
    stamp: int

    @property
    def at_ms(self) -> int:
        """When (UTC ms), by the clock that never goes back."""
        return stamp_ms(self.stamp)


NOBODY = Written("", "", 0)
"""Of a row of which nothing is known."""


def written(connection: Connection, ids: Iterable[str]) -> dict[str, Written]:
    """By identifier, who wrote the rows first; rows nobody knows of are missing."""
    wanted = list(dict.fromkeys(ids))
    first: dict[str, tuple[int, str]] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        chunk = wanted[start : start + _AT_ONCE]
        short = select(origin.c.entity_id, origin.c.stamp, bundle.c.lane).join(
            bundle, bundle.c.n == origin.c.bundle
        )
        for row_id, stamp, lane in connection.execute(short.where(origin.c.entity_id.in_(chunk))):
            _note(first, row_id, stamp, device_of(lane))
        logged = select(change.c.entity_id, action.c.stamp, action.c.device).join(
            action, action.c.id == change.c.action_id
        )
        for row_id, stamp, pc in connection.execute(
            logged.where(change.c.entity_id.in_(chunk), change.c.kind == "I")
        ):
            _note(first, row_id, stamp, pc)
    names = pc_names(connection)
    return {row_id: Written(pc, names.get(pc, ""), stamp) for row_id, (stamp, pc) in first.items()}


def _note(first: dict[str, tuple[int, str]], row_id: str, stamp: int, pc: str) -> None:
    first[row_id] = min((stamp, pc), first.get(row_id, (stamp, pc)))


def device_of(lane: str) -> str:
    """The PC that a lane of the exchange belongs to."""
    return lane.partition(".")[0]


def pc_names(connection: Connection) -> dict[str, str]:
    """The names of all PCs by identifier."""
    return {row[0]: row[1] for row in connection.execute(select(device.c.id, device.c.name))}
