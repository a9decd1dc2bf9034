"""Colours, sizes, icons and the one style sheet of the window.

Colours have names (tokens) for what they mean; every pair that is used for text has a contrast of
at least 4.5 : 1, borders of controls and the focus ring at least 3 : 1 (EN 301 549, 9.1.4.3 and
9.1.4.11). Lengths are multiples of the height of a line of text, so that everything grows with it.
In the contrast themes of Windows the colours of the system are left alone.
"""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from begegnung.resources import resource
from begegnung.ui.sheet import style_sheet

POINT_SIZE = 12.0
"""The usual size of the window's text in points, at 100 percent."""

LINE = 1.25
"""Height of a line of text, and the unit of all lengths, in sizes of the font."""

FAMILY = "Fira Sans"
"""The typeface of window and paper alike (OFL), the same on every computer."""

LIGHT: dict[str, str] = {
    "bg": "#F3F5F8",
    "surface": "#FFFFFF",
    "line": "#CBD3DC",
    "ctl": "#6B7785",
    "text": "#16202B",
    "muted": "#45525F",
    "accent": "#0B5CAD",
    "accent_strong": "#084A8C",
    "on_accent": "#FFFFFF",
    "soft": "#E3EFFB",
    "rail": "#0F2A43",
    "rail_hover": "#1A3D60",
    "rail_selected": "#22527F",
    "rail_text": "#FFFFFF",
    "rail_muted": "#C9D8E6",
    "rail_focus": "#FFD43B",
    "ok": "#17663A",
    "ok_bg": "#DDF1E4",
    "warn": "#7A4B00",
    "warn_bg": "#FFF0CC",
    "bad": "#9B1C24",
    "bad_bg": "#FBE3E4",
    "info": "#0B4A8C",
    "info_bg": "#E3EFFB",
    "muted_bg": "#E4E9EE",
    "focus": "#0B5CAD",
    "toast": "#1B2733",
    "toast_text": "#FFFFFF",
    "toast_action": "#FFD43B",
}

DARK: dict[str, str] = {
    "bg": "#14191F",
    "surface": "#1D242C",
    "line": "#3A4653",
    "ctl": "#8C9AA8",
    "text": "#F2F5F8",
    "muted": "#B7C2CD",
    "accent": "#6DB3F8",
    "accent_strong": "#8FC5FA",
    "on_accent": "#0A0F14",
    "soft": "#173753",
    "rail": "#0A0F14",
    "rail_hover": "#14304A",
    "rail_selected": "#1F4A73",
    "rail_text": "#FFFFFF",
    "rail_muted": "#C9D8E6",
    "rail_focus": "#FFD43B",
    "ok": "#7FD6A2",
    "ok_bg": "#12331F",
    "warn": "#FFC65C",
    "warn_bg": "#3A2A05",
    "bad": "#FF9AA0",
    "bad_bg": "#43151A",
    "info": "#9CCBFA",
    "info_bg": "#173753",
    "muted_bg": "#303A45",
    "focus": "#FFD43B",
    "toast": "#2B3947",
    "toast_text": "#FFFFFF",
    "toast_action": "#FFD43B",
}

_SYSTEM_ROLES: dict[str, QPalette.ColorRole] = {
    "bg": QPalette.ColorRole.Window,
    "surface": QPalette.ColorRole.Base,
    "soft": QPalette.ColorRole.Base,
    "accent": QPalette.ColorRole.Highlight,
    "focus": QPalette.ColorRole.Highlight,
    "on_accent": QPalette.ColorRole.HighlightedText,
    "rail": QPalette.ColorRole.Window,
    "rail_hover": QPalette.ColorRole.Window,
    "rail_selected": QPalette.ColorRole.Window,
    "toast": QPalette.ColorRole.Window,
}
"""What a token is in a contrast theme; grounds are the window's, everything else is its text."""

_PALETTE: tuple[tuple[QPalette.ColorRole, str], ...] = (
    (QPalette.ColorRole.Window, "bg"),
    (QPalette.ColorRole.Base, "surface"),
    (QPalette.ColorRole.AlternateBase, "bg"),
    (QPalette.ColorRole.Text, "text"),
    (QPalette.ColorRole.WindowText, "text"),
    (QPalette.ColorRole.Button, "surface"),
    (QPalette.ColorRole.ButtonText, "text"),
    (QPalette.ColorRole.Highlight, "accent"),
    (QPalette.ColorRole.HighlightedText, "on_accent"),
    (QPalette.ColorRole.ToolTipBase, "surface"),
    (QPalette.ColorRole.ToolTipText, "text"),
    (QPalette.ColorRole.PlaceholderText, "muted"),
    (QPalette.ColorRole.Link, "accent"),
    (QPalette.ColorRole.Accent, "accent"),
)


class Theme(QObject):
    """The look of the window at this moment.

    `changed` is emitted after `apply` has given the application other colours or sizes; painted
    widgets ask for colours while painting and need not listen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.dark = False
        self.contrast = False
        self.em = 20
        self._appearance = "light"
        self._text_scale = 100

    def colour(self, token: str) -> QColor:
        """The colour of a token such as "accent", or of a literal such as "#FFFFFF"."""
        return QColor(self.name_of(token))

    def name_of(self, token: str) -> str:
        """The colour of a token as "#RRGGBB"."""
        if token.startswith("#"):
            return token
        if self.contrast:
            palette = QGuiApplication.palette()
            ground = QPalette.ColorRole.Window if token.endswith("_bg") else None
            role = ground or _SYSTEM_ROLES.get(token, QPalette.ColorRole.WindowText)
            return palette.color(role).name()
        return (DARK if self.dark else LIGHT)[token]

    def px(self, ems: float) -> int:
        """`ems` heights of a line of text in pixels, at least one."""
        return max(1, round(ems * self.em))

    def apply(self, app: QApplication, appearance: str = "system", text_scale: int = 100) -> None:
        """Gives the application font, palette and style sheet.

        `appearance` is "system", "light" or "dark", `text_scale` a percentage.
        """
        self._appearance, self._text_scale = appearance, text_scale
        if not app.styleSheet() and app.style().name() != "fusion":
            app.setStyle("Fusion")
        font = QFont(_family())
        font.setPointSizeF(POINT_SIZE * text_scale / 100)
        app.setFont(font)
        self.em = round(QFontInfo(font).pixelSize() * LINE)
        hints = app.styleHints()
        self.contrast = (
            hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        )
        self.dark = appearance == "dark" or (
            appearance == "system" and hints.colorScheme() == Qt.ColorScheme.Dark
        )
        if self.contrast:
            app.setStyleSheet("")
        else:
            app.setPalette(self._palette())
            app.setStyleSheet(style_sheet(DARK if self.dark else LIGHT, self.em))
        for widget in app.topLevelWidgets():
            refresh_icons(widget)
        self.changed.emit()

    def follow(self, app: QApplication) -> None:
        """Applies the theme anew whenever the system changes its colours."""
        again = lambda *_: self.apply(app, self._appearance, self._text_scale)  # noqa: E731
        app.styleHints().colorSchemeChanged.connect(again)

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _PALETTE:
            palette.setColor(role, self.colour(token))
        for role in (
            QPalette.ColorRole.Text,
            QPalette.ColorRole.WindowText,
            QPalette.ColorRole.ButtonText,
        ):
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("ctl"))
        return palette


THEME = Theme()
"""The one theme of the process."""


@lru_cache(maxsize=1)
def _family() -> str:
    for weight in ("Regular", "Medium", "SemiBold", "Bold"):
        QFontDatabase.addApplicationFont(str(resource("fonts", f"FiraSans-{weight}.ttf")))
    return FAMILY


@lru_cache(maxsize=256)
def _svg(name: str, filled: bool) -> str:
    style = "filled" if filled else "regular"
    return resource("icons", "ui", f"{name}_24_{style}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _drawn(name: str, colour: str, px: int, filled: bool, ratio: float) -> QPixmap:
    coloured = _svg(name, filled).replace("<path ", f'<path fill="{colour}" ')
    picture = QPixmap(round(px * ratio), round(px * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(coloured.encode())).render(painter, QRectF(0, 0, px, px))
    painter.end()
    return picture


def pixmap(
    name: str, colour: str = "text", px: int = 0, *, filled: bool = False, ratio: float = 1.0
) -> QPixmap:
    """An icon as a picture of `px` logical pixels (0: a little more than a line of text)."""
    return _drawn(name, THEME.name_of(colour), px or THEME.px(1.2), filled, ratio)


def icon(name: str, colour: str | None = None, px: int = 0, filled: bool = False) -> QIcon:
    """An icon of the set in `resources/icons/ui`, in a token's colour, sharp on every screen."""
    ratio = QGuiApplication.instance().devicePixelRatio()  # type: ignore[union-attr]
    picture = pixmap(name, colour or "text", px, filled=filled, ratio=ratio)
    made = QIcon(picture)
    # Otherwise Qt tints the icon of what is selected.
    for mode in (QIcon.Mode.Selected, QIcon.Mode.Active):
        made.addPixmap(picture, mode)
    return made


def set_icon(
    button: QAbstractButton, name: str, colour: str = "text", filled: bool = False
) -> None:
    """Gives a button an icon that follows the theme."""
    button.setProperty("themed_icon", [name, colour, filled])
    _draw_icon(button)


def refresh_icons(top: QWidget) -> None:
    """Draws the icons that `set_icon` gave anew."""
    for button in top.findChildren(QAbstractButton):
        if button.property("themed_icon"):
            _draw_icon(button)


def _draw_icon(button: QAbstractButton) -> None:
    name, colour, filled = button.property("themed_icon")
    size = THEME.px(1.2)
    drawn = icon(name, colour, size, filled)
    ratio = button.devicePixelRatioF()
    faded = pixmap(name, "ctl", size, filled=filled, ratio=ratio)
    drawn.addPixmap(faded, QIcon.Mode.Disabled)
    button.setIcon(drawn)
    button.setIconSize(QSize(size, size))
