"""The weekly programme: the sheet on the notice board and on the tables of the house."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Literal

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.programme import ProgrammeEntry, WeekProgramme
from begegnung.reports.box_text import announcement_text, changes_text
from begegnung.reports.changes_said import changes_said
from begegnung.reports.fitting import Density, Mode, Plan, fit
from begegnung.reports.paper_canvas import PaperCanvas
from begegnung.reports.said import long_day_said
from begegnung.reports.sheet import Footer, Masthead
from begegnung.reports.tagging import About, TaggedCanvas
from begegnung.reports.text import clean
from begegnung.reports.theme import PRINTING, load_fonts
from begegnung.reports.weekly_blocks import Band, Box, Quiet, Spot
from begegnung.reports.weekly_rows import (
    Columns,
    RowText,
    closed_text,
    columns,
    divides_a_title,
    entry_text,
    offer_text,
)

Paper = Literal["a4", "a3"]

_WIDTH, _HEIGHT = 595.28, 841.89
_MARGIN = 26.0
_ABOVE_FOOT = 8.0
_SCALE: dict[Paper, float] = {"a4": 1.0, "a3": 2**0.5}
_TITLE = "Wochenprogramm"
_TOLD = 8
"""Changes in the box; there are more of them only where they cannot be read below."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A finished document; `body_size` is the size of the titles on the paper, in points.

    `fullest` is the day that takes most room, with the number of its rows; `divided` are the days
    that go on on another page.
    """

    pdf: bytes
    pages: int
    body_size: float
    mode: Mode
    fullest: tuple[date, int] | None = None
    divided: tuple[date, ...] = ()


def weekly_programme(week: WeekProgramme, paper: Paper = "a4") -> Printed:
    """The programme as an accessible PDF (PDF/UA-1, PDF/A-2a) on as few pages as are readable.

    A3 is the A4 sheet enlarged. The same week gives the same bytes. Calls from several threads
    wait for each other.
    """
    with PRINTING:
        load_fonts()
        return WeekSheet(week).printed(paper)


class WeekSheet:
    """The layout of one week, in points of the A4 page.

    To be used while `PRINTING` is held and the fonts are loaded.
    """

    def __init__(self, week: WeekProgramme) -> None:
        self._week = week
        self._width = _WIDTH - 2 * _MARGIN
        self._bands = tuple(_bands(week))
        self._boxes = tuple(_boxes(week))
        self._blocks: tuple[Band | Box | Quiet, ...] = ()
        self._texts = tuple(text for band in self._bands for text in band.texts)
        house = week.house
        number = week.monday.isocalendar().week
        self._dates = span_of_days(week.monday, last_day(week))
        self._head = Masthead(house, _TITLE, self._dates, f"Kalenderwoche {number}", self._width)
        categories = [text.category for text in self._texts if text.category]
        self._foot = Footer(house, categories, self._width, with_web=not self._head.says_web)
        self._space = _HEIGHT - 2 * _MARGIN - self._head.height - self._foot.height - _ABOVE_FOOT
        self._tallest = self._space * 0.4
        self._at: dict[Density, Columns] = {}

    def _columns(self, density: Density) -> Columns:
        if density not in self._at:
            self._at[density] = columns(density, self._width, self._tallest, self._texts)
        return self._at[density]

    def plan(self) -> Plan:
        """What stands on which page.

        The changes stand on top, unless that takes one more page than if they stand below. Where
        they have a page of their own all of them are told.
        """
        changes = tuple(_changes(self._week, _TOLD))
        plan = self._fitted(*changes, *self._bands, *self._boxes)
        if not changes or len(plan.pages) == 1:
            return plan
        on_top = self._blocks
        below = self._fitted(*self._bands, *changes, *self._boxes)
        if len(below.pages) < len(plan.pages):
            return below
        if len(plan.pages[0]) == 1:
            every = tuple(_changes(self._week, None))
            told = self._fitted(*every, *self._bands, *self._boxes)
            if len(told.pages) <= len(plan.pages):
                return told
        self._blocks = on_top
        return plan

    def _fitted(self, *blocks: Band | Box | Quiet) -> Plan:
        """The plan for these blocks, which are drawn from now on."""
        self._blocks = blocks
        return fit(
            lambda density: [block.block(self._columns(density)) for block in blocks],
            len(self._texts),
            self._space,
            lambda density: divides_a_title(self._texts, self._columns(density)),
        )

    def printed(self, paper: Paper) -> Printed:
        """The finished document."""
        plan = self.plan()
        scale = _SCALE[paper]
        size = (_WIDTH * scale, _HEIGHT * scale)
        canvas = PaperCanvas(self.about, size, self._week.house.look)
        self.draw(canvas, plan, scale)
        return Printed(
            canvas.finished(),
            len(plan.pages),
            plan.density.body * scale,
            plan.density.mode,
            self._fullest(plan),
            self._divided(plan),
        )

    def _fullest(self, plan: Plan) -> tuple[date, int] | None:
        at = self._columns(plan.density)
        days = [band for band in self._bands if band.day is not None]
        if not days:
            return None
        fullest = max(days, key=lambda band: band.block(at).height)
        return None if fullest.day is None else (fullest.day, len(fullest.texts))

    def _divided(self, plan: Plan) -> tuple[date, ...]:
        parted = [self._blocks[one.block] for page in plan.pages for one in page if one.continued]
        days = {one.day for one in parted if isinstance(one, Band) and one.day is not None}
        return tuple(sorted(days))

    @property
    def about(self) -> About:
        """What the document says about itself."""
        name = clean(self._week.house.name)
        title = f"{_TITLE} {self._dates}"
        return About(f"{title} – {name}" if name else title, name, _TITLE, "Begegnung")

    def draw(self, canvas: TaggedCanvas, plan: Plan, scale: float = 1.0) -> None:
        """Draws every page, `scale` times as large as A4."""
        for page in range(len(plan.pages)):
            if scale != 1:
                canvas.scale(scale, scale)
            self._draw_page(canvas, plan, page)
            canvas.showPage()

    def _draw_page(self, canvas: TaggedCanvas, plan: Plan, page: int) -> None:
        count = len(plan.pages)
        top = _HEIGHT - _MARGIN
        self._head.draw(canvas, _MARGIN, top, page + 1, count)
        y = top - self._head.height
        gap = plan.gap(page, self._space)
        at = self._columns(plan.density)
        for piece in plan.pages[page]:
            spot = Spot(_MARGIN, y, piece.block, at)
            self._blocks[piece.block].draw(canvas, piece, spot)
            y -= piece.height + gap
        self._foot.draw(canvas, _MARGIN, _MARGIN, tagged=page == count - 1)


def _bands(week: WeekProgramme) -> Iterator[Band]:
    """The days with something on them, in order, and the offers without dates."""
    rows: dict[date, list[RowText]] = {}
    for closed in week.closed_days:
        rows.setdefault(closed.day, []).append(closed_text(closed))
    for day, entries in groupby(sorted(week.entries, key=entry_order), lambda entry: entry.day):
        rows.setdefault(day, []).extend(map(entry_text, entries))
    for day in sorted(rows):
        label = (WEEKDAYS[day.weekday()][:2], f"{day.day}.{day.month}.")
        yield Band(label, long_day_said(day), tuple(rows[day]), day=day)
    if week.text_entries:
        label = ("Ohne", "festen", "Termin")
        texts = tuple(map(offer_text, week.text_entries))
        if not any(text.category for text in texts):
            texts = tuple(replace(text, begins="time") for text in texts)
        yield Band(label, " ".join(label), texts, big=False)


def entry_order(entry: ProgrammeEntry) -> tuple[object, ...]:
    """Entries by day and time, then by their words; those without a time come last."""
    start = 24 * 60 if entry.start is None else entry.start
    end = 24 * 60 if entry.end is None else entry.end
    words = (entry.time_text, entry.title, entry.room, entry.leader, entry.remark)
    return (entry.day, start, end, *words, entry.category or "", entry.status, entry.status_note)


def _changes(week: WeekProgramme, most: int | None) -> Iterator[Box]:
    said = changes_said(week.changes, most)
    if said is not None:
        yield Box(changes_text(said))


def _boxes(week: WeekProgramme) -> Iterator[Box | Quiet]:
    """What stands below the days, or in place of them."""
    if not (week.entries or week.closed_days or week.text_entries):
        phone = clean(week.house.phone)
        ask = (
            f"Rufen Sie uns gern an: {phone}"
            if 0 < len(phone) <= 60
            else "Sprechen Sie uns gern an."
        )
        yield Quiet("Diese Woche ist noch nichts eingetragen.", ask)
    announcement = announcement_text(week.announcement)
    if announcement is not None:
        yield Box(announcement)


def last_day(week: WeekProgramme) -> date:
    """Friday, or the day of the weekend on which there still is something."""
    dated = [entry.day for entry in week.entries] + [closed.day for closed in week.closed_days]
    return max((week.monday + timedelta(days=4), *dated))


def span_of_days(first: date, last: date) -> str:
    """The days in words ("16. bis 21. November 2026"), month and year twice only if they differ."""
    begin = f"{first.day}."
    if first.month != last.month:
        begin += f" {MONTHS[first.month - 1]}"
    if first.year != last.year:
        begin += f" {first.year}"
    return f"{begin} bis {last.day}. {MONTHS[last.month - 1]} {last.year}"
