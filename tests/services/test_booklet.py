"""What comes into the booklet of a half-year, read from a real database."""

from datetime import date, timedelta

import pytest

from begegnung.model.booklet_rows import FreeDays
from begegnung.model.errors import Invalid
from begegnung.services.booklet import booklet_of
from begegnung.services.dates import CancelDate, cancel_date
from begegnung.services.houses import AddClosure, add_closure
from begegnung.services.reductions import SetReduction, set_reduction
from tests.desks import MONDAY, SECOND, House


def titles(house: House, half_year: str = "") -> list[str]:
    return [one.title for one in house.desk.read(booklet_of, half_year).offers]


def test_an_offer_is_in_the_half_year_in_which_it_takes_place(house: House) -> None:
    now, later = house.offer("Yoga"), house.offer("Chor")
    house.one_date(now)
    house.one_date(later, day=date(2027, 2, 1))
    house.offer("Sprechstunde", "advice", wording="nach Absprache")
    house.one_date(house.offer("Interna", "internal", printed=False), day=MONDAY, room=SECOND)

    assert titles(house) == ["Sprechstunde", "Yoga"]
    assert titles(house, "2027-1") == ["Chor", "Sprechstunde"]
    assert titles(house, "2027-2") == ["Sprechstunde"]


def test_a_date_that_is_dropped_is_not_printed(house: House) -> None:
    course = house.offer("Yoga")
    dropped = house.one_date(course)
    house.one_date(course, day=MONDAY + timedelta(days=7))
    house.act(cancel_date, CancelDate(dropped, "Leitung verhindert"))

    (said,) = house.desk.read(booklet_of, "2026-2").offers
    assert [one.day for one in said.dates] == [MONDAY + timedelta(days=7)]
    assert said.place == "Saal"
    assert said.single


def test_a_weekly_course_is_no_single_event(house: House) -> None:
    house.series("Yoga", MONDAY, MONDAY + timedelta(weeks=4), capacity=12)
    (said,) = house.desk.read(booklet_of, "").offers
    assert len(said.dates) == 5
    assert said.waits
    assert not said.single


def test_holidays_closing_days_and_reductions_of_the_house_are_told(house: House) -> None:
    last = date(2026, 12, 30)
    house.act(add_closure, AddClosure(None, date(2026, 12, 28), last, "Betriebsferien"))
    house.act(add_closure, AddClosure(house.room(), MONDAY, MONDAY, "Heizung"))
    house.act(set_reduction, SetReduction("Dortmund-Karte", 50))

    said = house.desk.read(booklet_of, "2026-2")

    assert (said.first, said.last) == (date(2026, 7, 1), date(2026, 12, 31))
    assert FreeDays(date(2026, 12, 25), date(2026, 12, 25), "Erster Weihnachtstag", "public") in (
        said.free
    )
    assert [one for one in said.free if one.kind == "closed"] == [
        FreeDays(date(2026, 12, 28), last, "Betriebsferien", "closed")
    ]
    assert any(one.kind == "school" for one in said.free)
    assert said.reductions == (("Dortmund-Karte", 50),)


def test_what_is_no_half_year_is_refused(house: House) -> None:
    with pytest.raises(Invalid, match="not_a_half_year"):
        house.desk.read(booklet_of, "2027-3")
