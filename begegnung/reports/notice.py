"""The notice that a date does not take place, or was moved: to be read from some metres away."""

from collections.abc import Iterator
from typing import Literal

from begegnung.model.booking_rows import SlipDate
from begegnung.model.notice_rows import Notice
from begegnung.reports.paper.document import A4, A5, Paper, on_one_page, printed
from begegnung.reports.paper.emblem import Emblem
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import Paragraph
from begegnung.reports.paragraphs import Span
from begegnung.reports.said import clock_said, day_said, long_day_said, phone_said
from begegnung.reports.text import clean
from begegnung.reports.theme import ALERT, BOLD, EXTRABOLD, INK, MEDIUM, SEMIBOLD, TEXT

_HEADS = {"cancelled": "Fällt aus", "moved": "Verlegt"}
_SCALE = {"a4": 1.0, "a5": 2**-0.5}
_STEPS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
_LOGO = 76.0
_CLOSING = "Wir bitten um Verständnis."


def notice(said: Notice, paper: Literal["a4", "a5"] = "a4") -> bytes:
    """The notice as an accessible PDF (PDF/UA-1, PDF/A-2a); A5 is the same, smaller."""
    size = A4 if paper == "a4" else A5
    head = f"{_HEADS[said.state]}: {said.title}"
    owner, look = said.owner, said.owner.look
    title = f"{head}, {day_said(said.planned.day)}"
    made = Paper(title, owner.house, (), size, look.footer, look=look)
    return printed(on_one_page(made, _variants(said, _SCALE[paper], size.inside)))


def _variants(said: Notice, scale: float, width: float) -> Iterator[tuple[Block, ...]]:
    """The notice with the logo, without it where the words need the whole page, then smaller."""
    if said.owner.look.logo is not None:
        emblem = Emblem(said.owner.look.logo, width * 0.6, _LOGO * scale, 8.0, centred=True)
        yield emblem, *_blocks(said, scale)
    yield from (tuple(_blocks(said, scale * step)) for step in _STEPS)


def _blocks(said: Notice, scale: float) -> Iterator[Block]:
    def block(
        words: str, font: str, size: float, *, gap: float, role: str = "P", alert: bool = False
    ) -> Paragraph:
        look = Span(clean(words), font, max(size * scale, 14.0), ALERT if alert else TEXT)
        return Paragraph((look,), role, gap * scale, centred=True)

    house = Span(clean(said.owner.house), SEMIBOLD, max(20 * scale, 14.0), INK)
    yield Paragraph((house,), "P", 0.0, centred=True)
    yield block(_HEADS[said.state], EXTRABOLD, 80, gap=70, role="H1", alert=True)
    yield block(said.title, BOLD, 46, gap=30)
    yield block(f"am {_day(said.planned)}", MEDIUM, 30, gap=20)
    if said.reason:
        yield block(f"Grund: {said.reason}", MEDIUM, 24, gap=20)
    if said.instead is not None:
        word = "Ersatz am" if said.state == "cancelled" else "Neu am"
        place = f", {said.place}" if said.place else ""
        yield block(f"{word} {_day(said.instead)}{place}", BOLD, 34, gap=40)
    elif said.state == "cancelled":
        yield block(said.owner.look.notice_closing or _CLOSING, MEDIUM, 24, gap=40)
    if said.owner.phone:
        yield block(f"Fragen? {phone_said(said.owner.phone)}", SEMIBOLD, 28, gap=60)


def _day(one: SlipDate) -> str:
    return ", ".join(filter(None, (long_day_said(one.day), clock_said(one.start, one.end))))
