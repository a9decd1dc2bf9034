"""The preview with its head: which page, and how large."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from begegnung.ui.preview.pages import PdfPages
from begegnung.ui.preview.sheets import ZOOMS, Fit, SheetView
from begegnung.ui.widgets.buttons import IconButton, button
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.speech import announce


class PreviewPanel(QWidget):
    """A PDF as it will be printed, or a sentence while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = SheetView()
        self._place = label("", "muted")
        self._place.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence = label()
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        self._stack.addWidget(self._sentence)
        self._stack.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._head())
        layout.addWidget(self._stack, 1)
        # Below, not beside the buttons: in large type there is no room beside them.
        layout.addWidget(self._place)
        self.view.turned.connect(self._say_page)
        self.view.zoomed.connect(self._show_zoom)
        self.say("")

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.addStretch(1)
        self._fits = QButtonGroup(self)
        self._by_fit: dict[Fit, QPushButton] = {}
        choices: tuple[tuple[Fit, str], ...] = (("page", "Ganze Seite"), ("width", "Seitenbreite"))
        for fit, words in choices:
            choice = button(words)
            choice.setCheckable(True)
            choice.setChecked(fit == self.view.fit)
            choice.setAccessibleName(f"Vorschau: {words}")
            choice.clicked.connect(partial(self._choose, fit))
            self._fits.addButton(choice)
            self._by_fit[fit] = choice
            head.addWidget(choice)
        self.larger = IconButton("Vorschau größer (Plus)", "zoom_in")
        self.smaller = IconButton("Vorschau kleiner (Minus)", "zoom_out")
        self.larger.clicked.connect(lambda: self.view.enlarge(1))
        self.smaller.setEnabled(False)
        self.smaller.clicked.connect(lambda: self.view.enlarge(-1))
        for sizer in (self.smaller, self.larger):
            head.addWidget(sizer)
        return head

    def _show_zoom(self, zoom: float) -> None:
        self.larger.setEnabled(zoom < ZOOMS[-1])
        self.smaller.setEnabled(zoom > ZOOMS[0])
        self._say_page(self.view.page_in_view())
        announce(self._place, self._place.text())

    def _choose(self, fit: Fit, *_: object) -> None:
        self.view.set_fit(fit)

    def say(self, sentence: str) -> None:
        """Shows a sentence in place of the pages."""
        self._sentence.setText(sentence)
        self._place.clear()
        self._stack.setCurrentWidget(self._sentence)

    def show_pdf(self, pdf: bytes, name: str) -> None:
        """Shows the pages of `pdf`; `name` says what it is."""
        self.view.show_pages(PdfPages(pdf), f"Vorschau: {name}")
        self._stack.setCurrentWidget(self.view)
        self._say_page(self.view.page_in_view())

    def place(self) -> str:
        """Which page is shown, "Seite 1 von 2"."""
        return self._place.text()

    def fit_width(self) -> None:
        """Shows pages as wide as the view, as the button does."""
        self._by_fit["width"].click()

    def texts(self) -> list[str]:
        """The text of each page that is shown."""
        pages = self.view.sheets.pages
        return [] if pages is None else [pages.text(number) for number in range(len(pages))]

    def _say_page(self, number: int) -> None:
        size = "" if self.view.zoom == 1 else f" · {self.view.zoom:.0%}".replace("%", " %")
        self._place.setText(f"Seite {number + 1} von {self.view.sheets.rowCount()}{size}")
