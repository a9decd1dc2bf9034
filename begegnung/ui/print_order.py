"""What to print, and in which order the sides of paper are printed: the same for every printer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from PySide6.QtCore import QSizeF

Sides = Literal["one", "long_edge", "short_edge"]
Part = Literal["all", "fronts", "backs"]
Progress = Callable[[str, int, int], None]


class PrintingFailed(Exception):
    """The printer did not take the document; `printer` is its name."""

    def __init__(self, printer: str) -> None:
        super().__init__(printer)
        self.printer = printer


class PrintingCancelled(Exception):
    """Somebody gave it up: here, or in a window of the printer's own."""


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What to print where.

    `printer` is a name from `printers`. `pages` are numbers from 0, None for all. Who turns the
    paper by hand prints `part` "fronts" and then "backs", `backwards` when the last sheet lies on
    top. With `file` the same pictures go into a PDF file instead, which shows what a printer would
    get.
    """

    title: str
    pdf: bytes
    printer: str
    copies: int = 1
    sides: Sides = "one"
    file: Path | None = None
    pages: tuple[int, ...] | None = None
    part: Part = "all"
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """One side of a sheet: a page counted from 0, or None for an empty one.

    `upside_down` turns it by half, see `faces`.
    """

    page: int | None
    upside_down: bool = False


class Device(Protocol):
    """What takes the sides one after the other."""

    def takes_copies(self, copies: int, pages: int) -> bool:
        """Whether it makes the copies of a document of so many pages itself, one after another."""
        ...

    def begin(self, size: QSizeF) -> None:
        """Begins a document whose first side has this size in points."""
        ...

    def draw(self, face: Face, size: QSizeF) -> None:
        """Prints one side of this size in points."""
        ...

    def end(self) -> None:
        """The document is complete."""
        ...

    def abort(self) -> None:
        """Nothing more comes; what can be taken back is."""
        ...


def faces(order: PrintOrder, count: int, copies: int = 1) -> tuple[Face, ...]:
    """The sides of paper for `copies` of a document of `count` pages, in the order of printing.

    A copy never begins on the back of the one before. For backs printed by hand the same edge of
    the paper goes in first again; whoever turns the sheet at its short edge then wants the back the
    other way up, as the printers' own duplex units do it.
    """
    pages: list[int | None] = list(range(count) if order.pages is None else order.pages)
    if len(pages) % 2 and order.sides != "one" and (copies > 1 or order.part != "all"):
        pages.append(None)
    if order.part == "fronts":
        pages = pages[0::2]
    elif order.part == "backs":
        pages = pages[1::2]
    upside_down = order.part == "backs" and order.sides == "short_edge"
    made = [Face(page, upside_down) for _ in range(copies) for page in pages]
    return tuple(reversed(made) if order.backwards else made)


def send(
    order: PrintOrder,
    sizes: Sequence[QSizeF],
    device: Device,
    progress: Progress,
    cancelled: Callable[[], bool],
) -> None:
    """Sends the sides of `order` to `device`; `sizes` are those of all pages in points.

    Raises `PrintingCancelled`, and what the device raises; the document is then aborted.
    """
    wanted = len(sizes) if order.pages is None else len(order.pages)
    alone = order.part == "all" and device.takes_copies(order.copies, wanted)
    sides = faces(order, len(sizes), 1 if alone else order.copies)
    size = sizes[_first_page(sides)]
    device.begin(size)
    try:
        for number, face in enumerate(sides):
            _require_wanted(cancelled)
            progress(f"Seite {number + 1} von {len(sides)}", number, len(sides))
            size = size if face.page is None else sizes[face.page]
            device.draw(face, size)
        device.end()
    except Exception:
        device.abort()
        raise


def _require_wanted(cancelled: Callable[[], bool]) -> None:
    if cancelled():
        raise PrintingCancelled


def _first_page(sides: Sequence[Face]) -> int:
    return next(face.page for face in sides if face.page is not None)
