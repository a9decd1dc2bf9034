"""Occupying a room: what, when, which room, checked while typing."""

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Ambiguous, Invalid, Refusal
from begegnung.model.local_time import day_of
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import OfferCard
from begegnung.services.dates import AddDate, add_date
from begegnung.services.house_calendar import house_calendar
from begegnung.services.houses import rooms
from begegnung.services.offers import (
    AddOffer,
    OfferData,
    PlanSeries,
    add_offer,
    offer_card,
    plan_series,
)
from begegnung.services.plan import availability
from begegnung.services.planning import Planned
from begegnung.services.present import today_of
from begegnung.texts import counted, german, short_date
from begegnung.ui.hub import Hub
from begegnung.ui.offers.check import RoomCheck
from begegnung.ui.offers.planning import Wish
from begegnung.ui.offers.slot import ELSEWHERE
from begegnung.ui.offers.what import What, WhatField
from begegnung.ui.offers.when import WhenFields
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, NumberField, TextField
from begegnung.ui.widgets.labels import label


class OccupyDialog(Dialog):
    """Plans dates of a new offer or of one that is there, in a room that has to be free.

    `day` with `times` (minutes of the day) or `words` say when; `days` from when until when.
    """

    def __init__(
        self,
        hub: Hub,
        parent: QWidget | None,
        *,
        room_id: str | None = None,
        day: date | None = None,
        times: tuple[int | None, int | None] = (None, None),
        offer_id: str | None = None,
        words: str = "",
        days: tuple[date, date] | None = None,
    ) -> None:
        title = "Termine planen" if offer_id else "Raum belegen"
        super().__init__(title, parent, verb="Eintragen", icon="calendar_add", width=58)
        self.hub = hub
        self._rooms = {row.id: row.name for row in hub.read(rooms)}
        self._card: OfferCard | None = None
        # A room that somebody chose stays, whatever offer is taken afterwards.
        self._room_chosen = room_id is not None
        self._fill()
        self._build()
        if offer_id is not None:
            self._take_offer(offer_id)
        if room_id is not None:
            self.room.set_value(room_id)
        if days is not None:
            self.when.first.set_value(days[0])
            self.when.last.set_value(days[1])
        if day is not None:
            self.when.preset(day, *times)
        if words:
            self.when.words.setText(words)
        self._refresh()

    def _fill(self) -> None:
        self.what = WhatField(self.hub)
        self.form.place(self.what)
        self.form.rows["title"] = self.what.row
        calendar = self.hub.read(house_calendar)
        self.when = WhenFields(self.form, today_of(self.hub.desk.now_ms()), calendar)
        choices: list[tuple[str | None, str]] = [*self._rooms.items(), (None, ELSEWHERE)]
        self.room = ChoiceField("Raum", choices)
        self.room.setCurrentIndex(0)
        self.form.add("Raum", self.room, "room")
        self.place = TextField("Ort", "z. B. Westfalenpark, Eingang")
        self._place_row = self.form.add("Ort", self.place, "place")
        self.setup = NumberField("Aufbau", "setup_minutes")
        self.clearing = NumberField("Abbau", "clearing_minutes")
        self.form.add("Aufbau", self.setup, "setup_minutes", hint="Minuten vor dem Beginn")
        self.form.add("Abbau", self.clearing, "clearing_minutes", hint="danach", beside=True)
        self.check = RoomCheck()
        self.form.rows["overrule"] = self.check.reason_row
        self.verdict = label("", "strong")
        self.buttons.insertWidget(0, self.verdict, 1)

    def _build(self) -> None:
        left = Card()
        left.body.addWidget(self.form, 0, Qt.AlignmentFlag.AlignTop)
        right = Card("Termine und Raum prüfen")
        right.body.addWidget(self.check, 1)
        columns = Columns(48, lead=1, lead_height=14)
        columns.add(left, 6)
        columns.add(right, 5)
        self.body.addWidget(columns, 1)
        self.what.changed.connect(self._know_offer)
        self.what.settled.connect(self.when.words.setFocus)
        self.what.settled.connect(self.when.words.selectAll)
        self.when.changed.connect(self._refresh)
        self.room.currentIndexChanged.connect(self._refresh)
        self.room.activated.connect(self._choose_room)
        for field in (self.setup, self.clearing):
            field.textChanged.connect(self._refresh)
        self.check.room_wanted.connect(self._take_room)
        self.check.time_wanted.connect(self._take_time)
        self.check.leave_out.connect(self.when.leave_out)
        self.check.panel.changed.connect(self._show_verdict)

    def _take_offer(self, offer_id: str) -> None:
        card = self.hub.read(offer_card, offer_id)
        where = card.room or card.place
        kind = OFFER_TYPES[card.type].german
        self.what.take(offer_id, card.title, " · ".join(filter(None, (kind, where))))
        if not card.rules:
            self.when.words.setText(card.wording)

    def _know_offer(self) -> None:
        """Takes over what an offer that is there brings along: its room, set-up and clearing."""
        offer_id = self.what.offer_id
        if offer_id == (self._card.id if self._card else None):
            return
        self._card = card = self.hub.read(offer_card, offer_id) if offer_id else None
        for field in (self.setup, self.clearing):
            field.blockSignals(True)
        self.setup.set_value(card.setup_minutes if card else None)
        self.clearing.set_value(card.clearing_minutes if card else None)
        for field in (self.setup, self.clearing):
            field.setEnabled(card is None)
            field.blockSignals(False)
        if card is not None and (card.room_id or card.place) and not self._room_chosen:
            self.room.set_value(card.room_id)
            self.place.setText(card.place)
        self._refresh()

    def _choose_room(self) -> None:
        self._room_chosen = True

    def _take_room(self, room_id: str) -> None:
        self._choose_room()
        self.room.set_value(room_id)
        self.room.setFocus()

    def _take_time(self, start: int, end: int) -> None:
        self.when.take_time(start, end)
        self.when.words.setFocus()

    def _refresh(self) -> None:
        self.when.elsewhere = self.room.value() is None
        self.when.explain()
        self._place_row.setVisible(self.room.value() is None)
        self._check()
        self._show_verdict()

    def _show_verdict(self) -> None:
        # Beside the verb the verdict is seen even where the window is too low for the check.
        self.verdict.setText(self.check.headline())

    def _kept(self) -> tuple[int, int]:
        """Minutes of set-up and clearing; raises `Invalid`."""
        return self.setup.value() or 0, self.clearing.value() or 0

    def _check(self) -> None:
        if not self.when.words.bare():
            self.check.say("", "muted")
            return
        try:
            wanted = self.when.wish()
            setup, clearing = self._kept()
        except Ambiguous:
            self.check.say("Bitte wählen Sie erst, was gemeint ist.", "warn")
            return
        except Refusal as error:
            self.check.say(german(error), "warn")
            return
        room_id = self.room.value()
        found = self.hub.read(
            availability,
            room_id,
            wanted.kept_free(setup, clearing),
            people=self._card.capacity if self._card else None,
            setup=setup,
            clearing=clearing,
        )
        self.check.show_check(wanted, found, self._rooms.get(room_id, ""))

    def confirm(self) -> None:
        """Writes the dates; the service checks the room once more in the same transaction."""
        self.when.settle_words()
        what, wanted = self.what.value(), self.when.wish()
        overrule = self.check.overrule()
        if what.offer_id is None or self._card is None:
            request = AddOffer(self._data(what), wanted.planned, overrule)
            self.hub.act(add_offer, request, self._said(what.title))
            return
        self._plan(self._card, wanted, overrule)

    def _plan(self, card: OfferCard, wanted: Wish, overrule: str) -> None:
        """Plans the dates of an offer that is there; a single one can be at any place."""
        room_id, place = self.room.value(), self.place.bare()
        wording = None if card.wording or card.rules else self.when.words.bare()
        if room_id is not None or (card.room_id is None and place == card.place):
            series = PlanSeries(card.id, wanted.planned, wording, room_id, overrule)
            self.hub.act(plan_series, series, self._said(card.title))
            return
        if len(wanted.slots) != 1:
            raise Invalid("room", "other_place", card.room or card.place or "ohne Raum")
        day, one = day_of(wanted.slots[0][0]), wanted.planned[0]
        request = AddDate(card.id, day, one.start_minute, one.end_minute, None, place)
        self.hub.act(add_date, request, f"{card.title}: Termin am {short_date(day)} hinzugefügt")

    def _data(self, what: What) -> OfferData:
        room_id = self.room.value()
        setup, clearing = self._kept()
        return OfferData(
            title=what.title,
            type=what.type,
            wording=self.when.words.bare(),
            room_id=room_id,
            place="" if room_id else self.place.bare(),
            printed=OFFER_TYPES[what.type].public,
            setup_minutes=setup,
            clearing_minutes=clearing,
        )

    def _said(self, title: str) -> Any:
        where = self._rooms.get(self.room.value(), self.place.bare())

        def sentence(done: Planned) -> str:
            dates = counted(done.dates, "Termin", "Termine")
            place = f" in {where}" if where else ""
            skipped = f", {len(done.skipped)} ausgelassen" if done.skipped else ""
            return f"{title}: {dates}{place} eingetragen{skipped}"

        return sentence
