"""The notice that a date does not take place, or was moved: to be read from some metres away."""

from collections.abc import Iterator
from typing import Literal

from begegnung.model.booking_rows import SlipDate
from begegnung.model.notice_rows import Notice
from begegnung.reports.paper.document import A4, A5, Paper, printed
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import Paragraph
from begegnung.reports.paragraphs import Span
from begegnung.reports.said import clock_said, day_said, long_day_said, phone_said
from begegnung.reports.text import clean
from begegnung.reports.theme import ALERT, BOLD, EXTRABOLD, INK, MEDIUM, SEMIBOLD, TEXT

_HEADS = {"cancelled": "Fällt aus", "moved": "Verlegt"}
_SCALE = {"a4": 1.0, "a5": 2**-0.5}


def notice(said: Notice, paper: Literal["a4", "a5"] = "a4") -> bytes:
    """The notice as an accessible PDF (PDF/UA-1, PDF/A-2a); A5 is the same, smaller."""
    size = A4 if paper == "a4" else A5
    head = f"{_HEADS[said.state]}: {said.title}"
    blocks = tuple(_blocks(said, _SCALE[paper]))
    return printed(
        Paper(f"{head}, {day_said(said.planned.day)}", said.owner.house, (blocks,), size)
    )


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
        yield block("Wir bitten um Verständnis.", MEDIUM, 24, gap=40)
    if said.owner.phone:
        yield block(f"Fragen? {phone_said(said.owner.phone)}", SEMIBOLD, 28, gap=60)


def _day(one: SlipDate) -> str:
    return ", ".join(filter(None, (long_day_said(one.day), clock_said(one.start, one.end))))
