"""Which rows of the ledger stand when rows take each other back."""

from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.ledger import depth, standing


@given(st.lists(st.integers(1, 6), min_size=1, max_size=5), st.randoms())
def test_of_every_chain_only_its_last_row_can_stand(lengths: list[int], order: object) -> None:
    rows: list[tuple[str, str | None]] = []
    for chain, length in enumerate(lengths):
        rows += [(f"{chain}.{n}", f"{chain}.{n - 1}" if n else None) for n in range(length)]
    order.shuffle(rows)  # type: ignore[attr-defined]

    # Taken back and brought again an even number of times, the last row says what is so.
    expected = {f"{chain}.{n - 1}" for chain, n in enumerate(lengths) if n % 2}
    assert standing(rows) == expected


def test_the_depth_of_a_row_counts_the_rows_before_it() -> None:
    cancels = {"a": None, "b": "a", "c": "b"}

    assert [depth(row_id, cancels) for row_id in "abc"] == [0, 1, 2]
