"""The programme of a week to take along: folded once to A5, or in wrap fold to DIN lang.

Each is made in two layouts: panel by panel in the order of reading, for the screen, and imposed on
sheets of A4 to be printed on both sides (turned over the short edge) and folded. Letters are never
made smaller than for the sheet on the board: the words flow anew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, groupby
from typing import Literal

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.print_errors import FoldedForm, ProgrammeTooFull
from begegnung.model.programme import WeekProgramme
from begegnung.reports.box_text import announcement_text, changes_text
from begegnung.reports.changes_said import changes_said
from begegnung.reports.imposition import SHEET_HEIGHT, SHEET_WIDTH, Imposed, booklet, wrapped
from begegnung.reports.panel_fitting import (
    AT_A_GLANCE,
    STEPS,
    USUAL,
    PanelDensity,
    Parts,
    filled,
    parted,
)
from begegnung.reports.paper.document import PROGRAM
from begegnung.reports.paper_canvas import PaperCanvas
from begegnung.reports.paragraphs import Span, broken, draw_lines
from begegnung.reports.tagging import About, TaggedCanvas
from begegnung.reports.theme import HAIRLINE, PRINTING, REGULAR, SEMIBOLD, TEXT, load_fonts
from begegnung.reports.week_covers import Back, Cover
from begegnung.reports.week_panels import (
    LEADING,
    BoxBlock,
    DayBlock,
    PanelBlock,
    PanelColumns,
    Spot,
    draw_notes,
    panel_columns,
)
from begegnung.reports.week_said import week_said
from begegnung.reports.weekly import entry_order
from begegnung.reports.weekly_rows import RowText, closed_text, entry_text, offer_text

Layout = Literal["reader", "sheet"]

_MARGIN = 27.0
_ABOVE_BACK = 16.0
_MOST_GAP = 1.2
_TOLD = (6, 3, 0)
"""Changes in the box: as many as fit, because the others can be read below as well."""
_TICK = (8.0, 21.0)
"""Where the tick at a fold begins and ends, from the edge of the paper: within the margin."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A folded paper; of its panels the `inner` ones are seen together when it is open.

    `beside` puts times beside the titles; `flap` says that the last panel but one is not an inner
    one: the announcement stands there unless the days need it.
    """

    name: FoldedForm
    imposed: Imposed
    inner: int
    beside: bool
    flap: bool = False

    @property
    def width(self) -> float:
        """The width between the margins of the narrowest panel, so that a day fits on each."""
        return min(self.imposed.widths) - 2 * _MARGIN

    def columns(self, density: PanelDensity) -> PanelColumns:
        """The columns of its panels."""
        return panel_columns(density, self.width, beside=self.beside)


_HEIGHT = SHEET_HEIGHT - 2 * _MARGIN
_FLYERS = tuple(_Form("flyer", booklet(pages), pages - 2, beside=True) for pages in (4, 8, 12))
_LEAFLETS = (_Form("leaflet", wrapped(), 3, beside=False, flap=True),)


def week_flyer(week: WeekProgramme, layout: Layout = "reader") -> bytes:
    """The week on pages of A5, four or more, as an accessible PDF (PDF/UA-1, PDF/A-2a).

    Raises `ProgrammeTooFull`.
    """
    return _printed(week, _FLYERS, layout)


def week_leaflet(week: WeekProgramme, layout: Layout = "reader") -> bytes:
    """The week on six panels of DIN lang as an accessible PDF (PDF/UA-1, PDF/A-2a).

    Raises `ProgrammeTooFull`.
    """
    return _printed(week, _LEAFLETS, layout)


def _printed(week: WeekProgramme, forms: Sequence[_Form], layout: Layout) -> bytes:
    with PRINTING:
        load_fonts()
        folded = _Folded(week, forms)
        canvas = PaperCanvas(folded.about, (SHEET_WIDTH, SHEET_HEIGHT), week.house.look)
        if layout == "sheet":
            folded.draw_sheets(canvas)
        else:
            folded.draw_panels(canvas)
        return canvas.finished()


@dataclass(frozen=True, slots=True)
class _Plan:
    """How many blocks stand on each panel behind the cover, and how dense."""

    form: _Form
    density: PanelDensity
    parts: Parts


class _Folded:
    """The layout of one week on a folded paper, to be used while `PRINTING` is held."""

    def __init__(self, week: WeekProgramme, forms: Sequence[_Form]) -> None:
        self._said = week_said(week)
        self._days = tuple(_whole_days(week, forms[0]))
        self._notice = tuple(_notice(week))
        self._blocks: tuple[PanelBlock, ...] = ()
        used = {text.category for day in self._days for text in day.texts if text.category}
        width = forms[0].width
        self._cover = Cover(self._said, sorted(used), width, _HEIGHT)
        self._back = Back(self._said, sorted(used), width)
        if self._cover.rest < 0 or self._back.height > _HEIGHT:
            raise ProgrammeTooFull(forms[0].name, "house")
        plan = next(filter(None, self._plans(week, forms)), None)
        if plan is None:
            raise self._too_full(forms[-1])
        self._plan = plan
        self._at = plan.form.columns(plan.density)

    @property
    def about(self) -> About:
        """What the document says about itself."""
        said = self._said
        title = f"{said.title} {said.dates}"
        named = f"{title} – {said.house}" if said.house else title
        return About(named, said.house, said.title, PROGRAM)

    def _plans(self, week: WeekProgramme, forms: Sequence[_Form]) -> Iterator[_Plan | None]:
        """A plan for each form and each number of changes that are told; the blocks are its own."""
        for form in forms:
            told: tuple[PanelBlock, ...] | None = None
            for most in _TOLD:
                changes = tuple(_changes(week, most))
                if changes != told:
                    told = changes
                    self._blocks = (*changes, *self._days, *self._notice)
                    yield self._whole(form)

    def _whole(self, form: _Form) -> _Plan | None:
        """The largest step; the week at a glance is worth somewhat smaller letters."""
        inside = (
            self._planned(form, step, form.inner) for step in STEPS if step.body >= AT_A_GLANCE
        )
        every = len(form.imposed.widths) - 1
        spread = (self._planned(form, step, every) for step in STEPS if step.body <= USUAL)
        return next(filter(None, chain(inside, spread)), None)

    def _planned(self, form: _Form, density: PanelDensity, panels: int) -> _Plan | None:
        """The blocks on the first `panels` behind the cover; an announcement on the flap."""
        at = form.columns(density)
        heights = [block.height(at) for block in self._blocks]
        every = len(form.imposed.widths) - 1
        rooms = [_HEIGHT] * (every - 1) + [max(1.0, _HEIGHT - self._back.height - _ABOVE_BACK)]
        notices = len(self._notice)
        if form.flap and notices and heights[-1] <= _HEIGHT:
            parts = parted(heights[:-1], density.gap, rooms[: form.inner])
            if parts is not None:
                return _Plan(form, density, (*parts, notices, 0))
        parts = parted(heights, density.gap, rooms[:panels])
        return None if parts is None else _Plan(form, density, (*parts, *[0] * (every - panels)))

    def _too_full(self, form: _Form) -> ProgrammeTooFull:
        """What takes most room; a day, if the days take more than there is."""
        at = form.columns(STEPS[-1])
        alone = [block for block in self._blocks if block.height(at) > _HEIGHT]
        fullest = max(alone or self._days or self._blocks, key=lambda block: block.height(at))
        rows = len(fullest.texts) if isinstance(fullest, DayBlock) else 0
        return ProgrammeTooFull(form.name, fullest.part, fullest.day, rows)

    def draw_panels(self, canvas: TaggedCanvas) -> None:
        """Every panel as a page, in the order of reading."""
        for panel, width in enumerate(self._plan.form.imposed.widths):
            canvas.setPageSize((width, SHEET_HEIGHT))
            self._draw_panel(canvas, panel, 0.0, outline=True)
            canvas.showPage()

    def draw_sheets(self, canvas: TaggedCanvas) -> None:
        """The panels where they have to stand on the sheets, read in their own order."""
        canvas.setViewerPreference("Duplex", "DuplexFlipShortEdge")
        imposed = self._plan.form.imposed
        for panel in range(len(imposed.widths)):
            with canvas.struct("Sect", key=panel):
                pass
        for side in imposed.sides:
            for place in side:
                self._draw_panel(canvas, place.panel, place.left, outline=False)
                if place.left:
                    _draw_fold(canvas, place.left)
            canvas.showPage()

    def _draw_panel(self, canvas: TaggedCanvas, panel: int, left: float, *, outline: bool) -> None:
        form, top = self._plan.form, SHEET_HEIGHT - _MARGIN
        x = left + (form.imposed.widths[panel] - form.width) / 2
        spot = Spot(x, top, outline)
        with canvas.struct("Sect", key=panel):
            if not panel:
                self._cover.draw(canvas, spot)
                return
            self._draw_blocks(canvas, panel, spot)
            if panel == len(form.imposed.widths) - 1:
                self._back.draw(canvas, spot._replace(top=_MARGIN + self._back.height))

    def _draw_blocks(self, canvas: TaggedCanvas, panel: int, spot: Spot) -> None:
        parts, at = self._plan.parts, self._at
        first = sum(parts[: panel - 1])
        blocks = self._blocks[first : first + parts[panel - 1]]
        back = panel == len(self._plan.form.imposed.widths) - 1
        if not self._blocks and panel == 1:
            _draw_nothing(canvas, spot, at)
        elif not blocks and not back:
            draw_notes(canvas, spot, at.width, _MARGIN)
        heights = [block.height(at) for block in blocks]
        room = _HEIGHT - (self._back.height + _ABOVE_BACK if back else 0.0)
        gap = at.density.gap
        if len(blocks) > 1:
            rest = (room - filled(heights, gap)) / (len(blocks) - 1)
            gap += min(rest, _MOST_GAP * at.density.body)
        y = spot.top
        for block, height in zip(blocks, heights, strict=True):
            block.draw(canvas, at, spot._replace(top=y))
            y -= height + gap


def _draw_fold(canvas: TaggedCanvas, x: float) -> None:
    near, far = _TICK
    canvas.setStrokeColor(HAIRLINE)
    canvas.setLineWidth(0.7)
    canvas.line(x, near, x, far)
    canvas.line(x, SHEET_HEIGHT - near, x, SHEET_HEIGHT - far)


def _draw_nothing(canvas: TaggedCanvas, spot: Spot, at: PanelColumns) -> None:
    """What stands in a week without anything: words instead of a void."""
    y = spot.top
    for words, font in (
        ("Diese Woche ist noch nichts eingetragen.", SEMIBOLD),
        ("Rufen Sie uns gern an, oder kommen Sie vorbei.", REGULAR),
    ):
        size = at.density.body
        lines = broken((Span(words, font, size, TEXT),), at.width)
        leading = size * LEADING
        with canvas.tag("P"):
            draw_lines(
                canvas,
                [(spot.x, y - (n + 0.8) * leading, line) for n, line in enumerate(lines)],
            )
        y -= (len(lines) + 0.5) * leading


def _changes(week: WeekProgramme, most: int) -> Iterator[BoxBlock]:
    said = changes_said(week.changes, most)
    if said is not None:
        yield BoxBlock(changes_text(said), "changes")


def _notice(week: WeekProgramme) -> Iterator[BoxBlock]:
    said = announcement_text(week.announcement)
    if said is not None:
        yield BoxBlock(replace(said, heading=said.heading or "Bitte vormerken"))


def _whole_days(week: WeekProgramme, form: _Form) -> Iterator[DayBlock]:
    """The days; offers without dates in several blocks where they are too many for a panel."""
    at = form.columns(STEPS[-1])
    for day in _days(week):
        if day.day is None and day.height(at) > _HEIGHT:
            yield from day.divided(at, _HEIGHT)
        else:
            yield day


def _days(week: WeekProgramme) -> Iterator[DayBlock]:
    """The days with something on them, in order, and the offers without dates."""
    rows: dict[date, list[RowText]] = {}
    for closed in week.closed_days:
        rows.setdefault(closed.day, []).append(closed_text(closed))
    for day, entries in groupby(sorted(week.entries, key=entry_order), lambda entry: entry.day):
        rows.setdefault(day, []).extend(map(entry_text, entries))
    for day in sorted(rows):
        when = f"{day.day}. {MONTHS[day.month - 1]}"
        yield DayBlock(day, WEEKDAYS[day.weekday()], when, tuple(rows[day]))
    if week.text_entries:
        texts = tuple(map(offer_text, week.text_entries))
        yield DayBlock(None, "Ohne festen Termin", "", texts)
