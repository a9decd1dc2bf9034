"""Reading a programme file into this house, and the report of what was made of every entry."""

from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from begegnung.formats.programme_file import read_programme
from begegnung.model.errors import Invalid
from begegnung.services.houses import own_centre
from begegnung.services.programme_import import EntryReport, ImportProgramme, import_programme
from begegnung.texts import counted
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import TextField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line, LineList

_FIELD = "file"


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
        self.file = TextField("Programmdatei", "z. B. programm.json")
        self.form.add("Programmdatei", self.file, _FIELD)
        choose = button("Datei wählen …", "open")
        choose.clicked.connect(self._choose)
        self.body.addWidget(self.form)
        self.body.addWidget(choose)
        self.file.setFocus()

    def confirm(self) -> None:
        """Reads the file and shows the report."""
        typed = self.file.bare()
        if not typed:
            raise Invalid(_FIELD, "missing")
        programme = read_programme(Path(typed))
        house = self._hub.read(own_centre).name
        done = self._hub.act(import_programme, ImportProgramme(programme, house), _said)
        reports, owner = done.value, self._owner
        # After this dialog has given the focus back, so that the report keeps it.
        QTimer.singleShot(0, owner, lambda: ReportDialog(reports, owner).open())

    def _choose(self) -> None:
        chooser = QFileDialog(self, "Programmdatei wählen", self.file.bare())
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilter("Programmdateien (*.json)")
        chooser.fileSelected.connect(self.file.setText)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()


class ReportDialog(Dialog):
    """What was made of each entry, and why."""

    def __init__(self, reports: list[EntryReport], parent: QWidget) -> None:
        super().__init__("Das wurde eingelesen", parent, width=46)
        dated = sum(report.outcome == "dated" for report in reports)
        rest = len(reports) - dated
        words = f"{counted(dated, 'Angebot', 'Angebote')} mit Terminen."
        if rest:
            words += f" {rest} ohne Termine; sie stehen auf der Liste „Termine fehlen“."
        self.body.addWidget(label(words, "strong"))
        self.entries = LineList("Einträge")
        self.entries.show_lines(_line(n, report) for n, report in enumerate(reports))
        self.entries.setMinimumHeight(THEME.px(16))
        self.body.addWidget(self.entries, 1)


def _said(reports: list[EntryReport]) -> str:
    added = sum(report.occurrences_added for report in reports)
    return f"Programm eingelesen: {counted(added, 'neuer Termin', 'neue Termine')}."


def _line(number: int, report: EntryReport) -> Line:
    if report.outcome == "dated":
        new = report.occurrences_added
        chip = f"{counted(report.occurrences, 'Termin', 'Termine')}, {new} neu"
        return Line(str(number), report.title, report.reason, chip, "info")
    chip = "nur Text" if report.outcome == "text" else "bitte prüfen"
    return Line(str(number), report.title, report.reason, chip, "warn")
