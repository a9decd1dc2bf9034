"""Dropping a date, with the reason that is printed, and with a replacement where one is wanted."""

from PySide6.QtWidgets import QWidget

from begegnung.model.local_time import day_of
from begegnung.model.rows import DateLine
from begegnung.services.dates import CANCEL_REASONS, CancelDate, cancel_date
from begegnung.texts import counted, date_begin, short_date, when
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField, Tick
from begegnung.ui.widgets.labels import label

OTHER = CANCEL_REASONS[-1]
"""The reason that asks for words of its own."""


class CancelDateDialog(Dialog):
    """Drops a date; a series can get another one at its end."""

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
        self.replace = Tick("Ersatztermin ans Ende der Reihe")
        self.replace.setVisible(line.rule_id is not None)
        self.body.addWidget(self.replace)
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
        wanted = self.replace.isVisibleTo(self) and self.replace.isChecked()
        self._hub.act(cancel_date, CancelDate(self._line.id, reason, wanted), self._said)

    def _said(self, instead: int | None) -> str:
        said = f"{self._line.title} fällt am {short_date(day_of(self._line.starts))} aus"
        return f"{said}, Ersatztermin: {when(instead)}" if instead is not None else said
