"""What a closure hits, and cancelling or moving all of it in one action."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from begegnung.db.tables import closure, occurrence, room
from begegnung.db.work import Work
from begegnung.model.errors import Invalid, NotFound, Overlap, RoomTaken
from begegnung.model.rooms import lying_over
from begegnung.model.rows import DateLine
from begegnung.services.desk import View
from begegnung.services.houses import own
from begegnung.services.occupancy import (
    as_overlaps,
    closures_hit,
    free_rooms,
    hits,
    house_rooms,
    place_of,
    require_free,
)
from begegnung.services.plan import dates_hit
from begegnung.services.present import moment_of


@dataclass(frozen=True, slots=True)
class CancelHits:
    """Drops the coming dates a closure hits; `occurrence_ids` only these of them."""

    closure_id: str
    reason: str
    occurrence_ids: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class MoveHits:
    """Puts the coming dates a closure hits into another room, or (None) outside to `place`.

    `occurrence_ids`: only these of them. `overrule`: the reason to do it although the room is
    taken or closed on some of the dates.
    """

    closure_id: str
    room_id: str | None
    place: str = ""
    overrule: str = ""
    occurrence_ids: tuple[str, ...] | None = None


class MovableHit(NamedTuple):
    """A date that a closure hits, and what stands against having it in the other room.

    `too_small`: the room holds fewer people than the offer has places, which is a warning only.
    """

    line: DateLine
    overlaps: tuple[Overlap, ...]
    closed: tuple[tuple[date, str], ...]
    too_small: bool

    @property
    def possible(self) -> bool:
        """Whether the date can be there."""
        return not self.overlaps and not self.closed


def closure_hits(view: View, closure_id: str) -> list[DateLine]:
    """The dates from now on that a closure hits, in order of time; raises `NotFound`."""
    row = view.connection.execute(closure.select().where(closure.c.id == closure_id)).first()
    if row is None:
        raise NotFound(closure.name, closure_id)
    now = moment_of(view.now_ms)
    hit = dates_hit(view, row.room_id, row.first_day, row.last_day)
    return [line for line in hit if line.starts >= now]


def move_preview(view: View, closure_id: str, room_id: str) -> list[MovableHit]:
    """The dates a closure hits and whether each could be in the room instead."""
    return _movable(view, closure_hits(view, closure_id), room_id)


def cancel_hits(work: Work, request: CancelHits) -> int:
    """Drops what a closure hits; gives how many dates."""
    if not request.reason.strip():
        raise Invalid("reason", "missing")
    values = {"state": "cancelled", "state_reason": request.reason.strip()}
    lines = _chosen(work, request.closure_id, request.occurrence_ids)
    for line in lines:
        work.update(occurrence, line.id, values)
    return len(lines)


def move_hits(work: Work, request: MoveHits) -> int:
    """Moves what a closure hits; gives how many dates. All of them or none.

    Raises `RoomTaken` and `RoomClosed` with the dates that cannot move, also when two of them would
    lie over each other, unless a reason overrules that; `Invalid` without room and place.
    """
    if request.room_id is None and not request.place.strip():
        raise Invalid("place", "missing")
    lines = _chosen(work, request.closure_id, request.occurrence_ids)
    over = _require_room(work, lines, request)
    for number, line in enumerate(lines):
        work.update(
            occurrence,
            line.id,
            {
                "room_id": request.room_id,
                "place": request.place.strip() if request.room_id is None else "",
                "overruled": request.overrule.strip() if number in over else "",
            },
        )
    return len(lines)


def _chosen(work: Work, closure_id: str, ids: Collection[str] | None) -> list[DateLine]:
    """The dates the verb is about, and the title of its action."""
    row = work.row(closure, closure_id)
    own(work, closure.name, row["centre_id"])
    name = "" if row["room_id"] is None else work.row(room, row["room_id"])["name"]
    work.title = " · ".join(filter(None, (name, row["reason"])))
    found = closure_hits(_view_of(work), closure_id)
    return found if ids is None else [line for line in found if line.id in ids]


def _view_of(work: Work) -> View:
    maker = work.maker
    return View(work.connection, maker.centre_id, maker.device, maker.now_ms)


def _require_room(work: Work, lines: Sequence[DateLine], request: MoveHits) -> frozenset[int]:
    """The numbers of the dates that lie over something for the given reason."""
    room_id = request.room_id
    if room_id is None:
        return frozenset()
    slots = [line.occupied for line in lines]
    moving = frozenset(line.id for line in lines)
    over = require_free(
        work.connection, work.centre(), room_id, slots, moving, overrule=request.overrule
    )
    among = _among(_view_of(work), lines, room_id)
    if among and not request.overrule.strip():
        place = place_of(work.connection, room_id)
        taken = tuple(_overlap(place.name, lines[first]) for first in sorted(among))
        instead = free_rooms(work.connection, work.centre(), slots, own=moving)
        raise RoomTaken(place.name, taken, tuple(name for _, name in instead))
    return over | {second for found in among.values() for second in found}


def _among(view: View, lines: Sequence[DateLine], room_id: str) -> dict[int, list[int]]:
    """By number the moved dates that would lie over a later one, with the later ones."""
    found: dict[int, list[int]] = {}
    house = house_rooms(view.connection, view.centre()).building
    for first, second in lying_over([(room_id, *line.occupied) for line in lines], house):
        found.setdefault(first, []).append(second)
    return found


def _movable(view: View, lines: Sequence[DateLine], room_id: str) -> list[MovableHit]:
    place = place_of(view.connection, room_id)
    slots = [line.occupied for line in lines]
    moving = frozenset(line.id for line in lines)
    taken: dict[int, list[Overlap]] = {number: [] for number in range(len(lines))}
    for hit in hits(view.connection, place, slots, moving):
        taken[hit.slot].extend(as_overlaps(place, [hit]))
    for first, later in _among(view, lines, room_id).items():
        for second in later:
            taken[second].append(_overlap(place.name, lines[first]))
    closed: dict[int, list[tuple[date, str]]] = {}
    for number, day, reason in closures_hit(view.connection, view.centre(), place.sharing, slots):
        closed.setdefault(number, []).append((day, reason))
    return [
        MovableHit(
            line,
            tuple(taken[number]),
            tuple(closed.get(number, ())),
            place.capacity is not None and (line.capacity or 0) > place.capacity,
        )
        for number, line in enumerate(lines)
    ]


def _overlap(room_name: str, line: DateLine) -> Overlap:
    kept = line.setup_minutes, line.clearing_minutes
    return Overlap(room_name, line.title, line.starts, line.ends, *kept)
