"""What is said of a document of a week that is too full for its paper."""

from collections.abc import Mapping
from dataclasses import dataclass

from begegnung.model.print_errors import ProgrammeTooFull
from begegnung.model.programme import Detail, WeekProgramme, in_detail
from begegnung.model.week_papers import Alternative, Crowded, WeekPaper
from begegnung.services.desk import Desk, View
from begegnung.services.printing.asked import Asked
from begegnung.services.printing.registry import (
    DOCUMENTS,
    asked_detail,
    asked_sheet,
    whole_week,
)
from begegnung.services.week_papers import alternatives, week_print

_FOLDED: dict[str, WeekPaper] = {"programme-flyer": "flyer", "programme-leaflet": "leaflet"}
_NAMES: dict[WeekPaper, str] = {
    "a4": "programme",
    "a3": "programme",
    "flyer": "programme-flyer",
    "leaflet": "programme-leaflet",
    "large": "programme-large",
}


@dataclass(frozen=True, slots=True)
class Advice:
    """How full a week is on its `paper`, and what it would fit on as well.

    `crowded` is None where it does not fit on folded paper at all: then there is no document.
    """

    paper: WeekPaper
    crowded: Crowded | None
    alternatives: tuple[Alternative, ...]


def advice_for(desk: Desk, name: str, typed: Mapping[str, str]) -> Advice | None:
    """What to say of a document with these values; None where there is nothing to say.

    Raises what reading the week raises.
    """
    if name != "programme" and name not in _FOLDED:
        return None
    paper, detail, week = desk.read(_asked_week, name, typed)
    return advice_on(week, paper, detail)


def advice_on(week: WeekProgramme, paper: WeekPaper, detail: Detail) -> Advice | None:
    """What to say of a week on this paper; see `advice_for`."""
    try:
        crowded = week_print(in_detail(week, detail), paper).crowded
    except ProgrammeTooFull:
        return Advice(paper, None, alternatives(week, paper, detail, None))
    if crowded is None:
        return None
    return Advice(paper, crowded, alternatives(week, paper, detail, crowded))


def _asked_week(
    view: View, name: str, typed: Mapping[str, str]
) -> tuple[WeekPaper, Detail, WeekProgramme]:
    asked = Asked(view, DOCUMENTS[name].options, typed)
    return _FOLDED.get(name) or asked_sheet(asked), asked_detail(asked), whole_week(asked)


def document_of(one: Alternative) -> tuple[str, dict[str, str]]:
    """The document of an alternative, with the values to be typed."""
    typed = {"detail": one.detail}
    if one.paper in ("a4", "a3"):
        typed["paper"] = one.paper
    return _NAMES[one.paper], typed
