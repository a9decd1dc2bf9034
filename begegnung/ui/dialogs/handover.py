"""Übergabe: a note for whoever sits at the desk tomorrow, or on another day."""

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Invalid
from begegnung.model.handover_rows import HandoverLine
from begegnung.services.handover import AddNote, EditNote, add_note, edit_note
from begegnung.services.present import today_of
from begegnung.texts import short_date
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import DateField, TextArea
from begegnung.ui.widgets.labels import label


class HandoverDialog(Dialog):
    """Day and text of a note; `note` is one that is to be changed."""

    def __init__(self, hub: Hub, parent: QWidget | None, note: HandoverLine | None = None) -> None:
        title = "Übergabe ändern" if note else "Übergabe schreiben"
        super().__init__(title, parent, verb="Speichern", icon="save", width=34)
        self.hub, self.note = hub, note
        today = today_of(hub.desk.now_ms())
        self.body.addWidget(
            label("Das steht an diesem Tag auf der Seite „Heute“, bis es erledigt ist.", "muted")
        )
        self.text = TextArea("Was ist wichtig?", rows=5)
        self.text.setPlaceholderText("z. B. Der Schlüssel vom Werkraum liegt im Fach 3.")
        self.day = DateField("Für welchen Tag", today)
        self.day.set_value(note.for_day if note else today + timedelta(days=1))
        self.form.add(
            "Was ist wichtig?", self.text, "note", hint="Bitte keine Angaben zur Gesundheit"
        )
        self.form.add("Für welchen Tag", self.day, "day")
        self.body.addWidget(self.form)
        if note:
            self.text.setPlainText(note.text)
        self.text.setFocus()

    def confirm(self) -> None:
        """Leaves the note."""
        day = self.day.value()
        if day is None:
            raise Invalid("day", "missing")
        said = f"Übergabe gespeichert für {short_date(day)}"
        if self.note is None:
            self.hub.act(add_note, AddNote(day, self.text.bare()), said)
        else:
            self.hub.act(edit_note, EditNote(self.note.id, day, self.text.bare()), said)
