"""The users to choose from and the PIN of the chosen one; for the quick switch and the lock."""

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from begegnung.model.errors import Refusal
from begegnung.model.roles import ROLES
from begegnung.model.rows import StaffLine
from begegnung.model.staff_errors import TooEarly, WrongPin
from begegnung.services.staff import staff
from begegnung.texts import german
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.fields import TextField
from begegnung.ui.widgets.form import FieldRow
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.shown import set_shown

_SHOWN = 5
"""How many names are seen without scrolling."""


class PinField(TextField):
    """Digits that nobody can read over a shoulder."""

    def __init__(self, name: str = "PIN", parent: QWidget | None = None) -> None:
        super().__init__(name, "4 bis 8 Ziffern", parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(8)


class WhoIsIt(QWidget):
    """A list of names with one PIN field below; digits go into it wherever the focus is.

    `confirmed()`: Enter on somebody in the list. Enter in the PIN belongs to the default button of
    a dialog, or to `pin.returnPressed`.
    """

    confirmed = Signal()

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self.hub = hub
        self.list = LineList("Mitarbeitende")
        self.pin = PinField()
        self.row = FieldRow("PIN", self.pin)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(THEME.px(0.6))
        column.addWidget(self.list)
        column.addWidget(self.row)
        self.list.installEventFilter(self)
        self.list.chosen.connect(lambda _: self._on_chosen())
        self.list.opened.connect(lambda _: self._on_enter())
        self.reload(hub.desk.actor or hub.settings.last_user)

    def reload(self, choose: str = "") -> None:
        """Reads the users anew and chooses one."""
        self.list.show_lines(map(_line, self.hub.read(staff)), choose=choose)
        number = len(self.list.lines.lines)
        set_shown(self.list, number > 0)
        self.list.setFixedHeight(THEME.px(2.9 * min(number, _SHOWN) + 0.4))
        self._on_chosen()

    def person(self) -> StaffLine | None:
        """The chosen user."""
        line = self.list.current_line()
        return line.subject if line else None

    def go_to_input(self) -> None:
        """Puts the focus where the next key belongs."""
        chosen = self.person()
        (self.pin if chosen is not None and chosen.has_pin else self.list).setFocus()

    def try_sign_in(self) -> bool:
        """Signs the chosen user in; False with the reason at the PIN.

        Raises other refusals than those of the PIN.
        """
        chosen = self.person()
        if chosen is None:
            return False
        self.row.show_fault("")
        try:
            self.hub.sign_in(chosen.id, self.pin.text())
        except (WrongPin, TooEarly) as error:
            self._refuse(error)
            return False
        self.pin.clear()
        return True

    def _refuse(self, error: Refusal) -> None:
        self.pin.clear()
        self.row.show_fault(german(error))
        self.pin.setFocus()

    def _on_chosen(self) -> None:
        chosen = self.person()
        self.pin.clear()
        self.row.show_fault("")
        set_shown(self.row, chosen is not None and chosen.has_pin)

    def _on_enter(self) -> None:
        chosen = self.person()
        if chosen is not None and chosen.has_pin and not self.pin.text():
            self.pin.setFocus()
        else:
            self.confirmed.emit()

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A digit typed on a name begins its PIN."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            digit = event.text()
            if digit.isascii() and digit.isdecimal() and self.row.isVisible():
                self.pin.setFocus()
                self.pin.insert(digit)
                return True
        return super().eventFilter(watched, event)


def _line(row: StaffLine) -> Line:
    chip = "mit PIN" if row.has_pin else ""
    detail = ROLES.get(row.role, row.role)
    return Line(row.id, row.name, detail, chip, "muted", icon="person", subject=row)
