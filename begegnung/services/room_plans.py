"""What is in which room, from the database to what is printed."""

from collections import defaultdict
from datetime import date, timedelta

from begegnung.model.local_time import day_of
from begegnung.model.room_rows import PlannedRoom, RoomDay, RoomPlan, RoomUse
from begegnung.model.rows import DateLine
from begegnung.services.dates import dates_between
from begegnung.services.desk import View
from begegnung.services.houses import rooms
from begegnung.services.people_lists import paper_owner


def room_plan(view: View, first: date, days: int, room_id: str | None = None) -> RoomPlan:
    """The rooms in use, or one of them, on `days` days from `first`.

    A date in a combined room stands there and in each of its parts; one in a part stands in the
    combined room too, for it is taken then.
    """
    wanted = tuple(first + timedelta(days=n) for n in range(days))
    used: dict[tuple[str, date], list[DateLine]] = defaultdict(list)
    for line in dates_between(view, wanted[0], wanted[-1]):
        if line.room_id is not None:
            used[line.room_id, day_of(line.starts)].append(line)
    known = rooms(view)
    related = {room.id: {room.id, *room.parts} for room in known}
    for room in known:
        for part in room.parts:
            related.setdefault(part, {part}).add(room.id)
    planned: list[PlannedRoom] = []
    for room in known:
        if room_id in (None, room.id):
            found = tuple(
                RoomDay(day, _uses([one for r in related[room.id] for one in used[r, day]]))
                for day in wanted
            )
            planned.append(PlannedRoom(room.name, found))
    return RoomPlan(paper_owner(view), wanted, tuple(planned))


def _uses(lines: list[DateLine]) -> tuple[RoomUse, ...]:
    ordered = sorted(lines, key=lambda line: (line.starts, line.ends, line.title, line.id))
    return tuple(map(_use, ordered))


def _use(line: DateLine) -> RoomUse:
    return RoomUse(*line.said_times, line.title, line.leader, line.state == "cancelled")
