"""Handing a document to the printer, with progress, while its dialog stays open."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from begegnung.texts.printers import printer_words
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Job
from begegnung.ui.print_order import PrintingCancelled, PrintingFailed, PrintOrder
from begegnung.ui.printing import look_at, print_pdf
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown

_SHOW_PROGRESS_MS = 500
"""A document that is handed over faster shows no progress."""


class PrintRun(QObject):
    """One document on its way to the printer; outlives the dialog that asked for it.

    `finished(PrintOrder)`: the printer has taken all of it; not emitted when it refused.
    `failed(str)`: a sentence with what is wrong. `cancelled()`: somebody gave it up.
    `progressed(str, int, int)`: as of a `Job`.
    """

    finished = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    progressed = Signal(str, int, int)

    def __init__(self, hub: Hub, order: PrintOrder) -> None:
        super().__init__(hub)
        self._order = order
        self._job = Job(lambda progress, cancelled: _printed(order, progress, cancelled), self)
        self._job.progressed.connect(self.progressed)
        self._job.finished.connect(self._done)
        self._job.failed.connect(self._broken)

    def start(self) -> None:
        """Begins."""
        self._job.start()

    def cancel(self) -> None:
        """Gives it up before the next side of paper."""
        self._job.cancel()

    def _done(self, _nothing: object) -> None:
        self.finished.emit(self._order)
        self.deleteLater()

    def _broken(self, error: Exception) -> None:
        self.deleteLater()
        if isinstance(error, PrintingCancelled):
            self.cancelled.emit()
        elif isinstance(error, _Refused):
            self.failed.emit(error.sentence)
        else:
            raise error


class _Refused(Exception):
    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def _printed(
    order: PrintOrder,
    progress: Callable[[str, int, int], None],
    cancelled: Callable[[], bool],
) -> None:
    try:
        print_pdf(order, progress, cancelled)
    except PrintingFailed as error:
        # Asked here, in the thread: a printer that hangs in a network takes its time.
        reason = printer_words(look_at(error.printer).troubles) or (
            "Bitte prüfen, ob er eingeschaltet ist und Papier hat, und noch einmal drucken."
        )
        said = f"Der Drucker „{error.printer}“ hat den Auftrag nicht angenommen. {reason}"
        raise _Refused(said) from error


class SendingDialog(Dialog):
    """A dialog that hands something to the printer; when that fails, all that was chosen stays."""

    def __init__(self, hub: Hub, title: str, parent: QWidget, verb: str, icon: str) -> None:
        super().__init__(title, parent, verb=verb, icon=icon)
        self._hub = hub
        self._run: PrintRun | None = None
        self._then: Callable[[PrintOrder], None] = lambda _order: None
        self.progress_words = label("", "strong")
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Fortschritt")
        for part in (self.progress_words, self.progress):
            part.hide()
            self._outer.insertWidget(self._outer.count() - 1, part)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(lambda: self._show_progress(shown=True))

    @property
    def sending(self) -> bool:
        """Whether something is on its way to the printer."""
        return self._run is not None

    def send(self, order: PrintOrder, then: Callable[[PrintOrder], None]) -> None:
        """Hands `order` over; `then` is called with it when the printer has taken it."""
        self.refusal.say("")
        self._then = then
        self._run = run = PrintRun(self._hub, order)
        run.progressed.connect(self._tell)
        run.finished.connect(self._taken)
        run.failed.connect(self._refused)
        run.cancelled.connect(self._given_up)
        self._set_sending(sending=True)
        self._soon.start(_SHOW_PROGRESS_MS)
        run.start()

    @guarded()
    def reject(self) -> None:
        """Closes; what is on its way is given up."""
        if self._run is not None:
            self._run.cancel()
            self._run = None
            self._hub.said.emit("Das Drucken ist abgebrochen.", False)
        super().reject()

    def _taken(self, order: PrintOrder) -> None:
        if self._run is not None:
            self._end()
            self._then(order)

    def _refused(self, sentence: str) -> None:
        if self._run is not None:
            self._end()
            self.refusal.say(sentence)
            self.fit()

    def _given_up(self) -> None:
        if self._run is not None:
            self._end()
            self.refusal.say("Das Drucken ist abgebrochen.", "info")
            self.fit()

    def _end(self) -> None:
        self._run = None
        self._set_sending(sending=False)
        self.primary.setFocus()

    def _set_sending(self, *, sending: bool) -> None:
        self.form.setEnabled(not sending)
        self.primary.setEnabled(not sending)
        if not sending:
            self._soon.stop()
            self._show_progress(shown=False)

    def _tell(self, words: str, done: int, total: int) -> None:
        self.progress_words.setText(f"{words} wird an den Drucker übergeben …")
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _show_progress(self, *, shown: bool) -> None:
        for part in (self.progress_words, self.progress):
            set_shown(part, shown)
        self.fit()
