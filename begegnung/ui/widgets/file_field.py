"""A field for the path of a file that is there, with the button to look for it."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from begegnung.model.errors import Invalid
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.fields import TextField


class FileField(TextField):
    """The path of a file of the kind `kinds`, typed or chosen.

    `choose` is the button that opens the system's own dialog; it stands beside or below the field.
    `kinds` is worded as Qt wants it: "Kalenderdateien (*.ics)".
    """

    def __init__(self, name: str, kinds: str, example: str, parent: QWidget | None = None) -> None:
        super().__init__(name, f"z. B. {example}", parent)
        self._kinds = kinds
        self.choose: QPushButton = button("Datei wählen …", "open")
        self.choose.clicked.connect(self._choose)

    def path(self, field: str = "file") -> Path:
        """The path that was typed; raises `Invalid` of the input `field` where there is none."""
        typed = self.bare()
        if not typed:
            raise Invalid(field, "missing")
        return Path(typed)

    def _choose(self) -> None:
        chooser = QFileDialog(self.window(), f"{self.accessibleName()} wählen", self.bare())
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilter(self._kinds)
        chooser.fileSelected.connect(self.setText)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()
