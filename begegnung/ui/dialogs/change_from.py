"""Another time, day or room from a day on ("ab Mai bis 17.30 Uhr"); the past stays as it was."""

from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from begegnung.model.calendar import half_year_of
from begegnung.model.errors import Ambiguous, Refusal
from begegnung.model.rows import OfferCard
from begegnung.services.dates import dates_of
from begegnung.services.house_calendar import house_calendar
from begegnung.services.offers import offer_card
from begegnung.services.plan import availability
from begegnung.services.present import today_of
from begegnung.services.series_change import (
    ChangedDate,
    ChangePreview,
    change_from,
    change_preview,
)
from begegnung.services.series_versions import ChangeFrom
from begegnung.texts import german, short_date
from begegnung.ui.hub import Hub
from begegnung.ui.offers.changes import ChangeView, summary
from begegnung.ui.offers.planning import Wish
from begegnung.ui.offers.stored import stored_rules
from begegnung.ui.offers.when import WhenFields
from begegnung.ui.offers.where import WhereFields
from begegnung.ui.offers.wording import text_of
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.conflict import Conflict
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label


class ChangeFromDialog(Dialog):
    """New words, times or room from the day in "Ab" on, with what becomes of every date."""

    def __init__(self, hub: Hub, parent: QWidget | None, offer_id: str) -> None:
        self._card: OfferCard = hub.read(offer_card, offer_id)
        super().__init__(
            f"Ab einem Tag ändern: {self._card.title}",
            parent,
            verb="Ändern",
            icon="save",
            width=58,
        )
        self._hub = hub
        today = today_of(hub.desk.now_ms())
        coming = hub.read(dates_of, offer_id, coming_only=True)
        self._own = frozenset(line.id for line in coming)
        self.when = WhenFields(self.form, today, hub.read(house_calendar))
        self.where = WhereFields(self.form, hub)
        self.view = ChangeView()
        self.form.rows["overrule"] = self.view.reason_row
        self.form.rows["from_day"] = self.form.rows["first_day"]
        self._lay_out()
        self._preset()
        self._connect()
        self._refresh()
        self.when.first.setFocus()
        self.when.first.selectAll()

    def _lay_out(self) -> None:
        left, right = Card(), Card("Was sich ändert")
        past = "Was vor dem Tag bei „Ab“ war, bleibt, wie es ist."
        left.body.addWidget(label(past, "muted"))
        left.body.addWidget(self.form, 0, Qt.AlignmentFlag.AlignTop)
        left.body.addStretch(1)
        right.body.addWidget(self.view, 1)
        self.view.setMinimumHeight(THEME.px(14))
        columns = Columns(48, lead=1, lead_height=16)
        columns.add(left, 6)
        columns.add(right, 5)
        self.body.addWidget(columns, 1)

    def _preset(self) -> None:
        """Fills in how it is until now."""
        rules = stored_rules(self._card)
        last = rules[-1]
        self.when.words.setText(self._card.wording or text_of(rules))
        self.when.start.set_value(last.start_minute)
        self.when.end.set_value(last.end_minute)
        tomorrow = today_of(self._hub.desk.now_ms()) + timedelta(days=1)
        first = max(tomorrow, last.first)
        until = max(rule.last for rule in rules)
        self.when.set_span(first, until if until > first else half_year_of(first)[1])
        self.where.show_values(self._card.room_id, self._card.place)

    def _connect(self) -> None:
        self.when.changed.connect(self._refresh)
        self.where.changed.connect(self._refresh)
        self.view.room_wanted.connect(self.where.take)
        self.view.time_wanted.connect(self.when.take_time)
        self.view.leave_out.connect(self.when.leave_out)

    def _refresh(self) -> None:
        self.when.elsewhere = self.where.room_id is None
        self.when.explain()
        if not self.when.words.bare():
            self.view.say("Schreiben Sie, wie es ab diesem Tag sein soll.")
            return
        try:
            request = self._request()
            preview = self._hub.read(change_preview, request)
        except Ambiguous:
            self.view.say("Bitte wählen Sie erst, was gemeint ist.", "warn")
        except Refusal as error:
            self.view.say(german(error), "warn")
        else:
            self.view.show_preview(preview, self._conflict(preview))

    def _conflict(self, preview: ChangePreview) -> Conflict:
        """What stands against the room, with the rooms and times that are free instead."""
        room_id = self.where.room_id
        if not (preview.overlaps or preview.closed) or room_id is None:
            return Conflict("")
        slots = [
            (one.starts, one.ends)
            for one in preview.dates
            if one.outcome in ("changed", "added") and one.starts is not None and one.ends
        ]
        setup, clearing = self._card.setup_minutes, self._card.clearing_minutes
        found = self._hub.read(
            availability,
            room_id,
            Wish((), tuple(slots)).kept_free(setup, clearing),
            self._own,
            people=self._card.capacity,
            setup=setup,
            clearing=clearing,
        )
        name = self.where.room_name
        return Conflict(name, preview.overlaps, preview.closed, found.free, found.free_times)

    def _request(self, overrule: str = "") -> ChangeFrom:
        return ChangeFrom(
            self._card.id,
            self.when.window().first,
            self.when.wish().planned,
            self.where.room_id,
            self.when.words.bare(),
            overrule,
        )

    def confirm(self) -> None:
        """Writes the new version."""
        request = self._request(self.view.overrule())
        self._hub.act(change_from, request, self._said)

    def _said(self, dates: tuple[ChangedDate, ...]) -> str:
        first = self.when.window().first
        told = summary(ChangePreview(dates, (), ()))
        return f"{self._card.title} ist ab {short_date(first)} geändert. {told}".rstrip(".")
