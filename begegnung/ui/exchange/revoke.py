"""One PC of the exchange: what is known of it, and locking it out when it is stolen or broken."""

from typing import ClassVar

from PySide6.QtWidgets import QWidget

from begegnung.model.errors import Invalid, Refusal, Trouble
from begegnung.model.key_errors import MayNotDecide, RecoveryForeign
from begegnung.services.desk import Desk
from begegnung.services.devices import NamePc, name_pc
from begegnung.services.exchange import ExchangeOutcome
from begegnung.services.exchange_page import Overview, PcRow
from begegnung.services.present import local_now
from begegnung.services.revoking import revoke
from begegnung.texts import german
from begegnung.texts.exchange_state import STATE_MEANINGS, pc_detail, pc_title
from begegnung.ui.exchange.exchanging import EXCHANGE
from begegnung.ui.exchange.seed_input import PLACES, SeedInput
from begegnung.ui.exchange.stepping import Cancelled, Progress, Step, StepDialog, step_of
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.buttons import button
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, TextField
from begegnung.ui.widgets.form import Form
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.shown import set_shown


class PcDialog(Dialog):
    """What is known of a PC; who may can give it a name, or lock it out."""

    def __init__(self, hub: Hub, pc: PcRow, view: Overview, parent: QWidget) -> None:
        may_name = bool(pc.name) and hub.desk.may("devices.name_pc")
        verb = "Namen speichern" if may_name else ""
        super().__init__(pc_title(pc), parent, verb=verb, width=34)
        self._hub, self._pc = hub, pc
        now = local_now(hub.desk.now_ms())
        self.body.addWidget(label(pc_detail(pc, now)))
        meaning = "Das ist der PC, an dem Sie gerade sitzen." if pc.own else ""
        self.body.addWidget(label(meaning or STATE_MEANINGS[pc.state], "strong"))
        if pc.program == "older":
            self.body.addWidget(
                label("Dort läuft eine ältere Programmversion. Bitte dort aktualisieren lassen.")
            )
        self.body.addWidget(label(f"Kennung: {pc.device}", "muted"))
        self.name = TextField("Name des PCs", "z. B. Empfang")
        self.name.setText(pc.name)
        if may_name:
            self.form.add("Name des PCs", self.name, "name", hint="damit alle ihn erkennen")
            self.body.addWidget(self.form)
        self.revoke_button = button("Diesen PC sperren …", "lock_closed")
        self.revoke_button.clicked.connect(self._revoke)
        set_shown(self.revoke_button, _may_revoke(pc, view))
        self.body.addWidget(self.revoke_button)
        self.cancel_button.setText("Schließen")
        self.cancel_button.setAccessibleName("Schließen")
        self.cancel_button.setFocus()

    def confirm(self) -> None:
        """Gives the PC another name."""
        name = self.name.bare()
        if name != self._pc.name:
            self._hub.act(name_pc, NamePc(self._pc.device, name), f"PC benannt: {name}")

    def _revoke(self) -> None:
        dialog = RevokeDialog(self._hub, self._pc, self.parentWidget())
        self.accept()
        dialog.open()


def _may_revoke(pc: PcRow, view: Overview) -> bool:
    """Whether this PC can lock out another one, with the keys of the city at most."""
    return view.state == "member" and not pc.own and pc.state != "revoked"


_HINTS = {
    "stolen": "Was auf ihm gespeichert ist, bleibt dort. Bitte sagen Sie es der Stelle für "
    "Datenschutz.",
    "broken": "Was auf ihm gespeichert ist, bleibt dort. Bitte lassen Sie seinen Datenträger "
    "löschen oder vernichten.",
}
"""What is to be done besides, by what has happened."""


class RevokeDialog(StepDialog):
    """Says what will happen and does it; with the keys of the city where they are needed."""

    places: ClassVar = {**PLACES, RecoveryForeign: "file"}

    def __init__(self, hub: Hub, pc: PcRow, parent: QWidget | None) -> None:
        super().__init__(hub, "PC sperren", parent)
        self._pc = pc
        self.reason = ChoiceField(
            "Was ist mit dem PC?",
            (
                ("", "bitte wählen"),
                ("stolen", "gestohlen oder verloren"),
                ("broken", "kaputt oder ausgemustert"),
            ),
        )
        self.hint = label("")
        self.with_keys = ChoiceField(
            "Datei oder Blatt zur Hand?",
            (("no", "nein, ohne sie sperren"), ("yes", "ja")),
        )
        self.keys = SeedInput()
        form = Form()
        form.add("Was ist mit dem PC?", self.reason, "reason")
        self._keys_form = Form()
        self._keys_form.add("Datei oder Blatt zur Hand?", self.with_keys)
        self._keys_words = label(
            "Dieser PC darf selbst freigeben und sperren. Mit den Schlüsseln der Stadt hält die "
            "Sperre auch dann, wenn jemand ihn dafür missbraucht."
        )
        part = step_of(
            label(pc_title(pc), "strong"),
            label(
                "•  Er bekommt nichts Neues mehr und kann nichts mehr beitragen.\n"
                "•  Was er bisher abgegeben hat, bleibt für alle erhalten.\n"
                "•  Alle anderen bekommen sofort neue Schlüssel.\n"
                "•  Findet er sich wieder, lässt er sich neu freigeben."
            ),
            form,
            self.hint,
            self._keys_words,
            self._keys_form,
            self.keys,
        )
        forms = (form, self.keys.form)
        self.add_step(Step(part, forms, self.reason, "Diesen PC sperren", "lock_closed"))
        self._needs_keys = pc.role == "city"
        self.reason.currentIndexChanged.connect(lambda _: self._show_parts())
        self.with_keys.currentIndexChanged.connect(lambda _: self._show_parts())
        self._show_parts()
        self.show_step(0)

    def leave(self, step: int) -> None:
        """Locks the PC out."""
        del step
        if not self.reason.value():
            raise Invalid("reason", "missing")
        seed = self.keys.seed() if self._by_keys() else None
        folder, share, device = self.hub.folder, self.hub.settings.share, self._pc.device

        def work(desk: Desk, _progress: Progress, _cancelled: Cancelled) -> ExchangeOutcome:
            return revoke(desk, folder, share, device, None if seed is None else seed())

        self.work("Der PC wird gesperrt …", work, self._revoked, may_leave=False)

    def show_refusal(self, error: Refusal | Trouble) -> None:
        """Asks for the keys of the city where this PC alone may not."""
        if isinstance(error, MayNotDecide):
            self._needs_keys = True
            self.with_keys.set_value("yes")
            self._show_parts()
        if self.keys.mark(error):
            self.fit_soon()
        else:
            super().show_refusal(error)

    def _by_keys(self) -> bool:
        return self._needs_keys and self.with_keys.value() == "yes"

    def _show_parts(self) -> None:
        self.hint.setText(_HINTS.get(self.reason.value(), ""))
        set_shown(self.hint, bool(self.hint.text()))
        for one in (self._keys_words, self._keys_form):
            set_shown(one, self._needs_keys)
        set_shown(self.keys, self._by_keys())
        self.fit_soon()

    def _revoked(self, outcome: ExchangeOutcome) -> None:
        self.keys.forget()
        self.hub.changed.emit(frozenset({EXCHANGE}))
        self.hub.said.emit(f"Gesperrt: {pc_title(self._pc)}.", False)
        self.accept()
        if outcome.trouble is not None:
            self.hub.refused.emit(german(outcome.trouble))
