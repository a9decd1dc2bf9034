"""A wish for a room as somebody says it at the desk."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.room_wish import RoomWish, read_room_wish

TODAY = date(2026, 11, 23)
"""A Monday."""


def wish(text: str) -> RoomWish:
    reading = read_room_wish(text, today=TODAY)
    assert reading.wish is not None, reading.question
    assert reading.unread == ()
    return reading.wish


def test_the_wish_of_the_handbook_is_understood() -> None:
    found = wish("mittwochs 14 bis 16, ab Januar, 20 Personen, Beamer")

    assert (found.weekday, found.start_minute, found.end_minute) == (2, 840, 960)
    assert (found.first, found.last) == (date(2027, 1, 6), date(2027, 6, 30))
    assert (found.people, found.equipment) == (20, ("Beamer",))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("morgen 10 bis 12 Uhr", [date(2026, 11, 24)]),
        ("heute 15-16 Uhr", [TODAY]),
        ("nächsten Dienstag 10 bis 11 Uhr", [date(2026, 11, 24)]),
        ("kommenden Montag 10 bis 11 Uhr", [date(2026, 11, 30)]),
        ("am 3.12. von 10 bis 12 Uhr", [date(2026, 12, 3)]),
        (
            "jeden 1. Mittwoch im Monat 14-16 Uhr bis Februar",
            [date(2026, 12, 2), date(2027, 1, 6), date(2027, 2, 3)],
        ),
        (
            "montags und freitags 9.30 bis 11 Uhr bis 4.12.",
            [TODAY, date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 4)],
        ),
    ],
)
def test_single_and_irregular_days_are_named_one_by_one(text: str, days: list[date]) -> None:
    found = wish(text)

    assert list(found.days) == days
    assert (found.first, found.last) == (days[0], days[-1])


def test_a_season_of_the_next_year_ends_with_its_last_month() -> None:
    found = wish("mittwochs 14 bis 16 Uhr, Januar bis März")

    assert (found.first, found.last) == (date(2027, 1, 6), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("für 20 Leute", 20),
        ("30-40 Personen", 40),
        ("mindestens 12 Teilnehmer", 12),
        ("25 Plätze", 25),
        ("für 8", 8),
        ("ca. 15 Pers.", 15),
        ("", None),
    ],
)
def test_how_many_people_is_read_however_it_is_said(text: str, people: int | None) -> None:
    assert wish(f"mittwochs 14 bis 16 Uhr {text}").people == people


def test_equipment_of_the_house_is_known_and_anything_else_is_named() -> None:
    text = "mi 14-16, mit Klavier und Hubschrauber, Töpferscheibe"
    reading = read_room_wish(text, today=TODAY, known=["Töpferscheibe"])

    assert reading.equipment == ("Klavier", "Töpferscheibe")
    assert reading.unread == ("Hubschrauber",)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("jeden zweiten Montag 10-12 Uhr", "2. Montag"),
        ("14 bis 16 Uhr, 20 Personen", "Wochentag"),
        ("dienstags, 20 Personen", "Von wann bis wann"),
        ("20 Personen, Beamer", "An welchem Tag"),
        ("", "An welchem Tag"),
        ("30.2. 14-16 Uhr", "gibt es nicht"),
    ],
)
def test_what_leaves_a_choice_is_asked_and_never_guessed(text: str, asked: str) -> None:
    reading = read_room_wish(text, today=TODAY)

    assert reading.wish is None
    assert asked in (reading.question or "")


def test_what_was_understood_is_kept_while_something_is_missing() -> None:
    reading = read_room_wish("20 Personen, Beamer", today=TODAY)

    assert (reading.people, reading.equipment) == (20, ("Beamer",))


@given(st.text(alphabet="mitwochsab0123456789 .:-,–für Personen", max_size=60))
def test_whatever_is_typed_gives_a_possible_wish_or_a_question(text: str) -> None:
    reading = read_room_wish(text, today=TODAY)

    if reading.wish is None:
        assert reading.question
    else:
        found = reading.wish
        assert 0 <= found.start_minute < found.end_minute <= 1440
        assert TODAY <= found.first <= found.last
