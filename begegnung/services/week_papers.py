"""A week on the paper that was chosen; where it is too full, what would be better."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from begegnung.model.print_errors import ProgrammeTooFull
from begegnung.model.programme import Detail, WeekProgramme, in_detail
from begegnung.model.week_papers import BOTH_SIDES, Alternative, Crowded, WeekPaper

Layout = Literal["reader", "sheet"]


@dataclass(frozen=True, slots=True)
class WeekPrint:
    """A week as PDF.

    `pages` and `size` (of the titles, in points) are 0 for papers whose size is what matters;
    `crowded` says that the week is too full for the sheet.
    """

    pdf: bytes
    pages: int = 0
    size: float = 0.0
    crowded: Crowded | None = None


def week_print(week: WeekProgramme, paper: WeekPaper, layout: Layout = "sheet") -> WeekPrint:
    """The week on this paper; raises `ProgrammeTooFull` for one that is folded."""
    # ReportLab is imported only where something is printed.
    if paper == "large":
        from begegnung.reports.week_large import week_large

        return WeekPrint(week_large(week))
    if paper in ("flyer", "leaflet"):
        from begegnung.reports.week_flyer import week_flyer, week_leaflet

        folded = week_flyer if paper == "flyer" else week_leaflet
        return WeekPrint(folded(week, layout))
    from begegnung.reports.weekly import weekly_programme

    made = weekly_programme(week, "a3" if paper == "a3" else "a4")
    crowded = None
    if made.fullest is not None and (made.pages > BOTH_SIDES or made.divided):
        day, rows = made.fullest
        crowded = Crowded(made.pages, day, rows, bool(made.divided))
    return WeekPrint(made.pdf, made.pages, made.body_size, crowded)


def alternatives(
    week: WeekProgramme, paper: WeekPaper, detail: Detail, crowded: Crowded | None
) -> tuple[Alternative, ...]:
    """What else the week fits on; each was tried.

    `crowded` is how it is on a sheet, None where it does not fit on folded paper at all. `week` is
    the whole one, whatever `detail` was asked for.
    """
    return tuple(_alternatives(week, paper, detail, crowded))


def _alternatives(
    week: WeekProgramme, paper: WeekPaper, detail: Detail, crowded: Crowded | None
) -> Iterator[Alternative]:
    if detail == "full":
        brief = _tried(week, paper, "brief")
        if brief is not None and (crowded is None or _better(brief, crowded)):
            yield Alternative(paper, "brief", brief.pages)
    others: dict[WeekPaper, tuple[WeekPaper, ...]] = {
        "a4": ("a3",),
        "a3": ("a4",),
        "flyer": ("a4",),
        "leaflet": ("flyer", "a4"),
    }
    for other in others.get(paper, ()):
        made = _tried(week, other, detail)
        if made is not None:
            yield Alternative(other, detail, made.pages)


def _tried(week: WeekProgramme, paper: WeekPaper, detail: Detail) -> WeekPrint | None:
    try:
        return week_print(in_detail(week, detail), paper)
    except ProgrammeTooFull:
        return None


def _better(brief: WeekPrint, crowded: Crowded) -> bool:
    """Whether fewer pages are needed, or no day goes on on another page any more."""
    undivided = crowded.divided and not (brief.crowded and brief.crowded.divided)
    return brief.pages < crowded.pages or (undivided and brief.pages == crowded.pages)
