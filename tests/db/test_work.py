"""Rows as verbs write and read them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Table, select

from begegnung.db.tables import SHARED, closure, person
from begegnung.db.work import Work
from begegnung.services.desk import View
from tests.desks import House


def full_row(table: Table) -> dict[str, Any]:
    """A value in every column but the identifier."""
    samples: dict[type, Any] = {str: "Öl ' \"", int: 7, bool: True, date: date(2026, 11, 23)}
    return {c.name: samples[c.type.python_type] for c in table.columns if c.name != "id"}


def write_and_read(work: Work, request: tuple[Table, dict[str, Any]]) -> Mapping[str, Any]:
    table, values = request
    return work.row(table, work.insert(table, values))


@pytest.mark.parametrize("name", sorted(SHARED))
def test_a_row_is_read_by_verbs_and_by_queries_as_it_was_written(house: House, name: str) -> None:
    table, values = SHARED[name], full_row(SHARED[name])

    def looked_up(view: View, row_id: str) -> dict[str, Any]:
        found = view.connection.execute(select(table).where(table.c.id == row_id))
        return dict(found.mappings().one())

    row = house.act(write_and_read, (table, values)).value

    assert {column: row[column] for column in values} == values
    assert {type(row[column]) for column in values} == {type(value) for value in values.values()}
    assert house.desk.read(looked_up, row["id"]) == row


def test_what_is_left_out_takes_the_default_of_the_table(house: House) -> None:
    centre = house.desk.centre_id
    row = house.act(write_and_read, (person, {"centre_id": centre, "surname": "Weber"})).value

    assert (row["first_name"], row["birth_year"], row["blocked"]) == ("", None, False)


def change_twice(work: Work, _request: None) -> list[bool]:
    days = {"first_day": date(2026, 11, 23), "last_day": date(2026, 11, 24)}
    row_id = work.insert(closure, {"centre_id": work.centre(), "reason": "Umzug", **days})
    new = {"reason": "Wasserschaden", "last_day": date(2026, 11, 30)}
    return [work.update(closure, row_id, values) for values in (new, new, days, days)]


def test_only_values_that_differ_are_written(house: House) -> None:
    done = house.act(change_twice, None)

    assert done.value == [True, False, True, False]
    assert [(c.kind, c.before, c.after) for c in done.action.changes[1:]] == [
        (
            "U",
            {"reason": "Umzug", "last_day": "2026-11-24"},
            {"reason": "Wasserschaden", "last_day": "2026-11-30"},
        ),
        ("U", {"last_day": "2026-11-30"}, {"last_day": "2026-11-24"}),
    ]


def test_a_column_that_does_not_exist_is_not_silently_left_out(house: House) -> None:
    values = {"centre_id": house.desk.centre_id, "surname": "Weber", "nickname": "Wessi"}

    with pytest.raises(KeyError, match="nickname"):
        house.act(write_and_read, (person, values))


def write_nothing(work: Work, _request: None) -> list[str]:
    return work.insert_many(person, [])


def test_no_rows_make_no_action(house: House) -> None:
    done = house.act(write_nothing, None)

    assert (done.value, done.action) == ([], None)
