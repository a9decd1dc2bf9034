"""Drawings (SVG) as pictures: painted once, in the size in which a logo is kept."""

import re
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

from begegnung.model.errors import FileUnreadable
from begegnung.model.look_errors import BadLogo

_LARGEST = 5_000_000
_EDGE = 1600
# Entities can grow without end, and pictures and styles can be fetched from other files.
_REACHES_OUT = re.compile(
    rb"<!ENTITY|<(?:\w+:)?image\b|@import|href\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)", re.IGNORECASE
)
_LINKS = re.compile(rb"<(?:\w+:)?a\b[^>]*>|</(?:\w+:)?a>", re.IGNORECASE)


def drawn(path: Path) -> bytes:
    """The drawing in a file as a PNG with transparency.

    Raises `BadLogo` for what is no drawing and for one that refers to other files, and
    `FileUnreadable`.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except OSError as error:
        kind = "missing" if isinstance(error, FileNotFoundError) else "no_rights"
        raise FileUnreadable(str(path), kind) from error
    if len(data) > _LARGEST:
        raise BadLogo("too_large")
    if _REACHES_OUT.search(_LINKS.sub(b"", data)):
        raise BadLogo("reaches_out")
    drawing = QSvgRenderer(QByteArray(data))
    size = drawing.defaultSize()
    if not drawing.isValid() or size.isEmpty():
        raise BadLogo("damaged")
    return _painted(drawing, size.scaled(_EDGE, _EDGE, Qt.AspectRatioMode.KeepAspectRatio))


def _painted(drawing: QSvgRenderer, size: QSize) -> bytes:
    image = QImage(size.expandedTo(QSize(1, 1)), QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    written = QBuffer()
    written.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(written, QByteArray(b"PNG")).write(image)
    return bytes(written.data().data())
