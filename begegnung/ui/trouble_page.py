"""What the window shows when the data cannot be opened."""

from pathlib import Path

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.fields import TextField
from begegnung.ui.widgets.form import FieldRow
from begegnung.ui.widgets.message import Message
from begegnung.ui.widgets.shown import set_shown


class TroublePage(QWidget):
    """The sentence, the folder to copy, and what can be done.

    `recover_wanted()`: the data are to be restored; only where `recoverable`.
    """

    recover_wanted = Signal()

    def __init__(
        self,
        sentence: str,
        folder: Path,
        parent: QWidget | None = None,
        *,
        recoverable: bool = False,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        card = Card()
        card.body.setSpacing(THEME.px(0.8))
        self.message = Message(closable=False)
        self.message.say(sentence)
        self.path = TextField("Ordner der Daten")
        self.path.setText(str(folder))
        self.path.setReadOnly(True)
        row = QHBoxLayout()
        self.open_button = button("Ordner öffnen", "open")
        self.open_button.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
        )
        self.recover_button = button("Daten wiederherstellen …", "arrow_sync", kind="primary")
        self.recover_button.clicked.connect(self.recover_wanted)
        set_shown(self.recover_button, recoverable)
        self.quit_button = button("Beenden", "dismiss", kind="" if recoverable else "primary")
        self.quit_button.clicked.connect(QApplication.quit)
        row.addWidget(self.recover_button)
        row.addWidget(self.quit_button)
        row.addWidget(self.open_button)
        row.addStretch(1)
        card.body.addWidget(self.message)
        card.body.addWidget(FieldRow("Ordner der Daten", self.path))
        card.body.addLayout(row)
        column.addWidget(card)
        column.addStretch(1)
        self.setFocusProxy(self.recover_button if recoverable else self.quit_button)
