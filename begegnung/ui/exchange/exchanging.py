"""The exchange of this window: one run at a time, wanted by somebody or due by itself.

What runs by itself stays out of the way: it asks nothing, says nothing and shows itself on the page
Abgleich only.
"""

import weakref
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from begegnung.db.tables import SHARED
from begegnung.exchange.report import Finding
from begegnung.model.errors import Refusal, Trouble
from begegnung.services.exchange import ExchangeOutcome, exchange_state, sync_now
from begegnung.services.exchange_page import takes_part
from begegnung.ui.jobs import Job

if TYPE_CHECKING:
    from begegnung.ui.hub import Hub

EXCHANGE = "exchange"
"""Stands among the changed entities when there is news about the exchange itself."""

_FIRST_MS = 5_000
"""The first page comes first."""
_AGAIN_MS = 30 * 60_000
_DAY_MS = 12 * 60 * 60_000
"""A window that is never closed exchanges by itself once it is this long ago."""
_FRESH_MS = 30 * 60_000
"""What was exchanged that long ago need not be exchanged at the end, if nothing was entered."""
_WAIT_S = 3.0


class Exchanging(QObject):
    """Runs the exchange in a thread.

    `began()`: a run has begun, which `quiet` tells to be one by itself. `progressed(str, int, int)`
    as of a job. `finished(ExchangeOutcome)` and `failed(Refusal | Trouble)`: how it ended; what has
    come from others was announced by the hub before.
    """

    began = Signal()
    progressed = Signal(str, int, int)
    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, hub: "Hub") -> None:
        super().__init__(hub)
        # Not the hub itself: two objects of Qt that hold each other are left to the collector, and
        # that may come round in a thread in which neither may be deleted.
        self._hub = weakref.proxy(hub)
        self._job: Job | None = None
        self._again = False
        self._over = False
        self._looked = False
        self.quiet = False
        self._timers: list[QTimer] = []

    @property
    def busy(self) -> bool:
        """Whether a run is going on."""
        return self._job is not None

    def keep_up(self) -> None:
        """Runs soon, and from then on every half hour while the last run has failed."""
        for span, single in ((_FIRST_MS, True), (_AGAIN_MS, False)):
            timer = QTimer(self)
            timer.setSingleShot(single)
            timer.timeout.connect(self.look)
            timer.start(span)
            self._timers.append(timer)

    def look(self) -> None:
        """Runs quietly if one is due: the first in this window, after a failure, or after long."""
        if self._job is None and self._is_due():
            self._looked = True
            self.start(quiet=True)

    def _is_due(self) -> bool:
        if not self._is_set_up():
            return False
        last = self._hub.read(exchange_state).last
        old = last is None or self._hub.desk.now_ms() - last[0] > _DAY_MS
        return not self._looked or old or (last is not None and not last[1])

    def _is_set_up(self) -> bool:
        return bool(self._hub.settings.share) and not self._over and self._hub.read(takes_part)

    def wanted_at_end(self) -> bool:
        """Whether there is something to hand over, or to fetch, before the window closes."""
        if self._hub.desk.centre_id is None or not self._is_set_up():
            return False
        state = self._hub.read(exchange_state)
        if state.waiting or self._job is not None or state.last is None or not state.last[1]:
            return True
        return self._hub.desk.now_ms() - state.last[0] > _FRESH_MS

    def start(self, *, quiet: bool = False) -> None:
        """Begins a run; wanted during another one, it follows that one."""
        if self._job is not None:
            self._again = self._again or not quiet
            return
        self.quiet = quiet
        desk, folder = self._hub.desk.for_thread(), self._hub.folder
        share = self._hub.settings.share
        self._job = Job(
            lambda progress, cancelled: sync_now(desk, folder, share, progress, cancelled), self
        )
        self._job.progressed.connect(self.progressed)
        self._job.finished.connect(self._done)
        self._job.failed.connect(self._broken)
        self.began.emit()
        self._job.start()

    def cancel(self) -> None:
        """Asks the run to end at its next step, and the one that was to follow not to begin."""
        self._again = False
        if self._job is not None:
            self._job.cancel()

    def stop(self) -> None:
        """Ends everything; for the end of the program. A share that hangs is not waited for."""
        self._over = True
        for timer in self._timers:
            timer.stop()
        self.cancel()
        if self._job is not None:
            self._job.wait(_WAIT_S)

    def _done(self, outcome: ExchangeOutcome) -> None:
        self._end()
        if self._hub.desk.centre_id is None:
            self._hub.desk.find_house()
        news = outcome.findings.get(Finding.TAKEN_IN.value, 0) > 0
        self._hub.changed.emit(frozenset({EXCHANGE, *(SHARED if news else ())}))
        self.finished.emit(outcome)
        self._follow()

    def _broken(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, Refusal | Trouble):
            raise error
        self._hub.changed.emit(frozenset({EXCHANGE}))
        self.failed.emit(error)
        self._follow()

    def _follow(self) -> None:
        if self._again and self._job is None:
            self._again = False
            self.start()

    def _end(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._job.deleteLater()
            self._job = None
