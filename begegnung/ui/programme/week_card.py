"""Which week on which paper, and what to do with it."""

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QPushButton

from begegnung.model.programme import Detail
from begegnung.model.week_papers import WeekPaper
from begegnung.texts.full_week import WEEK_PAPERS
from begegnung.ui.papers.advice_panel import AdvicePanel
from begegnung.ui.programme.press import Wish
from begegnung.ui.programme.wording import week_words
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import IconButton, action_button, button, with_key
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.fields import Tick
from begegnung.ui.widgets.labels import label

_IN_A_ROW = 2


class WeekCard(Card):
    """Week, paper and the verbs. `wished`: another paper, or more or less on it."""

    wished = Signal()

    def __init__(self, steps: tuple[QAction, QAction, QAction], verbs: list[QAction]) -> None:
        super().__init__("Woche")
        self._steps = steps
        self.fits = label("")
        self.fits.setAccessibleName("So passt die Woche auf das Papier")
        self.brief = Tick("Kurzform")
        self.brief.setAccessibleDescription("Ohne Leitung, Kosten und Hinweise")
        self.brief.toggled.connect(self._choose)
        self.advice = AdvicePanel()
        self.body.addLayout(self._week_row())
        self.body.addLayout(self._paper_rows())
        self.body.addWidget(self.brief)
        self.body.addWidget(self.fits)
        self.body.addWidget(self.advice)
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

    def _paper_rows(self) -> QGridLayout:
        rows = QGridLayout()
        rows.setSpacing(THEME.px(0.5))
        self._papers = QButtonGroup(self)
        self._by_paper: dict[WeekPaper, QPushButton] = {}
        for number, (paper, words) in enumerate(WEEK_PAPERS.items()):
            choice = button(words)
            choice.setCheckable(True)
            choice.setChecked(paper == "a4")
            choice.clicked.connect(self._choose)
            self._papers.addButton(choice)
            self._by_paper[paper] = choice
            rows.addWidget(choice, *divmod(number, _IN_A_ROW))
        rows.setColumnStretch(_IN_A_ROW, 1)
        return rows

    def _choose(self, *_: object) -> None:
        self.wished.emit()

    def wish(self, *, changes: bool = True) -> Wish:
        """What is chosen; `changes` as they are wanted."""
        detail: Detail = "brief" if self.brief.isChecked() else "full"
        for paper, choice in self._by_paper.items():
            if choice.isChecked():
                return Wish(paper, detail, changes)
        return Wish(detail=detail, changes=changes)

    def choose_paper(self, paper: WeekPaper) -> None:
        """Takes a paper, as a click does."""
        self._by_paper[paper].click()

    def choose(self, wish: Wish) -> None:
        """Takes paper and detail of a wish, which is said once."""
        self.brief.blockSignals(True)
        self.brief.setChecked(wish.detail == "brief")
        self.brief.blockSignals(False)
        self.choose_paper(wish.paper)

    def show_week(self, monday: date) -> None:
        """Names the week."""
        self.set_title(week_words(monday))

    def show_fit(self, sentence: str) -> None:
        """Says how the week fits on the paper."""
        self.fits.setText(sentence)
