"""Light or dark, and how large the letters are, on this PC."""

from dataclasses import replace

from PySide6.QtWidgets import QApplication, QWidget

from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField

_APPEARANCES = (("system", "wie Windows"), ("light", "hell"), ("dark", "dunkel"))
_SCALES = ((100, "normal"), (115, "größer"), (130, "groß"), (150, "sehr groß"))


class AppearanceDialog(Dialog):
    """Takes effect at once when confirmed; window sizes follow at the next start."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Darstellung", parent, verb="Übernehmen", width=26)
        self.hub = hub
        self.appearance = ChoiceField("Farben", _APPEARANCES)
        self.appearance.set_value(hub.settings.appearance)
        self.scale = ChoiceField("Schriftgröße", _SCALES)
        self.scale.set_value(hub.settings.text_scale)
        self.form.add("Farben", self.appearance)
        self.form.add("Schriftgröße", self.scale)
        self.body.addWidget(self.form)
        self.appearance.setFocus()

    def confirm(self) -> None:
        """Keeps the choice and shows it."""
        look, scale = self.appearance.value(), self.scale.value()
        self.hub.keep(replace(self.hub.settings, appearance=look, text_scale=scale))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            THEME.apply(app, look, scale)
