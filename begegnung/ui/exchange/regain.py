"""Wiederherstellen: with the keys of the city this PC becomes one that may approve all others."""

from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Invalid, Refusal, Trouble
from begegnung.model.key_errors import RecoveryForeign
from begegnung.services.desk import Desk
from begegnung.services.exchange import ExchangeOutcome
from begegnung.services.founding import recover
from begegnung.services.houses import centres
from begegnung.services.joining import house_name
from begegnung.ui.exchange.choosing import SHARE_PLACES, FolderStep, keep_share
from begegnung.ui.exchange.exchanging import EXCHANGE
from begegnung.ui.exchange.seed_input import PLACES, Seed, SeedInput
from begegnung.ui.exchange.stepping import Cancelled, Progress, Step, StepDialog, step_of
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label

_FOLDER, _KEYS, _HOUSE, _DONE = range(4)


class RegainDialog(StepDialog):
    """Folder and keys; a PC without a house is asked for one once the houses have arrived.

    `joined()`: this PC takes part, and what it may see has arrived.
    """

    joined = Signal()
    places: ClassVar = {**SHARE_PLACES, **PLACES, RecoveryForeign: "share"}

    def __init__(self, hub: Hub, parent: QWidget) -> None:
        super().__init__(hub, "Abgleich wiederherstellen", parent)
        self._seed: Seed | None = None
        self.folder = FolderStep(
            hub,
            "Das ist der richtige Weg, wenn alle PCs verloren sind, die andere freigeben dürfen. "
            "Dieser PC darf danach alle PCs der Stadt freigeben.",
            "Wählen Sie den Ordner im Netz, den die PCs bisher hatten.",
        )
        self.keys = SeedInput()
        self.house = ChoiceField("Zu welchem Haus gehört dieser PC?", (("", "bitte wählen"),))
        self.done_words = label("", "strong")
        self.add_step(self.folder.step())
        said = label("Womit weisen Sie sich aus?")
        self.add_step(
            Step(step_of(said, self.keys), (self.keys.form,), self.keys.way, "Wiederherstellen")
        )
        form = Form()
        form.add("Zu welchem Haus gehört dieser PC?", self.house, "house")
        part = step_of(label("Die Häuser der Stadt sind da."), form)
        self.add_step(Step(part, (form,), self.house, "Weiter", back=False))
        part = step_of(
            self.done_words,
            label(
                "Sperren Sie jetzt die PCs, die verloren sind: Seite „Abgleich“, den PC wählen, "
                "Eingabe."
            ),
        )
        self.add_step(
            Step(part, (), self.primary, "Fertig", "checkmark_circle", "Schließen", back=False)
        )
        self.show_step(_FOLDER)

    def leave(self, step: int) -> None:
        """Takes folder and keys, recovers, and asks for the house where there is none."""
        if step == _FOLDER:
            self.folder.share()
            self.show_step(_KEYS)
        elif step == _KEYS:
            self._seed = self.keys.seed()
            self._recover("")
        elif step == _HOUSE:
            if not self.house.value():
                raise Invalid("house", "missing")
            self._recover(self.house.value())
        else:
            self.accept()

    def show_refusal(self, error: Refusal | Trouble) -> None:
        """Shows what is wrong with a word at its place."""
        if self.keys.mark(error):
            self.fit_soon()
        else:
            super().show_refusal(error)

    def _recover(self, house: str) -> None:
        share, folder, seed = self.folder.share(), self.hub.folder, self._seed
        if seed is None:
            return

        def work(desk: Desk, _progress: Progress, _cancelled: Cancelled) -> ExchangeOutcome:
            return recover(desk, folder, share, seed(), house)

        self.work("Es wird wiederhergestellt …", work, self._recovered, may_leave=False)

    def _recovered(self, outcome: ExchangeOutcome) -> None:
        if outcome.trouble is not None:
            self.show_refusal(outcome.trouble)
            return
        keep_share(self.hub, self.folder.share())
        self.hub.desk.find_house()
        self.hub.changed.emit(frozenset({EXCHANGE}))
        houses = [(row.name, row.name) for row in self.hub.read(centres)]
        if self.hub.desk.centre_id is None and houses and self.step == _KEYS:
            self.house.set_choices([("", "bitte wählen"), *houses])
            self.show_step(_HOUSE)
            return
        self._finish()

    def _finish(self) -> None:
        self._seed = None
        self.keys.forget()
        name = self.hub.read(house_name, self.hub.desk.centre_id or "")
        of_house = f" Er gehört zu: {name}." if name else ""
        self.done_words.setText(f"Dieser PC darf jetzt alle PCs der Stadt freigeben.{of_house}")
        self.show_step(_DONE)
        self.joined.emit()
