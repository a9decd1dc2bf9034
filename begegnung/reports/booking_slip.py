"""The confirmation of a registration: one A5 sheet in large type for each person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from begegnung.model.booking_rows import Slip, SlipDate
from begegnung.model.day_names import WEEKDAYS
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines
from begegnung.reports.tagging import About, TaggedCanvas
from begegnung.reports.text import clean
from begegnung.reports.theme import (
    ACCENT,
    BOLD,
    EXTRABOLD,
    HAIRLINE,
    INK,
    MEDIUM,
    PRINTING,
    REGULAR,
    SEMIBOLD,
    TEXT,
    load_fonts,
)

_WIDTH, _HEIGHT = 419.53, 595.28
_MARGIN = 34.0
_INSIDE = _WIDTH - 2 * _MARGIN
_TITLE, _WAITING = "Anmeldung", "Warteliste"
_BOUND = "\u00a0"
"""A blank at which no line ends."""
_MOST_DATES = 14
"""More dates than this are told by the first, the last and their number."""


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """Lines with a role for screen readers, `gap` points below what is before.

    `rule` draws a line above.
    """

    role: str
    lines: tuple[Line, ...]
    leading: float
    gap: float
    rule: bool = False


def booking_slips(slips: Sequence[Slip]) -> bytes:
    """The confirmations as an accessible PDF (PDF/UA-1, PDF/A-2a), each on a page of its own.

    What does not fit on a page goes on upon the next one. The same slips give the same bytes.
    """
    with PRINTING:
        load_fonts()
        canvas = TaggedCanvas(_about(slips), pagesize=(_WIDTH, _HEIGHT), font=REGULAR)
        for slip in slips:
            _draw(canvas, list(_paragraphs(slip)))
        return canvas.finished()


def _about(slips: Sequence[Slip]) -> About:
    title = clean(slips[0].title) if slips else _TITLE
    house = clean(slips[0].house) if slips else ""
    return About(f"{_TITLE}: {title}", house, _TITLE, "Begegnung")


def _draw(canvas: TaggedCanvas, paragraphs: list[_Paragraph]) -> None:
    y = _HEIGHT - _MARGIN
    with canvas.struct("Sect"):
        for paragraph in paragraphs:
            y -= paragraph.gap
            if y - paragraph.leading < _MARGIN:
                canvas.showPage()
                y = _HEIGHT - _MARGIN
            if paragraph.rule:
                canvas.setStrokeColor(HAIRLINE)
                canvas.setLineWidth(1)
                rule = y + paragraph.gap / 2 - 2
                canvas.line(_MARGIN, rule, _MARGIN + _INSIDE, rule)
            y = _draw_paragraph(canvas, paragraph, y)
    canvas.showPage()


def _draw_paragraph(canvas: TaggedCanvas, paragraph: _Paragraph, y: float) -> float:
    """Draws the lines from `y` on; gives where they end. A long one goes on on the next page."""
    rest = list(paragraph.lines)
    key = object()
    while rest:
        room = max(1, int((y - _MARGIN) // paragraph.leading))
        here, rest = rest[:room], rest[room:]
        with canvas.tag(paragraph.role, key=key):
            placed: list[tuple[float, float, Line]] = []
            for line in here:
                y -= paragraph.leading
                placed.append((_MARGIN, y, line))
            draw_lines(canvas, placed)
        if rest:
            canvas.showPage()
            y = _HEIGHT - _MARGIN
    return y


def _paragraphs(slip: Slip) -> Iterator[_Paragraph]:
    house = Span(clean(slip.house), SEMIBOLD, 14, INK)
    if house.text:
        yield _made("P", (house,), 0)
    head = f"{_WAITING}, Platz {slip.position}" if slip.position else _TITLE
    yield _made("H1", (Span(head, EXTRABOLD, 30, INK),), 8)
    yield _made("P", (Span(clean(slip.name), BOLD, 20, TEXT),), 10)
    yield _made("P", (Span(clean(slip.title), SEMIBOLD, 20, ACCENT),), 2)
    for number, (name, value) in enumerate(_facts(slip)):
        look = Span(f"{name}: ", BOLD, 14, TEXT)
        said = Span(clean(value), REGULAR, 14, TEXT)
        yield _made("P", (look, said), 14 if number == 0 else 4, rule=number == 0)
    if slip.position:
        words = "Wird ein Platz frei, rufen wir Sie an. Die Reihenfolge der Anmeldung gilt."
        yield _made("P", (Span(words, MEDIUM, 14, TEXT),), 12)
    contact = " · ".join(filter(None, (clean(slip.address), _telephone(slip.phone))))
    if contact:
        said = f"Können Sie nicht kommen? Bitte sagen Sie uns Bescheid. {contact}"
        yield _made("P", (Span(said, MEDIUM, 14, TEXT),), 18, rule=True)


def _made(role: str, spans: tuple[Span, ...], gap: float, *, rule: bool = False) -> _Paragraph:
    leading = max(span.size for span in spans) * 1.3
    return _Paragraph(role, broken(spans, _INSIDE), leading, gap, rule)


def _facts(slip: Slip) -> Iterator[tuple[str, str]]:
    if slip.dates:
        yield "Wann", _dates(slip.dates)
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
    yield "Anmeldung", f"Nr. {numbers} am {_day(at.date())}, {at:%H:%M} Uhr"
    if not slip.position:
        yield from _money(slip)


def _money(slip: Slip) -> Iterator[tuple[str, str]]:
    if slip.due_cents is None:
        if slip.paid_cents:
            yield "Bezahlt", _amount(slip.paid_cents)
        return
    if slip.due_cents == 0:
        yield "Kosten", "keine"
        return
    yield "Kosten", _amount(slip.due_cents)
    yield "Bezahlt", _amount(slip.paid_cents)
    still = slip.due_cents - slip.paid_cents
    if still > 0:
        yield "Noch offen", _amount(still)


def _dates(dates: Sequence[SlipDate]) -> str:
    clocks = {_clock(one) for one in dates}
    same = clocks.pop() if len(clocks) == 1 else ""
    if len(dates) == 1:
        return ", ".join(filter(None, (_day(dates[0].day), same)))
    if len(dates) > _MOST_DATES:
        span = f"{len(dates)} Termine von {_day(dates[0].day)} bis {_day(dates[-1].day)}"
        return ", ".join(filter(None, (span, same)))
    if same:
        return f"{'; '.join(_day(one.day) for one in dates)}; je {same}"
    return "; ".join(", ".join(filter(None, (_day(one.day), _clock(one)))) for one in dates)


def _clock(one: SlipDate) -> str:
    if one.start is None:
        return ""
    until = "" if one.end is None else f" bis {_time(one.end)}"
    return f"{_time(one.start)}{until} Uhr".replace(" ", _BOUND)


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:2]}.,{_BOUND}{day:%d.%m.%Y}"


def _amount(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02} €"


def _telephone(phone: str) -> str:
    said = clean(phone).replace(" ", _BOUND)
    return f"Telefon{_BOUND}{said}" if said else ""
