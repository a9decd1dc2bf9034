"""The report after a file was read in: what was made of each entry, and why."""

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget

from begegnung.ui.theme import THEME
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList


class ReportDialog(Dialog):
    """Shows what came of the whole file in `words`, and a line for each entry."""

    def __init__(self, words: str, lines: Iterable[Line], parent: QWidget) -> None:
        super().__init__("Das wurde eingelesen", parent, width=46)
        self.body.addWidget(label(words, "strong"))
        self.entries = LineList("Einträge")
        self.entries.show_lines(lines)
        self.entries.setMinimumHeight(THEME.px(14))
        self.body.addWidget(self.entries, 1)
