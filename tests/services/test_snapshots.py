"""Snapshots bring to another PC exactly what the bundles in them would have brought."""

import os
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from begegnung.db.tables import clash, district, erased, household, person
from begegnung.exchange.bundle import OpenedBundle
from begegnung.exchange.codec import Header
from begegnung.exchange.layout import CITY, house_scope
from begegnung.services.check import check
from begegnung.services.desk import Desk, View
from begegnung.services.exchange_ledger import DatabaseLedger
from begegnung.services.scope_state import Lane, note_lane
from begegnung.services.snapshots import make_payload, take_in_payload
from begegnung.wiring import open_desk
from tests.desks import StandingClock, content, copy_of, search_words
from tests.exchange.papers import keys_of
from tests.services.post import hand_over, seal_here, write

HISTORIES = int(os.environ.get("BEGEGNUNG_SNAPSHOT_HISTORIES", "6"))


def shown(desk: Desk) -> Any:
    """All rows, what is to be settled, and what the search finds."""
    rows = desk.read(content)
    rows.pop("device")
    return rows, desk.read(_clashes), desk.read(search_words)


def _clashes(view: View) -> list[Any]:
    columns = (clash.c.entity, clash.c.entity_id, clash.c.column_name, clash.c.candidates)
    return sorted(tuple(row) for row in view.connection.execute(select(*columns)))


_ERASED = select(erased.c.entity_id)


class Town:
    """Some PCs of one house that hand each other bundles and snapshots."""

    def __init__(self, prepared: Path, folder: Path, random: Random, number: int) -> None:
        self.random = random
        self.folder = folder
        self.prepared = prepared
        self.bundles: list[OpenedBundle] = []
        self.snapshots: list[tuple[str, bytes]] = []
        first = self.new_pc()
        self.scope = house_scope(first.centre_id or "")
        self.desks = [first]
        self.seal(first)
        for _ in range(number - 1):
            self.desks.append(self.joined())

    def new_pc(self) -> Desk:
        folder = copy_of(self.prepared, self.folder / f"pc{len(list(self.folder.iterdir()))}")
        return open_desk(folder, clock=StandingClock())

    def joined(self) -> Desk:
        folder = self.folder / f"pc{len(list(self.folder.iterdir()))}"
        desk = open_desk(folder, clock=StandingClock(), device_name=folder.name)
        desk.bind(self.desks[0].centre_id or "")
        self.seal(desk)
        self.give_all(desk)
        return desk

    def seal(self, desk: Desk) -> None:
        for scope in (CITY, self.scope):
            bundle = seal_here(desk, scope)
            if bundle:
                self.bundles.append(bundle)

    def give_all(self, desk: Desk) -> None:
        self.seal(desk)
        for bundle in self.bundles:
            hand_over(desk, bundle)

    def edit(self, desk: Desk) -> None:
        table: Any = self.random.choice([person, household, district])
        known = list(desk.read(content)[table.name])
        gone = desk.read(lambda view: set(view.connection.execute(_ERASED).scalars()))
        kind = self.random.choice([*"iiiiuuuuuurre"])
        fresh = f"{table.name}{self.random.randrange(6)}"
        centre = desk.centre_id
        values: dict[str, Any] = {
            "person": {"surname": self.name(), "phone": self.name(), "centre_id": centre},
            "household": {"phone": self.name(), "centre_id": centre},
            "district": {"name": self.name()},
        }[table.name]
        if kind == "i" and fresh not in {*known, *gone}:
            desk.act(write, ("i", table, fresh, values))
        elif kind != "i" and known:
            row_id = self.random.choice(known)
            one = self.random.choice([key for key in values if key != "centre_id"])
            desk.act(write, (kind, table, row_id, {one: values[one]}))

    def name(self) -> str:
        return self.random.choice(["Ä", "B", "C", "D"]) * self.random.randint(1, 3)

    def step(self) -> None:
        desk, chance = self.random.choice(self.desks), self.random.random()
        if chance < 0.6:
            self.edit(desk)
        elif chance < 0.8:
            self.seal(desk)
        elif chance < 0.9:
            # Whoever has a bundle has all it rests on: they are handed over in their order.
            self.seal(desk)
            for bundle in self.bundles[: self.random.randrange(len(self.bundles) + 1)]:
                hand_over(desk, bundle)
        elif chance < 0.95 or not self.snapshots:
            for scope in (CITY, self.scope):
                self.snapshots.append((scope, make_payload(desk, scope).data))
        else:
            self.seal(desk)
            scope, data = self.random.choice(self.snapshots)
            assert take_in_payload(desk, scope, data) is not None

    def close(self) -> None:
        for desk in self.desks:
            desk.close()


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_a_snapshot_is_worth_exactly_the_bundles_it_covers(
    prepared: Path, tmp_path: Path, seed: int
) -> None:
    town = Town(prepared, tmp_path, Random(seed), 3)
    for _ in range(30):
        town.step()
    for desk in town.desks:
        town.seal(desk)
    for desk in town.desks:
        town.give_all(desk)
    by_bundles = town.joined()
    town.desks.append(by_bundles)
    late = open_desk(town.folder / "nur Abzug", clock=StandingClock(), device_name="Abzug")
    late.bind(by_bundles.centre_id or "")
    town.desks.append(late)
    town.seal(late)
    writer = town.random.choice(town.desks[:3])
    for scope in (CITY, town.scope):
        payload = make_payload(writer, scope)
        assert take_in_payload(late, scope, payload.data)
        assert take_in_payload(late, scope, payload.data) == 0
    expected = shown(town.desks[0])
    for desk in town.desks:
        assert shown(desk) == expected
        assert not [p for p in desk.read(check).problems if p.kind != "orphan"]
    # What comes later is judged the same by everybody, whatever they have of the past.
    for _ in range(6):
        town.edit(town.random.choice(town.desks))
    for desk in town.desks:
        town.seal(desk)
    for desk in town.desks:
        town.give_all(desk)
    expected = shown(town.desks[0])
    for desk in town.desks:
        assert shown(desk) == expected
    town.close()


def test_a_lane_is_taken_once_a_copy_has_written_in_it_wherever_this_pc_is_by_now(
    prepared: Path, tmp_path: Path
) -> None:
    with closing(open_desk(copy_of(prepared, tmp_path), clock=StandingClock())) as desk:
        lane = f"{desk.device}.0"
        ledger = DatabaseLedger(desk, keys_of("pc1"))

        def knows(name: str, seq: int, prev: str | None) -> None:
            header = Header(CITY, lane, seq, prev, (), 4, 1, 0, (0, 0), "", "", "", "")
            hand_over(desk, OpenedBundle(name * 64, f"{CITY}/{name}", header, ()))

        for seq, (name, prev) in enumerate([("1", None), ("2", "1" * 64), ("3", "2" * 64)], 1):
            knows(name, seq, prev)
        with desk.local_transaction() as connection:
            note_lane(connection, CITY, Lane(lane, 4, "3" * 64))
        assert not ledger.is_lane_taken(CITY)
        knows("a", 2, "1" * 64)
        assert ledger.is_lane_taken(CITY)
