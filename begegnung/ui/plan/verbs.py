"""What can be done from the plan: with a date, a gap, a closure, the rooms of the house."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Refusal, RoomClosed, RoomTaken, Trouble
from begegnung.model.local_time import day_of
from begegnung.model.rows import DateLine
from begegnung.services.dates import MoveDate, RestoreDate, move_date, restore_date
from begegnung.texts import clock_time, counted, german, short_date
from begegnung.ui.dialogs.agreement import AgreementsDialog
from begegnung.ui.dialogs.calendar_file import ReadCalendarDialog, SaveCalendarDialog
from begegnung.ui.dialogs.closure import ClosureDialog, ClosuresDialog
from begegnung.ui.dialogs.date import CancelDateDialog, DateDialog
from begegnung.ui.dialogs.double_booked import DoubleBookedDialog
from begegnung.ui.dialogs.find_room import FindRoomDialog
from begegnung.ui.dialogs.move import MoveDialog
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.dialogs.room import RoomsDialog
from begegnung.ui.hub import Hub
from begegnung.ui.plan.blocks import Lane
from begegnung.ui.widgets.buttons import action


class PlanVerbs(QObject):
    """The actions and dialogs of a page; `where` gives the room and day that are meant."""

    def __init__(
        self, hub: Hub, page: QWidget, where: Callable[[], tuple[str | None, date]]
    ) -> None:
        super().__init__(page)
        self._hub, self._page, self._where = hub, page, where
        self.room_shown: str | None = None
        """The room that is shown alone: its calendar is saved and not that of the house."""
        self.close = self._made("Raum sperren", self._add_closure)
        self.closures = self._made("Sperren und Schließtage", self.open_closures)
        self.rooms = self._made("Räume bearbeiten", self._edit_rooms)
        self.clashes = self._made("Doppelt belegte Termine", self._show_clashes)
        self.agreements = self._made("Nutzungsvereinbarungen", self._show_agreements)
        self.save_calendar = self._made("Als Kalenderdatei speichern", self._save_calendar)
        self.read_calendar = self._made("Kalenderdatei einlesen", self._read_calendar)
        self.find = self._made("Freien Raum suchen", self._find_room, "F9")

    def _made(self, text: str, do: Callable[[], object], shortcut: str = "") -> QAction:
        new = action(text, shortcut, self._page)
        # Without the tick that Qt hands on.
        new.triggered.connect(lambda _=False: do())
        return new

    def manage(self) -> list[QAction]:
        """What stands in the menu "Räume verwalten"."""
        files = [self.save_calendar, self.read_calendar]
        return [self.close, self.closures, self.rooms, self.agreements, self.clashes, *files]

    def all(self) -> list[QAction]:
        """Everything, for the search over all actions."""
        return [self.find, *self.manage()]

    def open_date(self, line: DateLine) -> None:
        """What is known of a date, and what can be done with it."""
        DateDialog(self._hub, self._page.window(), line.id).open()

    def open_closures(self, closure_id: str = "") -> None:
        """All closures, one of them chosen."""
        ClosuresDialog(self._hub, self._page.window(), closure_id=closure_id).open()

    def occupy_gap(self, lane: Lane, start: int, end: int) -> None:
        """A new occupation, filled with room, day and times."""
        OccupyDialog(
            self._hub, self._page.window(), room_id=lane.room_id, day=lane.day, times=(start, end)
        ).open()

    def occupy_cell(self, room_id: str | None, day: date) -> None:
        """A new occupation, filled with room and day."""
        OccupyDialog(self._hub, self._page.window(), room_id=room_id, day=day).open()

    def cancel(self, line: DateLine) -> None:
        """A date is cancelled, with the reason."""
        CancelDateDialog(self._hub, self._page.window(), line).open()

    def restore(self, line: DateLine) -> None:
        """A cancelled date takes place after all."""
        said = f"{line.title} findet am {short_date(day_of(line.starts))} doch statt"
        self._hub.try_act(restore_date, RestoreDate(line.id), said)

    def move(self, line: DateLine, lane: Lane, start: int) -> None:
        """A date in another room, on another day, or from another minute of the day on.

        Where it cannot be there, the dialog shows what is in the way and what would be free.
        """
        end = start + line.ends - line.starts
        place = line.place if lane.room_id is None else ""
        request = MoveDate(line.id, lane.day, start, end, lane.room_id, place)
        told = counted(line.booked, "angemeldete Person", "angemeldete Personen")
        tell = f". Bitte benachrichtigen: {told}" if line.booked else ""
        said = (
            f"{line.title} ist verlegt: {place or lane.room}, {short_date(lane.day)}, "
            f"{clock_time(start)} Uhr{tell}"
        )
        try:
            self._hub.act(move_date, request, said)
        except (RoomTaken, RoomClosed):
            to = lane.day, (start, end), lane.room_id
            MoveDialog(self._hub, self._page.window(), line, to=to).open()
        except (Refusal, Trouble) as error:
            self._hub.refused.emit(german(error))

    def _add_closure(self) -> None:
        room_id, day = self._where()
        ClosureDialog(self._hub, self._page.window(), room_id=room_id, day=day).open()

    def _show_clashes(self) -> None:
        DoubleBookedDialog(self._hub, self._page.window()).open()

    def _find_room(self) -> None:
        FindRoomDialog(self._hub, self._page.window()).open()

    def _save_calendar(self) -> None:
        room_id = self.room_shown or ""
        SaveCalendarDialog(self._hub, self._page.window(), room_id=room_id).open()

    def _read_calendar(self) -> None:
        ReadCalendarDialog(self._hub, self._page.window()).open()

    def _show_agreements(self) -> None:
        AgreementsDialog(self._hub, self._page.window()).open()

    def _edit_rooms(self) -> None:
        RoomsDialog(self._hub, self._page.window()).open()
