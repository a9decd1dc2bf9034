"""The dialog for printing: what it says before, what it hands over, what it says after."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from begegnung.settings import load_settings
from begegnung.ui.dialogs.print import BY_HAND, PrintDialog
from begegnung.ui.dialogs.turn_paper import TurnPaperDialog
from begegnung.ui.hub import Hub
from begegnung.ui.print_order import PrintOrder
from begegnung.ui.printing import PrinterChoice
from tests.ui.audit import audit
from tests.ui.keys import settle
from tests.ui.test_printing import barred, bars

OFFICE = PrinterChoice("Büro", frozenset({"A4", "A3"}))
SMALL = PrinterChoice("Klein", frozenset({"A4"}), duplex=False)
GONE = PrinterChoice("Gibt es nicht", duplex=False)
A4, A3 = (298.0, 420.0), (841.89, 1190.55)
THREE = barred(*[(595.28, 841.89)] * 3)
POSTER = barred(A3)
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


Asking = Callable[..., PrintDialog]


@pytest.fixture
def asked(hub: Hub, window: QWidget, tmp_path: Path) -> Asking:
    """Opens the dialog; printed is into a file."""

    def ask(pdf: bytes, *printers: PrinterChoice, **more: object) -> PrintDialog:
        more = {"file": tmp_path / "gedruckt.pdf", "save": lambda: None, **more}
        save = more.pop("save")
        dialog = PrintDialog(hub, "Programm", pdf, printers, save, window, **more)  # type: ignore[arg-type]
        dialog.open()
        settle()
        return dialog

    return ask


def printed(tmp_path: Path) -> list[list[int]]:
    """The bars on the pages that were printed, see `bars`."""
    return bars((tmp_path / "gedruckt.pdf").read_bytes())


def confirm(qtbot: QtBot, dialog: PrintDialog | TurnPaperDialog) -> None:
    """Confirms and waits until the printer has taken it and the dialog is closed."""
    with qtbot.waitSignal(dialog.accepted, timeout=WAIT):
        dialog.try_confirm()


def test_only_what_the_printer_has_taken_counts_as_printed(
    qtbot: QtBot, asked: Asking, tmp_path: Path
) -> None:
    done: list[PrintOrder] = []
    dialog = asked(THREE, GONE, on_printed=done.append, file=None)

    dialog.try_confirm()
    qtbot.waitUntil(lambda: not dialog.sending, timeout=WAIT)
    assert dialog.refusal.text.text() == (
        "Der Drucker „Gibt es nicht“ hat den Auftrag nicht angenommen. "
        "Dieser Drucker ist nicht mehr da. Bitte einen anderen wählen."
    )
    assert (dialog.isVisible(), done) == (True, [])
    dialog.reject()

    confirm(qtbot, asked(THREE, OFFICE, on_printed=done.append))
    assert [(order.printer, order.title) for order in done] == [("Büro", "Programm")]
    assert printed(tmp_path) == [[0], [1], [2]]


def test_what_is_wrong_with_a_printer_is_said_and_goes_when_it_is_mended(
    qtbot: QtBot, asked: Asking
) -> None:
    answers = [replace(OFFICE, troubles=("no_paper",)), OFFICE]

    def look() -> PrinterChoice:
        return replace(answers[0], look=look)

    dialog = asked(THREE, PrinterChoice("Büro", look=look), SMALL)
    qtbot.waitUntil(lambda: bool(dialog.state.text.text()), timeout=WAIT)
    assert dialog.state.text.text() == "Dieser Drucker hat kein Papier. Bitte nachlegen."
    assert dialog.save_button.isVisible()

    answers.pop(0)
    dialog.printer.set_value("Klein")
    dialog.printer.set_value("Büro")
    qtbot.waitUntil(lambda: not dialog.state.text.text(), timeout=WAIT)
    assert not dialog.save_button.isVisible()


def test_a_printer_without_a3_offers_a4_and_the_file(qtbot: QtBot, asked: Asking) -> None:
    calls: list[str] = []
    ways = {"on_a4": lambda: calls.append("a4"), "save": lambda: calls.append("save")}
    dialog = asked(POSTER, SMALL, OFFICE, **ways)

    assert dialog.state.text.text() == "Dieser Drucker kennt kein Papier A3: Es kann etwas fehlen."
    dialog.printer.set_value("Büro")
    assert (dialog.state.text.text(), dialog.a4_button.isVisible()) == ("", False)
    dialog.printer.set_value("Klein")
    QTest.keyClick(dialog.a4_button, Qt.Key.Key_Space)
    assert (calls, dialog.isVisible()) == (["a4"], False)

    dialog = asked(POSTER, SMALL, save=ways["save"])
    assert not dialog.a4_button.isVisible()
    QTest.keyClick(dialog.save_button, Qt.Key.Key_Space)
    assert calls == ["a4", "save"]


def test_without_duplex_the_fronts_come_first_and_the_backs_when_the_paper_is_turned(
    qtbot: QtBot, asked: Asking, window: QWidget, tmp_path: Path
) -> None:
    done: list[PrintOrder] = []
    dialog = asked(THREE, SMALL, on_printed=done.append)
    assert dialog.by_hand.text.text() == BY_HAND

    confirm(qtbot, dialog)
    assert printed(tmp_path) == [[0], [2]]
    turn = window.findChild(TurnPaperDialog)
    assert turn is not None
    assert done == []
    turn.top.set_value("last")
    confirm(qtbot, turn)

    assert printed(tmp_path) == [[], [1]]
    assert [(order.part, order.sides) for order in done] == [("all", "long_edge")]


def test_some_pages_only_and_what_is_none_is_said_at_its_input(
    qtbot: QtBot, asked: Asking, tmp_path: Path
) -> None:
    done: list[PrintOrder] = []
    dialog = asked(THREE, OFFICE, on_printed=done.append)

    for wrong in ("0", "4", "3-2", "alle"):
        dialog.pages.setText(wrong)
        dialog.try_confirm()
        assert dialog.form.rows["pages"].fault() == (
            "Bitte Seiten von 1 bis 3 eintragen, zum Beispiel 2 oder 1-3."
        )
    dialog.pages.setText("3, 1")
    confirm(qtbot, dialog)

    assert printed(tmp_path) == [[0], [2]]
    # What was printed anew page by page is not handed out as a new whole.
    assert done == []


def test_the_printer_that_took_a_paper_last_is_proposed_for_that_paper(
    qtbot: QtBot, asked: Asking, hub: Hub
) -> None:
    dialog = asked(THREE, OFFICE, SMALL)
    dialog.printer.set_value("Klein")
    dialog.sides.set_value("one")
    dialog.copies.set_value(7)
    confirm(qtbot, dialog)

    assert load_settings(hub.folder).printers == {"A4": "Klein"}
    again = asked(THREE, OFFICE, SMALL)
    assert (again.printer.value(), again.copies.value()) == ("Klein", 1)
    again.reject()
    assert asked(POSTER, OFFICE, SMALL).printer.value() == "Büro"
    missing = asked(THREE, OFFICE)
    assert missing.state.text.text() == ("Der Drucker „Klein“ vom letzten Mal ist nicht mehr da.")


def test_a_long_document_can_be_given_up(qtbot: QtBot, asked: Asking, hub: Hub) -> None:
    done: list[PrintOrder] = []
    dialog = asked(barred(*[A4] * 60), OFFICE, on_printed=done.append)

    dialog.try_confirm()
    qtbot.waitUntil(lambda: dialog.progress_words.text() != "", timeout=WAIT)
    assert not dialog.primary.isEnabled()
    with qtbot.waitSignal(hub.said, timeout=WAIT) as said:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    assert said.args == ["Das Drucken ist abgebrochen.", False]
    assert (dialog.isVisible(), done) == (False, [])


def test_everything_is_reached_by_tab(asked: Asking) -> None:
    dialog = asked(barred(A3, A3), SMALL, on_a4=lambda: None)
    dialog.sides.set_value("short_edge")
    assert dialog.printer.hasFocus()

    reached: list[QWidget] = [dialog.printer]
    while len(reached) < 8:
        QTest.keyClick(reached[-1], Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        reached.append(focus)

    assert reached == [
        dialog.printer, dialog.a4_button, dialog.save_button, dialog.sides, dialog.pages,
        dialog.copies, dialog.cancel_button, dialog.primary,
    ]  # fmt: skip


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_it_can_be_read_and_reached_by_everybody(
    look: str, qtbot: QtBot, asked: Asking, window: QWidget
) -> None:
    broken = PrinterChoice("Klein", frozenset({"A4"}), duplex=False, troubles=("offline", "jam"))
    dialog = asked(barred(A3, A3), broken, on_a4=lambda: None)
    dialog.sides.set_value("long_edge")
    assert audit(dialog) == []
    confirm(qtbot, dialog)
    turn = window.findChild(TurnPaperDialog)
    assert turn is not None
    assert audit(turn) == []
