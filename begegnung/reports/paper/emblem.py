"""The logo of a house as a block: alone, or at the right of the words that name the house."""

from collections.abc import Sequence
from dataclasses import dataclass

from begegnung.model.house_look import Logo, Look
from begegnung.reports.logo import draw_logo, logo_size
from begegnung.reports.paper.flow import Block, Slab, Unrepeated
from begegnung.reports.paper.paragraph import LaidParagraph, Paragraph
from begegnung.reports.paragraphs import broken
from begegnung.reports.tagging import TaggedCanvas

_BETWEEN = 16.0
_MOST_OF_THE_LINE = 0.4
"""So much of the width a logo takes from the words beside it."""
_HEIGHT = 48.0
_WIDE = 2.5
"""A logo this many times as wide as high is a line of its own rather than a sign beside words."""


@dataclass(frozen=True, slots=True)
class Emblem:
    """A logo that keeps within `width` by `height` points, `gap` points above what follows."""

    logo: Logo
    width: float
    height: float
    gap: float = 10.0
    centred: bool = False

    def laid(self, width: float) -> "LaidEmblem":
        """The logo for a width."""
        return LaidEmblem(self, width)


class LaidEmblem(Unrepeated):
    """The logo in its size."""

    def __init__(self, emblem: Emblem, width: float) -> None:
        self._emblem = emblem
        self._size = logo_size(emblem.logo, min(emblem.width, width), emblem.height)
        self._shift = (width - self._size.width) / 2 if emblem.centred else 0.0
        self.slabs = [Slab(self._size.height + emblem.gap, keeps=True)]

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws the logo."""
        draw_logo(canvas, self._emblem.logo, (x + self._shift, spots[0][1]), self._size)


def headed(words: Paragraph, look: Look, height: float = _HEIGHT) -> Block:
    """The words that name the house, with its logo at the right where it has one."""
    return words if look.logo is None else _Headed(words, look.logo, height)


def titled(words: Paragraph, logo: Logo, height: float) -> tuple[Block, ...]:
    """The words that name the house on a cover, with a wide logo above them, else at the right."""
    wide, high = logo_size(logo, 1000.0, 1000.0)
    if wide > _WIDE * high:
        return Emblem(logo, 1000.0, height / 2, 14.0), words
    return (_Headed(words, logo, height),)


@dataclass(frozen=True, slots=True)
class _Headed:
    """A paragraph with the logo at its right."""

    words: Paragraph
    logo: Logo
    height: float

    def laid(self, width: float) -> "_LaidHeaded":
        """Words and logo for a width."""
        return _LaidHeaded(self, width)


class _LaidHeaded(Unrepeated):
    """The lines, and the logo in its size; both begin at the top and stay together."""

    def __init__(self, block: _Headed, width: float) -> None:
        self._logo = block.logo
        self._size = logo_size(block.logo, width * _MOST_OF_THE_LINE, block.height)
        self._left = width - self._size.width
        room = self._left - _BETWEEN
        self._words = LaidParagraph(block.words, broken(block.words.spans, room), room)
        text = sum(slab.height for slab in self._words.slabs)
        self.slabs = [Slab(max(text, self._size.height), block.words.gap, keeps=True)]

    def draw(self, canvas: TaggedCanvas, x: float, spots: Sequence[tuple[int, float]]) -> None:
        """Draws the words, then the logo."""
        top = spots[0][1]
        lines: list[tuple[int, float]] = []
        at = top
        for number, slab in enumerate(self._words.slabs):
            lines.append((number, at))
            at -= slab.height
        if lines:
            self._words.draw(canvas, x, lines)
        draw_logo(canvas, self._logo, (x + self._left, top), self._size)
