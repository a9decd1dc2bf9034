"""Closing the months of a till, opening one again, and the list for the city's cash office."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from begegnung.model.errors import Refusal, Trouble
from begegnung.services.documents import file_name, free_path, write_file
from begegnung.services.month_closings import (
    CloseMonth,
    ReopenMonth,
    cash_book,
    close_month,
    closings,
    open_months,
    reopen_month,
)
from begegnung.services.present import today_of
from begegnung.texts import german
from begegnung.texts.ledger import month_name
from begegnung.ui.hub import Hub
from begegnung.ui.money.lines import closing_line
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList
from begegnung.ui.widgets.shown import set_shown


class MonthsDialog(Dialog):
    """The months of a till: closing the next one, the closed ones, and their lists."""

    def __init__(self, hub: Hub, parent: QWidget | None, till_id: str, till: str) -> None:
        super().__init__("Monat abschließen", parent, width=42)
        self._hub, self._till_id, self._till = hub, till_id, till
        self.body.addWidget(label(till, "strong"))
        self.body.addWidget(
            label(
                "In einem abgeschlossenen Monat wird nichts mehr eingetragen oder storniert. "
                "Öffnen kann ihn die Leitung, mit einem Grund.",
                "muted",
            )
        )
        self.month = ChoiceField("Monat")
        self._month = self.form.add("Monat", self.month, "month")
        self.close_it = button("Diesen Monat abschließen", "lock_closed", kind="primary")
        self.close_it.clicked.connect(self._close_month)
        self.nothing = label("Alle Monate mit Einträgen sind abgeschlossen.", "muted")
        self.list = LineList("Abgeschlossene Monate")
        self.list.setMinimumHeight(THEME.px(9))
        for part in (self.form, self.close_it, self.nothing):
            self.body.addWidget(part)
        self.body.addWidget(label("Abgeschlossene Monate", "field"))
        self.body.addWidget(self.list, 1)
        self._add_buttons()
        hub.changed.connect(self._on_changed)
        self.list.chosen.connect(lambda _: self._enable())
        self._reload()
        (self.month if self.month.count() else self.list).setFocus()

    def _add_buttons(self) -> None:
        self.reopen = button("Wieder öffnen", "key")
        self.reopen.clicked.connect(self._reopen)
        self.save = button("Liste für die Stadtkasse speichern", "arrow_download")
        self.save.clicked.connect(self._ask_save)
        self.body.addWidget(self.save)
        self.body.addWidget(self.reopen)

    def _reload(self) -> None:
        months = self._hub.read(open_months, self._till_id)
        self.month.set_choices([(one, month_name(*one)) for one in months])
        set_shown(self.form, bool(months))
        set_shown(self.close_it, bool(months))
        set_shown(self.nothing, not months)
        self.list.show_lines(map(closing_line, self._hub.read(closings, self._till_id)))
        self._enable()

    def _enable(self) -> None:
        self.reopen.setEnabled(self.list.current_line() is not None)

    def _on_changed(self, entities: frozenset[str]) -> None:
        if entities & {"month_closing", "payment_note"}:
            self._reload()

    def _close_month(self) -> None:
        year, month = self.month.value()
        said = f"{month_name(year, month)} ist abgeschlossen: {self._till}"
        try:
            self._hub.act(close_month, CloseMonth(self._till_id, year, month), said)
        except (Refusal, Trouble) as error:
            self.refusal.say(german(error))
        else:
            self.refusal.say("")

    def _reopen(self) -> None:
        line = self.list.current_line()
        if line is not None:
            ReopenDialog(self._hub, self, line).open()

    def _chosen_month(self) -> tuple[int, int]:
        line = self.list.current_line()
        if line is not None:
            return line.subject.year, line.subject.month
        today = today_of(self._hub.desk.now_ms())
        return self.month.value() or (today.year, today.month)

    def _ask_save(self) -> None:
        year, month = self._chosen_month()
        name = file_name("Kassenbuch", self._till, f"{year}-{month:02}", suffix=".csv")
        chooser = QFileDialog(self, "Liste für die Stadtkasse speichern", str(_documents()))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("csv")
        chooser.setNameFilter("Tabellen (*.csv)")
        chooser.selectFile(str(free_path(_documents() / name)))
        chooser.fileSelected.connect(lambda path: self.save_list(Path(path)))
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save_list(self, path: Path) -> None:
        """Writes the list of the chosen month to `path`."""
        content = self._hub.read(cash_book, *self._chosen_month(), self._till_id)
        try:
            write_file(path, content)
        except Trouble as error:
            self.refusal.say(german(error))
        else:
            self._hub.said.emit(f"Gespeichert: {path}", False)


class ReopenDialog(Dialog):
    """Opens a closed month again, with the reason."""

    def __init__(self, hub: Hub, parent: QWidget | None, line: Line) -> None:
        super().__init__("Monat wieder öffnen", parent, verb="Öffnen", icon="key", width=32)
        self._hub, self._line = hub, line
        self.body.addWidget(label(line.title, "strong"))
        self.reason = TextField("Grund", "z. B. Zahlung vergessen")
        self.form.add("Grund", self.reason, "reason")
        self.body.addWidget(self.form)
        self.reason.setFocus()

    def confirm(self) -> None:
        """Opens it."""
        request = ReopenMonth(self._line.key, self.reason.bare())
        self._hub.act(reopen_month, request, f"Wieder offen: {self._line.title}")


def _documents() -> Path:
    place = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(place) or Path.home())
