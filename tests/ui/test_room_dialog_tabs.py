"""Every control of the dialogs about rooms is reached by the Tab key, and can be read by ear."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QWidget

from begegnung.model.rows import ClosureRow, DateLine
from begegnung.services.agreements import SetAgreement, set_agreement
from begegnung.services.dates import dates_between
from begegnung.services.houses import AddClosure, add_closure, rooms
from begegnung.services.plan import coming_closures
from begegnung.ui.dialogs.agreement import AgreementDialog, AgreementsDialog, ChooseGroupDialog
from begegnung.ui.dialogs.closure import ClosureDialog, ClosuresDialog
from begegnung.ui.dialogs.closure_hits import HitsDialog
from begegnung.ui.dialogs.find_room import FindRoomDialog
from begegnung.ui.dialogs.move import MoveDialog
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.dialogs.room import RoomDialog, RoomsDialog
from begegnung.ui.shell import Shell
from begegnung.ui.widgets.dialog import Dialog
from tests.desks import MONDAY, SECOND, House
from tests.ui.keys import settle
from tests.ui.test_tab_order import is_stop, stops

Make = Callable[[Shell, House], Dialog]


def closed(house: House) -> ClosureRow:
    last = MONDAY + timedelta(days=7)
    house.act(add_closure, AddClosure(house.room(), MONDAY, last, "Wasserschaden"))
    return house.desk.read(coming_closures, MONDAY)[0]


def yoga(house: House) -> DateLine:
    return next(d for d in house.desk.read(dates_between, MONDAY, MONDAY) if "Yoga" in d.title)


def hits(shell: Shell, house: House) -> HitsDialog:
    made = HitsDialog(shell.hub, shell, closed(house))  # type: ignore[arg-type]
    made.room.set_value(house.room(SECOND))
    made.panel.tick.setChecked(True)
    return made


def move(shell: Shell, house: House) -> MoveDialog:
    wanted = (MONDAY, (645, 705), house.room(SECOND))
    made = MoveDialog(shell.hub, shell, yoga(house), to=wanted)  # type: ignore[arg-type]
    made.slot.check.panel.tick.setChecked(True)
    return made


def occupy(shell: Shell, house: House) -> OccupyDialog:
    made = OccupyDialog(shell.hub, shell, room_id=house.room())  # type: ignore[arg-type]
    made.what.search.field.setText("Doppelkopf")
    made.when.words.setText("jeden Montag 10 bis 11 Uhr")
    made.check.panel.tick.setChecked(True)
    return made


def agreement(shell: Shell, house: House) -> AgreementDialog:
    offer = house.offer("Kleingartenverein Abendrot", "room_use")
    house.act(set_agreement, SetAgreement(offer, "Erna Beispiel"))
    return AgreementDialog(shell.hub, shell, offer)  # type: ignore[arg-type]


def agreements(shell: Shell, house: House) -> AgreementsDialog:
    agreement(shell, house).close()
    return AgreementsDialog(shell.hub, shell)  # type: ignore[arg-type]


def find_room(shell: Shell, _house: House) -> FindRoomDialog:
    made = FindRoomDialog(shell.hub, shell, "montags 10 bis 11, ab 23.11.")  # type: ignore[arg-type]
    made.rooms.choose(made.rooms.lines.lines[-1].key)
    return made


def closures(shell: Shell, house: House) -> ClosuresDialog:
    closed(house)
    return ClosuresDialog(shell.hub, shell)  # type: ignore[arg-type]


def room(shell: Shell, house: House) -> RoomDialog:
    return RoomDialog(shell.hub, shell, house.desk.read(rooms)[0])  # type: ignore[arg-type]


DIALOGS: list[Make] = [
    agreement,
    agreements,
    lambda shell, _: ChooseGroupDialog(shell.hub, shell),  # type: ignore[arg-type]
    lambda shell, house: ClosureDialog(shell.hub, shell, room_id=house.room()),  # type: ignore[arg-type]
    closures,
    find_room,
    hits,
    move,
    occupy,
    room,
    lambda shell, _: RoomsDialog(shell.hub, shell),  # type: ignore[arg-type]
]


@pytest.mark.parametrize("make", DIALOGS)
def test_the_tab_key_reaches_every_control(shell: Shell, house: House, make: Make) -> None:
    dialog = make(shell, house)
    dialog.open()
    dialog.resize(1200, 800)
    settle()

    missed = {widget for widget in dialog.findChildren(QWidget) if is_stop(widget)} - stops()

    assert [widget.accessibleName() for widget in missed] == []


@pytest.mark.parametrize("make", DIALOGS)
def test_nothing_is_wider_than_a_narrow_window(shell: Shell, house: House, make: Make) -> None:
    dialog = make(shell, house)
    dialog.open()
    settle()
    dialog.resize(760, 500)
    settle()

    assert dialog.minimumSizeHint().width() <= 760
    inner = dialog._area.viewport().width()
    assert dialog._inner.minimumSizeHint().width() <= inner
