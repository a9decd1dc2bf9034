"""Personen: finding somebody, her card, her bookings."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from begegnung.model.rows import PersonLine
from begegnung.services.booking_lists import bookings_of
from begegnung.services.offers import offer_list
from begegnung.services.people import BlockPerson, block_person, find_people, people_list
from begegnung.services.staff import AddStaff, add_staff
from begegnung.ui.dialogs.person import PersonDialog
from begegnung.ui.pages.people import PeoplePage
from begegnung.ui.people.table import PeopleList, PeopleModel
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import dialog, focused, press, settle, type_text


@pytest.fixture
def page(shell: Shell) -> PeoplePage:
    shell.go_to("people")
    settle()
    assert isinstance(shell.page, PeoplePage)
    return shell.page


def names(page: PeoplePage) -> list[str]:
    model = page.people.lines
    return [model.data(model.index(n, 0)) for n in range(model.rowCount())]


def person_dialog() -> PersonDialog:
    opened = dialog()
    assert isinstance(opened, PersonDialog)
    return opened


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("size", [(1440, 900), (960, 540)])
def test_it_shuts_nobody_out(page: PeoplePage, shell: Shell, size: tuple[int, int]) -> None:
    shell.resize(*size)
    settle()

    assert audit(shell) == []


def test_typing_finds_people_whatever_the_umlaut(page: PeoplePage, qtbot: QtBot) -> None:
    type_text(focused(), "mueller gerh")

    qtbot.waitUntil(lambda: names(page) == ["Müller, Gerhard", "Müller, Gerhard"])
    sentences = [page.people.lines.data(page.people.lines.index(n, 0), 11) for n in (0, 1)]
    assert len(set(sentences)) == 2


def test_namesakes_can_be_told_apart(page: PeoplePage) -> None:
    model = page.people.lines
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = [model.data(model.index(n, 0), role) for n in range(model.rowCount())]

    assert "Müller, Gerhard, geb. 1950 · 0231 555001" in spoken
    assert "Müller, Gerhard, geb. 1958 · Musterweg 1" in spoken


def test_signing_somebody_off_names_who_moves_up(
    page: PeoplePage, shell: Shell, house: House
) -> None:
    memory = next(o.id for o in house.desk.read(offer_list) if o.title == "Gedächtnistraining")
    booked = house.desk.read(bookings_of, memory)[0]
    shell.go_to("people", person_id=booked.person_id)
    assert page.card.name() == booked.surname

    page.sign_off.trigger()
    settle()
    press(Qt.Key.Key_Return)

    said = f"{booked.surname} ist abgemeldet: Gedächtnistraining. Person 06 rückt nach."
    assert shell.toast.text.text() == f"{said} Bitte Bescheid geben."
    assert page.card.no_bookings.isVisible()
    assert not page.sign_off.isEnabled()


def test_a_blocked_person_leaves_the_list_and_comes_back(page: PeoplePage) -> None:
    gone = page.people.current_key()
    number = page.people.lines.rowCount()

    page.block.trigger()
    assert page.people.lines.row_of(gone) == -1
    assert page.people.lines.rowCount() == number - 1

    page.blocked.click()
    assert page.people.choose(gone)
    assert page.block.text() == "Sperre aufheben"
    assert not page.book.isEnabled()


def test_a_new_person_is_warned_of_her_namesake(page: PeoplePage, qtbot: QtBot) -> None:
    press(Qt.Key.Key_F3)
    form = person_dialog()
    type_text(focused(), "Müller")
    press(Qt.Key.Key_Tab)
    type_text(focused(), "Gertrud")

    qtbot.waitUntil(form.same.isVisible)
    assert form.same.text.text() == (
        "Gibt es schon: Gertrud Müller (geb. 1936). Ist das dieselbe Person?"
    )
    assert audit(form) == []


def test_a_fault_stands_beside_its_input_and_nothing_typed_is_lost(page: PeoplePage) -> None:
    press(Qt.Key.Key_F3)
    form = person_dialog()
    form.fields["surname"].setText("Neumann")
    form.fields["mail"].setText("ohne at")

    form.try_confirm()

    row = form.form.rows["mail"]
    assert row.fault() == "„ohne at“ ist keine E-Mail-Adresse: Das @ fehlt."
    assert row.field.accessibleDescription() == row.fault()
    assert focused() is form.fields["mail"]
    assert form.fields["surname"].text() == "Neumann"
    assert audit(form) == []


def test_a_new_person_is_shown_at_once(page: PeoplePage, house: House) -> None:
    press(Qt.Key.Key_F3)
    form = person_dialog()
    form.fields["surname"].setText("Neumann")
    form.fields["birth_year"].setText("47")
    press(Qt.Key.Key_Return)
    settle()

    assert house.desk.read(find_people, "neumann")[0].birth_year == 1947
    assert page.card.name() == "Neumann"
    shown = [w.text() for w in page.card.findChildren(QLabel) if w.isVisible()]
    assert "1947" in shown


def test_a_hundred_thousand_people_are_a_list_like_any_other(
    house: House, look: str, qtbot: QtBot
) -> None:
    some = house.desk.read(people_list)[0]
    many = [PersonLine(f"{n:026}", f"Name {n:06}", "", *some[3:]) for n in range(100_000)]
    listing = PeopleList("Personen")
    qtbot.addWidget(listing)
    listing.show()

    listing.show_people(many, f"{99_999:026}")

    line = listing.current_line()
    assert line is not None
    assert line.title == "Name 099999"
    assert listing.visualRect(listing.currentIndex()).intersects(listing.viewport().rect())


def test_the_model_keeps_the_rules_of_qt(house: House, qtbot: QtBot) -> None:
    model = PeopleModel()
    tester = QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )

    model.show_people(house.desk.read(people_list))
    model.show_people(())

    assert tester.model() is model
    assert model.rowCount() == 0


def test_blocked_people_are_shown_only_to_who_may_unblock_them(
    page: PeoplePage, house: House
) -> None:
    volunteer = house.act(add_staff, AddStaff("Empfang am Platz", "reception")).value
    manager = house.act(add_staff, AddStaff("Leitung am Platz", "manager")).value
    house.act(block_person, BlockPerson(house.person("Weber", "Ida"), blocked=True))
    page.hub.sign_in(manager, "")
    page.blocked.setChecked(True)
    assert "Weber, Ida" in names(page)

    page.hub.sign_in(volunteer, "")

    assert not page.blocked.isVisibleTo(page)
    assert "Weber, Ida" not in names(page)
