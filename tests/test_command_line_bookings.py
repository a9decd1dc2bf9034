"""Booking, cancelling and the waiting list by command: real processes, real files."""

from contextlib import closing
from pathlib import Path

import pytest

from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.offers import AddOffer, OfferData, add_offer
from begegnung.services.people import PersonData, add_person
from begegnung.wiring import open_desk
from tests.test_command_line import answer


@pytest.fixture
def course(tmp_path: Path) -> tuple[Path, str, list[str]]:
    """A data folder with a course of two places, and four people."""
    folder = tmp_path / "Daten"
    with closing(open_desk(folder)) as desk:
        desk.act(set_up_house, SetUpHouse("Haus Linde", rooms=("Saal",)))
        data = OfferData("Yoga", "course", capacity=2)
        offer_id = desk.act(add_offer, AddOffer(data)).value.offer_id
        people = [desk.act(add_person, PersonData(f"Person {n}")).value for n in range(4)]
    return folder, offer_id, people


def test_people_are_booked_wait_and_move_up_by_command(
    course: tuple[Path, str, list[str]],
) -> None:
    folder, offer_id, people = course
    booked = [
        answer("book", "--offer", offer_id, "--person", who, "--data", folder)[1]
        for who in people[:3]
    ]
    assert [one["state"] for one in booked] == ["booked", "booked", "waiting"]

    code, listed = answer("waiting", "list", "--offer", offer_id, "--data", folder)
    assert code == 0
    (waiting,) = listed["waiting"]
    assert (waiting["number"], waiting["position"]) == (3, 1)
    assert waiting["why"].startswith("Warteliste, Platz 1, als Nr. 3")

    code, ended = answer("cancel", booked[0]["booking"], "--data", folder)
    assert (code, ended["promoted"]) == (0, [booked[2]["booking"]])
    assert answer("waiting", "promote", "--offer", offer_id, "--data", folder) == (
        0,
        {"promoted": []},
    )


def test_a_couple_is_booked_together_by_command(course: tuple[Path, str, list[str]]) -> None:
    folder, offer_id, people = course
    answer("book", "--offer", offer_id, "--person", people[0], "--data", folder)

    code, values = answer(
        *("book", "--offer", offer_id, "--person", people[1], "--with", people[2]),
        *("--data", folder),
    )

    assert code == 0
    assert [one["state"] for one in values["bookings"]] == ["waiting", "waiting"]


def test_what_the_rules_refuse_is_told_with_its_kind(course: tuple[Path, str, list[str]]) -> None:
    folder, offer_id, people = course
    call = ("book", "--offer", offer_id, "--person", people[0], "--data", folder)
    answer(*call)

    code, values = answer(*call)

    assert (code, values["error"]["kind"]) == (1, "AlreadyBooked")
