"""Which week on which paper, and what to do with it."""

from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton

from begegnung.ui.programme.wording import week_words
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import IconButton, action_button, button, with_key
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.labels import label

_PAPERS = (("a4", "A4 zum Mitnehmen"), ("a3", "A3 zum Aushängen"))


class WeekCard(Card):
    """Week, paper and the verbs. `paper_chosen(str)`: "a4" or "a3"."""

    paper_chosen = Signal(str)

    def __init__(self, steps: tuple[QAction, QAction, QAction], verbs: list[QAction]) -> None:
        super().__init__("Woche")
        self._steps = steps
        self.fits = label("")
        self.fits.setAccessibleName("So passt die Woche auf das Papier")
        self.body.addLayout(self._week_row())
        self.body.addLayout(self._paper_row())
        self.body.addWidget(self.fits)
        for verb, icon in zip(verbs, ("print", "save", "open"), strict=True):
            kind = "primary" if icon == "print" else ""
            self.body.addWidget(action_button(verb, icon, kind=kind))

    def _week_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.5))
        back, forward, now = self._steps
        for made, icon, words in (
            (back, "chevron_left", "Eine Woche zurück"),
            (forward, "chevron_right", "Eine Woche vor"),
        ):
            step = IconButton(with_key(words, made.shortcut().toString()), icon)
            step.clicked.connect(made.trigger)
            row.addWidget(step)
        row.addWidget(action_button(now, "calendar_today"))
        row.addStretch(1)
        return row

    def _paper_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.5))
        self._papers = QButtonGroup(self)
        self._by_paper: dict[str, QPushButton] = {}
        for paper, words in _PAPERS:
            choice = button(words)
            choice.setCheckable(True)
            choice.setChecked(paper == "a4")
            choice.clicked.connect(partial(self._clicked, paper))
            self._papers.addButton(choice)
            self._by_paper[paper] = choice
            row.addWidget(choice)
        row.addStretch(1)
        return row

    def _clicked(self, paper: str, *_: object) -> None:
        self.paper_chosen.emit(paper)

    def choose_paper(self, paper: str) -> None:
        """Takes "a4" or "a3", as a click does."""
        self._by_paper[paper].click()

    def show_week(self, monday: date) -> None:
        """Names the week."""
        self.set_title(week_words(monday))

    def show_fit(self, sentence: str) -> None:
        """Says how the week fits on the paper."""
        self.fits.setText(sentence)
