"""The input for a wording: words that nobody understood are underlined while it is typed."""

import re
from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QInputMethodEvent, QTextCharFormat
from PySide6.QtWidgets import QWidget

from begegnung.ui.theme import THEME
from begegnung.ui.widgets.fields import TextField


class WordsField(TextField):
    """One line of text in which single words can be marked."""

    def __init__(self, name: str, placeholder: str = "", parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder, parent)
        self._marked: tuple[tuple[int, int], ...] = ()

    @property
    def marked(self) -> tuple[str, ...]:
        """The words that are underlined."""
        return tuple(self.text()[start:end] for start, end in self._marked)

    def mark(self, words: Sequence[str]) -> None:
        """Underlines these words where they stand in the text, and nothing else."""
        spans = tuple(_spans(self.text(), words))
        if spans == self._marked and not spans:
            return
        self._marked = spans
        # A line of text has no formats of its own but those an input method gives it; positions
        # are counted from the cursor.
        attributes = [
            QInputMethodEvent.Attribute(
                QInputMethodEvent.AttributeType.TextFormat,
                start - self.cursorPosition(),
                end - start,
                self._underlined(),
            )
            for start, end in spans
        ]
        blocked = self.blockSignals(True)
        QCoreApplication.sendEvent(self, QInputMethodEvent("", attributes))
        self.blockSignals(blocked)

    def _underlined(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        made.setUnderlineColor(THEME.colour("bad"))
        return made


def _spans(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the words stand; blanks in them may be any in the text."""
    for word in words:
        pattern = r"\s*".join(map(re.escape, word.split()))
        found = re.search(pattern, text, re.IGNORECASE) if pattern else None
        if found:
            yield found.span()
