"""Reading a programme file into this house, and the report of what was made of every entry."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from begegnung.formats.programme_file import read_programme
from begegnung.services.houses import own_centre
from begegnung.services.programme_import import (
    EntryReport,
    Imported,
    ImportProgramme,
    import_programme,
)
from begegnung.texts import counted
from begegnung.ui.dialogs.report import ReportDialog
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.file_field import FileField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line


class ImportDialog(Dialog):
    """Asks for the file; a file that is none is named here and nothing is changed."""

    def __init__(self, hub: Hub, parent: QWidget) -> None:
        super().__init__("Programm einlesen", parent, verb="Programm einlesen", width=36)
        self._hub = hub
        self._owner = parent
        self.body.addWidget(
            label(
                "Liest eine Programmdatei in dieses Haus ein. Was schon da ist, bleibt, wie es "
                "ist. Sie können das Einlesen mit Strg+Z zurücknehmen.",
                "muted",
            )
        )
        self.file = FileField("Programmdatei", "Programmdateien (*.json)", "programm.json")
        self.form.add("Programmdatei", self.file, "file")
        self.body.addWidget(self.form)
        self.body.addWidget(self.file.choose)
        self.file.setFocus()

    def confirm(self) -> None:
        """Reads the file and shows the report."""
        programme = read_programme(self.file.path())
        house = self._hub.read(own_centre).name
        done = self._hub.act(import_programme, ImportProgramme(programme, house), _said)
        made, owner = done.value, self._owner
        # After this dialog has given the focus back, so that the report keeps it.
        QTimer.singleShot(0, owner, lambda: _report(made, owner).open())


def _report(made: Imported, owner: QWidget) -> ReportDialog:
    """What was made of the rooms and of each entry."""
    reports = made.entries
    dated = sum(report.outcome == "dated" for report in reports)
    words = f"{counted(dated, 'Angebot', 'Angebote')} mit Terminen."
    if rest := len(reports) - dated:
        words += f" {rest} ohne Termine; sie stehen auf der Liste „Termine fehlen“."
    notes = (Line(f"note {n}", "Räume", note) for n, note in enumerate(made.notes))
    entries = (_line(n, one) for n, one in enumerate(reports))
    return ReportDialog(words, (*notes, *entries), owner)


def _said(made: Imported) -> str:
    added = sum(report.occurrences_added for report in made.entries)
    return f"Programm eingelesen: {counted(added, 'neuer Termin', 'neue Termine')}."


def _line(number: int, report: EntryReport) -> Line:
    if report.outcome == "dated":
        new = report.occurrences_added
        chip = f"{counted(report.occurrences, 'Termin', 'Termine')}, {new} neu"
        return Line(str(number), report.title, report.reason, chip, "info")
    chip = "nur Text" if report.outcome == "text" else "bitte prüfen"
    return Line(str(number), report.title, report.reason, chip, "warn")
