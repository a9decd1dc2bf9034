"""Receipts and notes of payment in duplicate, and the Kassenbericht."""

from collections.abc import Iterator

from begegnung.model.amount_words import amount_in_words
from begegnung.model.cash import DENOMINATIONS
from begegnung.model.ledger import MEANS
from begegnung.model.money_papers import PrintedPayment, PrintedReport
from begegnung.reports.desk_paper import desk_foot, house_line
from begegnung.reports.paper.document import A4, A5, Paper, printed
from begegnung.reports.paper.emblem import headed
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import Paragraph, fact, note, subtitle, text, title
from begegnung.reports.paper.table import Cell, Column, Row, Table
from begegnung.reports.paper.together import Together
from begegnung.reports.paragraphs import Span
from begegnung.reports.said import day_said, money_said
from begegnung.reports.theme import EXTRABOLD, TEXT

_COPIES = ("Für Sie", "Für die Kasse")
_MOST_SIGNED = 500.0
"""Sums, reason and signatures stay together up to this height (points)."""
_NO_RECEIPT = "Vermerk über eine Zahlung. Er ersetzt keine Quittung aus dem Quittungsblock."


def payment_paper(payment: PrintedPayment) -> bytes:
    """A receipt, or a note of payment, in duplicate: two sheets of A5 (accessible PDF).

    Two of them make one sheet of A4 in the printer.
    """
    parts = tuple(tuple(_copy(payment, copy)) for copy in _COPIES)
    kind = _kind(payment)
    name = " ".join(filter(None, (kind, payment.number)))
    look = payment.owner.look
    return printed(Paper(name, payment.owner.house, parts, A5, look.footer, look=look))


def _kind(payment: PrintedPayment) -> str:
    word = "Quittung" if payment.numbered else "Zahlungsvermerk"
    return f"Storno {word}" if payment.cancels else word


def _copy(payment: PrintedPayment, copy: str) -> Iterator[Block]:
    yield headed(house_line(payment.owner), payment.owner.look)
    yield title(_kind(payment), gap=4)
    if payment.number:
        yield subtitle(f"Nr. {payment.number}")
    amount = Span(money_said(payment.amount_cents), EXTRABOLD, 28, TEXT)
    yield Paragraph((amount,), gap=8)
    yield text(f"in Worten: {amount_in_words(payment.amount_cents)}", gap=0)
    back = payment.amount_cents < 0
    for name, value in (
        ("an" if back else "von", payment.payer),
        ("für", payment.purpose),
        ("am", day_said(payment.day)),
        ("Zahlung", MEANS.get(payment.means, payment.means)),
        ("hebt auf", payment.cancels),
        ("Grund", payment.reason),
        ("ausgezahlt durch" if back else "angenommen von", payment.taken_by),
    ):
        if value.strip():
            yield fact(name, value)
    yield Table((Column("Unterschrift", share=1),), (Row(("",)),), gap=14, least=40, ruled=True)
    if not payment.numbered:
        yield note(_NO_RECEIPT, gap=16)
    yield note(copy, gap=10)


def cash_report(report: PrintedReport) -> bytes:
    """The Kassenbericht with notes and coins, and room for two signatures (accessible PDF)."""
    line = report.line
    owner = report.owner
    blocks: list[Block] = [
        house_line(owner),
        title("Kassenbericht"),
        subtitle(f"{report.till}, {day_said(line.day)}"),
        _pieces(report),
        # Whoever signs sees what is signed.
        Together(tuple(_signed(report)), most=_MOST_SIGNED),
    ]
    name = f"Kassenbericht {report.till} {day_said(line.day)}"
    return printed(Paper(name, owner.house, (tuple(blocks),), A4, desk_foot(owner)))


def _signed(report: PrintedReport) -> Iterator[Block]:
    yield _sums(report)
    if report.line.reason:
        yield fact("Grund der Differenz", report.line.reason, gap=8)
    if report.line.counted_by:
        yield fact("gezählt von", report.line.counted_by, gap=10)
    columns = (Column("Unterschrift", share=1), Column("Unterschrift, zweite Person", share=1))
    yield Table(columns, (Row(("", "")),), gap=12, least=38, ruled=True)


def _pieces(report: PrintedReport) -> Table:
    columns = (
        Column("Wert", share=2, align="right"),
        Column("Stück", share=1, align="right"),
        Column("Betrag", share=2, align="right"),
    )
    rows = tuple(
        Row((money_said(value), str(number), money_said(value * number)))
        for value in DENOMINATIONS
        if (number := report.line.pieces.get(value, 0))
    )
    return Table(columns, rows or (Row(("", "0", money_said(0))),), names=0)


def _sums(report: PrintedReport) -> Table:
    line = report.line
    moved = line.expected_cents - line.opening_cents
    rows = [
        ("Anfangsbestand", line.opening_cents, False),
        ("Einnahmen und Ausgaben", moved, False),
        ("Soll", line.expected_cents, True),
        ("Gezählt", line.counted_cents, True),
        ("Differenz", line.difference_cents, True),
    ]
    columns = (Column("Kasse", share=3), Column("Betrag", share=2, align="right"))
    cells = tuple(
        Row((Cell(name, bold=strong), Cell(money_said(cents), bold=strong)))
        for name, cents, strong in rows
    )
    return Table(columns, cells, names=0)
