"""No table and no column can be forgotten when a person is erased."""

from sqlalchemy import Column, String

from begegnung.db.tables import SHARED
from begegnung.model.erasure import FATES, ROOTS, TableFate

_ID_LENGTH = 26
_WITHOUT_KEY = {
    ("person", "merged_into"): "person",
    ("booking", "party_id"): "booking",
    ("booking", "origin_id"): "booking",
    ("payment_note", "cancels_id"): "payment_note",
    ("receipt", "cancels_id"): "receipt",
    ("cash_report", "cancels_id"): "cash_report",
    ("month_closing", "cancels_id"): "month_closing",
    ("offer", "continues_id"): "offer",
    ("occurrence", "replaces_id"): "occurrence",
    ("participation", "centre_id"): "centre",
    ("participation", "offer_id"): "offer",
    ("participation", "district_id"): "district",
    ("offer_figure", "centre_id"): "centre",
    ("offer_figure", "offer_id"): "offer",
}
"""Columns that hold an identifier without saying of what: who adds one, adds it here."""


def leads(table: str) -> dict[str, str]:
    """Every column of a table that holds the identifier of a row, with that row's table."""
    columns: list[Column[object]] = list(SHARED[table].columns)
    found: dict[str, str] = {}
    for column in columns:
        is_id = isinstance(column.type, String) and column.type.length == _ID_LENGTH
        if column.name == "id" or not is_id:
            continue
        keys = [key.column.table.name for key in column.foreign_keys]
        found[column.name] = keys[0] if keys else _WITHOUT_KEY[table, column.name]
    return found


def hers() -> set[str]:
    """The tables that may hold rows of a person."""
    found = {"person"}
    while True:
        more = {
            table
            for table in SHARED
            if any(
                target in found and column not in FATES[table].loose
                for column, target in leads(table).items()
            )
        }
        if more <= found:
            return found
        found |= more


def test_every_table_says_what_becomes_of_its_rows_and_why() -> None:
    assert FATES.keys() == SHARED.keys()
    assert [name for name, fate in FATES.items() if not fate.why] == []
    assert [n for n, fate in FATES.items() if fate.fate != "stays" and not fate.source] == []


def test_every_column_that_leads_to_a_person_or_to_a_row_of_hers_is_declared() -> None:
    personal = hers()
    for table, fate in FATES.items():
        declared = {**fate.leads, **fate.loose}
        found = {column: target for column, target in leads(table).items() if target in personal}
        assert declared == found, table


def test_rows_that_lead_to_her_never_simply_stay() -> None:
    def is_odd(fate: TableFate) -> bool:
        return bool(fate.leads) != (fate.fate in ("erase", "anonymise", "law"))

    assert [name for name, fate in FATES.items() if is_odd(fate)] == []


def test_the_roots_are_what_no_lead_finds() -> None:
    assert set(ROOTS) == {"person", *(n for n, f in FATES.items() if f.fate in ("alone", "named"))}
