"""Two colours: a prepared pair by its name, or colours of one's own."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from begegnung.model.contrast import Use, colour_from_text
from begegnung.model.house_look import PAIRS
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.shown import set_shown

USES: tuple[Use, ...] = ("ink", "accent")
_NAMES: dict[Use, str] = {"ink": "Hauptfarbe", "accent": "Zweite Farbe"}
_HINTS: dict[Use, str] = {
    "ink": "Titel, Tage, Balken",
    "accent": "Datum, Rahmen des Kastens",
}
_OWN = "own"
_WHOLE = 7
"""Letters of a colour that was typed to its end."""


class Swatch(QLabel):
    """Colours beside each other, for the eye; their names stand beside it."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(QSize(THEME.px(2.4), THEME.px(2.0)))

    def show_colours(self, *colours: str) -> None:
        """Shows these colours; none: an empty frame."""
        self.setPixmap(_painted(colours, self.width(), self.height(), self.devicePixelRatioF()))


def _painted(colours: tuple[str, ...], width: int, height: int, ratio: float) -> QPixmap:
    picture = QPixmap(round(width * ratio), round(height * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    for number, colour in enumerate(colours):
        left, right = (width * n // len(colours) for n in (number, number + 1))
        painter.fillRect(left, 0, right - left, height, QColor(colour))
    painter.setPen(THEME.colour("ctl"))
    painter.drawRect(0, 0, width - 1, height - 1)
    painter.end()
    return picture


class ColourField(QWidget):
    """A colour to be typed, its swatch, and a button that takes a darker one where it is needed.

    `edited`: the text is another one.
    """

    edited = Signal()

    def __init__(self, use: Use) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._proposal = ""
        self.field = TextField(_NAMES[use], "z. B. #13294B")
        self.field.setMaxLength(16)
        self.setFocusProxy(self.field)
        self.setAccessibleName(_NAMES[use])
        self.swatch = Swatch()
        self.darker: QPushButton = button("Dunkleres nehmen", "checkmark_circle")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(THEME.px(0.4))
        row.addWidget(self.swatch)
        row.addWidget(self.field, 1)
        row.addWidget(self.darker)
        self.darker.clicked.connect(self._take_darker)
        self.field.textChanged.connect(self._show)
        self.propose("")
        self._show()

    def _show(self) -> None:
        colour = self.colour()
        self.swatch.show_colours(*((colour,) if colour else ()))
        self.edited.emit()

    def colour(self) -> str:
        """The colour in its usual spelling, "" where the text is none."""
        try:
            return colour_from_text(self.field.text())
        except ValueError:
            return ""

    @property
    def unfinished(self) -> bool:
        """Whether somebody is still typing."""
        return self.field.hasFocus() and len(self.field.bare()) < _WHOLE

    def propose(self, colour: str) -> None:
        """Offers a darker colour; "" offers nothing."""
        self._proposal = colour
        self.darker.setAccessibleDescription(colour)
        if not colour and self.darker.hasFocus():
            self.field.setFocus()
        set_shown(self.darker, bool(colour))

    def _take_darker(self) -> None:
        self.field.setText(self._proposal)


class ColourChoice(QWidget):
    """The pairs, and the two colours; `edited`: a colour is another one."""

    edited = Signal()

    def __init__(self, form: Form) -> None:
        """Places its inputs in `form`, the colours under the names of their columns."""
        super().__init__()
        self.pair = ChoiceField("Farben")
        self.fields: dict[Use, ColourField] = {use: ColourField(use) for use in USES}
        size = QSize(THEME.px(2.4), THEME.px(1.2))
        self.pair.setIconSize(size)
        for pair in PAIRS:
            icon = QIcon(_painted((pair.ink, pair.accent), size.width(), size.height(), 1.0))
            self.pair.addItem(icon, pair.name, (pair.ink, pair.accent))
        self.pair.addItem("Eigene Farben", _OWN)
        form.add("Farben", self.pair, "pair")
        for use, field in self.fields.items():
            form.add(_NAMES[use], field, use, hint=_HINTS[use])
        self.pair.activated.connect(lambda _: self._take_pair())
        for field in self.fields.values():
            field.edited.connect(self._follow)

    def set_values(self, values: dict[Use, str]) -> None:
        """Shows colours."""
        for use, field in self.fields.items():
            field.field.setText(values[use])

    def values(self) -> dict[str, str]:
        """What is typed, by column."""
        return {use: field.field.bare() for use, field in self.fields.items()}

    def _take_pair(self) -> None:
        chosen = self.pair.value()
        if chosen == _OWN:
            self.fields["ink"].field.setFocus()
            self.fields["ink"].field.selectAll()
            return
        self.set_values(dict(zip(USES, chosen, strict=True)))

    def _follow(self) -> None:
        typed = tuple(self.fields[use].colour() for use in USES)
        known = {(pair.ink, pair.accent) for pair in PAIRS}
        self.pair.set_value(typed if typed in known else _OWN)
        self.edited.emit()
