"""Two dates in one room at the same time: planned at two PCs that did not know of each other."""

from typing import NamedTuple

from begegnung.db.tables import occurrence
from begegnung.db.work import Work
from begegnung.model.local_time import DAY, day_of, minute_of
from begegnung.services.clash_decisions import LEFT
from begegnung.services.clashes.identity import Proposal, clash_id, digest
from begegnung.services.conflicts import KeptDate, coming_conflicts
from begegnung.services.dates import CancelDate, MoveDate, cancel_date, move_date
from begegnung.services.desk import View
from begegnung.services.occupancy import free_rooms, other_times, place_of

KIND = "room"

_ROOMS, _TIMES = 2, 2
"""So many other rooms and other times are proposed for each of the two dates."""


class RoomClash(NamedTuple):
    """Two dates in one room, or in two with a part in common, at the same time.

    `starts` and `ends` are when both keep it, in local minutes. Dates that lie over another one
    for a reason are no clash.
    """

    id: str
    room: str
    first: KeptDate
    second: KeptDate
    starts: int
    ends: int

    @property
    def dates(self) -> tuple[KeptDate, KeptDate]:
        """Both dates, the earlier one first."""
        return self.first, self.second


def found(view: View) -> tuple[RoomClash, ...]:
    """The rooms of this house that are kept twice from now on."""
    if view.centre_id is None:
        return ()
    return tuple(
        RoomClash(
            clash_id(KIND, (hit.first.id, hit.second.id), [_state(hit.first), _state(hit.second)]),
            hit.room,
            hit.first,
            hit.second,
            hit.starts,
            hit.ends,
        )
        for hit in coming_conflicts(view)
    )


def _state(kept: KeptDate) -> list[object]:
    return [kept.room_id, kept.starts, kept.ends, kept.setup, kept.clearing]


def proposals(view: View, clash: RoomClash) -> tuple[Proposal, ...]:
    """Another room or time for one of the two, both all the same, or dropping one."""
    moving = [
        one for number, kept in enumerate(clash.dates, 1) for one in _ways(view, number, kept)
    ]
    dropping = (
        Proposal(f"cancel-{number}", "dates.cancel_date", "reason", kept.id, (kept.title,))
        for number, kept in enumerate(clash.dates, 1)
    )
    return (*moving, Proposal(LEFT, "dates.edit_date", "reason"), *dropping)


def _ways(view: View, number: int, kept: KeptDate) -> list[Proposal]:
    own = frozenset({kept.id})
    slots = [kept.occupied]
    rooms = free_rooms(view.connection, view.centre(), slots, own=own)[:_ROOMS]
    times = other_times(
        view.connection,
        place_of(view.connection, kept.room_id),
        slots,
        own,
        setup=kept.setup,
        clearing=kept.clearing,
    )[:_TIMES]
    right = "dates.move_date"
    return [
        *(
            Proposal(f"room-{number}-{digest(room_id)}", right, "", kept.id, (room_id, name))
            for room_id, name in rooms
        ),
        *(
            Proposal(f"time-{number}-{_clock(begin)}", right, "", kept.id, (begin, until))
            for begin, until in times
        ),
    ]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}{minute % 60:02}"


def apply(work: Work, clash: RoomClash, proposal: Proposal, reason: str) -> str | None:
    """Moves or drops a date, or says why both take place there; it is about no person."""
    if proposal.code == LEFT:
        work.update(occurrence, clash.second.id, {"overruled": reason})
        return None
    if proposal.code.startswith("cancel"):
        cancel_date(work, CancelDate(proposal.about, reason))
        return None
    kept = next(one for one in clash.dates if one.id == proposal.about)
    # A date that ends at midnight ends on its own day.
    begin, until = minute_of(kept.starts), minute_of(kept.ends) or DAY
    room_id = kept.room_id
    if proposal.code.startswith("time"):
        begin, until = proposal.facts
    else:
        room_id = proposal.facts[0]
    place = work.row(occurrence, kept.id)["place"]
    day = day_of(kept.starts)
    move_date(work, MoveDate(kept.id, day, begin, until, room_id, place))
    return None
