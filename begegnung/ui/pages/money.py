"""Kasse: what came in today at the left, who has still to pay at the right."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from begegnung.model.ledger_rows import OutstandingLine
from begegnung.model.names import sort_key
from begegnung.services.card_lists import card_line
from begegnung.services.cash_reports import cash_state
from begegnung.services.month_closings import late_entries
from begegnung.services.outstanding import outstanding
from begegnung.services.payments import ledger_between
from begegnung.services.present import today_of
from begegnung.services.tills import tills
from begegnung.texts import counted, long_date, money
from begegnung.ui.cards.card import CardDialog
from begegnung.ui.dialogs.cash_report import CashReportDialog, ReportsDialog
from begegnung.ui.dialogs.month_closing import MonthsDialog
from begegnung.ui.dialogs.payment import PaymentDialog
from begegnung.ui.dialogs.payment_back import VoidDialog
from begegnung.ui.dialogs.receipts import ReceiptsDialog
from begegnung.ui.dialogs.till_cash import ChangeMoneyDialog, HandOverDialog
from begegnung.ui.dialogs.tills import TillsDialog
from begegnung.ui.hub import Hub
from begegnung.ui.money.lines import ledger_line, outstanding_line
from begegnung.ui.page import Page
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action, action_button
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.search_list import SearchList
from begegnung.ui.widgets.shown import set_shown


class MoneyPage(Page):
    """The money of the day; `present` takes `search` for the payments that are outstanding."""

    key = "money"
    title = "Kasse"
    icon = "money"
    watches = frozenset(
        {
            "booking",
            "cash_report",
            "month_closing",
            "offer",
            "payment_note",
            "person",
            "punch_card",
            "reduction",
            "till",
        }
    )

    def __init__(self, hub: Hub) -> None:
        super().__init__(hub)
        self._missing: list[OutstandingLine] = []
        self._make_actions()
        self.till = ChoiceField("Kasse")
        self.state, self.late = label("", "strong"), label("", "muted")
        self.entries = LineList("Einträge von heute")
        self.nothing = label("Heute wurde noch nichts eingetragen.", "muted")
        self.due = SearchList(
            "Offene Zahlungen", "Name oder Angebot eintippen …", self._look, rows=6
        )
        self.nobody = label("", "muted")
        self._due_card = Card("Offene Zahlungen", "people")
        self._lay_out()
        self.till.currentIndexChanged.connect(lambda _: self._show_till())
        self.entries.chosen.connect(lambda _: self._enable())
        self.entries.opened.connect(lambda _: self._open_entry())
        self.due.picked.connect(self._pay_line)
        self.due.hits.chosen.connect(lambda _: self._enable())

    def _make_actions(self) -> None:
        def made(text: str, do: Callable[[], object], key: str = "") -> QAction:
            new = action(text, key, self)
            new.triggered.connect(lambda _=False: do())
            return new

        self.pay = made("Zahlung vermerken", self._pay, "Ins")
        self.count = made("Kasse zählen", self._count, "F8")
        self.hand_over = made("Geld abliefern", self._hand_over)
        self.change = made("Wechselgeld einlegen", self._put_in_change)
        self.void = made("Eintrag stornieren", self._void, "Del")
        self.reports = made("Kassenberichte ansehen", self._show_reports)
        self.months = made("Monat abschließen", self._close_month)
        self.receipts = made("Quittungen", lambda: ReceiptsDialog(self.hub, self.window()).open())
        self.settings = made(
            "Kassen und Ermäßigungen", lambda: TillsDialog(self.hub, self.window()).open()
        )

    def _lay_out(self) -> None:
        today = Card("Heute", "money")
        today.body.addWidget(self.till)
        today.body.addWidget(self.state)
        today.body.addWidget(self.late)
        today.body.addWidget(self.nothing)
        today.body.addWidget(self.entries, 1)
        today.body.addLayout(
            _buttons(
                action_button(self.count, "checkmark_circle", kind="primary"),
                action_button(self.void, "delete"),
                action_button(self.hand_over, "arrow_download"),
                action_button(self.change, "add"),
                action_button(self.reports, "clipboard_checkmark"),
                action_button(self.months, "lock_closed"),
                action_button(self.receipts, "news"),
                action_button(self.settings, "settings"),
            )
        )
        due = self._due_card
        due.body.addWidget(self.nobody)
        due.body.addWidget(self.due, 1)
        due.body.addLayout(_buttons(action_button(self.pay, "money", kind="primary")))
        self.entries.setMinimumHeight(THEME.px(9))
        today.setMinimumHeight(THEME.px(22))
        columns = Columns(lead=0, lead_height=22)
        columns.add(today, 1)
        columns.add(due, 1)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(columns)

    def subtitle(self) -> str:
        """Today."""
        return long_date(self._today())

    def page_actions(self) -> list[QAction]:
        """Paying, counting, handing over, closing, and what the office sets up."""
        return [
            self.pay,
            self.count,
            self.void,
            self.hand_over,
            self.change,
            self.reports,
            self.months,
            self.receipts,
            self.settings,
        ]

    def enter(self) -> None:
        """Begins at the search: most often somebody stands there who wants to pay."""
        self._stale = True
        super().enter()
        self.due.field.setFocus()

    def present(self, what: dict[str, Any]) -> None:
        """Looks for somebody among the payments that are outstanding."""
        if "search" in what:
            self.due.field.setText(what["search"])

    def reload(self) -> None:
        """Reads tills, entries of today, and what is outstanding."""
        known = self.hub.read(tills)
        self.till.set_choices([(line.id, line.name) for line in known])
        set_shown(self.till, len(known) > 1)
        self._missing = self.hub.read(outstanding)
        self._show_till()
        whole = sum(line.missing_cents for line in self._missing)
        number = len(self._missing)
        self._due_card.set_note(money(whole) if number else "")
        self.nobody.setText(
            f"{counted(number, 'offener Betrag', 'offene Beträge')}."
            if number
            else "Alles ist bezahlt."
        )
        self.due.refresh()
        self._enable()

    def _show_till(self) -> None:
        today, till_id = self._today(), self.till.value()
        if till_id is None:
            return
        found = self.hub.read(ledger_between, today, today, till_id=till_id)
        self.entries.show_lines(map(ledger_line, reversed(found)))
        set_shown(self.nothing, not found)
        state = self.hub.read(cash_state, till_id, today)
        self.state.setText(
            f"In der Kasse sollten sein: {money(state.expected_cents)}"
            if state.last_day is not None
            else f"Heute bar ein: {money(state.in_cents)}, aus: {money(-state.out_cents)}"
        )
        late = self.hub.read(late_entries, till_id)
        words = counted(late, "Eintrag ist", "Einträge sind")
        self.late.setText(f"{words} in einem abgeschlossenen Monat nachträglich eingegangen.")
        set_shown(self.late, late > 0)
        self._enable()

    def _look(self, typed: str) -> list[Line]:
        """The outstanding payments whose name or offer has all the typed words."""
        words = sort_key(typed).split()
        return [
            outstanding_line(line, self._today())
            for line in self._missing
            if all(word in sort_key(f"{line.name} {line.title}") for word in words)
        ]

    def _enable(self) -> None:
        entry = self.entries.current_line()
        self.void.setEnabled(entry is not None and entry.subject.standing)
        self.pay.setEnabled(self.due.hits.current_line() is not None)

    def _today(self) -> date:
        return today_of(self.hub.desk.now_ms())

    def _pay(self) -> None:
        self.due.pick()

    def _pay_line(self, line: Line) -> None:
        if line.subject.card_id:
            card = self.hub.read(card_line, line.subject.card_id)
            CardDialog(self.hub, self.window(), card).open()
        else:
            PaymentDialog(self.hub, self.window(), line.key).open()

    def _open_entry(self) -> None:
        """Everything about the booking of an entry: to give money back, or to note more."""
        line = self.entries.current_line()
        if line is not None and line.subject.booking_id is not None:
            PaymentDialog(self.hub, self.window(), line.subject.booking_id).open()

    def _count(self) -> None:
        CashReportDialog(self.hub, self.window(), self.till.value()).open()

    def _show_reports(self) -> None:
        ReportsDialog(self.hub, self.window(), self.till.value()).open()

    def _hand_over(self) -> None:
        HandOverDialog(self.hub, self.window(), self.till.value()).open()

    def _put_in_change(self) -> None:
        ChangeMoneyDialog(self.hub, self.window(), self.till.value()).open()

    def _close_month(self) -> None:
        MonthsDialog(self.hub, self.window(), self.till.value(), self.till.currentText()).open()

    def _void(self) -> None:
        entry = self.entries.current_line()
        if entry is not None:
            VoidDialog(self.hub, self.window(), entry.key, entry.title).open()


def _buttons(*buttons: QWidget) -> QGridLayout:
    """Buttons in two columns."""
    grid = QGridLayout()
    grid.setSpacing(THEME.px(0.35))
    for number, made in enumerate(buttons):
        grid.addWidget(made, number // 2, number % 2)
    return grid
