"""Dialogs: a title, inputs, a line for refusals, "Abbrechen" and one verb.

A dialog belongs to its window and does not block the program (`open`, never `exec`). What was typed
stays when a rule says no. The focus goes back to where it came from.
"""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from begegnung.model.errors import Invalid, Refusal, Trouble
from begegnung.texts import german, problem_text
from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME, set_icon
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import scrolled
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.message import Message
from begegnung.ui.widgets.shown import set_shown


class Dialog(QDialog):
    """A dialog with its parts in `body`; `confirm` does what the verb says.

    `form` is there for inputs: add it to `body` or leave it. An empty `verb` makes a dialog that
    only shows something and has "Schließen".
    """

    def __init__(
        self,
        title: str,
        parent: QWidget | None,
        *,
        verb: str = "",
        icon: str = "",
        width: float = 30,
    ) -> None:
        super().__init__(parent)
        self._came_from = QApplication.focusWidget()
        self._width = width
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._outer = outer = QVBoxLayout(self)
        side = THEME.px(1.0)
        outer.setContentsMargins(side, THEME.px(0.8), side, side)
        outer.setSpacing(THEME.px(0.6))
        outer.addWidget(label(title, "h1"))
        inner = QWidget()
        inner.setObjectName("clear")
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, THEME.px(0.2), 0)
        self.body.setSpacing(THEME.px(0.6))
        self._inner = inner
        self._area = scrolled(inner, "clear")
        outer.addWidget(self._area, 1)
        self.refusal = Message(closable=False)
        outer.addWidget(self.refusal)
        self.form = Form()
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(THEME.px(0.5))
        self.buttons.addStretch(1)
        self.cancel_button = button("Abbrechen" if verb else "Schließen")
        self.cancel_button.clicked.connect(self.reject)
        self.buttons.addWidget(self.cancel_button)
        self.primary = button(verb, icon, kind="primary")
        self.primary.setDefault(bool(verb))
        set_shown(self.primary, bool(verb))
        self.primary.clicked.connect(self.try_confirm)
        self.buttons.addWidget(self.primary)
        outer.addLayout(self.buttons)
        self.finished.connect(self._give_focus_back)

    def confirm(self) -> None:
        """Does what the verb says; may raise `Refusal` and `Trouble`, which are shown here."""

    def try_confirm(self) -> None:
        """Confirms and closes; stays open with the reason when it is refused."""
        if self.attempt(self.confirm):
            self.accept()

    def attempt(self, do: Callable[[], object]) -> bool:
        """Does something; when it is refused, the reason stands at its input, or below."""
        self.refusal.say("")
        self.form.clear_faults()
        try:
            do()
        except (Refusal, Trouble) as error:
            self.show_refusal(error)
            self.fit()
            return False
        return True

    def show_refusal(self, error: Refusal | Trouble) -> None:
        """Shows why something was refused; nothing that was typed is lost."""
        at_input = isinstance(error, Invalid) and self.form.mark(error.field, problem_text(error))
        if not at_input:
            self.refusal.say(german(error))

    def rename_primary(self, verb: str, icon: str = "") -> None:
        """Gives the button with the verb another one."""
        self.primary.setText(f" {verb}" if icon else verb)
        self.primary.setAccessibleName(verb)
        if icon:
            set_icon(self.primary, icon, "on_accent")

    @guarded()
    def showEvent(self, event: QShowEvent) -> None:
        """Takes the size of its content, at most the screen's; the buttons come last by Tab."""
        self._order_tabs()
        super().showEvent(event)
        if not self.body.expandingDirections() & Qt.Orientation.Vertical:
            self.body.addStretch(1)
        self.fit()

    def _order_tabs(self) -> None:
        last = self.previousInFocusChain()
        while last not in (None, self) and not last.focusPolicy() & Qt.FocusPolicy.TabFocus:
            last = last.previousInFocusChain()
        if last is not None and last not in (self, self.cancel_button, self.primary):
            self.setTabOrder(last, self.cancel_button)
            self.setTabOrder(self.cancel_button, self.primary)

    def fit(self) -> None:
        """Takes the size of the content, at most the screen's; call it when the content changes."""
        room = self.screen().availableSize()
        wide = min(THEME.px(self._width), room.width() - THEME.px(2))
        margins = self._outer.contentsMargins()
        inside = wide - margins.left() - margins.right()
        if self.body.hasHeightForWidth():
            # The other sizes would be those of a text that is wrapped to its narrowest. A bar that
            # was needed for the content before takes its width until the new height is there.
            bar = self._area.verticalScrollBar().sizeHint().width()
            content = self.body.heightForWidth(inside - bar)
        else:
            content = max(self.body.minimumSize().height(), self._inner.sizeHint().height())
        around = self._outer.sizeHint().height() - self._area.sizeHint().height()
        high = min(content + around + THEME.px(0.5), room.height() - THEME.px(2))
        self.resize(max(wide, self.width()), max(high, self.height()))

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Strg+Enter confirms from everywhere, also from inputs of several lines; Strg+L locks."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.primary.isVisible() and self.primary.isEnabled():
                self.try_confirm()
            return
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and event.key() == Qt.Key.Key_L:
            lock_window(self)
            return
        super().keyPressEvent(event)

    def _give_focus_back(self) -> None:
        owner = self.parentWidget()
        if owner is not None and owner.window().isVisible():
            owner.window().activateWindow()
        if self._came_from is not None and isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)


def lock_window(window: QWidget) -> None:
    """Locks the screen from inside a dialog, which keeps the keys of the main window from it."""
    top = window
    while (parent := top.parentWidget()) is not None:
        top = parent.window()
    wanted = getattr(top, "lock_wanted", None)
    if wanted is not None:
        wanted.emit()
