"""What a place costs: fee and material, reduced or not, the whole run or what is left of it.

All amounts are cents; halves are rounded up, as receipts are.
"""

from typing import Literal, NamedTuple

FeeKind = Literal["", "date", "free", "donation"]
"""What the fee is for: the whole run, each date; or nothing, or what people give."""

FEE_KINDS: tuple[FeeKind, ...] = ("", "date", "free", "donation")


class Terms(NamedTuple):
    """What an offer asks for one place, in cents; None: nothing is known.

    `by_date`: people are booked for single dates, so that the fee of a date is the whole price.
    """

    fee: int | None
    kind: FeeKind = ""
    material: int | None = None
    pro_rata: bool = False
    by_date: bool = False


class Reduction(NamedTuple):
    """A rule of reduced fees: `percent` is taken off the fee, the material, or both."""

    name: str
    percent: int
    on_fee: bool = True
    on_material: bool = False


class Price(NamedTuple):
    """What is agreed for a booking: `cents` altogether, and what led to it.

    `left` of `dates` dates count when somebody comes late to a run that is paid pro rata.
    """

    cents: int
    reduction: str = ""
    percent: int = 0
    left: int | None = None
    dates: int | None = None


def price(
    terms: Terms,
    places: int,
    reduction: Reduction | None = None,
    left: int = 0,
    dates: int = 0,
) -> Price | None:
    """The price of `places` places; None when nothing is fixed (each date paid by itself, unknown).

    `left` of the `dates` dates of the run are still to come.
    """
    if terms.kind in ("free", "donation"):
        return Price(0)
    if terms.kind == "date" and not terms.by_date:
        return None
    if terms.fee is None and terms.material is None:
        return None
    fee, material = terms.fee or 0, terms.material or 0
    late = terms.pro_rata and 0 < left < dates
    if late:
        fee = _share(fee, left, dates)
    if reduction is not None:
        rest = 100 - reduction.percent
        fee = _share(fee, rest, 100) if reduction.on_fee else fee
        material = _share(material, rest, 100) if reduction.on_material else material
    return Price(
        (fee + material) * places,
        reduction.name if reduction else "",
        reduction.percent if reduction else 0,
        left if late else None,
        dates if late else None,
    )


def _share(cents: int, part: int, whole: int) -> int:
    """`part` of `whole` of an amount, halves rounded up."""
    return (2 * cents * part + whole) // (2 * whole)
