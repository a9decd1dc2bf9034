"""What somebody should know about the exchange: sentences, some of them with a button."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from begegnung.services.exchange_page import Remark
from begegnung.texts.exchange_state import remark_text
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action_button
from begegnung.ui.widgets.labels import TONE_ICONS, IconLabel, label
from begegnung.ui.widgets.shown import set_shown


class RemarkRows(QWidget):
    """The remarks below each other; `verbs` are actions for some kinds of them."""

    def __init__(self, verbs: Mapping[str, QAction]) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._verbs = verbs
        self._shown: tuple[Remark, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(THEME.px(0.4))
        set_shown(self, False)

    def show_remarks(self, remarks: Iterable[Remark]) -> None:
        """Shows these, and leaves them alone where they are shown already."""
        found = tuple(remark for remark in remarks if remark_text(remark)[0])
        if found == self._shown:
            return
        self._shown = found
        while (item := self._rows.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for remark in found:
            self._rows.addWidget(self._row(remark))
        set_shown(self, bool(found))

    def sentences(self) -> list[str]:
        """What is shown."""
        return [remark_text(remark)[0] for remark in self._shown]

    def _row(self, remark: Remark) -> QWidget:
        text, tone = remark_text(remark)
        row = QWidget()
        row.setObjectName("clear")
        box = QHBoxLayout(row)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.5))
        sign = IconLabel(TONE_ICONS[tone], tone, filled=True)
        box.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(THEME.px(0.2))
        words.addWidget(label(text))
        box.addLayout(words, 1)
        verb = self._verbs.get(remark.kind)
        if verb is not None:
            line = QHBoxLayout()
            line.addWidget(action_button(verb))
            line.addStretch(1)
            words.addLayout(line)
        return row
