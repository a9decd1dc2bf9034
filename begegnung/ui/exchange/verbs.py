"""What can be done about the exchange: the actions of the page, and the dialogs they open."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Refusal, ShareMarkMissing
from begegnung.services.deciding import require_may_decide
from begegnung.services.exchange_page import Overview
from begegnung.texts import german
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.buttons import action
from begegnung.ui.widgets.dialog import Dialog

Opens = Callable[[Hub, QWidget], Dialog]


class Verbs(QObject):
    """The actions; which of them can be seen depends on how this PC stands.

    Who may not decide about PCs is told so when an action that decides is pressed. `closed` when a
    dialog was left: it may have changed what is possible.
    """

    closed = Signal()

    def __init__(self, hub: Hub, owner: QWidget) -> None:
        super().__init__(owner)
        self._hub, self._owner = hub, owner
        self.start = action("Jetzt abgleichen", "F5", owner)
        self.choose = action("Ordner wählen", "", owner)
        self.cancel = action("Abbrechen", "", owner)
        self.join = self._made("Diesen PC anmelden", _join)
        self.words = self._made("Wörter zeigen", _join)
        self.found = self._made("Abgleich einrichten", _found)
        self.regain = self._made("Abgleich wiederherstellen", _regain)
        self.refill = self._made("Ordner wieder einrichten", _refill)
        self.approve = self._made("PCs freigeben", _approve)
        self.sheets = self._made("Wiederherstellungsblätter drucken", _sheets)
        self.save_log = action("Protokoll speichern …", "", owner)
        self.start.triggered.connect(self._start)
        self.cancel.triggered.connect(hub.exchanging.cancel)
        self.choose.triggered.connect(lambda: self._open(_share))

    def all(self) -> list[QAction]:
        """Every action, the most used first."""
        return [
            self.start,
            self.choose,
            self.cancel,
            self.join,
            self.words,
            self.refill,
            self.found,
            self.regain,
            self.approve,
            self.sheets,
            self.save_log,
        ]

    def allow(self, view: Overview, share: str, *, busy: bool) -> None:
        """Shows and enables what makes sense now."""
        outside = view.state in ("none", "revoked")
        self.join.setVisible(outside)
        self.found.setVisible(view.state == "none")
        self.regain.setVisible(outside or (view.state == "member" and view.role != "city"))
        self.words.setVisible(view.state == "asked")
        unmarked = view.last is not None and view.last.trouble == ShareMarkMissing.__name__
        self.refill.setVisible(view.state == "member" and unmarked and bool(share) and not busy)
        self.approve.setVisible(view.may_decide)
        self.sheets.setVisible(view.state == "member" and view.role == "city")
        self.start.setVisible(not outside)
        self.start.setEnabled(bool(share) and not busy)
        self.choose.setVisible(not outside or bool(share))
        self.cancel.setEnabled(busy)
        self.save_log.setEnabled(bool(view.runs))

    def _start(self) -> None:
        self._hub.exchanging.start()

    def _made(self, text: str, opens: Opens) -> QAction:
        made = action(text, "", self._owner)
        made.triggered.connect(lambda: self._open(opens))
        return made

    def _open(self, opens: Opens) -> None:
        try:
            require_may_decide(self._hub.desk)
        except Refusal as error:
            self._hub.refused.emit(german(error))
            return
        dialog = opens(self._hub, self._owner)
        dialog.finished.connect(self.closed)
        dialog.open()


def _share(hub: Hub, owner: QWidget) -> Dialog:
    from begegnung.ui.dialogs.share import ShareDialog

    return ShareDialog(hub, owner)


def _join(hub: Hub, owner: QWidget) -> Dialog:
    from begegnung.ui.exchange.join import JoinDialog

    return JoinDialog(hub, owner)


def _found(hub: Hub, owner: QWidget) -> Dialog:
    from begegnung.ui.exchange.found import FoundDialog

    return FoundDialog(hub, owner)


def _regain(hub: Hub, owner: QWidget) -> Dialog:
    from begegnung.ui.exchange.regain import RegainDialog

    return RegainDialog(hub, owner)


def _refill(hub: Hub, owner: QWidget) -> Dialog:
    from begegnung.ui.exchange.refill import RefillDialog

    return RefillDialog(hub, owner)


def _approve(hub: Hub, owner: QWidget) -> Dialog:
    from begegnung.ui.exchange.approve import ApproveDialog

    return ApproveDialog(hub, owner)


def _sheets(hub: Hub, owner: QWidget) -> Dialog:
    from begegnung.ui.exchange.sheets import SheetsDialog

    return SheetsDialog(hub, owner)
