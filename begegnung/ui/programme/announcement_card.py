"""The box "Bitte vormerken" of the printed programme, written for all coming weeks."""

from PySide6.QtWidgets import QHBoxLayout

from begegnung.services.houses import EditHouse, edit_house, own_centre
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.fields import TextArea, TextField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label

_BOX = "Bitte vormerken"


class AnnouncementCard(Card):
    """Title and text of the box; what is typed stays until it is saved or taken back."""

    def __init__(self, hub: Hub) -> None:
        super().__init__(_BOX)
        self._hub = hub
        self._known = ("", "")
        self.headline = TextField("Überschrift des Kastens")
        self.words = TextArea("Text des Kastens", rows=3)
        form = Form()
        form.add("Überschrift", self.headline)
        form.add("Text", self.words)
        self.save_button = button("Kasten speichern", "save")
        self.reset_button = button("Verwerfen", "arrow_undo")
        self.save_button.clicked.connect(self.save)
        self.reset_button.clicked.connect(self._reset)
        for changed in (self.headline.textChanged, self.words.textChanged):
            changed.connect(self._compare)
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.5))
        row.addWidget(self.save_button)
        row.addWidget(self.reset_button)
        row.addStretch(1)
        self.body.addWidget(label("Steht in einem Kasten auf jedem Wochenprogramm.", "muted"))
        self.body.addWidget(form)
        self.body.addLayout(row)
        self._compare()

    def reload(self) -> None:
        """Shows what is saved, unless something else has been typed."""
        house = self._hub.read(own_centre)
        untouched = self._typed() == self._known
        self._known = (house.announcement_title, house.announcement_text)
        if untouched:
            self._reset()
        self._compare()

    def save(self) -> None:
        """Saves the box for this house."""
        title, text = self._typed()
        values: dict[str, str | None] = {"announcement_title": title, "announcement_text": text}
        said = "Der Kasten ist gespeichert." if title or text else "Der Kasten bleibt leer."
        self._hub.try_act(edit_house, EditHouse(values), said)

    def _typed(self) -> tuple[str, str]:
        return (self.headline.bare(), self.words.bare())

    def _reset(self) -> None:
        self.headline.setText(self._known[0])
        self.words.setPlainText(self._known[1])

    def _compare(self) -> None:
        changed = self._typed() != self._known
        self.save_button.setEnabled(changed)
        self.reset_button.setEnabled(changed)
        self.set_note("noch nicht gespeichert" if changed else "")
