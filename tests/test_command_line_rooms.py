"""`begegnung rooms` as an administrator calls it: real processes, real files."""

import json
from pathlib import Path
from typing import Any

import pytest

from begegnung.services.dates import AddDate, add_date
from tests.desks import MONDAY, SINGLE, House
from tests.test_command_line import answer, begegnung


def entry(title: str, weekday: str, words: str, start: str, end: str) -> dict[str, Any]:
    room = "2.04" if weekday == "Fr" else "1.01"
    about = {"title": title, "weekday": weekday, "recurrence_text": words, "room": room}
    return {**about, "start": start, "end": end}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the collisions that published plans have had."""
    folder = tmp_path_factory.mktemp("rooms")
    programme = {
        "schema": "bz-programme/1",
        "centre": {"name": "Haus am See"},
        "entries": [
            entry("Videostammtisch", "Fr", "jeden 1. Freitag im Monat", "10:30", "13:00"),
            entry("Mittagstisch", "Fr", "jeden Freitag", "11:30", "12:30"),
            entry("Klöppelgruppe", "Mo", "14-tägig ab 11.1.2027", "15:00", "17:30"),
            entry("Selbsthilfegruppe", "Mo", "letzter Montag im Monat", "15:00", "17:00"),
        ],
    }
    file = folder / "plan.json"
    file.write_text(json.dumps(programme), encoding="utf-8")
    code, _ = answer(
        *("import", "programme", file, "--data", folder / "Daten"),
        *("--from", "2027-01-01", "--until", "2027-03-31"),
    )
    assert code == 0
    return folder / "Daten"


def test_the_double_bookings_of_published_plans_are_found(published: Path) -> None:
    code, values = answer(
        *("rooms", "conflicts", "--data", published),
        *("--from", "2027-01-01", "--until", "2027-03-31"),
    )

    found = [
        (hit["room"], hit["date"], hit["start"], hit["end"], sorted(hit["offers"]))
        for hit in values["conflicts"]
    ]
    lunch, lace = ["Mittagstisch", "Videostammtisch"], ["Klöppelgruppe", "Selbsthilfegruppe"]
    assert code == 0
    assert found == [
        ("1.01", "2027-01-25", "15:00", "17:00", lace),
        ("2.04", "2027-02-05", "11:30", "12:30", lunch),
        ("1.01", "2027-02-22", "15:00", "17:00", lace),
        ("2.04", "2027-03-05", "11:30", "12:30", lunch),
    ]
    assert all(hit["centre"] == "Haus am See" for hit in values["conflicts"])


def test_one_house_can_be_asked_for(published: Path) -> None:
    window = ("--from", "2027-02-01", "--until", "2027-02-28", "--data", published)

    done = begegnung("rooms", "conflicts", "--centre", "haus am see", *window)
    unknown = begegnung("rooms", "conflicts", "--centre", "Nirgends", *window)

    assert (done.returncode, unknown.returncode) == (0, 1)
    assert "Fr., 05.02.2027, 11:30 bis 12:30 Uhr – 2.04: " in done.stdout
    assert "Haus am See" in unknown.stderr


def test_conflicts_are_not_denied_where_there_is_no_house(tmp_path: Path) -> None:
    window = ("--from", "2027-02-01", "--until", "2027-02-28", "--data", tmp_path / "leer")

    code, values = answer("rooms", "conflicts", *window)

    assert (code, values["error"]["kind"]) == (1, "NoCentre")


@pytest.mark.parametrize(
    "window", [("0001-01-01", "2027-02-28"), ("2027-02-01", "9999-12-31")], ids=["past", "future"]
)
def test_conflicts_are_asked_for_in_years_that_are_planned(
    published: Path, window: tuple[str, str]
) -> None:
    first, last = window
    done = begegnung("rooms", "conflicts", "--from", first, "--until", last, "--data", published)

    assert done.returncode == 1
    assert "Bitte einen Tag von 2000 bis 2100" in done.stderr


def test_a_reason_is_told_with_the_conflict(house: House) -> None:
    house.one_date(house.offer("Yoga"))
    over = AddDate(house.offer("Skat"), MONDAY, 630, 690, house.room(), overrule="beide einig")
    house.act(add_date, over)

    _, values = answer(
        *("rooms", "conflicts", "--data", house.folder),
        *("--from", MONDAY.isoformat(), "--until", MONDAY.isoformat()),
    )

    (hit,) = values["conflicts"]
    assert (hit["start"], hit["end"], hit["reason"]) == ("10:30", "11:00", "beide einig")
    assert hit["offers"] == ["Yoga", "Skat"]


def test_free_rooms_are_found_by_options_and_by_words(house: House) -> None:
    house.one_date(house.offer("Yoga", setup_minutes=15))
    window = ("--from", MONDAY.isoformat(), "--until", "2026-12-07", "--data", house.folder)
    call = ("rooms", "free", *window, "--weekday", "mo", "--time", "10:00-11:00")

    code, values = answer(*call, "--people", 5)
    by_words = answer("rooms", "free", "--wish", "montags 10 bis 11 Uhr, 5 Personen", *window)[1]
    said = begegnung(*call)

    hall = values["rooms"][-1]
    assert code == 0
    assert (hall["room"], hall["free"]) == (SINGLE, False)
    assert hall["taken"] == [
        {
            "date": MONDAY.isoformat(),
            "start": "09:45",
            "end": "11:00",
            "title": "Yoga",
            "room": SINGLE,
        }
    ]
    assert values["days"] == ["2026-11-23", "2026-11-30", "2026-12-07"]
    assert by_words["people"] == 5
    assert f"{SINGLE}: an 2 von 3 Tagen frei" in said.stdout


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--time", "80.00-11"), "„80.00-11“ ist keine Zeit"),
        (("--time", "16-14"), "Das Ende muss nach dem Beginn liegen"),
        (("--weekday", "xy"), "„xy“ ist kein Wochentag"),
        (("--people", "viele"), "„viele“ passt nicht"),
        (("--until", "2027-02-30"), "„2027-02-30“ ist kein Datum"),
        (("--until", "9999-12-31"), "31.12.9999"),
        (("--from", "1900-01-01"), "01.01.1900"),
        (("--until", "2020-01-01"), "Das Ende muss nach dem Beginn liegen"),
        (("--wish", "jeden zweiten Montag 10-12 Uhr"), "2. Montag"),
    ],
)
def test_a_wrong_wish_is_told_in_german(
    published: Path, options: tuple[str, str], sentence: str
) -> None:
    usual = {"--from": "2027-01-01", "--until": "2027-03-31", "--time": "14-16"}
    if options[0] == "--wish":
        usual = {}
    given = [word for pair in {**usual, options[0]: options[1]}.items() for word in pair]

    done = begegnung("rooms", "free", *given, "--data", published)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
