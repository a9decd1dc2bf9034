from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.graphs import Graph


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
    ancestry = Graph()
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
        ancestry.add(name(number), lane, prev, deps)
        parents = {*deps, *([prev] if prev else [])}
        above[name(number)] = parents.union(*(above[parent] for parent in parents))
    for other, ancestors in above.items():
        for one in above:
            assert ancestry.is_ancestor(one, other) == (one in ancestors)


def test_a_fork_of_a_lane_does_not_make_one_branch_follow_the_other() -> None:
    ancestry = Graph()
    ancestry.add("root", "pc1.a", None, ())
    ancestry.add("left", "pc1.a", "root", ["root"])
    ancestry.add("right", "pc1.a", "root", ["root"])
    ancestry.add("both", "pc2.a", None, ["left", "right"])
    assert not ancestry.is_ancestor("left", "right")
    assert not ancestry.is_ancestor("right", "left")
    assert ancestry.is_ancestor("left", "both")
    assert ancestry.is_ancestor("right", "both")
    assert ancestry.is_ancestor("root", "both")
    assert not ancestry.is_ancestor("root", "root")
    assert ancestry.lane("both") == "pc2.a"


def test_a_bundle_without_what_it_rests_on_is_not_taken_in() -> None:
    ancestry = Graph()
    with pytest.raises(KeyError):
        ancestry.add("b", "pc1.a", "a", ["a"])
    assert ancestry.places.get("b") is None


def test_a_bundle_is_covered_by_heads_that_knew_it_and_by_itself() -> None:
    ancestry = Graph()
    ancestry.add("a", "pc1.a", None, ())
    ancestry.add("b", "pc1.a", "a", ())
    ancestry.add("c", "pc2.a", None, ["a"])
    assert ancestry.covers(["b"], "a")
    assert ancestry.covers(["b"], "b")
    assert not ancestry.covers(["b"], "c")
    assert ancestry.covers(["b", "c"], "c")
    assert not ancestry.covers([], "a")
