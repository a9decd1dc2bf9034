"""Gemeinsamen Ordner einrichten: the first PC of the city founds the exchange."""

from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from begegnung.exchange.recovery import Cost
from begegnung.model.errors import (
    FolderNotWritable,
    ForeignRepository,
    Invalid,
    ShareFormatTooNew,
    ShareFull,
    ShareReadOnly,
    ShareUnreachable,
)
from begegnung.model.key_errors import AlreadyFounded, FileInTheWay, PassphraseTooShort
from begegnung.model.passphrases import LEAST_CHARACTERS, strength
from begegnung.services.desk import Desk
from begegnung.services.documents import free_path
from begegnung.services.exchange_page import put_sheets_away
from begegnung.services.founding import found_exchange
from begegnung.services.share_check import examine_share
from begegnung.ui.exchange.choosing import SHARE_PLACES, FolderStep, keep_share
from begegnung.ui.exchange.exchanging import EXCHANGE
from begegnung.ui.exchange.folder_field import NewFileField
from begegnung.ui.exchange.seed_input import RECOVERY_ENDING, RECOVERY_KINDS, PassphraseField
from begegnung.ui.exchange.sheets import PutAwayStep
from begegnung.ui.exchange.stepping import Cancelled, Progress, Step, StepDialog, step_of
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label

STRENGTHS: dict[str, str] = {
    "short": f"Noch zu kurz. Es braucht mindestens {LEAST_CHARACTERS} Zeichen.",
    "weak": "Schwach. Nehmen Sie noch ein Wort dazu, das nicht zu den anderen passt.",
    "fair": "Gut.",
    "strong": "Sehr gut.",
}
"""How hard a passphrase is to guess, in words."""

_FOLDER, _PASSPHRASE, _FILE, _SHEETS = range(4)


class FoundDialog(StepDialog):
    """Folder, passphrase, recovery file; then the sheets are printed and put away.

    `cost` is what a guess at the passphrase costs, None for the usual.
    """

    places: ClassVar = {
        **SHARE_PLACES,
        AlreadyFounded: "share",
        PassphraseTooShort: "passphrase",
        FileInTheWay: "file",
        FolderNotWritable: "file",
    }

    def __init__(self, hub: Hub, parent: QWidget, cost: Cost | None = None) -> None:
        super().__init__(hub, "Abgleich einrichten", parent)
        self._cost = cost
        self.folder = FolderStep(
            hub,
            "Das macht man nur ein einziges Mal für die ganze Stadt. Danach melden sich alle "
            "anderen PCs hier an.",
            "Über diesen Ordner im Netz tauschen die Häuser ihre Daten aus. Er muss leer sein. "
            "Die IT sagt Ihnen, welcher es ist.",
        )
        self.passphrase = PassphraseField("Kennwort")
        self.again = PassphraseField("Kennwort noch einmal")
        self.rating = label("", "muted")
        self.file = NewFileField(
            "Wiederherstellungsdatei",
            RECOVERY_KINDS,
            RECOVERY_ENDING,
            f"E:\\stadt{RECOVERY_ENDING}",
        )
        self.sheets = PutAwayStep(hub, self, "Der Abgleich ist eingerichtet.")
        self.add_step(self.folder.step())
        self.add_step(self._passphrase_step())
        self.add_step(self._file_step())
        self.add_step(self.sheets.step())
        self.passphrase.textChanged.connect(lambda _: self._rate())
        self._rate()
        self.show_step(_FOLDER)

    def _passphrase_step(self) -> Step:
        form = Form()
        form.add("Kennwort", self.passphrase, "passphrase")
        form.add("Kennwort noch einmal", self.again, "again")
        part = step_of(
            label(
                "Die Schlüssel der Stadt kommen in eine Datei. Dieses Kennwort schützt sie. Am "
                "besten sind vier Wörter, die nichts miteinander zu tun haben."
            ),
            form,
            self.rating,
            label("Niemand kann Ihnen das Kennwort wieder nennen. Bitte gut merken.", "muted"),
        )
        return Step(part, (form,), self.passphrase, "Weiter")

    def _file_step(self) -> Step:
        form = Form()
        form.add("Wiederherstellungsdatei", self.file, "file")
        form.place(self.file.choose)
        part = step_of(
            label(
                "Wohin soll die Datei mit den Schlüsseln der Stadt? Am besten auf einen Stick, den "
                "Sie danach einschließen. Nicht in den gemeinsamen Ordner."
            ),
            form,
        )
        return Step(part, (form,), self.file, "Jetzt einrichten", "checkmark_circle")

    def leave(self, step: int) -> None:
        """Tries the folder, takes the passphrase, founds, notes that the sheets are put away."""
        if step == _FOLDER:
            self._try_folder()
        elif step == _PASSPHRASE:
            self._take_passphrase()
            self.show_step(_FILE)
        elif step == _FILE:
            self._found()
        else:
            self.sheets.finish()
            self.accept()

    def _try_folder(self) -> None:
        share = self.folder.share()

        def work(desk: Desk, _progress: Progress, _cancelled: Cancelled) -> None:
            examine_share(desk.device, share)

        self.work("Der Ordner wird geprüft …", work, lambda _: self.show_step(_PASSPHRASE))

    def _take_passphrase(self) -> str:
        typed = self.passphrase.text()
        if not typed.strip():
            raise Invalid("passphrase", "missing")
        if strength(typed) == "short":
            raise PassphraseTooShort(LEAST_CHARACTERS)
        if typed != self.again.text():
            raise Invalid("again", "differs")
        return typed

    def _found(self) -> None:
        share, passphrase = self.folder.share(), self._take_passphrase()
        file, folder, cost = self.file.path("file"), self.hub.folder, self._cost
        if file.is_relative_to(Path(share)):
            raise Invalid("file", "on_the_share")

        def work(desk: Desk, _progress: Progress, _cancelled: Cancelled) -> bytes:
            founded = found_exchange(desk, folder, share, passphrase, file, cost)
            put_sheets_away(desk, done=False)
            return founded.sheet()

        said = "Der Abgleich wird eingerichtet. Das dauert einige Sekunden …"
        self.work(said, work, self._founded, may_leave=False)

    def _founded(self, sheet: bytes) -> None:
        keep_share(self.hub, self.folder.share())
        self.passphrase.clear()
        self.again.clear()
        self.sheets.show(sheet)
        self.hub.changed.emit(frozenset({EXCHANGE}))
        self.show_step(_SHEETS)

    def show_refusal(self, error: Any) -> None:
        """Offers another name when the file was written but the folder could not be used."""
        super().show_refusal(error)
        share_failed = isinstance(
            error,
            ShareUnreachable | ShareReadOnly | ShareFull | ForeignRepository | ShareFormatTooNew,
        )
        typed = self.file.bare()
        if share_failed and typed and Path(typed).exists():
            self.file.setText(str(free_path(Path(typed))))

    def _rate(self) -> None:
        typed = self.passphrase.text()
        rating = STRENGTHS[strength(typed)] if typed else ""
        self.rating.setText(f"Stärke: {rating}" if rating else "")
        self.passphrase.setAccessibleDescription(rating)
