"""Payments, dues, reports, receipts and tills as entries of lists."""

from datetime import date

from begegnung.model.ledger_rows import (
    CashReportLine,
    ClosingLine,
    LedgerLine,
    OutstandingLine,
    PaymentLine,
    ReceiptLine,
    ReductionLine,
    TillLine,
)
from begegnung.services.receipts import receipt_label
from begegnung.texts import counted, money, short_date
from begegnung.texts.ledger import (
    difference_text,
    entry_kind,
    is_overdue,
    missing_text,
    month_name,
)
from begegnung.ui.widgets.labels import Tone
from begegnung.ui.widgets.lines import Line


def payment_line(payment: PaymentLine) -> Line:
    """An entry of a booking; a cancelled one keeps its words and says why."""
    title = f"{money(payment.amount_cents)} am {short_date(payment.paid_on)}"
    detail = _joined(
        entry_kind(payment),
        _receipt(payment.receipt_number),
        f"von {payment.taken_by}" if payment.taken_by else "",
        payment.reason or payment.void_reason,
    )
    return Line(
        payment.id,
        title,
        detail,
        *_state(counters=payment.cancels_id is not None, standing=payment.standing),
        faded=not payment.standing,
        subject=payment,
    )


def ledger_line(entry: LedgerLine) -> Line:
    """An entry of the day: amount and name first, then what it was for."""
    title = _joined(money(entry.amount_cents), entry.name or entry_kind(entry))
    detail = _joined(
        entry_kind(entry) if entry.name else "",
        entry.offer,
        _receipt(entry.receipt_number) if entry.booking_id else entry.receipt_number,
        f"von {entry.taken_by}" if entry.taken_by else "",
        entry.reason,
    )
    chip, tone = _state(counters=entry.cancels_id is not None, standing=entry.standing)
    if entry.late:
        chip, tone = "nachträglich eingegangen", "warn"
    return Line(entry.id, title, detail, chip, tone, faded=not entry.standing, subject=entry)


def _state(*, counters: bool, standing: bool) -> tuple[str, Tone]:
    if counters:
        return "Storno", "muted"
    return ("", "info") if standing else ("storniert", "muted")


def outstanding_line(line: OutstandingLine, today: date) -> Line:
    """Somebody who has to pay: name first, then offer, telephone and what is due."""
    paid = f"{money(line.paid_cents)} von {money(line.due_cents)} bezahlt"
    detail = _joined(line.title, line.phone, paid if line.paid_cents else "")
    tone: Tone = "warn" if is_overdue(line, today) else "info"
    chip = missing_text(line, today)
    return Line(line.booking_id or line.card_id, line.name, detail, chip, tone, subject=line)


def report_line(report: CashReportLine) -> Line:
    """A Kassenbericht with its difference."""
    title = f"{short_date(report.day)} · {money(report.counted_cents)} gezählt"
    detail = _joined(
        f"erwartet {money(report.expected_cents)}",
        f"von {report.counted_by}" if report.counted_by else "",
        report.reason,
    )
    if not report.standing:
        return Line(report.id, title, detail, "zurückgenommen", "muted", faded=True, subject=report)
    tone: Tone = "warn" if report.difference_cents else "ok"
    return Line(
        report.id, title, detail, difference_text(report.difference_cents), tone, subject=report
    )


def closing_line(closing: ClosingLine) -> Line:
    """A closed month with what came late."""
    detail = _joined(
        counted(closing.entries, "Eintrag", "Einträge"),
        f"von {closing.closed_by}" if closing.closed_by else "",
    )
    chip = f"{closing.late} nachträglich eingegangen" if closing.late else "abgeschlossen"
    tone: Tone = "warn" if closing.late else "ok"
    title = f"{month_name(closing.year, closing.month)} · {money(closing.total_cents)}"
    return Line(closing.id, title, detail, chip, tone, subject=closing)


def receipt_line(receipt: ReceiptLine) -> Line:
    """A numbered receipt, or the storno of one."""
    number = receipt_label(receipt.series, receipt.year, receipt.number)
    title = f"{number} · {money(receipt.amount_cents)}"
    detail = _joined(receipt.payer, receipt.purpose, receipt.reason)
    chip: tuple[str, Tone] = ("", "info")
    if receipt.cancelled:
        chip = ("storniert", "muted")
    elif receipt.cancels_id is not None:
        chip = ("Storno", "muted")
    return Line(receipt.id, title, detail, *chip, faded=receipt.cancelled, subject=receipt)


def till_line(till: TillLine) -> Line:
    """A till with how its receipts are numbered."""
    detail = f"Kürzel {till.code}"
    if till.retired:
        return Line(till.id, till.name, detail, "nicht mehr in Gebrauch", "muted", subject=till)
    chip = "Programm nummeriert" if till.numbered else "Quittungsblock"
    return Line(till.id, till.name, detail, chip, "info", subject=till)


def reduction_line(reduction: ReductionLine) -> Line:
    """A rule of reduced fees."""
    on = [
        word
        for word, counts in (
            ("Kostenbeitrag", reduction.on_fee),
            ("Material", reduction.on_material),
        )
        if counts
    ]
    chip: tuple[str, Tone] = (
        ("nicht mehr in Gebrauch", "muted") if reduction.retired else ("", "info")
    )
    title = f"{reduction.name} · {reduction.percent} %"
    return Line(reduction.id, title, f"auf {' und '.join(on)}", *chip, subject=reduction)


def _receipt(number: str) -> str:
    return f"Quittung {number}" if number else "ohne Quittung"


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
