"""The form of an offer: a new one with its dates, or the data of one that is there."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Ambiguous, Refusal
from begegnung.model.names import full_name
from begegnung.model.rows import DateLine, OfferCard
from begegnung.services.booking_lists import bookings_of
from begegnung.services.dates import dates_of
from begegnung.services.house_calendar import house_calendar
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
from begegnung.services.present import moment_of, today_of
from begegnung.texts import counted, german
from begegnung.ui.hub import Hub
from begegnung.ui.offers.check import RoomCheck
from begegnung.ui.offers.fields import OfferFields
from begegnung.ui.offers.hint import Hint
from begegnung.ui.offers.parts import OfferParts, PartedForm
from begegnung.ui.offers.planning import Wish
from begegnung.ui.offers.stored import stored_rules
from begegnung.ui.offers.when import WhenFields
from begegnung.ui.offers.where import WhereFields
from begegnung.ui.offers.wording import TAKE_RULE, difference, text_of
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import TextField, Tick
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label

_ONLY_TEXT = (
    "Der Text allein ändert keine Termine. Andere Tage oder Zeiten: „Ab einem Tag ändern“ beim "
    "Angebot."
)


class OfferDialog(Dialog):
    """A form in tabs: what, when and where; registration; costs; boarding points of a trip.

    For a new offer the dates are planned at once where the words give any; an offer that is there
    keeps its dates, "Termine planen" gives it more. `added` is the identifier of a new offer;
    `continues` that of a course which goes on in it, with all that is known of it.
    """

    def __init__(
        self, hub: Hub, parent: QWidget | None, offer_id: str = "", *, continues: str = ""
    ) -> None:
        self._card: OfferCard | None = hub.read(offer_card, offer_id) if offer_id else None
        self._continues: OfferCard | None = hub.read(offer_card, continues) if continues else None
        title = f"Bearbeiten: {self._card.title}" if self._card else "Neues Angebot"
        if self._continues is not None:
            title = f"Fortsetzen: {self._continues.title}"
        verb = "Speichern" if self._card else "Anlegen"
        super().__init__(title, parent, verb=verb, icon="save", width=62)
        self.hub = hub
        self.added = ""
        self.parts = OfferParts(hub)
        self.form = PartedForm(self.parts)
        self._calendar = hub.read(house_calendar)
        self._coming = self._coming_dates()
        self.fields = OfferFields(self.form)
        self.second = Form()
        self.check = RoomCheck()
        self.when: WhenFields | None = None
        self.differs = Hint(TAKE_RULE, "edit")
        if self._card is None:
            self.when = WhenFields(self.second, today_of(hub.desk.now_ms()), self._calendar)
            self.wording: TextField = self.when.words
        else:
            self.wording = TextField("Findet statt", "z. B. jeden Mittwoch 14 bis 16 Uhr")
            self.second.add("Findet statt", self.wording, "wording", hint="so steht es im Programm")
            self.second.place(self.differs)
            if self._card.rules:
                self.second.place(label(_ONLY_TEXT, "muted"))
        self.where = WhereFields(self.second, hub)
        self.room, self.place = self.where.room, self.where.place
        self.move_dates = Tick("auch alle kommenden Termine verlegen")
        self.move_dates.setChecked(True)
        self.second.place(self.move_dates)
        # Faults of all parts are shown beside their inputs.
        self.form.rows.update(self.second.rows)
        self.form.rows.update(self.parts.rows())
        self.form.rows["overrule"] = self.check.reason_row
        # Beside the verb the verdict is seen even where the check is scrolled away.
        self.verdict = label("", "strong")
        self.buttons.insertWidget(0, self.verdict, 1)
        self._lay_out()
        shown = self._card or self._continues
        if shown is not None:
            self.fields.show_card(shown)
            self.wording.setText(shown.wording)
            self.where.show_values(shown.room_id, shown.place)
            self.parts.show_card(hub, shown, anew=self._card is None)
        self._connect()
        self._follow_type()
        self._refresh()
        self.fields.title.setFocus()

    def _coming_dates(self) -> list[DateLine]:
        """The dates that a change of the room takes along."""
        if self._card is None:
            return []
        now = moment_of(self.hub.desk.now_ms())
        dates = self.hub.read(dates_of, self._card.id, coming_only=True)
        return [d for d in dates if d.state == "planned" and d.starts >= now]

    def _connect(self) -> None:
        self.where.changed.connect(self._refresh)
        self.check.room_wanted.connect(self.where.take)
        self.check.judged.connect(self.verdict.setText)
        for choice in (self.fields.type, self.parts.registration.registration):
            choice.currentIndexChanged.connect(self._follow_type)
        for field in (self.fields.setup, self.fields.clearing, self.fields.capacity):
            field.textChanged.connect(self._refresh)
        if self.when is not None:
            self.when.changed.connect(self._refresh)
            self.check.leave_out.connect(self.when.leave_out)
            self.check.time_wanted.connect(self.when.take_time)
        else:
            self.wording.textChanged.connect(self._refresh)
            self.move_dates.toggled.connect(self._refresh)
            self.differs.taken.connect(self._take_rule)

    def _lay_out(self) -> None:
        left, right = Card("Was"), Card("Wann und wo")
        left.body.addWidget(self.form, 0, Qt.AlignmentFlag.AlignTop)
        right.body.addWidget(self.second, 0, Qt.AlignmentFlag.AlignTop)
        left.body.addStretch(1)
        right.body.addWidget(self.check, 1)
        if self._card is not None:
            right.body.addStretch(1)
        self.parts.columns.add(left)
        self.parts.columns.add(right)
        self.body.addWidget(self.parts, 1)

    def _follow_type(self) -> None:
        self.parts.follow(self.fields.type.value())

    def _refresh(self) -> None:
        if self.when is not None:
            self.move_dates.hide()
            self.when.elsewhere = self.where.room_id is None
            self.when.explain()
            self._check_new(self.when)
        elif self._card is not None:
            rules = stored_rules(self._card)
            self.differs.say(difference(self.wording.bare(), rules, self._calendar))
            self._check_moved(self._card)
        self.verdict.setText(self.check.headline() if self.check.isVisibleTo(self) else "")

    def _check_new(self, when: WhenFields) -> None:
        if not when.words.bare():
            self.check.say("Ohne Angabe wird das Angebot ohne Termine angelegt.", "muted")
            return
        try:
            if when.understanding().status == "text":
                self.check.say("Das Angebot wird ohne Termine angelegt.", "muted")
                return
            wanted = when.wish()
        except Ambiguous:
            self.check.say("Bitte wählen Sie erst, was gemeint ist.", "warn")
        except Refusal as error:
            self.check.say(german(error), "warn")
        else:
            self._show_check(wanted)

    def _check_moved(self, card: OfferCard) -> None:
        """Whether the coming dates can go where the form says; nothing where they stay."""
        kept = (card.setup_minutes, card.clearing_minutes)
        other = self.where.room_id != card.room_id or self.fields.kept() != kept
        self.move_dates.setVisible(other and bool(self._coming))
        moving = other and bool(self._coming) and self.move_dates.isChecked()
        self.check.setVisible(moving)
        if moving:
            slots = tuple((line.starts, line.ends) for line in self._coming)
            self._show_check(Wish((), slots))

    def _show_check(self, wanted: Wish) -> None:
        setup, clearing = self.fields.kept()
        found = self.hub.read(
            availability,
            self.where.room_id,
            wanted.kept_free(setup, clearing),
            frozenset(line.id for line in self._coming),
            people=self.fields.people(),
            setup=setup,
            clearing=clearing,
        )
        self.check.show_check(wanted, found, self.where.room_name)

    def _take_rule(self) -> None:
        if self._card is not None:
            self.wording.setText(text_of(stored_rules(self._card)))
            self.wording.setFocus()

    def confirm(self) -> None:
        """Writes the offer."""
        if self.when is not None:
            self.when.settle_words()
        kind = self.fields.type.value()
        data = self.fields.data(self.wording.bare(), *self.where.values(), *self.parts.values(kind))
        stops = self.parts.stops(kind)
        overrule = self.check.overrule()
        if self._card is None:
            continues = self._continues.id if self._continues else None
            request = AddOffer(data, self._series(), overrule, continues, stops)
            done = self.hub.act(add_offer, request, self._said)
            self.added = done.value.offer_id
        else:
            moving = self.move_dates.isVisibleTo(self) and self.move_dates.isChecked()
            change = EditOffer(self._card.id, data, moving, overrule, stops)
            self.hub.act(edit_offer, change, self._said_edited)

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
