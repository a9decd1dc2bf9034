"""Inputs for a folder that is there and for a file that is to be made."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from begegnung.model.errors import Invalid
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.fields import TextField


class FolderField(TextField):
    """The path of a folder, typed or chosen; `choose` is the button for the latter."""

    def __init__(self, name: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(name, placeholder, parent)
        self.choose: QPushButton = button("Ordner wählen …", "open")
        self.choose.clicked.connect(self._choose)

    def share(self, field: str) -> str:
        """The path that was typed; raises `Invalid` of the input `field` where there is none."""
        if not self.bare():
            raise Invalid(field, "missing")
        return self.bare()

    def _choose(self) -> None:
        chooser = QFileDialog(self.window(), f"{self.accessibleName()} wählen", self.bare())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        chooser.fileSelected.connect(self.setText)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()


class NewFileField(TextField):
    """The path of a file that is to be made; `choose` is the button that asks where.

    `ending` is that of its name, with the dot.
    """

    def __init__(
        self, name: str, kinds: str, ending: str, example: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(name, f"z. B. {example}", parent)
        self._kinds, self._ending = kinds, ending
        self.choose: QPushButton = button("Ort wählen …", "save")
        self.choose.clicked.connect(self._choose)

    def path(self, field: str) -> Path:
        """The path that was typed, with its ending; raises `Invalid` where there is none."""
        typed = self.bare()
        if not typed:
            raise Invalid(field, "missing")
        path = Path(typed)
        if not path.is_absolute():
            raise Invalid(field, "not_a_full_path", typed)
        return path if path.suffix else path.with_name(f"{path.name}{self._ending}")

    def _choose(self) -> None:
        chooser = QFileDialog(self.window(), f"{self.accessibleName()} wählen", self.bare())
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setNameFilter(self._kinds)
        chooser.setDefaultSuffix(self._ending.removeprefix("."))
        chooser.fileSelected.connect(self.setText)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()
