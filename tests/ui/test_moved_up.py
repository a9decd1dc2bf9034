"""Calling the people who moved up: what is said, who comes next, and until when."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from begegnung.services.booking_lists import bookings_of, promoted_and_not_told
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.staff import AddStaff, add_staff
from begegnung.ui.dialogs.moved_up import MovedUpDialog
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import focused, press, settle, type_text

Open = Callable[[], MovedUpDialog]


@pytest.fixture
def course(house: House) -> str:
    """A course of one place; the first one has left, the second moved up, two more wait."""
    offer = house.offer("Pilates", capacity=1)
    first = house.book(house.person("Adler", "Ada"), offer)
    for name, phone in (("Buche", "0231 555001"), ("Clemens", ""), ("Dorn", "0231 555003")):
        house.book(house.person(name, "Ada", phone=phone), offer)
    house.act(cancel, CancelBooking(first.booking_id))
    return offer


@pytest.fixture
def opened(shell: Shell, hub: Hub, course: str) -> Open:
    def open_it() -> MovedUpDialog:
        made = MovedUpDialog(hub, shell)
        made.open()
        made.activateWindow()
        settle()
        return made

    return open_it


def states(house: House, offer_id: str) -> dict[str, str]:
    return {line.surname: line.state for line in house.desk.read(bookings_of, offer_id)}


def waiting(house: House) -> list[str]:
    return [line.name for line in house.desk.read(promoted_and_not_told)]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_the_telephone_is_large_and_the_last_day_is_told(opened: Open) -> None:
    asked = opened()

    assert asked.name.text() == "Ada Buche · Pilates"
    assert asked.phone.text() == "0231 555001"
    assert asked.until.text() == "Antwort bis Mi., 25.11.2026"
    assert focused() is asked.outcomes["reached"]
    assert audit(asked) == []


def test_who_takes_the_place_needs_no_more_calls(opened: Open, house: House) -> None:
    asked = opened()
    press(Qt.Key.Key_Space)

    assert waiting(house) == []
    assert asked.refusal.text.text() == "Ada Buche: erreicht, nimmt den Platz."
    assert asked.nobody.isVisible()
    assert audit(asked) == []


def test_calls_that_reach_nobody_are_kept_with_their_time(opened: Open, house: House) -> None:
    house.desk.actor = house.act(add_staff, AddStaff("Herr Empfang")).value
    asked = opened()
    asked.outcomes["no_answer"].click()
    house.clock.go_on(minutes=20)
    asked.outcomes["callback"].click()

    calls = [(line.title, line.detail, line.chip) for line in asked.calls.lines.lines]
    assert calls == [
        ("heute, 09:30 Uhr", "Herr Empfang", "ruft zurück"),
        ("heute, 09:10 Uhr", "Herr Empfang", "nicht erreicht"),
    ]
    assert waiting(house) == ["Ada Buche"]
    assert "2 Anrufe, zuletzt: ruft zurück" in asked.people.lines.lines[0].detail
    assert audit(asked) == []


def test_who_declines_leaves_and_the_next_one_is_shown_at_once(
    opened: Open, house: House, course: str
) -> None:
    asked = opened()
    asked.outcomes["declined"].click()

    assert asked.refusal.text.text() == (
        "Ada Buche: verzichtet. Ada Clemens rückt nach. Bitte Bescheid geben."
    )
    assert asked.name.text() == "Ada Clemens · Pilates"
    assert asked.phone.text() == "keine Telefonnummer notiert"
    assert states(house, course) == {"Clemens": "booked", "Dorn": "waiting"}


def test_before_the_last_day_is_over_handing_on_needs_a_reason(
    opened: Open, house: House, course: str
) -> None:
    asked = opened()
    asked.hand_on.click()
    assert "kann bis Mi., 25.11.2026 antworten" in asked.refusal.text.text()
    assert focused() is asked.reason
    assert states(house, course)["Buche"] == "booked"

    type_text(focused(), "verreist")
    asked.hand_on.click()

    assert asked.refusal.text.text() == (
        "Ada Buche bleibt auf der Warteliste. Ada Clemens rückt nach. Bitte Bescheid geben."
    )
    assert states(house, course) == {"Buche": "waiting", "Clemens": "booked", "Dorn": "waiting"}
    assert asked.reason.text() == ""


def test_after_the_last_day_the_place_goes_on_without_a_reason(
    opened: Open, house: House, course: str
) -> None:
    house.clock.go_on(days=3)
    asked = opened()
    assert asked.until.text() == (
        "Die Frist war Mi., 25.11.2026. Der Platz kann weitergegeben werden."
    )
    assert asked.people.lines.lines[0].chip == "Frist vorbei"
    asked.hand_on.click()

    assert states(house, course)["Clemens"] == "booked"
    assert asked.until.text().startswith("Antwort bis ")


def test_when_nobody_else_waits_she_keeps_the_place(opened: Open, house: House) -> None:
    asked = opened()
    for _ in range(2):
        asked.outcomes["declined"].click()
    assert asked.name.text() == "Ada Dorn · Pilates"
    house.clock.go_on(days=9)
    asked.hand_on.click()

    assert "kann niemand anderes den Platz nehmen" in asked.refusal.text.text()
    assert waiting(house) == ["Ada Dorn"]
