"""The programme of a week in large print: one thing below the other, nothing below 18 points.

For readers with very low vision: at 18 to 24 points a table would leave no room for words, so an
entry is time, title and place in lines of their own (RNIB Clear Print: 16 points and more).
"""

from collections.abc import Iterator

from begegnung.model.programme import WeekProgramme
from begegnung.reports.changes_said import ChangeLine
from begegnung.reports.paper.document import A4, Paper, printed
from begegnung.reports.paper.emblem import headed
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import Paragraph
from begegnung.reports.paragraphs import Span
from begegnung.reports.text import clean
from begegnung.reports.theme import ACCENT, ALERT, BOLD, EXTRABOLD, INK, MEDIUM, SEMIBOLD, TEXT
from begegnung.reports.week_said import SaidDay, SaidEntry, SaidWeek, week_said

SMALLEST = 18.0
"""No text on these sheets is smaller (points)."""
_LOGO = 72.0


def week_large(week: WeekProgramme) -> bytes:
    """The week on A4 as an accessible PDF (PDF/UA-1, PDF/A-2a)."""
    said = week_said(week)
    title = f"{said.title} in Großdruck {said.dates}"
    blocks = tuple(_blocks(said))
    return printed(Paper(title, said.house, (blocks,), A4, foot_size=SMALLEST, look=said.look))


def _blocks(week: SaidWeek) -> Iterator[Block]:
    if week.house:
        yield headed(_line(week.house, SEMIBOLD, SMALLEST, gap=0), week.look, _LOGO)
    yield Paragraph((Span(week.title, EXTRABOLD, 38, INK),), "H1", 4, keeps=True)
    yield Paragraph((Span(clean(week.dates), SEMIBOLD, 24, ACCENT),), gap=0)
    if week.changes:
        yield _heading(week.changes.heading)
        yield from (_change(one) for one in week.changes.lines)
    for day in week.days:
        yield from _day(day)
    if not week.days:
        yield _line("Diese Woche ist noch nichts eingetragen.", MEDIUM, 20, gap=24)
    if week.notice:
        heading, paragraphs = week.notice
        yield _heading(heading or "Bitte vormerken")
        yield from (_line(words, MEDIUM, 20, gap=10) for words in paragraphs)
    for n, contact in enumerate(week.contact):
        yield Paragraph((Span(contact.words, MEDIUM, 20, TEXT),), gap=0 if n else 30, rule=not n)
    if week.look.footer:
        yield _line(week.look.footer, MEDIUM, SMALLEST, gap=14)


def _change(change: ChangeLine) -> Paragraph:
    subject = change.words.removesuffix(change.change)
    spans = (Span(subject, MEDIUM, 20, TEXT), Span(change.change, BOLD, 20, ALERT))
    return Paragraph(spans, gap=10)


def _heading(words: str) -> Paragraph:
    return Paragraph((Span(words, BOLD, 28, INK),), "H2", 30, keeps=True, rule=True)


def _day(day: SaidDay) -> Iterator[Block]:
    yield _heading(day.heading)
    if day.closed:
        yield Paragraph((Span(day.closed, BOLD, 22, ALERT),), gap=6)
    for entry in day.entries:
        yield from _entry(entry)


def _entry(entry: SaidEntry) -> Iterator[Block]:
    lines: list[tuple[Span, ...]] = []
    if entry.when:
        lines.append((Span(entry.when, SEMIBOLD, 20, TEXT),))
    gone = entry.status.startswith("Fällt aus")
    mark = (Span(f"{entry.mark}: ", BOLD, 22, ALERT),) if entry.mark else ()
    lines.append((*mark, Span(entry.title, BOLD, 22, TEXT, struck=gone)))
    if entry.status:
        lines.append((Span(entry.status, BOLD, 20, ALERT),))
    more = " · ".join(filter(None, (entry.room, *entry.details)))
    if more:
        lines.append((Span(more, MEDIUM, SMALLEST, TEXT),))
    for n, spans in enumerate(lines):
        last = n == len(lines) - 1
        yield Paragraph(spans, gap=0 if n else 14, keeps=not last)


def _line(words: str, font: str, size: float, *, gap: float) -> Paragraph:
    return Paragraph((Span(clean(words), font, size, TEXT),), gap=gap)
