"""Whatever stands in a week, the sheet is whole, readable and inside the paper."""

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from begegnung.model.programme import (
    WeekProgramme,
)
from begegnung.reports.text import clean
from begegnung.reports.week_html import week_html
from begegnung.reports.week_large import week_large
from begegnung.reports.week_text import week_announcement, week_braille, week_text
from begegnung.reports.weekly import weekly_programme
from tests.papers.page_marks import faults, invalid
from tests.reports.any_week import PAPERS, weeks
from tests.reports.structure_reader import read

TOUCH = 0.4
"""Letters of other scripts are higher than lines are made for; they may reach so far."""
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def titles_missing(week: WeekProgramme, pdf: bytes) -> list[str]:
    """The titles with which no paragraph of the file begins."""
    said = [re.sub(r"[\s\u00ad]", "", node.text) for node in read(pdf).all("P")]
    titles = ("".join(clean(one.title).split()) for one in (*week.entries, *week.text_entries))
    return [title for title in titles if not any(text.startswith(title) for text in said)]


@given(weeks)
@settings(max_examples=PAPERS, deadline=None, suppress_health_check=SLOW)
def test_any_week_is_printed_whole_readable_and_inside_the_paper(
    tmp_path_factory: pytest.TempPathFactory, week: WeekProgramme
):
    printed = weekly_programme(week)
    assert printed.body_size >= (12.5 if printed.pages == 1 else 13)
    assert titles_missing(week, printed.pdf) == []
    assert faults(printed.pdf, touch=TOUCH) == []
    assert invalid(printed.pdf, tmp_path_factory.getbasetemp()) == []


@given(weeks)
@settings(max_examples=max(4, PAPERS // 4), deadline=None, suppress_health_check=SLOW)
def test_any_week_is_whole_on_large_sheets_and_in_every_other_form(
    tmp_path_factory: pytest.TempPathFactory, week: WeekProgramme
):
    for pdf in (weekly_programme(week, "a3").pdf, week_large(week)):
        assert titles_missing(week, pdf) == []
        assert faults(pdf, touch=TOUCH) == []
        assert invalid(pdf, tmp_path_factory.getbasetemp()) == []
    for made in (week_text(week), week_announcement(week), week_html(week), week_braille(week)):
        assert made


@given(weeks)
@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
def test_the_order_in_which_entries_arrive_does_not_matter(week: WeekProgramme):
    backwards = replace(week, entries=week.entries[::-1])
    assert weekly_programme(backwards).pdf == weekly_programme(week).pdf
