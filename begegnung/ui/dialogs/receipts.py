"""The numbered receipts of the program, with their stornos, by series and year."""

from PySide6.QtWidgets import QWidget

from begegnung.model.ledger_rows import ReceiptLine
from begegnung.services.receipts import receipts
from begegnung.texts import counted
from begegnung.ui.hub import Hub
from begegnung.ui.money.lines import receipt_line
from begegnung.ui.theme import THEME
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField
from begegnung.ui.widgets.labels import label
from begegnung.ui.widgets.lines import LineList
from begegnung.ui.widgets.shown import set_shown


class ReceiptsDialog(Dialog):
    """Shows the receipts, the latest first; nothing can be changed here."""

    def __init__(self, hub: Hub, parent: QWidget | None) -> None:
        super().__init__("Quittungen des Programms", parent, width=42)
        self._all = hub.read(receipts)
        self.empty = label(
            "Das Programm nummeriert keine Quittungen. Die Leitung kann das bei "
            "„Kassen und Ermäßigungen“ einschalten.",
            "muted",
        )
        keys = sorted({(line.year, line.series) for line in self._all}, reverse=True)
        choices = [((year, series), f"{series}, Jahr {year}") for year, series in keys]
        self.series = ChoiceField("Reihe und Jahr", choices)
        self.sum = label("", "muted")
        self.list = LineList("Quittungen")
        self.list.setMinimumHeight(THEME.px(16))
        self.form.add("Reihe und Jahr", self.series, "series")
        for part in (self.empty, self.form, self.sum):
            self.body.addWidget(part)
        self.body.addWidget(self.list, 1)
        for part in (self.form, self.sum, self.list):
            set_shown(part, bool(self._all))
        set_shown(self.empty, not self._all)
        self.series.currentIndexChanged.connect(lambda _: self._show())
        self._show()
        (self.list if self._all else self.cancel_button).setFocus()

    def _show(self) -> None:
        shown = [line for line in self._all if (line.year, line.series) == self.series.value()]
        shown.sort(key=lambda line: line.number, reverse=True)
        self.list.show_lines(map(receipt_line, shown))
        self.sum.setText(_facts(shown))


def _facts(lines: list[ReceiptLine]) -> str:
    """How many receipts there are, and that their numbers have no gap."""
    stornos = sum(1 for line in lines if line.cancels_id is not None)
    numbers = {line.number for line in lines}
    whole = "ohne Lücke" if numbers == set(range(1, len(numbers) + 1)) else "mit Lücke"
    return f"{counted(len(lines), 'Quittung', 'Quittungen')}, {stornos} davon Storno, {whole}"
