"""Faults of the program itself: noted without personal data, shown with details to copy.

The action that was under way has been rolled back by the desk; the window goes on.
"""

import logging
import sys
import traceback
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from PySide6.QtWidgets import QApplication, QWidget

from begegnung import __version__
from begegnung.model.errors import Trouble
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import TextArea
from begegnung.ui.widgets.labels import label

LOG = "begegnung.log"
_log = logging.getLogger("begegnung")


Troubled = Callable[[Trouble], None]
"""Shows a trouble of disk, file or database that nobody has caught: no fault of the program."""


def install(folder: Path, window: QWidget, troubled: Troubled | None = None) -> None:
    """From now on nothing that is raised gets lost: it is noted in `folder` and shown."""
    try:
        handler = RotatingFileHandler(
            folder / LOG, maxBytes=500_000, backupCount=2, encoding="utf-8", delay=True
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    sys.excepthook = _Hook(window, troubled)


def where(error: BaseException) -> str:
    """Type and place of a fault, without its message: that could hold names of people."""
    causes: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        frames = traceback.extract_tb(seen.__traceback__)
        places = [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
        causes.append("\n".join((type(seen).__name__, *places)))
        seen = seen.__cause__ or seen.__context__
    return "\n".join(causes)


class _Hook:
    """Takes the place of `sys.excepthook`; shows one dialog at a time."""

    def __init__(self, window: QWidget, troubled: Troubled | None) -> None:
        self._window, self._troubled = window, troubled
        self._showing = False

    def __call__(
        self,
        kind: type[BaseException],
        error: BaseException,
        _trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if isinstance(error, Trouble) and self._troubled is not None:
            _log.error("trouble: %s", kind.__name__)
            self._troubled(error)
            return
        details = where(error)
        _log.error("fault: %s", details.replace("\n", " |"))
        if self._showing:
            return
        self._showing = True
        dialog = CrashDialog(details, self._window)
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self._showing = False


class CrashDialog(Dialog):
    """What happened, what it means for the data, and the details for those who mend it."""

    def __init__(self, details: str, parent: QWidget | None) -> None:
        super().__init__("Das hat nicht geklappt", parent, verb="Weiterarbeiten", width=36)
        self.cancel_button.hide()
        self.body.addWidget(
            label(
                "Im Programm ist ein Fehler aufgetreten. Ihr letzter Schritt wurde nicht "
                "ausgeführt, alles davor ist gespeichert. Sie können weiterarbeiten."
            )
        )
        self.body.addWidget(
            label("Wenn es wieder geschieht, geben Sie bitte diese Angaben weiter:", "muted")
        )
        self.details = TextArea("Angaben zum Fehler", rows=6)
        self.details.setReadOnly(True)
        self.details.setPlainText(f"Begegnung {__version__}\n{details}")
        self.body.addWidget(self.details)
        copy = button("Angaben kopieren")
        copy.clicked.connect(lambda: QApplication.clipboard().setText(self.details.toPlainText()))
        self.buttons.insertWidget(0, copy)
        self.primary.setFocus()
