"""Dialogs in steps, whose work on the shared folder runs in a thread."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QProgressBar, QVBoxLayout, QWidget

from begegnung.model.errors import Invalid, Refusal, Trouble
from begegnung.services.desk import Desk
from begegnung.texts import german, problem_text
from begegnung.ui.guard import guarded
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Job
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.form import FieldRow, Form
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown
from begegnung.ui.widgets.speech import announce

Progress = Callable[[str, int, int], None]
Cancelled = Callable[[], bool]
Work = Callable[[Desk, Progress, Cancelled], Any]
"""Work for a thread, with a desk of its own."""


class Step(NamedTuple):
    """A step: what stands in it, its inputs, where the focus begins, and the verb that leads on.

    `cancel` is the word on the button that closes the dialog.
    """

    part: QWidget
    forms: tuple[Form, ...]
    first: QWidget
    verb: str
    icon: str = ""
    cancel: str = "Abbrechen"
    back: bool = True


class StepDialog(Dialog):
    """Shows one step at a time and keeps what was typed in the others.

    `places` says at which input an error is shown. `leave` does what the verb of a step says; it
    may raise, start work with `work`, and leads on with `show_step` or `accept`.
    """

    places: ClassVar[Mapping[type[Exception], str]] = {}

    def __init__(self, hub: Hub, title: str, parent: QWidget | None, *, width: float = 38) -> None:
        super().__init__(title, parent, verb="Weiter", width=width)
        self.hub = hub
        self.step = 0
        self._steps: list[Step] = []
        self._job: Job | None = None
        self._then: Callable[[Any], None] = lambda _: None
        self._may_leave = True
        self.back_button = button("Zurück", "chevron_left")
        self.back_button.clicked.connect(self.go_back)
        self.buttons.insertWidget(0, self.back_button)
        self.working = label("", "strong")
        self.progress = QProgressBar()
        self.progress.setAccessibleName("Fortschritt")
        for part in (self.working, self.progress):
            part.hide()
            self._outer.insertWidget(self._outer.count() - 1, part)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._on_focus)

    @property
    def busy(self) -> bool:
        """Whether something is being done on the shared folder."""
        return self._job is not None

    def add_step(self, step: Step) -> int:
        """Adds a step; gives its number."""
        set_shown(step.part, not self._steps)
        self.body.addWidget(step.part)
        self._steps.append(step)
        return len(self._steps) - 1

    def show_step(self, number: int) -> None:
        """Shows a step; the focus goes to its first input."""
        self.refusal.say("")
        self.step = number
        for n, one in enumerate(self._steps):
            set_shown(one.part, n == number)
        step = self._steps[number]
        self.rename_primary(step.verb, step.icon)
        self.cancel_button.setText(step.cancel)
        self.cancel_button.setAccessibleName(step.cancel)
        set_shown(self.back_button, step.back and number > 0)
        self._order_tabs()
        step.first.setFocus()
        self.fit_soon()

    def fit_soon(self) -> None:
        """Takes the size of the content once that has been laid out, and shows where one is."""
        QTimer.singleShot(0, self, self._fit_and_reveal)

    def _fit_and_reveal(self) -> None:
        self.fit()
        self._on_focus(None, self.focusWidget())

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scrolls to what has the focus, with its name and its fault where it is an input."""
        if now is None or not self._inner.isAncestorOf(now):
            return
        row = now.parentWidget()
        if not isinstance(row, FieldRow):
            self._area.ensureWidgetVisible(now, 0, THEME.px(0.5))
            return
        self._area.ensureWidgetVisible(row, 0, 0)
        # Where there is not room for all of it, the fault matters most.
        low = row.mapTo(self._inner, row.rect().bottomLeft())
        self._area.ensureVisible(low.x(), low.y(), 0, 0)

    def leave(self, step: int) -> None:
        """Does what the verb of a step says."""
        raise NotImplementedError

    def back_from(self, step: int) -> int:
        """The step before."""
        return step - 1

    def go_back(self) -> None:
        """Shows the step before, with everything as it was typed."""
        if self._job is None and self.step > 0 and self._steps[self.step].back:
            self._clear()
            self.show_step(self.back_from(self.step))

    def try_confirm(self) -> None:
        """Leaves the step; stays with the reason where something is missing."""
        if self._job is not None:
            return
        self._clear()
        try:
            self.leave(self.step)
        except (Refusal, Trouble) as error:
            self.show_refusal(error)

    def show_refusal(self, error: Refusal | Trouble) -> None:
        """Shows why something was refused, at its input where it has one; goes to its step."""
        key, sentence = self.places.get(type(error), ""), german(error)
        if isinstance(error, Invalid):
            key, sentence = error.field, problem_text(error)
        for number, step in enumerate(self._steps):
            form = next((one for one in step.forms if key in one.rows), None)
            if form is not None:
                if number != self.step:
                    self.show_step(number)
                form.mark(key, sentence)
                self.fit_soon()
                return
        self.refusal.say(german(error))
        self.fit_soon()

    def fault(self, key: str) -> str:
        """What is said at an input of any step."""
        rows = (form.rows for step in self._steps for form in step.forms if key in form.rows)
        return next((found[key].fault() for found in rows), "")

    def work(
        self, said: str, work: Work, finish: Callable[[Any], None], *, may_leave: bool = True
    ) -> None:
        """Does something in a thread and hands the result to `finish`.

        Unless `may_leave`, the dialog cannot be closed meanwhile.
        """
        desk = self.hub.desk.for_thread()
        self._then, self._may_leave = finish, may_leave
        self._show_working(said)
        # A share may hang for long: the job outlives a dialog that nobody wants to wait in.
        job = Job(lambda progress, cancelled: work(desk, progress, cancelled), self.hub)
        self._job = job
        job.progressed.connect(self._advance)
        job.finished.connect(self._done)
        job.failed.connect(self._failed)
        job.start()

    def _show_working(self, said: str) -> None:
        self.working.setText(said)
        self.progress.setRange(0, 0)
        self.progress.setFormat("")
        for part in (self.working, self.progress):
            set_shown(part, True)
        announce(self.working, said)
        self.cancel_button.setFocus()
        self._allow(idle=False)
        self.fit_soon()

    def _allow(self, *, idle: bool) -> None:
        self.primary.setEnabled(idle)
        self.back_button.setEnabled(idle)
        self._steps[self.step].part.setEnabled(idle)

    def _advance(self, text: str, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)
        self.progress.setFormat(f"{text} …")

    def _done(self, result: Any) -> None:
        self._end()
        self._then(result)
        self.fit_soon()

    def _failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, Refusal | Trouble):
            raise error
        self.show_refusal(error)

    def _end(self) -> None:
        if self._job is not None:
            self._job.wait()
            self._job.deleteLater()
            self._job = None
        for part in (self.working, self.progress):
            set_shown(part, False)
        self._allow(idle=True)
        first = self._steps[self.step].first
        (first if first.isEnabled() else self.primary).setFocus()

    @guarded()
    def reject(self) -> None:
        """Closes, also during work that nobody has to wait for."""
        if self._job is not None:
            if not self._may_leave:
                announce(self.working, self.working.text())
                return
            job, self._job = self._job, None
            job.cancel()
            job.finished.connect(job.deleteLater)
            job.failed.connect(job.deleteLater)
        super().reject()

    @guarded()
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Links goes a step back."""
        alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
        if alt and event.key() == Qt.Key.Key_Left:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _clear(self) -> None:
        self.refusal.say("")
        for step in self._steps:
            for form in step.forms:
                form.clear_faults()


def step_of(*parts: QWidget) -> QWidget:
    """The parts of a step below each other."""
    made = QWidget()
    made.setObjectName("clear")
    box = QVBoxLayout(made)
    box.setContentsMargins(0, 0, 0, 0)
    box.setSpacing(THEME.px(0.6))
    for part in parts:
        box.addWidget(part)
    return made
