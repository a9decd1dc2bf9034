"""The confirmation of a registration: one A5 sheet in large type for each person."""

from collections.abc import Iterator, Sequence

from begegnung.model.booking_rows import Slip
from begegnung.model.house_look import PLAIN
from begegnung.reports.paper.document import A5, Paper, printed
from begegnung.reports.paper.emblem import headed
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import BODY, Paragraph, fact, overline
from begegnung.reports.paragraphs import Span
from begegnung.reports.said import dates_said, day_said, money_said, phone_said
from begegnung.reports.text import clean
from begegnung.reports.theme import ACCENT, BOLD, EXTRABOLD, INK, MEDIUM, SEMIBOLD, TEXT

_TITLE, _WAITING = "Anmeldung", "Warteliste"


def booking_slips(slips: Sequence[Slip]) -> bytes:
    """The confirmations as an accessible PDF (PDF/UA-1, PDF/A-2a), each on a page of its own.

    What does not fit on a page goes on upon the next one. The same slips give the same bytes.
    """
    title, house = (slips[0].title, slips[0].house) if slips else (_TITLE, "")
    parts = tuple(tuple(_blocks(slip)) for slip in slips)
    look = slips[0].look if slips else PLAIN
    return printed(Paper(f"{_TITLE}: {title}", house, parts, A5, look.footer, look=look))


def _blocks(slip: Slip) -> Iterator[Block]:
    if clean(slip.house):
        yield headed(overline(slip.house), slip.look)
    head = f"{_WAITING}, Platz {slip.position}" if slip.position else _TITLE
    yield Paragraph((Span(head, EXTRABOLD, 30, INK),), "H1", keeps=True)
    yield Paragraph((Span(clean(slip.name), BOLD, 20, TEXT),), gap=10)
    yield Paragraph((Span(clean(slip.title), SEMIBOLD, 20, ACCENT),), gap=2)
    for number, (name, value) in enumerate(_facts(slip)):
        yield fact(name, value, gap=4 if number else 14, rule=not number)
    if slip.position:
        words = "Wird ein Platz frei, rufen wir Sie an. Die Reihenfolge der Anmeldung gilt."
        yield Paragraph((Span(words, MEDIUM, BODY, TEXT),), gap=12)
    contact = " · ".join(filter(None, (clean(slip.address), phone_said(slip.phone))))
    if contact:
        said = f"Können Sie nicht kommen? Bitte sagen Sie uns Bescheid. {contact}"
        yield Paragraph((Span(said, MEDIUM, BODY, TEXT),), gap=18, rule=True)


def _facts(slip: Slip) -> Iterator[tuple[str, str]]:
    if slip.dates:
        yield "Wann", dates_said(slip.dates)
    elif slip.wording:
        yield "Wann", slip.wording
    for name, value in (
        ("Wo", slip.place),
        ("Leitung", slip.leader),
        ("Zustieg", slip.boarding),
        ("Menü", slip.choice),
    ):
        if value.strip():
            yield name, value
    if slip.places > 1:
        yield "Plätze", str(slip.places)
    numbers = ", ".join(map(str, slip.numbers))
    at = slip.registered
    yield "Anmeldung", f"Nr. {numbers} am {day_said(at.date())}, {at:%H:%M} Uhr"
    if not slip.position:
        yield from _money(slip)


def _money(slip: Slip) -> Iterator[tuple[str, str]]:
    if slip.due_cents is None:
        if slip.paid_cents:
            yield "Bezahlt", money_said(slip.paid_cents)
        return
    if slip.due_cents == 0:
        yield "Kosten", "keine"
        return
    yield "Kosten", money_said(slip.due_cents)
    yield "Bezahlt", money_said(slip.paid_cents)
    still = slip.due_cents - slip.paid_cents
    if still > 0:
        yield "Noch offen", money_said(still)
