"""The programme of every real house, in every form it can be printed in."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from begegnung.model.programme import WeekProgramme
from begegnung.reports.booklet import booklet
from begegnung.reports.booklet_files import booklet_csv, booklet_rtf
from begegnung.reports.week_flyer import week_flyer, week_leaflet
from begegnung.reports.week_html import week_html
from begegnung.reports.week_large import week_large
from begegnung.reports.week_text import week_announcement, week_braille, week_text
from begegnung.reports.weekly import weekly_programme
from begegnung.services.booklet import booklet_of
from begegnung.services.desk import View
from begegnung.services.houses import centres
from begegnung.services.programme_import import import_files
from begegnung.services.weekly import programme_of
from begegnung.wiring import open_desk
from tests.desks import StandingClock
from tests.papers.page_marks import faults, invalid
from tests.reports.any_week import MANY, PAPERS
from tests.reports.test_weekly_any_week import titles_missing

PROGRAMMES = sorted((Path(__file__).parents[1] / "data" / "programmes").glob("*.json"))
FIRST, LAST = date(2026, 7, 1), date(2026, 12, 31)
MONDAYS = tuple(date(2026, 10, 5) + timedelta(weeks=n) for n in range(8))


@pytest.mark.parametrize("path", PROGRAMMES, ids=lambda path: path.stem)
def test_a_real_programme_is_printed_without_a_fault_in_every_form(
    path: Path, tmp_path: Path
) -> None:
    desk = open_desk(tmp_path / "Daten", clock=StandingClock())
    try:
        import_files(desk, [path], window=(FIRST, LAST))
        for centre in desk.read(centres):
            weeks = [desk.read(programme_of, monday, centre.name) for monday in MONDAYS]
            fullest = max(weeks, key=lambda week: len(week.entries))
            for pdf in pdfs_of(fullest):
                assert titles_missing(fullest, pdf) == []
                assert faults(pdf) == []
                assert PAPERS < MANY or invalid(pdf, tmp_path) == []
            for words in (week_text, week_announcement, week_html, week_braille):
                assert words(fullest)

            def half_year(view: View, centre_id: str = centre.id) -> bytes:
                said = booklet_of(replace(view, centre_id=centre_id), "2026-2")
                assert booklet_csv(said)
                assert booklet_rtf(said)
                return booklet(said) if PAPERS >= MANY else b""

            if made := desk.read(half_year):
                assert faults(made) == []
                assert invalid(made, tmp_path) == []
    finally:
        desk.close()


def pdfs_of(week: WeekProgramme) -> Iterator[bytes]:
    """The week as PDF; in an ordinary run two forms stand for the others, which cost too much."""
    yield weekly_programme(week).pdf
    yield week_leaflet(week, "reader")
    if PAPERS >= MANY:
        yield weekly_programme(week, "a3").pdf
        yield week_large(week)
        yield week_leaflet(week, "sheet")
        yield week_flyer(week, "reader")
        yield week_flyer(week, "sheet")
