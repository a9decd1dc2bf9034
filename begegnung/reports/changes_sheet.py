"""The sheet with the changes since the printing, to be put into papers that are printed already."""

from collections.abc import Iterator
from typing import Literal

from begegnung.model.changes_sheet import ChangesSheet
from begegnung.reports.changes_said import ChangeLine, change_lines, changes_heading
from begegnung.reports.paper.document import A4, A5, Paper, printed
from begegnung.reports.paper.emblem import headed
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import (
    BODY,
    Paragraph,
    heading,
    overline,
    subtitle,
    text,
    title,
)
from begegnung.reports.paragraphs import Span
from begegnung.reports.said import months_said, phone_said
from begegnung.reports.text import clean
from begegnung.reports.theme import ALERT, BOLD, REGULAR, TEXT
from begegnung.reports.weekly import span_of_days

_TITLE = "Änderungen"


def changes_paper(said: ChangesSheet, paper: Literal["a5", "a4"] = "a5") -> bytes:
    """The sheet as an accessible PDF (PDF/UA-1, PDF/A-2a)."""
    blocks = tuple(_blocks(said))
    name, house, look = f"{_TITLE} {_period(said)}", said.house.name, said.house.look
    foot = " · ".join(filter(None, (clean(house), look.footer)))
    size = A4 if paper == "a4" else A5
    return printed(Paper(name, house, (blocks,), size, foot, look=look))


def _period(said: ChangesSheet) -> str:
    """The week or half-year: "16. bis 22. November 2026", "Programmheft Januar bis Juni 2027"."""
    if said.kind == "week":
        return span_of_days(said.first, said.last)
    return f"Programmheft {months_said(said.first, said.last)}"


def _blocks(said: ChangesSheet) -> Iterator[Block]:
    if clean(said.house.name):
        yield headed(overline(said.house.name), said.house.look)
    yield title(_TITLE)
    yield subtitle(_period(said))
    yield heading(changes_heading(said.changes.since))
    lines = tuple(change_lines(said.changes))
    if not lines:
        yield text("Es hat sich nichts geändert.")
    yield from map(_line, lines)
    phone = phone_said(said.house.phone)
    if phone:
        yield text(f"Fragen? {phone}", size=BODY + 2, gap=20, rule=True)


def _line(change: ChangeLine) -> Paragraph:
    subject = change.words.removesuffix(change.change)
    return Paragraph(
        (Span(subject, REGULAR, BODY, TEXT), Span(change.change, BOLD, BODY, ALERT)), gap=7
    )
