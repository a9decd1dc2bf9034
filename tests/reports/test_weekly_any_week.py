"""Whatever stands in a week, the sheet is whole, readable and inside the paper."""

from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings

from begegnung.model.programme import (
    WeekProgramme,
)
from begegnung.reports.text import clean
from begegnung.reports.weekly import weekly_programme
from tests.reports.any_week import weeks
from tests.reports.structure_reader import font_sizes, read
from tests.reports.test_weekly import CASES

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
Box = tuple[float, float, float, float]


def letters(page: pypdfium2.PdfPage) -> list[Box]:
    """The boxes of all letters of a page: left, bottom, right, top, from descender to ascender."""
    text = page.get_textpage()
    boxes: list[Box] = []
    for index in range(text.count_chars()):
        box = text.get_charbox(index, loose=True)
        # A letter beyond U+FFFF is counted twice, once for each of its two halves.
        half = boxes and box == boxes[-1] and not text.get_text_range(index, 1).strip("\ufffd")
        if box[2] > box[0] and box[3] > box[1] and not half:
            boxes.append(box)
    text.close()
    return boxes


def overlap(one: Box, other: Box) -> float:
    """How much of the smaller box the other one covers, from 0 to 1."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    if wide <= 0 or high <= 0:
        return 0.0
    areas = ((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return wide * high / min(areas)


def covered(boxes: list[Box]) -> list[tuple[Box, Box]]:
    """Pairs of letters that stand in each other's way; lines may touch, but not more."""
    found: list[tuple[Box, Box]] = []
    ordered = sorted(boxes)
    for number, box in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other[0] >= box[2]:
                break
            if overlap(box, other) > 0.45:
                found.append((box, other))
    return found


@given(weeks)
@settings(max_examples=40, deadline=None, suppress_health_check=SLOW)
def test_any_week_is_printed_whole_readable_and_inside_the_paper(week: WeekProgramme):
    printed = weekly_programme(week)
    sizes = font_sizes(printed.pdf)
    assert min(sizes) >= 12
    assert printed.body_size >= (12.5 if printed.pages == 1 else 13)

    tree = read(printed.pdf)
    items = [node.text.replace("\u00ad", "") for node in tree.all("P")]
    for each in (*week.entries, *week.text_entries):
        title = "".join(clean(each.title).split())
        assert any("".join(text.split()).startswith(title) for text in items)

    document = pypdfium2.PdfDocument(printed.pdf)
    try:
        assert len(document) == printed.pages
        for page in document:
            width, height = page.get_size()
            boxes = letters(page)
            assert boxes
            assert all(
                left > 0 and low > 0 and right < width and high < height
                for left, low, right, high in boxes
            )
            assert covered(boxes) == []
    finally:
        document.close()


@pytest.mark.parametrize("case", CASES)
def test_no_letters_stand_in_each_others_way(case: str):
    document = pypdfium2.PdfDocument(weekly_programme(CASES[case]).pdf)
    try:
        assert all(covered(letters(page)) == [] for page in document)
    finally:
        document.close()


@given(weeks)
@settings(max_examples=10, deadline=None, suppress_health_check=SLOW)
def test_the_order_in_which_entries_arrive_does_not_matter(week: WeekProgramme):
    backwards = replace(week, entries=week.entries[::-1])
    assert weekly_programme(backwards).pdf == weekly_programme(week).pdf
