"""Dialogs whose verb takes longer than a blink."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Invalid, Refusal, Trouble
from begegnung.services.desk import Desk
from begegnung.texts import german, problem_text
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Job
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce

Work = Callable[[Desk, Callable[[], None]], Any]
"""Work for a thread: its own desk, and what to call now and then, which ends it when wanted."""


class _Stopped(Exception):
    """The dialog was closed meanwhile."""


class WorkingDialog(Dialog):
    """A dialog whose verb takes a while: it runs in a thread, and "Abbrechen" ends it.

    `begin` reads the inputs and gives the work, `finish` gets its result.
    """

    def __init__(self, hub: Hub, title: str, parent: QWidget, verb: str, icon: str) -> None:
        super().__init__(title, parent, verb=verb, icon=icon, width=36)
        self.hub = hub
        self._job: Job | None = None
        self._left: QWidget | None = None
        self.working = label("", "muted")
        self.working.hide()
        self._outer.insertWidget(self._outer.count() - 1, self.working)

    def begin(self) -> tuple[str, Work]:
        """What is said meanwhile, and the work with a desk of its own; may raise `Invalid`."""
        raise NotImplementedError

    def finish(self, result: Any) -> None:
        """Says what came of it; the dialog closes afterwards."""

    def confirm(self) -> None:
        """Starts the work; the dialog closes when it is done."""
        said, work = self.begin()
        desk = self.hub.desk.for_thread()

        def run(_progress: object, cancelled: Callable[[], bool]) -> Any:
            def go_on() -> None:
                if cancelled():
                    raise _Stopped

            return work(desk, go_on)

        self.working.setText(said)
        set_shown(self.working, True)
        announce(self.working, said)
        # Somebody who types has to be somewhere: on the one key that does something now.
        self._left = self.focusWidget()
        self.cancel_button.setFocus()
        self.primary.setEnabled(False)
        self.form.setEnabled(False)
        self.fit()
        self._job = Job(run, self)
        self._job.finished.connect(self._done)
        self._job.failed.connect(self._failed)
        self._job.start()

    @guarded()
    def accept(self) -> None:
        """Closes only when no work is going on."""
        if self._job is None:
            super().accept()

    @guarded()
    def reject(self) -> None:
        """Closes; work that is going on is ended first."""
        if self._job is None:
            super().reject()
            return
        self._job.cancel()
        self.working.setText("Wird abgebrochen …")

    def _done(self, result: Any) -> None:
        self._end()
        self.finish(result)
        super().accept()

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, _Stopped):
            super().reject()
        elif isinstance(error, Refusal | Trouble):
            self.refuse(error)
        else:
            super().reject()
            raise error

    def refuse(self, error: Refusal | Trouble) -> None:
        """Shows why it did not work, where it was typed; what was typed stays."""
        if not isinstance(error, Invalid) or not self.form.mark(error.field, problem_text(error)):
            self.refusal.say(german(error))
        self.fit()

    def _end(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._job.deleteLater()
            self._job = None
        self.working.hide()
        self.form.setEnabled(True)
        self.primary.setEnabled(True)
        if self._left is not None:
            self._left.setFocus()
