"""The step that asks for the shared folder, as founding, joining and recovering have it."""

from dataclasses import replace

from begegnung.model.errors import (
    ForeignRepository,
    ShareFormatTooNew,
    ShareFull,
    ShareMarkMissing,
    ShareNotSet,
    ShareReadOnly,
    ShareUnreachable,
)
from begegnung.model.key_errors import ShareNotFounded
from begegnung.ui.exchange.folder_field import FolderField
from begegnung.ui.exchange.stepping import Step, step_of
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label

SHARE_PLACES: dict[type[Exception], str] = {
    ForeignRepository: "share",
    ShareFormatTooNew: "share",
    ShareFull: "share",
    ShareMarkMissing: "share",
    ShareNotFounded: "share",
    ShareNotSet: "share",
    ShareReadOnly: "share",
    ShareUnreachable: "share",
}
"""What is wrong with the folder is said at its input."""


class FolderStep:
    """The words about the folder, and the input for it."""

    def __init__(self, hub: Hub, first: str, second: str) -> None:
        self.form = Form()
        self.field = FolderField("Gemeinsamer Ordner", "z. B. \\\\server\\begegnung")
        self.field.setText(hub.settings.share)
        self.form.add("Gemeinsamer Ordner", self.field, "share")
        self.form.place(self.field.choose)
        self.part = step_of(label(first), label(second, "muted"), self.form)

    def step(self, verb: str = "Weiter") -> Step:
        """As the dialog takes it."""
        return Step(self.part, (self.form,), self.field, verb)

    def share(self) -> str:
        """The folder that was typed; raises `Invalid` where there is none."""
        return self.field.share("share")


def keep_share(hub: Hub, share: str) -> None:
    """Keeps the folder in the settings of this PC."""
    if hub.settings.share != share:
        hub.keep(replace(hub.settings, share=share))
