"""Verlauf: what was done on a day, newest first, and taking back each single action."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.errors import Refusal, Trouble
from begegnung.model.rows import ActionLine
from begegnung.services.history import recent_actions
from begegnung.services.present import local_now, today_of
from begegnung.services.single_undo import RedoOne, UndoOne, is_undone, redo_one, undo_one
from begegnung.texts import action_text, german, short_date
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME, set_icon
from begegnung.ui.widgets.buttons import IconButton, button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.empty import EmptyState
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.shown import set_shown

_MOST = 300
_LOOK_AFTER_MS = 120
"""Trying whether an action can be taken back waits until the arrow key has come to rest."""


class HistoryDialog(Dialog):
    """The actions of a day; the chosen one is taken back or brought again, or it says why not."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Was habe ich heute gemacht?", parent, width=42)
        self.hub = hub
        self._day = today_of(hub.desk.now_ms())
        self._undone = False
        self.body.addLayout(self._head())
        self.list = LineList("Verlauf")
        self.list.setMinimumHeight(THEME.px(14))
        self.nothing = EmptyState("An diesem Tag wurde hier nichts eingetragen.")
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.nothing)
        self.reason = label("", "muted")
        self.body.addWidget(self.reason)
        self.step_button = button("Diesen Schritt zurücknehmen", "arrow_undo")
        self.step_button.clicked.connect(self.step)
        self.buttons.insertWidget(0, self.step_button)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.look)
        self.list.chosen.connect(lambda _: self._wait_to_look())
        self.list.opened.connect(lambda _: self.step())
        self._reload()
        self.list.setFocus()

    def look(self) -> None:
        """Finds out what can be done with the chosen action: tries it and lets it be."""
        self._rest.stop()
        key = self.list.current_key()
        if not key:
            self._offer(False, None)
            set_shown(self.step_button, False)
            return
        undone = self.hub.read(is_undone, key)
        desk = self.hub.desk
        refusal = (
            desk.refusal_of(redo_one, RedoOne(key))
            if undone
            else desk.refusal_of(undo_one, UndoOne(key))
        )
        self._offer(undone, refusal)

    def step(self) -> None:
        """Takes the chosen action back, or brings it again."""
        self.look()
        key = self.list.current_key()
        if not key or not self.step_button.isEnabled():
            return
        self.refusal.say("")
        try:
            done = (
                self.hub.act(redo_one, RedoOne(key))
                if self._undone
                else self.hub.act(undo_one, UndoOne(key))
            )
        except (Refusal, Trouble) as error:
            self.refusal.say(german(error))
            return
        word = "Wiederhergestellt" if self._undone else "Rückgängig gemacht"
        what = action_text(done.value.verb, done.value.title)
        self.hub.said.emit(f"{word} – {what}", self._undone)
        self._reload(choose=key)

    def _offer(self, undone: bool, refusal: Refusal | None) -> None:
        self._undone = undone
        text = "Diesen Schritt wiederherstellen" if undone else "Diesen Schritt zurücknehmen"
        self.step_button.setText(f" {text}")
        self.step_button.setAccessibleName(text)
        set_icon(self.step_button, "arrow_redo" if undone else "arrow_undo")
        set_shown(self.step_button, True)
        self.step_button.setEnabled(refusal is None)
        reason = "" if refusal is None else german(refusal)
        self.step_button.setAccessibleDescription(reason)
        self.list.setAccessibleDescription(reason)
        self.reason.setText(reason)
        set_shown(self.reason, bool(reason))

    def _wait_to_look(self) -> None:
        self.step_button.setEnabled(False)
        self.reason.setText("")
        self._rest.start(_LOOK_AFTER_MS)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        self.day_label = label("", "strong")
        self.day_label.setWordWrap(False)
        self.before = IconButton("Einen Tag zurück", "chevron_left")
        self.after = IconButton("Einen Tag weiter", "chevron_right")
        self.before.clicked.connect(lambda: self._go(-1))
        self.after.clicked.connect(lambda: self._go(1))
        self.whose = ChoiceField("Von wem", (("all", "von allen"), ("mine", "nur meine")))
        self.whose.currentIndexChanged.connect(lambda _: self._reload())
        self.whose.setMinimumWidth(THEME.px(8))
        set_shown(self.whose, self.hub.desk.actor is not None)
        for part in (self.before, self.after, self.day_label):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.whose)
        return head

    def _go(self, by: int) -> None:
        self._day += timedelta(days=by)
        self._reload()

    def _reload(self, choose: str = "") -> None:
        actor = self.hub.desk.actor if self.whose.value() == "mine" else None
        try:
            actions = self.hub.read(
                recent_actions,
                _MOST,
                since_ms=_midnight_ms(self._day),
                until_ms=_midnight_ms(self._day + timedelta(days=1)),
                actor=actor,
            )
        except (Refusal, Trouble) as error:
            self.refusal.say(german(error))
            return
        lines = [_line(row) for row in actions if row.verb != "devices.register"]
        self.list.show_lines(lines, choose=choose)
        self.list.setVisible(bool(lines))
        self.nothing.setVisible(not lines)
        today = today_of(self.hub.desk.now_ms())
        self.day_label.setText(short_date(self._day))
        self.after.setEnabled(self._day < today)
        self.look()


def _midnight_ms(day: date) -> int:
    """When a day begins on the wall clock of this PC, UTC milliseconds."""
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 the desk's own midnight
    return round(midnight.timestamp() * 1000)


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
