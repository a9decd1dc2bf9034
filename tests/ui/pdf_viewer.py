"""The program that a PC has for PDF files, as a test sees it."""

from pathlib import Path

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices


class Viewer(QObject):
    """Takes the files that are opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []
        QDesktopServices.setUrlHandler("file", self, "open_file")  # type: ignore[arg-type]

    @Slot(QUrl)
    def open_file(self, url: QUrl) -> None:
        """Notes what Qt was asked to open."""
        self.opened.append(Path(url.toLocalFile()))
