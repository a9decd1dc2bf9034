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
    from begegnung.model.errors import Refusal, Trouble
    from begegnung.ui.hub import Hub
    from begegnung.ui.recovery.upkeeping import Upkeeping

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
    if opening.restarts:
        _start_again()
    return code


def _start_again() -> None:
    """Starts the program once more as it was called, free of this process."""
    from PySide6.QtCore import QProcess

    QProcess.startDetached(sys.executable, sys.orig_argv[1:])


def _already_open(folder: Path) -> int:
    from begegnung.model.errors import AlreadyRunning
    from begegnung.texts import german

    sys.stderr.write(f"{german(AlreadyRunning(str(folder)))}\n")
    return ALREADY_OPEN


def _begin(shell: Shell, folder: Path, opening: "Opening") -> None:
    from begegnung.ui.crash import install

    install(folder, shell, opening.meet)
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
        self._upkeeping: Upkeeping | None = None
        self._damage_told = False
        self.restarts = False
        self.ready = lambda: None

    def is_first(self) -> bool:
        """Whether no other window works on this folder; otherwise that one comes to the front."""
        return self._only.acquire()

    def open(self) -> None:
        """Opens the desk and shows the first page, the setting up, or what stands in the way."""
        translate(self._app)
        THEME.follow(self._app)
        self._only.listen(self._to_front)
        self._try_to_open()
        self.ready()

    def _try_to_open(self) -> None:
        from begegnung.model.errors import Refusal, Trouble

        try:
            self._open()
        except (Refusal, Trouble) as error:
            self._explain(error)

    def _explain(self, error: "Refusal | Trouble") -> None:
        from begegnung.model.durability_errors import DatabaseMissing, DiskFailing
        from begegnung.model.errors import DatabaseDamaged
        from begegnung.texts import german
        from begegnung.ui.trouble_page import TroublePage

        recoverable = isinstance(error, DatabaseDamaged | DatabaseMissing | DiskFailing)
        page = TroublePage(german(error), self._folder, recoverable=recoverable)
        page.recover_wanted.connect(self._recover)
        self._shell.show_only(page, "Begegnung lässt sich nicht öffnen")

    def _recover(self) -> None:
        from begegnung.services.recovery import Recover
        from begegnung.ui.recovery.assistant import RecoveryAssistant
        from begegnung.wiring import database_path

        settings = load_settings(self._folder)
        wish = Recover(
            self._folder, database_path(self._folder), settings.share, settings.backup_folder
        )
        assistant = RecoveryAssistant(wish, self._shell, self._clock)
        assistant.recovered.connect(self._try_to_open)
        assistant.open()

    def close(self) -> None:
        """Lets go of the folder and, when the work of the day is saved, of the data."""
        if self._upkeeping is not None:
            self._upkeeping.stop()
            self._forget_opened()
        self._only.release()
        hub = self._shell.hub
        if hub is not None:
            if self._upkeeping is not None:
                from begegnung.ui.recovery.upkeeping import back_up_at_the_end

                back_up_at_the_end(hub)
            hub.desk.close()

    def _forget_opened(self) -> None:
        from begegnung.services.opened_files import forget_opened

        forget_opened(self._folder)

    def _look_after(self, hub: "Hub") -> None:
        from begegnung.ui.recovery.upkeeping import Upkeeping

        self._upkeeping = Upkeeping(hub, self)
        self._upkeeping.damaged.connect(lambda _: self._tell_damage(hub))

    def meet(self, trouble: "Trouble") -> None:
        """Shows a trouble that was met somewhere in the window."""
        from begegnung.model.errors import DatabaseDamaged
        from begegnung.services.upkeep_state import note_state
        from begegnung.texts import german

        hub = self._shell.hub
        if isinstance(trouble, DatabaseDamaged) and hub is not None:
            note_state(self._folder, damage=trouble.detail)
            self._tell_damage(hub)
        else:
            self._shell.message.say(german(trouble))

    def _tell_damage(self, hub: "Hub") -> None:
        if self._damage_told:
            return
        self._damage_told = True
        from begegnung.ui.recovery.damage import DamageDialog

        dialog = DamageDialog(hub.desk, self._shell)
        dialog.restart.connect(self._restart)
        dialog.open()

    def _restart(self) -> None:
        self.restarts = True
        self._app.quit()

    def _open(self) -> None:
        from begegnung.wiring import open_desk

        desk = open_desk(self._folder, clock=self._clock)
        from begegnung.ui.hub import Hub

        hub = Hub(desk, self._folder, self._settings)
        self._forget_opened()
        self._look_after(hub)
        if desk.centre_id is None:
            self._set_up(hub)
            return
        locked = self._sign_in_again(hub)
        self._shell.attach(hub)
        self._begin_work(locked=locked)

    def _sign_in_again(self, hub: "Hub") -> bool:
        """Lets who was here last sit at the desk, unless PINs are used: then True, to be locked."""
        from begegnung.services.staff import pins_are_used, staff

        if hub.read(pins_are_used):
            return True
        if self._settings.last_user in {line.id for line in hub.read(staff)}:
            hub.desk.actor = self._settings.last_user
        return False

    def _begin_work(self, *, locked: bool) -> None:
        if locked and self._shell.lock is not None:
            self._shell.lock.lock()
        else:
            self._shell.open_for_work()

    def _set_up(self, hub: "Hub") -> None:
        from begegnung.ui.dialogs.set_up import SetUpPage

        page = SetUpPage(hub)
        self._shell.attach(hub)
        page.finished.connect(self._shell.open_for_work)
        page.joined.connect(lambda: self._begin_joined(hub))
        self._shell.show_only(page, "Willkommen", "In drei kurzen Schritten ist alles bereit.")

    def _begin_joined(self, hub: "Hub") -> None:
        """Begins work in a house that was there before this PC."""
        locked = self._sign_in_again(hub)
        hub.changed.emit(frozenset())
        self._begin_work(locked=locked)

    def _to_front(self) -> None:
        self._shell.showNormal() if self._shell.isMinimized() else self._shell.show()
        self._shell.raise_()
        self._shell.activateWindow()
