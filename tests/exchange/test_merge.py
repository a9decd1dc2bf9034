"""What a row is when several desks have worked on it."""

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.exchange.ancestry import Ancestry
from begegnung.exchange.bundle import open_bundle
from begegnung.exchange.merge import DELETED, RowOp, RowState, compact, merge_row, row_ops
from tests.exchange.bundles import HOUSE, action, insert, remove, seal_one, update
from tests.exchange.graphs import Graph
from tests.exchange.papers import TRUST

NEW: Mapping[str, Any] = {"name": "Saal", "seats": 40}


def graph(**bundles: str) -> Graph:
    """Bundles by name with the names of those they rest on."""
    ancestry = Graph()
    for number, (bundle, deps) in enumerate(bundles.items()):
        ancestry.add(bundle, f"pc{number}.a", None, deps.split())
    return ancestry


def op(
    bundle: str | None, stamp: int, kind: Any = "U", index: int = 0, device: str = "", **after: Any
) -> RowOp:
    return RowOp(bundle, index, stamp, device or f"pc-{bundle}", index, kind, after)


def test_a_row_has_the_values_it_was_made_with() -> None:
    state = merge_row([op("a", 1, "I", **NEW)], graph(a=""))
    assert state == RowState(exists=True, values=NEW, clashes=())


def test_nothing_known_is_no_row() -> None:
    assert merge_row([], graph()) == RowState(exists=False, values={}, clashes=())


def test_an_edit_that_knew_the_old_value_replaces_it_whatever_its_clock_says() -> None:
    made, edited = op("a", 9_999, "I", **NEW), op("b", 1, seats=30)
    state = merge_row([made, edited], graph(a="", b="a"))
    assert (state.values["seats"], state.clashes) == (30, ())


def test_two_edits_that_did_not_know_of_each_other_are_a_clash() -> None:
    ops = [op("a", 1, "I", **NEW), op("b", 5, seats=30), op("c", 7, seats=35)]
    state = merge_row(ops, graph(a="", b="a", c="a"))
    (clash,) = state.clashes
    assert state.values == {"name": "Saal", "seats": 35}
    assert (clash.column, clash.winner.value, clash.winner.lane) == ("seats", 35, "pc2.a")
    assert [(o.value, o.stamp, o.lane) for o in clash.others] == [(30, 5, "pc1.a")]


def test_the_same_value_from_two_desks_is_no_clash() -> None:
    ops = [op("a", 1, "I", **NEW), op("b", 5, seats=30), op("c", 7, seats=30)]
    assert merge_row(ops, graph(a="", b="a", c="a")).clashes == ()


def test_yes_and_one_are_different_values() -> None:
    ops = [op("a", 1, "I", **NEW), op("b", 5, seats=True), op("c", 7, seats=1)]
    assert len(merge_row(ops, graph(a="", b="a", c="a")).clashes) == 1


def test_different_columns_do_not_clash() -> None:
    ops = [op("a", 1, "I", **NEW), op("b", 5, seats=30), op("c", 7, name="Café")]
    state = merge_row(ops, graph(a="", b="a", c="a"))
    assert state == RowState(exists=True, values={"name": "Café", "seats": 30}, clashes=())


def test_an_edit_that_saw_both_values_settles_the_clash_whatever_its_clock_says() -> None:
    ops = [op("b", 500, seats=30), op("c", 700, seats=35), op("d", 1, seats=30)]
    state = merge_row(ops, graph(a="", b="a", c="a", d="b c"))
    assert (state.values["seats"], state.clashes) == (30, ())


def test_the_later_change_in_one_bundle_wins() -> None:
    ops = [op("a", 9, "I", **NEW), op("a", 8, index=1, seats=30), op("a", 7, index=2, seats=35)]
    assert merge_row(ops, graph(a="")).values["seats"] == 35


def test_what_is_in_no_bundle_yet_has_seen_everything() -> None:
    ops = [op("b", 500, seats=30), op("c", 700, seats=35), op(None, 1, seats=32)]
    state = merge_row(ops, graph(a="", b="a", c="a"))
    assert (state.values["seats"], state.clashes) == (32, ())


def test_a_deleted_row_is_gone_without_clashes() -> None:
    ops = [op("a", 1, "I", **NEW), op("b", 5, seats=30), op("c", 7, seats=35), op("d", 2, "D")]
    state = merge_row(ops, graph(a="", b="a", c="a", d="b c"))
    assert state == RowState(exists=False, values={}, clashes=())


def test_deleting_and_editing_without_knowing_of_each_other_keeps_the_row_and_asks() -> None:
    ops = [op("a", 1, "I", **NEW), op("b", 900, "D"), op("c", 7, seats=35)]
    state = merge_row(ops, graph(a="", b="a", c="a"))
    (clash,) = state.clashes
    assert state.exists
    assert state.values == {"name": "Saal", "seats": 35}
    assert (clash.column, clash.winner.value, clash.winner.lane) == (DELETED, False, "pc2.a")
    assert [(o.value, o.lane) for o in clash.others] == [(True, "pc1.a")]


@pytest.mark.parametrize("decision", ["D", "U"])
def test_a_decision_that_saw_both_settles_whether_the_row_is_deleted(decision: str) -> None:
    ops = [op("a", 1, "I", **NEW), op("b", 9, "D"), op("c", 7, seats=35), op("d", 1, decision)]
    state = merge_row(ops, graph(a="", b="a", c="a", d="b c"))
    assert (state.exists, state.clashes) == (decision == "U", ())


def test_two_desks_that_delete_a_row_agree() -> None:
    ops = [op("a", 1, "I", **NEW), op("b", 9, "D"), op("c", 7, "D")]
    assert not merge_row(ops, graph(a="", b="a", c="a")).exists


def test_a_row_that_is_brought_back_has_the_values_it_was_brought_back_with() -> None:
    ops = [op("a", 1, "I", **NEW), op("b", 2, "D"), op("c", 3, "I", name="Saal", seats=12)]
    state = merge_row(ops, graph(a="", b="a", c="b"))
    assert state == RowState(exists=True, values={"name": "Saal", "seats": 12}, clashes=())


def test_one_row_made_on_two_desks_is_one_row() -> None:
    ops = [op("a", 1, "I", name="Saal", seats=40), op("b", 2, "I", name="Saal", seats=41)]
    state = merge_row(ops, graph(a="", b=""))
    assert [clash.column for clash in state.clashes] == ["seats"]
    assert state.values == {"name": "Saal", "seats": 41}


def test_a_change_that_a_copied_desk_seals_again_does_not_come_back() -> None:
    ops = [op(b, 5, device="x", seats=30) for b in ("a", "twin")]
    ops.insert(1, op("b", 6, seats=35))
    ancestry = graph(a="", b="a", twin="")
    assert merge_row(ops, ancestry) == merge_row(ops[:2], ancestry)
    assert merge_row(ops, ancestry).clashes == ()


def test_the_ops_of_a_bundle_are_counted_through_it_and_named_within_their_action() -> None:
    one = action(1, insert("r1", seats=40), insert("r2", seats=20))
    two = action(2, update("r1", seats=30), remove("r2"))
    opened = open_bundle(seal_one(HOUSE, one, two).data, HOUSE, TRUST)
    found = list(row_ops(opened))
    assert [row for row, _ in found] == [("room", "r1"), ("room", "r2")] * 2
    assert [o.index for _, o in found] == [0, 1, 2, 3]
    assert [(o.stamp, o.device, o.position) for _, o in found] == [
        (a.stamp, "pc1", n) for a in (one, two) for n in (0, 1)
    ]
    ancestry = graph(**{opened.hash: ""})
    assert merge_row([o for row, o in found if row[1] == "r1"], ancestry).values == {"seats": 30}
    assert not merge_row([o for row, o in found if row[1] == "r2"], ancestry).exists


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[RowOp], Ancestry]:
    """Changes of one row in a random graph of bundles, some sealed twice, some not yet."""
    random = draw(st.randoms(use_true_random=False))
    ancestry = Graph()
    ops: list[RowOp] = []
    bundles: list[str] = []
    for number in range(draw(st.integers(1, 8))):
        deps = random.sample(bundles, min(len(bundles), random.randrange(3)))
        bundles.append(f"b{number}")
        ancestry.add(bundles[-1], f"pc{number}.a", None, deps)
        ops += [_random_op(random, bundles[-1], index) for index in range(random.randrange(3))]
    ops += [_random_op(random, None, index) for index in range(random.randrange(2))]
    return ops, ancestry


def _random_op(random: Random, bundle: str | None, index: int) -> RowOp:
    kind = random.choice(["I", "U", "U", "D"])
    columns = [] if kind == "D" else random.sample("ab", random.randint(1, 2))
    after: dict[str, Any] = {column: random.randrange(3) for column in columns}
    return op(bundle, random.randrange(4), kind, index, **after)


@given(histories(), st.randoms(use_true_random=False))
def test_neither_the_order_of_arrival_nor_repetition_matters(
    history: tuple[list[RowOp], Ancestry], random: Random
) -> None:
    ops, ancestry = history
    shuffled = [*ops, *random.sample(ops, len(ops) // 2)]
    random.shuffle(shuffled)
    assert merge_row(shuffled, ancestry) == merge_row(ops, ancestry)


@given(histories())
def test_every_value_is_shown_in_a_clash_or_knowingly_replaced(
    history: tuple[list[RowOp], Ancestry],
) -> None:
    ops, ancestry = history
    state = merge_row(ops, ancestry)
    clashes = {clash.column: clash for clash in state.clashes}
    for one in ops:
        for column, value in one.after.items():
            if not state.exists or state.values[column] == value:
                continue
            replaced = any(_knew(o, one, ancestry) for o in ops if column in o.after)
            kept = column in clashes and one.uid in {c.uid for c in clashes[column].others}
            assert replaced != kept


def _knew(later: RowOp, earlier: RowOp, ancestry: Ancestry) -> bool:
    if later.bundle == earlier.bundle:
        return later.index > earlier.index
    if later.bundle is None or earlier.bundle is None:
        return later.bundle is None
    return ancestry.is_ancestor(earlier.bundle, later.bundle)


@given(histories())
def test_a_change_made_with_knowledge_of_everything_leaves_no_clash(
    history: tuple[list[RowOp], Ancestry],
) -> None:
    ops, ancestry = history
    last = op(None, 0, "I", index=99, a=1, b=2)
    assert merge_row([*ops, last], ancestry) == RowState(True, {"a": 1, "b": 2}, ())


@given(histories(), st.randoms(use_true_random=False))
def test_what_was_knowingly_replaced_need_not_be_kept(
    history: tuple[list[RowOp], Ancestry], random: Random
) -> None:
    ops, ancestry = history
    sealed = [op for op in ops if op.bundle is not None]
    rest = [op for op in ops if op.bundle is None]
    known = [op for op in sealed if random.random() < 0.7]
    later = [op for op in sealed if op not in known]
    # Compacted once, taken in by somebody with other changes, with copies that were not compacted.
    short = compact(known, ancestry)
    assert [op.uid for op in short] == [op.uid for op in known]
    again = compact([*short, *random.sample(known, len(known) // 2)], ancestry)
    for kept in (short, again):
        assert merge_row([*kept, *later, *rest], ancestry) == merge_row(ops, ancestry)


def test_only_what_stands_is_kept_of_a_row_that_was_edited_often() -> None:
    ops = [op("a", 1, "I", **NEW), op("b", 2, seats=30), op("c", 3, seats=35)]
    short = compact(ops, graph(a="", b="a", c="b"))
    assert [dict(one.after) for one in short] == [{"name": "Saal"}, {}, {"seats": 35}]


def test_an_erased_row_is_gone_whatever_else_is_done_to_it() -> None:
    erased, edited = op("b", 1, "E"), op("c", 9, seats=30)
    ops = [op("a", 1, "I", **NEW), erased, edited]
    ancestry = graph(a="", b="a", c="a")
    assert merge_row(ops, ancestry) == RowState(exists=False, values={}, clashes=())
    assert compact(ops, ancestry) == [erased]
