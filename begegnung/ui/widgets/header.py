"""The head of every page: its name, what is shown, the search over everything, help."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown


class Header(QWidget):
    """Title and subtitle at the left, search and help at the right."""

    search_wanted = Signal()
    help_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(THEME.px(0.6))
        words = QVBoxLayout()
        words.setSpacing(0)
        self.title = label("", "h1")
        self.subtitle = label("", "muted")
        self.subtitle.setWordWrap(False)
        words.addWidget(self.title)
        words.addWidget(self.subtitle)
        row.addLayout(words, 1)
        self.search = button("Suchen …", "search", kind="search", shortcut="Ctrl+K")
        self.search.setAccessibleName("Suchen über alles")
        self.search.clicked.connect(self.search_wanted)
        self.help = button("Hilfe", "question_circle", shortcut="F1")
        self.help.clicked.connect(self.help_wanted)
        row.addWidget(self.search)
        row.addWidget(self.help)
        self.set_narrow(False)

    def show_page(self, title: str, subtitle: str) -> None:
        """The name of the page and what it shows."""
        self.title.setText(title)
        self.subtitle.setText(subtitle)
        set_shown(self.subtitle, bool(subtitle))

    def set_narrow(self, narrow: bool) -> None:
        """Takes less room."""
        self.search.setMinimumWidth(THEME.px(11 if narrow else 20))
        set_shown(self.help, not narrow)
