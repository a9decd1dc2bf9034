"""Heute: what the desk sees first."""

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from begegnung.model.local_time import DAY, moment
from begegnung.model.rows import DateLine
from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.houses import AddClosure, add_closure
from begegnung.services.offers import offer_list
from begegnung.services.today import day_at_the_desk
from begegnung.ui.dialogs.moved_up import MovedUpDialog
from begegnung.ui.pages.today import TodayPage
from begegnung.ui.shell import Shell
from begegnung.ui.today.date_list import date_line
from tests.desks import MONDAY, House
from tests.ui.audit import audit
from tests.ui.keys import ALT, dialog, press, settle


def page_of(shell: Shell) -> TodayPage:
    page = shell.page
    assert isinstance(page, TodayPage)
    return page


def offer_named(house: House, title: str) -> str:
    return next(line.id for line in house.desk.read(offer_list) if line.title == title)


def texts(part: QWidget) -> str:
    settle()
    return " | ".join(w.text() for w in part.findChildren(QLabel) if w.isVisible())


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("size", [(1440, 900), (1366, 768), (960, 540)])
def test_it_shuts_nobody_out(shell: Shell, size: tuple[int, int]) -> None:
    shell.resize(*size)
    settle()

    assert audit(shell) == []


def test_every_date_says_in_words_how_it_stands(shell: Shell) -> None:
    lines = {line.title: line for line in page_of(shell).dates.lines.lines}

    assert {title: line.chip for title, line in lines.items()} == {
        "Rückenfit am Morgen": "beendet",
        "Englisch A2": "läuft jetzt",
        "Yoga auf dem Stuhl": "2 Plätze frei",
        "Gedächtnistraining": "voll · 1 auf Warteliste",
        "Mittagstisch": "40 Plätze frei",
        "Spieletreff": "ohne Anmeldung",
        "Tanzcafé": "fällt aus",
    }
    assert lines["Yoga auf dem Stuhl"].sentence() == (
        "10:00 bis 11:00 Uhr, Yoga auf dem Stuhl, Kurs, Saal, Leitung Renate Beispiel, "
        "3 von 5 Plätzen, 2 Plätze frei"
    )
    assert lines["Tanzcafé"].detail == "Leitung verhindert"


def test_the_first_date_that_is_not_over_is_selected(shell: Shell) -> None:
    line = page_of(shell).dates.current_line()

    assert line is not None
    assert line.title == "Englisch A2"


def test_the_selection_stays_where_it_is_when_somebody_books(shell: Shell, house: House) -> None:
    page = page_of(shell)
    press(Qt.Key.Key_Down)
    chosen = page.dates.current_key()

    house.book(house.person("Neu"), offer_named(house, "Yoga auf dem Stuhl"))
    page.hub.changed.emit(frozenset({"booking"}))

    assert page.dates.current_key() == chosen
    line = page.dates.current_line()
    assert line is not None
    assert line.chip == "1 Platz frei"


def test_other_days_are_one_key_away(shell: Shell) -> None:
    page = page_of(shell)

    press(Qt.Key.Key_Right, ALT)
    assert page.subtitle() == "Dienstag, 24. November 2026 · Kalenderwoche 48"
    assert shell.header.subtitle.text() == page.subtitle()
    assert page.nothing.isVisible()

    press(Qt.Key.Key_Home, ALT)
    assert page.subtitle().startswith("Montag, 23. November 2026")
    assert page.dates.isVisible()


def test_who_moved_up_stands_there_until_she_knows(shell: Shell, house: House) -> None:
    page = page_of(shell)
    memory = offer_named(house, "Gedächtnistraining")
    first = house.desk.read(bookings_of, memory)[0]
    page.hub.act(cancel, CancelBooking(first.id))

    sentence = "Person 06 ist nachgerückt: Gedächtnistraining. Antwort bis Mi., 25.11.2026."
    assert sentence in texts(page.notices)

    call = next(b for b in page.notices.buttons if b.text().strip() == "Anrufen")
    call.click()
    settle()
    calls = dialog()
    assert isinstance(calls, MovedUpDialog)
    calls.outcomes["no_answer"].click()
    assert "1 Anruf: nicht erreicht." in texts(page.notices)
    calls.outcomes["reached"].click()
    assert "nachgerückt" not in texts(page.notices)


def test_registration_that_begins_today_is_announced(shell: Shell, house: House) -> None:
    for title in ("Pilates", "Aquarell"):
        house.offer(title, registration_opens=moment(MONDAY, 540))
    house.offer(
        "Nähen",
        registration_opens=moment(MONDAY + timedelta(days=7), 540),
        priority_opens=moment(MONDAY, 600),
    )
    page = page_of(shell)
    page.reload()

    said = texts(page.notices)
    assert "Anmeldestart heute 09:00 Uhr: Aquarell, Pilates" in said
    assert "Vorkaufsrecht ab heute 10:00 Uhr: Nähen" in said


def test_dropped_dates_closures_and_offers_without_dates_are_named(
    shell: Shell, house: House
) -> None:
    page = page_of(shell)
    page.hub.act(add_closure, AddClosure(None, MONDAY, MONDAY, "Betriebsausflug"))

    said = texts(page.notices)
    assert "15:00 Uhr Tanzcafé fällt aus (Leitung verhindert)" in said
    assert "Das Haus ist gesperrt: Betriebsausflug" in said
    assert "1 Angebot ohne Termine" in said
    assert texts(page.rooms).endswith("Zurzeit ist kein Raum frei.")


def test_a_public_holiday_is_named(house: House) -> None:
    christmas = MONDAY + timedelta(days=32)

    assert house.desk.read(day_at_the_desk, christmas).holiday == "Erster Weihnachtstag"


def test_free_rooms_say_until_when(shell: Shell) -> None:
    names = [b.text().strip() for b in page_of(shell).rooms.findChildren(type(shell.header.help))]

    assert names == [
        "Saal · frei bis 10:00",
        "Foyer · frei bis 12:00",
        "Gymnastikraum · heute ganz frei",
    ]


def test_offers_without_dates_are_one_press_away(shell: Shell) -> None:
    notice = next(b for b in page_of(shell).notices.buttons if b.text().strip() == "Ansehen")

    notice.click()
    settle()

    assert shell.page is not None
    assert shell.page.key == "offers"
    listed = [line.title for line in shell.page.list.lines.lines]  # type: ignore[attr-defined]
    assert "Chor" in listed
    assert "Yoga auf dem Stuhl" not in listed


def test_the_page_keeps_up_with_the_clock(shell: Shell, house: House) -> None:
    page = page_of(shell)
    yoga = next(line for line in page.dates.lines.lines if line.title == "Yoga auf dem Stuhl")

    house.clock.go_on(hours=1)
    page.keep_up()
    now = next(line for line in page.dates.lines.lines if line.key == yoga.key)
    assert (yoga.chip, now.chip) == ("2 Plätze frei", "läuft jetzt")

    house.clock.go_on(days=1)
    page.keep_up()
    assert page.subtitle().startswith("Dienstag, 24. November 2026")


def test_an_empty_day_leads_to_the_next_one_with_dates(shell: Shell, house: House) -> None:
    shell.go_to("today", day=MONDAY - timedelta(days=1))
    settle()
    page = shell.page
    assert isinstance(page, TodayPage)
    assert page.nothing.isVisible()

    page.nothing.button.click()
    settle()

    assert page.dates.isVisible()
    assert page.subtitle().startswith("Montag, 23. November 2026")


def test_a_date_of_which_only_the_day_is_known_is_neither_running_nor_at_midnight() -> None:
    midnight = moment(MONDAY, 0)
    fields: dict[str, Any] = dict.fromkeys(DateLine._fields, "")
    known = DateLine(**fields)._replace(
        id="x",
        title="Malkreis",
        type="group",
        starts=midnight,
        ends=midnight + DAY,
        end_assumed=False,
        state="planned",
        moved_from=None,
        capacity=None,
        booked=2,
        waiting=0,
        untimed=True,
    )

    line = date_line(known, midnight + 600)

    assert line.before == ("ohne", "Uhrzeit")
    assert line.chip == "2 angemeldet"
    assert line.sentence().startswith("ohne Uhrzeit, Malkreis")
