"""Every two dates of a house that keep the same room at the same time, also those overruled.

Of thousands of coming dates hardly two lie over each other, and the page Heute asks each time it is
shown. So the begins and ends are taken from the index alone, room by room, and only where two of
them overlap are the dates read.
"""

import json
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import accumulate, islice
from operator import gt, itemgetter, lt
from typing import NamedTuple

from begegnung.model.local_time import DAY
from begegnung.model.offers import LONGEST_SETUP
from begegnung.model.rooms import Building, lying_over
from begegnung.services.desk import View
from begegnung.services.occupancy import LONGEST, Slot, house_rooms, occupied, rows_of
from begegnung.services.present import moment_of

_OF_HOUSE = """
FROM room AS r CROSS JOIN occurrence AS o
  ON o.room_id = r.id AND o.starts >= ? AND o.starts < ?
"""

_TIMES = f"""
SELECT r.id, json_group_array(o.starts), json_group_array(o.ends)
{_OF_HOUSE}
WHERE r.centre_id = ? GROUP BY r.id
"""
"""From the index alone: dropped dates are among them, and set-up and clearing are missing."""

_MARGINS = f"""
SELECT r.id, o.starts, o.ends, o.setup_minutes, o.clearing_minutes
{_OF_HOUSE} AND (o.setup_minutes > 0 OR o.clearing_minutes > 0)
WHERE r.centre_id = ?
"""

_NEAR = """
SELECT DISTINCT o.room_id, o.starts - o.setup_minutes, o.ends + o.clearing_minutes, o.id
FROM json_each(?) AS span CROSS JOIN json_each(?) AS place
CROSS JOIN occurrence AS o ON o.room_id = place.value
  AND o.starts >= json_extract(span.value, '$[0]')
  AND o.starts < json_extract(span.value, '$[1]')
  AND o.state = 'planned' AND o.untimed = 0
"""

_KEPT = """
SELECT o.id, o.offer_id, coalesce(nullif(o.title, ''), f.title, ''), o.room_id,
       o.starts, o.ends, o.setup_minutes, o.clearing_minutes, o.overruled
FROM json_each(?) AS wanted CROSS JOIN occurrence AS o ON o.id = wanted.value
LEFT JOIN offer AS f ON f.id = o.offer_id
"""

_MANY = 200
"""From so many places on where something overlaps, all the dates are read at once."""


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
    pairs = list(_pairs(view, centre_id, house.building, (since, before)))
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


class _Times(NamedTuple):
    """What rooms that hang together are kept for: begins and ends, in order of the begin."""

    rooms: frozenset[str]
    begins: list[int]
    ends: list[int]


def _pairs(view: View, centre_id: str, house: Building, within: Slot) -> Iterator[tuple[str, str]]:
    """The dates (identifiers) that begin in `within` and lie over each other, two and two."""
    for times in _times_of_groups(view, centre_id, house, within):
        reached = accumulate(times.ends, max)
        # Mostly nothing overlaps: then nothing more is done with any of the dates.
        if not any(map(lt, islice(times.begins, 1, None), reached)):
            continue
        # A date may begin before the overlap, if its clearing is in it, or behind it, with set-up.
        longest = LONGEST + LONGEST_SETUP
        spans = [(begin - longest, until + LONGEST_SETUP) for begin, until in _overlapping(times)]
        asked = [within] if len(spans) > _MANY else spans
        near = rows_of(view.connection, _NEAR, json.dumps(asked), json.dumps(sorted(times.rooms)))
        near.sort(key=itemgetter(1, 3))
        for one, other in lying_over([row[:3] for row in near], house):
            yield near[one][3], near[other][3]


def _times_of_groups(view: View, centre_id: str, house: Building, within: Slot) -> Iterator[_Times]:
    """What the rooms are kept for, by those that hang together; set-up and clearing are spans too.

    A room that takes several groups and hangs together with no other one is left out.
    """
    times: dict[frozenset[str], _Times] = {}
    for room_id, starts, ends in rows_of(view.connection, _TIMES, *within, centre_id):
        group = house.connected(room_id)
        if house.blocking(room_id) or len(group) > 1:
            known = times.setdefault(group, _Times(group, [], []))
            known.begins.extend(json.loads(starts))
            known.ends.extend(json.loads(ends))
    for room_id, starts, ends, setup, clearing in rows_of(
        view.connection, _MARGINS, *within, centre_id
    ):
        if (known := times.get(house.connected(room_id))) is not None:
            known.begins.extend((starts - setup, ends))
            known.ends.extend((starts, ends + clearing))
    for known in times.values():
        yield known if _ordered(known.begins) else _sorted(known)


def _ordered(begins: Sequence[int]) -> bool:
    return not any(map(gt, begins, islice(begins, 1, None)))


def _sorted(times: _Times) -> _Times:
    spans = sorted(zip(times.begins, times.ends, strict=True))
    return _Times(times.rooms, [begin for begin, _ in spans], [end for _, end in spans])


def _overlapping(times: _Times) -> Iterator[Slot]:
    """Where two or more spans are at the same time, from and until."""
    first, until, several = 0, 0, False
    for begin, end in zip(times.begins, times.ends, strict=True):
        if begin < until:
            several, until = True, max(until, end)
            continue
        if several:
            yield first, until
        first, until, several = begin, end, False
    if several:
        yield first, until
