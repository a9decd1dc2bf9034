"""Moving a date, and adding one more date to an offer."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from begegnung.model.local_time import day_of, minute_of
from begegnung.model.rows import DateLine, OfferCard
from begegnung.services.dates import AddDate, MoveDate, add_date, move_date
from begegnung.services.planning import end_or_assumed
from begegnung.services.present import today_of
from begegnung.texts import clock_time, short_date
from begegnung.ui.hub import Hub
from begegnung.ui.offers.slot import SlotFields
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.dialog import Dialog


class SlotDialog(Dialog):
    """A dialog for one date with its check at the right."""

    def __init__(self, title: str, parent: QWidget | None, verb: str, icon: str) -> None:
        super().__init__(title, parent, verb=verb, icon=icon, width=50)

    def build(self, hub: Hub, own: frozenset[str] = frozenset()) -> SlotFields:
        """Puts the inputs and the check in place."""
        fields = SlotFields(self.form, hub, own=own)
        left, right = Card(), Card("Raum prüfen")
        left.body.addWidget(self.form, 0, Qt.AlignmentFlag.AlignTop)
        right.body.addWidget(fields.check, 1)
        fields.check.setMinimumHeight(THEME.px(12))
        columns = Columns(40, lead=1, lead_height=12)
        columns.add(left)
        columns.add(right)
        self.body.addWidget(columns, 1)
        return fields


Wanted = tuple[date, tuple[int, int], str | None]
"""Day, begin and end (minutes of the day) and room that are wanted for a date."""


class MoveDialog(SlotDialog):
    """Another day, time or room for a date; checked as strictly as a new one.

    `to` fills in where it is wanted, for example where it was dropped in the plan.
    """

    def __init__(
        self, hub: Hub, parent: QWidget | None, line: DateLine, *, to: Wanted | None = None
    ) -> None:
        super().__init__(f"Verlegen: {line.title}", parent, "Verlegen", "calendar_edit")
        self._hub, self._line = hub, line
        self.slot = self.build(hub, frozenset({line.id}))
        self.slot.setup, self.slot.clearing = line.setup_minutes, line.clearing_minutes
        self.slot.people = line.capacity or line.booked or None
        end = minute_of(line.ends) or 24 * 60
        here: Wanted = (day_of(line.starts), (minute_of(line.starts), end), line.room_id)
        day, times, room_id = to or here
        self.slot.preset(day, times, room_id, line.place)
        self.slot.day.setFocus()

    def confirm(self) -> None:
        """Moves the date."""
        day, start, end = self.slot.values()
        room_id, place = self.slot.where()
        until = end_or_assumed(start, end)
        overrule = self.slot.overrule()
        request = MoveDate(self._line.id, day, start, until, room_id, place, overrule)
        said = f"{self._line.title} ist verlegt auf {short_date(day)}, {clock_time(start)} Uhr"
        self._hub.act(move_date, request, said)


class AddDateDialog(SlotDialog):
    """One more date of an offer."""

    def __init__(self, hub: Hub, parent: QWidget | None, card: OfferCard) -> None:
        super().__init__(f"Termin hinzufügen: {card.title}", parent, "Hinzufügen", "calendar_add")
        self._hub, self._card = hub, card
        self.slot = self.build(hub)
        self.slot.setup, self.slot.clearing = card.setup_minutes, card.clearing_minutes
        self.slot.people = card.capacity
        rule = card.rules[0] if card.rules else None
        times = (rule.start_minute, rule.end_minute) if rule else (None, None)
        # An offer that is nowhere yet starts with the first room of the house.
        room_id = card.room_id if card.room_id or card.place else self.slot.room.value()
        self.slot.preset(today_of(hub.desk.now_ms()), times, room_id, card.place)
        self.slot.day.setFocus()
        self.slot.day.selectAll()

    def confirm(self) -> None:
        """Adds the date."""
        day, start, end = self.slot.values()
        room_id, place = self.slot.where()
        overrule = self.slot.overrule()
        request = AddDate(self._card.id, day, start, end, room_id, place, overrule=overrule)
        said = f"{self._card.title}: Termin am {short_date(day)} hinzugefügt"
        self._hub.act(add_date, request, said)
