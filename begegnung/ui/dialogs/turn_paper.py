"""Between the fronts and the backs: how the paper is put into the printer once more."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from begegnung.ui.dialogs.sending import SendingDialog
from begegnung.ui.hub import Hub
from begegnung.ui.print_order import PrintOrder
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import label

_HOW = (
    "Die Vorderseiten sind an „{printer}“ übergeben. Warten Sie, bis alle Blätter gedruckt sind.\n"
    "1. Nehmen Sie den ganzen Stapel, ohne die Blätter zu mischen.\n"
    "2. Legen Sie ihn so wieder ein, dass die leeren Seiten bedruckt werden. Die Kante, die zuerst "
    "herauskam, geht wieder zuerst hinein.\n"
    "3. Sehen Sie nach, welches Blatt oben liegt, und wählen Sie es unten."
)


class TurnPaperDialog(SendingDialog):
    """Prints the backs of `fronts`, the order whose fronts are printed.

    `on_printed` is called with the order when the printer has taken the backs, too.
    """

    def __init__(
        self,
        hub: Hub,
        fronts: PrintOrder,
        on_printed: Callable[[PrintOrder], None],
        parent: QWidget,
    ) -> None:
        super().__init__(hub, "Jetzt die Rückseiten", parent, "Rückseiten drucken", "print")
        self._fronts, self._on_printed = fronts, on_printed
        self.body.addWidget(label(fronts.title, "strong"))
        self.body.addWidget(label(_HOW.format(printer=fronts.printer)))
        choices = (("first", "das erste Blatt"), ("last", "das letzte Blatt"))
        self.top = ChoiceField("Welches Blatt liegt oben?", choices)
        self.form.add("Welches Blatt liegt oben?", self.top)
        self.body.addWidget(self.form)
        hint = "Beim ersten Mal: Probieren Sie es mit einem einzigen Blatt aus."
        self.body.addWidget(label(hint, "muted"))
        self.top.setFocus()

    def try_confirm(self) -> None:
        """Hands the backs to the printer; closes when it has taken them."""
        if not self.sending:
            backwards = self.top.value() == "last"
            self.send(replace(self._fronts, part="backs", backwards=backwards), self._done)

    def _done(self, order: PrintOrder) -> None:
        self._on_printed(replace(order, part="all", backwards=False))
        self.accept()
