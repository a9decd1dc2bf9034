"""What stands against having a room, what is free instead, and doing it all the same."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from begegnung.model.errors import Invalid, Overlap
from begegnung.model.local_time import day_of
from begegnung.texts import clock_time, counted, short_date, when
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.fields import TextField, Tick
from begegnung.ui.widgets.form import FieldRow
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce

OVERRULE = "Trotzdem belegen"
_SHOWN_ROOMS = 6
_SHOWN_TIMES = 3


@dataclass(frozen=True, slots=True)
class Conflict:
    """Dates on which a room is taken or closed, and rooms (id, name) and times free on all of them.

    `free_times` are minutes of the day, as `begegnung.model.errors.RoomTaken` gives them.
    """

    room: str
    overlaps: tuple[Overlap, ...] = ()
    closed: tuple[tuple[date, str], ...] = ()
    free_rooms: tuple[tuple[str, str], ...] = ()
    free_times: tuple[tuple[int, int], ...] = ()

    def __bool__(self) -> bool:
        """Whether anything stands against it."""
        return bool(self.overlaps or self.closed)

    @property
    def days(self) -> frozenset[date]:
        """The days on which it does not work."""
        return frozenset({day_of(o.starts) for o in self.overlaps} | {d for d, _ in self.closed})

    def lines(self) -> Iterable[Line]:
        """Each date with who is there or why it is closed, for a list."""
        for hit in self.overlaps:
            # The same date can stand in the way of several wanted ones, and in several rooms.
            key = f"o{hit.room}{hit.starts}{hit.title}"
            where = f" ({hit.room})" if hit.room and hit.room != self.room else ""
            detail = f"Hier ist schon: {hit.title}{where}{_around(hit)}"
            yield Line(key, when(hit.starts, hit.ends), detail, "belegt", "bad")
        for day, reason in self.closed:
            yield Line(
                f"c{day}{reason}", short_date(day), reason or "geschlossen", "gesperrt", "bad"
            )


def _around(hit: Overlap) -> str:
    """For how long the other date keeps the room, where that is longer than the date itself."""
    if not hit.setup and not hit.clearing:
        return ""
    first, last = clock_time(hit.starts - hit.setup), clock_time(hit.ends + hit.clearing)
    return f", mit Auf- und Abbau {first} bis {last} Uhr"


class ConflictPanel(QWidget):
    """The ways out of a conflict, each by one button; hidden while there is none.

    `room_wanted(str)`: this free room instead. `time_wanted(int, int)`: this time of day instead,
    in minutes. `leave_out(frozenset[date])`: without the days that do not work. `changed()`: it
    shall be done all the same, or not any more, or for another reason.

    With `listed` the dates stand above the buttons; leave it out where they are shown beside it.
    Put `reason_row` into the rows of a form as "overrule": a missing reason is marked there.
    """

    room_wanted = Signal(str)
    time_wanted = Signal(int, int)
    leave_out = Signal(object)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, listed: bool = True) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._conflict = Conflict("")
        self._seen: frozenset[str] = frozenset()
        self.dates = LineList("Was dagegen steht")
        self.dates.setMinimumHeight(THEME.px(6))
        self._rooms = _Choices()
        self._rooms.chosen.connect(self.room_wanted.emit)
        self._times = _Choices()
        self._times.chosen.connect(lambda span: self.time_wanted.emit(*span))
        self.skip = button("Diese Tage auslassen", "calendar_cancel")
        self.skip.clicked.connect(lambda: self.leave_out.emit(self._conflict.days))
        self.tick = Tick(OVERRULE)
        self.tick.setAccessibleDescription("Mit einem Grund, der im Plan zu sehen ist")
        self.reason = TextField("Grund", "z. B. beide Gruppen sind einverstanden")
        self.reason_row = FieldRow("Grund", self.reason, hint="steht im Plan bei dem Termin")
        self.tick.toggled.connect(self._on_tick)
        self.reason.textChanged.connect(lambda _: self.changed.emit())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.4))
        box.addWidget(self.dates, 1)
        set_shown(self.dates, listed)
        self.reason_row.hide()
        for part in (self._rooms, self._times, self.skip, self.tick, self.reason_row):
            box.addWidget(part)
        self.hide()

    def show_conflict(
        self, conflict: Conflict, *, skippable: bool = False, alternatives: bool = True
    ) -> None:
        """Shows what stands against it and the ways out; hides itself when nothing does.

        `skippable`: the days that do not work can be left out, because others remain. Without
        `alternatives` other rooms are offered elsewhere, and nothing is said about them here.
        """
        self._conflict = conflict
        lines = list(conflict.lines())
        if not {line.key for line in lines} <= self._seen:
            # What was agreed to is not what stands there now.
            self.tick.setChecked(False)
        set_shown(self, bool(conflict))
        self.dates.show_lines(lines)
        self._show_rooms(conflict)
        set_shown(self._rooms, alternatives)
        self._show_times(conflict)
        set_shown(self.skip, skippable)
        self._order_tabs()

    def overrule(self) -> str:
        """The reason why the room is taken all the same, "" while nothing is overruled.

        Raises `Invalid` ("overrule") when the tick is set and the reason is missing.
        """
        if not self._conflict or not self.tick.isChecked():
            return ""
        if not self.reason.bare():
            raise Invalid("overrule", "missing")
        return self.reason.bare()

    @property
    def overruling(self) -> bool:
        """Whether there is a conflict and it shall be done all the same."""
        return bool(self._conflict) and self.tick.isChecked()

    def _show_rooms(self, conflict: Conflict) -> None:
        some = conflict.free_rooms[:_SHOWN_ROOMS]
        caption = (
            "Zu allen Zeiten frei:" if some else "Zu diesen Zeiten ist kein anderer Raum frei."
        )
        choices = [_Choice(f"{name} nehmen", "door", room_id) for room_id, name in some]
        self._rooms.show_choices(caption, choices)

    def _show_times(self, conflict: Conflict) -> None:
        some = conflict.free_times[:_SHOWN_TIMES]
        caption = f"{conflict.room} ist an allen Tagen frei:" if some else ""
        choices = [
            _Choice(f"{clock_time(start)} bis {clock_time(end)} Uhr", "clock", (start, end))
            for start, end in some
        ]
        self._times.show_choices(caption, choices)

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """Where the Tab key comes to, in its order; new buttons of free rooms included."""
        ways = (*self._rooms.buttons, *self._times.buttons, self.skip)
        return (self.dates, *ways, self.tick, self.reason)

    def _order_tabs(self) -> None:
        for before, after in pairwise(self.stops):
            self.setTabOrder(before, after)

    def _on_tick(self, ticked: bool) -> None:
        self._seen = frozenset(line.key for line in self._conflict.lines() if ticked)
        set_shown(self.reason_row, ticked)
        self.reason_row.show_fault("")
        if ticked:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            days = counted(len(self._conflict.days), "Tag", "Tagen")
            announce(self.reason, f"{OVERRULE} an {days}. Bitte den Grund eintragen.")
        self.changed.emit()


class _Choice(NamedTuple):
    """A button with what it stands for."""

    text: str
    icon: str
    value: Any


class _Choices(QWidget):
    """A caption over buttons in two columns; `chosen(value)` when one is pressed."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.3))
        self._caption = label("", "muted")
        box.addWidget(self._caption)
        self._grid = QGridLayout()
        box.addLayout(self._grid)
        self._shown: tuple[_Choice, ...] = ()
        self.buttons: list[QPushButton] = []

    def show_choices(self, caption: str, choices: Sequence[_Choice]) -> None:
        """Shows other buttons; the same ones stay, so that none loses the focus."""
        self._caption.setText(caption)
        set_shown(self, bool(caption))
        if tuple(choices) == self._shown:
            return
        for old in self.buttons:
            old.hide()
            old.deleteLater()
        self._shown, self.buttons = tuple(choices), []
        for number, choice in enumerate(choices):
            made = button(choice.text, choice.icon)
            made.clicked.connect(lambda _=False, value=choice.value: self.chosen.emit(value))
            self._grid.addWidget(made, number // 2, number % 2)
            self.buttons.append(made)
