"""The booking dialog: whom, into what, on which day, and what is said."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from begegnung.services.bookings import bookings_of
from begegnung.services.offers import offer_list
from begegnung.services.people import find_people
from begegnung.ui.dialogs.book import BookDialog
from begegnung.ui.dialogs.person import PersonDialog
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import dialog, focused, press, settle, type_text

Open = Callable[..., BookDialog]


def offer(house: House, title: str) -> str:
    return next(line.id for line in house.desk.read(offer_list) if line.title == title)


def names(house: House, title: str) -> list[tuple[str, str]]:
    lines = house.desk.read(bookings_of, offer(house, title))
    return [(f"{line.first_name} {line.surname}".strip(), line.state) for line in lines]


@pytest.fixture
def opened(shell: Shell, hub: Hub) -> Open:
    def open_it(**what: str) -> BookDialog:
        made = BookDialog(hub, shell, **what)
        made.open()
        made.activateWindow()
        settle()
        return made

    return open_it


def titles(search: object) -> list[str]:
    return [line.title for line in search.hits.lines.lines]  # type: ignore[attr-defined]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_it_shuts_nobody_out(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Yoga auf dem Stuhl"))
    type_text(focused(), "mull")

    assert audit(asked) == []


def test_namesakes_show_what_tells_them_apart(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Yoga auf dem Stuhl"))
    type_text(focused(), "müll gerh")

    people = asked.people.hits.lines.lines
    assert [line.title for line in people[:2]] == ["Gerhard Müller", "Gerhard Müller"]
    assert {line.detail for line in people[:2]} == {"geb. 1950", "geb. 1958 · Musterweg 1"}


def test_a_full_course_says_which_place_on_the_waiting_list(
    opened: Open, house: House, shell: Shell
) -> None:
    opened(offer_id=offer(house, "Gedächtnistraining"))
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    expected = "Gertrud Müller steht auf der Warteliste, Platz 2: Gedächtnistraining"
    assert shell.toast.text.text() == expected
    assert ("Gertrud Müller", "waiting") in names(house, "Gedächtnistraining")


def test_lunch_is_booked_for_the_chosen_day(opened: Open, house: House, shell: Shell) -> None:
    asked = opened(offer_id=offer(house, "Mittagstisch"))
    assert asked.day.isVisible()
    assert asked.day.count() == 2
    asked.day.setCurrentIndex(1)
    asked.people.setFocus()
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    assert shell.toast.text.text() == (
        "Gertrud Müller ist angemeldet: Mittagstisch, Mo., 30.11.2026, 12:00 Uhr"
    )
    line = house.desk.read(bookings_of, offer(house, "Mittagstisch"))[0]
    assert line.occurrence_starts is not None


def test_an_open_meeting_takes_no_names_and_says_so(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Spieletreff"))

    assert asked.refusal.text.text() == (
        "„Spieletreff“ (Offener Treff) wird ohne Namen geführt. "
        "Es gibt keine Anmeldung, nur die Zahl der Besuche."
    )
    assert asked.offers.isVisible()
    assert audit(asked) == []


def test_another_offer_can_be_chosen(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Englisch A2"))
    asked.change.click()
    type_text(focused(), "yog")
    assert titles(asked.offers) == ["Yoga auf dem Stuhl"]

    press(Qt.Key.Key_Return)
    assert asked.title.text() == "Yoga auf dem Stuhl"
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    assert ("Gertrud Müller", "booked") in names(house, "Yoga auf dem Stuhl")


def test_from_a_person_only_the_offer_is_asked(opened: Open, house: House, shell: Shell) -> None:
    gertrud = house.desk.read(find_people, "müll gert")[0]
    asked = opened(person_id=gertrud.id)
    assert asked.title.text() == "Wofür wird Gertrud Müller angemeldet?"
    type_text(focused(), "chor")
    press(Qt.Key.Key_Return)

    assert names(house, "Chor") == [("Gertrud Müller", "booked")]
    assert shell.isActiveWindow()


def test_an_unknown_name_leads_to_the_form_and_back(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Chor"))
    type_text(focused(), "Schröder Ute")
    assert titles(asked.people) == ["Neue Person „Schröder Ute“ anlegen"]

    press(Qt.Key.Key_Return)
    form = dialog()
    assert isinstance(form, PersonDialog)
    assert form.fields["surname"].text() == "Schröder"
    assert form.fields["first_name"].text() == "Ute"
    press(Qt.Key.Key_Escape)
    settle()
    assert asked.isVisible()
    assert names(house, "Chor") == []


def test_enter_without_a_name_asks_for_one(opened: Open, house: House) -> None:
    asked = opened(offer_id=offer(house, "Chor"))

    asked.primary.click()

    assert asked.refusal.text.text() == "Bitte einen Namen eintippen."
    assert asked.isVisible()
