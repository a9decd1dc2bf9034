"""An approved PC can write in its own scopes alone, whatever it puts into bundle or snapshot."""

import json
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from begegnung.db.tables import action, change, person, staff_user
from begegnung.exchange.errand import Limits
from begegnung.exchange.run import exchange
from begegnung.exchange.share import LocalShare
from begegnung.services.check import check
from begegnung.services.exchange_ledger import DatabaseLedger
from begegnung.services.key_store import device_keys
from begegnung.services.people import people_list
from begegnung.services.staff import staff
from tests.desks import House
from tests.joined import JoinedTown, exchanges


def slip_in(house: House, scope: str, entity: str, row_id: str, kind: str, row: Any) -> None:
    """Writes a change into the log under a scope it does not belong to."""
    with house.desk.local_transaction() as connection:
        newest = connection.execute(select(action.c.stamp).order_by(action.c.stamp.desc())).first()
        assert newest is not None
        name = secrets.token_hex(13)
        connection.execute(
            action.insert(),
            {
                "id": name,
                "device": house.desk.device,
                "seq": 1_000_000,
                "stamp": newest.stamp + 1,
                "verb": "people.add_person",
                "title": "",
            },
        )
        connection.execute(
            change.insert(),
            {
                "action_id": name,
                "position": 0,
                "scope": scope,
                "entity": entity,
                "entity_id": row_id,
                "kind": kind,
                "after": None if row is None else json.dumps(row),
            },
        )


def manager(house: House) -> dict[str, Any]:
    """A row that would make somebody a manager of the house."""
    return {"centre_id": house.desk.centre_id, "name": "Eindringling", "role": "manager"}


def exchanges_with_a_snapshot(house: House, share: Path) -> None:
    """A run after which everything of this PC lies in a snapshot."""
    report = exchange(
        LocalShare(share),
        DatabaseLedger(house.desk, device_keys(house.folder, house.desk.device)),
        now=datetime.fromtimestamp(house.desk.now_ms() / 1000, tz=UTC),
        sleep=lambda _seconds: None,
        limits=Limits(bundles=0),
    )
    assert report.complete
    assert list(share.glob("s/stadt/n/*.sn")) != []
    assert list(share.glob(f"s/stadt/b/{house.desk.device}.*/*.bz")) == []


@pytest.mark.parametrize("by_snapshot", [False, True])
def test_a_pc_of_another_house_can_neither_erase_nor_add_anybody_through_the_programme(
    town: JoinedTown, by_snapshot: bool
) -> None:
    her = town.house.person("Kowalczyk")
    assert exchanges(town.house, town.share).complete
    slip_in(town.other, "city", person.name, her, "E", None)
    slip_in(town.other, "city", staff_user.name, "x" * 26, "I", manager(town.house))
    if by_snapshot:
        exchanges_with_a_snapshot(town.other, town.share)
    else:
        assert exchanges(town.other, town.share).complete

    for one in (town.house, town.second):
        assert exchanges(one, town.share).complete
        assert [line.surname for line in one.desk.read(people_list)] == ["Kowalczyk"]
        assert "Eindringling" not in {line.name for line in one.desk.read(staff)}
        assert one.desk.read(check).clean
