"""Programm: the programme of a week as it will be printed, and everything to print it."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from begegnung.model.errors import FileInUse, Trouble
from begegnung.services.documents import free_path, write_pdf
from begegnung.services.present import today_of
from begegnung.services.weekly import week_programme
from begegnung.texts import german
from begegnung.ui.dialogs.print import PrintDialog
from begegnung.ui.dialogs.save_elsewhere import SaveElsewhereDialog
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.page import Page
from begegnung.ui.preview.panel import PreviewPanel
from begegnung.ui.printing import PrinterChoice, printers
from begegnung.ui.programme.announcement_card import AnnouncementCard
from begegnung.ui.programme.missing_card import MissingCard
from begegnung.ui.programme.press import Press, Proof
from begegnung.ui.programme.week_card import WeekCard
from begegnung.ui.programme.wording import (
    days_on_pages,
    document_name,
    fit_words,
    monday_of,
    week_words,
)
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import action
from begegnung.ui.widgets.card import Card, Columns, column, scrolled

_NO_VIEWER = (
    "Auf diesem PC öffnet kein Programm diese Datei. Bitte das PDF speichern oder hier drucken."
)

_NARROW = 50.0
"""Below this width in em the parts stand below each other."""


class ProgrammePage(Page):
    """The programme of a week; `present` takes `day` and `print`.

    `find_printers` gives the printers of this PC.
    """

    key = "programme"
    title = "Programm"
    icon = "news"
    watches = frozenset({"centre", "closure", "occurrence", "offer", "room", "rule"})

    def __init__(
        self, hub: Hub, find_printers: Callable[[], tuple[PrinterChoice, ...]] = printers
    ) -> None:
        super().__init__(hub)
        self._find_printers = find_printers
        self._monday = monday_of(today_of(hub.desk.now_ms()))
        self._paper = "a4"
        self._proof: Proof | None = None
        self._print_when_ready = False
        self._folder = _documents()
        self.print_to_file: Path | None = None
        self._make_actions()
        self.week = WeekCard(
            (self._back, self._forward, self._now), [self._print, self._save, self._open]
        )
        self.announcement = AnnouncementCard(hub)
        self.missing = MissingCard(hub)
        self.preview = PreviewPanel()
        self.press = Press(self)
        self._lay_out()
        self.week.paper_chosen.connect(self._choose_paper)
        self.press.printed.connect(self._show_proof)
        self.press.failed.connect(self._show_failure)

    def _make_actions(self) -> None:
        self._back = action("Woche zurück", "Alt+Left", self)
        self._forward = action("Woche vor", "Alt+Right", self)
        self._now = action("Diese Woche", "Alt+Home", self)
        self._print = action("Drucken", "Ctrl+P", self)
        self._save = action("Als PDF speichern", "Ctrl+S", self)
        self._open = action("Im PDF-Programm öffnen", "", self)
        self._back.triggered.connect(lambda: self._go(-1))
        self._forward.triggered.connect(lambda: self._go(1))
        self._now.triggered.connect(lambda: self._go(0))
        self._print.triggered.connect(self.ask_print)
        self._save.triggered.connect(self.ask_save)
        self._open.triggered.connect(self._open_elsewhere)

    def _lay_out(self) -> None:
        shown = Card("Vorschau", "news")
        shown.body.addWidget(self.preview, 1)
        shown.setMinimumHeight(THEME.px(22))
        self._extra = column(self.announcement, self.missing)
        self._side = column(self.week, self._extra)
        side = scrolled(self._side, "clear")
        side.setMinimumWidth(THEME.px(19))
        columns = Columns(below=_NARROW, lead=0, lead_height=20)
        columns.add(side, 2)
        columns.add(shown, 3)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(THEME.px(0.8))
        box.addWidget(columns)

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room beside each other, the preview comes before the box."""
        super().resizeEvent(event)
        narrow = event.size().width() < _NARROW * THEME.em
        home = self if narrow else self._side
        layout = home.layout()
        if self._extra.parentWidget() is not home and isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, self._extra)

    def subtitle(self) -> str:
        """The week that is shown."""
        return week_words(self._monday)

    def page_actions(self) -> list[QAction]:
        """Printing, saving and going through the weeks."""
        return [self._print, self._save, self._open, self._back, self._forward, self._now]

    def reload(self) -> None:
        """Reads the week and has its PDF made; the one before is shown until it is there."""
        self.week.show_week(self._monday)
        self.announcement.reload()
        self.missing.reload()
        self._set_ready(None)
        self.week.show_fit("Die Seiten werden eingerichtet …")
        self.press.want(self.hub.read(week_programme, self._monday), self._paper)

    def present(self, what: dict[str, Any]) -> None:
        """Shows the week of a day, and prints it where asked."""
        self._print_when_ready = bool(what.get("print"))
        if day := what.get("day"):
            self._show_week(monday_of(day))
        elif self._print_when_ready and self._proof is not None:
            self._print_when_ready = False
            self.ask_print()

    def _go(self, weeks: int) -> None:
        today = monday_of(today_of(self.hub.desk.now_ms()))
        self._show_week(self._monday + timedelta(weeks=weeks) if weeks else today)

    def _show_week(self, monday: date) -> None:
        self._monday = monday
        self.reload()
        self.retitled.emit()

    def _choose_paper(self, paper: str) -> None:
        self._paper = paper
        self.reload()

    def _set_ready(self, proof: Proof | None) -> None:
        self._proof = proof
        for verb in (self._print, self._save, self._open):
            verb.setEnabled(proof is not None)

    def _show_proof(self, proof: Proof) -> None:
        self._set_ready(proof)
        self.preview.show_pdf(proof.pdf, f"Wochenprogramm {week_words(proof.week.monday)}")
        days = days_on_pages(proof.week, self.preview.texts())
        self.week.show_fit(fit_words(proof.pages, proof.size, proof.paper, days))
        if self._print_when_ready:
            self._print_when_ready = False
            self.ask_print()

    def _show_failure(self, error: Exception) -> None:
        self.week.show_fit("")
        self.preview.say("Die Vorschau ließ sich nicht erstellen.")
        raise error

    def ask_print(self) -> None:
        """Opens the dialog for printing."""
        if self._proof is not None:
            PrintDialog(
                self.hub,
                f"Wochenprogramm {week_words(self._proof.week.monday)}",
                self._proof.pdf,
                self._find_printers(),
                self.ask_save,
                self,
                pages=self._proof.pages,
                file=self.print_to_file,
            ).open()

    def ask_save(self) -> None:
        """Asks where to save the PDF."""
        if self._proof is None:
            return
        chooser = QFileDialog(self, "Wochenprogramm speichern", str(self._folder), "PDF (*.pdf)")
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("pdf")
        chooser.selectFile(self._file_name(self._proof))
        chooser.fileSelected.connect(self.save_chosen)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def save_chosen(self, chosen: str) -> None:
        """Saves to a path; where that cannot be, says why or offers another name."""
        try:
            self.save_to(Path(chosen))
        except FileInUse as error:
            SaveElsewhereDialog(error, self.save_to, self).open()
        except Trouble as error:
            self.hub.refused.emit(german(error))

    def save_to(self, path: Path) -> None:
        """Saves the PDF that is shown; raises what `write_pdf` raises."""
        if self._proof is not None:
            write_pdf(path, self._proof.pdf)
            self._folder = path.parent
            self.hub.said.emit(f"Gespeichert: {path.name} im Ordner {path.parent}.", False)

    def _open_elsewhere(self) -> None:
        if self._proof is None:
            return
        folder = Path(_place(QStandardPaths.StandardLocation.TempLocation)) / "Begegnung"
        path = folder / self._file_name(self._proof)
        try:
            folder.mkdir(exist_ok=True)
            try:
                write_pdf(path, self._proof.pdf)
            except FileInUse:
                path = free_path(path)
                write_pdf(path, self._proof.pdf)
        except (Trouble, OSError) as error:
            self.hub.refused.emit(german(error) if isinstance(error, Trouble) else _NO_VIEWER)
            return
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.hub.refused.emit(_NO_VIEWER)

    def _file_name(self, proof: Proof) -> str:
        return document_name(proof.week.house.name, proof.week.monday, proof.paper)


def _place(location: QStandardPaths.StandardLocation) -> str:
    return QStandardPaths.writableLocation(location)


def _documents() -> Path:
    return Path(_place(QStandardPaths.StandardLocation.DocumentsLocation) or Path.home())
