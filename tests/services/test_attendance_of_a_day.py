"""All lists of a day at once, and the next day on which there are any."""

from datetime import timedelta

from begegnung.services.attendance import (
    CountHeads,
    Mark,
    MarkAll,
    count_heads,
    mark,
    mark_all,
    sheet,
    sheets_of_day,
)
from begegnung.services.dates import next_day
from tests.desks import MONDAY, House


def test_the_lists_of_a_day_are_those_of_its_dates_in_order_of_time(house: House) -> None:
    cafe = house.one_date(house.offer("Tanzcafé", "open_meeting"), 840, 960)
    yoga = house.offer(capacity=12)
    house.book(house.person("Müller"), yoga)
    date = house.one_date(yoga)
    house.one_date(yoga, day=MONDAY + timedelta(days=1))
    house.act(count_heads, CountHeads(cafe, 23))

    found = house.desk.read(sheets_of_day, MONDAY)

    assert found == [house.desk.read(sheet, date), house.desk.read(sheet, cafe)]
    assert [(one.counting, len(one.lines), one.total) for one in found] == [
        ("named", 1, None),
        ("heads", 0, 23),
    ]


def test_people_stand_by_surname_then_first_name(house: House) -> None:
    yoga = house.offer()
    for surname, first_name in (("Zander", "Anna"), ("Özer", "Can"), ("Müller", "Uwe")):
        house.book(house.person(surname, first_name), yoga)
    house.book(house.person("Müller", "Änne"), yoga)
    date = house.one_date(yoga)

    lines = house.desk.read(sheet, date).lines

    assert [(line.surname, line.first_name) for line in lines] == [
        ("Müller", "Änne"),
        ("Müller", "Uwe"),
        ("Özer", "Can"),
        ("Zander", "Anna"),
    ]


def test_ticking_everybody_leaves_what_is_entered_and_counts_the_rest(house: House) -> None:
    yoga = house.offer()
    people = house.people(3)
    for person in people:
        house.book(person, yoga)
    date = house.one_date(yoga)
    house.act(mark, Mark(date, people[0], "excused"))

    assert house.act(mark_all, MarkAll(date)).value == 2
    states = [line.state for line in house.desk.read(sheet, date).lines]
    assert states == ["excused", "present", "present"]


def test_the_next_day_with_dates_skips_empty_days_and_ends(house: House) -> None:
    yoga = house.offer()
    for distance in (0, 9):
        house.one_date(yoga, day=MONDAY + timedelta(days=distance))

    assert house.desk.read(next_day, MONDAY - timedelta(days=3)) == MONDAY
    assert house.desk.read(next_day, MONDAY) == MONDAY + timedelta(days=9)
    assert house.desk.read(next_day, MONDAY + timedelta(days=9)) is None
