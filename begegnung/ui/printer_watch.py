"""Asks a printer again and again while somebody chooses it: a tray that was filled is noticed."""

from PySide6.QtCore import QObject, QTimer, Signal

from begegnung.ui.jobs import Job
from begegnung.ui.printing import PrinterChoice

_AGAIN_MS = 3_000


class PrinterWatch(QObject):
    """Looks at one printer at a time, in a thread: one that hangs in a network takes its time.

    `seen(PrinterChoice)`: what it can do and what is wrong with it now. It belongs to `owner`, who
    stays when the dialog is gone; `stop` ends it.
    """

    seen = Signal(object)

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        self._choice: PrinterChoice | None = None
        self._job: Job | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)

    def watch(self, choice: PrinterChoice) -> None:
        """Looks at this printer from now on; at once, or when the look that runs has ended."""
        self._choice = choice
        if self._job is None:
            self._look()

    def stop(self) -> None:
        """Ends it; a look that runs ends by itself."""
        self._choice = None
        self._timer.stop()
        if self._job is None:
            self.deleteLater()

    def _look(self) -> None:
        look = None if self._choice is None else self._choice.look
        if look is None:
            return
        self._job = Job(lambda _progress, _cancelled: look(), self)
        self._job.finished.connect(self._on_seen)
        self._job.failed.connect(self._on_failed)
        self._job.start()

    def _on_seen(self, found: PrinterChoice) -> None:
        self._end()
        if self._choice is None:
            self.deleteLater()
        elif self._choice.name == found.name:
            self.seen.emit(found)
            self._timer.start(_AGAIN_MS)
        else:
            self._look()

    def _on_failed(self, error: Exception) -> None:
        self._end()
        raise error

    def _end(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._job.deleteLater()
            self._job = None
