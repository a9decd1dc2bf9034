"""The log as people read it, and taking actions back and bringing them again."""

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Table, and_, cast, func, select

from begegnung.db.erasing import FORGOTTEN
from begegnung.db.origins import STUB, UNDO_AFTER
from begegnung.db.tables import (
    SHARED,
    action,
    booking,
    change,
    device,
    local,
    occurrence,
    offer,
    punch,
    room,
    room_part,
    staff_user,
)
from begegnung.db.work import Row, Work, plain, typed
from begegnung.model.changes import Change, inverse, stamp_ms, steps
from begegnung.model.errors import (
    ChangedSince,
    NotFound,
    NothingToRedo,
    NothingToUndo,
    RoomClosed,
)
from begegnung.model.rows import ActionLine
from begegnung.services.bookings import require_once, require_seats
from begegnung.services.clash_decisions import VERB as DECIDING
from begegnung.services.clash_decisions import right_of
from begegnung.services.counter_entries import (
    kept,
    needed_by_ledger,
    takes_from_ledger,
    write_counter,
)
from begegnung.services.desk import View
from begegnung.services.figures import VERB as FIGURES
from begegnung.services.occupancy import (
    LONGEST,
    closures_hit,
    hits,
    occupied,
    place_of,
    require_apart,
    require_free,
)
from begegnung.services.present import moment_of
from begegnung.services.punch_cards import require_left
from begegnung.services.waiting import move_up_everywhere

LASTING = (
    "after_exchange.catch_up",
    "demo.build",
    "devices.belong",
    "devices.register",
    "erasure.erase_person",
    "erasure_following.apply_again",
    FIGURES,
    "figures.close_years",
    FORGOTTEN,
    "houses.set_up_house",
    "salvaged_rows.begin_new_series",
    "salvaged_rows.take_rows",
    "staff.set_up",
)
"""Verbs without which there is no desk, and what followed from an exchange: nobody takes them back.

The last step of somebody at the desk is never one that the program did by itself. What was erased
is gone for good, and an action that dealt with it cannot be taken back as a whole any more.
"""

_KEPT_STEPS = 200
"""How many of the last actions of this PC can be taken back."""


@dataclass(frozen=True, slots=True)
class Undone:
    """The action that was taken back or brought again: its verb and subject."""

    verb: str
    title: str


def undo(work: Work, _request: None = None) -> Undone:
    """Takes back the last action of this PC.

    Raises `NothingToUndo`, `ChangedSince` when a touched value was changed by somebody since, and
    what the rules of seats and rooms refuse: taking back checks as strictly as creating.
    """
    last = _steps(work).undo
    if not last:
        raise NothingToUndo
    return take_back(work, last[-1])


def redo(work: Work, _request: None = None) -> Undone:
    """Brings again what was taken back last; raises `NothingToRedo` and the like of `undo`."""
    last = _steps(work).redo
    if not last:
        raise NothingToRedo
    return take_back(work, last[-1])


def _own_steps(device: str) -> ColumnElement[bool]:
    """The actions of this PC that are steps of undo.

    Of what a snapshot has given back to a restored PC only what stands is known: not enough.
    """
    known_whole = select(cast(local.c.value, Integer)).where(local.c.key == UNDO_AFTER)
    return and_(
        action.c.device == device,
        action.c.verb.not_in((*LASTING, STUB)),
        action.c.seq > func.coalesce(known_whole.scalar_subquery(), 0),
    )


def _steps(work: Work) -> Any:
    rows = work.connection.execute(
        select(action.c.id, action.c.undoes)
        .where(_own_steps(work.maker.device))
        .order_by(action.c.seq.desc())
        .limit(_KEPT_STEPS)
    ).all()
    return steps((row.id, row.undoes) for row in reversed(rows))


def take_back(work: Work, action_id: str) -> Undone:
    """Takes an action back by its inverse values; raises what `undo` raises."""
    taken = work.connection.execute(select(action).where(action.c.id == action_id)).one()
    original, back = taken, True
    while original.undoes is not None:
        original = work.connection.execute(
            select(action).where(action.c.id == original.undoes)
        ).one()
        back = not back
    _require_right(work, original)
    backwards = _written(work, inverse(changes_of(work.connection, action_id)))
    if original.verb == DECIDING and back:
        # What was decided may be as it was before: then it is a question again, and shown as one.
        _require_unused(work, [step for step in backwards if step.kind == "D"])
    else:
        _recheck(work, backwards, into_closures=back)
    for offer_id in sorted(_offers_with_places(work, backwards)):
        move_up_everywhere(work, offer_id)
    work.undoes = action_id
    work.title = original.title
    return Undone(original.verb, original.title)


def _require_right(work: Work, original: Any) -> None:
    """Taking back and bringing again needs the right to the verb itself, and the own PIN is own."""
    work.require(original.verb)
    if original.verb == DECIDING and (right := right_of(work.connection, original.id)):
        work.require(right)
    if original.verb == "staff.change_pin" and original.actor != work.maker.actor:
        work.require("staff.reset_pin")


def changes_of(connection: Any, action_id: str) -> list[Change]:
    """The changes of an action in the order in which they were made."""
    rows = connection.execute(
        select(change).where(change.c.action_id == action_id).order_by(change.c.n)
    )
    # A copied PC may have sealed the same change in two bundles: it counts once.
    once = {(row.scope, row.position): row for row in reversed(rows.all())}
    return [
        Change(
            row.entity,
            row.entity_id,
            row.kind,
            None if row.before is None else json.loads(row.before),
            None if row.after is None else json.loads(row.after),
        )
        for row in sorted(once.values(), key=lambda row: row.n)
    ]


def _written(work: Work, backwards: tuple[Change, ...]) -> tuple[Change, ...]:
    """Does the steps; gives those that count: really done, and not to a row that is gone now."""
    going = [(step.entity, step.entity_id) for step in backwards if step.kind == "D"]
    needed = needed_by_ledger(work.connection, going)
    written = (_write(work, step, needed) for step in backwards)
    done = [step for step in written if step is not None]
    gone = {(step.entity, step.entity_id) for step in done if step.kind == "D"}
    return tuple(
        step for step in done if step.kind == "D" or (step.entity, step.entity_id) not in gone
    )


def _write(work: Work, step: Change, needed: frozenset[tuple[str, str]]) -> Change | None:
    table = SHARED[step.entity]
    row = _row_if_there(work, table, step.entity_id)
    if step.kind == "I":
        if row is not None:
            raise _changed_since(work, step.entity_id)
        work.insert(table, {"id": step.entity_id, **typed(table, step.after or {})})
        return step
    expected = typed(table, step.before or {})
    if row is None or plain({k: row[k] for k in expected}) != plain(expected):
        raise _changed_since(work, step.entity_id)
    if takes_from_ledger(step):
        if not write_counter(work, step):
            raise _changed_since(work, step.entity_id)
        return None
    doing = kept(work, step, needed) if step.kind == "D" else step
    if doing is None:
        return None
    if doing.kind == "D":
        work.remove(table, step.entity_id)
    else:
        work.update(table, step.entity_id, typed(table, doing.after or {}))
    return doing


def _row_if_there(work: Work, table: Table, row_id: str) -> Row | None:
    try:
        return work.row(table, row_id)
    except NotFound:
        return None


def _changed_since(work: Work, entity_id: str) -> ChangedSince:
    """Names the last action that touched the row."""
    row = work.connection.execute(
        select(action.c.verb, action.c.title)
        .join(change, change.c.action_id == action.c.id)
        .where(change.c.entity_id == entity_id)
        .order_by(change.c.n.desc())
        .limit(1)
    ).one()
    return ChangedSince(row.verb, row.title)


def _recheck(work: Work, done: tuple[Change, ...], *, into_closures: bool) -> None:
    """The rules of seats and rooms for every row that came back, and nobody needs what went.

    `into_closures`: a date may come back to where it is closed. A closure drops nothing, so the
    date would be there as well if nobody had touched it; the closure names it as hit.
    """
    _require_unused(work, [step for step in done if step.kind == "D"])
    came = _dates_that_came(work, done)
    doubtful = _doubtful(work, came)
    for step in done:
        if step.kind == "D":
            continue
        if step.entity == booking.name:
            row = work.row(booking, step.entity_id)
            if row["state"] != "cancelled":
                require_once(work.connection, row["offer_id"], row["person_id"])
                require_seats(work.connection, row["offer_id"])
        elif step.entity == offer.name and "capacity" in (step.after or {}):
            require_seats(work.connection, step.entity_id)
        elif step.entity == punch.name:
            require_left(work.connection, work.row(punch, step.entity_id)["punch_card_id"])
        elif step.entity == room.name and "several_groups" in (step.after or {}):
            _recheck_apart(work, step.entity_id)
        elif step.entity == room_part.name:
            _recheck_apart(work, work.row(room_part, step.entity_id)["whole_id"])
        elif step.entity == occurrence.name and step.entity_id in doubtful:
            _recheck_room(work, came[step.entity_id], into_closures=into_closures)


def _dates_that_came(work: Work, done: tuple[Change, ...]) -> dict[str, Row]:
    """The dates that take room they did not have before, by identifier."""
    came: dict[str, Row] = {}
    for step in done:
        if step.entity == occurrence.name and step.kind != "D":
            row = work.row(occurrence, step.entity_id)
            if step.before is None or not _kept_before(row, typed(occurrence, step.before)):
                came[step.entity_id] = row
    return came


def _doubtful(work: Work, came: dict[str, Row]) -> set[str]:
    """The dates that have to be looked at one by one: something lies in their way.

    All the dates of a room are asked for at once, so that a whole calendar comes back in a moment.
    """
    rooms: dict[tuple[str, str], list[Row]] = {}
    for row in came.values():
        if row["room_id"] is not None and _takes_room(row):
            rooms.setdefault((row["centre_id"], row["room_id"]), []).append(row)
    found: set[str] = set()
    for (centre_id, room_id), rows in rooms.items():
        place = place_of(work.connection, room_id)
        ids = [row["id"] for row in rows]
        if place.retired or place.centre_id != centre_id:
            found.update(ids)
            continue
        slots = [_kept(row) for row in rows]
        in_way = hits(work.connection, place, slots)
        found.update(ids[hit.slot] for hit in in_way if hit.id != ids[hit.slot])
        closed = closures_hit(work.connection, centre_id, place.sharing, slots)
        found.update(ids[number] for number, _, _ in closed)
    return found


def _takes_room(row: Row) -> bool:
    return row["state"] == "planned" and not row["overruled"] and not row["untimed"]


def _kept(row: Row) -> tuple[int, int]:
    return occupied(row["starts"], row["ends"], row["setup_minutes"], row["clearing_minutes"])


def _recheck_apart(work: Work, room_id: str) -> None:
    """No coming dates lie over each other in a room that came back to be stricter."""
    centre_id = work.row(room, room_id)["centre_id"]
    require_apart(work.connection, centre_id, room_id, moment_of(work.maker.now_ms))


def _kept_before(row: Row, before: Row) -> bool:
    """Whether a date had its room for all of the time already, so that nothing new is taken."""
    old = {**row, **before}
    if old["state"] != "planned" or old["untimed"] or old["room_id"] != row["room_id"]:
        return False
    columns = ("starts", "ends", "setup_minutes", "clearing_minutes")
    begin, end = occupied(*(row[column] for column in columns))
    old_begin, old_end = occupied(*(old[column] for column in columns))
    return old_begin <= begin and end <= old_end


def _recheck_room(work: Work, row: Row, *, into_closures: bool) -> None:
    """The room of a date that came back is free, but for what somebody decided to overrule."""
    kept = _kept(row)
    decided = work.connection.execute(
        select(occurrence.c.id).where(
            occurrence.c.centre_id == row["centre_id"],
            occurrence.c.starts > kept[0] - LONGEST,
            occurrence.c.starts < kept[1] + LONGEST,
            occurrence.c.overruled != "",
        )
    ).scalars()
    own = frozenset({row["id"], *decided})
    try:
        require_free(work.connection, row["centre_id"], row["room_id"], [kept], own)
    except RoomClosed:
        if not into_closures:
            raise


def _require_unused(work: Work, gone: list[Change]) -> None:
    """Raises `ChangedSince` when a row that another PC made meanwhile belongs to one that went."""
    ids: dict[str, list[str]] = {}
    for step in gone:
        ids.setdefault(step.entity, []).append(step.entity_id)
    for table in SHARED.values():
        for key in table.foreign_keys:
            wanted = ids.get(key.column.table.name, [])
            for start in range(0, len(wanted), 500):
                user = work.connection.execute(
                    select(table.c.id).where(key.parent.in_(wanted[start : start + 500])).limit(1)
                ).scalar()
                if user is not None:
                    raise _changed_since(work, user)


def _offers_with_places(work: Work, done: tuple[Change, ...]) -> set[str]:
    """The offers in which places may have become free."""
    touched: set[str] = set()
    for step in done:
        if step.entity == booking.name:
            said = step.before or step.after or {}
            touched.add(said.get("offer_id") or work.row(booking, step.entity_id)["offer_id"])
        elif step.entity == offer.name and step.kind == "U":
            touched.add(step.entity_id)
    return touched - {step.entity_id for step in done if step.kind == "D"}


def next_steps(view: View) -> tuple[Undone | None, Undone | None]:
    """What `undo` and `redo` would take back and bring again now."""
    rows = view.connection.execute(
        select(action.c.id, action.c.undoes, action.c.verb, action.c.title)
        .where(_own_steps(view.device))
        .order_by(action.c.seq.desc())
        .limit(_KEPT_STEPS)
    ).all()
    known = {row.id: row for row in rows}
    ahead = steps((row.id, row.undoes) for row in reversed(rows))

    def described(action_id: str) -> Undone:
        row = known[action_id]
        while row.undoes in known:
            row = known[row.undoes]
        return Undone(row.verb, row.title)

    return (
        described(ahead.undo[-1]) if ahead.undo else None,
        described(ahead.redo[-1]) if ahead.redo else None,
    )


def recent_actions(
    view: View,
    limit: int = 100,
    *,
    since_ms: int = 0,
    until_ms: int | None = None,
    actor: str | None = None,
) -> list[ActionLine]:
    """The last actions of all PCs of the house, newest first, or those of one user (`actor`).

    Only those from `since_ms` on and before `until_ms`, UTC milliseconds.
    """
    undone = action.alias()
    statement = (
        select(
            action.c.id,
            action.c.stamp,
            action.c.verb,
            action.c.title,
            func.coalesce(staff_user.c.name, ""),
            func.coalesce(device.c.name, ""),
            func.coalesce(undone.c.verb, ""),
        )
        .outerjoin(staff_user, staff_user.c.id == action.c.actor)
        .outerjoin(device, device.c.id == action.c.device)
        .outerjoin(undone, undone.c.id == action.c.undoes)
        .where(
            action.c.stamp >= since_ms << 16,
            action.c.verb.not_in((STUB, FIGURES)),
            (action.c.device == view.device) | (device.c.centre_id == view.centre_id),
        )
        .order_by(action.c.stamp.desc(), action.c.id)
        .limit(limit)
    )
    if until_ms is not None:
        statement = statement.where(action.c.stamp < until_ms << 16)
    if actor is not None:
        statement = statement.where(action.c.actor == actor)
    taken_back = _taken_back_since(view, since_ms)
    return [
        ActionLine._make((row[0], stamp_ms(row[1]), *row[2:7], row.id in taken_back))
        for row in view.connection.execute(statement)
    ]


def _taken_back_since(view: View, since_ms: int) -> set[str]:
    """The actions that do not hold now, of those from `since_ms` on."""
    takers = view.connection.execute(
        select(action.c.id, action.c.undoes)
        .where(action.c.stamp >= since_ms << 16, action.c.undoes.is_not(None))
        .order_by(action.c.stamp.desc())
    )
    taken_back: set[str] = set()
    # Newest first: an action that was itself taken back takes nothing back any more.
    for row in takers:
        if row.id not in taken_back:
            taken_back.add(row.undoes)
    return taken_back
