"""Buttons: what they do stands on them as a verb, with the key that does the same."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME, set_icon
from begegnung.ui.widgets.shown import set_shown


def spoken_key(shortcut: str) -> str:
    """A shortcut in German letters: "Ctrl+K" is "Strg+K"."""
    words = (
        ("Ctrl", "Strg"),
        ("Shift", "Umschalt"),
        ("Del", "Entf"),
        ("Ins", "Einfg"),
        ("Left", "Links"),
        ("Right", "Rechts"),
        ("PgUp", "Bild auf"),
        ("PgDown", "Bild ab"),
        ("Home", "Pos1"),
        ("End", "Ende"),
    )
    for english, german in words:
        shortcut = shortcut.replace(english, german)
    return shortcut


def with_key(text: str, shortcut: str) -> str:
    """The text with its key behind it, such as "Person buchen (F2)"."""
    return f"{text} ({spoken_key(shortcut)})" if shortcut else text


def button(
    text: str,
    icon: str = "",
    *,
    kind: str = "",
    shortcut: str = "",
    parent: QWidget | None = None,
) -> QPushButton:
    """A button with a verb; `kind` "primary", "tile", "row" or plain.

    `shortcut` only stands in the text; the key itself belongs to an action of the page.
    """
    # The blank keeps the icon off the first letter; the spoken name has none.
    made = QPushButton((" " if icon else "") + with_key(text, shortcut), parent)
    made.setAutoDefault(False)
    made.setAccessibleName(text)
    if shortcut:
        made.setAccessibleDescription(f"Taste {spoken_key(shortcut)}")
    if kind:
        made.setObjectName(kind)
    if icon:
        colour = {"primary": "on_accent", "tile": "accent", "row": "accent"}.get(kind, "text")
        set_icon(made, icon, colour)
    return made


def action(text: str, shortcut: str = "", parent: QWidget | None = None) -> QAction:
    """An action of a page: give it from `Page.page_actions`, the window takes care of its key."""
    made = QAction(text, parent)
    if shortcut:
        made.setShortcut(QKeySequence(shortcut))
    return made


def action_button(made: QAction, icon: str = "", *, kind: str = "") -> QPushButton:
    """A button that does what an action does, is enabled when it is, and names its key."""
    key = made.shortcut().toString(QKeySequence.SequenceFormat.PortableText)
    pressed = button(made.text(), icon, kind=kind, shortcut=key)
    pressed.clicked.connect(made.trigger)
    pressed.setEnabled(made.isEnabled())
    made.enabledChanged.connect(pressed.setEnabled)
    made.visibleChanged.connect(lambda: set_shown(pressed, made.isVisible()))
    return pressed


class IconButton(QPushButton):
    """A button with an icon only; its name is spoken and shown as a tool tip."""

    def __init__(self, name: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_icon(self, icon)

    @guarded(factory=lambda: QSize(48, 44))
    def sizeHint(self) -> QSize:
        """A finger's breadth."""
        return QSize(THEME.px(2.6), THEME.px(2.2))
