"""A caller who is not in the list yet: noted in place, in the dialog that registers her."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from begegnung.services.duplicates import likely_same
from begegnung.services.people import PersonData
from begegnung.ui.hub import Hub
from begegnung.ui.people.hint import same_person_hint
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.fields import TextField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.message import Message

_HINT_MS = 250


class NewcomerPart(QWidget):
    """Surname, first name and telephone, with a hint while somebody of that name is there.

    What was typed stays until another name is taken over from the search.
    """

    def __init__(self, hub: Hub, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("clear")
        self._hub = hub
        self._taken = ""
        self.same = Message(closable=False)
        self.surname = TextField("Nachname")
        self.first_name = TextField("Vorname")
        self.phone = TextField("Telefon", "für Absagen und wenn ein Platz frei wird")
        self.form = Form()
        self.form.add("Nachname", self.surname, "surname")
        self.form.add("Vorname", self.first_name, "first_name", beside=True)
        self.form.add("Telefon", self.phone, "phone")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.5))
        box.addWidget(self.same)
        box.addWidget(self.form)
        more = "Alles Weitere lässt sich später auf der Seite „Personen“ ergänzen."
        box.addWidget(label(more, "muted"))
        box.addStretch(1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._hint)
        for field in (self.surname, self.first_name, self.phone):
            field.textChanged.connect(lambda _: self._timer.start(_HINT_MS))
        self.setFocusProxy(self.surname)

    def take(self, typed: str) -> None:
        """Takes over what was typed into the search; the same words leave what is there."""
        if typed != self._taken:
            self._taken = typed
            surname, first_name = divided(typed)
            self.surname.setText(surname)
            self.first_name.setText(first_name)
            self.phone.clear()
        self._hint()

    def data(self) -> PersonData:
        """What is typed."""
        return PersonData(self.surname.bare(), self.first_name.bare(), phone=self.phone.bare())

    def next_empty(self) -> TextField:
        """Where the desk goes on typing: the name when it is missing, else the telephone."""
        return next((f for f in (self.surname, self.first_name) if not f.bare()), self.phone)

    def _hint(self) -> None:
        known = (self.surname.bare(), self.first_name.bare(), self.phone.bare())
        sentence = same_person_hint(self._hub.read(likely_same, *known))
        if sentence:
            sentence += " Dann mit Esc zurück und in der Liste wählen."
        if sentence != self.same.text.text():
            self.same.say(sentence, "warn")


def divided(typed: str) -> tuple[str, str]:
    """Surname and first name from what was typed into a search, surname first."""
    words = [word[:1].upper() + word[1:] for word in typed.replace(",", " ").split()]
    return (words[0] if words else ""), " ".join(words[1:])
