"""What the databases must hold in the end, known from the diaries alone.

- Every row that a PC said it made is on every PC that may see it, unless somebody removed it.
- A row that was erased is on none.
- A contested cell shows exactly the values that nobody has knowingly replaced.
- Every acknowledged action stands in the log of the PC that did it.
- All PCs of a house hold the same, all houses the same of the city, and nothing is broken.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from begegnung.db.tables import SHARED, action, change
from begegnung.exchange.layout import CITY, house_scope
from begegnung.services.check import check
from begegnung.services.clashes import clashes
from begegnung.services.desk import Desk, View
from begegnung.services.state import state_hash
from tests.desks import Content, content
from tests.torture.diary import Cell, Diary
from tests.torture.founding import Founded
from tests.torture.pc import values_in

_CITY = frozenset(name for name, table in SHARED.items() if table.info["scope"] == "city")


@dataclass(frozen=True, slots=True)
class Witness:
    """One PC at the end: what it noted while it lived, and its database as it is now."""

    pc: Founded
    diary: Diary
    desk: Desk


@dataclass
class Reckoning:
    """The result: `violations` in words, none if all is well, and the figures."""

    violations: list[str] = field(default_factory=list[str])
    acknowledged: int = 0
    rows: int = 0
    contested: int = 0
    runs: int = 0

    def __str__(self) -> str:
        return (
            f"{self.acknowledged} acknowledged actions, {self.rows} rows, "
            f"{self.contested} contested values, {self.runs} runs, "
            f"{len(self.violations)} violations"
        )


def reckon(witnesses: Sequence[Witness]) -> Reckoning:
    """Holds the databases against the diaries."""
    found = Reckoning()
    for witness in witnesses:
        diary = witness.diary
        found.acknowledged += len(diary.acknowledged)
        found.rows += len(diary.came)
        found.contested += len(diary.tried)
        found.runs += diary.runs
    houses: defaultdict[str, list[Witness]] = defaultdict(list)
    for witness in witnesses:
        houses[witness.pc.house].append(witness)
    for house in houses.values():
        found.violations += [*_lost_rows(house, house), *_contested(house), *_unlike(house)]
    found.violations += [*_lost_rows(witnesses, witnesses, _CITY), *_unlike(witnesses, _CITY)]
    for witness in witnesses:
        found.violations += [*_lost_actions(witness), *_broken(witness)]
    return found


def _lost_rows(
    makers: Sequence[Witness], holders: Sequence[Witness], tables: frozenset[str] | None = None
) -> list[str]:
    """Rows that somebody made, nobody removed, and one of the PCs does not have."""
    came = {row for maker in makers for row in maker.diary.came}
    went = {row for maker in makers for row in maker.diary.went}
    erased = {row for maker in makers for row in maker.diary.erased}
    expected = {row for row in came if tables is None or row[0] in tables}
    lines: list[str] = []
    for holder in holders:
        rows = holder.desk.read(content)
        missing = {row for row in expected if row[1] not in rows[row[0]]}
        # What a killed PC had no time to note, its log tells.
        missing -= went | holder.desk.read(_removed)
        lines += [f"{holder.pc.name} lost {entity} {row}" for entity, row in sorted(missing)]
        there = {row for row in erased if row[1] in rows.get(row[0], {})}
        lines += [f"{holder.pc.name} still has {entity} {row}" for entity, row in sorted(there)]
    return lines


def _removed(view: View) -> set[tuple[str, str]]:
    rows = view.connection.execute(
        select(change.c.entity, change.c.entity_id).where(change.c.kind.in_(("D", "E")))
    )
    return {(row[0], row[1]) for row in rows}


def _lost_actions(witness: Witness) -> list[str]:
    """Actions that a PC has acknowledged and does not know any more.

    Others may know them by a snapshot, which tells what became of the rows, not how.
    """
    missing = set(witness.diary.acknowledged) - witness.desk.read(logged_actions)
    return [f"{witness.pc.name} lost its action {one}" for one in sorted(missing)]


def logged_actions(view: View) -> set[str]:
    """The identifiers of all actions in the log."""
    return set(view.connection.execute(select(action.c.id)).scalars())


def _contested(house: Sequence[Witness]) -> list[str]:
    """Cells that show something else than what nobody has knowingly replaced."""
    written = [one for witness in house for one in witness.diary.tried]
    said = {value for witness in house for value in witness.diary.wrote}
    logged = {value for witness in house for value in witness.desk.read(_logged_values)}
    happened = [one for one in written if one.value in said | logged]
    lines: list[str] = []
    pc = house[0].pc
    if not pc.person:
        return []
    cells: list[Cell] = [("person", pc.person, "mobile"), ("offer", pc.offer, "remark")]
    for cell in cells:
        here = [one for one in happened if one.cell == cell]
        replaced = {value for one in here for value in one.seen}
        expected = {"", *(one.value for one in here)} - replaced
        for witness in house:
            shown = values_in(witness.desk, cell)
            if shown != expected:
                lines.append(f"{witness.pc.name} shows {set(shown)} instead of {expected}")
    return lines


def _logged_values(view: View) -> set[str]:
    """Every text that the log says was written into a contested column."""
    rows = view.connection.execute(
        select(change.c.after).where(change.c.kind == "U", change.c.entity.in_(("person", "offer")))
    ).scalars()
    values = [json.loads(after) for after in rows]
    return {str(row[key]) for row in values for key in ("mobile", "remark") if key in row}


def _unlike(witnesses: Sequence[Witness], tables: frozenset[str] | None = None) -> list[str]:
    """Differences between PCs that should hold the same."""
    states = [_state(witness.desk, tables) for witness in witnesses]
    first = states[0]
    return [
        f"{witness.pc.name} and {witnesses[0].pc.name} differ in {name}"
        for witness, state in zip(witnesses, states, strict=True)
        for name in state
        if state[name] != first[name]
    ]


def _state(desk: Desk, tables: frozenset[str] | None) -> dict[str, Any]:
    rows: Content = desk.read(content)
    if tables is not None:
        rows = {name: rows[name] for name in tables}
        return {**rows, "the hash of the city": desk.read(state_hash, CITY)}
    own = house_scope(desk.centre_id or "")
    return {
        **rows,
        "the hash of the house": desk.read(state_hash, own),
        "what is to be settled": desk.read(clashes),
    }


def _broken(witness: Witness) -> list[str]:
    verdict = witness.desk.read(check)
    return [f"{witness.pc.name}: {problem}" for problem in verdict.problems]
