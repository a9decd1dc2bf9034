"""Looks over a window for what shuts people out (EN 301 549): names, contrast, cut texts, traps."""

from collections import Counter

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QColor, QImage, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QLabel,
    QLineEdit,
    QTableView,
    QTextEdit,
    QWidget,
)

LEAST_CONTRAST = 4.5
LEAST_TARGET = 24


def luminance(colour: QColor) -> float:
    """Relative luminance after WCAG 2."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio after WCAG 2, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def audit(top: QWidget) -> list[str]:
    """What is wrong with everything that can be seen in `top`, as sentences; empty when nothing."""
    QAccessible.setActive(True)
    picture = top.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    found: list[str] = []
    for widget in top.findChildren(QWidget):
        if widget.isVisible() and not widget.visibleRegion().isEmpty():
            found += _names(widget) + _traps(widget) + _cut(widget)
            found += _pale(widget, top, picture)
    return found + _shortcuts(top)


def _described(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {widget.objectName()} {str(text)[:40]!r}"


def _names(widget: QWidget) -> list[str]:
    takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    if isinstance(widget, QAbstractScrollArea) and not isinstance(
        widget, QAbstractItemView | QTextEdit
    ):
        return []
    if widget.objectName().startswith("qt_"):
        return []
    if not takes_focus and not isinstance(widget, QAbstractItemView):
        return []
    found: list[str] = []
    seen = QAccessible.queryAccessibleInterface(widget)
    if seen is None or not seen.text(QAccessible.Text.Name).strip():
        found.append(f"no name: {_described(widget)}")
    is_small = widget.width() < LEAST_TARGET or widget.height() < LEAST_TARGET
    if is_small and isinstance(widget, QAbstractButton | QLineEdit):
        found.append(f"small target: {_described(widget)} {widget.size().toTuple()}")
    return found


def _traps(widget: QWidget) -> list[str]:
    if isinstance(widget, QTableView) and widget.tabKeyNavigation():
        return [f"keeps the Tab key: {_described(widget)}"]
    if isinstance(widget, QTextEdit) and not widget.tabChangesFocus():
        return [f"keeps the Tab key: {_described(widget)}"]
    return []


def _cut(widget: QWidget) -> list[str]:
    if isinstance(widget, QLabel) and widget.text():
        if widget.wordWrap():
            is_cut = widget.heightForWidth(widget.width()) > widget.height() + 2
        else:
            is_cut = widget.sizeHint().width() > widget.width() + 1
    elif isinstance(widget, QAbstractButton) and widget.text():
        is_cut = widget.sizeHint().width() > widget.width() + 1
    else:
        return []
    return [f"cut text: {_described(widget)}"] if is_cut else []


def _pale(widget: QWidget, top: QWidget, picture: QImage) -> list[str]:
    if not isinstance(widget, QLabel | QAbstractButton) or not widget.isEnabled():
        return []
    if not widget.text() or widget.visibleRegion().boundingRect() != widget.rect():
        return []
    ratio = picture.devicePixelRatio()
    place = QRect(widget.mapTo(top, QPoint(0, 0)), widget.size()).adjusted(4, 4, -4, -4)
    crop = picture.copy(QRect(place.topLeft() * ratio, place.size() * ratio))
    pixels = Counter(memoryview(crop.constBits()).cast("I").tolist())
    if len(pixels) < 2:
        return []
    ground = QColor(pixels.most_common(1)[0][0])
    enough = max(3, crop.width() * crop.height() * 0.0008)
    best = max(
        (contrast(ground, QColor(c)) for c, n in pixels.items() if n >= enough), default=21.0
    )
    return [f"contrast {best:.1f}: {_described(widget)}"] if best < LEAST_CONTRAST else []


def _shortcuts(top: QWidget) -> list[str]:
    keys: Counter[str] = Counter()
    for made in {id(a): a for w in (top, *top.findChildren(QWidget)) for a in w.actions()}.values():
        if isinstance(made, QAction) and made.isEnabled():
            keys.update(key.toString() for key in made.shortcuts())
    keys.update(s.key().toString() for s in top.findChildren(QShortcut) if s.isEnabled())
    return [f"key used {n} times: {key}" for key, n in keys.items() if key and n > 1]
