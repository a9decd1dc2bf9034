"""The window: rail, head, pages, messages, status line, and the keys that work everywhere.

It is painted before anything of the database is imported: pages, dialogs and the hub come later,
by `attach`.
"""

import importlib
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from begegnung.ui.guard import guarded
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.header import Header
from begegnung.ui.widgets.message import Message
from begegnung.ui.widgets.rail import Area, Rail
from begegnung.ui.widgets.status import Status

if TYPE_CHECKING:
    from begegnung.ui.hub import Hub
    from begegnung.ui.page import Page
    from begegnung.ui.palette import Palette
    from begegnung.ui.signing_in.screen_lock import ScreenLock

AREAS = (
    Area("today", "Heute", "calendar_today"),
    Area("offers", "Angebote", "hat_graduation"),
    Area("people", "Personen", "people"),
    Area("rooms", "Räume", "building"),
    Area("attendance", "Anwesenheit", "clipboard_checkmark"),
    Area("money", "Kasse", "money"),
    Area("programme", "Programm", "news"),
    Area("exchange", "Abgleich", "arrow_sync"),
)
"""The pages in the order of the rail; the keys are the names of their modules."""

_MINUTE_MS = 60_000

NARROW = 66.0
"""Below this width in em everything takes less room."""


class Shell(QMainWindow):
    """The window of the program.

    `painted()` comes once, after its first picture. `lock_wanted()`: somebody leaves the desk.
    """

    painted = Signal()
    lock_wanted = Signal()

    def __init__(self) -> None:
        self._unpainted = True
        self.hub: Hub | None = None
        self.page: Page | None = None
        self.lock: ScreenLock | None = None
        self._pages: dict[str, Page] = {}
        self._homes: dict[str, QWidget] = {}
        self._globals: dict[QAction, list[QKeySequence]] = {}
        self._palette: Palette | None = None
        self._leaving = False
        self._handed_over = False
        super().__init__()
        self.setWindowTitle("Begegnung")
        self.rail = Rail(AREAS)
        self.header = Header()
        self.message = Message()
        self.stack = QStackedWidget()
        self.stack.setObjectName("clear")
        self.status = Status()
        self._lay_out()
        self.rail.show_current("today")
        self.header.show_page("Heute", "Einen Augenblick, Ihre Daten werden geöffnet …")
        self.rail.setEnabled(False)
        self._wanted = QSize(THEME.px(72), THEME.px(45))
        self.resize(self._wanted)

    def _lay_out(self) -> None:
        self.body = QWidget()
        self.body.setObjectName("page")
        self.body.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self.body)
        side = THEME.px(1.0)
        column.setContentsMargins(side, THEME.px(0.6), side, THEME.px(0.6))
        column.setSpacing(THEME.px(0.6))
        for part in (self.header, self.message):
            column.addWidget(part)
        column.addWidget(self.stack, 1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.body, 1)
        self.setCentralWidget(whole)
        self.setStatusBar(self.status)

    def show_fitting(self) -> None:
        """Shows the window in its usual size, or over the whole screen where that is smaller."""
        room = self.screen().availableSize()
        if room.width() < self._wanted.width() or room.height() < self._wanted.height():
            self.showMaximized()
        else:
            self.show()

    def attach(self, hub: "Hub") -> None:
        """Gives the window its desk: pages, keys and buttons work from now on."""
        from begegnung.ui.global_actions import connect_buttons, global_actions, show_facts
        from begegnung.ui.signing_in.screen_lock import ScreenLock
        from begegnung.ui.widgets.toast import Toast

        self.hub = hub
        self.lock = ScreenLock(self, hub)
        self.lock_wanted.connect(self.lock.lock)
        self.toast = Toast(self.body)
        for made in global_actions(self, hub):
            self._globals[made] = made.shortcuts()
            self.addAction(made)
        connect_buttons(self, hub)
        hub.said.connect(self.toast.say)
        hub.said.connect(lambda *_: self.message.dismiss())
        hub.refused.connect(self.message.say)
        hub.wanted.connect(self._show_wanted)
        hub.changed.connect(lambda _: QTimer.singleShot(0, self._retitle))
        self.rail.wanted.connect(self.show_page)
        # The nightly exchange is a process of its own: look now and then when it ran.
        self._minute = QTimer(self)
        self._minute.timeout.connect(lambda: show_facts(self, hub))
        self._minute.start(_MINUTE_MS)
        self.rail.setEnabled(True)

    def show_page(self, key: str, **what: Any) -> None:
        """Brings a page to the front, built on its first visit; `what` to show on it."""
        page = self._pages.get(key) or self._build(key)
        self._swap_actions(page)
        self.page = page
        self.stack.setCurrentWidget(self._homes[key])
        self.rail.show_current(key)
        page.enter()
        if what:
            page.present(what)
        self._retitle()

    def go_to(self, key: str, **what: Any) -> None:
        """Shows a page and puts the focus into it, as its key does."""
        self.show_page(key, **what)
        focus = self.focusWidget()
        if self.page is not None and (focus is None or not self.page.isAncestorOf(focus)):
            first = first_stop(self.page)
            if first is not None:
                first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_only(self, widget: QWidget, title: str, subtitle: str = "") -> None:
        """Shows something in place of the pages while there is no desk to work at."""
        from begegnung.ui.widgets.card import scrolled

        home = scrolled(widget)
        self.stack.addWidget(home)
        self.stack.setCurrentWidget(home)
        self.header.show_page(title, subtitle)
        self._open_or_shut(works=False)
        widget.setFocus()

    def open_for_work(self) -> None:
        """Takes away what `show_only` showed and opens the first page."""
        alone = self.stack.currentWidget()
        self._open_or_shut(works=True)
        self.go_to("today")
        if alone is not None and alone not in self._homes.values():
            self.stack.removeWidget(alone)
            alone.deleteLater()

    def _open_or_shut(self, *, works: bool) -> None:
        self.rail.setEnabled(works)
        self.rail.list.setVisible(works)
        self.header.search.setVisible(works)
        self.status.setVisible(works)

    def search(self) -> None:
        """Opens the search over everything."""
        from begegnung.ui.palette import Palette

        if self.hub is None or not self.rail.isEnabled():
            return
        if self._palette is None:
            self._palette = Palette(self, self.hub)
        self._palette.open(self.actions_now())

    def actions_now(self) -> list[QAction]:
        """Everything that can be done now: actions of the page, then those of the window.

        What a page does in its own way is not offered a second time.
        """
        own = self.page.page_actions() if self.page else []
        texts = {made.text() for made in own}
        rest = [made for made in self._globals if made.text() not in texts]
        return [made for made in (*own, *rest) if made.isEnabled() and made.isVisible()]

    def _show_wanted(self, key: str, what: dict[str, Any]) -> None:
        self.go_to(key, **what)

    def _build(self, key: str) -> "Page":
        from begegnung.ui.widgets.card import scrolled

        module = importlib.import_module(f"begegnung.ui.pages.{key}")
        page = cast("Page", getattr(module, f"{key.capitalize()}Page")(self.hub))
        page.retitled.connect(self._retitle)
        self._pages[key] = page
        self._homes[key] = scrolled(page)
        self.stack.addWidget(self._homes[key])
        return page

    def _swap_actions(self, page: "Page") -> None:
        """Keys belong to the page that is shown; what it does not use belongs to the window."""
        for made in self.page.page_actions() if self.page else ():
            self.removeAction(made)
        own = page.page_actions()
        for made in own:
            self.addAction(made)
        taken = {key.toString() for made in own for key in made.shortcuts()}
        for made, keys in self._globals.items():
            made.setShortcuts([key for key in keys if key.toString() not in taken])

    def _retitle(self) -> None:
        if self.page is not None and self.rail.isEnabled():
            self.header.show_page(self.page.title, self.page.subtitle())

    @guarded()
    def closeEvent(self, event: QCloseEvent) -> None:
        """Asks before anything that is kept for somebody would be lost."""
        if self.lock is not None and self.hub is not None and not self._leaving:
            kept = self.lock.kept()
            if kept:
                from begegnung.ui.signing_in.leave import LeaveDialog

                event.ignore()
                LeaveDialog(kept, self, self._leave).open()
                return
        if self.hub is not None and not self._handed_over and self._wants_to_hand_over(self.hub):
            from begegnung.ui.exchange.at_the_end import ClosingDialog

            event.ignore()
            ClosingDialog(self.hub, self, self._leave_for_good).open()
            return
        if self.lock is not None:
            self.lock.stop()
            self.lock = None
        super().closeEvent(event)

    def _leave(self) -> None:
        self._leaving = True
        self.close()

    def _wants_to_hand_over(self, hub: "Hub") -> bool:
        """Whether to exchange first; not while Windows shuts down, which would not wait."""
        from PySide6.QtGui import QGuiApplication

        from begegnung.model.errors import Trouble

        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and app.isSavingSession():
            return False
        try:
            return hub.exchanging.wanted_at_end()
        except Trouble:
            return False

    def _leave_for_good(self) -> None:
        self._handed_over = self._leaving = True
        self.close()

    @guarded()
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow windows show less beside the page."""
        super().resizeEvent(event)
        narrow = event.size().width() < NARROW * THEME.em
        self.rail.set_narrow(narrow)
        self.header.set_narrow(narrow)

    @guarded()
    def paintEvent(self, event: QPaintEvent) -> None:
        """Tells once that the window can be seen."""
        super().paintEvent(event)
        if self._unpainted:
            self._unpainted = False
            QTimer.singleShot(0, self.painted.emit)


def first_stop(page: QWidget) -> QWidget | None:
    """The first widget of a page that the Tab key reaches."""
    if page.focusProxy() is not None:
        return page.focusProxy()
    stop = page.nextInFocusChain()
    while stop is not page and stop is not None:
        reachable = bool(stop.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if page.isAncestorOf(stop) and reachable and stop.isVisibleTo(page) and stop.isEnabled():
            return stop
        stop = stop.nextInFocusChain()
    return None
