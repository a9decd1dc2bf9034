"""Cards: the white panels that pages are made of, and how they stand beside or below each other."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.labels import IconLabel, label
from begegnung.ui.widgets.shown import set_shown


class Card(QFrame):
    """A panel with a title; what stands in it goes to `body`."""

    def __init__(
        self, title: str = "", icon: str = "", note: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.body = QVBoxLayout(self)
        side = THEME.px(0.8)
        self.body.setContentsMargins(side, THEME.px(0.6), side, THEME.px(0.6))
        self.body.setSpacing(THEME.px(0.35))
        self.heading = label(title, "h2")
        self._note = label(note, "muted")
        self._note.setWordWrap(False)
        set_shown(self._note, bool(note))
        self.head = QHBoxLayout()
        self.head.setSpacing(THEME.px(0.5))
        if icon:
            self.head.addWidget(IconLabel(icon))
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self.head.addWidget(self._note)
        if title:
            self.setAccessibleName(title)
            self.body.addLayout(self.head)

    def set_title(self, title: str) -> None:
        """Another title."""
        self.heading.setText(title)
        self.setAccessibleName(title)

    def set_note(self, note: str) -> None:
        """A quiet text at the right of the title."""
        self._note.setText(note)
        set_shown(self._note, bool(note))


class Columns(QWidget):
    """Two or more parts beside each other, below each other where the window is narrow.

    `below` is the width in em under which they stack. While stacked, the part at `lead` keeps a
    height of `lead_height` em so that a list in it stays usable.
    """

    def __init__(
        self,
        below: float = 50.0,
        *,
        lead: int = 0,
        lead_height: float = 18.0,
        parent: QWidget | None = None,
    ) -> None:
        self._below, self._lead, self._lead_height = below, lead, lead_height
        self._parts: list[QWidget] = []
        super().__init__(parent)
        self.setObjectName("clear")
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(THEME.px(0.8))

    @property
    def stacked(self) -> bool:
        """Whether the parts stand below each other now."""
        return self._box.direction() == QBoxLayout.Direction.TopToBottom

    def add(self, part: QWidget, stretch: int = 1) -> None:
        """Adds a part; `stretch` shares the width."""
        self._parts.append(part)
        self._box.addWidget(part, stretch)

    @guarded(factory=lambda: QSize(200, 200))
    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest part, because the parts can stand below each other."""
        wide = max((part.minimumSizeHint().width() for part in self._parts), default=0)
        return QSize(wide, self._box.minimumSize().height())

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turns the direction when there is no room beside each other."""
        super().resizeEvent(event)
        narrow = event.size().width() < self._below * THEME.em
        if narrow == self.stacked:
            return
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._box.setDirection(down if narrow else across)
        if self._parts:
            height = THEME.px(self._lead_height) if narrow else 0
            self._parts[self._lead].setMinimumHeight(height)
        self.updateGeometry()


def column(*parts: QWidget, stretch_last: bool = False) -> QWidget:
    """Parts below each other without a frame; `stretch_last` gives the last one what is left."""
    made = QWidget()
    made.setObjectName("clear")
    box = QVBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(THEME.px(0.8))
    for n, part in enumerate(parts):
        box.addWidget(part, 1 if stretch_last and n == len(parts) - 1 else 0)
    if not stretch_last:
        box.addStretch(1)
    return made


def scrolled(inner: QWidget, name: str = "page") -> QScrollArea:
    """`inner` in an area that scrolls up and down when it must; takes no focus of its own."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    area.setWidget(inner)
    inner.setAutoFillBackground(False)
    return area
