from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.exchange.ancestry import Ancestry


def name(number: int) -> str:
    return f"{number:064x}"


@st.composite
def graphs(draw: st.DrawFn) -> list[tuple[str, str | None, list[str]]]:
    """Bundles (lane, prev, deps) in an order in which they can be taken in, with forked lanes."""
    random = draw(st.randoms(use_true_random=False))
    bundles: list[tuple[str, str | None, list[str]]] = []
    for number in range(draw(st.integers(1, 25))):
        lane = random.choice(["pc1.a", "pc2.a", "pc3.a"])
        same = [n for n in range(number) if bundles[n][0] == lane]
        # Not always the last one: a lane forks where a PC was restored or copied.
        prev = random.choice(same[-3:]) if same and random.random() < 0.9 else None
        deps = random.sample(range(number), min(number, random.randrange(4)))
        bundles.append((lane, None if prev is None else name(prev), [name(d) for d in deps]))
    return bundles


@given(graphs(), st.randoms(use_true_random=False))
def test_the_vectors_say_exactly_what_a_walk_through_the_graph_says(
    bundles: list[tuple[str, str | None, list[str]]], random: Random
) -> None:
    ancestry = Ancestry()
    above: dict[str, set[str]] = {}
    ready = list(enumerate(bundles))
    while ready:
        able = [
            (n, b)
            for n, b in ready
            if all(parent in above for parent in (*b[2], *([b[1]] if b[1] else [])))
        ]
        number, (lane, prev, deps) = random.choice(able)
        ready.remove((number, (lane, prev, deps)))
        ancestry.add(name(number), lane, number + 1, prev, deps)
        parents = {*deps, *([prev] if prev else [])}
        above[name(number)] = parents.union(*(above[parent] for parent in parents))
    assert len(ancestry) == len(bundles)
    for other, ancestors in above.items():
        for one in above:
            assert ancestry.is_ancestor(one, other) == (one in ancestors)


def test_a_fork_of_a_lane_does_not_make_one_branch_follow_the_other() -> None:
    ancestry = Ancestry()
    ancestry.add("root", "pc1.a", 1, None, ())
    ancestry.add("left", "pc1.a", 2, "root", ["root"])
    ancestry.add("right", "pc1.a", 2, "root", ["root"])
    ancestry.add("both", "pc2.a", 1, None, ["left", "right"])
    assert not ancestry.is_ancestor("left", "right")
    assert not ancestry.is_ancestor("right", "left")
    assert ancestry.is_ancestor("left", "both")
    assert ancestry.is_ancestor("right", "both")
    assert ancestry.is_ancestor("root", "both")
    assert not ancestry.is_ancestor("root", "root")
    assert ancestry.lane("both") == "pc2.a"


def test_a_bundle_without_what_it_rests_on_is_not_taken_in() -> None:
    ancestry = Ancestry()
    with pytest.raises(KeyError):
        ancestry.add("b", "pc1.a", 2, "a", ["a"])
    assert "b" not in ancestry


def test_taking_a_bundle_in_twice_changes_nothing() -> None:
    ancestry = Ancestry()
    for _ in range(2):
        ancestry.add("a", "pc1.a", 1, None, ())
    ancestry.add("b", "pc1.a", 2, "a", ())
    assert len(ancestry) == 2
    assert ancestry.is_ancestor("a", "b")
