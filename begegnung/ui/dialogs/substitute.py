"""Somebody else takes the place (Ersatzperson), with what was paid for it."""

from PySide6.QtWidgets import QWidget

from begegnung.model.booking_errors import WaitingListFirst
from begegnung.model.errors import Refusal, Trouble
from begegnung.model.names import full_name
from begegnung.model.rows import BookingLine
from begegnung.services.transfers import Moved, Substitute, substitute
from begegnung.texts import money
from begegnung.ui.booking.who import WhoPart
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import TextField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label


class SubstituteDialog(Dialog):
    """Asks who takes the place; a reason only while others wait for one."""

    def __init__(self, hub: Hub, parent: QWidget | None, booking: BookingLine, title: str) -> None:
        super().__init__("Ersatzperson", parent, verb="Platz geben", icon="arrow_swap", width=38)
        self._hub, self._booking, self._title = hub, booking, title
        self._name = full_name(booking.surname, booking.first_name)
        self._new = ""
        self.body.addWidget(label(f"Wer kommt statt {self._name}? · {title}", "strong"))
        if booking.paid_cents:
            paid = f"Bezahlt sind {money(booking.paid_cents)}. Das gilt dann für die Ersatzperson."
            self.body.addWidget(label(paid))
        self.who = WhoPart(hub)
        self.who.picked.connect(self.try_confirm)
        self.who.switched.connect(self._follow)
        self.body.addWidget(self.who, 1)
        self.reason = TextField("Grund", "z. B. Ehepartner, gemeinsam verabredet")
        self._waiting = Form()
        self._waiting.add("Grund", self.reason, "reason")
        self._waiting.hide()
        self._outer.insertWidget(self._outer.indexOf(self.refusal) + 1, self._waiting)
        self.form = self.who.form
        self.who.setFocus()

    def try_confirm(self) -> None:
        """Gives the place; stays for the form of a newcomer."""
        self._new = ""
        if self.attempt(self.confirm) and self._new:
            self.accept()

    def confirm(self) -> None:
        """Gives the place to the one who was chosen."""
        person = self.who.take()
        if person is None:
            return
        request = Substitute(self._booking.id, person.person_id, self.reason.bare())

        def said(done: Moved) -> str:
            paid = f", {money(done.carried_cents)} gehen mit" if done.carried_cents else ""
            return f"{person.name} kommt statt {self._name}: {self._title}{paid}"

        self._hub.act(substitute, request, said)
        self._new = person.person_id

    def show_refusal(self, error: Refusal | Trouble) -> None:
        """Asks for the reason where others wait."""
        super().show_refusal(error)
        if isinstance(error, WaitingListFirst):
            self._waiting.show()
            self.reason.setFocus()

    @guarded()
    def reject(self) -> None:
        """Esc leaves; from the form of a newcomer it goes back to the search first."""
        if self.who.noting:
            self.who.back()
        else:
            super().reject()

    def _follow(self) -> None:
        self.rename_primary("Anlegen, Platz geben" if self.who.noting else "Platz geben")
        self.fit()
