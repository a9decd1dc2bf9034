"""The example house that the demo builds."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from begegnung.services.agreements import ending_agreements
from begegnung.services.booking_lists import promoted_and_not_told
from begegnung.services.check import check
from begegnung.services.clashes import clashes
from begegnung.services.dates import dates_between, dates_of
from begegnung.services.demo import build_demo
from begegnung.services.desk import Desk
from begegnung.services.offers import offer_list
from begegnung.services.people import people_list
from begegnung.services.state import state_hashes
from begegnung.services.weekly import week_programme
from begegnung.wiring import open_desk
from tests.desks import StandingClock


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The example house as it is on Monday, 23 November 2026."""
    desk = open_desk(tmp_path_factory.mktemp("demo"), clock=StandingClock())
    assert build_demo(desk)
    yield desk
    desk.close()


def test_the_example_is_whole_has_no_clash_and_half_a_year_of_people_and_visits(
    demo: Desk,
) -> None:
    verdict = demo.read(check)

    assert verdict.clean
    assert demo.read(clashes).number == 0
    assert len(demo.read(people_list)) >= 300
    assert len(demo.read(offer_list)) == 46
    assert verdict.rows["attendance"] > 3000
    assert verdict.rows["head_count"] > 50
    assert any(line.waiting for line in demo.read(offer_list))
    assert demo.read(promoted_and_not_told)


def test_the_week_of_the_example_names_its_source(demo: Desk) -> None:
    week = demo.read(week_programme, date(2026, 11, 23))

    assert len(week.entries) > 25
    assert any(entry.status == "cancelled" for entry in week.entries)
    assert week.announcement is not None
    assert "2019" in week.announcement.text
    assert "erfunden" in week.announcement.text


def test_no_date_of_the_example_lies_in_a_room_that_is_too_small(demo: Desk) -> None:
    lines = demo.read(dates_between, date(2026, 11, 23), date(2026, 11, 29))

    assert all(line.booked <= (line.capacity or 10_000) for line in lines)
    assert {line.room for line in lines} >= {"Saal", "Gymnastikraum", "Computerraum"}


def test_the_example_shows_what_series_and_rooms_can_do(demo: Desk) -> None:
    offers = {line.title: line.id for line in demo.read(offer_list)}
    course = demo.read(dates_of, offers["Fotos und Nachrichten mit dem Telefon"])
    (meeting,) = demo.read(dates_of, offers["Teamsitzung"])
    (feast,) = demo.read(dates_of, offers["Nachbarschaftsfest"])
    (agreement,) = demo.read(ending_agreements)

    assert [line.state for line in course].count("planned") == 8
    assert any(line.state == "skipped" and line.replaced_by for line in course)
    assert "früher fertig" in meeting.overruled
    assert (feast.room, feast.setup_minutes) == ("Saal mit Café", 60)
    assert agreement.title == "Selbsthilfegruppe"


def test_building_it_again_changes_nothing(demo: Desk) -> None:
    before = demo.read(state_hashes)

    assert not build_demo(demo)
    assert demo.read(state_hashes) == before


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2027, 3, 28)])
def test_the_example_can_be_built_on_any_day(tmp_path: Path, day: date) -> None:
    clock = StandingClock()
    clock.go_on(days=(day - date(2026, 11, 23)).days)
    desk = open_desk(tmp_path, clock=clock)

    assert build_demo(desk)
    assert desk.read(check).clean
    desk.close()
