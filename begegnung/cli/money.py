"""`begegnung receipts`, `payments` and `cash-book`: what was paid, what is due, a month as CSV."""

import re
from contextlib import closing
from pathlib import Path
from typing import Any

from begegnung.cli.opening import desk_of
from begegnung.cli.outcome import DONE, Result, Values
from begegnung.model.errors import Invalid
from begegnung.texts import counted, money
from begegnung.texts.ledger import entry_kind, missing_text, month_name

_MONTH = re.compile(r"(\d{4})-(\d{2})")


def add_commands(found: Any, parser_class: Any, shared: Any) -> None:
    """The commands about money with their kinds; `shared` makes the usual options."""

    def kinds_of(name: str, text: str) -> Any:
        about = found.add_parser(name, help=text)
        return about.add_subparsers(
            title="Was", metavar="WAS", required=True, parser_class=parser_class, dest="kind"
        )

    receipts = kinds_of("receipts", "Nummerierte Quittungen ansehen")
    listed = receipts.add_parser("list", help="Quittungen mit ihren Stornos", parents=[shared()])
    listed.add_argument("--year", type=int, default=None, metavar="2026", help="nur dieses Jahr")
    listed.add_argument("--series", default="", metavar="H1", help="nur diese Reihe")
    listed.set_defaults(command=list_receipts)
    payments = kinds_of("payments", "Zahlungen ansehen, und was noch offen ist")
    entries = payments.add_parser("list", help="Einträge eines Monats", parents=[shared()])
    due = payments.add_parser("outstanding", help="was noch zu zahlen ist", parents=[shared()])
    due.set_defaults(command=list_outstanding)
    books = kinds_of("cash-book", "Kassenbuch für die Stadtkasse")
    book = books.add_parser("export", help="ein Monat als CSV", parents=[shared()])
    book.add_argument("--output", type=Path, required=True, metavar="DATEI")
    for one, command in ((entries, list_payments), (book, export_cash_book)):
        one.add_argument("--month", default="", metavar="2026-11", help="Monat, sonst dieser")
        one.add_argument("--till", default="", metavar="H", help="Kürzel der Kasse")
        one.set_defaults(command=command)


def list_receipts(options: Any) -> Result:
    """Lists the numbered receipts of the program with their stornos."""
    from begegnung.services.receipts import receipt_label, receipts

    with closing(desk_of(options)) as desk:
        found = desk.read(receipts, year=options.year, series=options.series)
    values = [
        {
            "number": receipt_label(one.series, one.year, one.number),
            "series": one.series,
            "year": one.year,
            "count": one.number,
            "amount_cents": one.amount_cents,
            "payer": one.payer,
            "purpose": one.purpose,
            "reason": one.reason,
            "cancelled": one.cancelled,
            "storno": one.cancels_id is not None,
        }
        for one in found
    ]
    lines = [
        f"{receipt_label(one.series, one.year, one.number)}  {money(one.amount_cents)}  "
        f"{one.payer} – {one.purpose}{_mark(one)}"
        for one in found
    ]
    text = "\n".join(lines) or "Das Programm hat keine Quittungen nummeriert."
    return DONE, {"receipts": values}, text


def _mark(one: Any) -> str:
    if one.cancels_id is not None:
        return "  (Storno)"
    return "  (storniert)" if one.cancelled else ""


def list_payments(options: Any) -> Result:
    """Lists the entries of a month, this one unless told otherwise."""
    from begegnung.services.month_closings import span_of
    from begegnung.services.payments import ledger_between

    with closing(desk_of(options)) as desk:
        year, month = _month(options.month, desk.now_ms())
        found = desk.read(ledger_between, *span_of(year, month), till_id=_till(desk, options.till))
    values = [_entry_values(one) for one in found]
    lines = [
        f"{one.paid_on:%d.%m.%Y}  {money(one.amount_cents)}  {entry_kind(one)}  "
        f"{' – '.join(part for part in (one.name, one.offer) if part)}".rstrip()
        for one in found
    ]
    if not lines:
        return DONE, {"payments": []}, f"Keine Einträge im {month_name(year, month)}."
    head = f"{counted(len(lines), 'Eintrag', 'Einträge')} im {month_name(year, month)}"
    return DONE, {"payments": values}, "\n".join([head, *lines])


def _entry_values(one: Any) -> Values:
    return {
        "id": one.id,
        "booking_id": one.booking_id,
        "paid_on": one.paid_on.isoformat(),
        "amount_cents": one.amount_cents,
        "kind": one.kind,
        "means": one.means,
        "name": one.name,
        "offer": one.offer,
        "receipt": one.receipt_number,
        "reason": one.reason,
        "till": one.till,
        "cancels": one.cancels_id,
        "standing": one.standing,
        "late": one.late,
    }


def list_outstanding(options: Any) -> Result:
    """Lists the bookings for which something has still to be paid."""
    from begegnung.services.outstanding import outstanding
    from begegnung.services.present import today_of

    with closing(desk_of(options)) as desk:
        found = desk.read(outstanding)
        today = today_of(desk.now_ms())
    values = [
        {
            "booking_id": one.booking_id,
            "card_id": one.card_id,
            "name": one.name,
            "offer": one.title,
            "due_cents": one.due_cents,
            "paid_cents": one.paid_cents,
            "missing_cents": one.missing_cents,
            "deposit_missing_cents": one.deposit_cents,
            "balance_due": one.balance_due.isoformat() if one.balance_due else None,
        }
        for one in found
    ]
    lines = [f"{one.title}: {one.name} – {missing_text(one, today)}" for one in found]
    return DONE, {"outstanding": values}, "\n".join(lines) or "Alles ist bezahlt."


def export_cash_book(options: Any) -> Result:
    """Writes the entries of a month of a till as CSV for the city's cash office."""
    from begegnung.services.documents import write_file
    from begegnung.services.month_closings import cash_book

    with closing(desk_of(options)) as desk:
        year, month = _month(options.month, desk.now_ms())
        content = desk.read(cash_book, year, month, _till(desk, options.till))
    write_file(options.output, content)
    entries = content.count(b"\r\n") - 1
    values: Values = {
        "file": str(options.output),
        "month": f"{year}-{month:02}",
        "entries": entries,
    }
    said = f"{counted(entries, 'Eintrag', 'Einträge')} im {month_name(year, month)}"
    return DONE, values, f"{options.output}: {said}"


def _month(text: str, now_ms: int) -> tuple[int, int]:
    """Year and month of "2026-11"; without a text those of today."""
    from begegnung.services.present import today_of

    if not text:
        today = today_of(now_ms)
        return today.year, today.month
    found = _MONTH.fullmatch(text.strip())
    if not found or not 1 <= int(found[2]) <= 12 or not 2000 <= int(found[1]) <= 2100:
        raise Invalid("month", "not_a_month", text)
    return int(found[1]), int(found[2])


def _till(desk: Any, code: str) -> str | None:
    """The identifier of the till with this code; None without one: the house's own."""
    from begegnung.services.tills import tills

    if not code:
        return None
    known = {line.code: line.id for line in desk.read(tills, with_retired=True)}
    if code.upper() not in known:
        raise Invalid("till", "unknown", code)
    return known[code.upper()]
