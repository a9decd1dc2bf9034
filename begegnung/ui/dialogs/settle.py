"""Two desks wrote different values without knowing of each other: somebody chooses."""

from PySide6.QtWidgets import QWidget

from begegnung.services.clashes import Settle, ValueClash, settle
from begegnung.ui.exchange.clash_words import choice_entries, column_words, value_words
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import LineList


class SettleDialog(Dialog):
    """The values of one clash to choose from; the decision can be undone."""

    def __init__(self, hub: Hub, clash: ValueClash, parent: QWidget) -> None:
        super().__init__("Angabe wählen", parent, verb="Diese Angabe behalten", width=32)
        self._hub, self._clash = hub, clash
        self.body.addWidget(label(f"{clash.subject} – {column_words(clash)}", "strong"))
        self.body.addWidget(
            label(
                "An zwei PCs wurde Verschiedenes eingetragen, ohne voneinander zu wissen. "
                "Ihre Wahl gilt danach auf allen PCs.",
                "muted",
            )
        )
        self.choices = LineList("Angaben zur Wahl")
        self.choices.show_lines(choice_entries(clash, hub.desk.now_ms()))
        self.choices.setMinimumHeight(THEME.px(0.4 + 2.95 * min(len(clash.values), 4)))
        self.choices.opened.connect(lambda _: self.try_confirm())
        self.body.addWidget(self.choices, 1)
        self.choices.setFocus()

    def confirm(self) -> None:
        """Decides for the current value."""
        choice = int(self.choices.current_key())
        value = value_words(self._clash, self._clash.values[choice][0])
        said = f"Geklärt: {self._clash.subject}, {column_words(self._clash)} {value}."
        self._hub.act(settle, Settle(self._clash.n, choice), said)
