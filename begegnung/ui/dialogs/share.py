"""Choosing the shared folder of the exchange; it is tried at once."""

from dataclasses import replace

from PySide6.QtWidgets import QFileDialog, QWidget

from begegnung.model.errors import Trouble
from begegnung.services.share_check import examine_share
from begegnung.texts import german
from begegnung.ui.hub import Hub
from begegnung.ui.jobs import Job
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import TextField
from begegnung.ui.widgets.labels import label

_FIELD = "share"


class ShareDialog(Dialog):
    """Asks for the folder and keeps it in the settings of this PC once it can be written."""

    def __init__(self, hub: Hub, parent: QWidget) -> None:
        super().__init__("Gemeinsamer Ordner", parent, verb="Ordner übernehmen", width=36)
        self._hub = hub
        self._job: Job | None = None
        self._take_when_fine = False
        self.body.addWidget(
            label(
                "Über diesen Ordner im Netz tauschen die Häuser ihre Daten aus. "
                "Die IT sagt Ihnen, welcher es ist.",
                "muted",
            )
        )
        self.folder = TextField("Ordner", "z. B. \\\\server\\begegnung")
        self.folder.setText(hub.settings.share)
        self.form.add("Ordner", self.folder, _FIELD)
        self.choose_button = button("Ordner wählen …", "open")
        self.choose_button.clicked.connect(self._choose)
        self.state = label("", "strong")
        self.body.addWidget(self.form)
        self.body.addWidget(self.choose_button)
        self.body.addWidget(self.state)
        self.folder.textEdited.connect(self.state.clear)
        self.folder.setFocus()

    @property
    def busy(self) -> bool:
        """Whether the folder is being tried."""
        return self._job is not None

    def try_confirm(self) -> None:
        """Tries the folder and takes it when it is fine; an empty one ends the exchange."""
        if not self.folder.bare():
            self._keep("")
        else:
            self.examine(take=True)

    def examine(self, *, take: bool = False) -> None:
        """Tries the folder away from the window: a network may be slow to say no."""
        if self._job is not None:
            return
        self._take_when_fine = take
        self.form.clear_faults()
        self.state.setText("Der Ordner wird geprüft …")
        self.primary.setEnabled(False)
        device, share = self._hub.desk.device, self.folder.bare()
        self._job = Job(lambda _progress, _cancelled: examine_share(device, share), self._hub)
        self._job.finished.connect(self._fine)
        self._job.failed.connect(self._not_fine)
        self._job.start()

    def _fine(self, _nothing: object) -> None:
        self._end()
        self.state.setText("✓ Der Ordner ist erreichbar und beschreibbar.")
        if self._take_when_fine:
            self._keep(self.folder.bare())

    def _not_fine(self, error: Exception) -> None:
        self._end()
        self.state.clear()
        if not isinstance(error, Trouble):
            raise error
        self.form.mark(_FIELD, german(error))

    def _end(self) -> None:
        self.primary.setEnabled(True)
        if self._job is not None:
            self._job.deleteLater()
            self._job = None

    def _keep(self, share: str) -> None:
        self._hub.keep(replace(self._hub.settings, share=share))
        said = f"Gemeinsamer Ordner: {share}" if share else "Ohne gemeinsamen Ordner."
        self._hub.said.emit(said, False)
        self.accept()

    def _choose(self) -> None:
        chooser = QFileDialog(self, "Gemeinsamen Ordner wählen", self.folder.bare())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setOption(QFileDialog.Option.ShowDirsOnly)
        chooser.fileSelected.connect(self._chosen)
        chooser.finished.connect(chooser.deleteLater)
        chooser.open()

    def _chosen(self, folder: str) -> None:
        self.folder.setText(folder)
        self.examine()
