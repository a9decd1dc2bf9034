"""The ledger of payments: what its entries can be, and which of them still stand. Pure."""

from collections.abc import Iterable

APPEND_ONLY: frozenset[str] = frozenset({"payment_note", "receipt", "cash_report", "month_closing"})
"""Tables whose rows are never changed or deleted: not by undo, not by the exchange.

What is wrong is taken back by a row of its own, which names the other one by `cancels_id`.
"""

KINDS: dict[str, str] = {
    "fee": "Kostenbeitrag",
    "deposit": "Anzahlung",
    "balance": "Restzahlung",
    "material": "Material",
    "donation": "Spende",
    "card": "Mehrfachkarte",
    "refund": "Erstattung",
    "carried": "Übertrag",
    "handed_over": "Ablieferung",
    "float": "Wechselgeld",
}
"""What an entry is for, with its German word.

"refund" goes out to a person. "carried" follows a booking to another one. Without any booking are
"handed_over" (to the city's cash office) and "float" (change money put into the till).
"""

PAYMENT_KINDS: tuple[str, ...] = ("fee", "deposit", "balance", "material", "donation", "card")
"""The kinds of money that comes in for a booking or a card."""

MEANS: dict[str, str] = {"cash": "bar", "transfer": "Überweisung", "carried": "umgebucht"}
"""How an entry was settled, with its German word; only "cash" touches the till."""

WITHOUT_RECEIPT: frozenset[str] = frozenset({"carried", "handed_over", "float"})
"""No receipt of ours is written for these: no money goes from or to a person."""

OUTGOING: frozenset[str] = frozenset({"refund", "handed_over"})
"""The kinds of money that goes out; a cancelled entry counts against its own kind."""

WITHIN_THE_TILL: frozenset[str] = frozenset({"handed_over", "float"})
"""These move cash, but are neither income nor expense of the house."""

MOST_CENTS = 10_000_000
"""No payment at a desk reaches this amount (cents): it is a slip of the finger."""


def standing(rows: Iterable[tuple[str, str | None]]) -> frozenset[str]:
    """Which of `rows` (identifier, `cancels_id`) hold: nothing takes them back, and they nothing.

    Taking back can itself be taken back ("Wiederherstellen"): then a fresh row names the counter
    row, and holds. So every second row of such a chain says something, and only its last one holds.
    """
    cancels = dict(rows)
    cancelled = {other for other in cancels.values() if other is not None}
    return frozenset(
        row_id for row_id in cancels if row_id not in cancelled and depth(row_id, cancels) % 2 == 0
    )


def depth(row_id: str, cancels: dict[str, str | None]) -> int:
    """How many rows lie before `row_id` in its chain: 0 for a first one, odd for a counter row."""
    steps = 0
    before = cancels.get(row_id)
    while before is not None:
        steps += 1
        before = cancels.get(before)
    return steps
