"""The flyer of one offer: what, when, where, what it costs, and how to reach the house."""

from collections.abc import Iterator, Sequence
from typing import Literal

from begegnung.model.flyer_rows import OfferFlyer
from begegnung.model.programme import CATEGORIES
from begegnung.reports.ornaments import draw_icon, has_qr
from begegnung.reports.paper.code import Code
from begegnung.reports.paper.document import A4, A5, Paper, printed
from begegnung.reports.paper.flow import Block, Slab, Unrepeated, paginate
from begegnung.reports.paper.paragraph import LEADING, Paragraph, fact
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines
from begegnung.reports.said import dates_said, phone_said
from begegnung.reports.sheet import web_link, web_words
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.text import clean, width_of
from begegnung.reports.theme import BADGES, BOLD, EXTRABOLD, INK, MEDIUM, TEXT, WHITE, Badge

FlyerPaper = Literal["a4", "a5"]

_INSIDE = 12.0
"""White inside the banner, on every side."""
_SIZES = {"a4": (20.0, 18.0, 16.0, 14.0), "a5": (15.0, 14.0, 13.0, 12.0)}
_MOST_DATES = 4
"""More dates than this are told by their number: a flyer is read in passing."""
_TITLES = {"a4": (54.0, 48.0, 42.0, 36.0, 30.0), "a5": (38.0, 34.0, 30.0, 26.0, 22.0)}


def flyer(offer: OfferFlyer, paper: FlyerPaper = "a5") -> bytes:
    """The flyer as an accessible PDF (PDF/UA-1, PDF/A-2a), on one page as large as it fits.

    What does not fit in the smallest letters goes on on a second page.
    """
    size = A4 if paper == "a4" else A5
    blocks: tuple[Block, ...] = ()
    for letters in _SIZES[paper]:
        blocks = tuple(_blocks(offer, paper, letters, size.inside))
        laid = [block.laid(size.inside) for block in blocks]
        if len(paginate(laid, size.height - 2 * size.margin)) == 1:
            break
    return printed(Paper(offer.title, offer.house.name, (blocks,), size))


def _blocks(offer: OfferFlyer, paper: FlyerPaper, size: float, width: float) -> Iterator[Block]:
    if clean(offer.house.name) or offer.category in CATEGORIES:
        yield _Banner(offer.house.name, offer.category, size)
    words = clean(offer.title).split(" ")
    large = next(
        (s for s in _TITLES[paper] if all(width_of(w, EXTRABOLD, s) <= width for w in words)),
        _TITLES[paper][-1],
    )
    yield Paragraph((Span(clean(offer.title), EXTRABOLD, large, INK),), "H1", 16, keeps=True)
    when = offer.wording or (dates_said(offer.dates) if offer.dates else "")
    first = True
    for name, value in (
        ("Wann", when),
        ("Termine", _dates(offer) if offer.wording and offer.dates else ""),
        ("Wo", offer.place),
        ("Leitung", offer.leader),
        ("Für wen", offer.audience),
        ("Kosten", offer.fee),
        ("Anmeldung", offer.registration),
    ):
        if value.strip():
            yield fact(name, value, size=size, gap=18 if first else 6)
            first = False
    if offer.remark.strip():
        yield _line(offer.remark, MEDIUM, size, gap=14)
    yield from _contact(offer, size)


def _dates(offer: OfferFlyer) -> str:
    return dates_said(offer.dates, _MOST_DATES)


def _contact(offer: OfferFlyer, size: float) -> Iterator[Block]:
    house = offer.house
    if house.phone.strip():
        look = Span(phone_said(house.phone), BOLD, size * 1.25, INK)
        yield Paragraph((look,), gap=24, rule=True)
    if house.address.strip():
        yield _line(house.address, MEDIUM, size, gap=4)
    if house.access_note.strip():
        yield _line(house.access_note, MEDIUM, size, gap=4)
    if has_qr(web_link(house.web)):
        words = f"Mehr im Internet: {web_words(house.web)}"
        yield Code(web_link(house.web), words, edge=max(57.0, size * 4.5))


def _line(words: str, font: str, size: float, *, gap: float) -> Paragraph:
    return Paragraph((Span(clean(words), font, size, TEXT),), gap=gap)


class _Banner:
    """The head of the flyer: the house on the colour of the category, with its pictogram and word.

    White on the colours of the categories has a contrast of 7:1 and more; the word says what the
    colour says.
    """

    def __init__(self, house: str, category: str | None, size: float) -> None:
        self._badge = BADGES.get(category or "")
        self._category = CATEGORIES.get(category or "", "")
        self._house = clean(house)
        self._size = size

    def laid(self, width: float) -> "_LaidBanner":
        """The banner for a width."""
        edge = self._size * 3.4 if self._badge else 0.0
        room = width - 3 * _INSIDE - edge
        lines = [
            *broken((Span(self._house, BOLD, self._size * 1.15, WHITE),), room),
            *broken((Span(self._category, MEDIUM, self._size, WHITE),), room),
        ]
        return _LaidBanner(self._badge, lines, width, edge)


class _LaidBanner(Unrepeated):
    """The banner with its lines."""

    def __init__(
        self, badge: Badge | None, lines: Sequence[Line], width: float, edge: float
    ) -> None:
        self._badge, self._lines, self._width, self._edge = badge, lines, width, edge
        text = sum(_leading(line) for line in lines)
        self.slabs = [Slab(max(text, edge) + 2 * _INSIDE, keeps=True)]

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws the coloured field, the pictogram and the words."""
        top, height = spots[0][1], self.slabs[0].height
        canvas.setFillColor(self._badge.colour if self._badge else INK)
        canvas.roundRect(x, top - height, self._width, height, 10, stroke=0, fill=1)
        left = x + _INSIDE
        if self._badge:
            low = top - height + (height - self._edge) / 2
            draw_icon(canvas, self._badge.icon, (left, low, self._edge), WHITE)
            left += self._edge + _INSIDE
        down = top - (height - sum(_leading(line) for line in self._lines)) / 2
        placed: list[tuple[float, float, Line]] = []
        for line in self._lines:
            placed.append((left, down - _leading(line) * 0.78, line))
            down -= _leading(line)
        if placed:
            with canvas.tag("P"):
                draw_lines(canvas, placed)


def _leading(line: Line) -> float:
    return max((run.look.size for run in line), default=0.0) * LEADING
