"""`begegnung people` as an administrator calls it: real processes."""

from contextlib import closing
from pathlib import Path

import pytest

from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import Book, book
from begegnung.services.handover import AddNote, add_note
from begegnung.services.history import recent_actions
from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.offers import AddOffer, OfferData, add_offer
from begegnung.services.people import person_card
from begegnung.services.present import today_of
from begegnung.wiring import open_desk
from tests.test_command_line import answer, begegnung


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a house and nothing in it."""
    folder = tmp_path / "Daten"
    with closing(open_desk(folder)) as desk:
        desk.act(set_up_house, SetUpHouse("Haus Linde"))
    return folder


def added(data: Path, *options: object) -> str:
    code, values = answer("people", "add", "--data", data, *options)
    assert code == 0
    return values["person"]


def test_a_person_is_noted_with_all_that_the_window_asks_for(data: Path) -> None:
    who = added(
        data,
        *("--surname", "Müller", "--first-name", "Gerhard", "--phone", "0231 555001"),
        *("--mobile", "0171 2", "--mobile", "0171 222", "--mail", "g@example.org"),
        *("--street", "Am Markt 1", "--district", "eving", "--birth-year", 1950),
        *("--gender", "male", "--contact-name", "Tochter", "--contact-phone", "0231 333"),
    )

    with closing(open_desk(data)) as desk:
        card = desk.read(person_card, who)
    assert card[1:8] == (
        "Müller",
        "Gerhard",
        "0231 555001",
        "0171 222",
        "g@example.org",
        "Am Markt 1",
        card.district_id,
    )
    assert (card.district, card.birth_year, card.gender) == ("Eving", 1950, "male")


def test_who_is_noted_twice_is_named_with_the_reason(data: Path) -> None:
    first = added(data, "--surname", "Müller", "--first-name", "Gerhard")

    code, values = answer(
        "people", "add", "--data", data, "--surname", "Mueller", "--first-name", "Gerhard"
    )

    assert code == 0
    assert [(one["id"], one["reasons"]) for one in values["similar"]] == [(first, ["same_name"])]
    code, values = answer("people", "duplicates", "--data", data)
    assert [pair["reasons"] for pair in values["duplicates"]] == [["same_name"]]


def test_people_are_found_as_in_the_window_and_similar_ones_marked(data: Path) -> None:
    who = added(data, "--surname", "Schneider", "--phone", "0231 554711")

    for text, similar in (("schnei", False), ("4711", False), ("Schnieder", True)):
        code, values = answer("people", "find", "--data", data, text)
        assert code == 0
        assert [(one["id"], one["similar"]) for one in values["people"]] == [(who, similar)]

    done = begegnung("people", "find", "--data", data, "Schnieder")
    assert done.stdout.strip() == f"{who}  Schneider, 0231 554711, ähnlich"
    assert begegnung("people", "find", "--data", data, "xyz").stdout.strip() == "Niemand gefunden."


def test_two_entries_are_made_one_and_taken_apart(data: Path) -> None:
    keeper = added(data, "--surname", "Müller")
    other = added(data, "--surname", "Mueller")
    with closing(open_desk(data)) as desk:
        course = desk.act(add_offer, AddOffer(OfferData("Yoga", "course"))).value.offer_id
        desk.act(book, Book(other, course))

    code, values = answer("people", "merge", "--data", data, keeper, other)

    assert code == 0
    assert values == {"person": keeper, "merged": other, "moved_up": []}
    with closing(open_desk(data)) as desk:
        assert [line.person_id for line in desk.read(bookings_of, course)] == [keeper]
        assert desk.read(recent_actions)[0].verb == "person_merges.merge"
    done = begegnung("people", "unmerge", "--data", data, other)
    assert done.stdout.strip() == "Wieder getrennt: Müller · Mueller."
    with closing(open_desk(data)) as desk:
        assert [line.person_id for line in desk.read(bookings_of, course)] == [other]


@pytest.mark.parametrize(
    ("call", "kind"),
    [
        (("add", "--surname", " "), "Invalid"),
        (("add", "--surname", "Müller", "--birth-year", "48"), "Invalid"),
        (("add", "--surname", "Müller", "--district", "Nirgendwo"), "Invalid"),
        (("find", "mül", "--limit", "0"), "Invalid"),
        (("merge", "nobody", "nobody"), "NotFound"),
        (("unmerge", "nobody"), "NotFound"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_kind(
    data: Path, call: tuple[str, ...], kind: str
) -> None:
    code, values = answer("people", call[0], "--data", data, *call[1:])

    assert code == 1
    assert values["error"]["kind"] == kind
    assert values["error"]["message"].endswith(".")


def test_a_person_is_shown_first_and_erased_only_when_it_is_said_twice(data: Path) -> None:
    who = added(data, "--surname", "Kowalczyk", "--phone", "0231 554711")
    with closing(open_desk(data)) as desk:
        course = desk.act(add_offer, AddOffer(OfferData("Yoga", "course"))).value.offer_id
        desk.act(book, Book(who, course))
        note = desk.act(add_note, AddNote(today_of(desk.now_ms()), "Kowalczyk anrufen")).value

    code, values = answer("people", "erase", "--data", data, who, "--reason", "request")
    assert (code, values["erased"], values["rows"]["booking"]) == (0, False, 1)
    assert values["notes"] == [note]
    seen = begegnung("people", "erase", "--data", data, who, "--reason", "request").stdout
    assert "Der Platz wird frei: Yoga." in seen
    call = ("people", "erase", "--data", data, who, "--reason", "request", "--note", note, "--yes")
    code, values = answer(*call)

    assert (code, values["erased"], values["cleansed"]) == (0, True, True)
    assert b"Kowalczyk" not in b"".join(p.read_bytes() for p in data.rglob("*") if p.is_file())
    with closing(open_desk(data)) as desk:
        assert desk.read(bookings_of, course) == []
        assert desk.read(recent_actions)[0].title == "auf Wunsch der Person"
    code, values = answer(*call)
    assert (code, values["error"]["kind"]) == (1, "NotFound")
    assert answer("people", "review", "--data", data) == (0, {"people": []})
