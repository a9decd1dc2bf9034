"""Raum belegen: what is understood, what stands against it, and what would be possible."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from begegnung.model.local_time import day_of, minute_of
from begegnung.services.dates import dates_of
from begegnung.services.houses import AddClosure, add_closure
from begegnung.services.offers import offer_card, offer_list
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, House
from tests.ui.audit import audit
from tests.ui.furnishing import GYM
from tests.ui.keys import CTRL, focused, press, settle, type_text


@pytest.fixture
def asked(shell: Shell, house: House) -> OccupyDialog:
    made = OccupyDialog(shell.hub, shell, room_id=house.room())  # type: ignore[arg-type]
    made.open()
    made.resize(1180, 780)
    settle()
    return made


def write(asked: OccupyDialog, words: str, title: str = "Doppelkopf") -> None:
    asked.what.search.field.setText(title)
    asked.when.words.setText(words)
    settle()


def offer_named(house: House, title: str) -> str:
    return next(line.id for line in house.desk.read(offer_list) if line.title == title)


def verbs(asked: OccupyDialog) -> list[str]:
    found = asked.check.findChildren(QPushButton)
    return [made.accessibleName() for made in found if made.isVisible()]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("words", ["", "jeden Montag 10 bis 11 Uhr", "jeden zweiten Montag"])
def test_it_shuts_nobody_out(asked: OccupyDialog, words: str) -> None:
    write(asked, words)

    assert audit(asked) == []


def test_the_words_of_a_programme_are_understood_and_their_dates_shown(
    asked: OccupyDialog,
) -> None:
    write(asked, "jeden Mittwoch 14 bis 16 Uhr")

    assert asked.when.understood.text() == "Verstanden: jeden Mittwoch von 14 bis 16 Uhr."
    assert asked.check.verdict.text() == "6 Termine, Saal ist an allen frei."
    first = asked.check.dates.lines.lines[0]
    assert (first.title, first.detail) == ("Mi., 25.11.2026", "14:00 bis 16:00 Uhr")
    assert not asked.when.start.isEnabled()


def test_words_with_two_meanings_are_asked_back_and_never_guessed(
    asked: OccupyDialog, house: House
) -> None:
    write(asked, "jeden zweiten Dienstag 18 Uhr")
    assert asked.when.understood.text().startswith("Bitte entscheiden: ")
    assert asked.when.choice.isVisible()
    press(Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()

    asked.when.choice.buttons[1].click()

    assert "jeden 2. Dienstag im Monat" in asked.when.understood.text()
    press(Qt.Key.Key_Return, CTRL)
    dates = house.desk.read(dates_of, offer_named(house, "Doppelkopf"))
    assert [day_of(d.starts).day for d in dates] == [8]


def test_a_taken_room_is_shown_with_every_date_and_who_is_there(asked: OccupyDialog) -> None:
    write(asked, "jeden Montag 10 bis 11 Uhr")

    lines = asked.check.dates.lines.lines
    assert asked.check.verdict.text() == "Saal: 2 von 6 Terminen gehen nicht."
    assert asked.verdict.text() == asked.check.verdict.text()
    assert [(line.title, line.detail, line.chip) for line in lines[:2]] == [
        ("Mo., 23.11.2026, 10:00 bis 11:00 Uhr", "Hier ist schon: Yoga auf dem Stuhl", "belegt"),
        ("Mo., 30.11.2026, 10:00 bis 11:00 Uhr", "Hier ist schon: Yoga auf dem Stuhl", "belegt"),
    ]
    assert set(verbs(asked)) == {
        "Gymnastikraum nehmen",
        f"{SHARED_ROOM} nehmen",
        "09:00 bis 10:00 Uhr",
        "11:00 bis 12:00 Uhr",
        "Diese Tage auslassen",
    }


def test_saving_into_a_taken_room_is_refused_with_dates_and_free_rooms(
    asked: OccupyDialog, house: House
) -> None:
    before = len(house.desk.read(offer_list))
    write(asked, "jeden Montag 10 bis 11 Uhr")

    press(Qt.Key.Key_Return, CTRL)

    sentence = asked.refusal.text.text()
    assert sentence.startswith("Saal ist schon belegt: Mo., 23.11.2026, 10:00 bis 11:00 Uhr – Yoga")
    assert "Frei wären: Gymnastikraum, Foyer." in sentence
    assert len(house.desk.read(offer_list)) == before
    assert asked.when.words.text() == "jeden Montag 10 bis 11 Uhr"


def test_one_click_takes_a_room_that_is_free_at_all_times(
    asked: OccupyDialog, house: House
) -> None:
    write(asked, "jeden Montag 10 bis 11 Uhr")
    rooms = asked.check.findChildren(QPushButton)
    next(made for made in rooms if made.accessibleName() == "Gymnastikraum nehmen").click()

    assert asked.check.verdict.text() == "6 Termine, Gymnastikraum ist an allen frei."
    press(Qt.Key.Key_Return, CTRL)

    dates = house.desk.read(dates_of, offer_named(house, "Doppelkopf"))
    assert {line.room for line in dates} == {"Gymnastikraum"}


def test_days_that_do_not_work_can_be_left_out(asked: OccupyDialog, house: House) -> None:
    feast = MONDAY.replace(month=12, day=7)
    house.act(add_closure, AddClosure(None, feast, feast, "Fest"))
    write(asked, "jeden Montag 10 bis 11 Uhr")
    assert asked.check.verdict.text() == "Saal: 3 von 6 Terminen gehen nicht."

    asked.check.skip.click()

    assert asked.check.verdict.text() == "3 Termine, Saal ist an allen frei."
    press(Qt.Key.Key_Return, CTRL)
    dates = house.desk.read(dates_of, offer_named(house, "Doppelkopf"))
    assert [day_of(d.starts).day for d in dates] == [14, 21, 28]


def test_public_holidays_are_left_out_with_their_name(asked: OccupyDialog, house: House) -> None:
    write(asked, "jeden Freitag 10 bis 11 Uhr")
    skipped = [line for line in asked.check.dates.lines.lines if line.chip == "entfällt"]
    assert [(line.title, line.detail) for line in skipped] == [
        ("Fr., 25.12.2026", "Erster Weihnachtstag")
    ]

    asked.when.public.set_value("keep")

    assert "entfällt" not in {line.chip for line in asked.check.dates.lines.lines}
    press(Qt.Key.Key_Return, CTRL)
    dates = house.desk.read(dates_of, offer_named(house, "Doppelkopf"))
    assert [day_of(d.starts).day for d in dates if day_of(d.starts).month == 12][-1] == 25


def test_school_holidays_are_left_out_where_the_words_say_so(
    asked: OccupyDialog, house: House
) -> None:
    write(asked, "jeden Dienstag 18 bis 19 Uhr, nicht in den Ferien")
    shown = [line for line in asked.check.dates.lines.lines if line.chip == "entfällt"]
    assert {line.detail for line in shown} == {"Weihnachtsferien"}

    press(Qt.Key.Key_Return, CTRL)

    dates = house.desk.read(dates_of, offer_named(house, "Doppelkopf"))
    assert len([line for line in dates if line.state == "planned"]) == 6 - len(shown)


def test_school_holidays_nobody_knows_yet_are_not_passed_over(asked: OccupyDialog) -> None:
    asked.when.first.setText("1.1.2035")
    asked.when.last.setText("30.6.2035")
    write(asked, "jeden Dienstag 18 bis 19 Uhr, nicht in den Ferien")

    assert "Schulferien sind noch nicht für die ganze Zeit bekannt" in asked.verdict.text()


def test_an_offer_that_is_there_gets_the_dates(asked: OccupyDialog, house: House) -> None:
    asked.what.search.field.setText("chor")
    assert [line.title for line in asked.what.search.hits.lines.lines] == [
        "Chor",
        "Neues Angebot „chor“",
    ]
    asked.what.search.pick()
    assert focused() is asked.when.words
    assert not asked.what.type.isVisible()
    asked.when.words.setText("morgen")
    asked.when.start.setText("18")
    press(Qt.Key.Key_Return, CTRL)

    chor = offer_named(house, "Chor")
    (only,) = house.desk.read(dates_of, chor)
    assert (day_of(only.starts).day, minute_of(only.starts)) == (24, 18 * 60)
    assert (only.room, only.end_assumed) == (SINGLE, True)
    assert house.desk.read(offer_card, chor).room == SINGLE


@pytest.mark.parametrize("typed", ["Chor", "chor", " Chor  "])
def test_the_whole_title_of_an_offer_that_is_there_means_this_offer(
    asked: OccupyDialog, house: House, typed: str
) -> None:
    before = len(house.desk.read(offer_list))
    write(asked, "24.11.2026 18 bis 19 Uhr", typed)

    assert asked.what.known.text() == (
        "Vorhandenes Angebot · AG / Interessengruppe. Die Termine kommen dazu."
    )
    assert not asked.what.type.isVisible()
    press(Qt.Key.Key_Return, CTRL)

    assert len(house.desk.read(offer_list)) == before
    assert len(house.desk.read(dates_of, offer_named(house, "Chor"))) == 1


def test_a_second_offer_of_the_same_title_is_made_only_when_it_is_chosen(
    asked: OccupyDialog, house: House
) -> None:
    write(asked, "24.11.2026 18 bis 19 Uhr", "Chor")
    asked.what.search.hits.choose("new")
    asked.what.search.pick()

    assert asked.what.known.text() == "Neu angelegt, neben dem vorhandenen Angebot „Chor“."
    press(Qt.Key.Key_Return, CTRL)

    assert [line.title for line in house.desk.read(offer_list)].count("Chor") == 2


def test_where_two_offers_have_the_title_one_has_to_be_chosen(shell: Shell, house: House) -> None:
    first, _ = house.offer("Skat", "group"), house.offer("Skat", "course")
    asked = OccupyDialog(shell.hub, shell, room_id=house.room())  # type: ignore[arg-type]
    asked.open()
    settle()
    write(asked, "24.11.2026 18 bis 19 Uhr", "Skat")
    assert asked.what.known.text() == "Es gibt 2 Angebote „Skat“. Bitte in der Liste wählen."
    press(Qt.Key.Key_Return, CTRL)
    assert "mehrere Angebote „Skat“" in asked.form.rows["title"].fault()

    asked.what.search.hits.choose(first)
    asked.what.search.pick()
    press(Qt.Key.Key_Return, CTRL)

    assert len(house.desk.read(dates_of, first)) == 1


def test_an_offer_brings_its_room_set_up_and_clearing_along(shell: Shell, house: House) -> None:
    gym = house.room(GYM)
    house.offer("Tanztee", "event", room_id=gym, setup_minutes=60, clearing_minutes=30)
    asked = OccupyDialog(shell.hub, shell)  # type: ignore[arg-type]
    asked.open()
    settle()
    write(asked, "24.11.2026 14 bis 16 Uhr", "Tanztee")
    assert asked.room.currentText() == GYM
    assert (asked.setup.text(), asked.clearing.text()) == ("60", "30")
    assert not asked.setup.isEnabled()

    write(asked, "24.11.2026 14 bis 16 Uhr", "Tanztee am Dienstag")

    assert (asked.setup.text(), asked.clearing.text()) == ("", "")
    assert asked.setup.isEnabled()


def test_a_room_that_was_chosen_stays_whatever_offer_is_taken(
    asked: OccupyDialog, house: House
) -> None:
    house.offer("Tanztee", "event", room_id=house.room(GYM))

    asked.what.take(*[(line.id, line.title, "") for line in house.desk.read(offer_list)][-1])

    assert asked.room.currentText() == SINGLE


def test_setting_up_and_clearing_keep_the_room_and_are_checked(
    asked: OccupyDialog, house: House
) -> None:
    write(asked, "23.11.2026 11:15 bis 12 Uhr")
    assert asked.check.verdict.text() == "1 Termin, Saal ist da frei."
    asked.setup.setText("30")
    assert asked.check.verdict.text() == "Saal ist nicht frei."

    asked.setup.setText("15")
    asked.clearing.setText("20")
    press(Qt.Key.Key_Return, CTRL)

    (only,) = house.desk.read(dates_of, offer_named(house, "Doppelkopf"))
    assert (only.setup_minutes, only.clearing_minutes) == (15, 20)


def test_another_time_is_taken_by_its_button_also_in_the_words(asked: OccupyDialog) -> None:
    write(asked, "jeden Montag 10 bis 11 Uhr")
    start, end = asked.check.panel._conflict.free_times[0]
    times = [verb for verb in verbs(asked) if verb.endswith("Uhr")]
    assert times

    asked.check.time_wanted.emit(start, end)

    assert asked.check.verdict.text() == "6 Termine, Saal ist an allen frei."
    assert "10 bis 11" not in asked.when.words.text()


def test_a_taken_room_is_occupied_all_the_same_only_with_a_reason(
    asked: OccupyDialog, house: House
) -> None:
    write(asked, "jeden Montag 10 bis 11 Uhr")
    asked.check.panel.tick.setChecked(True)
    press(Qt.Key.Key_Return, CTRL)
    assert asked.check.reason_row.fault() == "Bitte etwas eintragen."

    asked.check.panel.reason.setText("Yoga rückt zusammen")
    assert "mit Ihrem Grund" in asked.verdict.text()
    press(Qt.Key.Key_Return, CTRL)

    dates = house.desk.read(dates_of, offer_named(house, "Doppelkopf"))
    assert [line.overruled for line in dates] == ["Yoga rückt zusammen"] * 2 + [""] * 4


def test_an_internal_booking_says_that_it_is_not_printed(asked: OccupyDialog, house: House) -> None:
    write(asked, "24.11.2026 9 bis 10 Uhr", "Dienstbesprechung")
    asked.what.type.set_value("internal")

    assert asked.what.known.text() == "Steht nicht im gedruckten Programm, ohne Anmeldung."
    press(Qt.Key.Key_Return, CTRL)

    card = house.desk.read(offer_card, offer_named(house, "Dienstbesprechung"))
    assert (card.type, card.printed) == ("internal", False)


@pytest.mark.parametrize("room", [GYM, None])
def test_an_offer_that_is_there_can_have_a_date_at_another_place(
    asked: OccupyDialog, house: House, room: str | None
) -> None:
    tea = house.offer("Tanztee", "event", room_id=house.room(room) if room else None)
    asked.what.take(tea, "Tanztee", "")
    asked.when.words.setText("24.11.2026 14 bis 16 Uhr")
    asked.room.set_value(None)
    asked.place.setText("Stadtgarten")

    press(Qt.Key.Key_Return, CTRL)

    (only,) = house.desk.read(dates_of, tea)
    assert (only.room, only.place) == ("", "Stadtgarten")


def test_a_series_of_an_offer_never_goes_unseen_into_its_room_instead(
    asked: OccupyDialog, house: House
) -> None:
    tea = house.offer("Tanztee", "event", room_id=house.room(GYM))
    asked.what.take(tea, "Tanztee", "")
    asked.when.words.setText("jeden Dienstag 14 bis 16 Uhr")
    asked.room.set_value(None)
    asked.place.setText("Stadtgarten")

    press(Qt.Key.Key_Return, CTRL)

    assert f"dort, wo das Angebot ist: {GYM}" in asked.form.rows["room"].fault()
    assert house.desk.read(dates_of, tea) == []


def test_a_date_outside_the_house_needs_no_room(asked: OccupyDialog, house: House) -> None:
    write(asked, "24.11.2026 10 bis 12 Uhr", "Stadtspaziergang")
    asked.room.set_value(None)
    type_text(asked.place, "Hauptbahnhof")
    press(Qt.Key.Key_Return, CTRL)

    (only,) = house.desk.read(dates_of, offer_named(house, "Stadtspaziergang"))

    assert (only.room_id, only.place) == (None, "Hauptbahnhof")


def test_what_is_missing_is_said_beside_its_input(asked: OccupyDialog) -> None:
    write(asked, "", "")
    press(Qt.Key.Key_Return, CTRL)
    assert asked.form.rows["title"].fault() == "Bitte etwas eintragen."

    write(asked, "jeden Mittwoch")
    press(Qt.Key.Key_Return, CTRL)
    assert asked.form.rows["start"].fault() == "Bitte etwas eintragen."
    assert asked.form.rows["title"].fault() == ""
    assert asked.isVisible()
    assert SECOND in [asked.room.itemText(n) for n in range(asked.room.count())]


def test_tab_walks_from_what_to_when_to_where_and_ends_at_the_buttons(asked: OccupyDialog) -> None:
    write(asked, "jeden Montag 10 bis 11 Uhr")
    asked.what.search.field.setFocus()
    heard = []
    for _ in range(30):
        heard.append(focused().accessibleName())
        press(Qt.Key.Key_Tab)
        if focused() is asked.what.search.field:
            break

    assert heard[:3] == ["Was?", "Art", "Wann?"]
    assert heard.index("Raum") < heard.index("Gymnastikraum nehmen")
    assert heard[-2:] == ["Abbrechen", "Eintragen"]
