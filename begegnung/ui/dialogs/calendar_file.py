"""Calendar files (.ics) in the window: saving dates for other programs, and reading them in."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from begegnung.formats.icalendar_file import read_calendar
from begegnung.model.calendar import half_year_of
from begegnung.model.errors import FileInUse, Invalid
from begegnung.services.desk import Desk, Done
from begegnung.services.documents import file_name, write_file
from begegnung.services.houses import own_centre, rooms
from begegnung.services.ical import CalendarOut, CalendarWish, calendar_file
from begegnung.services.ical_import import (
    CalendarImported,
    CalendarReport,
    ImportCalendar,
    import_calendar,
    usual_window,
)
from begegnung.services.offers import offer_card
from begegnung.services.present import today_of
from begegnung.texts import counted
from begegnung.ui.dialogs.report import ReportDialog
from begegnung.ui.dialogs.save_elsewhere import SaveElsewhereDialog
from begegnung.ui.dialogs.working import Work, WorkingDialog
from begegnung.ui.hub import Hub
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.fields import ChoiceField, DateField, TextField, Tick
from begegnung.ui.widgets.file_field import FileField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import Line
from begegnung.ui.widgets.shown import set_shown

_FILE = "file"
_FILTER = "Kalenderdateien (*.ics)"


class SaveCalendarDialog(WorkingDialog):
    """Asks what shall stand in the file and where it goes.

    `offer_id` or `room_id` choose what the page shows.
    """

    def __init__(self, hub: Hub, parent: QWidget, offer_id: str = "", room_id: str = "") -> None:
        title = "Als Kalenderdatei speichern"
        super().__init__(hub, title, parent, "Kalenderdatei speichern", "save")
        today = today_of(hub.desk.now_ms())
        self._house = hub.read(own_centre).name
        self._owner = parent
        self.body.addWidget(
            label(
                "Die Termine für andere Kalender, zum Beispiel Outlook oder das Mobiltelefon. "
                "Namen von Besucherinnen und Besuchern stehen nicht darin.",
                "muted",
            )
        )
        self.what = ChoiceField("Was", self._choices(offer_id))
        self.what.set_value(("offer", offer_id) if offer_id else ("room", room_id))
        self.first = DateField("Von", today, "from")
        self.first.set_value(half_year_of(today)[0])
        self.last = DateField("Bis", today, "until")
        self.internal = Tick("Auch, was nicht im Programm gedruckt wird")
        self.file = TextField("Kalenderdatei")
        self._path = ""
        self._suggest()
        self.form.add("Was", self.what, "what")
        self.form.add("Von", self.first, "from")
        self.form.add("Bis", self.last, "until", hint="leer: alles", beside=True)
        self.form.place(self.internal)
        self.form.add("Kalenderdatei", self.file, _FILE)
        choose = button("Ort wählen …", "open")
        choose.clicked.connect(self._choose)
        self.form.place(choose)
        self.body.addWidget(self.form)
        self.what.currentIndexChanged.connect(self._suggest)
        self.what.setFocus()

    def _choices(self, offer_id: str) -> list[tuple[tuple[str, str], str]]:
        found = [(("room", ""), f"Das ganze Haus ({self._house})")]
        if offer_id:
            title = self.hub.read(offer_card, offer_id).title
            found.insert(0, (("offer", offer_id), f"Angebot: {title}"))
        found += [(("room", row.id), f"Raum: {row.name}") for row in self.hub.read(rooms)]
        return found

    def _suggest(self) -> None:
        """A name for the file, as long as nobody has typed another."""
        kind, row_id = self.what.value()
        set_shown(self.internal, kind == "room")
        if self.file.text() != self._path:
            return
        what = self.what.currentText().partition(": ")[2] if row_id else ""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = Path(QStandardPaths.writableLocation(documents) or Path.home())
        self._path = str(folder / file_name(*filter(None, (self._house, what)), suffix=".ics"))
        self.file.setText(self._path)

    def begin(self) -> tuple[str, Work]:
        """Makes the file and writes it."""
        typed = self.file.bare()
        if not typed:
            raise Invalid(_FILE, "missing")
        path = Path(typed if typed.casefold().endswith(".ics") else f"{typed}.ics")
        kind, row_id = self.what.value()
        wish = CalendarWish(
            (row_id,) if kind == "offer" else (),
            row_id if kind == "room" and row_id else None,
            self.first.value(),
            self.last.value(),
            self.internal.isChecked(),
        )

        def work(desk: Desk, go_on: Callable[[], None]) -> tuple[Path, CalendarOut, bool]:
            made = desk.read(calendar_file, wish)
            go_on()
            try:
                write_file(path, made.data)
            except FileInUse:
                return path, made, False
            return path, made, True

        return "Die Kalenderdatei wird geschrieben …", work

    def finish(self, result: tuple[Path, CalendarOut, bool]) -> None:
        """Says where the file is; where it is open elsewhere, offers another name."""
        path, made, is_written = result
        said, owner = self.hub.said, self._owner

        def save(to: Path) -> None:
            write_file(to, made.data)
            dates = counted(made.dates, "Termin", "Termine")
            said.emit(f"Gespeichert: {dates} in {to.name} im Ordner {to.parent}.", False)

        if is_written:
            dates = counted(made.dates, "Termin", "Termine")
            said.emit(f"Gespeichert: {dates} in {path.name} im Ordner {path.parent}.", False)
            return
        error = FileInUse(str(path))
        QTimer.singleShot(0, owner, lambda: SaveElsewhereDialog(error, save, owner).open())

    def _choose(self) -> None:
        chooser = QFileDialog(self, "Als Kalenderdatei speichern", self.file.bare(), _FILTER)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("ics")
        chooser.selectFile(Path(self.file.bare()).name)
        chooser.fileSelected.connect(self.file.setText)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()


class ReadCalendarDialog(WorkingDialog):
    """Asks for the file and what becomes of taken rooms; the report comes afterwards."""

    def __init__(self, hub: Hub, parent: QWidget) -> None:
        title = "Kalenderdatei einlesen"
        super().__init__(hub, title, parent, "Kalenderdatei einlesen", "open")
        self._owner = parent
        today = today_of(hub.desk.now_ms())
        first, last = usual_window(today)
        self.body.addWidget(
            label(
                "Macht aus jedem Eintrag ein Angebot mit Terminen oder sagt, warum es nicht geht. "
                "Was schon da ist, bleibt. Sie können das Einlesen mit Strg+Z zurücknehmen.",
                "muted",
            )
        )
        self.file = FileField("Kalenderdatei", _FILTER, "kalender.ics")
        self.first = DateField("Von", today, "from")
        self.first.set_value(first)
        self.last = DateField("Bis", today, "until")
        self.last.set_value(last)
        self.update_too = Tick("Frühere Termine ändern, wo die Datei anders ist")
        self.take_rooms = Tick("Räume trotzdem belegen, wenn sie belegt oder gesperrt sind")
        self.reason = TextField("Grund", "z. B. mit der Gruppe abgesprochen")
        self.form.add("Kalenderdatei", self.file, _FILE)
        self.form.place(self.file.choose)
        self.form.add("Von", self.first, "from")
        self.form.add("Bis", self.last, "until", beside=True)
        self.form.place(self.update_too)
        self.form.place(self.take_rooms)
        row = self.form.add("Grund", self.reason, "overrule")
        set_shown(row, False)
        self.take_rooms.toggled.connect(lambda on: (set_shown(row, on), self.fit()))
        self.body.addWidget(self.form)
        self.file.setFocus()

    def begin(self) -> tuple[str, Work]:
        """Reads the file and takes it in."""
        path = self.file.path()
        overrule = self.reason.bare() if self.take_rooms.isChecked() else ""
        if self.take_rooms.isChecked() and not overrule:
            raise Invalid("overrule", "missing")
        window = self.first.value(), self.last.value()
        is_update = self.update_too.isChecked()

        def work(desk: Desk, go_on: Callable[[], None]) -> Done[CalendarImported]:
            calendar = read_calendar(path, go_on)
            go_on()
            request = ImportCalendar(calendar, *window, overrule, is_update)
            return desk.act(import_calendar, request)

        return "Die Kalenderdatei wird gelesen …", work

    def finish(self, result: Done[CalendarImported]) -> None:
        """Tells the window what is new and shows the report."""
        done, owner = result.value, self._owner
        if result.changed:
            self.hub.changed.emit(result.changed)
        new = counted(done.added, "neuer Termin", "neue Termine")
        self.hub.said.emit(f"Kalenderdatei eingelesen: {new}.", bool(result.changed))
        # After this dialog has given the focus back, so that the report keeps it.
        QTimer.singleShot(0, owner, lambda: CalendarReportDialog(done, owner).open())


class CalendarReportDialog(ReportDialog):
    """What was made of each entry, and why; what wants a look comes first."""

    def __init__(self, done: CalendarImported, parent: QWidget) -> None:
        window = f"vom {done.first:%d.%m.%Y} bis {done.last:%d.%m.%Y}"
        new = counted(done.added, "neuer Termin", "neue Termine")
        left = sum(entry.outcome == "left" for entry in done.entries)
        words = f"{new} {window}."
        if left:
            words += f" {counted(left, 'Eintrag', 'Einträge')} ohne Termin."
        ordered = sorted(done.entries, key=_look_first)
        super().__init__(words, (_line(n, entry) for n, entry in enumerate(ordered)), parent)
        for place, note in enumerate(done.notes[:4], start=1):
            self.body.insertWidget(place, label(note, "muted"))
        self.whole = label("")
        self.whole.setMinimumHeight(THEME.px(4.5))
        self.whole.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.entries.selectionModel().currentChanged.connect(self._show_whole)
        self.body.addWidget(self.whole)
        self._show_whole()
        if not done.entries:
            self.entries.hide()
            self.body.addWidget(label("Die Datei enthält keine Einträge."))

    def _show_whole(self) -> None:
        """All of the reason, which a line may cut off."""
        line = self.entries.current_line()
        self.whole.setText(line.detail if line else "")


def _look_first(entry: CalendarReport) -> int:
    """What wants a look stands first."""
    if entry.outcome == "dated" and entry.without_room:
        return 1
    return {"changed": 0, "left": 2, "dated": 3}[entry.outcome]


def _line(number: int, entry: CalendarReport) -> Line:
    if entry.outcome == "left":
        return Line(str(number), entry.title, entry.reason, "nicht übernommen", "warn")
    if entry.outcome == "changed":
        return Line(str(number), entry.title, entry.reason, "weicht ab", "warn")
    new = entry.occurrences_added
    chip = f"{counted(entry.occurrences, 'Termin', 'Termine')}, {new} neu"
    if entry.without_room:
        chip += f", {entry.without_room} ohne Raum"
        return Line(str(number), entry.title, entry.reason, chip, "warn")
    return Line(str(number), entry.title, entry.reason, chip, "info")
