"""Typing the 27 words of a recovery sheet: completed while typing, checked word by word."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QCompleter, QGridLayout, QLabel, QVBoxLayout, QWidget

from begegnung.exchange.words import LONG, near_words, word_list
from begegnung.model.key_errors import RecoveryWordUnknown
from begegnung.model.names import sort_key
from begegnung.texts import german
from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.fields import TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce

_WIDE = 9.0
"""Width of a number with its word in em."""


class WordField(TextField):
    """One word of the list. `went_on()`: blank or Enter after it. `left()`: the focus went on."""

    went_on = Signal()
    left = Signal()

    def __init__(self, place: int, parent: QWidget | None = None) -> None:
        super().__init__(f"{place}. Wort", parent=parent)
        self.place = place
        completer = QCompleter(word_list(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.setCompleter(completer)

    def word(self) -> str:
        """What is typed, as the list spells it."""
        return sort_key(self.text())

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A blank or Enter goes on to the next word."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        plain = not event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self.bare() and plain and (enter or event.key() == Qt.Key.Key_Space):
            self.deselect()
            self.went_on.emit()
        elif event.key() == Qt.Key.Key_Space:
            event.accept()
        else:
            super().keyPressEvent(event)

    @guarded()
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tells that the word is typed."""
        super().focusOutEvent(event)
        self.left.emit()

    def show_wrong(self, sentence: str) -> None:
        """Marks the word, for eye and ear; an empty sentence takes the mark away."""
        if self.accessibleDescription() == sentence:
            return
        self.setAccessibleDescription(sentence)
        self.setProperty("wrong", bool(sentence))
        self.style().unpolish(self)
        self.style().polish(self)


class WordGrid(QWidget):
    """The numbered words, one column after the other as on the sheet.

    Pasted words are spread over the fields. What is not on the list is marked at once, with words
    that look like it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        self._columns = 0
        super().__init__(parent)
        self.setObjectName("clear")
        self.fields = [WordField(place) for place in range(1, LONG + 1)]
        self._numbers = [_number(field) for field in self.fields]
        self.fault = label("", "error")
        set_shown(self.fault, False)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(THEME.px(0.3))
        self._grid.setVerticalSpacing(THEME.px(0.2))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.3))
        box.addLayout(self._grid)
        box.addWidget(self.fault)
        self.setFocusProxy(self.fields[0])
        for field in self.fields:
            field.textEdited.connect(lambda text, field=field: self._typed(field, text))
            field.went_on.connect(lambda field=field: self._go_on(field))
            field.left.connect(lambda field=field: self._check(field))
        self._place(3)

    def text(self) -> str:
        """All words that were typed, in their order."""
        return " ".join(field.word() for field in self.fields if field.bare())

    def first_gap(self) -> int:
        """The place of the first word that is missing, 0 when there is none."""
        return next((field.place for field in self.fields if not field.bare()), 0)

    def mark(self, place: int, sentence: str) -> None:
        """Says what is wrong with the word at a place, or with all (0), and goes there."""
        self._say(sentence)
        if place:
            field = self.fields[place - 1]
            field.show_wrong(sentence)
            field.setFocus()
            field.selectAll()

    def clear_faults(self) -> None:
        """Takes all marks away."""
        self._say("")
        for field in self.fields:
            field.show_wrong("")

    def show_words(self, words: list[str], *, begin: int = 1) -> None:
        """Puts words into the fields, from a place on."""
        for field, word in zip(self.fields[begin - 1 :], words, strict=False):
            field.setText(word)

    @guarded(factory=QSize)
    def minimumSizeHint(self) -> QSize:
        """As narrow as one column; as high as the rows are now."""
        return QSize(THEME.px(_WIDE), super().minimumSizeHint().height())

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes as many columns as there is room for, at most three."""
        super().resizeEvent(event)
        self._place(max(1, min(3, event.size().width() // THEME.px(_WIDE))))

    def _place(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        rows = -(-LONG // columns)
        for at, field in enumerate(self.fields):
            column, row = divmod(at, rows)
            self._grid.addWidget(self._numbers[at], row, 2 * column)
            self._grid.addWidget(field, row, 2 * column + 1)
        for column in range(3):
            self._grid.setColumnStretch(2 * column + 1, 1 if column < columns else 0)

    def _typed(self, field: WordField, text: str) -> None:
        field.show_wrong("")
        words = [word for word in sort_key(text).split() if not word.isdigit()]
        if len(words) > 1:
            self.show_words(words, begin=field.place)
            after = min(field.place - 1 + len(words), LONG - 1)
            self.fields[after].setFocus()
            for one in self.fields:
                self._check(one)

    def _go_on(self, field: WordField) -> None:
        if field.place < LONG:
            self.fields[field.place].setFocus()
        else:
            self.focusNextChild()

    def _check(self, field: WordField) -> None:
        """Marks a word that is not on the list; the fault that is shown is that of the first."""
        word = field.word()
        wrong = bool(word) and word not in word_list()
        field.show_wrong(_unknown(field.place, word) if wrong else "")
        faults = [one.accessibleDescription() for one in self.fields]
        self._say(next(filter(None, faults), ""))

    def _say(self, sentence: str) -> None:
        if sentence == self.fault.text():
            return
        self.fault.setText(sentence)
        set_shown(self.fault, bool(sentence))
        announce(self.fault, sentence)


def _unknown(place: int, word: str) -> str:
    return german(RecoveryWordUnknown(place, word, near_words(word)))


def _number(field: WordField) -> QLabel:
    """The number before a word."""
    made = QLabel(f"{field.place}.")
    made.setObjectName("field")
    made.setMinimumWidth(THEME.px(1.4))
    made.setBuddy(field)
    return made
