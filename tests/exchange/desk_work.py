"""What people at simulated desks do, and what a desk lists for them to settle.

Bookings and dates are made by the rules of the program: nobody is booked where no place is free,
nothing is planned where the room is taken, as far as the desk knows. So too many bookings and
double use of rooms come from desks that could not see each other, and the lists of them
(`open_questions`) follow from the merged rows alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import count
from random import Random
from typing import Any

from begegnung.exchange import layout
from begegnung.model.booking_rows import free_places
from begegnung.model.changes import Change
from begegnung.model.rooms import building, lying_over
from tests.exchange.memory_ledger import MemoryLedger
from tests.exchange.memory_snapshots import Row

ROOMS = building([("saal", "saal-1"), ("saal", "saal-2")], ())
PLACES_TO_BE = ("saal", "saal-1", "saal-2", "cafe")
COLUMNS = ("name", "phone", "seats")
COURSES = ("k0", "k1")

Rows = Mapping[Row, Mapping[str, Any]]
"""The rows that exist, with their values."""
Changes = dict[str, tuple[Change, ...]]
"""What one user verb does, by scope."""


def some_verb(random: Random, ledger: MemoryLedger, number: int, *, erases: bool) -> Changes:
    """What somebody does next at this desk; `number` is used for it alone."""
    scopes = sorted(ledger.state.scopes)
    chance = random.random()
    if chance < 0.12 and len(scopes) > 1:
        return _books(random, ledger, number)
    if chance < 0.18:
        return {layout.CITY: (_course(random, ledger),)}
    if chance < 0.26:
        return _plans(random, ledger)
    chosen = random.choice([[scope] for scope in scopes] + [scopes])
    return {
        scope: tuple(
            _card_index(random, ledger, scope, number, erases=erases)
            for _ in range(random.randint(1, 2))
        )
        for scope in chosen
    }


def _card_index(
    random: Random, ledger: MemoryLedger, scope: str, number: int, *, erases: bool
) -> Change:
    """Somebody writes into a row, makes it, removes it, or has it erased."""
    row = _some_row(random, ledger, scope)
    shown = ledger.row(scope, row)
    value = lambda: random.choice([None, True, 1, "a", "b", number])  # noqa: E731
    if not shown.exists:
        return Change(*row, "I", None, {column: value() for column in COLUMNS})
    chance = random.random()
    if chance < 0.04 and erases:
        return Change(*row, "E", None, None)
    if chance < 0.15:
        return Change(*row, "D", dict(shown.values), None)
    columns = random.sample(COLUMNS, random.randint(1, 2))
    return _update(row, shown.values, {column: value() for column in columns})


def _some_row(random: Random, ledger: MemoryLedger, scope: str) -> Row:
    """A row that was not erased, as far as the desk knows: nobody gets an old identifier."""
    erased = ledger.state.scopes[scope].erased
    names = (f"r{random.randrange(4)}-{turn}" for turn in count())
    return next(("room", name) for name in names if ("room", name) not in erased)


def _books(random: Random, ledger: MemoryLedger, number: int) -> Changes:
    """Somebody is booked, put on the waiting list, or gives the place back."""
    (house,) = ledger.state.scopes.keys() - {layout.CITY}
    course = random.choice(COURSES)
    seats = ledger.row(layout.CITY, ("course", course)).values.get("seats")
    rows = existing(ledger, house)
    if rows and random.random() < 0.3:
        row = random.choice(sorted(rows))
        if row[0] == "booking":
            return {house: (_update(row, rows[row], {"state": "cancelled"}),)}
    taken = len(_booked(rows).get(course, ()))
    free = free_places(seats, taken, 0)
    state = "waiting" if free == 0 else "booked"
    row = ("booking", f"{ledger.device()}-{number}")
    return {house: (Change(*row, "I", None, {"course": course, "state": state}),)}


def _course(random: Random, ledger: MemoryLedger) -> Change:
    row = ("course", random.choice(COURSES))
    shown = ledger.row(layout.CITY, row)
    seats = {"seats": random.choice([None, 1, 1, 2])}
    return _update(row, shown.values, seats) if shown.exists else Change(*row, "I", None, seats)


def _plans(random: Random, ledger: MemoryLedger) -> Changes:
    """A date is planned or moved to a time at which its room is free, if there is one."""
    row = ("date", f"d{random.randrange(4)}")
    rows = existing(ledger, layout.CITY)
    begin = random.randrange(4)
    wanted = {"room": random.choice(PLACES_TO_BE), "begin": begin, "end": begin + 2}
    if any(row in pair for pair in _in_the_way({**rows, row: wanted})):
        return {}
    shown = rows.get(row)
    change = Change(*row, "I", None, wanted) if shown is None else _update(row, shown, wanted)
    return {layout.CITY: (change,)}


def _update(row: Row, shown: Mapping[str, Any], values: Mapping[str, Any]) -> Change:
    return Change(*row, "U", {column: shown.get(column) for column in values}, values)


def existing(ledger: MemoryLedger, scope: str) -> Rows:
    """The rows that a desk shows of a scope."""
    return {row: s.values for row, s in ledger.rows(scope).items() if s.exists}


def open_questions(city: Rows, house: Rows) -> set[tuple[Any, ...]]:
    """What has to be settled by somebody: courses with too many bookings, rooms used twice."""
    seats = {row[1]: values.get("seats") for row, values in city.items() if row[0] == "course"}
    crowded = {
        ("seats", course, tuple(sorted(names)))
        for course, names in _booked(house).items()
        if (places := seats.get(course)) is not None and len(names) > places
    }
    return crowded | {("room", *sorted(pair)) for pair in _in_the_way(city)}


def _booked(rows: Rows) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for (entity, name), values in rows.items():
        if entity == "booking" and values.get("state") == "booked":
            found[values.get("course", "")].append(name)
    return found


def _in_the_way(rows: Rows) -> Iterable[tuple[Row, Row]]:
    dates = sorted(row for row in rows if row[0] == "date")
    values = [rows[date] for date in dates]
    kept = [(v.get("room", ""), v.get("begin", 0), v.get("end", 0)) for v in values]
    return [(dates[one], dates[other]) for one, other in lying_over(kept, ROOMS)]
