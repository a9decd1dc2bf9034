"""One date: what is known of it, moving it, dropping it, taking that back."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from begegnung.model.local_time import day_of
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import DateLine
from begegnung.services.dates import (
    CANCEL_REASONS,
    CancelDate,
    RestoreDate,
    cancel_date,
    date_line,
    restore_date,
)
from begegnung.texts import counted, date_begin, date_span, long_date, short_date
from begegnung.ui.dialogs.move import MoveDialog
from begegnung.ui.hub import Hub
from begegnung.ui.plan.blocks import seats_text
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.labels import Chip, label

OTHER = CANCEL_REASONS[-1]
"""The reason that asks for words of its own."""


class DateDialog(Dialog):
    """A date with everything that can be done with it."""

    def __init__(self, hub: Hub, parent: QWidget | None, occurrence_id: str) -> None:
        self._line = hub.read(date_line, occurrence_id)
        super().__init__(self._line.title, parent, width=34)
        self.hub = hub
        card = Card()
        for words in self._facts():
            card.body.addWidget(label(words))
        state = self._state()
        if state:
            card.body.addWidget(Chip(state, "warn"))
        self.body.addWidget(card)
        self._add_verbs()

    def _facts(self) -> list[str]:
        line = self._line
        assumed = " (Ende angenommen)" if line.end_assumed else ""
        facts = [
            long_date(day_of(line.starts)),
            f"{date_span(line)}{assumed}",
            line.room or line.place or "ohne Raum",
            f"Leitung: {line.leader}" if line.leader else "",
            OFFER_TYPES[line.type].german,
            seats_text(line),
        ]
        return [fact for fact in facts if fact]

    def _state(self) -> str:
        if self._line.state == "cancelled":
            return f"fällt aus: {self._line.state_reason}"
        if self._line.moved_from is not None:
            return f"verlegt vom {short_date(day_of(self._line.moved_from))}"
        return ""

    def _add_verbs(self) -> None:
        planned = self._line.state == "planned"
        verbs: list[tuple[str, str, Callable[[], object]]] = []
        if planned:
            verbs.append(("Verlegen", "calendar_edit", self._move))
            verbs.append(("Fällt aus", "calendar_cancel", self._cancel))
            verbs.append(("Anwesenheit", "clipboard_checkmark", self._attendance))
        else:
            verbs.append(("Findet doch statt", "arrow_undo", self._restore))
        verbs.append(("Zum Angebot", "open", self._offer))
        grid = QGridLayout()
        grid.setSpacing(THEME.px(0.4))
        for number, (text, icon, do) in enumerate(verbs):
            made = button(text, icon, kind="tile")
            made.clicked.connect(do)
            grid.addWidget(made, number // 2, number % 2)
        self.body.addLayout(grid)

    def _move(self) -> None:
        dialog = MoveDialog(self.hub, self, self._line)
        dialog.accepted.connect(self.accept)
        dialog.open()

    def _cancel(self) -> None:
        dialog = CancelDateDialog(self.hub, self, self._line)
        dialog.accepted.connect(self.accept)
        dialog.open()

    def _restore(self) -> None:
        self.try_confirm()

    def confirm(self) -> None:
        """Lets a dropped date take place after all, if its room is still free."""
        said = f"{self._line.title} findet am {short_date(day_of(self._line.starts))} doch statt"
        self.hub.act(restore_date, RestoreDate(self._line.id), said)

    def _attendance(self) -> None:
        self.accept()
        self.hub.show("attendance", occurrence_id=self._line.id)

    def _offer(self) -> None:
        self.accept()
        self.hub.show("offers", offer_id=self._line.offer_id)


class CancelDateDialog(Dialog):
    """Drops a date, with the reason that is printed."""

    def __init__(self, hub: Hub, parent: QWidget | None, line: DateLine) -> None:
        super().__init__(
            "Termin fällt aus", parent, verb="Fällt aus", icon="calendar_cancel", width=30
        )
        self._hub, self._line = hub, line
        day = short_date(day_of(line.starts))
        self.body.addWidget(label(f"{line.title}, {day}, {date_begin(line)}", "strong"))
        self.reason = ChoiceField("Grund", [(reason, reason) for reason in CANCEL_REASONS])
        self.words = TextField("Grund in eigenen Worten", "so steht es im Programm")
        self.form.add("Grund", self.reason, "choice")
        self._words_row = self.form.add("Grund in eigenen Worten", self.words, "reason")
        self._words_row.hide()
        self.reason.currentIndexChanged.connect(self._offer_words)
        self.body.addWidget(self.form)
        if line.booked:
            people = counted(line.booked, "angemeldete Person", "angemeldete Personen")
            self.body.addWidget(label(f"Bitte benachrichtigen: {people}.", "muted"))
        self.reason.setFocus()

    def _offer_words(self) -> None:
        self._words_row.setVisible(self.reason.value() == OTHER)
        self.fit()

    def confirm(self) -> None:
        """Drops the date."""
        own_words = self.reason.value() == OTHER
        reason = self.words.bare() if own_words else self.reason.value()
        said = f"{self._line.title} fällt am {short_date(day_of(self._line.starts))} aus"
        self._hub.act(cancel_date, CancelDate(self._line.id, reason), said)
