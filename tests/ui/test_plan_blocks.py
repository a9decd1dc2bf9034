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


BOTH = RoomRow("r4", "Saal 1+2", 40, "", False, False, ("r1", "r5"))
NEXT = RoomRow("r5", "Saal 2", 20, "", False, False)


def combined(*dates: DateLine) -> Sheet:
    return day_sheet(Plan(MONDAY, MONDAY, (HALL, NEXT, BOTH), dates, (), ()), MONDAY)


def spoken(sheet: Sheet, lane: int) -> list[str]:
    return [sentence(b, sheet.lanes[b.lane]) for b in sheet.blocks if b.lane == lane]


def test_setting_up_and_clearing_keep_the_room_and_are_said() -> None:
    fest = line("Fest", 600, 720, setup_minutes=30, clearing_minutes=45)
    sheet = day_sheet(planned(fest), MONDAY)
    block = sheet.blocks[1]

    assert kinds(sheet) == [("gap", OPENS, 570), ("date", 570, 765), ("gap", 765, CLOSES)]
    assert (block.lead, block.tail, block.begins) == (30, 45, "10:00")
    assert sentence(block, sheet.lanes[0]) == (
        "Fest, Kurs, Saal 1, Montag 10:00 bis 12:00 Uhr, Aufbau ab 09:30, Abbau bis 12:45"
    )


def test_setting_up_that_begins_before_midnight_is_cut_at_the_day() -> None:
    early = line("Früh", 10, 60, setup_minutes=30)
    late = line("Spät", 1380, 1440, clearing_minutes=30)
    sheet = day_sheet(planned(early, late), MONDAY)
    first, last = (block for block in sheet.blocks if block.line)

    assert (first.start, first.lead, first.end, first.tail) == (0, 10, 60, 0)
    assert (last.start, last.lead, last.end, last.tail) == (1380, 0, 1440, 0)


def test_a_combined_room_takes_its_parts_and_each_part_takes_it() -> None:
    sheet = combined(line("Fest", 600, 720, BOTH), line("Skat", 900, 960, NEXT))
    taken = [[k for k in kinds(sheet, lane) if k[0] != "gap"] for lane in range(3)]

    assert taken == [
        [("held", 600, 720)],
        [("held", 600, 720), ("date", 900, 960)],
        [("date", 600, 720), ("held", 900, 960)],
    ]
    assert spoken(sheet, 0)[1] == (
        "Saal 1, Montag, belegt durch Saal 1+2: Fest, 10:00 bis 12:00 Uhr"
    )
    assert {b.warning for b in sheet.blocks} == {""}


def test_a_date_over_one_in_the_combined_room_is_marked_in_every_lane() -> None:
    sheet = combined(line("Fest", 600, 720, BOTH), line("Skat", 660, 780, NEXT))

    marked = [(b.lane, b.kind) for b in sheet.blocks if b.warning == "doppelt belegt"]
    assert marked == [(1, "held"), (1, "date"), (2, "date"), (2, "held")]


def test_what_was_overruled_says_why_on_both_dates() -> None:
    dates = (line("A", 600, 720), line("B", 660, 780, overruled="ruhige Gruppen"))
    sheet = day_sheet(planned(*dates), MONDAY)

    assert [b.warning for b in sheet.blocks if b.line] == ["trotzdem belegt: ruhige Gruppen"] * 2
    assert spoken(sheet, 0)[1].endswith("trotzdem belegt: ruhige Gruppen")


def test_a_clash_nobody_agreed_to_is_not_hidden_by_one_that_was() -> None:
    dates = (
        line("A", 600, 720),
        line("B", 660, 780, overruled="abgesprochen"),
        line("C", 690, 750),
    )
    sheet = day_sheet(planned(*dates), MONDAY)

    assert [b.warning for b in sheet.blocks if b.line] == [
        "doppelt belegt",
        "trotzdem belegt: abgesprochen",
        "doppelt belegt",
    ]


def test_a_reason_is_not_shown_when_nothing_is_in_the_way_any_more() -> None:
    sheet = day_sheet(planned(line("A", 600, 720, overruled="abgesprochen")), MONDAY)

    assert {b.warning for b in sheet.blocks} == {""}


def test_a_date_in_a_closure_that_was_overruled_says_why() -> None:
    closed = ClosureRow("c", "r1", "Saal 1", MONDAY, MONDAY, "Heizung")
    date = line("A", 600, 720, overruled="Heizlüfter da")
    sheet = day_sheet(planned(date, closures=(closed,)), MONDAY)

    assert sheet.blocks[1].warning == "trotzdem belegt: Heizlüfter da"


def test_a_closed_part_closes_the_combined_room() -> None:
    closed = ClosureRow("c", "r1", "Saal 1", MONDAY, MONDAY, "Heizung")
    plan = Plan(MONDAY, MONDAY, (HALL, NEXT, BOTH), (), (closed,), ())
    sheet = day_sheet(plan, MONDAY)

    assert [kinds(sheet, lane)[0][0] for lane in range(3)] == ["closure", "gap", "closure"]


def test_a_date_without_a_time_keeps_no_room() -> None:
    dates = (line("Flohmarkt", 0, 1440, untimed=True), line("A", 600, 720))
    sheet = day_sheet(planned(*dates), MONDAY)

    assert [k for k in kinds(sheet) if k[0] == "gap"] == [("gap", OPENS, 600), ("gap", 720, CLOSES)]
    assert {b.warning for b in sheet.blocks} == {""}
    there = [b for b in sheet.blocks if b.lane == 0 and b.start <= 600 < b.end]
    assert len({b.track for b in there}) == len(there) == 2


def test_a_cancelled_date_shows_that_its_room_is_free_again() -> None:
    dropped = line("Tanz", 900, 1020, state="cancelled", state_reason="Leitung verhindert")
    sheet = day_sheet(planned(line("A", 600, 720)), MONDAY, (dropped,))

    assert [k for k in kinds(sheet) if k[1] >= 720] == [
        ("gap", 720, CLOSES),
        ("dropped", 900, 1020),
    ]
    assert spoken(sheet, 0)[-1] == (
        "Tanz fällt aus (Leitung verhindert), Saal 1 ist frei, Montag 15:00 bis 17:00 Uhr"
    )


def test_a_cancelled_date_is_not_shown_where_something_came_instead() -> None:
    dropped = line("Tanz", 900, 1020, state="cancelled")
    sheet = day_sheet(planned(line("Neu", 960, 1080)), MONDAY, (dropped,))

    assert "dropped" not in {b.kind for b in sheet.blocks}


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
    dates += [line(f"b{n}", *span, BOTH, setup_minutes=20) for n, span in enumerate(second)]
    dates += [line("Tag", 0, 1440, SHARED, untimed=True), line("Fahrt", 600, 700, None)]
    dropped = [line(f"c{n}", *span, SHARED, state="cancelled") for n, span in enumerate(second)]
    rooms = (HALL, SHARED, NEXT, BOTH)
    blocks = day_sheet(Plan(MONDAY, MONDAY, rooms, tuple(dates), (), ()), MONDAY, dropped).blocks

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
