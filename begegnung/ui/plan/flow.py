"""Groups of buttons beside each other, in as many rows as the width needs."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME


class Flow(QWidget):
    """Puts its groups one after the other and goes on in a new row where the next does not fit.

    The last group stands at the right end of its row. Groups that are hidden take no room.
    """

    def __init__(self, *groups: QWidget) -> None:
        self._groups = groups
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
        x = y = high = 0
        shown = self._shown()
        for group in shown:
            size = group.sizeHint()
            if x and x + size.width() > width:
                x, y, high = 0, y + high + down, 0
            left = max(x, width - size.width()) if group is shown[-1] and len(shown) > 1 else x
            group.setGeometry(left, y, size.width(), size.height())
            x += size.width() + across
            high = max(high, size.height())
        return y + high
