"""The sheets of a PDF one below the other, each an item of a list that a screen reader can read."""

from typing import Literal

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from begegnung.ui.guard import guarded
from begegnung.ui.preview.pages import PdfPages
from begegnung.ui.theme import THEME

Fit = Literal["page", "width"]
Index = QModelIndex | QPersistentModelIndex
ZOOMS = (1.0, 1.25, 1.5, 2.0, 3.0)
"""How much larger than it fits a page can be shown."""
_MOST_BYTES = 120_000_000
"""So much memory the pictures of pages take at most, apart from the last one."""


class SheetModel(QAbstractListModel):
    """The pages of a PDF as rows: the text of a page is what a screen reader says of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._pages: PdfPages | None = None
        self._texts: list[str] = []

    @property
    def pages(self) -> PdfPages | None:
        """The PDF that is shown, None before the first one."""
        return self._pages

    def show_pages(self, pages: PdfPages) -> None:
        """Shows other pages."""
        self.beginResetModel()
        self._pages = pages
        self._texts = [pages.text(number) for number in range(len(pages))]
        self.endResetModel()

    @guarded(0)
    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 Qt's own default
        """How many pages there are."""
        return 0 if parent.isValid() else len(self._texts)

    @guarded()
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Number and text of the page, for assistive technology only."""
        if role != Qt.ItemDataRole.AccessibleTextRole or index.row() >= len(self._texts):
            return None
        return f"Seite {index.row() + 1} von {len(self._texts)}: {self._texts[index.row()]}"


class _SheetPainter(QStyledItemDelegate):
    """Draws a page in the middle of its row; pictures are kept while their size fits."""

    def __init__(self, view: "SheetView") -> None:
        super().__init__(view)
        self._view = view
        self._images: dict[tuple[int, int, int], QImage] = {}

    def forget(self) -> None:
        """Drops all pictures."""
        self._images.clear()

    @guarded(factory=QSize)
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002
        """The page at the size that fits, with air around it."""
        sheet = self._view.sheet_size(index.row())
        air = 2 * self._view.air()
        return QSize(max(self._view.viewport().width(), sheet.width() + air), sheet.height() + air)

    @guarded()
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The page on white with a thin edge."""
        size = self._view.sheet_size(index.row())
        place = QRect(0, 0, size.width(), size.height())
        place.moveCenter(option.rect.center())  # type: ignore[attr-defined]
        ratio = painter.device().devicePixelRatioF()
        wide, high = round(size.width() * ratio), round(size.height() * ratio)
        pages = self._view.sheets.pages
        if pages is None or wide < 1 or high < 1:
            return
        key = (index.row(), wide, high)
        if key not in self._images:
            self._make_room(4 * wide * high)
            self._images[key] = pages.image(*key)
        painter.drawImage(place, self._images[key])
        focused = self._view.hasFocus()
        painter.setPen(QPen(THEME.colour("focus" if focused else "ctl"), 3 if focused else 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))

    def _make_room(self, needed: int) -> None:
        """Drops the pictures that were made first until there is room for another one."""
        used = needed + sum(image.sizeInBytes() for image in self._images.values())
        for key in list(self._images):
            if used <= _MOST_BYTES:
                return
            used -= self._images.pop(key).sizeInBytes()


class SheetView(QListView):
    """All pages, scrolled by arrow keys, Bild auf, Bild ab, Pos1 and Ende; + and − change the size.

    `turned(int)`: the number (from 0) of the page in the middle of the view. `zoomed(float)`: how
    much larger than it fits a page is shown.
    """

    turned = Signal(int)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fit: Fit = "page"
        self.zoom = 1.0
        self.sheets = SheetModel(self)
        self._painter = _SheetPainter(self)
        self._shown = -1
        self.setObjectName("lines")
        self.setItemDelegate(self._painter)
        self.setModel(self.sheets)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there, so that its coming does not change the width that decides about its coming.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.verticalScrollBar().valueChanged.connect(self._notice_page)

    def show_pages(self, pages: PdfPages, name: str) -> None:
        """Shows a PDF from its first page; `name` is what a screen reader calls the preview."""
        self.setAccessibleName(name)
        self.setAccessibleDescription(pages.text(0) if len(pages) else "")
        place = self.verticalScrollBar().value()
        same_length = self.sheets.rowCount() == len(pages)
        self._painter.forget()
        self.sheets.show_pages(pages)
        self._lay_out()
        self.setCurrentIndex(self.sheets.index(0))
        if same_length:
            self.verticalScrollBar().setValue(place)
        self._shown = -1
        self._notice_page()

    def set_fit(self, fit: Fit) -> None:
        """Shows whole pages, or pages as wide as the view."""
        self.fit = fit
        self._set_zoom(1.0)

    def enlarge(self, steps: int) -> None:
        """Shows pages larger, or smaller down to the size that fits, by so many steps."""
        place = ZOOMS.index(self.zoom) + steps
        self._set_zoom(ZOOMS[max(0, min(place, len(ZOOMS) - 1))])

    def _set_zoom(self, zoom: float) -> None:
        bars = (self.verticalScrollBar(), self.horizontalScrollBar())
        places = [bar.value() / max(1, bar.maximum()) for bar in bars]
        self.zoom = zoom
        policy = Qt.ScrollBarPolicy
        # Never as needed: its coming would change the height that decides about its coming.
        self.setHorizontalScrollBarPolicy(
            policy.ScrollBarAlwaysOn if zoom > 1 else policy.ScrollBarAlwaysOff
        )
        self._painter.forget()
        self.doItemsLayout()
        for bar, place in zip(bars, places, strict=True):
            bar.setValue(round(place * bar.maximum()))
        self.zoomed.emit(zoom)
        self._notice_page()

    def air(self) -> int:
        """The free space around a page, in logical pixels."""
        return self.fontMetrics().height() // 2

    def sheet_size(self, number: int) -> QSize:
        """The size at which page `number` is drawn, in logical pixels."""
        pages = self.sheets.pages
        if pages is None:
            return QSize()
        size = pages.sizes[number]
        room = self.viewport().size() - QSize(2 * self.air(), 2 * self.air())
        scale = room.width() / size.width()
        if self.fit == "page":
            scale = min(scale, room.height() / size.height())
        scale = max(scale * self.zoom, 0.05)
        return QSize(round(size.width() * scale), round(size.height() * scale))

    def page_in_view(self) -> int:
        """The number (from 0) of the page in the middle of the view."""
        middle = self.viewport().rect().center()
        for number in range(self.sheets.rowCount()):
            if self.visualRect(self.sheets.index(number)).bottom() >= middle.y():
                return number
        return max(0, self.sheets.rowCount() - 1)

    def turn_to(self, number: int) -> None:
        """Brings page `number` to the top of the view."""
        if 0 <= number < self.sheets.rowCount():
            index = self.sheets.index(number)
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtTop)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fits the pages to the new size."""
        self._painter.forget()
        super().resizeEvent(event)
        self._lay_out()

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scrolls; a list would jump from page to page."""
        bar = self.verticalScrollBar()
        line = 3 * self.fontMetrics().height()
        steps = {
            Qt.Key.Key_Down: line,
            Qt.Key.Key_Up: -line,
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        aside = {Qt.Key.Key_Right: line, Qt.Key.Key_Left: -line}
        sizes = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        if event.key() in aside:
            across = self.horizontalScrollBar()
            across.setValue(across.value() + aside[Qt.Key(event.key())])
        elif event.key() in sizes:
            self.enlarge(sizes[Qt.Key(event.key())])
        elif event.key() in steps:
            bar.setValue(bar.value() + steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_PageDown:
            self.turn_to(self.page_in_view() + 1) if self.fit == "page" else self._leaf(1)
        elif event.key() == Qt.Key.Key_PageUp:
            self.turn_to(self.page_in_view() - 1) if self.fit == "page" else self._leaf(-1)
        else:
            super().keyPressEvent(event)

    def _leaf(self, direction: int) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + direction * (self.viewport().height() - 2 * self.air()))

    def _lay_out(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.viewport().update()

    def _notice_page(self) -> None:
        number = self.page_in_view()
        if number != self._shown:
            self._shown = number
            self.turned.emit(number)
