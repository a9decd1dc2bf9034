"""Groups of buttons beside each other, in as many rows as the width needs."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME


class Flow(QWidget):
    """Puts its groups one after the other and goes on in a new row where the next does not fit.

    The group `right`, if there is one, stands at the right end of its row. Groups that are hidden
    take no room.
    """

    def __init__(self, *groups: QWidget, right: QWidget | None = None) -> None:
        self._groups, self._right = groups, right
        super().__init__()
        self.setObjectName("clear")
        for group in groups:
            group.setParent(self)

    @guarded(factory=QSize)
    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest group, as high as its rows are now."""
        wide = max((group.sizeHint().width() for group in self._shown()), default=0)
        return QSize(wide, self._place(max(self.width(), wide)))

    @guarded(factory=QSize)
    def sizeHint(self) -> QSize:
        """All groups in one row."""
        return self.minimumSizeHint()

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spreads the groups over the new width."""
        super().resizeEvent(event)
        self._place(self.width())
        self.updateGeometry()

    @guarded(default=False)
    def event(self, event: QEvent) -> bool:
        """A group that is shown, hidden or wider now moves the others."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place(self.width())
            self.updateGeometry()
        return super().event(event)

    def _shown(self) -> list[QWidget]:
        return [group for group in self._groups if not group.isHidden()]

    def _place(self, width: int) -> int:
        """Gives every group its place in a width; gives the height that takes."""
        across, down = THEME.px(0.9), THEME.px(0.4)
        y = high = 0
        for row in self._rows(width, across):
            x = 0
            y += high + down if high else 0
            high = max(group.sizeHint().height() for group in row)
            for group in row:
                size = group.sizeHint()
                left = max(x, width - size.width()) if group is self._right else x
                group.setGeometry(left, y, size.width(), size.height())
                x += size.width() + across if group is not self._right else 0
        return y + high

    def _rows(self, width: int, across: int) -> list[list[QWidget]]:
        """The groups that stand beside each other, in order."""
        rows: list[list[QWidget]] = []
        used = 0
        for group in self._shown():
            wide = group.sizeHint().width()
            if rows and used + across + wide <= width:
                rows[-1].append(group)
                used += across + wide
            else:
                rows.append([group])
                used = wide
        return rows
