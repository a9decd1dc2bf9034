"""Pictures of what is printed: the sheets of the week, and one page of each of several papers."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from PySide6.QtGui import QColor, QImage, QPainter

from begegnung.model.calendar import monday_of
from begegnung.model.local_time import day_of
from begegnung.services.dates import dates_between
from begegnung.services.desk import Desk
from begegnung.services.offers import offer_list
from begegnung.services.printing.registry import make_document
from begegnung.services.weekly import print_week
from begegnung.ui.preview.pages import PdfPages

_SHEET_SCALE = 2
_WIDE, _IN_A_ROW, _BETWEEN = 460, 4, 20
"""Width of a page in the overview, and the white between pages, in pixels."""
_GROUND, _EDGE = "#E6E9EE", "#6B7280"


class _Shown(NamedTuple):
    """A page of a document; `page` counts from 0."""

    document: str
    typed: dict[str, str]
    page: int = 0


def picture_papers(desk: Desk, day: date, target: Path) -> list[Path]:
    """The sheets of the programme of the week of `day`, and an overview; gives the files."""
    made: list[Path] = []
    sheets = PdfPages(print_week(desk, monday_of(day), "a4").pdf)
    for number, size in enumerate(sheets.sizes):
        wide, high = round(size.width() * _SHEET_SCALE), round(size.height() * _SHEET_SCALE)
        made.append(target / f"wochenprogramm-{number + 1}.png")
        sheets.image(number, wide, high).save(str(made[-1]))
    made.append(target / "papiere_muster.png")
    _overview(desk, day).save(str(made[-1]))
    return made


def _overview(desk: Desk, day: date) -> QImage:
    tiles: list[QImage] = []
    for shown in _chosen(desk, day):
        pages = PdfPages(make_document(desk, shown.document, shown.typed))
        number = min(shown.page, len(pages) - 1)
        size = pages.sizes[number]
        tiles.append(pages.image(number, _WIDE, round(_WIDE * size.height() / size.width())))
    rows = [tiles[n : n + _IN_A_ROW] for n in range(0, len(tiles), _IN_A_ROW)]
    heights = [max(tile.height() for tile in row) for row in rows]
    wide = _IN_A_ROW * (_WIDE + _BETWEEN) + _BETWEEN
    high = sum(heights) + (len(rows) + 1) * _BETWEEN
    picture = QImage(wide, high, QImage.Format.Format_RGB32)
    picture.fill(QColor(_GROUND))
    painter = QPainter(picture)
    painter.setPen(QColor(_EDGE))
    top = _BETWEEN
    for row, height in zip(rows, heights, strict=True):
        for n, tile in enumerate(row):
            left = _BETWEEN + n * (_WIDE + _BETWEEN)
            painter.drawImage(left, top, tile)
            painter.drawRect(left, top, tile.width() - 1, tile.height() - 1)
        top += height + _BETWEEN
    painter.end()
    return picture


def _chosen(desk: Desk, day: date) -> Iterator[_Shown]:
    """One page each of what this house has something to print for."""
    week, today = monday_of(day).isoformat(), day.isoformat()
    yield _Shown("programme-flyer", {"week": week, "layout": "reader"})
    yield _Shown("programme-flyer", {"week": week, "layout": "reader"}, 1)
    yield _Shown("booklet", {"layout": "reader"})
    yield _Shown("booklet", {"layout": "reader"}, 5)
    offers = desk.read(offer_list)
    course = next((one for one in offers if one.type == "course" and one.waiting), None)
    if course is not None:
        yield _Shown("flyer", {"offer": course.id, "paper": "a5"})
        yield _Shown("participants", {"offer": course.id, "copy": "leader"})
    yield _Shown("programme-large", {"week": week})
    lines = desk.read(dates_between, day, day + timedelta(days=13))
    dropped = next((one for one in lines if one.state == "cancelled"), None)
    if dropped is not None:
        when = day_of(dropped.starts).isoformat()
        yield _Shown("notice", {"offer": dropped.offer_id, "day": when})
    else:
        yield _Shown("emergency", {"day": today})
