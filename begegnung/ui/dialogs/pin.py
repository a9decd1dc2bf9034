"""The own PIN, and setting somebody's back who forgot it."""

from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Invalid
from begegnung.model.rows import StaffLine
from begegnung.services.staff import ChangePin, ResetPin, change_pin, reset_pin, staff
from begegnung.ui.hub import Hub
from begegnung.ui.signing_in.who import PinField
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label


class PinDialog(Dialog):
    """A new PIN of the signed-in user, typed twice; the old one first when there is one."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        me = next((line for line in hub.read(staff) if line.id == hub.desk.actor), None)
        verb = "PIN speichern" if me else ""
        super().__init__("Eigene PIN", parent, verb=verb, icon="save", width=32)
        self.hub, self.me = hub, me
        self.old = PinField("Bisherige PIN")
        self.new, self.again = PinField("Neue PIN"), PinField("Neue PIN noch einmal")
        if me is None:
            self.body.addWidget(label("Bitte zuerst mit Strg+U den eigenen Namen wählen."))
            return
        self.body.addWidget(
            label(
                f"{me.name}: Mit einer PIN kann niemand anderes unter Ihrem Namen arbeiten, "
                "und der Bildschirm sperrt sich, wenn niemand da ist. "
                "Bleiben beide Felder leer, gilt keine PIN.",
                "muted",
            )
        )
        if me.has_pin:
            self.form.add("Bisherige PIN", self.old, "old_pin")
        self.form.add("Neue PIN", self.new, "new_pin")
        self.form.add("Neue PIN noch einmal", self.again, "pin_again")
        self.body.addWidget(self.form)
        (self.old if me.has_pin else self.new).setFocus()

    def confirm(self) -> None:
        """Sets the new PIN, or takes the old one away."""
        if self.me is None:
            return
        if self.new.text() != self.again.text():
            raise Invalid("pin_again", "pins_differ")
        if not self.new.text() and not self.me.has_pin:
            raise Invalid("new_pin", "missing")
        said = "Ihre PIN ist gespeichert" if self.new.text() else "Sie haben jetzt keine PIN mehr"
        self.hub.act(change_pin, ChangePin(self.me.id, self.old.text(), self.new.text()), said)


class ResetPinDialog(Dialog):
    """Takes the PIN of a user away, or gives her one to begin with."""

    def __init__(self, hub: Hub, parent: QWidget | None, line: StaffLine) -> None:
        super().__init__("PIN zurücksetzen", parent, verb="Zurücksetzen", icon="key", width=32)
        self.hub, self.line = hub, line
        self.body.addWidget(label(line.name, "strong"))
        self.body.addWidget(
            label(
                "Leer lassen: Die Anmeldung geht ohne PIN, bis eine neue festgelegt ist. Oder eine "
                "PIN zum Anfangen eintragen und weitersagen.",
                "muted",
            )
        )
        self.pin = PinField("PIN zum Anfangen")
        self.form.add("PIN zum Anfangen", self.pin, "pin", hint="freiwillig")
        self.body.addWidget(self.form)
        self.pin.setFocus()

    def confirm(self) -> None:
        """Resets the PIN."""
        said = f"PIN zurückgesetzt: {self.line.name}"
        self.hub.act(reset_pin, ResetPin(self.line.id, self.pin.text()), said)
