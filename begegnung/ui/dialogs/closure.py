"""Closing a room or the whole house, and opening it again."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.errors import Invalid, Refusal
from begegnung.model.local_time import day_of
from begegnung.model.rows import ClosureRow, DateLine
from begegnung.services.houses import (
    AddClosure,
    RemoveClosure,
    add_closure,
    remove_closure,
    rooms,
)
from begegnung.services.plan import coming_closures, dates_hit
from begegnung.services.present import today_of
from begegnung.texts import counted, date_span, short_date
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, DateField, TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList

WHOLE_HOUSE = "Das ganze Haus"


class ClosureDialog(Dialog):
    """A new closure; shows the dates it hits before it is saved."""

    def __init__(
        self,
        hub: Hub,
        parent: QWidget | None,
        *,
        room_id: str | None = None,
        day: date | None = None,
    ) -> None:
        super().__init__("Raum sperren", parent, verb="Sperren", icon="lock_closed", width=36)
        self._hub = hub
        today = today_of(hub.desk.now_ms())
        names: list[tuple[str | None, str]] = [(row.id, row.name) for row in hub.read(rooms)]
        self.room = ChoiceField("Was ist gesperrt?", [*names, (None, WHOLE_HOUSE)])
        self.room.set_value(room_id)
        self.first = DateField("Erster Tag", today, "first_day")
        self.last = DateField("Letzter Tag", today, "last_day")
        self.reason = TextField("Grund", "z. B. Heizung wird repariert, Betriebsferien")
        self.form.add("Was ist gesperrt?", self.room, "room")
        self.form.add("Erster Tag", self.first, "first_day")
        self.form.add("Letzter Tag", self.last, "last_day", beside=True)
        self.form.add("Grund", self.reason, "reason")
        self.body.addWidget(self.form)
        self.verdict = label("", "strong")
        self.body.addWidget(self.verdict)
        self.hits = LineList("Betroffene Termine")
        self.hits.setMinimumHeight(THEME.px(9))
        self.body.addWidget(self.hits, 1)
        self.first.set_value(day or today)
        self.last.set_value(day or today)
        for field in (self.first, self.last):
            field.textChanged.connect(self._refresh)
        self.room.currentIndexChanged.connect(self._refresh)
        self.room.setFocus()
        self._refresh()

    def _days(self) -> tuple[date, date]:
        first, last = self.first.value(), self.last.value()
        if first is None:
            raise Invalid("first_day", "missing")
        if last is None:
            raise Invalid("last_day", "missing")
        return first, last

    def _refresh(self) -> None:
        try:
            first, last = self._days()
        except Refusal:
            self.verdict.setText("")
            self.hits.show_lines(())
            return
        hit = self._hub.read(dates_hit, self.room.value(), first, last)
        self.hits.show_lines(map(_hit_line, hit))
        self.hits.setVisible(bool(hit))
        if hit:
            self.verdict.setText(
                f"⚠ {counted(len(hit), 'Termin ist', 'Termine sind')} betroffen. Sie bleiben "
                "stehen: Bitte danach verlegen oder absagen."
            )
        else:
            self.verdict.setText("In dieser Zeit ist dort nichts geplant.")

    def confirm(self) -> None:
        """Closes room or house."""
        first, last = self._days()
        if not self.reason.bare():
            raise Invalid("reason", "missing")
        request = AddClosure(self.room.value(), first, last, self.reason.bare())
        self._hub.act(add_closure, request, f"{self.room.currentText()} ist gesperrt")


class ClosuresDialog(Dialog):
    """The closures that are not over, to take one back or add one."""

    def __init__(self, hub: Hub, parent: QWidget | None, *, closure_id: str = "") -> None:
        super().__init__("Sperren und Schließtage", parent, width=36)
        self._hub = hub
        self.empty = label("Zurzeit ist nichts gesperrt.", "muted")
        self.list = LineList("Sperren und Schließtage")
        self.list.setMinimumHeight(THEME.px(12))
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        self.remove = button("Sperre aufheben", "delete")
        self.remove.clicked.connect(self._remove)
        row.addWidget(self.remove)
        add = button("Neue Sperre", "add")
        add.clicked.connect(self._add)
        row.addWidget(add)
        row.addStretch(1)
        self.body.addLayout(row)
        hub.changed.connect(self._on_changed)
        self._reload(closure_id)
        self.list.setFocus()

    def _reload(self, chosen: str = "") -> None:
        today = today_of(self._hub.desk.now_ms())
        lines = [_closure_line(row) for row in self._hub.read(coming_closures, today)]
        self.list.show_lines(lines, choose=chosen)
        self.empty.setVisible(not lines)
        self.remove.setEnabled(bool(lines))

    def _on_changed(self, entities: frozenset[str]) -> None:
        if "closure" in entities:
            self._reload()

    def _remove(self) -> None:
        line = self.list.current_line()
        if line is not None:
            self._hub.try_act(
                remove_closure, RemoveClosure(line.key), f"Sperre aufgehoben: {line.title}"
            )

    def _add(self) -> None:
        ClosureDialog(self._hub, self).open()


def _closure_line(row: ClosureRow) -> Line:
    days = short_date(row.first_day)
    if row.last_day != row.first_day:
        days += f" bis {short_date(row.last_day)}"
    return Line(row.id, row.room or WHOLE_HOUSE, " · ".join(filter(None, (days, row.reason))))


def _hit_line(line: DateLine) -> Line:
    people = counted(line.booked, "Person", "Personen") if line.booked else ""
    detail = " · ".join(filter(None, (short_date(day_of(line.starts)), date_span(line), line.room)))
    return Line(line.id, line.title, detail, people, "warn")
