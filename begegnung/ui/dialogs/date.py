"""One date: what is known of it, moving it, dropping it, taking that back."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QWidget

from begegnung.model.errors import Invalid, Refusal, RoomClosed, RoomTaken, Trouble
from begegnung.model.local_time import day_of
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import DateLine
from begegnung.services.dates import RestoreDate, date_line, restore_date
from begegnung.texts import clock_time, date_span, german, long_date, short_date
from begegnung.ui.dialogs.cancel_date import CancelDateDialog
from begegnung.ui.dialogs.edit_date import EditDateDialog
from begegnung.ui.dialogs.move import MoveDialog
from begegnung.ui.dialogs.replacement import ReplacementDialog
from begegnung.ui.hub import Hub
from begegnung.ui.offers.lines import links
from begegnung.ui.plan.blocks import seats_text
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action, action_button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.conflict import OVERRULE
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import TextField, Tick
from begegnung.ui.widgets.labels import Chip, label
from begegnung.ui.widgets.shown import set_shown

TAKE_BACK, TAKE_BACK_KEY = "Findet doch statt", "F12"
"""The one key that lets a dropped or skipped date take place, wherever dates are listed."""


def take_back(hub: Hub, parent: QWidget, line: DateLine) -> None:
    """Lets a dropped or skipped date take place; opens it where its room is not free any more."""
    try:
        hub.act(restore_date, RestoreDate(line.id), lambda gone: _said(line, gone))
    except (RoomTaken, RoomClosed) as error:
        dialog = DateDialog(hub, parent, line.id)
        dialog.open()
        dialog.show_refusal(error)
    except Refusal as error:
        hub.refused.emit(german(error))


def _said(line: DateLine, gone: int | None) -> str:
    """What was done, and which date is not held any more for it (a moment)."""
    said = f"{line.title} findet am {short_date(day_of(line.starts))} doch statt"
    return said if gone is None else f"{said}, ohne den Ersatztermin am {short_date(day_of(gone))}"


class DateDialog(Dialog):
    """A date with everything that can be done with it."""

    def __init__(self, hub: Hub, parent: QWidget | None, occurrence_id: str) -> None:
        self._line = hub.read(date_line, occurrence_id)
        super().__init__(self._line.title, parent, width=36)
        self.hub = hub
        card = Card()
        for words in self._facts():
            card.body.addWidget(label(words))
        state = self._state()
        if state:
            card.body.addWidget(Chip(state, "muted" if self._line.state == "skipped" else "warn"))
        for words in links(self._line):
            card.body.addWidget(label(words, "strong"))
        self.body.addWidget(card)
        self.overrule = Tick(f"{OVERRULE} (mit Grund)")
        self.reason = TextField("Grund", "z. B. beide Gruppen sind einverstanden")
        self.body.addWidget(self.overrule)
        self._reason_row = self.form.add(
            "Grund", self.reason, "overrule", hint="steht im Plan bei dem Termin"
        )
        self.body.addWidget(self.form)
        for part in (self.overrule, self.form):
            part.hide()
        self.overrule.toggled.connect(self._on_overrule)
        self._add_verbs()

    def show_refusal(self, error: Refusal | Trouble) -> None:
        """Says what stands in the way, and where the room is taken offers to do it all the same."""
        super().show_refusal(error)
        if isinstance(error, RoomTaken | RoomClosed):
            set_shown(self.overrule, True)
            self.overrule.setFocus()
            self.fit()

    def _facts(self) -> list[str]:
        line = self._line
        assumed = " (Ende angenommen)" if line.end_assumed else ""
        begin, until = line.occupied
        kept = f"Raum belegt von {clock_time(begin)} bis {clock_time(until)} Uhr"
        facts = [
            long_date(day_of(line.starts)),
            f"{date_span(line)}{assumed}",
            kept if line.setup_minutes or line.clearing_minutes else "",
            line.room or line.place or "ohne Raum",
            f"Leitung: {line.leader}" if line.leader else "",
            OFFER_TYPES[line.type].german,
            seats_text(line) if line.state != "skipped" else "",
        ]
        return [fact for fact in facts if fact]

    def _state(self) -> str:
        if self._line.state == "cancelled":
            return f"fällt aus: {self._line.state_reason}"
        if self._line.state == "skipped":
            return f"entfällt: {self._line.state_reason}"
        if self._line.moved_from is not None:
            return f"verlegt vom {short_date(day_of(self._line.moved_from))}"
        return ""

    def _add_verbs(self) -> None:
        verbs: list[tuple[QAction, str]] = []

        def add(text: str, icon: str, do: Callable[[], Any], key: str = "") -> None:
            made = action(text, key, self)
            made.triggered.connect(lambda _=False: do())
            self.addAction(made)
            verbs.append((made, icon))

        if self._line.state == "planned":
            add("Verlegen", "calendar_edit", lambda: self._open(MoveDialog))
            add("Fällt aus", "calendar_cancel", lambda: self._open(CancelDateDialog))
            add("Anwesenheit", "clipboard_checkmark", self._attendance)
            add("Termin ändern", "edit", lambda: self._open(EditDateDialog))
        else:
            add(TAKE_BACK, "arrow_undo", self.try_confirm, TAKE_BACK_KEY)
            if self._line.replaced_by is None:
                add("Ersatztermin", "calendar_add", lambda: self._open(ReplacementDialog))
        add("Zum Angebot", "open", self._offer)
        grid = QGridLayout()
        grid.setSpacing(THEME.px(0.4))
        for number, (made, icon) in enumerate(verbs):
            grid.addWidget(action_button(made, icon, kind="tile"), number // 2, number % 2)
        self.body.addLayout(grid)

    def _open(self, kind: type[Any]) -> None:
        dialog = kind(self.hub, self, self._line)
        dialog.accepted.connect(self.accept)
        dialog.open()

    def confirm(self) -> None:
        """Lets a date take place after all; where its room is taken, only with a reason."""
        overrule = ""
        if self.overrule.isChecked():
            overrule = self.reason.bare()
            if not overrule:
                raise Invalid("overrule", "missing")
        request = RestoreDate(self._line.id, overrule)
        self.hub.act(restore_date, request, lambda gone: _said(self._line, gone))

    def _on_overrule(self, ticked: bool) -> None:
        set_shown(self.form, ticked)
        if ticked:
            self.reason.setFocus()
        self.fit()

    def _attendance(self) -> None:
        self.accept()
        self.hub.show("attendance", occurrence_id=self._line.id)

    def _offer(self) -> None:
        self.accept()
        self.hub.show("offers", offer_id=self._line.offer_id)
