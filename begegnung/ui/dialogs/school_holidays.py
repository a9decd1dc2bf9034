"""The school holidays the program knows, and bringing in those of new years."""

from datetime import date

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from begegnung.model.laender import LAENDER
from begegnung.services.houses import own_centre
from begegnung.services.present import today_of
from begegnung.services.school_holidays import (
    HolidayLine,
    HolidayReport,
    ImportHolidays,
    KnownHolidays,
    RemoveHolidays,
    import_holidays,
    known_holidays,
    read_holidays,
    remove_holidays,
)
from begegnung.texts import counted, short_date
from begegnung.ui.dialogs.report import ReportDialog
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.file_field import FileField
from begegnung.ui.widgets.labels import Tone, label
from begegnung.ui.widgets.lines import Line, LineList

ALL_YEARS = "alle Jahre"
_FIELD = "file"
_CHIPS: dict[str, tuple[str, Tone]] = {
    "taken": ("neu", "info"),
    "there": ("schon da", "info"),
    "public": ("Feiertag", "info"),
    "unread": ("nicht gelesen", "warn"),
}


class SchoolHolidaysDialog(Dialog):
    """The known school holidays of a Land by year; what was read in can be removed again."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Schulferien", parent, width=40)
        self._hub = hub
        self._today = today_of(hub.desk.now_ms())
        self._known = KnownHolidays((), ())
        self.land = ChoiceField("Bundesland", LAENDER.items())
        self.land.set_value(hub.read(own_centre).land)
        self.year = ChoiceField("Jahr")
        self.form.add("Bundesland", self.land, "land")
        self.form.add("Jahr", self.year, "year", beside=True)
        self.verdict = label("", "muted")
        self.list = LineList("Schulferien")
        self.list.setMinimumHeight(THEME.px(18))
        self.body.addWidget(self.form)
        self.body.addWidget(self.verdict)
        self.body.addWidget(self.list, 1)
        self.read_in = button("Datei einlesen …", "open")
        self.read_in.clicked.connect(self._read_in)
        self.remove = button("Eingelesene entfernen", "delete")
        self.remove.clicked.connect(self._remove)
        row = QHBoxLayout()
        row.addWidget(self.read_in)
        row.addWidget(self.remove)
        row.addStretch(1)
        self.body.addLayout(row)
        self.land.currentIndexChanged.connect(self._reload)
        self.year.currentIndexChanged.connect(self._show)
        self.list.selectionModel().currentChanged.connect(self._allow)
        hub.changed.connect(self._on_changed)
        self._reload()
        self.year.set_value(self._today.year)
        self.list.setFocus()

    def _on_changed(self, entities: frozenset[str]) -> None:
        if "school_holiday" in entities:
            self._reload()

    def _reload(self) -> None:
        self._known = self._hub.read(known_holidays, self.land.value())
        years = sorted({y for one in self._known.lines for y in (one.first.year, one.last.year)})
        self.year.blockSignals(True)
        self.year.set_choices([(None, ALL_YEARS), *((year, str(year)) for year in years)])
        self.year.blockSignals(False)
        self.verdict.setText(_coverage(self._known, self._today))
        self._show()

    def _show(self) -> None:
        year = self.year.value()
        shown = [x for x in self._known.lines if year in (None, x.first.year, x.last.year)]
        self.list.show_lines(map(_holiday_line, shown))
        self._allow()

    def _allow(self) -> None:
        line = self.list.current_line()
        self.remove.setEnabled(line is not None and bool(line.subject.id))

    def show_read(self, land: str, reports: list[HolidayReport]) -> None:
        """Leads to what has just been read in."""
        self.land.set_value(land)
        years = [one.first.year for one in reports if one.first and one.outcome == "taken"]
        if years:
            self.year.set_value(min(years))

    def _read_in(self) -> None:
        ReadHolidaysDialog(self._hub, self, self.land.value()).open()

    def _remove(self) -> None:
        line = self.list.current_line()
        if line is not None and line.subject.id:
            request = RemoveHolidays((line.subject.id,))
            said = f"{line.title} {line.subject.first.year} entfernt"
            self._hub.try_act(remove_holidays, request, said)


class ReadHolidaysDialog(Dialog):
    """Asks for the file; a file that is none is named here and nothing is changed."""

    def __init__(self, hub: Hub, owner: SchoolHolidaysDialog, land: str) -> None:
        super().__init__("Schulferien einlesen", owner, verb="Schulferien einlesen", width=36)
        self._hub, self._owner = hub, owner
        self.body.addWidget(
            label(
                "Kalenderdatei (ICS), wie sie die Kultusministerien anbieten, oder Tabelle (CSV) "
                "mit Name, erstem und letztem Tag. Was in der Datei steht, geht vor. Sie können "
                "das Einlesen mit Strg+Z zurücknehmen.",
                "muted",
            )
        )
        self.land = ChoiceField("Bundesland", LAENDER.items())
        self.land.set_value(land)
        self.file = FileField("Datei", "Schulferien (*.ics *.csv *.txt)", "ferien_2029.ics")
        self.form.add("Bundesland", self.land, "land")
        self.form.add("Datei", self.file, "file")
        self.body.addWidget(self.form)
        self.body.addWidget(self.file.choose)
        self.file.setFocus()

    def confirm(self) -> None:
        """Reads the file and shows the report."""
        path = self.file.path()
        request = ImportHolidays(self.land.value(), read_holidays(path), path.name)
        done = self._hub.act(import_holidays, request, _said)
        reports, owner = done.value, self._owner
        owner.show_read(request.land, reports)
        # After this dialog has given the focus back, so that the report keeps it.
        QTimer.singleShot(0, owner, lambda: _report(reports, owner).open())


def _report(reports: list[HolidayReport], owner: QWidget) -> ReportDialog:
    """What was made of each entry of the file."""
    words = _said(reports)
    if unread := sum(one.outcome == "unread" for one in reports):
        words += f" {counted(unread, 'Eintrag war', 'Einträge waren')} nicht zu lesen."
    return ReportDialog(words, (_report_line(n, one) for n, one in enumerate(reports)), owner)


def _coverage(known: KnownHolidays, today: date) -> str:
    """For which time the holidays are known, and what to do when that ends soon."""
    spans = [span for span in known.covered if span[1] >= today]
    if not spans:
        return "⚠ Für dieses Bundesland sind keine Ferien bekannt. Bitte eine Datei einlesen."
    days = " und ".join(f"{first:%d.%m.%Y} bis {last:%d.%m.%Y}" for first, last in spans)
    if (spans[0][1] - today).days > 365:
        return f"Bekannt vom {days}."
    return f"⚠ Bekannt vom {days}. Bitte die nächsten Ferien einlesen, bevor Sie weiter planen."


def _holiday_line(one: HolidayLine) -> Line:
    key = f"{one.name} {one.first.isoformat()}"
    chip = "eingelesen" if one.id else ""
    detail = " · ".join(filter(None, (_days(one.first, one.last), one.source)))
    return Line(key, one.name, detail, chip, subject=one)


def _report_line(number: int, report: HolidayReport) -> Line:
    days = _days(report.first, report.last) if report.first and report.last else ""
    where = f"Zeile {report.line}"
    chip, tone = _CHIPS[report.outcome]
    detail = " · ".join(filter(None, (days, where, report.reason)))
    return Line(str(number), report.name or "Eintrag ohne Namen", detail, chip, tone)


def _days(first: date, last: date) -> str:
    return short_date(first) if first == last else f"{short_date(first)} bis {short_date(last)}"


def _said(reports: list[HolidayReport]) -> str:
    taken = sum(one.outcome == "taken" for one in reports)
    if not taken:
        return "Nichts Neues: Es wurde nichts geändert."
    return f"{counted(taken, 'Ferienzeit', 'Ferienzeiten')} eingelesen."
