"""The inputs for one date: day, times, room or place, with the live check of the room."""

from datetime import date

from begegnung.model.errors import Invalid, Refusal
from begegnung.model.local_time import moment
from begegnung.services.houses import rooms
from begegnung.services.occupancy import Slot
from begegnung.services.plan import availability
from begegnung.services.planning import end_or_assumed
from begegnung.services.present import today_of
from begegnung.texts import german
from begegnung.ui.hub import Hub
from begegnung.ui.offers.check import RoomCheck
from begegnung.ui.offers.planning import Wish
from begegnung.ui.widgets.fields import ChoiceField, DateField, TextField, TimeField
from begegnung.ui.widgets.form import Form

ELSEWHERE = "Anderer Ort / ohne Raum"


class SlotFields:
    """Adds its inputs to a form; `check` shows whether the room is free (`own` does not count).

    `setup` and `clearing` are the minutes for which the room is kept before and after; `people` is
    how many are expected. Set them, then call `refresh`.
    """

    def __init__(self, form: Form, hub: Hub, *, own: frozenset[str] = frozenset()) -> None:
        self._hub, self._own = hub, own
        self.setup, self.clearing = 0, 0
        self.people: int | None = None
        self._rooms = {row.id: row.name for row in hub.read(rooms)}
        self.day = DateField("Tag", today_of(hub.desk.now_ms()), "day")
        self.start, self.end = TimeField("Beginn", "start"), TimeField("Ende", "end")
        choices: list[tuple[str | None, str]] = [*self._rooms.items(), (None, ELSEWHERE)]
        self.room = ChoiceField("Raum", choices)
        self.room.setCurrentIndex(0)
        self.place = TextField("Ort", "z. B. Westfalenpark, Eingang")
        self.check = RoomCheck()
        form.add("Tag", self.day, "day")
        form.add("Beginn", self.start, "start")
        form.add("Ende", self.end, "end", beside=True)
        form.add("Raum", self.room, "room")
        self._place_row = form.add("Ort", self.place, "place")
        for field in (self.day, self.start, self.end):
            field.textChanged.connect(self.refresh)
        self.room.currentIndexChanged.connect(self.refresh)
        self.check.room_wanted.connect(self._take_room)
        self.check.time_wanted.connect(self._take_time)
        form.rows["overrule"] = self.check.reason_row

    def preset(
        self, day: date, times: tuple[int | None, int | None], room_id: str | None, place: str
    ) -> None:
        """Fills the inputs; times are minutes after midnight."""
        self.day.set_value(day)
        self.start.set_value(times[0])
        self.end.set_value(times[1])
        self.room.set_value(room_id)
        self.place.setText(place)
        self.refresh()

    def values(self) -> tuple[date, int, int | None]:
        """Day, start and end (None when empty) in minutes; raises `Invalid`."""
        day, start, end = self.day.value(), self.start.value(), self.end.value()
        if day is None:
            raise Invalid("day", "missing")
        if start is None:
            raise Invalid("start", "missing")
        end_or_assumed(start, end)
        return day, start, end

    def where(self) -> tuple[str | None, str]:
        """The room, or None with the place."""
        room_id = self.room.value()
        return room_id, "" if room_id else self.place.bare()

    def refresh(self) -> None:
        """Checks the room for what is typed now."""
        room_id = self.room.value()
        self._place_row.setVisible(room_id is None)
        try:
            slot = self._slot()
        except Refusal as error:
            self.check.say(german(error), "muted")
            return
        wanted = Wish((), (slot,))
        found = self._hub.read(
            availability,
            room_id,
            wanted.kept_free(self.setup, self.clearing),
            self._own,
            people=self.people,
            setup=self.setup,
            clearing=self.clearing,
        )
        self.check.show_check(wanted, found, self._rooms.get(room_id, ""))

    def _slot(self) -> Slot:
        day, start, end = self.values()
        return moment(day, start), moment(day, end_or_assumed(start, end))

    def overrule(self) -> str:
        """The reason why the room is taken all the same, "" for none; raises `Invalid`."""
        return self.check.overrule()

    def _take_room(self, room_id: str) -> None:
        self.room.set_value(room_id)
        self.room.setFocus()

    def _take_time(self, start: int, end: int) -> None:
        self.start.set_value(start)
        self.end.set_value(end)
        self.start.setFocus()
