"""On the card of a person: who shares her telephone, what she agreed to, which entries were one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from begegnung.model.names import full_name
from begegnung.services.consents import PURPOSES
from begegnung.services.person_ties import MergedEntry, PersonTies
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown


class TiesView(QWidget):
    """Three facts, each with a button that opens its dialog.

    `household_wanted()`, `consents_wanted()`, `split_wanted()`: a button was pressed.
    """

    household_wanted = Signal()
    consents_wanted = Signal()
    split_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.3))
        self.household, self.consents, self.merged = label(), label(), label()
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(THEME.px(0.8))
        self._facts.setVerticalSpacing(THEME.px(0.2))
        self._facts.setColumnStretch(1, 1)
        self._captions = [
            self._fact(row, name, value)
            for row, (name, value) in enumerate(
                (
                    ("Gehört zusammen mit", self.household),
                    ("Einwilligungen", self.consents),
                    ("Zusammengeführt aus", self.merged),
                )
            )
        ]
        box.addLayout(self._facts)
        self.household_button = button("Haushalt", "home")
        self.consents_button = button("Einwilligungen", "clipboard_checkmark")
        self.split_button = button("Wieder trennen", "arrow_swap")
        self.household_button.clicked.connect(self.household_wanted)
        self.consents_button.clicked.connect(self.consents_wanted)
        self.split_button.clicked.connect(self.split_wanted)
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.4))
        for made in (self.household_button, self.consents_button, self.split_button):
            row.addWidget(made)
        row.addStretch(1)
        box.addLayout(row)

    def _fact(self, row: int, name: str, value: QWidget) -> QWidget:
        caption = label(name, "muted")
        caption.setWordWrap(False)
        self._facts.addWidget(caption, row, 0)
        self._facts.addWidget(value, row, 1)
        return caption

    def show_ties(self, person_id: str, ties: PersonTies) -> None:
        """Shows the ties of a person."""
        texts = (_household_text(person_id, ties), _consents_text(ties), _merged_text(ties.merged))
        values = (self.household, self.consents, self.merged)
        for caption, value, text in zip(self._captions, values, texts, strict=True):
            value.setText(text)
            set_shown(caption, bool(text))
            set_shown(value, bool(text))
        set_shown(self.split_button, bool(ties.merged))


def _household_text(person_id: str, ties: PersonTies) -> str:
    if ties.household is None:
        return ""
    others = [
        full_name(line.surname, line.first_name)
        for line in ties.household.members
        if line.id != person_id
    ]
    if not others:
        return ""
    phone = f" · Telefon {ties.household.phone}" if ties.household.phone else ""
    return f"{', '.join(others)}{phone}"


def _consents_text(ties: PersonTies) -> str:
    in_force = [line.purpose for line in ties.consents if line.revoked_on is None]
    return ", ".join(german for purpose, german in PURPOSES.items() if purpose in in_force)


def _merged_text(merged: tuple[MergedEntry, ...]) -> str:
    return ", ".join(entry_name(entry) for entry in merged)


def entry_name(entry: MergedEntry) -> str:
    """An entry that was made one with another: "Gerd Mueller (geb. 1950)"."""
    name = full_name(entry.surname, entry.first_name)
    return f"{name} (geb. {entry.birth_year})" if entry.birth_year else name
