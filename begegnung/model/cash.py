"""Notes and coins of the euro, and what they add up to. Pure; all amounts in cents."""

from collections.abc import Mapping

NOTES: tuple[int, ...] = (50000, 20000, 10000, 5000, 2000, 1000, 500)
"""Values of the notes that are legal tender (the 500 is no longer printed, but still valid)."""

COINS: tuple[int, ...] = (200, 100, 50, 20, 10, 5, 2, 1)
"""Values of the coins."""

DENOMINATIONS: tuple[int, ...] = (*NOTES, *COINS)
"""Everything that can lie in a till, the largest first."""

MOST_PIECES = 9999
"""Nobody has more pieces of one kind in a till."""


def counted_cents(pieces: Mapping[int, int]) -> int:
    """The sum (cents) of so many pieces of each value."""
    return sum(value * number for value, number in pieces.items())
