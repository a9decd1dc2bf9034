"""Closing a room or the whole house, and opening it again."""

from datetime import date

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.errors import Invalid, Refusal
from begegnung.model.local_time import day_of
from begegnung.model.rows import ClosureRow, DateLine
from begegnung.services.closing import closure_hits
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
from begegnung.ui.dialogs.closure_hits import WHOLE_HOUSE, HitsDialog, closure_days
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, DateField, TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList


class ClosureDialog(Dialog):
    """A new closure; shows the dates it hits before it is saved, and leads to them afterwards."""

    def __init__(
        self,
        hub: Hub,
        parent: QWidget | None,
        *,
        room_id: str | None = None,
        day: date | None = None,
    ) -> None:
        super().__init__("Raum sperren", parent, verb="Sperren", icon="lock_closed", width=36)
        self._hub, self._made = hub, ""
        self.finished.connect(self._go_on)
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
                f"⚠ {counted(len(hit), 'Termin ist', 'Termine sind')} betroffen. "
                "Nach dem Sperren können Sie alle verlegen oder absagen."
            )
        else:
            self.verdict.setText("In dieser Zeit ist dort nichts geplant.")

    def confirm(self) -> None:
        """Closes room or house."""
        first, last = self._days()
        if not self.reason.bare():
            raise Invalid("reason", "missing")
        request = AddClosure(self.room.value(), first, last, self.reason.bare())
        done = self._hub.act(add_closure, request, f"{self.room.currentText()} ist gesperrt")
        self._made = done.value

    def _go_on(self) -> None:
        """Leads to the dates that are hit, when there are any."""
        if self._made:
            show_hits(self._hub, self.parentWidget(), self._made)


class ClosuresDialog(Dialog):
    """The closures that are not over: what each hits, taking one back, adding one."""

    def __init__(self, hub: Hub, parent: QWidget | None, *, closure_id: str = "") -> None:
        super().__init__("Sperren und Schließtage", parent, width=40)
        self._hub = hub
        self.empty = label("Zurzeit ist nichts gesperrt.", "muted")
        self.list = LineList("Sperren und Schließtage")
        self.list.setMinimumHeight(THEME.px(12))
        self.list.chosen.connect(lambda _: self._allow())
        self.list.opened.connect(lambda _: self._show_hits())
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        self.hits = button("Betroffene Termine", "calendar_edit")
        self.hits.clicked.connect(self._show_hits)
        self.remove = button("Sperre aufheben", "delete")
        self.remove.clicked.connect(self._remove)
        self.add = button("Neue Sperre", "add")
        self.add.clicked.connect(self._add)
        for made in (self.hits, self.remove, self.add):
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)
        hub.changed.connect(self._on_changed)
        self._reload(closure_id)
        self.list.setFocus()

    def _reload(self, chosen: str = "") -> None:
        today = today_of(self._hub.desk.now_ms())
        lines = [
            _closure_line(row, len(self._hub.read(closure_hits, row.id)))
            for row in self._hub.read(coming_closures, today)
        ]
        self.list.show_lines(lines, choose=chosen)
        self.empty.setVisible(not lines)
        self._allow()

    def _allow(self) -> None:
        line = self.list.current_line()
        self.remove.setEnabled(line is not None)
        self.hits.setEnabled(line is not None and bool(line.chip))

    def _on_changed(self, entities: frozenset[str]) -> None:
        if entities & {"closure", "occurrence"}:
            self._reload()

    def _show_hits(self) -> None:
        show_hits(self._hub, self, self.list.current_key())

    def _remove(self) -> None:
        line = self.list.current_line()
        if line is not None:
            self._hub.try_act(
                remove_closure, RemoveClosure(line.key), f"Sperre aufgehoben: {line.title}"
            )

    def _add(self) -> None:
        ClosureDialog(self._hub, self).open()


def show_hits(hub: Hub, parent: QWidget | None, closure_id: str) -> None:
    """Opens what a closure that is not over hits; nothing when it hits nothing."""
    today = today_of(hub.desk.now_ms())
    row = next((row for row in hub.read(coming_closures, today) if row.id == closure_id), None)
    if row is not None and hub.read(closure_hits, closure_id):
        HitsDialog(hub, parent, row).open()


def _closure_line(row: ClosureRow, hits: int) -> Line:
    detail = " · ".join(filter(None, (closure_days(row), row.reason)))
    chip = f"{counted(hits, 'Termin', 'Termine')} betroffen" if hits else ""
    return Line(row.id, row.room or WHOLE_HOUSE, detail, chip, "warn")


def _hit_line(line: DateLine) -> Line:
    people = counted(line.booked, "Person", "Personen") if line.booked else ""
    detail = " · ".join(filter(None, (short_date(day_of(line.starts)), date_span(line), line.room)))
    return Line(line.id, line.title, detail, people, "warn")
