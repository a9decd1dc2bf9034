"""The inputs for what can be asked of a paper."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from begegnung.services.houses import rooms
from begegnung.services.offers import offer_list
from begegnung.services.present import today_of
from begegnung.services.printing.asked import Option
from begegnung.texts.papers import CHOICE_WORDS, FIELD_WORDS
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.fields import ChoiceField, DateField, TextField
from begegnung.ui.widgets.form import Form

Inputs = ChoiceField | DateField | TextField


class OptionFields(QWidget):
    """The inputs of one paper; `changed` when something was chosen or typed.

    What is asked of several papers keeps its value when another paper is chosen.
    """

    changed = Signal()

    def __init__(self, hub: Hub) -> None:
        super().__init__()
        self.setObjectName("clear")
        self._hub = hub
        self._kept: dict[str, str] = {}
        self._kinds: dict[str, str] = {}
        self.inputs: dict[str, Inputs] = {}
        self.form = Form()
        self._box = QVBoxLayout(self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self.form)

    def keep(self, typed: dict[str, str]) -> None:
        """Values to begin with, by option."""
        self._kept |= typed

    def take(self, typed: dict[str, str]) -> None:
        """Values in place of those that are chosen, by option."""
        self._kept |= self.typed() | typed
        self.inputs = {}

    def show_options(self, options: Sequence[Option]) -> None:
        """Shows the inputs of another paper."""
        self._kept |= self.typed()
        self.inputs = {}
        self._kinds = {option.name: option.kind for option in options}
        old, self.form = self.form, Form()
        self._box.replaceWidget(old, self.form)
        old.hide()
        old.deleteLater()
        for option in options:
            field = self._made(option)
            self.inputs[option.name] = field
            empty = not option.required and option.kind in ("day", "text")
            hint = "kann leer bleiben" if empty else ""
            self.form.add(FIELD_WORDS[option.name], field, option.name, hint=hint)

    def typed(self) -> dict[str, str]:
        """What is chosen and typed, as the register takes it; raises `Invalid` for no day."""
        return {name: _text_of(field) for name, field in self.inputs.items()}

    def _made(self, option: Option) -> Inputs:
        name = FIELD_WORDS[option.name]
        kept = self._kept.get(option.name, "") or option.default
        if option.kind in ("day", "week"):
            day = DateField(name, today_of(self._hub.desk.now_ms()), option.name)
            if kept:
                day.set_value(date.fromisoformat(kept))
            elif option.kind == "week":
                day.set_value(today_of(self._hub.desk.now_ms()))
            day.textChanged.connect(self.changed)
            return day
        choices = self._choices(option)
        if choices is None:
            line = TextField(name)
            line.setText(kept)
            line.textChanged.connect(self.changed)
            return line
        choice = ChoiceField(name, choices)
        narrow(choice)
        choice.set_value(kept)
        choice.currentIndexChanged.connect(self.changed)
        return choice

    def _choices(self, option: Option) -> list[tuple[str, str]] | None:
        """What can be chosen; None for what is typed."""
        if option.kind == "choice":
            return [(one, CHOICE_WORDS[option.name, one]) for one in option.choices]
        if option.kind == "offer":
            lines = self._hub.read(offer_list)
            empty = [] if option.required else [("", "keines")]
            return [*empty, *((line.id, line.title) for line in lines)]
        if option.kind == "room":
            return [("", "alle Räume"), *((room.name, room.name) for room in self._hub.read(rooms))]
        return None


def narrow(choice: ChoiceField) -> None:
    """Lets a choice be narrower than its longest text: the preview needs the room."""
    choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    choice.setMinimumContentsLength(14)


def _text_of(field: QWidget) -> str:
    if isinstance(field, DateField):
        value: date | None = field.value()
        return "" if value is None else value.isoformat()
    if isinstance(field, ChoiceField):
        return str(field.value() or "")
    if isinstance(field, QLineEdit):
        return field.text().strip()
    return field.currentText() if isinstance(field, QComboBox) else ""
