"""Says that a week is too full for its paper, and what would be better: a button for each."""

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from begegnung.model.week_papers import Alternative
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.message import Message
from begegnung.ui.widgets.shown import set_shown


class AdvicePanel(QWidget):
    """A sentence with buttons; hidden while there is nothing to say.

    `chosen(Alternative)`: this is wanted; `left`: it shall stay as it is.
    """

    chosen = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.message = Message(closable=False)
        self.buttons: list[QPushButton] = []
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(THEME.px(0.35))
        self._box.addWidget(self.message)
        self.clear()

    def clear(self) -> None:
        """Has nothing to say."""
        self._take_buttons()
        self.message.say("")
        self.hide()

    def show_advice(
        self, sentence: str, choices: Iterable[tuple[Alternative, str]], leave: str = ""
    ) -> None:
        """Shows a sentence and a button for each choice; `leave` is that nothing is changed."""
        self._take_buttons()
        for one, words in choices:
            self._add(words).clicked.connect(partial(self._choose, one))
        if leave:
            self._add(leave).clicked.connect(self._leave)
        set_shown(self, True)
        self.message.say(sentence, "warn")

    def _add(self, words: str) -> QPushButton:
        made = button(words)
        self.buttons.append(made)
        self._box.addWidget(made)
        return made

    def _take_buttons(self) -> None:
        for one in self.buttons:
            self._box.removeWidget(one)
            one.hide()
            one.deleteLater()
        self.buttons = []

    def _choose(self, one: Alternative, *_: object) -> None:
        self.chosen.emit(one)

    def _leave(self) -> None:
        self.left.emit()
        self.clear()
