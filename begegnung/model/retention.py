"""How long entries of the ledger have to be kept, whoever wants them gone. Pure.

Sources, all read in the version of 2025 (Bürokratieentlastungsgesetz IV): § 147 Abs. 1, 3 and 4 AO;
§ 59 Kommunalhaushaltsverordnung NRW; Art. 17 Abs. 3 Buchst. b DSGVO.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

BOOK_YEARS = 10
"""Books and records: § 147 Abs. 3 with Abs. 1 Nr. 1 AO, § 59 KomHVO NRW."""

VOUCHER_YEARS = 8
"""Vouchers: § 147 Abs. 3 with Abs. 1 Nr. 4 AO; § 59 KomHVO NRW asks for six years only."""

KEPT_YEARS: dict[str, int] = {
    "payment_note": BOOK_YEARS,
    "receipt": VOUCHER_YEARS,
    "cash_report": BOOK_YEARS,
    "month_closing": BOOK_YEARS,
}
"""The tables of the ledger. An entry is a line of the cash book and its voucher at once."""


class Kept(NamedTuple):
    """Entries that have to be kept: how many, and until which day at the latest."""

    entries: int
    until: date


def kept_until(day: date, years: int) -> date:
    """The last day on which something of `day` is kept: always the end of a calendar year.

    § 147 Abs. 4 AO: the time begins with the end of the year in which the entry was made.
    """
    return date(day.year + years, 12, 31)


def kept_of(entries: Iterable[tuple[str, date]], today: date) -> Kept | None:
    """What has to be kept of these entries (table and day), None when nothing has to be."""
    ends = [kept_until(day, KEPT_YEARS[table]) for table, day in entries]
    standing = [end for end in ends if end >= today]
    return Kept(len(standing), max(standing)) if standing else None
