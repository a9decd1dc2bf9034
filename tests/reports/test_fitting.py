"""What the fitting promises: nothing lost, nothing too small, nothing over the edge."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.reports.fitting import (
    MORE_PAGES,
    ONE_PAGE,
    SMALLEST,
    Block,
    Density,
    fit,
    flow,
    page_height,
)

SPACE = 640.0


def day(rows: int, density: Density, lines: int = 1) -> Block:
    """A day whose rows have so many lines."""
    height = density.least_row + (lines - 1) * density.detail * 1.2
    return Block((height,) * rows, density.body * 3.9, SMALLEST * 1.7)


def week(*rows: int, lines: int = 1) -> Callable[[Density], list[Block]]:
    """How high a week with so many rows a day is at a density."""
    return lambda density: [day(count, density, lines) for count in rows]


def test_a_quiet_week_is_set_as_large_as_there_are_steps():
    plan = fit(week(1, 1), 2, SPACE)
    assert plan.density == ONE_PAGE[0]
    assert len(plan.pages) == 1


def test_no_step_is_below_the_floor():
    assert min(density.body for density in ONE_PAGE) == 12.5
    assert min(density.body for density in MORE_PAGES) == 13
    assert all(density.detail >= 12 for density in (*ONE_PAGE, *MORE_PAGES))


def test_one_page_is_tried_down_to_the_floor_before_a_second_one():
    plan = fit(week(5, 5, 5, 5, 5), 25, SPACE)
    assert len(plan.pages) == 1
    assert plan.density.body < 16


def test_days_stay_whole_when_a_second_page_is_needed():
    plan = fit(week(9, 9, 9, 9), 36, SPACE)
    assert len(plan.pages) > 1
    assert all(not piece.continued for page in plan.pages for piece in page)


def test_two_pages_are_about_equally_full():
    plan = fit(week(4, 4, 4, 4, 4, 4, lines=2), 24, SPACE)
    assert [len(page) for page in plan.pages] == [3, 3]


def test_a_day_longer_than_a_page_goes_on_on_the_next_one():
    plan = fit(week(2, 60), 62, SPACE)
    pieces = [piece for page in plan.pages for piece in page if piece.block == 1]
    assert len(pieces) > 1
    assert not pieces[0].continued
    assert pieces[0].continues
    assert pieces[-1].continued
    assert not pieces[-1].continues


def test_a_week_without_blocks_has_no_pages():
    assert flow([], SPACE, 5) == []


def test_white_is_shared_out_between_the_days_but_not_without_end():
    plan = fit(week(1, 1), 2, SPACE)
    assert plan.density.gap < plan.gap(0, SPACE) <= plan.density.gap + 1.6 * plan.density.body


@given(st.lists(st.tuples(st.integers(1, 70), st.integers(1, 4)), min_size=1, max_size=9))
def test_every_row_stands_on_exactly_one_page_and_every_page_holds_its_rows(
    days: list[tuple[int, int]],
):
    def measure(density: Density) -> list[Block]:
        return [day(rows, density, lines) for rows, lines in days]

    plan = fit(measure, sum(rows for rows, _ in days), SPACE)
    seen = [
        (piece.block, row)
        for page in plan.pages
        for piece in page
        for row in range(piece.first, piece.last)
    ]
    assert seen == [(block, row) for block, (rows, _) in enumerate(days) for row in range(rows)]
    for page in plan.pages:
        assert page_height(page, plan.density.gap) <= SPACE + 1e-6
    assert plan.density in ONE_PAGE if len(plan.pages) == 1 else plan.density in MORE_PAGES


@given(st.lists(st.integers(1, 20), min_size=1, max_size=9))
def test_the_largest_step_that_needs_no_more_pages_is_taken(days: list[int]):
    measure = week(*days, lines=2)
    plan = fit(measure, sum(days), SPACE)
    steps = ONE_PAGE if len(plan.pages) == 1 else MORE_PAGES
    for density in steps[: steps.index(plan.density)]:
        pages = flow(measure(density), SPACE, density.gap)
        assert pages is None or len(pages) > len(plan.pages)


@pytest.mark.parametrize("rest", [0.0, 30.0, 200.0])
def test_a_long_day_never_leaves_a_single_row_at_the_foot_of_a_page(rest: float):
    density = MORE_PAGES[-1]
    first = Block((SPACE - rest - density.gap,))
    pages = flow([first, day(60, density)], SPACE, density.gap, divide=True)
    assert pages is not None
    assert all(piece.last - piece.first >= 2 for page in pages for piece in page if piece.block)
