"""Verlauf: what was done today, newest first."""

from datetime import datetime

from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Refusal, Trouble
from begegnung.model.rows import ActionLine
from begegnung.services.history import next_steps, recent_actions
from begegnung.services.present import local_now, today_of
from begegnung.texts import action_text, german, long_date
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.empty import EmptyState
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList


class HistoryDialog(Dialog):
    """The actions of today with undone marks; "Rückgängig" takes back the last one."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Was habe ich heute gemacht?", parent, width=40)
        self.hub = hub
        self.body.addWidget(label(long_date(today_of(hub.desk.now_ms())), "muted"))
        self.list = LineList("Verlauf von heute")
        self.list.setMinimumHeight(THEME.px(14))
        self.nothing = EmptyState("Heute wurde noch nichts eingetragen.")
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.nothing)
        self.undo_button = button("Rückgängig", "arrow_undo")
        self.redo_button = button("Wiederherstellen", "arrow_redo")
        self.undo_button.clicked.connect(lambda: self._step(hub.undo))
        self.redo_button.clicked.connect(lambda: self._step(hub.redo))
        self.buttons.insertWidget(0, self.undo_button)
        self.buttons.insertWidget(1, self.redo_button)
        hub.refused.connect(self.refusal.say)
        self._reload()
        self.list.setFocus()

    def _step(self, do: object) -> None:
        self.refusal.say("")
        if callable(do):
            do()
        self._reload()

    def _reload(self) -> None:
        now = local_now(self.hub.desk.now_ms())
        midnight = datetime(now.year, now.month, now.day)  # noqa: DTZ001 the desk's own midnight
        try:
            actions = self.hub.read(
                recent_actions, 300, since_ms=round(midnight.timestamp() * 1000)
            )
            back, forth = self.hub.read(next_steps)
        except (Refusal, Trouble) as error:
            self.refusal.say(german(error))
            return
        lines = [_line(row) for row in actions if row.verb != "devices.register"]
        self.list.show_lines(lines)
        self.list.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        for step, pressed in ((back, self.undo_button), (forth, self.redo_button)):
            pressed.setEnabled(step is not None)
            what = action_text(step.verb, step.title) if step else ""
            pressed.setToolTip(what)
            pressed.setAccessibleDescription(what)


def _line(row: ActionLine) -> Line:
    """One action: when, what, by whom and on which PC."""
    at = local_now(row.at_ms)
    verb = row.undoes_verb or row.verb
    text = action_text(verb, row.title)
    if row.undoes_verb:
        text = f"{action_text(row.verb, '')} – {text}"
    by = " · ".join(filter(None, (row.actor, row.device)))
    chip = "rückgängig gemacht" if row.undone else ""
    return Line(
        key=row.id,
        title=text,
        detail=by,
        chip=chip,
        tone="muted",
        faded=row.undone,
        before=(f"{at:%H:%M}", ""),
        spoken=", ".join(filter(None, (f"{at:%H:%M} Uhr", text, by, chip))),
    )
