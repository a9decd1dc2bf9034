"""Kassenbericht: counting the till by notes and coins, and the reports of before."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from begegnung.model.cash import COINS, DENOMINATIONS, MOST_PIECES, NOTES, counted_cents
from begegnung.model.errors import Invalid
from begegnung.services.cash_reports import (
    CancelReport,
    CountTill,
    cancel_report,
    cash_reports,
    cash_state,
    count_till,
)
from begegnung.services.present import today_of
from begegnung.texts import long_date, money, short_date
from begegnung.texts.ledger import difference_text, piece_name, piece_value
from begegnung.ui.hub import Hub
from begegnung.ui.money.lines import report_line
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import MoneyField, TextField
from begegnung.ui.widgets.labels import Chip, label
from begegnung.ui.widgets.lines import LineList
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce


class PieceField(TextField):
    """How many pieces of one note or coin there are; empty is none."""

    def __init__(self, value: int) -> None:
        super().__init__(piece_name(value), "0")
        self.value_cents = value
        self.setValidator(QIntValidator(0, MOST_PIECES, self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMinimumWidth(THEME.px(5))

    def pieces(self) -> int:
        """The number that is typed."""
        return int(self.bare() or 0)


class CashReportDialog(Dialog):
    """Counts a till; the sum and the difference follow every key."""

    def __init__(self, hub: Hub, parent: QWidget | None, till_id: str) -> None:
        super().__init__("Kasse zählen", parent, verb="Kassenbericht speichern", icon="save")
        self._width = 46
        self._hub, self._till_id = hub, till_id
        self._day = today_of(hub.desk.now_ms())
        self.state = hub.read(cash_state, till_id, self._day)
        self.body.addWidget(label(f"{self.state.till} · {long_date(self._day)}", "strong"))
        self.body.addWidget(label(self._basis(), "muted"))
        self.opening = MoneyField("Anfangsbestand", "opening")
        self._opening = self.form.add(
            "Anfangsbestand", self.opening, "opening", hint="was vor heute in der Kasse war"
        )
        set_shown(self._opening, self.state.last_day is None)
        self.reason = TextField("Grund", "z. B. Wechselgeldfehler, nicht zu klären")
        self._reason = self.form.add("Grund für die Differenz", self.reason, "reason")
        self._add_pieces()
        self._add_sums()
        self.body.addWidget(self.form)
        self.opening.textChanged.connect(lambda _: self._sum())
        self._sum()
        (self.opening if self.state.last_day is None else self.pieces[0]).setFocus()

    def _basis(self) -> str:
        if self.state.last_day is None:
            return "Das ist der erste Kassenbericht dieser Kasse."
        return (
            f"Letzter Bericht {short_date(self.state.last_day)}: "
            f"{money(self.state.opening_cents)} · seitdem ein "
            f"{money(self.state.in_cents)}, aus {money(-self.state.out_cents)}"
        )

    def _add_pieces(self) -> None:
        self.pieces = [PieceField(value) for value in DENOMINATIONS]
        if self.state.last_day is None:
            self.body.addWidget(self._opening)
        grid = QGridLayout()
        grid.setHorizontalSpacing(THEME.px(0.6))
        grid.setVerticalSpacing(THEME.px(0.25))
        for column, heading in ((0, "Scheine"), (2, "Münzen")):
            grid.addWidget(label(heading, "field"), 0, column)
            grid.addWidget(label("Stück", "muted"), 0, column + 1)
        for n, field in enumerate(self.pieces):
            in_notes = n < len(NOTES)
            column, row = (0, n + 1) if in_notes else (2, n - len(NOTES) + 1)
            caption = label(piece_value(field.value_cents))
            caption.setBuddy(field)
            grid.addWidget(caption, row, column)
            grid.addWidget(field, row, column + 1)
            field.textChanged.connect(lambda _: self._sum())
        for column in (0, 2):
            grid.setColumnStretch(column, 1)
        grid.setRowStretch(max(len(NOTES), len(COINS)) + 1, 1)
        self.body.addLayout(grid)

    def _add_sums(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(THEME.px(0.8))
        self.counted, self.expected = label("", "h2"), label("")
        self.expected.setWordWrap(False)
        self.difference = Chip()
        for part in (self.counted, self.expected, self.difference):
            row.addWidget(part)
        row.addStretch(1)
        self.body.addLayout(row)

    def _counted(self) -> dict[int, int]:
        return {field.value_cents: field.pieces() for field in self.pieces if field.pieces()}

    def _expected_cents(self) -> int:
        if self.state.last_day is not None:
            return self.state.expected_cents
        try:
            opening = self.opening.value() or 0
        except Invalid:
            opening = 0
        return self.state.expected_cents + opening

    def _sum(self) -> None:
        counted, expected = counted_cents(self._counted()), self._expected_cents()
        self.counted.setText(f"Gezählt {money(counted)}")
        self.expected.setText(f"erwartet {money(expected)}")
        difference = counted - expected
        self.difference.show_state(difference_text(difference), "warn" if difference else "ok")
        set_shown(self._reason, bool(difference))

    def confirm(self) -> None:
        """Writes the report; the sum is said once more, for the ear."""
        opening = self.opening.value() or 0
        request = CountTill(self._till_id, self._day, self._counted(), self.reason.bare(), opening)
        said = f"Kassenbericht gespeichert: {money(counted_cents(self._counted()))}"
        announce(self, self.difference.text())
        self._hub.act(count_till, request, said)


class ReportsDialog(Dialog):
    """The Kassenberichte of a till, the newest first; the last one can be taken back."""

    def __init__(self, hub: Hub, parent: QWidget | None, till_id: str) -> None:
        super().__init__("Kassenberichte", parent, width=42)
        self._hub, self._till_id = hub, till_id
        self.empty = label("Noch wurde diese Kasse nicht gezählt.", "muted")
        self.list = LineList("Kassenberichte")
        self.list.setMinimumHeight(THEME.px(14))
        self.body.addWidget(self.empty)
        self.body.addWidget(self.list, 1)
        row = QHBoxLayout()
        self.cancel = button("Bericht zurücknehmen", "delete")
        self.cancel.clicked.connect(self._cancel)
        row.addWidget(self.cancel)
        row.addStretch(1)
        self.body.addLayout(row)
        self.list.chosen.connect(lambda _: self._enable())
        hub.changed.connect(self._on_changed)
        self._reload()
        self.list.setFocus()

    def _reload(self) -> None:
        found = self._hub.read(cash_reports, self._till_id)
        self.list.show_lines(map(report_line, found))
        set_shown(self.empty, not found)
        self._enable()

    def _enable(self) -> None:
        line = self.list.current_line()
        self.cancel.setEnabled(line is not None and line.subject.standing)

    def _on_changed(self, entities: frozenset[str]) -> None:
        if "cash_report" in entities:
            self._reload()

    def _cancel(self) -> None:
        line = self.list.current_line()
        if line is not None:
            CancelReportDialog(self._hub, self, line.key, line.title).open()


class CancelReportDialog(Dialog):
    """Takes the last Kassenbericht back, with the reason; it stays in the list."""

    def __init__(self, hub: Hub, parent: QWidget | None, report_id: str, title: str) -> None:
        super().__init__(
            "Kassenbericht zurücknehmen", parent, verb="Zurücknehmen", icon="delete", width=32
        )
        self._hub, self._report_id = hub, report_id
        self.body.addWidget(label(title, "strong"))
        self.reason = TextField("Grund", "z. B. verzählt")
        self.form.add("Grund", self.reason, "reason")
        self.body.addWidget(self.form)
        self.reason.setFocus()

    def confirm(self) -> None:
        """Takes it back."""
        request = CancelReport(self._report_id, self.reason.bare())
        self._hub.act(cancel_report, request, "Kassenbericht zurückgenommen")
