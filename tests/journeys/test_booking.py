"""From an empty folder to a waiting list and back, by keyboard alone."""

from pathlib import Path

from PySide6.QtCore import Qt

from begegnung.services.booking_lists import bookings_of
from begegnung.services.dates import AddDate, add_date
from begegnung.services.houses import rooms
from begegnung.services.offers import AddOffer, OfferData, add_offer
from begegnung.services.people import PersonData, add_person
from begegnung.ui.hub import Hub
from begegnung.ui.pages.people import PeoplePage
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, prepare
from tests.journeys.conftest import Start
from tests.journeys.keyboard import Keyboard
from tests.ui.keys import CTRL, dialog, focused, press, settle, type_text


def hub_of(shell: Shell) -> Hub:
    """The hub of a house that was set up before."""
    assert shell.hub is not None
    return shell.hub


def yoga_with_two_places(hub: Hub) -> str:
    """An offer today at ten, and some people to choose from."""
    data = OfferData("Yoga auf dem Stuhl", "course", capacity=2, room_id=hub.read(rooms)[0].id)
    offer_id = hub.act(add_offer, AddOffer(data)).value.offer_id
    hub.act(add_date, AddDate(offer_id, MONDAY, 600, 660, data.room_id))
    for first, year in (("Gerhard", 1950), ("Gertrud", 1936), ("Hans", 1941)):
        hub.act(add_person, PersonData("Müller", first, birth_year=year))
    settle()
    return offer_id


def states(hub: Hub, offer_id: str) -> dict[str, str]:
    return {line.first_name: line.state for line in hub.read(bookings_of, offer_id)}


def test_a_booking_takes_ten_keys_and_everything_can_be_taken_back(
    start: Start, tmp_path: Path
) -> None:
    prepare(tmp_path / "Daten")
    shell = start(tmp_path / "Daten")
    hub = hub_of(shell)
    offer_id = yoga_with_two_places(hub)
    keyboard = Keyboard()

    keyboard.keys(Qt.Key.Key_F2, "mull ger", Qt.Key.Key_Return)
    assert keyboard.count <= 10
    assert shell.toast.text.text() == "Gerhard Müller ist angemeldet: Yoga auf dem Stuhl"
    assert shell.toast.undo_button.isVisible()

    keyboard.keys(Qt.Key.Key_F2, "mull gert", Qt.Key.Key_Return)
    keyboard.keys(Qt.Key.Key_F2, "mull h", Qt.Key.Key_Return, Qt.Key.Key_Escape)
    expected = "Hans Müller steht auf der Warteliste, Platz 1: Yoga auf dem Stuhl"
    assert shell.toast.text.text() == expected
    assert states(hub, offer_id) == {"Gerhard": "booked", "Gertrud": "booked", "Hans": "waiting"}

    hub.show("people")
    type_text(focused(), "Müller Gerh")
    press(Qt.Key.Key_Return)
    page = shell.page
    assert isinstance(page, PeoplePage)
    page.sign_off.trigger()
    settle()
    press(Qt.Key.Key_Return)
    said = "Gerhard Müller ist abgemeldet: Yoga auf dem Stuhl. Hans Müller rückt nach."
    assert shell.toast.text.text() == f"{said} Bitte Bescheid geben."
    assert states(hub, offer_id) == {"Gertrud": "booked", "Hans": "booked"}

    press(Qt.Key.Key_Z, CTRL)
    assert states(hub, offer_id) == {"Gerhard": "booked", "Gertrud": "booked", "Hans": "waiting"}
    press(Qt.Key.Key_Z, CTRL)
    assert states(hub, offer_id) == {"Gerhard": "booked", "Gertrud": "booked"}
    press(Qt.Key.Key_Y, CTRL)
    assert states(hub, offer_id) == {"Gerhard": "booked", "Gertrud": "booked", "Hans": "waiting"}


def test_somebody_who_is_not_known_yet_is_noted_and_booked_in_one_go(
    start: Start, tmp_path: Path
) -> None:
    prepare(tmp_path / "Daten")
    shell = start(tmp_path / "Daten")
    hub = hub_of(shell)
    offer_id = yoga_with_two_places(hub)

    press(Qt.Key.Key_F2)
    asked = dialog()
    type_text(focused(), "Öztürk Ayşe")
    press(Qt.Key.Key_Return)
    assert dialog() is asked
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    settle()

    assert states(hub, offer_id) == {"Ayşe": "booked"}
    assert shell.isActiveWindow()
    assert shell.toast.text.text() == "Ayşe Öztürk ist angemeldet: Yoga auf dem Stuhl"


def test_who_is_booked_already_stays_in_the_dialog_with_the_reason(
    start: Start, tmp_path: Path
) -> None:
    prepare(tmp_path / "Daten")
    shell = start(tmp_path / "Daten")
    hub = hub_of(shell)
    yoga_with_two_places(hub)
    keyboard = Keyboard()
    keyboard.keys(Qt.Key.Key_F2, "mull ger", Qt.Key.Key_Return, Qt.Key.Key_Escape)
    before = focused()

    keyboard.keys(Qt.Key.Key_F2, "mull ger", Qt.Key.Key_Return)

    asked = dialog()
    assert asked is not shell
    assert asked.refusal.text.text() == (  # type: ignore[attr-defined]
        "Gerhard Müller ist schon angemeldet: Yoga auf dem Stuhl."
    )
    assert asked.people.field.text() == "mull ger"  # type: ignore[attr-defined]
    press(Qt.Key.Key_Escape)
    assert asked.people.field.text() == ""  # type: ignore[attr-defined]
    press(Qt.Key.Key_Escape)
    settle()
    assert shell.isActiveWindow()
    assert focused() is before
