"""What applies on one date only: its own title, place and leader, set-up and clearing."""

from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Invalid
from begegnung.model.local_time import day_of
from begegnung.model.rows import DateLine
from begegnung.services.dates import EditDate, edit_date
from begegnung.services.plan import availability
from begegnung.texts import short_date
from begegnung.ui.hub import Hub
from begegnung.ui.offers.check import RoomCheck
from begegnung.ui.offers.planning import Wish
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import NumberField, TextField
from begegnung.ui.widgets.labels import label


class EditDateDialog(Dialog):
    """Words and minutes of one date; the other dates of the offer stay as they are."""

    def __init__(self, hub: Hub, parent: QWidget | None, line: DateLine) -> None:
        day = short_date(day_of(line.starts))
        super().__init__(f"Termin ändern: {day}", parent, verb="Speichern", icon="save", width=32)
        self._hub, self._line = hub, line
        self.body.addWidget(label("Das gilt nur für diesen einen Termin.", "muted"))
        self.title = TextField("Titel")
        self.leader = TextField("Leitung")
        self.place = TextField("Ort", "z. B. Westfalenpark, Eingang")
        self.setup = NumberField("Aufbau", "setup_minutes")
        self.clearing = NumberField("Abbau", "clearing_minutes")
        self.form.add("Titel", self.title, "title", hint="so steht es im Programm")
        self.form.add("Leitung", self.leader, "leader")
        place = self.form.add("Ort", self.place, "place")
        place.setVisible(line.room_id is None)
        self.form.add("Aufbau", self.setup, "setup_minutes", hint="Minuten vorher")
        self.form.add("Abbau", self.clearing, "clearing_minutes", hint="danach", beside=True)
        self.body.addWidget(self.form)
        self.check = RoomCheck()
        self.form.rows["overrule"] = self.check.reason_row
        self.body.addWidget(self.check)
        self.title.setText(line.title)
        self.leader.setText(line.leader)
        self.place.setText(line.place)
        self.setup.set_value(line.setup_minutes or None)
        self.clearing.set_value(line.clearing_minutes or None)
        for field in (self.setup, self.clearing):
            field.textChanged.connect(self._refresh)
        self._refresh()
        self.title.setFocus()

    def _minutes(self) -> tuple[int, int]:
        return self.setup.value() or 0, self.clearing.value() or 0

    def _refresh(self) -> None:
        """Checks the room where it would be kept for longer than now."""
        line = self._line
        try:
            setup, clearing = self._minutes()
        except Invalid:
            self.check.hide()
            return
        longer = setup > line.setup_minutes or clearing > line.clearing_minutes
        self.check.setVisible(longer and line.room_id is not None)
        if self.check.isVisibleTo(self):
            wanted = Wish((), ((line.starts, line.ends),))
            slots = wanted.kept_free(setup, clearing)
            found = self._hub.read(
                availability,
                line.room_id,
                slots,
                frozenset({line.id}),
                setup=setup,
                clearing=clearing,
            )
            self.check.show_check(wanted, found, line.room)
        self.fit()

    def confirm(self) -> None:
        """Writes what is typed."""
        setup, clearing = self._minutes()
        request = EditDate(
            self._line.id,
            self.title.bare(),
            self.place.bare(),
            self.leader.bare(),
            setup,
            clearing,
            self.check.overrule() if self.check.isVisibleTo(self) else "",
        )
        said = f"{self._line.title} am {short_date(day_of(self._line.starts))} ist geändert"
        self._hub.act(edit_date, request, said)
