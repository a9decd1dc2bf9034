"""The file is open in another program: save under a name that is free."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from begegnung.model.errors import FileInUse, Trouble
from begegnung.services.documents import free_path
from begegnung.texts import german
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.labels import label


def save_or_ask(hub: Hub, chosen: str, save: Callable[[Path], None], parent: QWidget) -> None:
    """Saves to the path that was chosen; where that cannot be, says why or offers another name."""
    try:
        save(Path(chosen))
    except FileInUse as error:
        SaveElsewhereDialog(error, save, parent).open()
    except Trouble as error:
        hub.refused.emit(german(error))


class SaveElsewhereDialog(Dialog):
    """Offers a free name beside the file that cannot be replaced; `save(path)` does it."""

    def __init__(self, error: FileInUse, save: Callable[[Path], None], parent: QWidget) -> None:
        super().__init__("Datei ist geöffnet", parent, verb="Unter neuem Namen speichern")
        self._save = save
        self._path = free_path(Path(error.path))
        self.body.addWidget(label(german(error)))
        self.body.addWidget(label(f"Oder unter einem neuen Namen speichern: {self._path.name}"))
        self.primary.setFocus()

    def confirm(self) -> None:
        """Saves under the new name."""
        self._save(self._path)
