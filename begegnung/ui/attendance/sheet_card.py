"""The sheet of one date: its people, its head count, or why there is nothing to enter."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from begegnung.model.local_time import day_of
from begegnung.model.rows import AttendanceSheet
from begegnung.texts import counted, date_span, short_date
from begegnung.ui.attendance.counter import HeadCounter
from begegnung.ui.attendance.tick_list import TickList
from begegnung.ui.attendance.wording import people_entries, summary
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action_button
from begegnung.ui.widgets.card import Card
from begegnung.ui.widgets.empty import EmptyState
from begegnung.ui.widgets.labels import label

KEYS = "Leertaste oder A: anwesend · E: entschuldigt · U: unentschuldigt · Entf: leeren"
CARD_KEYS = "K: von der Mehrfachkarte abziehen oder zurückgeben"
LATE = "Der Tag ist vorbei. Was Sie jetzt eintragen, wird als nachgetragen vermerkt."


class SheetCard(Card):
    """The sheet at the right of the page.

    `ticked(str, object)`, `card_wanted(object)` and `counted(object)` tell what the desk wants to
    note, see `TickList`.
    """

    ticked = Signal(str, object)
    card_wanted = Signal(object)
    counted = Signal(object)

    def __init__(self, all_present: QAction, walk_in: QAction) -> None:
        super().__init__("Anwesenheit")
        self._all_present = all_present
        self.people = TickList()
        self.counter = HeadCounter()
        self._when = label("", "muted")
        self.late = label(LATE, "strong")
        self._keys = label(KEYS, "muted")
        self._nobody = EmptyState(
            "Für diesen Termin ist noch niemand angemeldet.", walk_in.text(), walk_in.trigger
        )
        self._reason = EmptyState("")
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        for part in (self.people, self.counter, self._nobody, self._reason):
            self._stack.addWidget(part)
        self._foot = QWidget()
        self._foot.setObjectName("clear")
        row = QHBoxLayout(self._foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(THEME.px(0.5))
        row.addWidget(action_button(all_present, "people_list", kind="primary"))
        row.addWidget(action_button(walk_in, "person_add"))
        row.addStretch(1)
        for part in (self._when, self.late):
            self.body.addWidget(part)
        self.body.addWidget(self._stack, 1)
        self.body.addWidget(self._keys)
        self.body.addWidget(self._foot)
        self.people.ticked.connect(self.ticked)
        self.people.card_wanted.connect(self.card_wanted)
        self.counter.counted.connect(self.counted)
        self.show_nothing("Bitte links einen Termin wählen.")

    def show_nothing(self, sentence: str) -> None:
        """No date to show, and why."""
        self.set_title("Anwesenheit")
        self.set_note("")
        self._when.hide()
        self._say(sentence)

    def show_sheet(self, sheet: AttendanceSheet, *, late: bool) -> None:
        """Shows a date; `late` when its day is over."""
        date = sheet.date
        self.set_title(date.title)
        where = date.room or date.place
        times = date_span(date)
        day = short_date(day_of(date.starts))
        self._when.setText(" · ".join(filter(None, (day, times, where, date.leader))))
        self._when.show()
        self.set_note("")
        if date.state == "cancelled":
            reason = f": {date.state_reason}" if date.state_reason else ""
            self._say(f"Dieser Termin fällt aus{reason}.")
        elif sheet.counting == "none":
            self._say("Bei diesem Angebot wird niemand gezählt.")
        elif sheet.counting == "heads":
            self._show_count(sheet)
            self.late.setVisible(late)
        else:
            self._show_names(sheet)
            self.late.setVisible(late)

    def _show_count(self, sheet: AttendanceSheet) -> None:
        booked = sheet.date.booked
        hint = f"Angemeldet: {counted(booked, 'Person', 'Personen')}. " if booked else ""
        self.counter.show_total(sheet.total, f"{hint}Wie viele sind gekommen?")
        self._show(self.counter, named=False)

    def _show_names(self, sheet: AttendanceSheet) -> None:
        with_cards = sheet.date.takes_cards
        self.people.show_cards(taken=with_cards)
        self._keys.setText(f"{KEYS} · {CARD_KEYS}" if with_cards else KEYS)
        self.people.show_lines(people_entries(sheet.lines, with_cards=with_cards))
        self.set_note(summary(sheet))
        self._all_present.setEnabled(
            any(line.state is None and line.booked for line in sheet.lines)
        )
        self._show(self.people if sheet.lines else self._nobody, named=bool(sheet.lines))

    def sentence(self) -> str:
        """Why nothing can be entered."""
        return self._reason.sentence.text()

    def _say(self, sentence: str) -> None:
        self._reason.sentence.setText(sentence)
        self.late.hide()
        self._show(self._reason, named=False)

    def _show(self, part: QWidget, *, named: bool) -> None:
        self._stack.setCurrentWidget(part)
        self._keys.setVisible(named)
        self._foot.setVisible(named)
