"""What a place costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.fees import FEE_KINDS, Price, Reduction, Terms, price

HALF = Reduction("Dortmund-Karte", 50)
CENTS = st.none() | st.integers(0, 50_000)


@pytest.mark.parametrize(
    ("terms", "places", "reduction", "cents"),
    [
        (Terms(3000), 1, None, 3000),
        (Terms(3000), 2, None, 6000),
        (Terms(3000, material=500), 1, HALF, 2000),
        (Terms(3000, material=500), 1, Reduction("Ehrenamt", 100, on_material=True), 0),
        (
            Terms(3000, material=500),
            1,
            Reduction("Material", 20, on_fee=False, on_material=True),
            3400,
        ),
        (Terms(2999), 1, HALF, 1500),
        (Terms(400, "date", by_date=True), 1, None, 400),
        (Terms(3000, "free"), 1, None, 0),
        (Terms(None, "donation"), 2, None, 0),
    ],
)
def test_a_price_is_fee_and_material_less_the_reduction(
    terms: Terms, places: int, reduction: Reduction | None, cents: int
) -> None:
    agreed = price(terms, places, reduction)

    assert agreed is not None
    assert agreed.cents == cents


def test_nothing_is_agreed_where_each_date_is_paid_or_nothing_is_known() -> None:
    assert price(Terms(400, "date"), 1) is None
    assert price(Terms(None), 1) is None


def test_who_comes_late_pays_what_is_left_of_the_run_but_all_of_the_material() -> None:
    terms = Terms(4000, material=500, pro_rata=True)

    assert price(terms, 1, None, left=7, dates=10) == Price(3300, left=7, dates=10)
    assert price(terms, 1, None, left=10, dates=10) == Price(4500)
    assert price(terms, 1, None, left=0, dates=10) == Price(4500)


@given(
    CENTS,
    st.sampled_from(FEE_KINDS),
    CENTS,
    st.booleans(),
    st.integers(1, 9),
    st.integers(0, 100),
    st.booleans(),
    st.booleans(),
    st.integers(0, 20),
    st.integers(0, 20),
)
def test_a_reduced_or_late_price_is_never_higher_than_the_full_one_and_never_negative(  # noqa: PLR0917
    fee: int | None,
    kind: str,
    material: int | None,
    late: bool,
    places: int,
    percent: int,
    on_fee: bool,
    on_material: bool,
    left: int,
    dates: int,
) -> None:
    terms = Terms(fee, kind, material, late)  # type: ignore[arg-type]
    full = price(terms._replace(pro_rata=False), places)
    reduced = price(terms, places, Reduction("R", percent, on_fee, on_material), left, dates)

    assert (full is None) == (reduced is None)
    if full is not None and reduced is not None:
        assert 0 <= reduced.cents <= full.cents
