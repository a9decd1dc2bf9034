"""Making a shared folder that was emptied the shared folder again."""

from PySide6.QtWidgets import QWidget

from begegnung.services.deciding import require_may_decide
from begegnung.services.desk import Desk
from begegnung.services.exchange import ExchangeOutcome, sync_now
from begegnung.texts.exchange_state import outcome_text
from begegnung.ui.exchange.exchanging import EXCHANGE
from begegnung.ui.exchange.stepping import Cancelled, Progress, Step, StepDialog, step_of
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.labels import label


class RefillDialog(StepDialog):
    """Says which folder it is and what will happen, and lets the exchange put everything back."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__(hub, "Ordner wieder einrichten", parent)
        part = step_of(
            label("Das ist der gemeinsame Ordner:"),
            label(hub.settings.share, "strong"),
            label(
                "•  Ist es der richtige? Bitte fragen Sie vorher die IT.\n"
                "•  Dieser PC legt alles wieder hinein, was er hat.\n"
                "•  Die anderen PCs tun das beim nächsten Abgleich auch.\n"
                "•  Was von anderen im Ordner liegt, bleibt, wie es ist."
            ),
        )
        self.add_step(Step(part, (), self.cancel_button, "Ja, wieder einrichten", "arrow_sync"))
        self.show_step(0)

    def leave(self, step: int) -> None:
        """Exchanges, and puts the mark of the exchange back."""
        del step
        require_may_decide(self.hub.desk)
        folder, share = self.hub.folder, self.hub.settings.share

        def work(desk: Desk, progress: Progress, cancelled: Cancelled) -> ExchangeOutcome:
            return sync_now(desk, folder, share, progress, cancelled, put_mark_back=True)

        self.work("Der Ordner wird eingerichtet …", work, self._refilled)

    def _refilled(self, outcome: ExchangeOutcome) -> None:
        self.hub.changed.emit(frozenset({EXCHANGE}))
        if outcome.trouble is not None:
            self.show_refusal(outcome.trouble)
            return
        self.hub.said.emit(outcome_text(outcome), False)
        self.accept()
