"""What a closure hits: all of it moved to another room, or all of it dropped, by one action."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from begegnung.model.local_time import day_of
from begegnung.model.rows import ClosureRow
from begegnung.services.closing import (
    CancelHits,
    MovableHit,
    MoveHits,
    cancel_hits,
    closure_hits,
    move_hits,
    move_preview,
)
from begegnung.services.houses import rooms
from begegnung.services.plan import availability
from begegnung.texts import counted, date_begin, date_span, short_date
from begegnung.ui.hub import Hub
from begegnung.ui.offers.slot import ELSEWHERE
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card, Columns, column
from begegnung.ui.widgets.conflict import Conflict, ConflictPanel
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.form import FieldRow
from begegnung.ui.widgets.labels import Tone, label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.shown import set_shown

WHOLE_HOUSE = "Das ganze Haus"
"""What is closed when no room is named."""


class HitsDialog(Dialog):
    """The dates a closure hits, each with whether it could move, and one verb for all of them."""

    def __init__(self, hub: Hub, parent: QWidget | None, closure: ClosureRow) -> None:
        super().__init__("Betroffene Termine", parent, width=58)
        self._hub, self._closure = hub, closure
        self._hits = [MovableHit(x, (), (), False) for x in hub.read(closure_hits, closure.id)]
        self._do: Callable[[], None] = self._move
        self._names = {row.id: row.name for row in hub.read(rooms)}
        facts = (closure.room or WHOLE_HOUSE, closure_days(closure), closure.reason)
        self.body.addWidget(label(" · ".join(filter(None, facts)), "strong"))
        self.list = LineList("Betroffene Termine")
        self.list.setMinimumHeight(THEME.px(9))
        left = Card(counted(len(self._hits), "Termin", "Termine"))
        left.body.addWidget(self.list, 1)
        columns = Columns(46, lead=0, lead_height=12)
        columns.add(left, 5)
        columns.add(column(self._moving(), self._dropping()), 5)
        self.body.addWidget(columns, 1)
        self._check()
        self.list.setFocus()

    def _moving(self) -> Card:
        """What it takes to move them; outside only where the whole house is closed."""
        card = Card("Verlegen", "calendar_edit")
        self.room = ChoiceField("Neuer Raum", self._choices())
        self.room.setCurrentIndex(0)
        self.place = TextField("Ort", "z. B. Gemeindehaus nebenan")
        self._place_row = FieldRow("Ort", self.place)
        self.verdict = label("", "strong")
        self.panel = ConflictPanel(listed=False)
        self.move_all = button("Alle verlegen", "calendar_edit")
        self.move_all.clicked.connect(lambda: self._act(self._move))
        self.move_free = button("Nur die freien verlegen", "calendar_edit")
        self.move_free.clicked.connect(lambda: self._act(self._move_free))
        row = FieldRow("Neuer Raum", self.room)
        for part in (row, self._place_row, self.verdict, self.panel, self.move_all, self.move_free):
            card.body.addWidget(part)
        self.form.rows |= {"place": self._place_row, "overrule": self.panel.reason_row}
        self.room.currentIndexChanged.connect(self._check)
        self.panel.room_wanted.connect(self.room.set_value)
        self.panel.changed.connect(self._judge)
        return card

    def _choices(self) -> list[tuple[str | None, str]]:
        """The rooms that are free for all of them first, and outside the house."""
        outside: list[tuple[str | None, str]] = [(None, ELSEWHERE)]
        if self._closure.room_id is None:
            return outside
        lines = [hit.line for hit in self._hits]
        own = frozenset(line.id for line in lines)
        slots = [line.occupied for line in lines]
        free = dict(self._hub.read(availability, None, slots, own).free)
        others = {i: n for i, n in self._names.items() if i not in (self._closure.room_id, *free)}
        named = [(i, f"{name} – für alle frei") for i, name in free.items()]
        return [*named, *others.items(), *outside]

    def _dropping(self) -> Card:
        card = Card("Absagen", "calendar_cancel")
        self.reason = TextField("Grund")
        self.reason.setText(self._closure.reason)
        row = FieldRow("Grund", self.reason, hint="so steht es im Programm")
        card.body.addWidget(row)
        people = sum(hit.line.booked for hit in self._hits)
        if people:
            told = counted(people, "Anmeldung", "Anmeldungen")
            card.body.addWidget(label(f"Danach bitte benachrichtigen: {told}.", "muted"))
        self.drop_all = button("Alle absagen", "calendar_cancel")
        self.drop_all.clicked.connect(lambda: self._act(self._drop))
        card.body.addWidget(self.drop_all)
        self.form.rows["reason"] = row
        return card

    def _check(self) -> None:
        """Looks which of them find the chosen room free."""
        room_id = self.room.value()
        set_shown(self._place_row, room_id is None)
        if room_id is None:
            self._hits = [MovableHit(hit.line, (), (), False) for hit in self._hits]
        else:
            self._hits = self._hub.read(move_preview, self._closure.id, room_id)
        conflict = Conflict(
            self._names.get(room_id or "", ""),
            tuple(overlap for hit in self._hits for overlap in hit.overlaps),
            tuple(day for hit in self._hits for day in hit.closed),
        )
        self.panel.show_conflict(conflict, alternatives=False)
        self.list.show_lines(map(self._line, self._hits))
        self._judge()

    def _judge(self) -> None:
        total, name = len(self._hits), self._names.get(self.room.value(), "")
        stuck = sum(1 for hit in self._hits if not hit.possible)
        small = sum(1 for hit in self._hits if hit.too_small)
        if not name:
            said = ""
        elif not stuck:
            said = f"{name} ist für alle {total} frei." if total > 1 else f"{name} ist frei."
        elif self.panel.overruling:
            said = f"{name}: {stuck} von {total} liegen dann über etwas anderem."
        else:
            verb = "kann" if stuck == 1 else "können"
            said = f"{name}: {stuck} von {total} {verb} nicht dorthin."
        if small:
            said += f" Für {small} von {total} ist {name} zu klein."
        self.verdict.setText(said)
        self.move_all.setEnabled(not stuck or self.panel.overruling)
        set_shown(self.move_free, 0 < stuck < total and not self.panel.overruling)

    def _line(self, hit: MovableHit) -> Line:
        line = hit.line
        there = ", ".join(overlap.title for overlap in hit.overlaps)
        obstacles = [f"dort ist schon: {there}"] if there else []
        obstacles += [f"dort gesperrt: {reason or 'geschlossen'}" for _, reason in hit.closed]
        people = counted(line.booked, "Person", "Personen") if line.booked else ""
        detail = " · ".join(filter(None, (*obstacles, people, date_span(line))))
        title = f"{short_date(day_of(line.starts))}, {date_begin(line)}: {line.title}"
        state: tuple[str, Tone] = ("frei", "ok") if hit.possible else ("geht nicht", "bad")
        if self.room.value() is None:
            state = ("", "muted")
        return Line(line.id, title, detail, *state)

    def _act(self, do: Callable[[], None]) -> None:
        self._do = do
        self.try_confirm()

    def confirm(self) -> None:
        """Does what the pressed button says."""
        self._do()

    def _move(self) -> None:
        self._move_only(None, len(self._hits), self.panel.overrule())

    def _move_free(self) -> None:
        free = tuple(hit.line.id for hit in self._hits if hit.possible)
        self._move_only(free, len(free), "")
        self.finished.connect(self._show_rest)

    def _show_rest(self) -> None:
        """What could not move has to be decided as well."""
        HitsDialog(self._hub, self.parentWidget(), self._closure).open()

    def _move_only(self, ids: tuple[str, ...] | None, number: int, overrule: str) -> None:
        room_id, place = self.room.value(), self.place.bare()
        request = MoveHits(self._closure.id, room_id, place, overrule, ids)
        where = self._names.get(room_id, place)
        dates = counted(number, "Termin", "Termine")
        self._hub.act(move_hits, request, f"{dates} verlegt: {where}")

    def _drop(self) -> None:
        request = CancelHits(self._closure.id, self.reason.bare())
        number = counted(len(self._hits), "Termin", "Termine")
        self._hub.act(cancel_hits, request, f"{number} abgesagt: {self.reason.bare()}")


def closure_days(row: ClosureRow) -> str:
    """The days of a closure: „Mo., 23.11.2026 bis Fr., 27.11.2026“."""
    first = short_date(row.first_day)
    return first if row.first_day == row.last_day else f"{first} bis {short_date(row.last_day)}"
