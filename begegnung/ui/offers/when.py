"""The inputs for when something takes place: words or a day, times, from and until."""

from datetime import date

from PySide6.QtCore import QObject, Signal

from begegnung.model.calendar import half_year_of
from begegnung.model.errors import Invalid, Refusal
from begegnung.texts import german
from begegnung.ui.offers.planning import Understanding, Window, Wish, understand, wish
from begegnung.ui.widgets.fields import ChoiceField, DateField, TextField, Tick, TimeField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label

_EMPTY = (
    "Schreiben Sie, wie es im Programm steht: „jeden Mittwoch 14 bis 16 Uhr“, "
    "„1. und 3. Montag im Monat“, oder einen Tag: „24.11.“."
)


class WhenFields(QObject):
    """Adds its inputs to a form and reads them; the tick `holidays` is placed by the dialog.

    `changed` is emitted whenever what is typed may mean other dates.
    """

    changed = Signal()

    def __init__(self, form: Form, today: date, land: str) -> None:
        super().__init__(form)
        self._today, self._land = today, land
        self._left_out: frozenset[date] = frozenset()
        self.words = TextField("Wann?", "z. B. jeden Mittwoch 14 bis 16 Uhr")
        self.understood = label(_EMPTY, "muted")
        self.choice = ChoiceField("Was ist gemeint?")
        self.start, self.end = TimeField("Beginn", "start"), TimeField("Ende", "end")
        self.first = DateField("Ab", today, "first_day")
        self.last = DateField("Bis", today, "last_day")
        self.holidays = Tick("Nicht an Feiertagen")
        self.holidays.setChecked(True)
        self.first.set_value(today)
        self.last.set_value(half_year_of(today)[1])
        self._fill(form)
        for field in (self.words, self.start, self.end, self.first, self.last):
            field.textChanged.connect(self._on_typed)
        self.choice.currentIndexChanged.connect(self.changed)
        self.holidays.toggled.connect(self.changed)

    def _fill(self, form: Form) -> None:
        form.add("Wann?", self.words, "wording")
        form.place(self.understood)
        self.choice_row = form.add("Was ist gemeint?", self.choice, "choice")
        self.choice_row.hide()
        form.add("Beginn", self.start, "start")
        form.add("Ende", self.end, "end", beside=True)
        form.add("Ab", self.first, "first_day")
        form.add("Bis", self.last, "last_day", beside=True)

    def preset(self, day: date, start: int | None = None, end: int | None = None) -> None:
        """Fills in one day with its times (minutes after midnight)."""
        self.words.setText(f"{day:%d.%m.%Y}")
        self.start.set_value(start)
        self.end.set_value(end)

    def leave_out(self, days: frozenset[date]) -> None:
        """Takes single days out of the dates."""
        self._left_out |= days
        self.changed.emit()

    def window(self) -> Window:
        """The days dates are made for; raises `Invalid`."""
        first, last = self.first.value(), self.last.value()
        if first is None:
            raise Invalid("first_day", "missing")
        if last is None:
            raise Invalid("last_day", "missing")
        if last < first:
            raise Invalid("last_day", "end_before_start", self.last.bare())
        return Window(first, last, self._today, self._land)

    def understanding(self) -> Understanding:
        """How the words are understood now; raises `Invalid` for days that are none."""
        return understand(self.words.text(), self.window(), self.choice.value() or "")

    def wish(self) -> Wish:
        """The dates that are wanted; raises `Invalid` and `Ambiguous`."""
        return wish(
            self.understanding(),
            self.window(),
            (self.start.value(), self.end.value()),
            keep_holidays_free=self.holidays.isChecked(),
            left_out=self._left_out,
        )

    def explain(self) -> None:
        """Says under the words how they are understood, and offers the readings to choose from."""
        try:
            found = self.understanding()
        except Refusal as error:
            self.understood.setText(german(error))
            return
        self._offer_choices(found)
        for field, minute in ((self.start, found.start), (self.end, found.end)):
            # Times in the words are the times: a second place for them could contradict.
            field.setEnabled(found.start is None)
            if found.start is not None:
                field.blockSignals(True)
                field.set_value(minute)
                field.blockSignals(False)
        self.understood.setText(_explained(found))

    def _offer_choices(self, found: Understanding) -> None:
        self.choice.blockSignals(True)
        if found.choices:
            texts = [(text, text) for text in found.choices]
            self.choice.set_choices([("", "Bitte wählen …"), *texts])
        else:
            self.choice.set_choices([])
        self.choice.blockSignals(False)
        self.choice_row.setVisible(bool(found.choices))

    def _on_typed(self) -> None:
        self._left_out = frozenset()
        self.changed.emit()


def _explained(found: Understanding) -> str:
    if found.status == "empty":
        return _EMPTY
    if found.status == "ambiguous":
        return f"Bitte entscheiden: {found.question}"
    if found.status == "text":
        asked = f" {found.question}" if found.question else ""
        return f"Daraus ergeben sich keine Termine.{asked} Der Text steht so im Programm."
    return f"Verstanden: {found.meaning}."
