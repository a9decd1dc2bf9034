"""Days that are none, years nobody plans, numbers without end: a sentence, and nothing is lost."""

import pytest
from PySide6.QtCore import Qt

from begegnung.services.agreements import agreements
from begegnung.services.offers import offer_card, offer_list
from begegnung.ui.dialogs.agreement import AgreementDialog
from begegnung.ui.dialogs.find_room import FindRoomDialog
from begegnung.ui.dialogs.move import AddDateDialog
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.ui.keys import CTRL, dialog, press, settle

NO_DAYS = ["31.12.9999", "1.1.1900", "1.1.0001", "30.2.2027", "x", "99999999999"]


WHERE = [(where, typed) for where in ("last", "first") for typed in NO_DAYS]
WHERE += [("words", typed) for typed in NO_DAYS if typed != "31.12.9999"]


@pytest.mark.parametrize(("where", "typed"), WHERE)
def test_a_room_is_not_occupied_on_a_day_that_is_none(
    shell: Shell, house: House, typed: str, where: str
) -> None:
    before = len(house.desk.read(offer_list))
    asked = OccupyDialog(shell.hub, shell, room_id=house.room())  # type: ignore[arg-type]
    asked.open()
    asked.what.search.field.setText("Doppelkopf")
    asked.when.words.setText("jeden Montag 10 bis 11 Uhr")
    field = getattr(asked.when, where)
    field.setText(f"{typed} 10 bis 11 Uhr" if where == "words" else typed)
    settle()

    press(Qt.Key.Key_Return, CTRL)

    assert dialog() is asked
    assert any(row.fault() for row in asked.form.rows.values()) or asked.refusal.text.text()
    assert asked.what.search.field.text() == "Doppelkopf"
    assert len(house.desk.read(offer_list)) == before


@pytest.mark.parametrize("typed", NO_DAYS)
def test_no_date_is_added_on_a_day_that_is_none(shell: Shell, house: House, typed: str) -> None:
    card = house.desk.read(offer_card, house.offer("Singkreis", "group"))
    asked = AddDateDialog(shell.hub, shell, card)  # type: ignore[arg-type]
    asked.open()
    asked.slot.start.setText("10")
    asked.slot.end.setText("11")
    asked.slot.day.setText(typed)
    settle()

    press(Qt.Key.Key_Return, CTRL)

    assert dialog() is asked
    assert asked.form.rows["day"].fault()


@pytest.mark.parametrize("typed", [*NO_DAYS, "99999999999 Personen", "()[]*", "\u202e\x00"])
def test_any_words_and_days_of_a_wish_are_answered(shell: Shell, house: House, typed: str) -> None:
    asked = FindRoomDialog(shell.hub, shell, f"montags 10 bis 11, {typed}")  # type: ignore[arg-type]
    asked.open()
    asked.first.setText(typed)
    asked.last.setText(typed)
    settle()

    assert asked.rooms.lines.lines == []
    assert asked.found.text()
    press(Qt.Key.Key_Return, CTRL)
    assert dialog() is asked
    assert house.room()


@pytest.mark.parametrize("typed", ["30.2.2027", "x", "99999999999", "31.12.9999", "1.1.0001"])
def test_no_agreement_ends_on_a_day_that_is_none(shell: Shell, house: House, typed: str) -> None:
    asked = AgreementDialog(shell.hub, shell, house.offer("Verein", "room_use"))  # type: ignore[arg-type]
    asked.open()
    settle()
    asked.contact.setText("Erna Beispiel")
    asked.last.setText(typed)

    press(Qt.Key.Key_Return, CTRL)

    assert asked.form.rows["ends_on"].fault()
    assert asked.contact.text() == "Erna Beispiel"
    assert house.desk.read(agreements) == []
