"""The logo: shown, chosen from a file, removed, and what it is called."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from begegnung.services.house_look import logo_from_bytes, logo_from_file, logo_picture
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button

_KINDS = "Bilder (*.png *.jpg *.jpeg *.svg)"
_MOST = 0.86
"""So much of the paper that is shown the logo takes."""


class LogoField(QWidget):
    """The logo with its verbs; `edited`: it is another one, `chosen(str)`: a file was chosen."""

    edited = Signal()
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("clear")
        self.kept = ""
        self._shown = QLabel()
        self._shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._shown.setFixedSize(QSize(THEME.px(9), THEME.px(5)))
        self.choose: QPushButton = button("Logo wählen …", "open")
        self.remove: QPushButton = button("Logo entfernen", "delete")
        self.setFocusProxy(self.choose)
        self.setAccessibleName("Logo")
        verbs = QVBoxLayout()
        verbs.setSpacing(THEME.px(0.35))
        verbs.addWidget(self.choose)
        verbs.addWidget(self.remove)
        verbs.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(THEME.px(0.6))
        row.addWidget(self._shown)
        row.addLayout(verbs, 1)
        self.choose.clicked.connect(self._ask)
        self.remove.clicked.connect(lambda: self.show_logo(""))
        self.show_logo("")

    def show_logo(self, kept: str) -> None:
        """Shows a logo as it is kept; "" shows none."""
        self.kept = kept
        png = logo_picture(kept)
        if png is None:
            self._shown.setText("noch kein Logo")
        else:
            self._shown.setPixmap(self._on_paper(png))
            self._shown.setAccessibleName("Das Logo")
        if png is None and self.remove.hasFocus():
            self.choose.setFocus()
        self.remove.setEnabled(png is not None)
        self.edited.emit()

    def _on_paper(self, png: bytes) -> QPixmap:
        """The logo on white, as it is printed, also where the window is dark."""
        size, ratio = self._shown.size(), self.devicePixelRatioF()
        paper = QPixmap(size * ratio)
        paper.setDevicePixelRatio(ratio)
        paper.fill(Qt.GlobalColor.white)
        picture = QPixmap()
        picture.loadFromData(png)
        inside = picture.size().scaled(size * _MOST, Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(QPoint(0, 0), inside)
        place.moveCenter(QRect(QPoint(0, 0), size).center())
        painter = QPainter(paper)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(place, picture)
        painter.setPen(THEME.colour("ctl"))
        painter.drawRect(0, 0, size.width() - 1, size.height() - 1)
        painter.end()
        return paper

    def take(self, path: Path) -> None:
        """Shows the picture in a file; raises what reading it raises."""
        if path.suffix.casefold() == ".svg":
            # Imported here because hardly anybody has a drawing.
            from begegnung.ui.look.svg import drawn

            self.show_logo(logo_from_bytes(drawn(path)))
        else:
            self.show_logo(logo_from_file(path))

    def _ask(self) -> None:
        chooser = QFileDialog(self.window(), "Logo wählen", "")
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilter(_KINDS)
        chooser.fileSelected.connect(self.chosen)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()
