"""Friday noon: next week's programme is looked at and saved without touching the mouse."""

from datetime import timedelta
from pathlib import Path

import page as validator
import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from begegnung.services.dates import AddDate, add_date
from begegnung.services.offers import AddOffer, OfferData, add_offer
from begegnung.ui.pages.programme import ProgrammePage
from tests.desks import MONDAY, StandingClock, prepare
from tests.journeys.conftest import Start
from tests.ui.keys import ALT, CTRL, focused, press, type_text

Key = Qt.Key


# The list of names under the field of the file dialog is a window of its own.
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_next_weeks_programme_is_saved_by_keyboard_as_an_accessible_pdf(
    qtbot: QtBot, clock: StandingClock, start: Start, tmp_path: Path
) -> None:
    prepare(tmp_path / "Daten")
    clock.go_on(days=4, hours=4)
    window = start(tmp_path / "Daten")
    assert window.hub is not None
    desk = window.hub.desk
    offer = desk.act(add_offer, AddOffer(OfferData("Malkreis", "group"))).value.offer_id
    desk.act(add_date, AddDate(offer, MONDAY + timedelta(days=9), 600, 660))
    path = tmp_path / "Programm für nächste Woche.pdf"

    press(Key.Key_F7)
    shown = window.page
    assert isinstance(shown, ProgrammePage)
    press(Key.Key_Right, ALT)
    qtbot.waitUntil(lambda: not shown.press.busy, timeout=30_000)
    assert window.header.subtitle.text() == "KW 49 · 30. November bis 6. Dezember 2026"

    press(Key.Key_S, CTRL)
    press(Key.Key_A, CTRL)
    type_text(focused(), str(path))
    press(Key.Key_Return)
    qtbot.waitUntil(path.exists, timeout=10_000)

    assert window.toast.text.text() == (
        f"Gespeichert: {path.name} im Ordner {tmp_path}. Dieser Stand ist als gedruckt gemerkt."
    )
    assert validator.validate_pdf(str(path), profile="ua1").is_compliant
    document = pdfium.PdfDocument(path.read_bytes())
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    assert "Malkreis" in text
    assert "Kalenderwoche 49" in text
