"""Texts that may name somebody are found for people to look at."""

from datetime import timedelta

from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.handover import AddNote, add_note
from begegnung.services.mentions import mentions
from begegnung.services.offers import AddOffer, OfferData, add_offer
from begegnung.services.person_merges import Merge, merge
from tests.desks import MONDAY, House


def found(house: House, person_id: str) -> list[tuple[str, str, bool]]:
    return [(m.table, m.text, m.erasable) for m in house.desk.read(mentions, person_id)]


def test_her_surname_is_found_as_a_word_however_it_is_written(house: House) -> None:
    her = house.person("Müller", "Ruth")
    day = MONDAY + timedelta(days=1)
    for text in ("Frau Mueller anrufen", "MÜLLER kommt später", "Müllerin aus dem Chor", "Kaffee"):
        house.act(add_note, AddNote(day, text))
    house.act(add_offer, AddOffer(OfferData("Chor", "group", leader="Müller", remark="leise")))

    assert sorted(found(house, her)) == [
        ("handover_note", "Frau Mueller anrufen", True),
        ("handover_note", "MÜLLER kommt später", True),
        ("offer", "Müller", False),
    ]
    assert [one.day for one in house.desk.read(mentions, her)] == [day, day, None]


def test_what_goes_with_her_anyway_is_not_asked_about(house: House) -> None:
    her, other = house.person("Weber"), house.person("Kaya")
    course = house.offer("Yoga")
    for who, reason in ((her, "Weber ist verreist"), (other, "wegen Weber")):
        house.act(cancel, CancelBooking(house.book(who, course).booking_id, reason))

    assert found(house, her) == [("booking", "wegen Weber", False)]


def test_the_names_of_her_other_entries_are_looked_for_too(house: House) -> None:
    keeper, twin = house.person("Weber"), house.person("Wagner")
    house.act(merge, Merge(keeper, twin))
    house.act(add_note, AddNote(MONDAY, "Frau Wagner"))

    assert [text for _, text, _ in found(house, twin)] == ["Frau Wagner"]


def test_a_name_of_two_letters_would_be_found_everywhere(house: House) -> None:
    her = house.person("Li")
    house.act(add_note, AddNote(MONDAY, "Li"))

    assert found(house, her) == []
