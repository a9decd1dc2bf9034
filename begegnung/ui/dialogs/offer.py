"""The form of an offer: a new one with its dates, or the data of one that is there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Refusal
from begegnung.model.names import full_name
from begegnung.model.rows import OfferCard
from begegnung.services.bookings import bookings_of
from begegnung.services.house_calendar import house_calendar
from begegnung.services.houses import rooms
from begegnung.services.offers import (
    AddOffer,
    EditOffer,
    Planned,
    PlannedSeries,
    add_offer,
    edit_offer,
    offer_card,
)
from begegnung.services.plan import availability
from begegnung.services.present import today_of
from begegnung.texts import counted, german
from begegnung.ui.hub import Hub
from begegnung.ui.offers.check import RoomCheck
from begegnung.ui.offers.fields import OfferFields
from begegnung.ui.offers.slot import ELSEWHERE
from begegnung.ui.offers.when import WhenFields
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField, Tick
from begegnung.ui.widgets.form import Form


class OfferDialog(Dialog):
    """A form in two parts: what it is, and when and where it takes place.

    For a new offer the dates are planned at once where the words give any; an offer that is there
    keeps its dates, "Termine planen" gives it more. `added` is the identifier of a new offer.
    """

    def __init__(self, hub: Hub, parent: QWidget | None, offer_id: str = "") -> None:
        self._card: OfferCard | None = hub.read(offer_card, offer_id) if offer_id else None
        title = f"Bearbeiten: {self._card.title}" if self._card else "Neues Angebot"
        verb = "Speichern" if self._card else "Anlegen"
        super().__init__(title, parent, verb=verb, icon="save", width=62)
        self.hub = hub
        self.added = ""
        self.fields = OfferFields(self.form)
        self.second = Form()
        self._rooms = {row.id: row.name for row in hub.read(rooms)}
        choices: list[tuple[str | None, str]] = [*self._rooms.items(), (None, ELSEWHERE)]
        self.room = ChoiceField("Raum", choices)
        self.room.setCurrentIndex(0)
        self.place = TextField("Ort", "z. B. Westfalenpark, Eingang")
        self.wording = TextField("Findet statt", "z. B. jeden Mittwoch 14 bis 16 Uhr")
        self.when: WhenFields | None = None
        self.check = RoomCheck()
        self._add_when()
        self._lay_out()
        if self._card is not None:
            self._show(self._card)
        self.room.currentIndexChanged.connect(self._refresh)
        self._refresh()
        self.fields.title.setFocus()

    def _add_when(self) -> None:
        if self._card is None:
            calendar = self.hub.read(house_calendar)
            self.when = WhenFields(self.second, today_of(self.hub.desk.now_ms()), calendar)
            self.wording = self.when.words
            self.when.changed.connect(self._refresh)
            self.check.leave_out.connect(self.when.leave_out)
            self.check.room_wanted.connect(self.room.set_value)
        else:
            self.second.add("Findet statt", self.wording, "wording", hint="so steht es im Programm")
        self.second.add("Raum", self.room, "room")
        if self.when is not None:
            self.second.place(self.when.holidays, beside=True)
        self._place_row = self.second.add("Ort", self.place, "place")
        self.move_dates = Tick("auch alle kommenden Termine verlegen")
        self.move_dates.setChecked(True)
        self.second.place(self.move_dates)
        # Faults of both parts are shown beside their inputs.
        self.form.rows.update(self.second.rows)

    def _lay_out(self) -> None:
        left, right = Card("Was"), Card("Wann und wo")
        left.body.addWidget(self.form, 0, Qt.AlignmentFlag.AlignTop)
        right.body.addWidget(self.second, 0, Qt.AlignmentFlag.AlignTop)
        left.body.addStretch(1)
        if self._card is None:
            right.body.addWidget(self.check, 1)
        else:
            right.body.addStretch(1)
        columns = Columns(50)
        columns.add(left)
        columns.add(right)
        self.body.addWidget(columns, 1)

    def _show(self, card: OfferCard) -> None:
        self.fields.show_card(card)
        self.wording.setText(card.wording)
        self.room.set_value(card.room_id)
        self.place.setText(card.place)

    def _refresh(self) -> None:
        room_id = self.room.value()
        self._place_row.setVisible(room_id is None)
        self.move_dates.setVisible(self._card is not None and room_id != self._card.room_id)
        if self.when is None:
            return
        self.when.explain()
        if not self.wording.bare():
            self.check.say("Ohne Angabe wird das Angebot ohne Termine angelegt.", "muted")
            return
        try:
            wanted = self.when.wish()
        except Refusal as error:
            self.check.say(german(error), "warn")
            return
        found = self.hub.read(availability, room_id, wanted.slots)
        self.check.show_check(wanted, found, self._rooms.get(room_id, ""))

    def confirm(self) -> None:
        """Writes the offer."""
        room_id = self.room.value()
        place = "" if room_id else self.place.bare()
        data = self.fields.data(self.wording.bare(), room_id, place)
        if self._card is None:
            done = self.hub.act(add_offer, AddOffer(data, self._series()), self._said)
            self.added = done.value.offer_id
        else:
            moving = room_id != self._card.room_id and self.move_dates.isChecked()
            request = EditOffer(self._card.id, data, moving)
            self.hub.act(edit_offer, request, self._said_edited)

    def _series(self) -> tuple[PlannedSeries, ...]:
        """The dates to plan; none where the words give none, or nothing is typed."""
        if self.when is None or self.when.understanding().status in ("empty", "text"):
            return ()
        return self.when.wish().planned

    def _said(self, done: Planned) -> str:
        title = self.fields.title.bare()
        if not done.dates:
            return f"{title} ist angelegt, Termine fehlen noch"
        return f"{title} ist angelegt: {counted(done.dates, 'Termin', 'Termine')}"

    def _said_edited(self, moved: tuple[str, ...]) -> str:
        title = self.fields.title.bare()
        if not moved or self._card is None:
            return f"{title} ist geändert"
        lines = {line.id: line for line in self.hub.read(bookings_of, self._card.id)}
        names = [full_name(lines[i].surname, lines[i].first_name) for i in moved if i in lines]
        return f"{title} ist geändert. Nachgerückt: {', '.join(names)}"
