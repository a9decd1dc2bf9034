"""Agreements with outside groups: written, listed with their ends, and reminded of in time."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from begegnung.services.agreements import (
    AgreementRow,
    SetAgreement,
    agreement_of,
    agreements,
    set_agreement,
)
from begegnung.services.history import recent_actions, undo
from begegnung.ui.dialogs.agreement import AgreementDialog, AgreementsDialog, ChooseGroupDialog
from begegnung.ui.pages.today import TodayPage
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, House
from tests.ui.audit import audit
from tests.ui.keys import CTRL, dialog, focused, press, settle, type_text

GROUP = "Kleingartenverein Abendrot"


@pytest.fixture
def group(house: House) -> str:
    return house.offer(GROUP, "room_use", wording="1. Mittwoch im Monat")


def agreed(house: House, group: str, ends_on: date | None, **known: object) -> str:
    request = SetAgreement(group, "Erna Beispiel", "0231 555099", ends_on=ends_on, **known)  # type: ignore[arg-type]
    return house.act(set_agreement, request).value


def asked(shell: Shell, offer_id: str) -> AgreementDialog:
    made = AgreementDialog(shell.hub, shell, offer_id)  # type: ignore[arg-type]
    made.open()
    settle()
    return made


def listed(shell: Shell) -> AgreementsDialog:
    made = AgreementsDialog(shell.hub, shell)  # type: ignore[arg-type]
    made.open()
    settle()
    return made


def row_of(house: House, group: str) -> AgreementRow:
    found = house.desk.read(agreement_of, group)
    assert found is not None
    return found


def notice_texts(page: TodayPage) -> list[str]:
    return [made.accessibleName() for made in page.notices.buttons]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_it_shuts_nobody_out(shell: Shell, house: House, group: str) -> None:
    agreed(house, group, MONDAY + timedelta(days=10))
    for made in (asked(shell, group), listed(shell)):
        made.resize(760, 700)
        settle()
        assert audit(made) == []


def test_an_agreement_is_written_by_keyboard_and_one_undo_takes_it_back(
    shell: Shell, house: House, group: str
) -> None:
    made = asked(shell, group)
    type_text(focused(), "Erna Beispiel")
    for text in ("0231 555099", "erna@example.org", "1.11.2026", "31.12.2027"):
        press(Qt.Key.Key_Tab)
        type_text(focused(), text)
    made.remind.set_value(56)
    made.note.setPlainText("Schlüssel 7")
    press(Qt.Key.Key_Return, CTRL)

    row = row_of(house, group)
    assert (row.contact_name, row.contact_phone) == ("Erna Beispiel", "0231 555099")
    assert (row.contact_mail, row.note) == ("erna@example.org", "Schlüssel 7")
    assert (row.signed_on, row.ends_on) == (date(2026, 11, 1), date(2027, 12, 31))
    assert row.remind_days == 56
    house.act(undo, None)
    assert house.desk.read(agreement_of, group) is None


def test_the_line_of_the_log_names_the_group_and_nobody_in_it(
    shell: Shell, house: House, group: str
) -> None:
    made = asked(shell, group)
    type_text(focused(), "Erna Beispiel")
    type_text(made.phone, "0231 555099")
    press(Qt.Key.Key_Return, CTRL)

    newest = house.desk.read(recent_actions)[0]
    assert newest.title == GROUP


def test_what_is_wrong_is_said_beside_its_input_and_nothing_is_lost(
    shell: Shell, house: House, group: str
) -> None:
    made = asked(shell, group)
    press(Qt.Key.Key_Return, CTRL)
    assert made.form.rows["contact_name"].fault() == "Bitte etwas eintragen."

    type_text(made.contact, "Erna Beispiel")
    type_text(made.mail, "erna")
    press(Qt.Key.Key_Return, CTRL)
    assert "Das @ fehlt" in made.form.rows["contact_mail"].fault()

    made.mail.clear()
    type_text(made.signed, "1.2.2027")
    type_text(made.last, "1.1.2027")
    press(Qt.Key.Key_Return, CTRL)
    assert "Das Ende muss nach dem Beginn liegen." in made.form.rows["ends_on"].fault()
    assert made.contact.text() == "Erna Beispiel"
    assert house.desk.read(agreements) == []


def test_what_is_there_is_shown_changed_and_deleted(shell: Shell, house: House, group: str) -> None:
    agreed(house, group, date(2027, 6, 30), remind_days=20, note="Miete 50 €")
    made = asked(shell, group)
    assert (made.last.text(), made.note.bare()) == ("Mi., 30.06.2027", "Miete 50 €")
    assert made.remind.currentText() == "20 Tage vorher"
    made.last.clear()
    press(Qt.Key.Key_Return, CTRL)
    assert row_of(house, group).ends_on is None

    asked(shell, group).delete.click()

    assert house.desk.read(agreements) == []


def test_dates_after_the_end_are_named(shell: Shell, house: House, group: str) -> None:
    for weeks in (1, 9):
        house.one_date(group, 1080, 1140, day=MONDAY + timedelta(weeks=weeks))
    agreed(house, group, date(2026, 12, 31))

    made = asked(shell, group)

    assert made.state.text() == "1 Termin liegt nach dem Ende der Vereinbarung."


def test_the_list_shows_the_next_end_first_and_opens_one_by_enter(
    shell: Shell, house: House, group: str
) -> None:
    other = house.offer("Skatrunde Süd", "room_use")
    late = house.offer("Anonyme Runde", "room_use")
    agreed(house, group, date(2026, 12, 15))
    agreed(house, other, None)
    agreed(house, late, date(2026, 10, 31))
    made = listed(shell)

    assert [(line.title, line.chip, line.tone) for line in made.list.lines.lines] == [
        ("Anonyme Runde", "endete am 31.10.2026", "bad"),
        (GROUP, "endet am 15.12.2026", "warn"),
        ("Skatrunde Süd", "ohne Ende", "muted"),
    ]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)

    opened = dialog()
    assert isinstance(opened, AgreementDialog)
    assert opened.contact.text() == "Erna Beispiel"


def test_a_new_one_begins_with_the_group_it_is_for(shell: Shell, house: House, group: str) -> None:
    made = listed(shell)
    made.add.click()
    settle()
    choosing = dialog()
    assert isinstance(choosing, ChooseGroupDialog)
    assert [line.title for line in choosing.search.hits.lines.lines] == [GROUP]
    type_text(focused(), "nirgends")
    press(Qt.Key.Key_Return, CTRL)
    assert choosing.form.rows["offer"].fault() == "Bitte etwas eintragen."

    choosing.search.field.setText("Abendrot")
    press(Qt.Key.Key_Return)
    settle()

    opened = dialog()
    assert isinstance(opened, AgreementDialog)
    type_text(focused(), "Erna Beispiel")
    press(Qt.Key.Key_Return, CTRL)
    assert [line.title for line in made.list.lines.lines] == [GROUP]


def test_heute_reminds_from_the_agreed_day_on_and_opens_the_agreement(
    shell: Shell, house: House, group: str
) -> None:
    agreed(house, group, MONDAY + timedelta(days=29))
    page = shell.page
    assert isinstance(page, TodayPage)
    page.reload()
    assert not [text for text in notice_texts(page) if "Nutzungsvereinbarung" in text]

    house.clock.go_on(days=1)
    page.reload()

    (found,) = [made for made in page.notices.buttons if GROUP in made.accessibleName()]
    assert f"Nutzungsvereinbarung mit „{GROUP}“ endet am 22.12.2026." in found.accessibleName()
    found.click()
    settle()
    opened = dialog()
    assert isinstance(opened, AgreementDialog)
    opened.last.setText("22.12.2027")
    press(Qt.Key.Key_Return, CTRL)
    settle()
    assert not [text for text in notice_texts(page) if "Nutzungsvereinbarung" in text]
