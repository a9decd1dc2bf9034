"""From dates to blocks: gaps, clashes, closures, and the sentence each of them is."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.local_time import moment
from begegnung.model.rows import ClosureRow, DateLine, RoomRow
from begegnung.services.plan import Plan
from begegnung.ui.plan import steps
from begegnung.ui.plan.blocks import CLOSES, ELSEWHERE, OPENS, Block, Sheet, sentence
from begegnung.ui.plan.sheets import day_sheet, room_sheet, week_cells

MONDAY = date(2026, 11, 23)
ENGLISH = "Englisch A2, Kurs, Saal 1, Montag 08:45 bis 10:15 Uhr"
HALL = RoomRow("r1", "Saal 1", 20, "", False, False)
SHARED = RoomRow("r2", "Foyer", None, "", True, False)


def line(title: str, start: int, end: int, room: RoomRow | None = HALL, **more: Any) -> DateLine:
    known = {
        "id": f"{title}{start}",
        "offer_id": title,
        "title": title,
        "type": "course",
        "category": None,
        "room_id": room.id if room else None,
        "room": room.name if room else "",
        "place": "" if room else "Westfalenpark",
        "leader": "",
        "starts": moment(MONDAY, start),
        "ends": moment(MONDAY, end),
        "end_assumed": False,
        "state": "planned",
        "state_reason": "",
        "moved_from": None,
        "capacity": None,
        "booked": 0,
        "waiting": 0,
    }
    return DateLine(**{**known, **more})


def planned(*dates: DateLine, closures: tuple[ClosureRow, ...] = ()) -> Plan:
    return Plan(MONDAY, MONDAY + timedelta(days=6), (HALL, SHARED), dates, closures, ())


def kinds(sheet: Sheet, lane: int = 0) -> list[tuple[str, int, int]]:
    return [(b.kind, b.start, b.end) for b in sheet.blocks if b.lane == lane]


def test_what_is_between_dates_is_free_and_can_be_chosen() -> None:
    sheet = day_sheet(planned(line("A", 540, 630), line("B", 720, 780)), MONDAY)

    assert kinds(sheet) == [
        ("gap", OPENS, 540),
        ("date", 540, 630),
        ("gap", 630, 720),
        ("date", 720, 780),
        ("gap", 780, CLOSES),
    ]
    assert kinds(sheet, 1) == [("gap", OPENS, CLOSES)]


def test_dates_right_after_each_other_leave_no_gap() -> None:
    sheet = day_sheet(planned(line("A", OPENS, 600), line("B", 600, CLOSES)), MONDAY)

    assert [kind for kind, _, _ in kinds(sheet)] == ["date", "date"]
    assert {block.tracks for block in sheet.blocks if block.lane == 0} == {1}


def test_the_plan_grows_to_hours_outside_the_usual_ones() -> None:
    sheet = day_sheet(planned(line("Früh", 405, 450), line("Spät", 1290, 1395)), MONDAY)

    assert (sheet.first_minute, sheet.last_minute) == (360, 1440)


def test_two_groups_in_one_room_lie_side_by_side_and_say_so() -> None:
    sheet = day_sheet(planned(line("A", 600, 720), line("B", 660, 780)), MONDAY)
    dates = [block for block in sheet.blocks if block.kind == "date"]

    assert [(b.track, b.tracks, b.warning) for b in dates] == [
        (0, 2, "doppelt belegt"),
        (1, 2, "doppelt belegt"),
    ]


def test_several_groups_may_share_a_room_that_is_meant_for_it() -> None:
    dates = (line("A", 600, 720, SHARED), line("B", 660, 780, SHARED))
    sheet = day_sheet(planned(*dates), MONDAY)

    assert {b.warning for b in sheet.blocks if b.line} == {""}
    assert sheet.tracks[1] == 2


def test_a_closure_fills_the_day_and_a_date_in_it_is_marked() -> None:
    closed = ClosureRow("c", "r1", "Saal 1", MONDAY, MONDAY, "Heizung")
    sheet = day_sheet(planned(line("A", 600, 720), closures=(closed,)), MONDAY)
    blocks = [block for block in sheet.blocks if block.lane == 0]

    assert [b.kind for b in blocks] == ["closure", "date"]
    assert blocks[1].warning == "trotz Sperre"
    assert sentence(blocks[0], sheet.lanes[0]) == "Sperre: Heizung, Saal 1, Montag, ganztägig"


def test_dates_outside_the_house_have_a_lane_of_their_own_without_gaps() -> None:
    sheet = day_sheet(planned(line("Ausflug", 600, 720, None)), MONDAY)

    assert sheet.lanes[-1].title == ELSEWHERE
    assert kinds(sheet, 2) == [("date", 600, 720)]
    assert sentence(sheet.blocks[-1], sheet.lanes[-1]) == (
        "Ausflug, Kurs, Westfalenpark, Montag 10:00 bis 12:00 Uhr"
    )


def test_a_room_out_of_use_shows_its_dates_but_nothing_to_book() -> None:
    old = RoomRow("r3", "Alter Saal", 20, "", False, True)
    plan = Plan(MONDAY, MONDAY, (old,), (line("A", 600, 720, old),), (), ())

    assert kinds(day_sheet(plan, MONDAY)) == [("date", 600, 720)]


def test_one_room_shows_every_day_of_the_week() -> None:
    sheet = room_sheet(planned(line("A", 600, 720)), HALL)

    assert [lane.title for lane in sheet.lanes][:2] == ["Mo 23.11.", "Di 24.11."]
    assert len(sheet.lanes) == 7


def test_a_cell_of_the_week_has_dates_and_closures_but_no_gaps() -> None:
    closed = ClosureRow("c", None, "", MONDAY, MONDAY, "Fest")

    found = week_cells(planned(line("A", 600, 720), closures=(closed,)))["r1", MONDAY]

    assert [block.kind for block in found] == ["closure", "date"]


@pytest.mark.parametrize(
    ("known", "spoken"),
    [
        (
            {"capacity": 10, "booked": 1},
            "Englisch A2, Kurs, Saal 1, Montag 08:45 bis 10:15 Uhr, 1 von 10 Plätzen belegt",
        ),
        (
            {"capacity": 2, "booked": 2, "waiting": 3},
            ENGLISH + ", 2 von 2 Plätzen belegt, 3 auf der Warteliste",
        ),
        (
            {"type": "room_use"},
            "Englisch A2, Raumnutzung, Saal 1, Montag 08:45 bis 10:15 Uhr",
        ),
    ],
)
def test_a_date_is_a_whole_sentence(known: dict[str, Any], spoken: str) -> None:
    sheet = day_sheet(planned(line("Englisch A2", 525, 615, **known)), MONDAY)
    block = next(block for block in sheet.blocks if block.line)

    assert sentence(block, sheet.lanes[0]) == spoken


def test_a_gap_is_a_whole_sentence() -> None:
    sheet = day_sheet(planned(line("A", OPENS, 630), line("B", 720, CLOSES)), MONDAY)
    gap = next(block for block in sheet.blocks if block.kind == "gap")

    assert sentence(gap, sheet.lanes[0]) == "Saal 1, Montag, frei 10:30 bis 12:00 Uhr"


SPANS = st.tuples(st.integers(OPENS, CLOSES - 15), st.integers(15, 240)).map(
    lambda span: (span[0], min(span[0] + span[1], CLOSES))
)


@given(st.lists(SPANS, max_size=8))
def test_dates_and_gaps_cover_the_day_and_no_two_share_a_place(
    spans: list[tuple[int, int]],
) -> None:
    sheet = day_sheet(planned(*(line(str(n), *span) for n, span in enumerate(spans))), MONDAY)
    blocks = [block for block in sheet.blocks if block.lane == 0]

    assert len([block for block in blocks if block.kind == "date"]) == len(spans)
    for minute in range(OPENS, CLOSES, 5):
        there = [b for b in blocks if b.start <= minute < b.end]
        assert len({b.track for b in there}) == len(there)
        assert not there or {b.kind for b in there} in ({"gap"}, {"date"})
    for block in blocks:
        others = [b for b in blocks if b.line and b is not block]
        meets = any(b.start < block.end and b.end > block.start for b in others)
        assert (block.warning == "doppelt belegt") == (block.kind == "date" and meets)


@given(st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=6))
def test_arrow_keys_reach_every_block_from_the_first_one(
    first: list[tuple[int, int]], second: list[tuple[int, int]]
) -> None:
    dates = [line(f"a{n}", *span) for n, span in enumerate(first)]
    dates += [line(f"b{n}", *span, SHARED) for n, span in enumerate(second)]
    blocks = day_sheet(planned(*dates), MONDAY).blocks

    reached, ways = set(), [0]
    while ways:
        row = ways.pop()
        if row in reached:
            continue
        reached.add(row)
        ways += [steps.along(blocks, row, by) for by in (-1, 1)]
        ways += [steps.across(blocks, row, by) for by in (-1, 1)]

    assert reached == set(range(len(blocks)))


def test_up_and_down_lead_to_what_is_nearest_in_time() -> None:
    blocks = (
        Block("date", 0, 600, 660),
        Block("date", 1, 480, 540),
        Block("date", 1, 630, 700),
        Block("date", 2, 900, 960),
    )

    assert steps.across(blocks, 0, 1) == 2
    assert steps.across(blocks, 2, 1) == 3
    assert steps.across(blocks, 0, -1) == 0
    assert steps.end_of_lane(blocks, 2, last=False) == 1
