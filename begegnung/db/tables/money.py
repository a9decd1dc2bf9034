"""The ledger of payments, receipts, cash reports and cards: what stays in the house."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String

from begegnung.db.tables.columns import shared, to, words

payment_note = shared(
    "payment_note",
    "house",
    to("booking"),
    to("person"),
    Column("paid_on", Date, nullable=False),
    Column("amount_cents", Integer, nullable=False),
    words("receipt_number"),
    to("staff_user"),
    words("void_reason"),
    words("kind", "fee"),
    words("means", "cash"),
    words("reason"),
    Column("cancels_id", String(26)),
    to("till"),
    to("punch_card"),
    Index(None, "booking_id"),
    Index(None, "paid_on"),
    Index(None, "cancels_id"),
)
"""One entry of the ledger: positive what came in, negative what went out; never changed again.

What is wrong is taken back by an entry of the opposite amount (`cancels_id`).
"""

receipt_series = shared(
    "receipt_series",
    "house",
    to("till", required=True),
    to("device", required=True),
    Column("code", String, nullable=False),
    Index(None, "till_id", "device_id"),
)
"""The numbers of one till at one PC: only this PC gives them, so that no two can give the same."""

receipt = shared(
    "receipt",
    "house",
    Column("series_id", String(26), ForeignKey("receipt_series.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("issued_at", Integer, nullable=False),
    Column("amount_cents", Integer, nullable=False),
    words("payer"),
    words("purpose"),
    to("payment_note", required=True),
    Column("cancels_id", String(26)),
    words("reason"),
    to("staff_user"),
    Index(None, "series_id", "year", "number"),
    Index(None, "payment_note_id"),
    Index(None, "cancels_id"),
)
"""A numbered receipt: gap-free for series and year, never changed, cancelled by one of its own."""

cash_report = shared(
    "cash_report",
    "house",
    to("till", required=True),
    Column("day", Date, nullable=False),
    Column("opening_cents", Integer, nullable=False),
    Column("expected_cents", Integer, nullable=False),
    Column("counted_cents", Integer, nullable=False),
    Column("counted", String, nullable=False),
    words("reason"),
    Column("counted_at", Integer, nullable=False),
    Column("cancels_id", String(26)),
    to("staff_user"),
    Index(None, "till_id", "day"),
)
"""Kassenbericht of a day: coins and notes (`counted` as JSON), the difference with its reason."""

month_closing = shared(
    "month_closing",
    "house",
    to("till", required=True),
    Column("year", Integer, nullable=False),
    Column("month", Integer, nullable=False),
    Column("total_cents", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("closed_at", Integer, nullable=False),
    Column("cancels_id", String(26)),
    words("reason"),
    to("staff_user"),
    Index(None, "till_id", "year", "month"),
)
"""The end of a month: nothing is noted in it any more unless it is opened again with a reason."""

punch_card = shared(
    "punch_card",
    "house",
    to("centre", required=True),
    to("person", required=True),
    to("offer"),
    Column("punches", Integer, nullable=False),
    Column("price_cents", Integer, nullable=False),
    Column("bought_on", Date, nullable=False),
    words("void_reason"),
    Index(None, "person_id"),
)
"""Mehrfachkarte: 5 or 10 visits, for one offer and what continues it, or for all that take one."""

punch = shared(
    "punch",
    "house",
    to("punch_card", required=True),
    to("occurrence", required=True),
    Index(None, "punch_card_id"),
    Index(None, "occurrence_id"),
)
"""One visit taken from a card."""
