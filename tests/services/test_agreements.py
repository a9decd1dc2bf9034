"""Standing rights of outside groups: contact, end, reminder."""

from datetime import date, timedelta
from typing import Any

import pytest

from begegnung.model.errors import Invalid
from begegnung.services.agreements import (
    EndAgreement,
    SetAgreement,
    agreement_of,
    agreements,
    end_agreement,
    ending_agreements,
    set_agreement,
)
from begegnung.services.check import check
from begegnung.services.history import recent_actions, undo
from begegnung.texts import german
from tests.desks import MONDAY, SINGLE, House


@pytest.fixture
def group(house: House) -> str:
    return house.offer("Trachtenverein", "room_use", organiser="Verein", room_id=house.room())


def test_an_agreement_is_kept_changed_and_taken_out(house: House, group: str) -> None:
    first = house.act(set_agreement, SetAgreement(group, " Frau  Muster ", "0231 555")).value
    again = SetAgreement(group, "Herr Muster", ends_on=date(2027, 6, 30), note="Schlüssel 4")
    assert house.act(set_agreement, again).value == first

    row = house.desk.read(agreement_of, group)
    assert row is not None
    assert (row.title, row.organiser, row.room) == ("Trachtenverein", "Verein", SINGLE)
    assert (row.contact_name, row.contact_phone, row.note) == ("Herr Muster", "", "Schlüssel 4")

    house.act(end_agreement, EndAgreement(first))
    assert house.desk.read(agreement_of, group) is None
    house.act(undo, None)
    assert house.desk.read(agreement_of, group) == row
    assert house.desk.read(check).clean


def test_the_log_names_the_offer_and_never_the_contact(house: House, group: str) -> None:
    house.act(set_agreement, SetAgreement(group, "Frau Muster", "0231 555", "a@b.de"))

    assert house.desk.read(recent_actions, 1)[0].title == "Trachtenverein"


@pytest.mark.parametrize(
    ("days", "reminded"), [(-30, True), (-1, True), (0, True), (27, True), (28, True), (29, False)]
)
def test_the_desk_is_reminded_in_time_and_until_it_is_settled(
    house: House, group: str, days: int, reminded: bool
) -> None:
    ends = MONDAY + timedelta(days=days)
    house.act(set_agreement, SetAgreement(group, "Frau Muster", ends_on=ends))

    assert bool(house.desk.read(ending_agreements)) == reminded


def test_without_an_end_nobody_is_reminded(house: House, group: str) -> None:
    house.act(set_agreement, SetAgreement(group, "Frau Muster"))

    assert house.desk.read(ending_agreements) == []
    assert len(house.desk.read(agreements)) == 1


def test_the_next_to_end_comes_first(house: House) -> None:
    ends = {"A": None, "B": date(2027, 6, 1), "C": date(2027, 3, 1)}
    for title, day in ends.items():
        house.act(set_agreement, SetAgreement(house.offer(title), "Frau Muster", ends_on=day))

    assert [row.title for row in house.desk.read(agreements)] == ["C", "B", "A"]


def test_dates_after_the_end_are_counted(house: House) -> None:
    weeks = [MONDAY + timedelta(weeks=n) for n in range(4)]
    offer = house.series("Trachtenverein", weeks[0], weeks[3]).offer_id
    house.act(set_agreement, SetAgreement(offer, "Frau Muster", ends_on=weeks[1]))

    row = house.desk.read(agreement_of, offer)

    assert row is not None
    assert row.beyond == 2


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("contact_name", {"contact_name": " "}),
        ("contact_phone", {"contact_phone": "ja"}),
        ("contact_mail", {"contact_mail": "muster"}),
        ("ends_on", {"signed_on": MONDAY, "ends_on": MONDAY - timedelta(days=1)}),
        ("ends_on", {"ends_on": date(9999, 1, 1)}),
        ("signed_on", {"signed_on": date(1, 1, 1)}),
        ("remind_days", {"remind_days": -1}),
        ("remind_days", {"remind_days": 400}),
    ],
)
def test_a_wrong_input_is_named(
    house: House, group: str, field: str, values: dict[str, Any]
) -> None:
    with pytest.raises(Invalid) as caught:
        house.act(set_agreement, SetAgreement(**{"offer_id": group, "contact_name": "X", **values}))

    assert caught.value.field == field
    assert field not in german(caught.value)
