"""The meal list of a day and the list of a trip, and what is put right in them."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from begegnung.services.boarding import BoardingStop, boarding_points
from begegnung.services.booking_details import SetDetails, set_details
from begegnung.services.ledger import Entry, enter
from begegnung.services.meals import meal_list
from begegnung.services.offer_data import OfferData
from begegnung.services.offers import AddOffer, add_offer
from begegnung.services.trips import trip_list
from begegnung.ui.hub import Hub
from begegnung.ui.kinds.meals import MealListDialog
from begegnung.ui.kinds.trip import TripDialog
from begegnung.ui.offers.panel import DATES, PEOPLE
from begegnung.ui.pages.offers import OffersPage
from begegnung.ui.pages.today import TodayPage
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, House
from tests.ui.audit import audit
from tests.ui.keys import dialog, focused, press, settle

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def lunch(house: House) -> str:
    return house.offer(
        "Mittagstisch am Dienstag",
        "lunch",
        choices="Rind\nVegetarisch",
        deadline_days=1,
        deadline_minute=600,
    )


@pytest.fixture
def tuesday(house: House, lunch: str) -> str:
    day = house.one_date(lunch, 720, 780, day=TUESDAY, room=None)
    for name, choice in (("Weber", "Rind"), ("Adler", "")):
        booked = house.book(house.person(name), lunch, occurrence_id=day).booking_id
        house.act(set_details, SetDetails(booked, None, choice))
    return day


@pytest.fixture
def trip(house: House) -> str:
    data = OfferData("Münster", "trip", capacity=40, fee_cents=3800, deposit_cents=1000)
    stops = (BoardingStop("Hauptbahnhof", 480), BoardingStop("Hörde", 500))
    return house.act(add_offer, AddOffer(data, boarding=stops)).value.offer_id


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("size", [(1000, 700), (960, 540)])
def test_the_lists_shut_nobody_out(
    shell: Shell, hub: Hub, house: House, tuesday: str, trip: str, size: tuple[int, int]
) -> None:
    house.book(house.person("Groß", contact_name="Erna", contact_phone="0231 5"), trip)
    for made in (MealListDialog(hub, shell, tuesday), TripDialog(hub, shell, trip)):
        made.open()
        made.resize(*size)
        settle()

        assert audit(made) == []
        made.close()


def test_the_kitchen_sees_how_many_portions_of_what(
    shell: Shell, hub: Hub, house: House, tuesday: str
) -> None:
    shown = MealListDialog(hub, shell, tuesday)
    shown.open()
    settle()

    assert shown.totals.text() == "2 Essen: 1 × Rind, 0 × Vegetarisch, 1 × noch nicht gewählt"
    assert [(line.title, line.chip) for line in shown.people.lines.lines] == [
        ("1. Adler", "noch nicht gewählt"),
        ("2. Weber", "Rind"),
    ]


def test_a_menu_is_put_right_in_the_list(
    shell: Shell, hub: Hub, house: House, tuesday: str
) -> None:
    shown = MealListDialog(hub, shell, tuesday)
    shown.open()
    settle()
    press(Qt.Key.Key_Return)
    assert focused() is shown.choice

    shown.choice.set_value("Vegetarisch")
    shown.enter.click()
    settle()

    assert house.desk.read(meal_list, tuesday).totals == (("Rind", 1), ("Vegetarisch", 1))
    assert focused() is shown.people
    assert shown.people.current_line() is not None


def test_a_day_without_orders_says_so(shell: Shell, hub: Hub, house: House, lunch: str) -> None:
    empty = house.one_date(lunch, 720, 780, day=TUESDAY, room=None)
    shown = MealListDialog(hub, shell, empty)
    shown.open()
    settle()

    assert shown.nobody.isVisible()
    assert not shown.people.isVisible()
    assert not shown.choice.isVisible()


def test_the_list_of_a_trip_shows_seats_boarding_money_and_whom_to_call(
    shell: Shell, hub: Hub, house: House, trip: str
) -> None:
    who = house.person("Weber", "Ruth", phone="0231 1", contact_name="Erna", contact_phone="0170 2")
    booked = house.book(who, trip).booking_id
    house.act(set_details, SetDetails(booked, house.desk.read(boarding_points, trip)[0].id))
    house.book(house.person("Adler"), trip)
    entry = Entry(booked, who, 1000, "deposit", "cash", MONDAY)
    house.act(lambda work, _: enter(work, entry), None)
    shown = TripDialog(hub, shell, trip)
    shown.open()
    settle()

    assert shown.seats.text() == "2 von 40 Plätzen belegt"
    assert shown.points.text() == (
        "Hauptbahnhof, 08:00 Uhr: 1 · Hörde, 08:20 Uhr: 0 · ohne Zustieg: 1"
    )
    assert [(line.title, line.detail, line.chip) for line in shown.people.lines.lines] == [
        (
            "1. Weber, Ruth",
            "Hauptbahnhof, 08:00 Uhr · Tel. 0231 1 · im Notfall: Erna 0170 2",
            "Rest offen: 28,00 €",
        ),
        ("2. Adler", "ohne Zustieg · ohne Telefon", "Anzahlung offen: 10,00 €"),
    ]


def test_a_boarding_point_is_chosen_in_the_list(
    shell: Shell, hub: Hub, house: House, trip: str
) -> None:
    house.book(house.person("Adler"), trip)
    shown = TripDialog(hub, shell, trip)
    shown.open()
    settle()

    shown.point.set_value(house.desk.read(boarding_points, trip)[1].id)
    shown.enter.click()
    settle()

    assert house.desk.read(trip_list, trip).lines[0].boarding == "Hörde"
    assert not shown.choice.isVisible()


def test_the_lists_are_reached_from_the_offer(
    shell: Shell, house: House, trip: str, lunch: str, tuesday: str
) -> None:
    shell.go_to("offers")
    page = shell.page
    assert isinstance(page, OffersPage)
    page.present({"offer_id": trip})
    page.panel.tabs.setCurrentIndex(PEOPLE)
    settle()
    assert page.trip.isVisible()
    assert not page.meals.isVisible()
    page.trip.trigger()
    settle()
    assert isinstance(dialog(), TripDialog)
    dialog().close()

    page.present({"offer_id": lunch})
    page.panel.tabs.setCurrentIndex(DATES)
    settle()
    page.meals.trigger()
    settle()
    assert isinstance(dialog(), MealListDialog)
    assert not page.trip.isVisible()


def test_heute_names_what_begins_soon_with_too_few_people(shell: Shell, house: House) -> None:
    yoga = house.offer("Qigong", "course", minimum=6)
    house.one_date(yoga, day=MONDAY + timedelta(days=2), room=None)
    house.book(house.person("Weber"), yoga)
    shell.go_to("today")
    page = shell.page
    assert isinstance(page, TodayPage)
    page.reload()
    settle()

    sentence = "Qigong beginnt übermorgen mit 1 von mindestens 6 Personen"
    (pressed,) = [b for b in page.notices.buttons if sentence in b.accessibleName()]
    pressed.click()
    settle()
    assert isinstance(shell.page, OffersPage)
    assert shell.page.list.current_key() == yoga
