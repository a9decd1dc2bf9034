"""Headings and paragraphs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from begegnung.reports.aloud import actual
from begegnung.reports.paper.flow import Slab, Unrepeated
from begegnung.reports.paragraphs import (
    Line,
    Span,
    broken,
    draw_lines,
    followed,
    line_width,
)
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.text import clean, width_of
from begegnung.reports.theme import (
    ACCENT,
    BOLD,
    EXTRABOLD,
    HAIRLINE,
    INK,
    MEDIUM,
    REGULAR,
    SEMIBOLD,
    TEXT,
)

BODY = 14.0
"""Size of what visitors read (points)."""
SMALL = 12.0
"""Size of what the desk reads in tables; nothing on any paper is smaller."""
LEADING = 1.3
_LEVELS = {"H1": 0, "H2": 1, "H3": 2}
"""What stands in the outline, and how deep."""
_TOGETHER = 4
"""Paragraphs of so many lines are not divided; longer ones leave two lines on either page."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text with a role for screen readers (ISO 32000-1, 14.8.4), `gap` points below what is above.

    `keeps` takes the next block along to another page, `rule` draws a line above. `anchor` is the
    name under which its page is found. A `lead` stands before the first line, in a column of its
    own that is `column` points wide.
    """

    spans: tuple[Span, ...]
    role: str = "P"
    gap: float = 8.0
    keeps: bool = False
    rule: bool = False
    centred: bool = False
    spoken: str = ""
    anchor: str = ""
    lead: Span | None = None
    column: float = 0.0

    def laid(self, width: float) -> "LaidParagraph":
        """The lines for a width."""
        return LaidParagraph(self, broken(self.spans, width - self.column), width)


class LaidParagraph(Unrepeated):
    """A paragraph broken into lines."""

    def __init__(self, text: Paragraph, lines: Sequence[Line], width: float) -> None:
        self._text, self._lines, self._width = text, lines, width
        self._leading = max(span.size for span in text.spans) * LEADING
        last = len(lines) - 1
        whole = len(lines) <= _TOGETHER
        self.slabs = [
            Slab(
                self._leading,
                text.gap if n == 0 else 0.0,
                text.keeps if n == last else whole or n in (0, last - 1),
                text.anchor if n == 0 else "",
            )
            for n in range(len(lines))
        ]

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws lines as a part of one element."""
        first, top = spots[0]
        if self._text.rule and first == 0:
            canvas.setStrokeColor(HAIRLINE)
            canvas.setLineWidth(1)
            rule = top + self._text.gap / 2
            canvas.line(x, rule, x + self._width, rule)
        placed: list[tuple[float, float, Line]] = []
        if self._text.lead is not None and first == 0:
            placed += ((x, top - self._leading * 0.78, followed(one)) for one in self._lead())
        for number, at in spots:
            line = self._lines[number]
            free = (self._width - line_width(line)) / 2 if self._text.centred else 0.0
            placed.append((x + self._text.column + free, at - self._leading * 0.78, line))
        if first == 0 and self._text.role in _LEVELS:
            words = "".join(span.text for span in self._text.spans).replace("\u00a0", " ")
            canvas.bookmark(words, _LEVELS[self._text.role], top)
        with canvas.tag(self._text.role, key=self, actual=self._spoken()):
            draw_lines(canvas, placed)

    def _spoken(self) -> str:
        lead = "" if self._text.lead is None else f"{self._text.lead.text} "
        words = "".join(span.text for span in self._text.spans)
        return self._text.spoken or actual(f"{lead}{words}")

    def _lead(self) -> tuple[Line, ...]:
        return () if self._text.lead is None else broken((self._text.lead,), self._text.column)


def title(text: str, *, gap: float = 8.0) -> Paragraph:
    """The title of the document; the one heading of the first level."""
    return Paragraph((Span(clean(text), EXTRABOLD, 26, INK),), "H1", gap, keeps=True)


def heading(text: str, *, gap: float = 18.0, role: str = "H2") -> Paragraph:
    """A heading within the document."""
    return Paragraph((Span(clean(text), BOLD, 17, INK),), role, gap, keeps=True)


def text(words: str, *, size: float = BODY, gap: float = 8.0, rule: bool = False) -> Paragraph:
    """An ordinary paragraph."""
    return Paragraph((Span(clean(words), REGULAR, size, TEXT),), "P", gap, rule=rule)


def strong(words: str, *, size: float = BODY, gap: float = 8.0, keeps: bool = False) -> Paragraph:
    """A paragraph that must not be overlooked."""
    return Paragraph((Span(clean(words), BOLD, size, TEXT),), "P", gap, keeps=keeps)


def fact(
    name: str, value: str, *, size: float = BODY, gap: float = 4.0, rule: bool = False
) -> Paragraph:
    """A name and what it is: "Wann: montags 10:00 Uhr"."""
    name_look = Span(f"{clean(name)}: ", BOLD, size, TEXT)
    said = Span(clean(value), REGULAR, size, TEXT)
    return Paragraph((name_look, said), "P", gap, rule=rule)


_BESIDE = 8.0
_WIDEST_COLUMN = 0.36


def facts(
    pairs: Iterable[tuple[str, str]],
    width: float,
    *,
    size: float = BODY,
    gap: float = 4.0,
    first: float | None = None,
    names: Iterable[str] = (),
    sign: str = ":",
    rule: bool = False,
) -> Iterator[Paragraph]:
    """Names and what they are, one below the other, with all values in one column.

    `width` is that of the paper between its margins. Pairs without a value are left out. The
    first is `first` points below what is above, with a `rule` where asked; `sign` stands behind
    every name. The column has room for the `names` as well, so that several such groups stand in
    line; where the widest name would take too much of the `width`, values stand behind theirs.
    """
    said = [(clean(name), clean(value)) for name, value in pairs if clean(value)]
    known = (*(name for name, _ in said), *names)
    column = max((width_of(f"{name}{sign}", BOLD, size) for name in known), default=0.0) + _BESIDE
    for n, (name, value) in enumerate(said):
        above = first if n == 0 and first is not None else gap
        if column > width * _WIDEST_COLUMN:
            yield fact(name, value, size=size, gap=above, rule=rule and n == 0)
            continue
        look = Span(value, REGULAR, size, TEXT)
        lead = Span(f"{name}{sign}", BOLD, size, TEXT)
        yield Paragraph((look,), "P", above, rule=rule and n == 0, lead=lead, column=column)


def overline(words: str) -> Paragraph:
    """Whose paper it is, above the title."""
    return Paragraph((Span(clean(words), SEMIBOLD, BODY, INK),), "P", 0.0, keeps=True)


def subtitle(words: str, *, gap: float = 2.0) -> Paragraph:
    """What the paper is about, below the title."""
    return Paragraph((Span(clean(words), SEMIBOLD, 18, ACCENT),), "P", gap, keeps=True)


def note(words: str, *, gap: float = 8.0) -> Paragraph:
    """A remark at the end."""
    return Paragraph((Span(clean(words), MEDIUM, SMALL, TEXT),), "P", gap)
