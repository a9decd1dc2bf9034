"""What is typed about the time of an offer: understood, asked back, marked, compared."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from begegnung.model.local_time import day_of, minute_of
from begegnung.services.dates import dates_of
from begegnung.services.houses import EditRoom, edit_room
from begegnung.services.offers import offer_card, offer_list
from begegnung.ui.dialogs.offer import OfferDialog
from begegnung.ui.pages.offers import OffersPage
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import CTRL, dialog, focused, press, settle, type_text

FIRST = "Wann ist der erste Termin?"


@pytest.fixture
def form(shell: Shell) -> OfferDialog:
    shell.go_to("offers")
    settle()
    assert isinstance(shell.page, OffersPage)
    shell.page.add.trigger()
    settle()
    made = dialog()
    assert isinstance(made, OfferDialog)
    made.resize(1200, 800)
    type_text(made.fields.title, "Doppelkopf")
    return made


def write(form: OfferDialog, words: str) -> None:
    form.wording.setText(words)
    settle()


def when(form: OfferDialog):  # type: ignore[no-untyped-def]
    assert form.when is not None
    return form.when


def planned(house: House, title: str = "Doppelkopf") -> list[tuple[int, int]]:
    """Day of the month and minute of every date that takes place."""
    offer = next(line for line in house.desk.read(offer_list) if line.title == title)
    return [
        (day_of(line.starts).day, minute_of(line.starts))
        for line in house.desk.read(dates_of, offer.id)
        if line.state == "planned"
    ]


def chips(form: OfferDialog, word: str) -> list[tuple[str, str]]:
    return [(e.title, e.detail) for e in form.check.dates.lines.lines if e.chip == word]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize(
    "words",
    [
        "jeden zweiten Dienstag 18 Uhr Sporthose",
        "jeden Montag 10 bis 11 Uhr, 10 Termine",
        "jeden Montag 10 bis 11 Uhr, nicht am 7.12.",
    ],
)
def test_nothing_of_it_shuts_anybody_out(form: OfferDialog, words: str) -> None:
    write(form, words)

    assert audit(form) == []


def test_readings_are_offered_with_their_numbers_and_first_dates(form: OfferDialog) -> None:
    write(form, "jeden zweiten Dienstag 18 Uhr")

    fortnightly = "3 Termine: Di., 24.11.2026, Di., 08.12.2026, Di., 22.12.2026"
    offered = [made.accessibleName() for made in when(form).choice.buttons]
    assert offered == [
        f"alle zwei Wochen dienstags um 18 Uhr, ab Di., 24.11.2026: {fortnightly}",
        "jeden 2. Dienstag im Monat um 18 Uhr: 1 Termin: Di., 08.12.2026",
    ]
    assert form.check.verdict.text() == "Bitte wählen Sie erst, was gemeint ist."


def test_a_question_is_answered_by_keyboard_right_behind_the_words(
    form: OfferDialog, house: House
) -> None:
    form.wording.setFocus()
    type_text(focused(), "jeden zweiten Dienstag 18 bis 19 Uhr")
    settle()

    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)

    assert when(form).choice.value() == "jeden 2. Dienstag im Monat von 18 bis 19 Uhr"
    press(Qt.Key.Key_Return, CTRL)
    assert planned(house) == [(8, 18 * 60)]


def test_a_course_without_a_first_date_asks_for_it_and_keeps_its_number(
    form: OfferDialog, house: House
) -> None:
    write(form, "jeden Freitag 14 bis 16 Uhr, 8 Termine")
    assert when(form).choice.question.text() == FIRST
    assert [made.text() for made in when(form).choice.buttons] == [
        f"jeden Freitag von 14 bis 16 Uhr, ab Fr., {day}, 8 Termine"
        for day in ("27.11.2026", "04.12.2026", "11.12.2026")
    ]

    when(form).choice.buttons[0].click()

    assert form.check.verdict.text() == "8 Termine, Saal ist an allen frei."
    assert chips(form, "entfällt") == [
        ("Fr., 25.12.2026", "Erster Weihnachtstag · dafür Fr., 22.01.2027"),
        ("Fr., 01.01.2027", "Neujahr · dafür Fr., 29.01.2027"),
    ]
    assert chips(form, "Ersatz") == [
        ("Fr., 22.01.2027", "14:00 bis 16:00 Uhr · für Fr., 25.12.2026"),
        ("Fr., 29.01.2027", "14:00 bis 16:00 Uhr · für Fr., 01.01.2027"),
    ]
    assert when(form).last.text() == "Fr., 29.01.2027"
    assert not when(form).last.isEnabled()
    press(Qt.Key.Key_Return, CTRL)
    assert len(planned(house)) == 8


def test_an_end_that_was_typed_comes_back_when_the_words_have_none(form: OfferDialog) -> None:
    when(form).last.setText("18.12.2026")
    write(form, "jeden Freitag 14 bis 16 Uhr bis Ende Januar")
    assert when(form).last.text() == "So., 31.01.2027"

    write(form, "jeden Freitag 14 bis 16 Uhr")

    assert when(form).last.isEnabled()
    assert when(form).last.text() == "18.12.2026"
    assert form.check.verdict.text() == "4 Termine, Saal ist an allen frei."


def test_a_first_day_after_the_half_year_takes_the_end_along(form: OfferDialog) -> None:
    write(form, "jeden Freitag 14 bis 16 Uhr, 8 Termine")
    when(form).choice.buttons[0].click()
    when(form).first.setText("11.1.2027")
    settle()
    when(form).choice.buttons[0].click()
    assert form.check.verdict.text() == "8 Termine, Saal ist an allen frei."
    assert when(form).last.text() == "Fr., 05.03.2027"

    write(form, "jeden Freitag 14 bis 16 Uhr")
    assert form.check.verdict.text().endswith("Saal ist an allen frei.")


def test_an_end_that_somebody_typed_is_not_moved(form: OfferDialog) -> None:
    write(form, "jeden Freitag 14 bis 16 Uhr")
    when(form).last.setFocus()
    when(form).last.clear()
    type_text(focused(), "18.12.2026")
    when(form).first.setText("11.1.2027")
    settle()

    assert form.check.verdict.text() == "Letzter Tag: Das Ende muss nach dem Beginn liegen."


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("morgen 10 bis 12 Uhr", "24.11.2026"),
        ("heute 18 Uhr", "23.11.2026"),
        ("nächsten Montag 18 bis 19 Uhr", "30.11.2026"),
        ("diesen Freitag 18 bis 19 Uhr", "27.11.2026"),
    ],
)
def test_a_near_day_is_one_date_and_is_kept_as_a_date(
    form: OfferDialog, house: House, words: str, day: str
) -> None:
    write(form, words)
    assert form.check.verdict.text() == "1 Termin, Saal ist da frei."

    press(Qt.Key.Key_Return, CTRL)

    offer = next(o for o in house.desk.read(offer_list) if o.title == "Doppelkopf")
    assert offer.wording.startswith(day)
    assert len(planned(house)) == 1


def test_words_that_nobody_understood_are_marked_and_named(form: OfferDialog) -> None:
    write(form, "mittwochs Sporthose 14 Uhr")

    assert when(form).words.marked == ("Sporthose",)
    assert "„Sporthose“" in when(form).unread.text.text()

    write(form, "mittwochs 14 Uhr")

    assert when(form).words.marked == ()
    assert not when(form).unread.isVisible()


def test_marking_keeps_cursor_text_and_undo_of_typing(form: OfferDialog) -> None:
    form.wording.setFocus()
    type_text(focused(), "mittwochs Sporthose 14 Uhr")
    settle()
    press(Qt.Key.Key_Home)
    type_text(focused(), "x")

    assert form.wording.text() == "xmittwochs Sporthose 14 Uhr"
    assert form.wording.cursorPosition() == 1
    form.wording.undo()
    assert form.wording.text() == "mittwochs Sporthose 14 Uhr"


def test_the_words_choose_what_becomes_of_holidays_until_somebody_does(form: OfferDialog) -> None:
    write(form, "freitags 10 bis 11 Uhr")
    assert (when(form).public.value(), when(form).school.value()) == ("skip", "keep")

    write(form, "freitags 10 bis 11 Uhr, auch an Feiertagen, nicht in den Ferien")

    assert (when(form).public.value(), when(form).school.value()) == ("keep", "skip")
    when(form).school.set_value("keep")
    assert ("Fr., 25.12.2026", "Weihnachtsferien") not in chips(form, "entfällt")


def test_a_choice_against_the_words_warns_and_the_text_can_follow(
    form: OfferDialog, house: House
) -> None:
    write(form, "freitags 10 bis 11 Uhr, nicht an Feiertagen")
    assert not when(form).differs.isVisible()

    when(form).public.set_value("keep")
    settle()

    assert when(form).differs.text.text() == (
        "Der gedruckte Text sagt etwas anderes als die Regel. Nur in den Terminen: Fr., 25.12.2026."
    )
    when(form).differs.button.click()
    settle()
    assert form.wording.text() == "jeden Freitag von 10 bis 11 Uhr, auch an Feiertagen"
    assert not when(form).differs.isVisible()
    press(Qt.Key.Key_Return, CTRL)
    assert (25, 600) in planned(house)


def test_a_free_time_is_taken_into_the_words(form: OfferDialog, house: House) -> None:
    write(form, "jeden Montag 10 bis 11 Uhr")
    times = form.check.panel.findChildren(QPushButton)
    next(made for made in times if made.accessibleName() == "11:00 bis 12:00 Uhr").click()
    settle()

    assert form.wording.text() == "jeden Montag von 11 bis 12 Uhr"
    assert form.check.verdict.text() == "6 Termine, Saal ist an allen frei."
    press(Qt.Key.Key_Return, CTRL)
    assert {minute for _, minute in planned(house)} == {660}


def test_a_taken_room_is_had_only_with_a_reason(form: OfferDialog, house: House) -> None:
    write(form, "jeden Montag 10 bis 11 Uhr")
    form.check.panel.tick.click()
    assert form.check.verdict.text() == (
        "Saal: 2 von 6 Terminen liegen über etwas anderem, mit Ihrem Grund."
    )
    press(Qt.Key.Key_Return, CTRL)
    assert form.isVisible()
    assert form.check.reason_row.fault() == "Bitte etwas eintragen."

    type_text(form.check.panel.reason, "beide Gruppen tanzen zusammen")
    press(Qt.Key.Key_Return, CTRL)

    offer = next(o for o in house.desk.read(offer_list) if o.title == "Doppelkopf")
    reasons = [line.overruled for line in house.desk.read(dates_of, offer.id)]
    assert reasons == ["beide Gruppen tanzen zusammen"] * 2 + [""] * 4


def test_set_up_is_counted_and_a_small_room_warns(form: OfferDialog, house: House) -> None:
    row = house.room()
    house.act(edit_room, EditRoom(row, "Saal", 10, "", False))
    write(form, "jeden Montag 11 bis 12 Uhr")
    assert form.check.verdict.text() == "6 Termine, Saal ist an allen frei."

    type_text(form.fields.setup, "15")
    type_text(form.fields.capacity, "12")
    settle()

    assert form.check.verdict.text() == "Saal: 2 von 6 Terminen gehen nicht."
    assert form.check.too_small.text.text() == "Saal hat 10 Plätze, das Angebot braucht mehr."


def test_a_printed_text_that_departs_from_its_dates_is_noticed_when_editing(
    form: OfferDialog, house: House
) -> None:
    shell, hub = form.parentWidget(), form.hub
    write(form, "jeden Mittwoch 14 bis 16 Uhr")
    press(Qt.Key.Key_Return, CTRL)
    offer = next(o for o in house.desk.read(offer_list) if o.title == "Doppelkopf")
    edited = OfferDialog(hub, shell, offer.id)
    edited.open()
    edited.resize(1200, 800)
    settle()
    assert not edited.differs.isVisible()

    edited.wording.setText("jeden Mittwoch 15 bis 17 Uhr")
    settle()

    assert "Im Text steht 15:00 bis 17:00 Uhr, bei den Terminen 14:00 bis 16:00 Uhr." in (
        edited.differs.text.text()
    )
    assert audit(edited) == []
    edited.differs.button.click()
    press(Qt.Key.Key_Return, CTRL)
    card = house.desk.read(offer_card, offer.id)
    assert card.wording == "jeden Mittwoch von 14 bis 16 Uhr"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("nach Absprache", "Das Angebot wird ohne Termine angelegt."),
        ("30. Februar 10 Uhr", "Das Angebot wird ohne Termine angelegt."),
        ("5. Montag im Februar 10 Uhr", "Daraus ergibt sich kein Termin in dieser Zeit."),
        ("mittwochs", "Beginn: Bitte etwas eintragen."),
    ],
)
def test_words_that_give_no_dates_say_so_and_lose_nothing(
    form: OfferDialog, words: str, said: str
) -> None:
    write(form, words)

    assert form.check.verdict.text() == said
    assert form.wording.text() == words


def test_more_dates_than_anybody_plans_are_named_where_they_were_typed(form: OfferDialog) -> None:
    write(form, "täglich 9 Uhr bis 31.12.2099")
    when(form).choice.buttons[0].click()
    settle()
    assert "Bitte einen kürzeren Zeitraum wählen." in form.check.verdict.text()

    press(Qt.Key.Key_Return, CTRL)

    assert form.isVisible()
    assert form.wording.text() == "täglich 9 Uhr bis 31.12.2099"
