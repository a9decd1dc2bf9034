"""Letters for window envelopes: DIN 5008:2020, form B.

Address field 45 mm below the upper edge and 20 mm from the left, 85 x 45 mm; fold marks at 105 and
210 mm, the mark for the punch at 148.5 mm. Set in 13 points, for readers of 60 to 95 years.
"""

from collections.abc import Iterator, Sequence

from begegnung.model.house_look import PLAIN
from begegnung.model.letter_rows import Letter
from begegnung.reports.aloud import actual_of
from begegnung.reports.logo import draw_logo, logo_size
from begegnung.reports.paper.document import A4, Paper, PaperFormat, printed
from begegnung.reports.paper.flow import Block, Slab, Unrepeated
from begegnung.reports.paper.grid import MM
from begegnung.reports.paper.paragraph import Paragraph, fact, text
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines
from begegnung.reports.said import dates_said, day_said, money_said, phone_said
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.text import clean
from begegnung.reports.theme import BOLD, HAIRLINE, MEDIUM, REGULAR, SOFT, TEXT

_FORMAT = PaperFormat(A4.width, A4.height, 20 * MM)
_SIZE = 13.0
_ADDRESS = (45 * MM, 85 * MM, 45 * MM)
"""The address field: its distance from the upper edge, its width and its height."""
_BELOW_SENDER = 8.0
_INFO_LEFT = 125 * MM
_LOGO_TOP, _LOGO_WIDTH, _LOGO_HEIGHT = 10 * MM, 70 * MM, 30 * MM
"""The place of the logo: at the right, above the address field, which begins at 45 mm."""
_BEFORE_CLOSING, _ROOM_TO_SIGN = 18.0, 30.0
_TEXT_TOP = 98.5 * MM
_FOLDS = (105 * MM, 148.5 * MM, 210 * MM)

_SUBJECTS = {
    "confirmation": "Ihre Anmeldung",
    "waiting": "Ihr Platz auf der Warteliste",
    "cancellation": "Fällt leider aus",
    "priority": "Ihr Vorkaufsrecht",
}


def letters(written: Sequence[Letter]) -> bytes:
    """The letters as an accessible PDF (PDF/UA-1, PDF/A-2a), each on a sheet of its own."""
    parts = tuple(tuple(_blocks(letter)) for letter in written)
    title = f"{_SUBJECTS[written[0].kind]}: {written[0].title}" if written else "Briefe"
    house = written[0].owner.house if written else ""
    look = written[0].owner.look if written else PLAIN
    return printed(Paper(title, house, parts, _FORMAT, look.footer, look=look))


def _blocks(letter: Letter) -> Iterator[Block]:
    yield _Head(letter)
    subject = f"{_SUBJECTS[letter.kind]}: {letter.title}"
    yield Paragraph((Span(clean(subject), BOLD, 15, TEXT),), "H1", 0, keeps=True)
    yield _text(f"Guten Tag {letter.name},", gap=16)
    yield from (_text(words) for words in _opening(letter))
    for name, value in _facts(letter):
        yield fact(name, value, size=_SIZE)
    yield from (_text(words) for words in _ending(letter))
    yield from _closing(letter)


def _closing(letter: Letter) -> Iterator[Block]:
    """Greeting and signature; an empty line of the house's own leaves room to sign by hand."""
    gap = _BEFORE_CLOSING
    for line in letter.owner.look.letter_closing.splitlines():
        if clean(line):
            yield Paragraph((Span(clean(line), REGULAR, _SIZE, TEXT),), "P", gap, keeps=True)
        gap = 0.0 if clean(line) else gap + _ROOM_TO_SIGN
    if not letter.owner.look.letter_closing:
        yield _text("Mit freundlichen Grüßen", gap=gap)
        yield _text(letter.owner.house, gap=_ROOM_TO_SIGN)


def _text(words: str, *, gap: float = 10.0) -> Paragraph:
    return text(words, size=_SIZE, gap=gap)


def _opening(letter: Letter) -> Iterator[str]:
    if letter.kind == "confirmation":
        yield "Sie sind angemeldet. Wir freuen uns auf Sie."
    elif letter.kind == "waiting":
        yield (
            "zurzeit ist leider kein Platz frei. Sie stehen auf der Warteliste, auf Platz "
            f"{letter.position}. Die Reihenfolge der Anmeldung gilt. Wird ein Platz frei, rufen "
            "wir Sie an."
        )
    elif letter.kind == "cancellation":
        yield "leider müssen wir Ihnen absagen. Es tut uns leid."
    else:
        until = "" if letter.until is None else f" bis zum {day_said(letter.until)}"
        yield (
            "Sie haben schon teilgenommen. Darum können Sie sich vor allen anderen anmelden"
            f"{until}. Danach geben wir die Plätze frei."
        )


def _facts(letter: Letter) -> Iterator[tuple[str, str]]:
    when = dates_said(letter.dates) if letter.dates else letter.wording
    for name, value in (
        ("Was", letter.title),
        ("Wann", when),
        ("Wo", letter.place),
        ("Leitung", letter.leader),
        ("Grund", letter.reason),
    ):
        if value.strip():
            yield name, value
    if letter.kind == "confirmation" and letter.due_cents:
        yield "Kosten", money_said(letter.due_cents)
        if letter.paid_cents:
            yield "Bezahlt", money_said(letter.paid_cents)


def _ending(letter: Letter) -> Iterator[str]:
    if letter.kind == "cancellation" and letter.paid_cents > 0:
        yield f"Sie haben {money_said(letter.paid_cents)} bezahlt. Das Geld bekommen Sie zurück."
    phone = phone_said(letter.owner.phone)
    if not phone:
        return
    asks = {
        "confirmation": "Können Sie nicht kommen? Bitte sagen Sie uns Bescheid",
        "waiting": "Möchten Sie nicht mehr warten? Bitte sagen Sie uns Bescheid",
        "cancellation": "Haben Sie Fragen? Rufen Sie uns gern an",
        "priority": "Rufen Sie uns an, oder kommen Sie vorbei",
    }
    yield f"{asks[letter.kind]}: {phone}."


class _Head(Unrepeated):
    """Sender, address, date and marks, at the places that a window envelope asks for."""

    def __init__(self, letter: Letter) -> None:
        self._letter = letter
        _, width, height = _ADDRESS
        self._to = [
            broken((Span(clean(words), MEDIUM, _SIZE, TEXT),), width)
            for words in (letter.name, *letter.street.split(","))
        ]
        room = height - _BELOW_SENDER - sum(map(_height, self._to))
        self._sender = _sender(letter.sender.split(" · "), width, room)
        # More than an envelope shows pushes the letter down rather than covering it.
        over = max(0.0, _height(self._sender) - room)
        self.slabs = [Slab(_TEXT_TOP - _FORMAT.margin + over, keeps=True)]

    def laid(self, width: float) -> "_Head":
        """The head has its own measures."""
        del width
        return self

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws the head; it is always on top of the first page."""
        del spots
        edge = _FORMAT.height
        logo = self._letter.owner.look.logo
        if logo is not None:
            size = logo_size(logo, _LOGO_WIDTH, _LOGO_HEIGHT)
            left = _FORMAT.width - _FORMAT.margin - size.width
            draw_logo(canvas, logo, (left, edge - _LOGO_TOP), size)
        for mark in _FOLDS:
            canvas.setStrokeColor(HAIRLINE)
            canvas.setLineWidth(0.7)
            canvas.line(12, edge - mark, 24, edge - mark)
        down, width, height = _ADDRESS
        top = _lines(canvas, self._sender, x, edge - down)
        canvas.setStrokeColor(HAIRLINE)
        canvas.line(x, top - 3, x + width, top - 3)
        top -= _BELOW_SENDER
        for lines in self._to:
            top = _lines(canvas, lines, x, top)
        right = _FORMAT.width - _FORMAT.margin - _INFO_LEFT
        info = (day_said(self._letter.owner.made.date()), phone_said(self._letter.owner.phone))
        said = [
            broken((Span(clean(words), REGULAR, _SIZE, TEXT),), right)
            for words in filter(None, info)
        ]
        top = edge - down - height + sum(map(_height, said))
        for lines in said:
            top = _lines(canvas, lines, _INFO_LEFT, top)


def _sender(parts: Sequence[str], width: float, room: float) -> tuple[Line, ...]:
    """The sender above the address, in one line if possible.

    What does not fit is left out from the front: the street and the town bring a letter back, and
    the house is named below it.
    """
    ways = [
        broken((Span(clean(" · ".join(parts[n:])), REGULAR, 12, SOFT),), width)
        for n in range(max(1, len(parts) - 1))
    ]
    fitting = (way for way in ways if len(way) == 1 and _height(way) <= room)
    return next(fitting, min(ways, key=len))


def _height(lines: Sequence[Line]) -> float:
    return sum(_leading(line) for line in lines)


def _leading(line: Line) -> float:
    return max((run.look.size for run in line), default=_SIZE) * 1.2


def _lines(canvas: TaggedCanvas, lines: Sequence[Line], x: float, top: float) -> float:
    """Draws lines below each other from `top` on; gives where they end."""
    placed: list[tuple[float, float, Line]] = []
    for line in lines:
        leading = _leading(line)
        placed.append((x, top - leading * 0.8, line))
        top -= leading
    if placed:
        with canvas.tag("P", actual=actual_of(lines)):
            draw_lines(canvas, placed)
    return top
