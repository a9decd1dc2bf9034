"""A date held for one that is dropped or left out (Ersatztermin), on a day of one's own choice."""

from PySide6.QtWidgets import QWidget

from begegnung.model.local_time import day_of, minute_of
from begegnung.model.rows import DateLine
from begegnung.services.dates import AddDate, add_date
from begegnung.services.offers import offer_card
from begegnung.texts import short_date
from begegnung.ui.dialogs.move import SlotDialog
from begegnung.ui.hub import Hub


class ReplacementDialog(SlotDialog):
    """Another date of the same offer, linked with the one it stands in for."""

    def __init__(self, hub: Hub, parent: QWidget | None, line: DateLine) -> None:
        day = short_date(day_of(line.starts))
        super().__init__(f"Ersatztermin für {day}", parent, "Hinzufügen", "calendar_add")
        self._hub, self._line = hub, line
        card = hub.read(offer_card, line.offer_id)
        self.slot = self.build(hub)
        self.slot.setup, self.slot.clearing = card.setup_minutes, card.clearing_minutes
        self.slot.people = card.capacity
        end = None if line.end_assumed else minute_of(line.ends) or 24 * 60
        start = None if line.untimed else minute_of(line.starts)
        self.slot.preset(day_of(line.starts), (start, end), line.room_id, line.place)
        # The day is what has to be decided: none is proposed.
        self.slot.day.clear()
        self.slot.day.setFocus()

    def confirm(self) -> None:
        """Adds the date."""
        day, start, end = self.slot.values()
        room_id, place = self.slot.where()
        own_title = self._hub.read(offer_card, self._line.offer_id).title
        request = AddDate(
            self._line.offer_id,
            day,
            start,
            end,
            room_id,
            place,
            replaces_id=self._line.id,
            title="" if self._line.title == own_title else self._line.title,
            leader=self._line.leader,
            overrule=self.slot.overrule(),
        )
        said = f"{self._line.title}: Ersatztermin am {short_date(day)}"
        self._hub.act(add_date, request, said)
