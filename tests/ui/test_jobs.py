"""Work in a thread: its news arrive on the window's thread, or nowhere when the window is gone."""

import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QObject, QThread, Slot
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from begegnung.ui.jobs import Job

Progress = Callable[[str, int, int], None]


class Listener(QObject):
    """Keeps what it hears, with the thread on which it hears it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[tuple[object, bool]] = []

    @Slot(object)
    def hear(self, news: object) -> None:
        self.heard.append((news, QThread.currentThread() is self.thread()))

    @Slot(str, int, int)
    def hear_progress(self, text: str, done: int, total: int) -> None:
        self.hear((text, done, total))


def test_progress_and_result_arrive_on_the_windows_thread(qtbot: QtBot) -> None:
    def work(progress: Progress, _cancelled: Callable[[], bool]) -> int:
        progress("Zählen", 1, 2)
        return 42

    listener, job = Listener(), Job(work)
    job.progressed.connect(listener.hear_progress)
    job.finished.connect(listener.hear)

    with qtbot.waitSignal(job.finished):
        job.start()

    assert listener.heard == [(("Zählen", 1, 2), True), (42, True)]


def test_what_goes_wrong_arrives_as_it_is(qtbot: QtBot) -> None:
    def work(_progress: Progress, _cancelled: Callable[[], bool]) -> None:
        raise ValueError("broken")

    job = Job(work)
    with qtbot.waitSignal(job.failed) as failed:
        job.start()

    assert failed.args is not None
    assert isinstance(failed.args[0], ValueError)


def test_work_that_asks_is_told_to_stop(qtbot: QtBot) -> None:
    begun = threading.Event()

    def work(_progress: Progress, cancelled: Callable[[], bool]) -> str:
        begun.set()
        while not cancelled():
            threading.Event().wait(0.001)
        return "stopped"

    job = Job(work)
    with qtbot.waitSignal(job.finished) as finished:
        job.start()
        begun.wait()
        job.cancel()

    assert finished.args == ["stopped"]


@pytest.mark.parametrize("ends_well", [True, False])
def test_work_that_outlives_its_window_ends_quietly(
    recwarn: pytest.WarningsRecorder, ends_well: bool
) -> None:
    window_gone = threading.Event()

    def work(progress: Progress, _cancelled: Callable[[], bool]) -> None:
        window_gone.wait()
        progress("niemand hört zu", 1, 1)
        if not ends_well:
            raise ValueError("broken")

    job = Job(work)
    job.start()
    delete(job)
    window_gone.set()
    job.wait()

    assert not job.is_running()
    assert [str(warning.message) for warning in recwarn] == []
