"""The form of an offer beyond what, when and where: registration, costs, boarding points."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from begegnung.model.local_time import moment
from begegnung.services.boarding import BoardingStop, boarding_points
from begegnung.services.offer_data import OfferData
from begegnung.services.offers import AddOffer, add_offer, offer_card, offer_list
from begegnung.ui.dialogs.offer import OfferDialog
from begegnung.ui.hub import Hub
from begegnung.ui.offers.facts import facts_of
from begegnung.ui.offers.parts import BOARDING, COSTS, REGISTRATION
from begegnung.ui.offers.registration import QUEUE_EXPLAINED
from begegnung.ui.shell import Shell
from begegnung.ui.theme import THEME
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import CTRL, focused, press, settle, type_text
from tests.ui.test_tab_order import is_stop, stops

TRIP = OfferData(
    "Münster",
    "trip",
    capacity=40,
    fee_cents=3800,
    deposit_cents=1000,
    balance_due=date(2026, 12, 1),
    choices="Fisch\nVegetarisch",
)
STOPS = (BoardingStop("Hauptbahnhof", 480), BoardingStop("Hörde", 500))


@pytest.fixture
def trip(house: House) -> str:
    return house.act(add_offer, AddOffer(TRIP, boarding=STOPS)).value.offer_id


def opened(shell: Shell, hub: Hub, offer_id: str = "", tab: int = 0) -> OfferDialog:
    made = OfferDialog(hub, shell, offer_id)
    made.open()
    made.parts.setCurrentIndex(tab)
    settle()
    return made


def shown_tabs(form: OfferDialog) -> list[str]:
    tabs = form.parts
    return [tabs.tabText(n) for n in range(tabs.count()) if tabs.isTabVisible(n)]


def is_asked(form: OfferDialog, part: QWidget) -> bool:
    """Whether an input is there when its tab is in front."""
    pages = (form.parts.widget(n) for n in range(form.parts.count()))
    return any(page is not None and part.isVisibleTo(page) for page in pages)


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("tab", [REGISTRATION, COSTS, BOARDING])
@pytest.mark.parametrize("size", [(1200, 800), (960, 540)])
def test_no_part_shuts_anybody_out(
    shell: Shell, hub: Hub, trip: str, tab: int, size: tuple[int, int]
) -> None:
    form = opened(shell, hub, trip, tab)
    form.resize(*size)
    settle()

    assert audit(form) == []


@pytest.mark.parametrize("tab", [REGISTRATION, COSTS, BOARDING])
def test_the_tab_key_reaches_every_control(shell: Shell, hub: Hub, trip: str, tab: int) -> None:
    form = opened(shell, hub, trip, tab)
    form.resize(1180, 780)
    settle()

    missed = {widget for widget in form.findChildren(QWidget) if is_stop(widget)} - stops()

    assert [widget.accessibleName() for widget in missed] == []


def test_with_letters_twice_as_large_nothing_is_wider_than_a_small_window(
    shell: Shell, hub: Hub, trip: str, qapp: object
) -> None:
    THEME.apply(qapp, "light", 200)  # type: ignore[arg-type]
    try:
        form = opened(shell, hub, trip)
        form.resize(960, 540)
        settle()

        assert form._inner.minimumSizeHint().width() <= form._area.viewport().width()
        assert form.minimumSizeHint().height() <= 540
    finally:
        form.close()
        THEME.apply(qapp, "light")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "tabs"),
    [
        ("course", ["Angebot", "Anmeldung", "Kosten"]),
        ("trip", ["Angebot", "Anmeldung", "Kosten", "Zustieg"]),
        ("lunch", ["Angebot", "Anmeldung", "Kosten"]),
        ("internal", ["Angebot"]),
    ],
)
def test_only_the_parts_that_the_kind_needs_are_there(
    shell: Shell, hub: Hub, kind: str, tabs: list[str]
) -> None:
    form = opened(shell, hub)
    form.fields.type.set_value(kind)

    assert shown_tabs(form) == tabs


def test_each_kind_is_asked_what_it_has_and_nothing_else(shell: Shell, hub: Hub) -> None:
    form = opened(shell, hub, tab=REGISTRATION)
    reg, costs = form.parts.registration, form.parts.costs

    def asked(kind: str) -> set[str]:
        form.fields.type.set_value(kind)
        parts = {
            "priority": reg.priority,
            "start": reg.opens,
            "minimum": reg.minimum,
            "deadline": reg.deadline_minute,
            "menus": reg.choices,
            "queue": reg.queue_order,
            "deposit": costs.deposit,
            "pro rata": costs.pro_rata,
            "cards": costs.takes_cards,
        }
        return {name for name, part in parts.items() if is_asked(form, part)}

    assert asked("course") == {"priority", "start", "minimum", "queue", "pro rata", "cards"}
    assert asked("trip") == {"start", "minimum", "menus", "queue", "deposit"}
    assert asked("lunch") == {"deadline", "menus", "queue", "cards"}
    assert asked("event") == {"start", "minimum", "queue", "deposit"}
    assert asked("open_meeting") == set()


def test_an_event_without_registration_asks_for_no_places(shell: Shell, hub: Hub) -> None:
    form = opened(shell, hub, tab=REGISTRATION)
    form.fields.type.set_value("event")
    reg = form.parts.registration
    assert is_asked(form, reg.most_places)

    reg.registration.set_value("none")

    assert not is_asked(form, reg.most_places)
    assert not is_asked(form, reg.queue_order)


def test_the_order_of_the_waiting_list_is_explained_in_a_sentence(shell: Shell, hub: Hub) -> None:
    reg = opened(shell, hub).parts.registration

    said = []
    for key in QUEUE_EXPLAINED:
        reg.queue_order.set_value(key)
        said.append(reg.queue_words.text())

    assert said == list(QUEUE_EXPLAINED.values())
    assert all("Paar" in sentence for sentence in said)


def test_registration_and_costs_are_typed_and_kept(shell: Shell, hub: Hub, house: House) -> None:
    form = opened(shell, hub)
    type_text(form.fields.title, "Englisch A1")
    form.parts.setCurrentIndex(REGISTRATION)
    reg, costs = form.parts.registration, form.parts.costs
    type_text(reg.priority.day, "1.12.2026")
    type_text(reg.priority.time, "9")
    type_text(reg.opens.day, "8.12.2026")
    type_text(reg.closes.day, "15.12.2026")
    type_text(reg.minimum, "6")
    reg.queue_order.set_value("filling")
    form.parts.setCurrentIndex(COSTS)
    type_text(costs.fee, "30")
    type_text(costs.material, "5,50")
    costs.pro_rata.click()
    costs.takes_cards.click()
    press(Qt.Key.Key_Return, CTRL)

    (line,) = [one for one in house.desk.read(offer_list) if one.title == "Englisch A1"]
    card = house.desk.read(offer_card, line.id)
    assert card.priority_opens == moment(date(2026, 12, 1), 540)
    assert card.registration_opens == moment(date(2026, 12, 8), 0)
    assert card.registration_closes == moment(date(2026, 12, 15), 1440)
    assert (card.minimum, card.queue_order) == (6, "filling")
    assert (card.fee_cents, card.material_cents) == (3000, 550)
    assert card.pro_rata
    assert card.takes_cards
    facts = dict(facts_of(card))
    assert facts["Kosten"] == "30,00 € · Material 5,50 € · Mehrfachkarte gilt"
    assert facts["Anmeldezeit"].startswith("Vorkaufsrecht ab Di., 01.12.2026")

    again = opened(shell, hub, line.id)
    assert again.parts.registration.closes.day.text() == "Di., 15.12.2026"
    assert again.parts.registration.closes.time.text() == ""
    assert again.parts.registration.priority.time.text() == "09:00"


def test_a_fault_brings_its_part_to_the_front_and_nothing_typed_is_lost(
    shell: Shell, hub: Hub
) -> None:
    form = opened(shell, hub)
    type_text(form.fields.title, "Englisch A1")
    reg = form.parts.registration
    reg.opens.set_value(moment(date(2026, 12, 8), 540))
    reg.closes.set_value(moment(date(2026, 12, 1), 540))
    press(Qt.Key.Key_Return, CTRL)

    assert form.isVisible()
    assert form.parts.currentIndex() == REGISTRATION
    assert "nach dem Anmeldestart" in form.form.rows["registration_closes"].fault()
    assert focused() is reg.closes.day
    assert reg.opens.day.text() == "Di., 08.12.2026"


def test_a_time_without_a_day_is_asked_for_its_day(shell: Shell, hub: Hub) -> None:
    form = opened(shell, hub)
    type_text(form.fields.title, "Englisch A1")
    form.parts.registration.opens.time.setText("9:00")
    press(Qt.Key.Key_Return, CTRL)

    assert form.form.rows["registration_opens"].fault() == "Bitte auch den Tag eintragen."


def test_boarding_points_are_added_changed_and_taken_out(
    shell: Shell, hub: Hub, house: House, trip: str
) -> None:
    form = opened(shell, hub, trip, BOARDING)
    field = form.parts.boarding
    assert [line.place.text() for line in field.lines] == ["Hauptbahnhof", "Hörde"]
    before = house.desk.read(boarding_points, trip)

    field.lines[0].remove.click()
    field.lines[0].time.setText("8:30")
    field.add.click()
    settle()
    assert focused() is field.lines[1].place
    type_text(field.lines[1].place, "Aplerbeck")
    press(Qt.Key.Key_Return, CTRL)

    after = house.desk.read(boarding_points, trip)
    assert [(point.name, point.minute) for point in after] == [("Hörde", 510), ("Aplerbeck", None)]
    assert after[0].id == before[1].id


def test_a_boarding_time_that_is_none_is_marked(shell: Shell, hub: Hub, trip: str) -> None:
    form = opened(shell, hub, trip)
    form.parts.boarding.lines[0].time.setText("früh")
    press(Qt.Key.Key_Return, CTRL)

    assert form.parts.currentIndex() == BOARDING
    assert "„früh“ ist keine Uhrzeit" in form.form.rows["boarding"].fault()


def test_a_course_that_goes_on_takes_its_prices_along_but_not_its_days(
    shell: Shell, hub: Hub, house: House
) -> None:
    data = OfferData(
        "Englisch",
        "course",
        fee_cents=3000,
        registration_opens=moment(date(2026, 6, 1), 540),
        takes_cards=True,
        queue_order="filling",
    )
    old = house.act(add_offer, AddOffer(data)).value.offer_id
    form = OfferDialog(hub, shell, continues=old)
    form.open()
    settle()

    assert form.parts.registration.opens.value() is None
    assert form.parts.costs.fee.value() == 3000
    assert form.parts.costs.takes_cards.isChecked()
    assert form.parts.registration.queue_order.value() == "filling"
