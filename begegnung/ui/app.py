"""Starting the window: paint first, then open the data, then the first page.

Nothing heavy (database, paper, the words of all errors) is imported before the window is painted.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from begegnung.settings import Settings, load_settings
from begegnung.ui.shell import Shell
from begegnung.ui.theme import THEME

if TYPE_CHECKING:
    from begegnung.ui.hub import Hub

ALREADY_OPEN = 3
"""Exit code of a second start on the same data, as of every trouble on the command line."""


def application(settings: Settings) -> QApplication:
    """The application with its look; the running one when there is one."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("Begegnung")
    app.setApplicationDisplayName("Begegnung")
    THEME.apply(app, settings.appearance, settings.text_scale)
    return app


def translate(app: QApplication) -> None:
    """German words for what Qt itself says: context menus, file dialogs, calendars."""
    from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

    QLocale.setDefault(QLocale("de_DE"))
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(QLocale("de_DE"), "qtbase", "_", folder):
        app.installTranslator(translator)


def run_window(
    folder: Path | None = None, *, grab: Path | None = None, exit_after_paint: bool = False
) -> int:
    """Runs the window on a data folder until it is closed; gives the exit code.

    A second start on the same folder brings the first window to the front and ends. `grab` saves a
    picture of the first page and ends; `exit_after_paint` ends with the first picture.
    """
    if folder is None:
        from begegnung.wiring import default_folder

        folder = default_folder()
    settings = load_settings(folder)
    app = application(settings)
    shell = Shell()
    opening = Opening(app, shell, folder, settings)
    if not opening.is_first():
        return _already_open(folder)
    if exit_after_paint:
        shell.painted.connect(app.quit)
    else:
        shell.painted.connect(lambda: _begin(shell, folder, opening))
    if grab is not None:
        opening.ready = lambda: _grab(app, shell, grab)
    shell.show_fitting()
    code = app.exec()
    opening.close()
    return code


def _already_open(folder: Path) -> int:
    from begegnung.model.errors import AlreadyRunning
    from begegnung.texts import german

    sys.stderr.write(f"{german(AlreadyRunning(str(folder)))}\n")
    return ALREADY_OPEN


def _begin(shell: Shell, folder: Path, opening: "Opening") -> None:
    from begegnung.ui.crash import install

    install(folder, shell)
    opening.open()


def _grab(app: QApplication, shell: Shell, picture: Path) -> None:
    def save() -> None:
        shell.grab().save(str(picture))
        app.quit()

    QTimer.singleShot(50, save)


class Opening(QObject):
    """Opens the data behind a window that is painted already, and closes them after it."""

    def __init__(
        self,
        app: QApplication,
        shell: Shell,
        folder: Path,
        settings: Settings,
        clock: Callable[[], int] | None = None,
    ) -> None:
        from begegnung.ui.only_window import OnlyWindow

        super().__init__(shell)
        self._app, self._shell, self._folder, self._settings = app, shell, folder, settings
        self._only = OnlyWindow(folder)
        self._clock = clock
        self.ready = lambda: None

    def is_first(self) -> bool:
        """Whether no other window works on this folder; otherwise that one comes to the front."""
        return self._only.acquire()

    def open(self) -> None:
        """Opens the desk and shows the first page, the setting up, or what stands in the way."""
        from begegnung.model.errors import Refusal, Trouble
        from begegnung.texts import german

        translate(self._app)
        THEME.follow(self._app)
        self._only.listen(self._to_front)
        try:
            self._open()
        except (Refusal, Trouble) as error:
            from begegnung.texts import german
            from begegnung.ui.trouble_page import TroublePage

            page = TroublePage(german(error), self._folder)
            self._shell.show_only(page, "Begegnung lässt sich nicht öffnen")
        self.ready()

    def close(self) -> None:
        """Lets go of the data and of the folder."""
        if self._shell.hub is not None:
            self._shell.hub.desk.close()
        self._only.release()

    def _open(self) -> None:
        from begegnung.services.staff import pins_are_used, staff
        from begegnung.wiring import open_desk

        desk = open_desk(self._folder, clock=self._clock)
        from begegnung.ui.hub import Hub

        hub = Hub(desk, self._folder, self._settings)
        if desk.centre_id is None:
            self._set_up(hub)
            return
        locked = hub.read(pins_are_used)
        if not locked and self._settings.last_user in {line.id for line in hub.read(staff)}:
            desk.actor = self._settings.last_user
        self._shell.attach(hub)
        if locked and self._shell.lock is not None:
            self._shell.lock.lock()
        else:
            self._shell.open_for_work()

    def _set_up(self, hub: "Hub") -> None:
        from begegnung.ui.dialogs.set_up import SetUpPage

        page = SetUpPage(hub)
        self._shell.attach(hub)
        page.finished.connect(self._shell.open_for_work)
        self._shell.show_only(page, "Willkommen", "In drei kurzen Schritten ist alles bereit.")

    def _to_front(self) -> None:
        self._shell.showNormal() if self._shell.isMinimized() else self._shell.show()
        self._shell.raise_()
        self._shell.activateWindow()
