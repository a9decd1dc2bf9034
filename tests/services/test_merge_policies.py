"""What becomes of two values is declared for every column that is exchanged."""

import pytest

from begegnung.db.tables import DELETED, SHARED
from begegnung.exchange import merge
from begegnung.model import merge_policies
from begegnung.model.ledger import APPEND_ONLY
from begegnung.model.merge_policies import POLICIES, asks
from begegnung.model.roles import who_may
from begegnung.texts.staff import PERMISSIONS
from begegnung.texts.stored_values import COLUMNS, SPECIAL, column_words
from begegnung.texts.vocabulary import VERBS


def asked() -> list[tuple[str, str]]:
    """Every column about which somebody may be asked."""
    return [
        (entity, column)
        for entity, policy in POLICIES.items()
        for column, what in policy.columns.items()
        if what == "ask"
    ]


def test_every_table_and_every_column_of_it_has_a_policy_and_nothing_else_has() -> None:
    declared = {entity: set(policy.columns) for entity, policy in POLICIES.items()}

    assert declared == {name: set(table.c.keys()) - {"id"} for name, table in SHARED.items()}


def test_what_is_decided_together_belongs_together() -> None:
    for entity, policy in POLICIES.items():
        grouped = [column for group in policy.together for column in group]
        assert len(grouped) == len(set(grouped)), entity
        for group in policy.together:
            assert set(group) <= set(policy.columns), entity
            assert any(policy.columns[column] == "ask" for column in group), entity


def test_who_decides_needs_a_right_that_there_is() -> None:
    for entity, policy in POLICIES.items():
        rights = {policy.right_for([column]) for column in policy.columns}
        for right in rights - {""}:
            assert right in VERBS or right in PERMISSIONS, (entity, right)
            assert who_may(right)
    assert all(POLICIES[entity].right_for([column]) for entity, column in asked())


def test_nobody_is_ever_asked_about_an_entry_of_the_ledger() -> None:
    for entity in APPEND_ONLY:
        assert set(POLICIES[entity].columns.values()) == {"once"}
        assert not any(asks(entity, column) for column in (*POLICIES[entity].columns, DELETED))


def test_columns_and_tables_of_a_newer_program_are_asked_about_there() -> None:
    assert not asks("person", "nickname")
    assert not asks("dance_card", "name")


@pytest.mark.parametrize(("entity", "column"), asked())
def test_every_column_that_is_asked_about_has_german_words(entity: str, column: str) -> None:
    assert column in COLUMNS or (entity, column) in SPECIAL
    assert column_words(entity, column).split()[0] in ("Der", "Die", "Das")


def test_no_words_are_kept_for_columns_that_nobody_is_asked_about() -> None:
    columns = {column for _, column in asked()}

    assert set(COLUMNS) - columns == set()
    assert set(SPECIAL) - set(asked()) == set()


def test_all_mean_the_same_column_for_a_row_that_was_deleted() -> None:
    assert DELETED == merge.DELETED == merge_policies.DELETED
