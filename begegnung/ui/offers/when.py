"""The inputs for when something takes place: words or a day, times, from and until, holidays."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Signal

from begegnung.model.calendar import HouseCalendar, half_year_of
from begegnung.model.errors import Invalid, Refusal
from begegnung.model.recurrence import HolidayPolicy, Meaning, wording
from begegnung.texts import german, short_date
from begegnung.ui.offers.hint import Hint
from begegnung.ui.offers.planning import Policies, Wish, own_end, wish
from begegnung.ui.offers.readings import Offered, ReadingChoice
from begegnung.ui.offers.understanding import Understanding, Window, dated, understand
from begegnung.ui.offers.wording import (
    TAKE_RULE,
    difference,
    explained,
    offered_dates,
    text_of,
    unread_text,
)
from begegnung.ui.offers.words import WordsField
from begegnung.ui.typed import read_day
from begegnung.ui.widgets.fields import ChoiceField, DateField, TimeField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label

POLICIES: tuple[tuple[HolidayPolicy, str], ...] = (
    ("skip", "fällt aus"),
    ("keep", "findet statt"),
    ("next_week", "eine Woche später"),
)


class WhenFields(QObject):
    """Adds its inputs to a form and reads them.

    `changed` is emitted whenever what is typed may mean other dates; the dialog then calls
    `explain`. `elsewhere` is set by the dialog: the place is outside the house.
    """

    changed = Signal()

    def __init__(self, form: Form, today: date, calendar: HouseCalendar) -> None:
        super().__init__(form)
        self._today, self._calendar = today, calendar
        self._left_out: frozenset[date] = frozenset()
        self._worded: tuple[HolidayPolicy | None, HolidayPolicy | None] = (None, None)
        self._own_last, self._last_is_own = "", False
        self.elsewhere = False
        self.words = WordsField("Wann?", "z. B. jeden Mittwoch 14 bis 16 Uhr")
        self.understood = label(explained(Understanding("empty")), "muted")
        self.unread = Hint()
        self.choice = ReadingChoice()
        self.start, self.end = TimeField("Beginn", "start"), TimeField("Ende", "end")
        self.first = DateField("Ab", today, "first_day")
        self.last = DateField("Bis", today, "last_day")
        self.public = ChoiceField("An Feiertagen", POLICIES)
        self.school = ChoiceField("In den Schulferien", POLICIES)
        self.differs = Hint(TAKE_RULE, "edit")
        self.public.set_value("skip")
        self.school.set_value("keep")
        self.first.set_value(today)
        self.last.set_value(half_year_of(today)[1])
        self._fill(form)
        self._connect()

    def _fill(self, form: Form) -> None:
        form.add("Wann?", self.words, "wording")
        form.place(self.understood)
        form.place(self.unread)
        form.place(self.choice)
        form.place(self.differs)
        form.add("Beginn", self.start, "start")
        form.add("Ende", self.end, "end", beside=True)
        form.add("Ab", self.first, "first_day")
        form.add("Bis", self.last, "last_day", beside=True)
        form.add("An Feiertagen", self.public, "public_holidays")
        form.add("In den Schulferien", self.school, "school_holidays", beside=True)
        self.choice.follow(self.words)

    def _connect(self) -> None:
        self.words.editingFinished.connect(self.settle_words)
        self.first.editingFinished.connect(self._on_first_left)
        self.last.textEdited.connect(self._on_last_typed)
        for field in (self.words, self.start, self.end, self.first, self.last):
            field.textChanged.connect(self._on_typed)
        for field in (self.public, self.school):
            field.currentIndexChanged.connect(self.changed)
        self.choice.changed.connect(self.changed)
        self.differs.taken.connect(self._take_rule)

    def preset(self, day: date, start: int | None = None, end: int | None = None) -> None:
        """Fills in one day with its times (minutes after midnight)."""
        self.words.setText(f"{day:%d.%m.%Y}")
        self.start.set_value(start)
        self.end.set_value(end)

    def leave_out(self, days: frozenset[date]) -> None:
        """Takes single days out of the dates."""
        self._left_out |= days
        self.changed.emit()

    def take_time(self, start: int, end: int) -> None:
        """Takes another time of day, in the words too where they name one; minutes."""
        found = self.understanding()
        if found.start is not None and found.series:
            self.words.setText(
                wording(*(replace(s, start_minute=start, end_minute=end) for s in found.series))
            )
            return
        self.start.set_value(start)
        self.end.set_value(end)

    def settle_words(self) -> None:
        """Writes the date in place of "morgen" and the like, before the words are kept."""
        text = dated(self.words.text(), self._today)
        if text != self.words.text():
            self.words.setText(text)

    def window(self) -> Window:
        """The days dates are made for; raises `Invalid`."""
        first = self.first.value()
        if first is None:
            raise Invalid("first_day", "missing")
        last = self._last_typed(first)
        if last is None:
            raise Invalid("last_day", "missing")
        if last < first:
            raise Invalid("last_day", "end_before_start", self.last.bare())
        return Window(first, last, self._today, self._calendar)

    def set_span(self, first: date, last: date) -> None:
        """Fills in from when and until when dates are made."""
        self._own_last = short_date(last)
        _set_quietly(self.last, last)
        self.first.set_value(first)
        self.changed.emit()

    def _last_typed(self, first: date) -> date | None:
        """The end that somebody typed, also while the words' own end is shown in its place.

        An end that nobody typed, or can type now, follows a first day that goes past it.
        """
        if self.last.isEnabled():
            last = self.last.value()
            follows = not self._last_is_own
        else:
            last, follows = self._kept_last(), True
        if follows and (last is None or last < first):
            return half_year_of(first)[1]
        return last

    def _kept_last(self) -> date | None:
        try:
            return read_day(self._own_last, self._today, "last_day")
        except Invalid:
            return None

    def understanding(self) -> Understanding:
        """How the words are understood now; raises `Invalid` for days that are none."""
        return understand(self.words.text(), self.window(), self.choice.value())

    def wish(self) -> Wish:
        """The dates that are wanted; raises `Invalid` and `Ambiguous`."""
        return wish(
            self.understanding(),
            self.window(),
            (self.start.value(), self.end.value()),
            policies=self._policies(),
            left_out=self._left_out,
            elsewhere=self.elsewhere,
        )

    def _policies(self) -> Policies:
        return Policies(self.public.value(), self.school.value())

    def explain(self) -> None:
        """Says under the words how they are understood, and asks what has to be decided."""
        try:
            window = self.window()
        except Refusal as error:
            self.understood.setText(german(error))
            return
        found = understand(self.words.text(), window, self.choice.value())
        self.words.mark(found.unread)
        self.unread.say(unread_text(found.unread))
        self.choice.ask(found.question, [self._offered(one, window) for one in found.choices])
        self._show_times(found)
        self._preset_policies(found)
        self._show_end(found, window)
        self.understood.setText(explained(found))
        self.differs.say(self._difference(found))

    def _offered(self, meaning: Meaning, window: Window) -> Offered:
        found = Understanding("clear", series=meaning.series)
        try:
            # The time does not matter for the days; where none is known yet, any will do.
            dates = wish(found, window, (0, 1), policies=self._policies_of(found)).slots
        except Refusal as error:
            return Offered(meaning.meaning, german(error))
        return Offered(meaning.meaning, offered_dates(dates))

    def _show_times(self, found: Understanding) -> None:
        # Times in the words are the times: a second place for them could contradict.
        for field, minute in ((self.start, found.start), (self.end, found.end)):
            field.setEnabled(found.start is None)
            if found.start is not None:
                _set_quietly(field, minute)

    def _show_end(self, found: Understanding, window: Window) -> None:
        """Shows where the words end by themselves, and gives back what was typed otherwise."""
        try:
            last = own_end(found, window, self._policies())
        except Refusal:
            last = None
        if last is not None:
            if self.last.isEnabled():
                self._own_last = self.last.text()
            _set_quietly(self.last, last)
        elif not self.last.isEnabled():
            self.last.blockSignals(True)
            self.last.setText(self._own_last)
            self.last.blockSignals(False)
        self.last.setEnabled(last is None)

    def _preset_policies(self, found: Understanding) -> None:
        """Lets the words choose what becomes of holidays, whenever they say something else."""
        worded = (found.on_public_holidays, found.on_school_holidays)
        if worded != self._worded and found.status == "clear":
            self._worded = worded
            chosen = self._policies_of(found)
            for field, value in ((self.public, chosen.public), (self.school, chosen.school)):
                field.blockSignals(True)
                field.set_value(value)
                field.blockSignals(False)
        for field in (self.public, self.school):
            field.setEnabled(found.status == "empty" or found.repeats or bool(found.choices))

    @staticmethod
    def _policies_of(found: Understanding) -> Policies:
        return Policies(found.on_public_holidays or "skip", found.on_school_holidays or "keep")

    def _difference(self, found: Understanding) -> str:
        if found.status != "clear" or not found.repeats:
            return ""
        try:
            return difference(self.words.text(), self.wish().planned, self._calendar)
        except Refusal:
            return ""

    def _take_rule(self) -> None:
        self.words.setText(text_of(self.wish().planned))
        self.words.setFocus()

    def _on_typed(self) -> None:
        self._left_out = frozenset()
        self.changed.emit()

    def _on_first_left(self) -> None:
        """Shows the end that dates are made up to when the first day is typed."""
        try:
            window = self.window()
        except Invalid:
            return
        if self.last.isEnabled():
            _set_quietly(self.last, window.last)

    def _on_last_typed(self) -> None:
        self._last_is_own = True


def _set_quietly(field: TimeField | DateField, value: object) -> None:
    field.blockSignals(True)
    field.set_value(value)
    field.blockSignals(False)
