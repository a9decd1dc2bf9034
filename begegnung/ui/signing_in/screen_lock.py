"""The screen lock: hides everything behind a page until somebody signs in.

What was open is taken out of the window, so that neither an eye nor a screen reader finds it, and
comes back as it was. A dialog belongs to who opened it: another user does not see it, and it is
kept until its owner signs in again.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, TypeGuard

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from shiboken6 import isValid

from begegnung.services.staff import pins_are_used, staff
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.signing_in.lock_page import LockPage

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from begegnung.ui.shell import Shell

_TICK_MS = 10_000
_MINUTE_MS = 60_000
_INPUT = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.TouchBegin,
    QEvent.Type.Wheel,
}


class ScreenLock(QObject):
    """Locks the window by key, and by itself when nobody has touched it for some minutes."""

    def __init__(self, shell: "Shell", hub: Hub) -> None:
        super().__init__(shell)
        self._shell, self._hub = shell, hub
        self._whole: QWidget | None = None
        self._actions: list[QAction] = []
        self._focus: QWidget | None = None
        self._owner = ""
        self._kept: dict[str, list[QWidget]] = {}
        self._last_ms = hub.desk.now_ms()
        self._app: QGuiApplication = QApplication.instance()  # type: ignore[assignment]
        self._app.focusWindowChanged.connect(self._watch)
        self._watch(self._app.focusWindow())
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.tick)
        self._timer.start(_TICK_MS)
        hub.signed_in.connect(self._give_back)
        hub.changed.connect(self._on_changed)

    @property
    def locked(self) -> bool:
        """Whether the window is hidden behind the page."""
        return self._whole is not None

    def kept(self) -> list[tuple[str, int]]:
        """For whom how many dialogs are kept: (name, number)."""
        if not self._kept:
            return []
        names = {line.id: line.name for line in self._hub.read(staff, active_only=False)}
        counted = ((owner, len(self._alive(owner))) for owner in self._kept)
        return [(names.get(owner, ""), number) for owner, number in counted if number]

    def lock(self) -> None:
        """Hides everything and asks who is there; does nothing before the house is set up."""
        if self.locked or self._hub.desk.centre_id is None:
            return
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        QToolTip.hideText()
        shell = self._shell
        self._focus = QApplication.focusWidget()
        self._owner = self._hub.desk.actor or ""
        self._put_away(_dialogs(shell))
        page = LockPage(self._hub)
        page.opened.connect(self.unlock)
        self._whole = shell.takeCentralWidget()
        shell.setCentralWidget(page)
        shell.status.hide()
        shell.status.show_user("", "")
        self._actions = shell.actions()
        for made in self._actions:
            shell.removeAction(made)
        shell.setWindowTitle("Begegnung ist gesperrt")
        self._app.installEventFilter(self)
        shell.activateWindow()
        page.who.go_to_input()

    def unlock(self) -> None:
        """Shows the window again, with the dialogs of who is signed in now."""
        from begegnung.ui.global_actions import show_facts

        if self._whole is None:
            return
        shell, whole = self._shell, self._whole
        self._app.removeEventFilter(self)
        self._whole = None
        # The page is not deleted before the next turn: it is what has asked for this.
        page = shell.takeCentralWidget()
        shell.setCentralWidget(whole)
        whole.show()
        if page is not None:
            page.deleteLater()
        shell.status.show()
        for made in self._actions:
            shell.addAction(made)
        self._last_ms = self._hub.desk.now_ms()
        show_facts(shell, self._hub)
        if shell.page is None:
            shell.open_for_work()
        else:
            shell.page.enter()
        self._give_back()
        self._say_what_is_kept()

    def stop(self) -> None:
        """Ends with the window: nothing that another one opens is put away."""
        self._timer.stop()
        self._app.removeEventFilter(self)
        self._app.focusWindowChanged.disconnect(self._watch)

    def tick(self) -> None:
        """Locks when nobody has touched the window for as long as the settings say."""
        minutes = self._hub.settings.lock_minutes
        idle = self._hub.desk.now_ms() - self._last_ms
        if self.locked or not minutes or idle < minutes * _MINUTE_MS:
            return
        if self._hub.read(pins_are_used):
            self.lock()

    @guarded(default=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes when the window was touched; puts away what opens by itself while it is locked."""
        if isinstance(watched, QWindow):
            if event.type() in _INPUT:
                self._last_ms = self._hub.desk.now_ms()
        elif event.type() == QEvent.Type.Show and self._opens_late(watched):
            # Not a single picture of it is painted before it is put away.
            watched.setWindowOpacity(0.0)
            QTimer.singleShot(0, lambda: self._put_away_late(watched))
        return False

    def _opens_late(self, watched: QObject) -> TypeGuard[QWidget]:
        """Whether something opens by itself over the locked screen, such as the end of a job."""
        return (
            self.locked
            and isinstance(watched, QWidget)
            and watched in _dialogs(self._shell)
            and not watched.property("over_lock")
        )

    def _watch(self, window: QWindow | None) -> None:
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)
            self._last_ms = self._hub.desk.now_ms()

    def _put_away(self, dialogs: Iterable[QWidget]) -> None:
        """Hides dialogs, the innermost first, and ends their windows: a hidden one can be read."""
        found = sorted(dialogs, key=_depth, reverse=True)
        for dialog in found:
            dialog.hide()
            dialog.destroy(True, True)
        if found:
            self._kept.setdefault(self._owner, []).extend(reversed(found))

    def _put_away_late(self, dialog: QWidget) -> None:
        if isValid(dialog) and self.locked:
            self._put_away([dialog])
        if isValid(dialog):
            dialog.setWindowOpacity(1.0)

    def _give_back(self, _staff_id: str = "") -> None:
        """Shows what is kept for who is signed in, the outermost first."""
        if self.locked:
            return
        me = self._hub.desk.actor or ""
        dialogs = sorted(self._alive(me), key=_depth)
        self._kept.pop(me, None)
        for dialog in dialogs:
            dialog.show()
        focus = self._focus
        if me == self._owner and focus is not None and isValid(focus):
            focus.window().activateWindow()
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_what_is_kept(self) -> None:
        for name, _number in self.kept():
            whom = f" für {name}" if name else ""
            self._hub.said.emit(f"Was angefangen war, bleibt{whom} aufgehoben.", False)

    def _alive(self, owner: str) -> list[QWidget]:
        return [dialog for dialog in self._kept.get(owner, ()) if isValid(dialog)]

    def _on_changed(self, entities: frozenset[str]) -> None:
        """Nobody goes on as somebody who is not in the list any more."""
        actor = self._hub.desk.actor
        if "staff_user" not in entities or actor is None or self._hub.desk.centre_id is None:
            return
        if all(line.id != actor for line in self._hub.read(staff)):
            self._hub.desk.actor = None
            if self._hub.read(pins_are_used):
                QTimer.singleShot(0, self.lock)


def _dialogs(shell: QWidget) -> list[QWidget]:
    """Every window of the program that is open, but for the main one."""
    return [
        window
        for window in QApplication.topLevelWidgets()
        if window is not shell
        and window.isVisible()
        and window.windowType() in (Qt.WindowType.Dialog, Qt.WindowType.Window)
    ]


def _depth(window: QWidget) -> int:
    """How many windows it stands over."""
    depth, parent = 0, window.parentWidget()
    while parent is not None:
        depth, parent = depth + 1, parent.window().parentWidget()
    return depth
