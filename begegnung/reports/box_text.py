"""The words of a tinted box on the programme: an announcement, or what has changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from begegnung.model.programme import Announcement
from begegnung.reports.aloud import actual
from begegnung.reports.changes_said import SaidChanges
from begegnung.reports.paragraphs import Line, Span, broken, draw_lines
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.text import clean
from begegnung.reports.theme import ACCENT, BOLD, EXTRABOLD, REGULAR, SEMIBOLD, TEXT

Phrase = tuple[tuple[str, str], ...]
"""Words, each with the font it is written in."""

PartLine = tuple[str, float, Line]
"""A line with its height and the part it belongs to: "H2", "LI 0", "P 1"."""

_ABOVE_ITEM = 0.22


@dataclass(frozen=True, slots=True)
class BoxText:
    """A heading, a list of `items` and paragraphs; each may be missing."""

    heading: str
    items: tuple[Phrase, ...] = ()
    paragraphs: tuple[Phrase, ...] = ()

    def lines(self, body: float, heading: float, leading: float, width: float) -> list[PartLine]:
        """The lines for a `width`, in letters of `body` and `heading` points."""
        found: list[PartLine] = []
        for part, phrase, size in self._parts(body, heading):
            colour = ACCENT if part == "H2" else TEXT
            spans = tuple(Span(clean(words) + " ", font, size, colour) for words, font in phrase)
            for n, line in enumerate(broken(spans, width)):
                above = body * _ABOVE_ITEM if part.startswith("LI") and not n else 0.0
                found.append((part, size * leading + above, line))
        return found

    def spoken(self, part: str) -> str:
        """What is read in the place of a part, see `aloud.actual`."""
        phrases = {name: phrase for name, phrase, _ in self._parts(0, 0)}
        return actual(" ".join(clean(words) for words, _ in phrases[part]))

    def _parts(self, body: float, heading: float) -> Iterator[tuple[str, Phrase, float]]:
        if clean(self.heading):
            yield "H2", ((self.heading, EXTRABOLD),), heading
        for kind, phrases in (("LI", self.items), ("P", self.paragraphs)):
            for number, phrase in enumerate(phrases):
                yield f"{kind} {number}", phrase, body


def announcement_text(announcement: Announcement | None) -> BoxText | None:
    """The words of the announcement; None where there are none."""
    if announcement is None:
        return None
    paragraphs = tuple(filter(None, map(clean, announcement.text.splitlines())))
    heading = clean(announcement.title)
    if not heading and not paragraphs:
        return None
    return BoxText(heading, paragraphs=tuple(((one, REGULAR),) for one in paragraphs))


def changes_text(said: SaidChanges) -> BoxText:
    """The words of the changes: what it is about, and what has changed in bold letters."""
    items = tuple(
        tuple(
            (words, font)
            for words, font in (
                (f"{one.when}," if one.what else f"{one.when}:", SEMIBOLD),
                (f"{one.what}:", REGULAR),
                (one.change, BOLD),
            )
            if words not in ("", ",", ":")
        )
        for one in said.lines
    )
    rest: tuple[Phrase, ...] = (((said.rest, REGULAR),),) if said.rest else ()
    return BoxText(said.heading, items, rest)


def draw_parts(
    canvas: TaggedCanvas,
    text: BoxText,
    parts: Iterable[tuple[str, Sequence[tuple[float, float, Line]]]],
    key: object,
) -> None:
    """Draws lines as the parts of `text`; `key` is the box, which may go on on another page."""
    for part, placed in parts:
        role = part.split()[0]
        if role != "LI":
            with canvas.tag(role, key=(key, part), actual=text.spoken(part)):
                draw_lines(canvas, placed)
            continue
        with (
            canvas.struct("L", key=(key, "list")),
            canvas.struct("LI", key=(key, part)),
            canvas.tag("LBody", key=(key, part, "body"), actual=text.spoken(part)),
        ):
            draw_lines(canvas, placed)
