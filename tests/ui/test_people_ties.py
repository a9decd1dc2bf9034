"""Households, consents and entries of one person: their dialogs, by keyboard and by ear."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from begegnung.services.consents import GiveConsent, agrees, give_consent
from begegnung.services.duplicates import possible_duplicates
from begegnung.services.households import JoinHousehold, household_of, join_household
from begegnung.services.offers import offer_list
from begegnung.services.people import find_people, people_list
from begegnung.services.person_merges import Merge, merge
from begegnung.services.person_ties import merged_into
from begegnung.ui.dialogs.consents import ConsentsDialog, RevokeDialog
from begegnung.ui.dialogs.duplicates import DuplicatesDialog
from begegnung.ui.dialogs.household import HouseholdDialog
from begegnung.ui.dialogs.merge import MergeDialog, OtherEntryDialog, UnmergeDialog
from begegnung.ui.dialogs.people_hits import NEW, people_hits
from begegnung.ui.hub import Hub
from begegnung.ui.pages.people import PeoplePage
from begegnung.ui.shell import Shell
from begegnung.ui.widgets.dialog import Dialog
from tests.desks import MONDAY, House
from tests.ui.audit import audit
from tests.ui.keys import dialog, focused, press, settle, type_text
from tests.ui.test_tab_order import is_stop, stops

Make = Callable[[Shell, House], Dialog]


@pytest.fixture
def page(shell: Shell) -> PeoplePage:
    shell.go_to("people")
    settle()
    assert isinstance(shell.page, PeoplePage)
    return shell.page


def person(house: House, born: int) -> str:
    """A furnished person by her year of birth."""
    return next(line.id for line in house.desk.read(people_list) if line.birth_year == born)


def hub_of(shell: Shell) -> Hub:
    assert shell.hub is not None
    return shell.hub


def household(shell: Shell, house: House) -> Dialog:
    both = (person(house, 1950), person(house, 1936))
    house.act(join_household, JoinHousehold(both, "0231 555003"))
    return HouseholdDialog(hub_of(shell), shell, both[0])


def consents(shell: Shell, house: House) -> Dialog:
    who = person(house, 1950)
    house.act(give_consent, GiveConsent(who, "photo_notice", MONDAY, "F 12"))
    return ConsentsDialog(hub_of(shell), shell, who)


def revoking(shell: Shell, house: House) -> Dialog:
    asked = consents(shell, house)
    assert isinstance(asked, ConsentsDialog)
    row = asked.list.current_line()
    assert row is not None
    asked.close()
    return RevokeDialog(hub_of(shell), shell, row.subject, "Gerhard Müller")


def merging(shell: Shell, house: House) -> Dialog:
    course = next(o.id for o in house.desk.read(offer_list) if o.title == "Englisch A2")
    house.book(person(house, 1958), course)
    return MergeDialog(hub_of(shell), shell, person(house, 1950), person(house, 1958))


def other_entry(shell: Shell, house: House) -> Dialog:
    made = OtherEntryDialog(hub_of(shell), shell, person(house, 1950))
    made.search.field.setText("müller")
    return made


def splitting(shell: Shell, house: House) -> Dialog:
    keeper = person(house, 1950)
    house.act(merge, Merge(keeper, person(house, 1958)))
    entries = house.desk.read(merged_into, keeper)
    return UnmergeDialog(hub_of(shell), shell, "Gerhard Müller", entries)


def duplicates(shell: Shell, house: House) -> Dialog:
    house.person("Mueller", "Gerhard")
    return DuplicatesDialog(hub_of(shell), shell)


DIALOGS: tuple[Make, ...] = (
    household,
    consents,
    revoking,
    merging,
    other_entry,
    splitting,
    duplicates,
)


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("make", DIALOGS, ids=lambda make: make.__name__)
def test_every_dialog_shuts_nobody_out_and_is_walked_by_the_tab_key(
    shell: Shell, house: House, qtbot: QtBot, make: Make
) -> None:
    made = make(shell, house)
    with qtbot.waitActive(made):
        made.open()
    if isinstance(made, DuplicatesDialog):
        qtbot.waitUntil(lambda: not made.looking)
    settle()

    assert audit(made) == []
    missed = {widget for widget in made.findChildren(QWidget) if is_stop(widget)} - stops()
    assert [widget.accessibleName() for widget in missed] == []


def test_a_couple_is_put_together_by_the_keyboard(page: PeoplePage, house: House) -> None:
    gerhard, gertrud = person(house, 1950), person(house, 1936)
    page.present({"person_id": gerhard})
    page.household.trigger()
    settle()
    asked = dialog()
    assert isinstance(asked, HouseholdDialog)

    type_text(focused(), "gertrud")
    press(Qt.Key.Key_Return)
    assert [line.chip for line in asked.members.lines.lines] == ["", "neu"]
    asked.phone.setFocus()
    focused().setText("0231 777 888")  # type: ignore[attr-defined]
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    found = house.desk.read(household_of, gertrud)
    assert found is not None
    assert (found.phone, {line.id for line in found.members}) == (
        "0231 777 888",
        {gerhard, gertrud},
    )
    assert page.card.ties.household.text() == "Gertrud Müller · Telefon 0231 777 888"
    page.present({"person_id": gertrud})
    assert "Gerhard Müller" in page.card.ties.household.text()


def test_who_moves_out_is_taken_out_of_the_household(shell: Shell, house: House) -> None:
    asked = household(shell, house)
    assert isinstance(asked, HouseholdDialog)
    asked.open()
    asked.members.choose(person(house, 1936))

    asked.leave.click()

    assert house.desk.read(household_of, person(house, 1936)) is None
    assert asked.members.lines.rowCount() == 1
    assert not asked.leave.isVisible()
    asked.reject()


def test_a_household_of_nobody_else_is_asked_about(page: PeoplePage, house: House) -> None:
    page.household.trigger()
    settle()
    asked = dialog()
    assert isinstance(asked, HouseholdDialog)

    asked.try_confirm()

    assert asked.form.rows["household"].fault() == "Bitte etwas eintragen."
    assert audit(asked) == []


def test_a_consent_is_entered_shown_and_revoked(page: PeoplePage, house: House) -> None:
    who = person(house, 1950)
    page.present({"person_id": who})
    page.consents.trigger()
    settle()
    asked = dialog()
    assert isinstance(asked, ConsentsDialog)
    asked.purpose.set_value("photo_internet")
    asked.number.setText("F 7")
    asked.try_confirm()
    assert page.card.ties.consents.text() == "Foto im Internet"

    page.consents.trigger()
    settle()
    again = dialog()
    assert isinstance(again, ConsentsDialog)
    again.revoke.click()
    settle()
    revoke = dialog()
    assert isinstance(revoke, RevokeDialog)
    revoke.try_confirm()
    settle()

    assert not house.desk.read(agrees, who, "photo_internet")
    (line,) = again.list.lines.lines
    assert line.sentence() == (
        "Foto im Internet, seit 23.11.2026 · Formular F 7, widerrufen am 23.11.2026"
    )
    assert not again.revoke.isEnabled()
    assert not page.card.ties.consents.isVisible()


def test_two_entries_are_compared_made_one_and_taken_apart_again(
    page: PeoplePage, shell: Shell, house: House
) -> None:
    keeper, other = person(house, 1950), person(house, 1958)
    asked = merging(shell, house)
    assert isinstance(asked, MergeDialog)
    asked.open()
    assert asked.twice.text().startswith("Steht zweimal in: „Englisch A2“.")
    results = {result.accessibleName() for _, _, result in asked._after}
    assert "Geburtsjahr danach: 1950" in results
    assert "Straße danach: Musterweg 1" in results

    asked.try_confirm()

    page.present({"person_id": keeper})
    assert page.people.lines.row_of(other) == -1
    assert page.card.ties.merged.text() == "Gerhard Müller (geb. 1958)"
    page.card.ties.split_button.click()
    settle()
    split = dialog()
    assert isinstance(split, UnmergeDialog)
    split.try_confirm()
    settle()

    assert page.people.lines.row_of(other) >= 0
    assert not page.card.ties.split_button.isVisible()


def test_the_entry_that_stays_can_be_chosen(shell: Shell, house: House) -> None:
    asked = merging(shell, house)
    assert isinstance(asked, MergeDialog)
    asked.open()
    left = asked._chosen()[0].id
    asked.keeper.set_value(1)

    asked.try_confirm()

    assert left not in {line.id for line in house.desk.read(people_list)}


def test_the_other_entry_is_found_by_typing(page: PeoplePage, house: House) -> None:
    page.present({"person_id": person(house, 1950)})
    page.join.trigger()
    settle()
    type_text(focused(), "gertrud")
    press(Qt.Key.Key_Return)

    asked = dialog()
    assert isinstance(asked, MergeDialog)
    assert {card.birth_year for card in asked._cards} == {1950, 1936}


def test_the_button_counts_the_pairs_and_who_is_two_people_is_said_once(
    page: PeoplePage, house: House, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: not page.duplicates_button.counting)
    assert not page.duplicates_button.isVisible()
    first = person(house, 1936)
    again = house.person("Mueller", "Gertrud")
    page.duplicates_button.look_soon()
    qtbot.waitUntil(page.duplicates_button.isVisible)
    assert page.duplicates_button.text() == " Mögliche Dubletten (1)"

    page.duplicates_button.click()
    settle()
    asked = dialog()
    assert isinstance(asked, DuplicatesDialog)
    qtbot.waitUntil(lambda: asked.list.lines.rowCount() == 1)
    line = asked.list.current_line()
    assert line is not None
    assert line.sentence() == "Müller, Gertrud (geb. 1936) und Mueller, Gertrud, gleicher Name"
    assert {line.subject.first.id, line.subject.second.id} == {first, again}
    asked.apart.click()

    qtbot.waitUntil(lambda: asked.verdict.text().startswith("Niemand steht doppelt"))
    assert house.desk.read(possible_duplicates) == []
    qtbot.waitUntil(lambda: not page.duplicates_button.isVisible())


def test_a_similar_name_is_marked_and_never_taken_by_enter_alone(
    page: PeoplePage, house: House, qtbot: QtBot
) -> None:
    type_text(focused(), "Gerdrut")

    qtbot.waitUntil(lambda: page.people.lines.rowCount() == 1)
    line = page.people.current_line()
    assert line is not None
    assert (line.title, line.chip) == ("Müller, Gertrud", "ähnlich")
    assert line.sentence().endswith("ähnlich")

    lines = list(people_hits(page.hub, "Gerdrut"))
    assert [one.key for one in lines] == [NEW, person(house, 1936)]
    assert lines[1].sentence() == "Gertrud Müller, geb. 1936, ähnlich"


def test_the_hits_stand_there_at_once_and_the_card_when_typing_pauses(
    page: PeoplePage, qtbot: QtBot
) -> None:
    before = page.card.name()

    type_text(focused(), "gertrud")

    assert page.people.lines.rowCount() == 1
    assert page.card.name() == before
    qtbot.waitUntil(lambda: page.card.name() == "Gertrud Müller")


def test_a_blocked_person_is_found_by_who_asks_for_the_blocked_ones(
    page: PeoplePage, house: House
) -> None:
    page.present({"person_id": person(house, 1936)})
    page.block.trigger()
    page.search.setText("gertrud")
    assert page.people.lines.rowCount() == 0

    page.blocked.click()

    assert [line.blocked for line in page.people.lines.people] == [True]  # type: ignore[attr-defined]
    assert house.desk.read(find_people, "gertrud") == []
