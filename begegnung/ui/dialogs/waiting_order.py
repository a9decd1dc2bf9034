"""Another place on the waiting list, or a place above the number: never without a reason."""

from PySide6.QtWidgets import QWidget

from begegnung.model.names import full_name
from begegnung.model.rows import BookingLine
from begegnung.services.waiting import GivePlace, Reorder, give_place, reorder
from begegnung.ui.booking.moving_up import moved_up
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.labels import label

_WHERE = (
    ("front", "nach vorn"),
    ("back", "ans Ende"),
    ("place", "auf einen Platz, über die Zahl hinaus"),
)
_EXPLAINED = (
    "Die Reihenfolge der Anmeldung gilt für alle. Wer sie ändert oder einen Platz mehr vergibt, "
    "schreibt den Grund dazu; er steht bei „Warum?“."
)


class WaitingOrderDialog(Dialog):
    """Asks where to and why."""

    def __init__(
        self, hub: Hub, parent: QWidget | None, booking: BookingLine, offer_id: str, title: str
    ) -> None:
        super().__init__("Reihenfolge ändern", parent, verb="Ändern", icon="arrow_swap", width=32)
        self._hub, self._booking, self._offer_id = hub, booking, offer_id
        self._name = full_name(booking.surname, booking.first_name)
        self.body.addWidget(label(f"{self._name} · {title}", "strong"))
        self.body.addWidget(label(_EXPLAINED, "muted"))
        self.where = ChoiceField("Wohin", _WHERE)
        self.reason = TextField("Grund")
        self.form.add("Wohin", self.where, "where")
        self.form.add("Grund", self.reason, "reason")
        self.body.addWidget(self.form)
        self.where.setFocus()

    def confirm(self) -> None:
        """Changes the order, or gives a place that is none of the free ones."""
        where, reason = self.where.value(), self.reason.bare()
        if where == "place":
            said = f"{self._name} hat einen Platz, über die Zahl hinaus. Bitte anrufen."
            self._hub.act(give_place, GivePlace(self._booking.id, reason), said)
            return
        to_front = where == "front"
        place = "nach vorn gestellt" if to_front else "ans Ende gestellt"

        def sentence(moved: tuple[str, ...]) -> str:
            return f"{self._name} ist {place}.{moved_up(self._hub, self._offer_id, moved)}"

        self._hub.act(reorder, Reorder(self._booking.id, reason, to_front), sentence)
