"""Actions and bundles for tests, with values that are easy to tell apart."""

from collections.abc import Iterator
from random import Random

from hypothesis import strategies as st

from begegnung.exchange.bundle import Schema, ScopeAccess, SealedBundle, Standing, seal
from begegnung.model.changes import Action, Change
from tests.exchange.papers import CITY, HOUSE, member

__all__ = ["CITY", "HOUSE"]

SCHEMA = Schema(3, 2)
START = Standing("pc1.a", 1, None, ())


def seal_one(
    access: ScopeAccess,
    *actions: Action,
    standing: Standing = START,
    schema: Schema = SCHEMA,
    seed: int = 0,
) -> SealedBundle:
    writer = member(standing.lane.partition(".")[0], access)
    return seal(access, writer, standing, schema, actions, Random(seed).randbytes)


def action(number: int, *changes: Change, device: str = "pc1", title: str = "") -> Action:
    return Action(
        f"{number:026d}", device, number, number << 16, "edit", title, None, None, changes
    )


def insert(row: str, **values: object) -> Change:
    return Change("room", row, "I", None, values)


def update(row: str, **values: object) -> Change:
    return Change("room", row, "U", dict.fromkeys(values), values)


def remove(row: str) -> Change:
    return Change("room", row, "D", {}, None)


_names = st.text("abcdefghij_", min_size=1, max_size=12)
_texts = st.text(st.characters(codec="utf-8"), max_size=30)
_ints = st.integers(-(2**63) + 1, 2**63 - 1)
_json = (
    st.none() | st.booleans() | _ints | st.floats(allow_nan=False, allow_infinity=False) | _texts
)
_values = st.dictionaries(_names, _json, max_size=4)
_changes = st.one_of(
    st.builds(Change, _names, _names, st.just("I"), st.none(), _values),
    st.builds(Change, _names, _names, st.just("U"), _values, _values),
    st.builds(Change, _names, _names, st.just("D"), _values, st.none()),
)
_positive = st.integers(0, 2**63 - 1)
actions = st.builds(
    Action,
    id=_names,
    device=st.sampled_from(["pc1", "pc2"]),
    seq=_positive,
    stamp=_positive,
    verb=_texts,
    title=_texts,
    actor=st.none() | _texts,
    undoes=st.none() | _names,
    changes=st.lists(_changes, max_size=4).map(tuple),
)
action_lists = st.lists(actions, max_size=5)


def mutilated(data: bytes, random: Random) -> Iterator[bytes]:
    """`data` cut off, with a bit changed, doubled, with something in between."""
    for _ in range(40):
        place = random.randrange(len(data))
        flipped = bytearray(data)
        flipped[place] ^= 1 << random.randrange(8)
        yield bytes(flipped)
        yield data[:place]
        yield data[:place] + random.randbytes(3) + data[place:]
    yield data + b"\0"
    yield data + data
