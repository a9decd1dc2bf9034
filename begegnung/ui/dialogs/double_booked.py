"""Dates that lie over each other in a room, to be looked at or moved."""

from datetime import timedelta
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.services.conflicts import KeptDate, RoomConflict, conflicts
from begegnung.services.dates import date_line
from begegnung.services.desk import Desk
from begegnung.services.present import today_of
from begegnung.texts import counted, german, when
from begegnung.ui.dialogs.move import MoveDialog
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Repeating
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.shown import set_shown

AHEAD = timedelta(days=365)
"""How far the look goes: as far as anything is planned in a house."""


def coming_conflicts(desk: Desk) -> list[RoomConflict]:
    """What lies over each other from today on; what nobody has agreed to comes first."""
    today = today_of(desk.now_ms())
    found = desk.read(conflicts, today, today + AHEAD)
    return sorted(found, key=lambda hit: bool(hit.reason))


class DoubleBookedDialog(Dialog):
    """All pairs of dates that lie over each other; Eingabe shows one in the plan.

    They are looked for in a thread: in a large house a year is half a second of work.
    """

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Doppelt belegte Termine", parent, width=44)
        self._hub = hub
        self._found: dict[str, RoomConflict] = {}
        self._search = Repeating(lambda: partial(coming_conflicts, hub.desk.for_thread()), self)
        self._search.found.connect(self._show_found)
        self._search.failed.connect(self._not_found)
        self.verdict = label("Wird gesucht …", "strong")
        self.body.addWidget(self.verdict)
        self.list = LineList("Doppelt belegte Termine")
        self.list.setMinimumHeight(THEME.px(14))
        self.body.addWidget(self.list, 1)
        self.reason = label("", "muted")
        self.body.addWidget(self.reason)
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.4))
        self.show_button = button("Im Plan zeigen", "building")
        self.first, self.second = button("", "calendar_edit"), button("", "calendar_edit")
        for made in (self.show_button, self.first, self.second):
            row.addWidget(made)
        row.addStretch(1)
        self.body.addLayout(row)
        self.show_button.clicked.connect(self._show)
        self.first.clicked.connect(lambda: self._move(0))
        self.second.clicked.connect(lambda: self._move(1))
        self.list.opened.connect(self._show)
        self.list.chosen.connect(self._name_buttons)
        hub.changed.connect(self._on_changed)
        self._name_buttons()
        self.cancel_button.setFocus()
        self._search.look()

    @property
    def looking(self) -> bool:
        """Whether the list may still change."""
        return self._search.looking

    def _not_found(self, error: Any) -> None:
        self.verdict.setText(german(error))

    def _show_found(self, found: list[RoomConflict]) -> None:
        # Asked of the window: it may have news before it is the active one.
        is_first = not self._found and self.focusWidget() is self.cancel_button
        self._found = {_key(hit): hit for hit in found}
        self.list.show_lines(_line(key, hit) for key, hit in self._found.items())
        self.verdict.setText(_verdict(found))
        set_shown(self.list, bool(found))
        self._name_buttons()
        if is_first and found:
            self.list.setFocus()

    def _on_changed(self, entities: frozenset[str]) -> None:
        if entities & {"occurrence", "room", "room_part"}:
            self._search.look()

    def _current(self) -> RoomConflict | None:
        return self._found.get(self.list.current_key())

    def _name_buttons(self, _key: str = "") -> None:
        hit = self._current()
        set_shown(self.show_button, hit is not None)
        reason = hit.reason if hit is not None else ""
        self.reason.setText(f"Trotzdem belegt: {reason}" if reason else "")
        both = (hit.first, hit.second) if hit is not None else (None, None)
        for made, kept in zip((self.first, self.second), both, strict=True):
            set_shown(made, kept is not None)
            if kept is not None:
                made.setText(f" {_short(kept)} verlegen")
                made.setAccessibleName(f"{kept.title} verlegen, {when(kept.starts, kept.ends)}")

    def _show(self, *_: object) -> None:
        hit = self._current()
        if hit is not None:
            self.accept()
            self._hub.show("rooms", occurrence_id=hit.first.id)

    def _move(self, which: int) -> None:
        hit = self._current()
        if hit is not None:
            line = self._hub.read(date_line, (hit.first, hit.second)[which].id)
            MoveDialog(self._hub, self, line).open()


def _verdict(found: list[RoomConflict]) -> str:
    open_ones = sum(not hit.reason for hit in found)
    agreed = len(found) - open_ones
    if not found:
        return "Kein Raum ist doppelt belegt."
    words = counted(open_ones, "Paar von Terminen", "Paare von Terminen")
    known = f" {agreed} weitere mit Grund." if agreed else ""
    if not open_ones:
        return f"Nichts ist ungeklärt.{known}"
    return f"{words} im selben Raum zur selben Zeit.{known}"


def _key(hit: RoomConflict) -> str:
    return f"{hit.first.id}{hit.second.id}"


def _short(kept: KeptDate) -> str:
    return kept.title if len(kept.title) <= 22 else f"{kept.title[:21]}…"


def _line(key: str, hit: RoomConflict) -> Line:
    detail = f"{when(hit.starts, hit.ends)} · {hit.room}"
    if hit.reason:
        detail += f" · trotzdem belegt: {hit.reason}"
    chip = "mit Grund" if hit.reason else "doppelt belegt"
    tone = "muted" if hit.reason else "bad"
    return Line(key, f"{hit.first.title} und {hit.second.title}", detail, chip, tone)
