"""Every two dates of a house that keep the same room at the same time, also those overruled."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from operator import itemgetter
from typing import NamedTuple

from begegnung.model.local_time import DAY
from begegnung.model.offers import LONGEST_SETUP
from begegnung.model.rooms import Building, lying_over
from begegnung.services.desk import View
from begegnung.services.occupancy import LONGEST, Slot, house_rooms, occupied, rows_of
from begegnung.services.present import moment_of

_SPANS = """
SELECT room_id, starts - setup_minutes, ends + clearing_minutes, id FROM occurrence
WHERE centre_id = ? AND starts >= ? AND starts < ?
  AND room_id IS NOT NULL AND state = 'planned' AND untimed = 0
"""
"""No more than what decides: of thousands of dates hardly two lie over each other."""

_KEPT = """
SELECT o.id, o.offer_id, coalesce(nullif(o.title, ''), f.title, ''), o.room_id,
       o.starts, o.ends, o.setup_minutes, o.clearing_minutes, o.overruled
FROM json_each(?) AS wanted CROSS JOIN occurrence AS o ON o.id = wanted.value
LEFT JOIN offer AS f ON f.id = o.offer_id
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
    begin, until = first.toordinal() * DAY, (last.toordinal() + 1) * DAY
    return _between(view, centre_id or view.centre(), begin, until)


def coming_conflicts(view: View) -> list[RoomConflict]:
    """The conflicts of this house that are still to come or go on now, and nobody has overruled."""
    begin = moment_of(view.now_ms)
    found = _between(view, view.centre(), begin - LONGEST, date.max.toordinal() * DAY)
    return [hit for hit in found if hit.ends > begin and not hit.reason]


def _between(view: View, centre_id: str, begin: int, until: int) -> list[RoomConflict]:
    house = house_rooms(view.connection, centre_id)
    # What was set up the day before, or still runs, may reach into the first day.
    since, before = begin - LONGEST - LONGEST_SETUP, until + LONGEST_SETUP
    spans = rows_of(view.connection, _SPANS, centre_id, since, before)
    pairs = list(_pairs(spans, house.building))
    names = house.names
    asked = json.dumps(sorted({one for pair in pairs for one in pair}))
    kept = {
        row[0]: KeptDate._make((*row[:4], names.get(row[3], ""), *row[4:]))
        for row in (rows_of(view.connection, _KEPT, asked) if pairs else ())
    }
    found: list[RoomConflict] = []
    for one, other in pairs:
        pair = sorted((kept[one], kept[other]), key=lambda k: (k.starts, k.id))
        (a, b), (c, d) = pair[0].occupied, pair[1].occupied
        starts = max(a, c)
        if begin <= starts < until:
            found.append(RoomConflict(pair[0], pair[1], starts, min(b, d)))
    return sorted(found, key=lambda hit: (hit.starts, hit.room, hit.first.id, hit.second.id))


def _pairs(
    spans: Iterable[tuple[str, int, int, str]], house: Building
) -> Iterator[tuple[str, str]]:
    """The dates (identifiers) that lie over each other, two and two."""
    together: dict[str, list[tuple[str, int, int, str]]] = {}
    group: dict[str, str] = {}
    for span in spans:
        if span[0] not in group:
            group[span[0]] = min(house.connected(span[0]))
        together.setdefault(group[span[0]], []).append(span)
    for those in together.values():
        those.sort(key=itemgetter(1))
        if _any_over(those):
            for one, other in lying_over([span[:3] for span in those], house):
                yield those[one][3], those[other][3]


def _any_over(spans: Iterable[tuple[str, int, int, str]]) -> bool:
    """Whether any of these, in order of their begin, begins before all earlier ones are over."""
    over = 0
    for _, begin, until, _ in spans:
        if begin < over:
            return True
        over = max(over, until)
    return False
