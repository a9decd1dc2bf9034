"""The reckoning of the tests that kill PCs notices what it is there to notice."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from begegnung.wiring import database_path
from tests.torture.fleet import Fleet, Machine, machines_of
from tests.torture.founding import SHARE
from tests.torture.place import Place


@pytest.fixture
def fleet(founded: Path, tmp_path: Path) -> Fleet:
    """PCs that have done something and agree."""
    fleet = Fleet(machines_of(founded, tmp_path), Place(tmp_path / SHARE), seed=3)
    for machine in fleet.machines:
        fleet.start(machine, turns=12)
        fleet.wait_for(machine)
    assert fleet.reckon().violations == []
    return fleet


def tampered(machine: Machine, statement: str) -> None:
    with closing(sqlite3.connect(database_path(machine.pc.folder))) as database:
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (guard,) in guards.fetchall():
            database.execute(f"DROP TRIGGER {guard}")
        assert database.execute(statement).rowcount == 1
        database.commit()


def test_it_sees_what_one_pc_has_lost(fleet: Fleet) -> None:
    second = fleet.machines[1]
    person = min(row for entity, row in second.read_diary().came if entity == "person")
    action = second.read_diary().acknowledged[0]
    for statement, complaint in (
        (f"DELETE FROM person WHERE id = '{person}'", f"pc2 lost person {person}"),
        (f"UPDATE person SET mobile = 'x' WHERE id = '{second.pc.person}'", "instead of"),
        (f"UPDATE offer SET title = 'x' WHERE id = '{second.pc.offer}'", "differ in offer"),
        (f"DELETE FROM action WHERE id = '{action}'", f"pc2 lost its action {action}"),
    ):
        tampered(second, statement)
        found = fleet.reckon().violations
        assert [line for line in found if complaint in line], (complaint, found)
