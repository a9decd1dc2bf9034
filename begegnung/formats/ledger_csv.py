"""The cash book of a month as CSV: for spreadsheets with German settings, safe to open.

UTF-8 with a byte order mark, semicolons, decimal commas, days as 24.11.2026. No names of visitors:
the cash office needs numbers and purposes. The texts come from people, and a spreadsheet takes what
begins with =, +, - or @ for a formula: such a text gets an apostrophe before it.
"""

import csv
import io
from collections.abc import Iterable

from begegnung.model.ledger import KINDS, MEANS
from begegnung.model.ledger_rows import LedgerLine

COLUMNS: tuple[str, ...] = (
    "Nr.",
    "Datum",
    "Beleg",
    "Art",
    "Zahlungsweg",
    "Angebot",
    "Grund",
    "Einnahme",
    "Ausgabe",
    "Saldo",
    "Storno",
    "Angenommen von",
    "Kasse",
    "Nachträglich",
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def ledger_csv(lines: Iterable[LedgerLine]) -> bytes:
    """The entries in their order, one a row, with the running balance of the month."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    balance = 0
    for number, line in enumerate(lines, 1):
        balance += line.amount_cents
        writer.writerow(_row(number, line, balance))
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def _row(number: int, line: LedgerLine, balance: int) -> list[str]:
    cents = line.amount_cents
    return [
        str(number),
        f"{line.paid_on:%d.%m.%Y}",
        _plain(line.receipt_number),
        KINDS.get(line.kind, line.kind),
        MEANS.get(line.means, line.means),
        _plain(line.offer),
        _plain(line.reason),
        _amount(cents) if cents > 0 else "",
        _amount(-cents) if cents < 0 else "",
        _amount(balance),
        "ja" if line.cancels_id is not None else "",
        _plain(line.taken_by),
        _plain(line.till),
        "ja" if line.late else "",
    ]


def _amount(cents: int) -> str:
    """An amount as German spreadsheets read it: 1234,50."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100},{abs(cents) % 100:02}"


def _plain(text: str) -> str:
    """A text that no spreadsheet takes for a formula, on one line."""
    bare = " ".join(text.split())
    return f"'{bare}" if bare.startswith(_FORMULA) else bare
