"""Pictograms, badges and QR codes."""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import segno
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from begegnung.reports.theme import TEXT, WHITE, Badge
from begegnung.resources import resource

Square = tuple[float, float, float]
"""Lower left corner and edge of a square, in points."""

_FIELD = 256
_LONGEST_ADDRESS = 300


@lru_cache(maxsize=1)
def _icons() -> dict[str, list[list[Any]]]:
    """The steps of every pictogram, as `resources/icons/print/convert.py` describes them."""
    return json.loads(resource("icons", "print", "paths.json").read_text(encoding="utf-8"))


@lru_cache
def _icon_path(name: str) -> PDFPathObject:
    """The pictogram as drawing steps, written once for all documents."""
    path = PDFPathObject()
    draw = {"m": path.moveTo, "l": path.lineTo, "c": path.curveTo, "z": path.close}
    for letter, *numbers in _icons()[name]:
        draw[letter](*numbers)
    return path


def _stamp(
    canvas: Canvas, form: str, field: float, square: Square, draw: Callable[[], None]
) -> None:
    """Puts a drawing of `field` units into the file once; every use then takes some bytes only."""
    if not canvas.hasForm(form):
        canvas.beginForm(form, 0, 0, field, field)
        draw()
        canvas.endForm()
    x, y, size = square
    canvas.saveState()
    canvas.transform(size / field, 0, 0, size / field, x, y)
    canvas.doForm(form)
    canvas.restoreState()


def draw_icon(canvas: Canvas, name: str, square: Square, colour: Color) -> None:
    """Draws a pictogram."""

    def draw() -> None:
        canvas.setFillColor(colour)
        canvas.drawPath(_icon_path(name), stroke=0, fill=1, fillMode=1)

    _stamp(canvas, f"icon-{name}-{colour.hexval()}", _FIELD, square, draw)


def draw_badge(canvas: Canvas, badge: Badge, square: Square) -> None:
    """Draws the badge of a category; its shape, not its colour, carries the meaning."""

    def draw() -> None:
        canvas.setFillColor(badge.colour)
        canvas.roundRect(0, 0, _FIELD, _FIELD, _FIELD * 0.22, stroke=0, fill=1)
        canvas.setFillColor(WHITE)
        canvas.transform(0.74, 0, 0, 0.74, _FIELD * 0.13, _FIELD * 0.13)
        canvas.drawPath(_icon_path(badge.icon), stroke=0, fill=1, fillMode=1)

    _stamp(canvas, f"badge-{badge.icon}", _FIELD, square, draw)


def has_qr(address: str) -> bool:
    """Whether `address` is short enough for a code that a telephone reads from paper."""
    return 0 < len(address) <= _LONGEST_ADDRESS


@lru_cache(maxsize=64)
def _qr_path(address: str) -> tuple[int, PDFPathObject]:
    """Size of the code in modules, and its dark runs with one module as unit."""
    matrix = segno.make(address, error="m", micro=False).matrix
    path = PDFPathObject()
    for row, modules in enumerate(matrix):
        column = 0
        while column < len(modules):
            end = column
            while end < len(modules) and modules[end]:
                end += 1
            if end > column:
                path.rect(column, len(matrix) - row - 1, end - column, 1)
            column = end + 1
    return len(matrix), path


def draw_qr(canvas: Canvas, address: str, square: Square) -> None:
    """Draws the code of a web address; the paper around it is its quiet zone."""
    modules, path = _qr_path(address)

    def draw() -> None:
        canvas.setFillColor(TEXT)
        canvas.drawPath(path, stroke=0, fill=1)

    _stamp(canvas, "qr", modules, square, draw)
