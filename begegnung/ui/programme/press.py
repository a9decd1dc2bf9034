"""Makes the PDF of the week that is looked at, away from the window's thread."""

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from begegnung.model.editions import Edition
from begegnung.model.print_errors import ProgrammeTooFull
from begegnung.model.programme import Detail, WeekProgramme, in_detail, without_changes
from begegnung.model.week_papers import Alternative, Crowded, WeekPaper
from begegnung.ui.jobs import Job


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of a week: on which paper, how much, and whether changes are said."""

    paper: WeekPaper = "a4"
    detail: Detail = "full"
    changes: bool = True


@dataclass(frozen=True, slots=True)
class Proof:
    """A finished programme of `week`, which stands on it as `edition`.

    `size` is that of the titles in points, 0 where the paper decides it. `crowded` says that it is
    too full, and `alternatives` what would be better.
    """

    week: WeekProgramme
    edition: Edition
    wish: Wish
    pdf: bytes
    pages: int
    size: float
    crowded: Crowded | None = None
    alternatives: tuple[Alternative, ...] = ()


@dataclass(frozen=True, slots=True)
class TooFull:
    """A week that does not fit on the paper that was wished, and what it fits on."""

    wish: Wish
    error: ProgrammeTooFull
    alternatives: tuple[Alternative, ...]


class Press(QObject):
    """Makes one PDF at a time; when more are wanted meanwhile, only the last of them is made.

    `printed(Proof)`, `refused(TooFull)` and `failed(Exception)` concern what was wanted last.
    """

    printed = Signal(object)
    refused = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._next: tuple[WeekProgramme, Edition, Wish] | None = None

    @property
    def busy(self) -> bool:
        """Whether a PDF is being made."""
        return self._job is not None

    def want(self, week: WeekProgramme, edition: Edition, wish: Wish) -> None:
        """Asks for the PDF of `week`, with which `edition` is printed."""
        self._next = (week, edition, wish)
        if self._job is None:
            self._begin()

    def wait(self) -> None:
        """Waits for the thread, for closing the window."""
        if self._job is not None:
            self._job.wait()

    def _begin(self) -> None:
        if self._next is None:
            return
        wanted = self._next
        self._next = None
        self._job = Job(lambda _progress, _cancelled: _made(*wanted), self)
        self._job.finished.connect(self._done)
        self._job.failed.connect(self._broken)
        self._job.start()

    def _done(self, made: Proof | TooFull) -> None:
        self._end()
        if self._next is None:
            (self.printed if isinstance(made, Proof) else self.refused).emit(made)
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


def _made(week: WeekProgramme, edition: Edition, wish: Wish) -> Proof | TooFull:
    from begegnung.services.week_papers import alternatives, week_print

    shown = week if wish.changes else without_changes(week)
    try:
        made = week_print(in_detail(shown, wish.detail), wish.paper)
    except ProgrammeTooFull as error:
        return TooFull(wish, error, alternatives(shown, wish.paper, wish.detail, None))
    proof = Proof(week, edition, wish, made.pdf, made.pages, made.size, made.crowded)
    if made.crowded is None:
        return proof
    others = alternatives(shown, wish.paper, wish.detail, made.crowded)
    return replace(proof, alternatives=others)
