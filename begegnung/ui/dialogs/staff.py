"""Who is at the desk: change the user with one key, or add one."""

from PySide6.QtWidgets import QWidget

from begegnung.model.roles import ROLES
from begegnung.services.staff import AddStaff, add_staff
from begegnung.ui.dialogs.pin import PinDialog
from begegnung.ui.dialogs.staff_list import StaffDialog
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.signing_in.who import WhoIsIt
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown


class UserDialog(Dialog):
    """The users of the house to choose from; whoever looks after them can add one here."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Wer sitzt am Empfang?", parent, verb="Anmelden", icon="person", width=34)
        self.hub = hub
        self._signed_in = False
        self.body.addWidget(
            label("Ihr Name steht dann im Verlauf bei allem, was Sie eintragen.", "muted")
        )
        self.who = WhoIsIt(hub)
        self.list = self.who.list
        self.who.confirmed.connect(self.try_confirm)
        self.body.addWidget(self.who)
        card = Card("Neu hier?")
        self.name = TextField("Name", "z. B. Vorname Nachname")
        self.role = ChoiceField("Aufgabe", ROLES.items())
        self.form.add("Name", self.name, "name")
        self.form.add("Aufgabe", self.role, "role", beside=True)
        card.body.addWidget(self.form)
        set_shown(card, hub.desk.may("staff.add_staff"))
        self.body.addWidget(card)
        self.name.textChanged.connect(self._name_verb)
        self.own_pin = button("Eigene PIN …", "key")
        self.own_pin.clicked.connect(lambda: PinDialog(hub, self).open())
        self.manage = button("Mitarbeitende verwalten …")
        self.manage.clicked.connect(self._manage)
        self.buttons.insertWidget(0, self.own_pin)
        self.buttons.insertWidget(1, self.manage)
        set_shown(self.own_pin, hub.desk.actor is not None)
        set_shown(self.manage, hub.desk.may("staff.edit_staff"))
        if self.who.person() is None:
            self.name.setFocus()
        else:
            self.who.go_to_input()

    def confirm(self) -> None:
        """Signs in the new user when a name is typed, the chosen one otherwise."""
        if self.name.bare() or self.who.person() is None:
            request = AddStaff(self.name.bare(), self.role.value())
            staff_id = self.hub.act(add_staff, request).value
            self.hub.sign_in(staff_id)
            self._signed_in, name = True, request.name
        else:
            chosen = self.who.person()
            self._signed_in = self.who.try_sign_in()
            name = chosen.name if chosen else ""
        if self._signed_in:
            self.hub.said.emit(f"Angemeldet: {name}", False)

    @guarded()
    def accept(self) -> None:
        """Closes once somebody is signed in."""
        if self._signed_in:
            super().accept()

    def _manage(self) -> None:
        opened = StaffDialog(self.hub, self)
        opened.finished.connect(lambda _: self.who.reload())
        opened.open()

    def _name_verb(self) -> None:
        text = "Anlegen und anmelden" if self.name.bare() else "Anmelden"
        self.primary.setText(f" {text}")
        self.primary.setAccessibleName(text)
