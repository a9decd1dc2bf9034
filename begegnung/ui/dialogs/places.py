"""Another number of places for a registration."""

from PySide6.QtWidgets import QWidget

from begegnung.model.names import full_name
from begegnung.model.rows import BookingLine, OfferCard
from begegnung.services.bookings import SetPlaces, set_places
from begegnung.texts import counted
from begegnung.ui.booking.moving_up import moved_up
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import label


class PlacesDialog(Dialog):
    """Asks how many places; the price follows."""

    def __init__(
        self, hub: Hub, parent: QWidget | None, booking: BookingLine, card: OfferCard
    ) -> None:
        super().__init__("Plätze ändern", parent, verb="Ändern", icon="edit", width=28)
        self._hub, self._booking, self._card = hub, booking, card
        self._name = full_name(booking.surname, booking.first_name)
        self.body.addWidget(label(f"{self._name} · {card.title}", "strong"))
        most = max(card.most_places, booking.places)
        self.places = ChoiceField(
            "Plätze", ((n, counted(n, "Platz", "Plätze")) for n in range(1, most + 1))
        )
        self.places.set_value(booking.places)
        self.form.add("Plätze", self.places, "places")
        self.body.addWidget(self.form)
        self.body.addWidget(label("Der Betrag ändert sich mit.", "muted"))
        self.places.setFocus()

    def confirm(self) -> None:
        """Changes the places."""
        places = self.places.value()

        def said(moved: tuple[str, ...]) -> str:
            up = moved_up(self._hub, self._card.id, moved)
            number = counted(places, "Platz", "Plätze")
            return f"{self._name}: {number} · {self._card.title}.{up}"

        self._hub.act(set_places, SetPlaces(self._booking.id, places), said)
