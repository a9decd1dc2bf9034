"""Anwesenheit: the dates of a day at the left, who came at the right."""

from datetime import date, timedelta
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout

from begegnung.model.local_time import day_of
from begegnung.model.names import full_name
from begegnung.model.rows import AttendanceLine, AttendanceSheet
from begegnung.services.attendance import (
    CountHeads,
    Mark,
    MarkAll,
    count_heads,
    mark,
    mark_all,
    sheets_of_day,
)
from begegnung.services.dates import date_line, next_day
from begegnung.services.present import moment_of, today_of
from begegnung.services.punch_cards import Punch, TakeBackPunch, punch_visit, take_back_punch
from begegnung.texts import long_date
from begegnung.ui.attendance.sheet_card import SheetCard
from begegnung.ui.attendance.walk_in import WalkInDialog
from begegnung.ui.attendance.wording import all_present, date_entry
from begegnung.ui.cards.sell import SellCardDialog
from begegnung.ui.cards.wording import left_words
from begegnung.ui.hub import Hub
from begegnung.ui.page import Page
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import IconButton, action, action_button, with_key
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.empty import EmptyState
from begegnung.ui.widgets.lines import LineList


class AttendancePage(Page):
    """Who came to the dates of a day; `present` takes `occurrence_id` or `day`."""

    key = "attendance"
    title = "Anwesenheit"
    icon = "clipboard_checkmark"
    watches = frozenset(
        {
            "attendance",
            "booking",
            "head_count",
            "occurrence",
            "offer",
            "person",
            "punch",
            "punch_card",
        }
    )

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._day = self._as_of = self._today()
        self._sheets: dict[str, AttendanceSheet] = {}
        self._make_actions()
        self.dates = LineList("Termine des Tages")
        self.sheet = SheetCard(self._all_present, self._walk_in)
        self._day_card = Card("Heute")
        self._stack = QStackedWidget()
        self._stack.setObjectName("clear")
        self.nothing = EmptyState(
            "An diesem Tag sind keine Termine eingetragen.",
            "Zum nächsten Tag mit Terminen",
            self._go_to_next,
        )
        self._lay_out()
        self.dates.chosen.connect(self._show_sheet)
        self.dates.opened.connect(lambda _: self._enter_sheet())
        self.sheet.ticked.connect(self._tick)
        self.sheet.counted.connect(self._count)
        self.sheet.card_wanted.connect(self._use_card)

    def _make_actions(self) -> None:
        self._back = action("Tag zurück", "Alt+Left", self)
        self._forward = action("Tag vor", "Alt+Right", self)
        self._to_today = action("Heute", "Alt+Home", self)
        self._all_present = action("Alle anwesend", "F9", self)
        self._walk_in = action("Person hinzufügen", "Ins", self)
        self._back.triggered.connect(lambda: self._go_to(self._day - timedelta(days=1)))
        self._forward.triggered.connect(lambda: self._go_to(self._day + timedelta(days=1)))
        self._to_today.triggered.connect(lambda: self._go_to(self._today()))
        self._all_present.triggered.connect(self._tick_all)
        self._walk_in.triggered.connect(self._ask_walk_in)

    def _lay_out(self) -> None:
        steps = QHBoxLayout()
        steps.setSpacing(THEME.px(0.5))
        for made, icon, words in (
            (self._back, "chevron_left", "Einen Tag zurück"),
            (self._forward, "chevron_right", "Einen Tag vor"),
        ):
            step = IconButton(with_key(words, made.shortcut().toString()), icon)
            step.clicked.connect(made.trigger)
            steps.addWidget(step)
        steps.addWidget(action_button(self._to_today, "calendar_today"))
        steps.addStretch(1)
        self._stack.addWidget(self.dates)
        self._stack.addWidget(self.nothing)
        self._day_card.body.addLayout(steps)
        self._day_card.body.addWidget(self._stack, 1)
        columns = Columns(lead=1, lead_height=20)
        columns.add(self._day_card, 4)
        columns.add(self.sheet, 5)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(columns)
        self._day_card.setMinimumHeight(THEME.px(16))

    def subtitle(self) -> str:
        """The day that is shown."""
        return long_date(self._day)

    def page_actions(self) -> list[QAction]:
        """Going through the days, ticking everybody, adding somebody."""
        return [self._all_present, self._walk_in, self._back, self._forward, self._to_today]

    def enter(self) -> None:
        """Begins at the dates; on a new morning with those of the new day.

        A day that was chosen stays.
        """
        today = self._today()
        if today != self._as_of and self._day == self._as_of:
            self._day, self._stale = today, True
        self._as_of = today
        super().enter()
        focus = QApplication.focusWidget()
        if focus is None or not self.sheet.isAncestorOf(focus):
            self.dates.setFocus()

    def reload(self) -> None:
        """Reads the dates of the day with all their sheets."""
        found = self.hub.read(sheets_of_day, self._day)
        self._sheets = {sheet.date.id: sheet for sheet in found}
        self._day_card.set_title(self._day_words())
        self._stack.setCurrentWidget(self.dates if found else self.nothing)
        known = self.dates.current_key() in self._sheets
        self.dates.show_lines(
            [date_entry(sheet) for sheet in found], choose="" if known else self._first_open()
        )
        self._show_sheet(self.dates.current_key())

    def present(self, what: dict[str, Any]) -> None:
        """Shows the sheet of a date, or a day."""
        if occurrence_id := what.get("occurrence_id"):
            self._go_to(day_of(self.hub.read(date_line, occurrence_id).starts))
            self.dates.choose(occurrence_id)
            self._enter_sheet()
        elif day := what.get("day"):
            self._go_to(day)

    def _today(self) -> date:
        return today_of(self.hub.desk.now_ms())

    def _day_words(self) -> str:
        distance = (self._day - self._today()).days
        near = {0: "Heute", -1: "Gestern", 1: "Morgen"}.get(distance)
        return f"{near}, {self._day:%d.%m.%Y}" if near else long_date(self._day)

    def _first_open(self) -> str:
        """The date that runs now or comes next; the first one on other days."""
        now = moment_of(self.hub.desk.now_ms())
        running = [s.date.id for s in self._sheets.values() if s.date.ends > now]
        return next(iter(running or self._sheets), "")

    def _go_to(self, day: date) -> None:
        self._day = day
        self.reload()
        self.retitled.emit()

    def _go_to_next(self) -> None:
        following = self.hub.read(next_day, self._day)
        if following is None:
            self.hub.refused.emit("Danach sind keine Termine mehr eingetragen.")
        else:
            self._go_to(following)

    def _show_sheet(self, occurrence_id: str) -> None:
        sheet = self._sheets.get(occurrence_id)
        named = sheet is not None and sheet.counting == "named" and sheet.date.state != "cancelled"
        self._walk_in.setEnabled(named)
        self._all_present.setEnabled(False)
        if sheet is None:
            self.sheet.show_nothing("Bitte links einen Termin wählen.")
        else:
            self.sheet.show_sheet(sheet, late=self._day < self._today())

    def _enter_sheet(self) -> None:
        sheet = self._sheets.get(self.dates.current_key())
        if sheet is not None and sheet.counting == "heads":
            self.sheet.counter.field.setFocus()
        elif sheet is not None:
            self.sheet.people.setFocus()

    def _tick(self, person_id: str, state: str | None) -> None:
        self.hub.try_act(mark, Mark(self.dates.current_key(), person_id, state))

    def _use_card(self, person: AttendanceLine) -> None:
        """Takes the visit from the card, gives it back, or sells a card where there is none."""
        name = full_name(person.surname, person.first_name)
        card = person.card
        if card is None or (card.left <= 0 and not card.punched):
            offer_id = self._sheets[self.dates.current_key()].date.offer_id
            dialog = SellCardDialog(self.hub, self.window(), person.person_id, name, offer_id)
            dialog.open()
        elif card.punched:
            said = f"Besuch zurück auf die Karte: {name}, {left_words(card.left + 1, card.punches)}"
            self.hub.try_act(take_back_punch, TakeBackPunch(card.punch_id), said)
        else:
            self.hub.try_act(
                punch_visit,
                Punch(card.card_id, self.dates.current_key()),
                lambda left: f"Besuch abgezogen: {name}, {left_words(left, card.punches)}",
            )

    def _tick_all(self) -> None:
        self.hub.try_act(mark_all, MarkAll(self.dates.current_key()), all_present)

    def _count(self, total: int | None) -> None:
        self.hub.try_act(count_heads, CountHeads(self.dates.current_key(), total))

    def _ask_walk_in(self) -> None:
        sheet = self._sheets[self.dates.current_key()]
        WalkInDialog(self.hub, sheet.date, self._came_in, self).open()

    def _came_in(self, person_id: str) -> None:
        self.sheet.people.choose(person_id)
