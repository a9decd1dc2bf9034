"""Pictograms, badges and QR codes."""

import json
from functools import lru_cache
from typing import Any

import segno
from reportlab.lib.colors import Color
from reportlab.pdfgen.canvas import Canvas

from begegnung.reports.theme import TEXT, WHITE, Badge
from begegnung.resources import resource

_FIELD = 256
_LONGEST_ADDRESS = 300


@lru_cache(maxsize=1)
def _icons() -> dict[str, list[list[Any]]]:
    """The steps of every pictogram, as `resources/icons/print/convert.py` describes them."""
    return json.loads(resource("icons", "print", "paths.json").read_text(encoding="utf-8"))


def _define(canvas: Canvas, name: str, form: str) -> None:
    """Puts the pictogram into the file once; every use then takes some bytes only."""
    canvas.beginForm(form, 0, 0, _FIELD, _FIELD)
    path = canvas.beginPath()
    draw = {"m": path.moveTo, "l": path.lineTo, "c": path.curveTo, "z": path.close}
    for letter, *numbers in _icons()[name]:
        draw[letter](*numbers)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=1)
    canvas.endForm()


def draw_icon(canvas: Canvas, name: str, x: float, y: float, size: float, *, colour: Color) -> None:
    """Draws a pictogram into the square with the lower left corner (`x`, `y`)."""
    form = f"icon-{name}"
    if not canvas.hasForm(form):
        _define(canvas, name, form)
    canvas.saveState()
    canvas.setFillColor(colour)
    canvas.transform(size / _FIELD, 0, 0, size / _FIELD, x, y)
    canvas.doForm(form)
    canvas.restoreState()


def draw_badge(canvas: Canvas, badge: Badge, x: float, y: float, size: float) -> None:
    """Draws the badge of a category; its shape, not its colour, carries the meaning."""
    canvas.setFillColor(badge.colour)
    canvas.roundRect(x, y, size, size, size * 0.22, stroke=0, fill=1)
    draw_icon(canvas, badge.icon, x + size * 0.13, y + size * 0.13, size * 0.74, colour=WHITE)


def has_qr(address: str) -> bool:
    """Whether `address` is short enough for a code that a telephone reads from paper."""
    return 0 < len(address) <= _LONGEST_ADDRESS


@lru_cache(maxsize=64)
def _dark_runs(address: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Size of the code in modules and its dark runs as (row, column, length)."""
    matrix = segno.make(address, error="m", micro=False).matrix
    runs: list[tuple[int, int, int]] = []
    for row, modules in enumerate(matrix):
        column = 0
        while column < len(modules):
            end = column
            while end < len(modules) and modules[end]:
                end += 1
            if end > column:
                runs.append((row, column, end - column))
            column = end + 1
    return len(matrix), tuple(runs)


def draw_qr(canvas: Canvas, address: str, x: float, y: float, size: float) -> None:
    """Draws the code of a web address into a square; the paper around it is its quiet zone."""
    modules, runs = _dark_runs(address)
    step = size / modules
    path = canvas.beginPath()
    for row, column, length in runs:
        path.rect(x + column * step, y + size - (row + 1) * step, length * step, step)
    canvas.setFillColor(TEXT)
    canvas.drawPath(path, stroke=0, fill=1)
