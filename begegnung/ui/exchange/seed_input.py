"""The keys of the city: from the recovery file and its passphrase, or from the 27 printed words."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from begegnung.exchange.words import LONG, seed_from_words
from begegnung.model.errors import FileUnreadable, Invalid, Refusal, Trouble
from begegnung.model.key_errors import (
    PassphraseWrong,
    RecoveryWordsWrong,
    RecoveryWordUnknown,
)
from begegnung.services.founding import seed_in_file
from begegnung.texts import german
from begegnung.ui.exchange.word_grid import WordGrid
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.file_field import FileField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.shown import set_shown

Seed = Callable[[], bytes]
"""Gives the keys; takes about a second, for a thread."""

RECOVERY_ENDING = ".wiederherstellung"
RECOVERY_KINDS = f"Wiederherstellungsdateien (*{RECOVERY_ENDING});;Alle Dateien (*)"

PLACES: dict[type[Exception], str] = {FileUnreadable: "file", PassphraseWrong: "passphrase"}
"""At which input of `SeedInput.form` an error is shown."""


class PassphraseField(TextField):
    """A passphrase that nobody can read over a shoulder."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)


class SeedInput(QWidget):
    """File and passphrase, or the words of a sheet; what was typed in the other way stays."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self.form = Form()
        self.way = ChoiceField(
            "Was haben Sie zur Hand?",
            (("file", "Wiederherstellungsdatei und Kennwort"), ("words", "Blatt mit 27 Wörtern")),
        )
        self.file = FileField(
            "Wiederherstellungsdatei", RECOVERY_KINDS, f"E:\\stadt{RECOVERY_ENDING}"
        )
        self.passphrase = PassphraseField("Kennwort")
        self.words = WordGrid()
        self.form.add("Was haben Sie zur Hand?", self.way, "way")
        self.form.add("Wiederherstellungsdatei", self.file, "file")
        self.form.place(self.file.choose)
        self.form.add("Kennwort", self.passphrase, "passphrase")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.5))
        box.addWidget(self.form)
        box.addWidget(self.words)
        self.way.currentIndexChanged.connect(self._show_way)
        self.setFocusProxy(self.way)
        self._show_way()

    def seed(self) -> Seed:
        """What gives the keys; raises `Invalid` and what is wrong with the words."""
        self.words.clear_faults()
        if self.way.value() == "words":
            found = self._from_words()
            return lambda: found
        path = self.file.path()
        passphrase = self.passphrase.text()
        if not passphrase.strip():
            raise Invalid("passphrase", "missing")
        return lambda: seed_in_file(Path(path), passphrase)

    def mark(self, error: Refusal | Trouble) -> bool:
        """Shows what is wrong with the words at their place; False for any other error."""
        if isinstance(error, RecoveryWordUnknown):
            self.words.mark(error.place, german(error))
        elif isinstance(error, RecoveryWordsWrong):
            self.words.mark(0 if error.found == LONG else self.words.first_gap(), german(error))
        else:
            return False
        return True

    def forget(self) -> None:
        """Empties what is secret."""
        self.passphrase.clear()
        self.words.clear_faults()
        self.words.show_words([""] * LONG)

    def _from_words(self) -> bytes:
        gap = self.words.first_gap()
        if gap:
            typed = sum(bool(field.bare()) for field in self.words.fields)
            raise RecoveryWordsWrong(typed, LONG)
        return seed_from_words(self.words.text())

    def _show_way(self) -> None:
        by_words = self.way.value() == "words"
        set_shown(self.words, by_words)
        for key in ("file", "passphrase"):
            set_shown(self.form.rows[key], not by_words)
        set_shown(self.file.choose, not by_words)
