"""Every two dates of a house that keep the same room at the same time, also those overruled."""

from datetime import date
from typing import NamedTuple

from begegnung.model.local_time import DAY
from begegnung.model.offers import LONGEST_SETUP
from begegnung.model.rooms import lying_over
from begegnung.services.desk import View
from begegnung.services.occupancy import LONGEST, Slot, house_rooms, occupied, rows_of

_KEPT = """
SELECT o.id, o.offer_id, coalesce(nullif(o.title, ''), f.title, ''), o.room_id,
       o.starts, o.ends, o.setup_minutes, o.clearing_minutes, o.overruled
FROM occurrence AS o LEFT JOIN offer AS f ON f.id = o.offer_id
WHERE o.centre_id = ? AND o.starts >= ? AND o.starts < ?
  AND o.room_id IS NOT NULL AND o.state = 'planned' AND o.untimed = 0
ORDER BY o.starts, o.id
"""


class KeptDate(NamedTuple):
    """One of two dates that lie over each other; moments in local minutes."""

    id: str
    offer_id: str
    title: str
    room_id: str
    room: str
    starts: int
    ends: int
    setup: int
    clearing: int
    overruled: str

    @property
    def occupied(self) -> Slot:
        """The span the room is kept for."""
        return occupied(self.starts, self.ends, self.setup, self.clearing)


class RoomConflict(NamedTuple):
    """Two dates that lie over each other from `starts` to `ends`, set-up and clearing included."""

    first: KeptDate
    second: KeptDate
    starts: int
    ends: int

    @property
    def room(self) -> str:
        """The room, or both where they have a part in common."""
        return " / ".join(dict.fromkeys((self.first.room, self.second.room)))

    @property
    def reason(self) -> str:
        """Why one lies over the other knowingly, "" when nobody has said so."""
        said = (self.first.overruled, self.second.overruled)
        return "; ".join(dict.fromkeys(filter(None, said)))


def conflicts(
    view: View, first: date, last: date, *, centre_id: str | None = None
) -> list[RoomConflict]:
    """The conflicts of a house (this one by default) that begin on the days `first` to `last`.

    In order of time; both days included.
    """
    house = centre_id or view.centre()
    known = house_rooms(view.connection, house)
    names = known.names
    begin, until = first.toordinal() * DAY, (last.toordinal() + 1) * DAY
    # What was set up the day before, or still runs, may reach into the first day.
    since, before = begin - LONGEST - LONGEST_SETUP, until + LONGEST_SETUP
    kept = [
        KeptDate._make((*row[:4], names.get(row[3], ""), *row[4:]))
        for row in rows_of(view.connection, _KEPT, house, since, before)
    ]
    found: list[RoomConflict] = []
    for one, other in lying_over([(k.room_id, *k.occupied) for k in kept], known.building):
        pair = sorted((kept[one], kept[other]), key=lambda k: (k.starts, k.id))
        (a, b), (c, d) = pair[0].occupied, pair[1].occupied
        starts = max(a, c)
        if begin <= starts < until:
            found.append(RoomConflict(pair[0], pair[1], starts, min(b, d)))
    return sorted(found, key=lambda hit: (hit.starts, hit.room, hit.first.id, hit.second.id))
