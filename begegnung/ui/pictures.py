"""Pictures of every page, for the documentation and for a demo without a display."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from begegnung.ui.hub import Hub
    from begegnung.ui.shell import Shell

_SIZE = (1440, 900)
_DIALOG = (1360, 860)
"""A large dialog; the platform without a screen would have room for less."""
_PATIENCE_MS = 20_000
_STEP_MS = 50
_SERVER = r"\\server\abgleich$\bz"


def write_pictures(folder: Path, target: Path) -> list[Path]:
    """Writes a PNG of each page of the house in `folder` into `target`; gives the files.

    Shown is a working day at twenty to ten: today, or the next Monday at a weekend; and what is
    printed in its week.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    # The platform without a screen says at every window that it cannot be resized by hand.
    os.environ.setdefault("QT_LOGGING_RULES", "default.warning=false")
    from begegnung.settings import load_settings
    from begegnung.ui.app import application, translate
    from begegnung.ui.hub import Hub
    from begegnung.ui.pictured_papers import picture_papers
    from begegnung.ui.shell import Shell
    from begegnung.wiring import open_desk

    target.mkdir(parents=True, exist_ok=True)
    day = _working_day(datetime.now())  # noqa: DTZ005 the day of this PC is meant
    moment = round(day.timestamp() * 1000)
    desk = open_desk(folder, clock=lambda: moment)
    settings = replace(load_settings(folder), appearance="light")
    desk.actor = settings.last_user or None
    app = application(settings)
    translate(app)
    shell = Shell()
    shell.resize(*_SIZE)
    shell.attach(Hub(desk, folder, settings))
    shell.show()
    try:
        return [
            *_Camera(app, shell, target).all_pages(),
            *picture_papers(desk, day.date(), target),
        ]
    finally:
        shell.close()
        desk.close()


def _working_day(now: datetime) -> datetime:
    day = now + timedelta(days=(7 - now.weekday()) % 7 if now.weekday() > 4 else 0)
    return day.replace(hour=9, minute=40, second=0, microsecond=0)


class _Camera:
    """Goes through the pages and takes a picture of each."""

    def __init__(self, app: "QApplication", shell: "Shell", target: Path) -> None:
        self._app, self._shell, self._target = app, shell, target
        self._made: list[Path] = []

    def all_pages(self) -> list[Path]:
        """The pictures, in the order of the rail."""
        self._shell.open_for_work()
        self._take("heute")
        self._search()
        for key, name in (("offers", "angebote"), ("people", "personen")):
            self._shell.go_to(key)
            self._take(name)
        self._rooms()
        for key, name in (
            ("attendance", "anwesenheit"),
            ("money", "kasse"),
            ("programme", "programm"),
        ):
            self._shell.go_to(key)
            self._take(name, lambda: not _waits(self._shell.page))
        self._exchange()
        self._dialogs()
        self._dark()
        return self._made

    def _exchange(self) -> None:
        """The page, a PC that asks, and one that approves it, in an exchange made for this."""
        from begegnung.ui.exchange.approve import ApproveDialog
        from begegnung.ui.exchange.found import FoundDialog
        from begegnung.ui.exchange.join import JoinDialog
        from begegnung.ui.hub import Hub
        from begegnung.ui.pictured_exchange import pictured_exchange
        from begegnung.ui.shell import Shell

        own = self._shell.hub
        if own is None:
            return
        with pictured_exchange(own.desk, own.settings, own.desk.now_ms) as pictured:
            hub = Hub(pictured.desk, pictured.folder, pictured.settings)
            shell = Shell()
            shell.resize(self._shell.size())
            shell.attach(hub)
            shell.show()
            shell.open_for_work()
            shell.go_to("exchange")
            _show_as_on_a_server(shell)
            self._take("abgleich", window=shell)
            other = Hub(pictured.waiting, pictured.waiting_folder, pictured.settings)
            founding, approving = FoundDialog(own, self._shell), ApproveDialog(hub, shell)
            founding.folder.field.setText(_SERVER)
            for dialog, name in (
                (founding, "abgleich_einrichten"),
                (JoinDialog(other, shell), "sechs_woerter"),
                (approving, "pcs_freigeben"),
            ):
                dialog.open()
                self._take(name, lambda: not approving.looking, dialog)
                dialog.close()
            hub.exchanging.stop()
            shell.close()

    def _dialogs(self) -> None:
        """Registering for the trip of the example, and calling somebody who moved up."""
        from begegnung.services.offers import offer_list
        from begegnung.ui.dialogs.book import BookDialog
        from begegnung.ui.dialogs.moved_up import MovedUpDialog
        from begegnung.ui.papers.dialog import PapersDialog

        hub = self._shell.hub
        if hub is None:
            return
        lines = hub.read(offer_list)
        trip = next((line.id for line in lines if line.type == "trip"), lines[0].id)
        booking = BookDialog(hub, self._shell, offer_id=trip)
        booking.people.field.setText("bec")
        for dialog, name in ((booking, "anmelden"), (MovedUpDialog(hub, self._shell), "anrufen")):
            dialog.open()
            self._take(name, window=dialog)
            dialog.close()
        papers = PapersDialog(hub, self._shell, "participants", {"offer": trip})
        papers.open()
        self._take("papiere", lambda: not papers.busy, papers)
        papers.close()
        self._printing(hub)
        self._look(hub)

    def _printing(self, hub: "Hub") -> None:
        """The dialog for printing the folded sheet of the week."""
        from begegnung.services.present import today_of
        from begegnung.services.printing.registry import make_document
        from begegnung.texts.papers import DOCUMENT_TITLES
        from begegnung.ui.dialogs.print import PrintDialog
        from begegnung.ui.printing import PrinterChoice

        week = today_of(hub.desk.now_ms()).isoformat()
        sheet = make_document(hub.desk, "programme-flyer", {"week": week, "layout": "sheet"})
        title, printer = DOCUMENT_TITLES["programme-flyer"], PrinterChoice("Drucker am Empfang")
        dialog = PrintDialog(
            hub, title, sheet, (printer,), lambda: None, self._shell, sides="short_edge"
        )
        dialog.open()
        self._take("drucken", window=dialog)
        dialog.close()

    def _look(self, hub: "Hub") -> None:
        """Choosing other colours and a footer, which are not kept."""
        from begegnung.model.house_look import PAIRS
        from begegnung.ui.look.dialog import LookDialog

        dialog = LookDialog(hub, self._shell)
        pair = PAIRS[1]
        dialog.colours.set_values({"ink": pair.ink, "accent": pair.accent})
        dialog.texts["footer"].setText("Träger: Stadt Dortmund, Fachbereich für Senioren")
        dialog.open()
        dialog.resize(*_DIALOG)
        self._take("aussehen", lambda: not dialog.busy, dialog)
        dialog.close()

    def _search(self) -> None:
        from PySide6.QtWidgets import QApplication, QLineEdit

        self._shell.search()
        popup = QApplication.focusWidget()
        if isinstance(popup, QLineEdit):
            popup.setText("mül")
        self._take("suche")
        window = popup.window() if popup is not None else None
        if window is not None and window is not self._shell:
            window.close()
        else:
            self._close_palette()

    def _close_palette(self) -> None:
        from PySide6.QtCore import QEvent, Qt
        from PySide6.QtGui import QKeyEvent
        from PySide6.QtWidgets import QApplication

        focus = QApplication.focusWidget()
        if focus is not None:
            key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(focus, key)

    def _rooms(self) -> None:
        self._shell.go_to("rooms")
        page: Any = self._shell.page
        for mode, name in (("day", "raeume_tag"), ("week", "raeume_woche")):
            page.mode = mode
            page.reload()
            self._take(name)

    def _dark(self) -> None:
        from begegnung.ui.theme import THEME

        THEME.apply(self._app, "dark")
        self._shell.go_to("today")
        self._take("heute_dunkel")
        THEME.apply(self._app, "light")

    def _take(
        self,
        name: str,
        ready: Callable[[], bool] = lambda: True,
        window: "QWidget | None" = None,
    ) -> None:
        waited = 0
        self._let_go_on(_STEP_MS * 3)
        while not ready() and waited < _PATIENCE_MS:
            self._let_go_on(_STEP_MS)
            waited += _STEP_MS
        if waited:
            # What became ready meanwhile is laid out when the window goes on.
            self._let_go_on(_STEP_MS * 3)
        path = self._target / f"{name}.png"
        (window or self._shell).grab().save(str(path))
        self._made.append(path)

    @staticmethod
    def _let_go_on(milliseconds: int) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()


def _waits(page: "QWidget | None") -> bool:
    """Whether a page still works on what it shows."""
    press = getattr(page, "press", None)
    return press is not None and press.busy


def _show_as_on_a_server(shell: "Shell") -> None:
    """The folder of the pictures is nobody's business, and no example to follow."""
    from PySide6.QtWidgets import QLabel

    for shown in shell.findChildren(QLabel):
        if shown.text().startswith("Gemeinsamer Ordner: "):
            shown.setText(f"Gemeinsamer Ordner: {_SERVER}")
