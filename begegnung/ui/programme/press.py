"""Makes the PDF of the week that is looked at, away from the window's thread."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from begegnung.model.programme import WeekProgramme
from begegnung.ui.jobs import Job


@dataclass(frozen=True, slots=True)
class Proof:
    """A finished programme; `size` is that of the titles in points."""

    week: WeekProgramme
    paper: str
    pdf: bytes
    pages: int
    size: float


class Press(QObject):
    """Makes one PDF at a time; when more are wanted meanwhile, only the last of them is made.

    `printed(Proof)` and `failed(Exception)` concern what was wanted last.
    """

    printed = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._next: tuple[WeekProgramme, str] | None = None

    @property
    def busy(self) -> bool:
        """Whether a PDF is being made."""
        return self._job is not None

    def want(self, week: WeekProgramme, paper: str) -> None:
        """Asks for the PDF of `week`."""
        self._next = (week, paper)
        if self._job is None:
            self._begin()

    def wait(self) -> None:
        """Waits for the thread, for closing the window."""
        if self._job is not None:
            self._job.wait()

    def _begin(self) -> None:
        if self._next is None:
            return
        week, paper = self._next
        self._next = None
        self._job = Job(lambda _progress, _cancelled: _proof(week, paper), self)
        self._job.finished.connect(self._done)
        self._job.failed.connect(self._broken)
        self._job.start()

    def _done(self, proof: Proof) -> None:
        self._end()
        if self._next is None:
            self.printed.emit(proof)
        self._begin()

    def _broken(self, error: Exception) -> None:
        self._end()
        if self._next is None:
            self.failed.emit(error)
        self._begin()

    def _end(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._job.deleteLater()
            self._job = None


def _proof(week: WeekProgramme, paper: str) -> Proof:
    from begegnung.reports.weekly import weekly_programme

    made = weekly_programme(week, "a3" if paper == "a3" else "a4")
    return Proof(week, paper, made.pdf, made.pages, made.body_size)
