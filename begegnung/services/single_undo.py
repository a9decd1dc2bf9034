"""Taking back one action of the history, and bringing it again, without those that came after."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from begegnung.db.tables import action, device, staff_user
from begegnung.db.work import Work
from begegnung.model.errors import NotFound
from begegnung.model.history_errors import AlreadyUndone, Lasting, NotUndone, OtherDevice
from begegnung.services.desk import View
from begegnung.services.history import LASTING, Undone, take_back
from begegnung.services.staff import is_managing, require_manager


@dataclass(frozen=True, slots=True)
class UndoOne:
    """One action to take back, not necessarily the last one."""

    action_id: str


@dataclass(frozen=True, slots=True)
class RedoOne:
    """One action that was taken back, to bring again."""

    action_id: str


def undo_one(work: Work, request: UndoOne) -> Undone:
    """Takes back one action of this PC and leaves what came after it, where that is possible.

    Raises `NotFound`, `OtherDevice`, `Lasting`, `AlreadyUndone` and what `undo` raises. The steps
    of `undo` and `redo` go on from there: it is no step of `undo` any more and the next of `redo`.
    """
    chain = _own_chain(work, request.action_id)
    if len(chain) % 2 == 0:
        raise AlreadyUndone(chain[0].verb, chain[0].title)
    return _take_back_alone(work, chain[-1].id)


def redo_one(work: Work, request: RedoOne) -> Undone:
    """Brings again one action of this PC that was taken back.

    Raises `NotFound`, `OtherDevice`, `NotUndone` and what `redo` raises.
    """
    chain = _own_chain(work, request.action_id)
    if len(chain) % 2:
        raise NotUndone(chain[0].verb, chain[0].title)
    return _take_back_alone(work, chain[-1].id)


def _take_back_alone(work: Work, action_id: str) -> Undone:
    """One action without those after it: what comes of it was never there before as a whole."""
    undone = take_back(work, action_id)
    for step in work.changes:
        if step.entity == staff_user.name and step.before is not None:
            before = dict(step.before)
            if step.kind == "U":
                before = {**work.row(staff_user, step.entity_id), **before}
            if is_managing(before):
                require_manager(work, before["name"])
    return undone


def _own_chain(work: Work, action_id: str) -> list[Any]:
    chain = _chain(work.connection, action_id)
    first = chain[0]
    if first.verb in LASTING:
        raise Lasting(first.verb, first.title)
    if any(row.device != work.maker.device for row in chain):
        foreign = next(row.device for row in chain if row.device != work.maker.device)
        named = select(device.c.name).where(device.c.id == foreign)
        raise OtherDevice(work.connection.execute(named).scalar() or "")
    return chain


def _chain(connection: Any, action_id: str) -> list[Any]:
    """An action, what took it back, what took that back, and so on; raises `NotFound`.

    Any member of the chain leads to all of it.
    """
    row = connection.execute(select(action).where(action.c.id == action_id)).first()
    if row is None:
        raise NotFound(action.name, action_id)
    while row.undoes is not None:
        row = connection.execute(select(action).where(action.c.id == row.undoes)).one()
    chain = [row]
    while (row := _taken_back_by(connection, chain[-1])) is not None:
        chain.append(row)
    return chain


def _taken_back_by(connection: Any, row: Any) -> Any:
    """The action that took this one back, the last one where two PCs did; None for none."""
    # Later than the action itself: the log is not searched from its beginning.
    later = (action.c.undoes == row.id) & (action.c.stamp > row.stamp)
    newest_first = select(action).where(later).order_by(action.c.stamp.desc())
    return connection.execute(newest_first.limit(1)).first()


def is_undone(view: View, action_id: str) -> bool:
    """Whether an action, or the one that it took back or brought again, does not hold now."""
    return len(_chain(view.connection, action_id)) % 2 == 0
