"""Work that takes longer than a blink: in a thread, with progress, cancel and one result.

The `Job` lives on the window's thread and owns the signals; the thread gets plain data in and
hands plain data out.
"""

import contextlib
import logging
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

_log = logging.getLogger(__name__)


class Job(QObject):
    """One piece of work in a thread of its own.

    `work(progress, cancelled)` gets `progress(text, done, total)` to report and `cancelled()` to
    ask; what it returns comes with `finished`, what it raises with `failed`. Both arrive on the
    window's thread.
    """

    progressed = Signal(str, int, int)
    finished = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        work: Callable[[Callable[[str, int, int], None], Callable[[], bool]], Any],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._work = work
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begins the work."""
        self._thread.start()

    def cancel(self) -> None:
        """Asks the work to stop at its next question."""
        self._cancelled.set()

    def wait(self, seconds: float = 30.0) -> None:
        """Waits for the thread, at most `seconds`; for closing the window."""
        self._thread.join(seconds)

    def is_running(self) -> bool:
        """Whether the thread is still at work."""
        return self._thread.is_alive()

    def _run(self) -> None:
        try:
            result = self._work(partial(self._tell, "progressed"), self._cancelled.is_set)
        except Exception as error:  # noqa: BLE001 handed to the window, which words or reports it
            _log.debug("job failed: %s", type(error).__name__)
            self._tell("failed", error)
        else:
            self._tell("finished", result)

    def _tell(self, signal: str, *values: Any) -> None:
        # The window may have been closed meanwhile: then nobody waits for the news.
        with contextlib.suppress(RuntimeError):
            getattr(self, signal).emit(*values)


class Repeating(QObject):
    """Looks something up in a thread, and once more when that was asked for meanwhile.

    `prepare` makes the work on the window's thread, with what belongs to the other one (a desk of
    its own). `found(object)`: what a look gave. `failed(object)`: what it raised.
    """

    found = Signal(object)
    failed = Signal(object)

    def __init__(self, prepare: Callable[[], Callable[[], Any]], parent: QObject) -> None:
        super().__init__(parent)
        self._prepare = prepare
        self._job: Job | None = None
        self._again = False
        # The thread must not tell its news to an object that goes with the window meanwhile.
        parent.destroyed.connect(self._wait)

    @property
    def looking(self) -> bool:
        """Whether there may be news."""
        return self._job is not None

    def look(self) -> None:
        """Begins, or begins anew when the look that runs has ended."""
        if self._job is not None:
            self._again = True
            return
        work = self._prepare()
        self._job = Job(lambda _progress, _cancelled: work(), self)
        # Methods, not lambdas: Qt brings the news of the thread to the thread of their object.
        self._job.finished.connect(self._on_finished)
        self._job.failed.connect(self._on_failed)
        self._job.start()

    def _on_finished(self, result: object) -> None:
        self.found.emit(result)
        self._end()

    def _on_failed(self, error: object) -> None:
        self.failed.emit(error)
        self._end()

    def _wait(self, *_: object) -> None:
        if self._job is not None:
            self._job.wait()

    def _end(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._job.deleteLater()
            self._job = None
        if self._again:
            self._again = False
            self.look()
