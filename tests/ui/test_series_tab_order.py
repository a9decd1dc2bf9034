"""In the dialogs about offers and dates the Tab key reaches every control, new buttons included."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtWidgets import QDialog, QWidget

from begegnung.model.recurrence import Series
from begegnung.services.dates import dates_of
from begegnung.services.offers import AddOffer, OfferData, PlannedSeries, add_offer
from begegnung.ui.dialogs.cancel_date import CancelDateDialog
from begegnung.ui.dialogs.change_from import ChangeFromDialog
from begegnung.ui.dialogs.date import DateDialog
from begegnung.ui.dialogs.edit_date import EditDateDialog
from begegnung.ui.dialogs.half_year import HalfYearDialog
from begegnung.ui.dialogs.offer import OfferDialog
from begegnung.ui.dialogs.replacement import ReplacementDialog
from begegnung.ui.dialogs.to_plan import DecisionsDialog, MissingDialog
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.ui.keys import settle
from tests.ui.test_tab_order import is_stop, stops

FRIDAY = date(2026, 11, 27)


@pytest.fixture
def course(house: House) -> str:
    """Fridays over Christmas."""
    series = Series(rrules=("FREQ=WEEKLY;BYDAY=FR",))
    planned = PlannedSeries(series, FRIDAY, date(2026, 12, 31), 14 * 60, 16 * 60)
    data = OfferData("Aquarell", "course", room_id=house.room(), wording="freitags 14 bis 16 Uhr")
    return house.act(add_offer, AddOffer(data, (planned,))).value.offer_id


def new_offer(hub: Hub, shell: Shell, _course: str) -> QDialog:
    return OfferDialog(hub, shell)


def asked_offer(hub: Hub, shell: Shell, _course: str) -> QDialog:
    made = OfferDialog(hub, shell)
    made.wording.setText("jeden zweiten Dienstag 18 Uhr")
    return made


def taken_offer(hub: Hub, shell: Shell, _course: str) -> QDialog:
    made = OfferDialog(hub, shell)
    made.wording.setText("jeden Montag 10 bis 11 Uhr")
    made.check.panel.tick.click()
    return made


def known_offer(hub: Hub, shell: Shell, course: str) -> QDialog:
    made = OfferDialog(hub, shell, course)
    made.wording.setText("freitags 15 bis 16 Uhr")
    return made


def change(hub: Hub, shell: Shell, course: str) -> QDialog:
    made = ChangeFromDialog(hub, shell, course)
    made.when.words.setText("montags 10 bis 11 Uhr")
    return made


def half_year(hub: Hub, shell: Shell, _course: str) -> QDialog:
    return HalfYearDialog(hub, shell)


def decisions(hub: Hub, shell: Shell, _course: str) -> QDialog:
    return DecisionsDialog(hub, shell, "2026-2", "2027-1")


def missing(hub: Hub, shell: Shell, _course: str) -> QDialog:
    return MissingDialog(hub, shell)


def planned_date(hub: Hub, shell: Shell, course: str) -> QDialog:
    return DateDialog(hub, shell, hub.read(dates_of, course)[0].id)


def skipped_date(hub: Hub, shell: Shell, course: str) -> QDialog:
    return DateDialog(hub, shell, hub.read(dates_of, course)[4].id)


def edited_date(hub: Hub, shell: Shell, course: str) -> QDialog:
    return EditDateDialog(hub, shell, hub.read(dates_of, course)[0])


def dropped_date(hub: Hub, shell: Shell, course: str) -> QDialog:
    return CancelDateDialog(hub, shell, hub.read(dates_of, course)[0])


def replacement(hub: Hub, shell: Shell, course: str) -> QDialog:
    made = ReplacementDialog(hub, shell, hub.read(dates_of, course)[4])
    made.slot.day.setText("4.12.")
    return made


DIALOGS = (
    new_offer,
    asked_offer,
    taken_offer,
    known_offer,
    change,
    half_year,
    decisions,
    missing,
    planned_date,
    skipped_date,
    edited_date,
    dropped_date,
    replacement,
)


@pytest.mark.parametrize("make", DIALOGS, ids=lambda make: make.__name__)
def test_the_tab_key_reaches_every_control(
    shell: Shell, hub: Hub, course: str, make: Callable[[Hub, Shell, str], QDialog]
) -> None:
    dialog = make(hub, shell, course)
    dialog.open()
    dialog.resize(1180, 780)
    settle()

    missed = {widget for widget in dialog.findChildren(QWidget) if is_stop(widget)} - stops()

    assert [widget.accessibleName() for widget in missed] == []
