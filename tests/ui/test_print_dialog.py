"""The dialog for printing: what it says before, what it hands over, what it says after."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from begegnung.reports.weekly import weekly_programme
from begegnung.ui.dialogs.print import PrintDialog
from begegnung.ui.hub import Hub
from begegnung.ui.printing import PrinterChoice, PrintOrder
from tests.ui.test_printing import week

OFFICE = PrinterChoice("Büro", frozenset({"A4", "A3"}), duplex=True)
GONE = PrinterChoice("Gibt es nicht", frozenset(), duplex=False)
WAIT = 30_000


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """The window the dialog belongs to."""
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1100, 800)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_only_what_the_printer_has_taken_counts_as_printed(
    qtbot: QtBot, hub: Hub, window: QWidget, tmp_path: Path
) -> None:
    pdf = weekly_programme(week(), "a4").pdf
    printed: list[PrintOrder] = []

    for printer, file in ((GONE, None), (OFFICE, tmp_path / "gedruckt.pdf")):
        dialog = PrintDialog(
            hub, "Programm", pdf, (printer,), lambda: None, window,
            on_printed=printed.append, file=file,
        )  # fmt: skip
        with qtbot.waitSignal(hub.refused if file is None else hub.said, timeout=WAIT):
            dialog.try_confirm()

    assert [(order.printer, order.title) for order in printed] == [("Büro", "Programm")]
