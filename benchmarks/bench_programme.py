"""Printing a full week beside drawing the same page without deciding anything.

The floor replays what the programme draws (the same runs of text at the same places, rules, fields
and pictograms) with plain calls of ReportLab: no measuring, no breaking of lines, no fitting, no
structure for screen readers.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from begegnung.model.programme import CATEGORIES, ProgrammeEntry, ProgrammeHouse, WeekProgramme
from begegnung.reports.paragraphs import broken
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.theme import PRINTING, REGULAR, load_fonts
from begegnung.reports.weekly import WeekSheet, weekly_programme
from begegnung.reports.weekly_rows import laid_out
from benchmarks.ratio import Ratio, interleaved

Call = tuple[str, tuple[Any, ...], dict[str, Any]]

_REPEATED = (
    "setStrokeColor",
    "setFillColor",
    "setLineWidth",
    "line",
    "rect",
    "roundRect",
    "beginForm",
    "endForm",
    "drawPath",
    "saveState",
    "restoreState",
    "transform",
    "doForm",
)
_MONDAY = date(2026, 11, 16)
_TITLES = (
    "Sitzgymnastik",
    "Sturzprophylaxe: sicher gehen, sicher stehen",
    "Smartphone-Sprechstunde",
    "Skat, Rommé und Canasta",
    "Kaffeeklatsch mit selbst gebackenem Kuchen",
    "Wirbelsäulengymnastik",
    "Tablet-Kurs für Einsteigerinnen und Einsteiger",
    "Chor",
)
_ROOMS = ("Saal", "Café", "Raum 1", "Raum 2", "Werkraum", "Treffpunkt Foyer")
_REMARKS = ("", "Anmeldung erforderlich", "Material 3,00 €", "bitte Ladekabel mitbringen")


def full_week(count: int = 60) -> WeekProgramme:
    """A week with `count` entries on five days."""
    choose = random.Random(1)  # noqa: S311 - the same week every time, nothing secret
    entries: list[ProgrammeEntry] = []
    for number in range(count):
        start = choose.randrange(8 * 4, 18 * 4) * 15
        entries.append(
            ProgrammeEntry(
                day=_MONDAY + timedelta(days=number % 5),
                start=start,
                end=start + 90,
                time_text="",
                title=choose.choice(_TITLES),
                room=choose.choice(_ROOMS),
                leader="",
                remark=choose.choice(_REMARKS),
                category=choose.choice(list(CATEGORIES)),
            )
        )
    house = ProgrammeHouse("Begegnungszentrum", "Musterstraße 1", "0231 000", web="example.org")
    return WeekProgramme(house, _MONDAY, tuple(entries))


class _RecordingText(PDFTextObject):
    """Notes every run of text with its place and look."""

    # Private names of ReportLab's text object.
    _fontname: str
    _fontsize: float

    def __init__(self, canvas: "_Recorder") -> None:
        super().__init__(canvas)
        self._recorder = canvas
        self._colour: Any = None

    def setFillColor(self, aColor: Any, alpha: Any = None) -> None:  # noqa: N802, N803 - ReportLab
        """Notes the colour for the runs that follow."""
        self._colour = aColor
        super().setFillColor(aColor, alpha)

    def textOut(self, text: str) -> None:  # noqa: N802 - ReportLab's name
        """Notes the run."""
        look = (self._fontname, self._fontsize, self._colour)
        self._recorder.note("text", (self.getX(), self.getY(), text, look), {})
        super().textOut(text)


class _Recorder(TaggedCanvas):
    """Draws the programme and notes the plain calls that would draw the same."""

    def __init__(self, sheet: WeekSheet) -> None:
        self.calls: list[Call] = []
        self._nested = 0
        super().__init__(sheet.about, pagesize=(595.28, 841.89), font=REGULAR)
        self.calls.clear()
        for name in _REPEATED:
            setattr(self, name, self._noting(name, getattr(self, name)))

    def note(self, name: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
        """Adds a call, unless it happens inside another noted one."""
        if not self._nested:
            self.calls.append((name, arguments, named))

    def beginText(self, *_: Any, **__: Any) -> _RecordingText:  # noqa: N802 - ReportLab's name
        """A text object that notes its runs."""
        return _RecordingText(self)

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """Notes the end of the page."""
        self.note("showPage", (), {})
        super().showPage()

    def _noting(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **named: Any) -> Any:
            self.note(name, arguments, named)
            self._nested += 1
            try:
                return method(*arguments, **named)
            finally:
                self._nested -= 1

        return called


def _calls(week: WeekProgramme) -> list[Call]:
    with PRINTING:
        load_fonts()
        sheet = WeekSheet(week)
        recorder = _Recorder(sheet)
        sheet.draw(recorder, sheet.plan())
        recorder.finished()
    return recorder.calls


def _replay(calls: list[Call]) -> bytes:
    """Draws the noted calls; font and colour are set only where they change."""
    with PRINTING:
        file = BytesIO()
        first_font: Any = REGULAR
        canvas = Canvas(file, pagesize=(595.28, 841.89), initialFontName=first_font, invariant=1)
        set_look: Any = None
        for name, arguments, named in calls:
            if name == "text":
                x, y, text, look = arguments
                if look != set_look:
                    canvas.setFont(look[0], look[1])
                    canvas.setFillColor(look[2])
                    set_look = look
                canvas.drawString(x, y, text)
            else:
                if name != "line":
                    set_look = None
                getattr(canvas, name)(*arguments, **named)
        canvas.save()
        return file.getvalue()


def measure() -> list[Ratio]:
    """A week of 60 entries, printed again after a change, and with every line broken anew."""
    week = full_week()
    calls = _calls(week)

    def again() -> object:
        return weekly_programme(week)

    def anew() -> object:
        laid_out.cache_clear()
        broken.cache_clear()
        return weekly_programme(week)

    def floor() -> object:
        return _replay(calls)

    ratios: list[Ratio] = []
    for name, way in (("again", again), ("every line new", anew)):
        ours, least = interleaved(way, floor, 12)
        ratios.append(Ratio(f"weekly programme, 60 entries, {name}", ours, least, 2.0))
    return ratios
