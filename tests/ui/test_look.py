"""Aussehen der Papiere: colours, logo and texts, with a preview that follows what is typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from begegnung.model.house_look import PAIRS
from begegnung.services.house_look import SetLook, look_values, own_look, set_look
from begegnung.services.look_preview import PREVIEWS
from begegnung.settings import Settings
from begegnung.ui.dialogs.house import HouseDialog
from begegnung.ui.hub import Hub
from begegnung.ui.look.dialog import LookDialog
from begegnung.ui.shell import Shell
from begegnung.ui.theme import THEME
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import focused, press, settle, type_text

WAIT = 30_000
GREEN = PAIRS[1]


@pytest.fixture
def dialog(house: House, qtbot: QtBot, look: str) -> Iterator[LookDialog]:
    """The dialog of a house that has set nothing."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made = LookDialog(Hub(house.desk, house.folder, Settings()), window)
    made.open()
    ready(qtbot, made)
    yield made
    qtbot.waitUntil(lambda: not isValid(made) or not made.busy, timeout=WAIT)


def ready(qtbot: QtBot, dialog: LookDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.busy, timeout=WAIT)
    settle()


def shown(dialog: LookDialog) -> str:
    return " ".join(dialog.preview.texts())


def has_colour(dialog: LookDialog, colour: str) -> bool:
    """Whether the first page that is shown has a spot in this colour."""
    pages = dialog.preview.view.sheets.pages
    assert pages is not None
    image = pages.image(0, 300, 420)
    found = {image.pixelColor(x, y).name().upper() for x in range(300) for y in range(420)}
    return colour in found


def test_the_window_is_complete_for_eye_and_ear(dialog: LookDialog) -> None:
    assert audit(dialog) == []
    assert dialog.colours.pair.currentText() == "Tintenblau und Rostrot"
    assert dialog.colours.fields["ink"].field.text() == "#13294B"
    assert not dialog.logo.remove.isEnabled()


def test_the_preview_follows_and_nothing_is_kept_before_saving(
    qtbot: QtBot, dialog: LookDialog, house: House
) -> None:
    assert not has_colour(dialog, GREEN.ink)
    focused()
    press(Qt.Key.Key_Down)
    assert dialog.colours.pair.currentText() == GREEN.name
    type_text(dialog.texts["footer"], "Träger: Stadt")
    ready(qtbot, dialog)
    assert has_colour(dialog, GREEN.ink)
    assert "Träger: Stadt" in shown(dialog)
    assert not any(house.desk.read(look_values).values())

    dialog.try_confirm()
    settle()
    kept = house.desk.read(own_look)
    assert (kept.ink, kept.accent, kept.footer) == (GREEN.ink, GREEN.accent, "Träger: Stadt")


@pytest.mark.parametrize("paper", sorted(PREVIEWS))
def test_each_paper_can_be_looked_at(qtbot: QtBot, dialog: LookDialog, paper: str) -> None:
    dialog.texts["letter_closing"].setPlainText("Herzlich\nIhr Haus")  # type: ignore[union-attr]
    dialog.paper.set_value(paper)
    ready(qtbot, dialog)
    assert shown(dialog).strip()
    assert ("Herzlich" in shown(dialog)) is (paper == "letters")


def test_a_colour_that_is_too_light_says_so_and_one_key_takes_a_darker_one(
    qtbot: QtBot, dialog: LookDialog, house: House
) -> None:
    ink = dialog.colours.fields["ink"]
    dialog.texts["footer"].setText("Träger: Stadt")  # type: ignore[union-attr]
    ink.field.setText("#5A8AC0")
    ready(qtbot, dialog)
    assert "zu hell für weiße Schrift" in dialog.form.rows["ink"].fault()
    assert "nötig ist 7 zu 1" in dialog.form.rows["ink"].fault()
    assert dialog.colours.pair.currentText() == "Eigene Farben"
    # What else was typed is shown all the same, in the last colour that can be read.
    assert "Träger: Stadt" in shown(dialog)
    assert has_colour(dialog, "#13294B")
    assert audit(dialog) == []

    dialog.try_confirm()
    settle()
    assert dialog.isVisible()
    assert not any(house.desk.read(look_values).values())

    ink.darker.setFocus()
    press(Qt.Key.Key_Space)
    ready(qtbot, dialog)
    assert dialog.form.rows["ink"].fault() == ""
    assert not ink.darker.isVisible()
    assert has_colour(dialog, ink.colour())
    dialog.try_confirm()
    assert house.desk.read(look_values)["ink"] == ink.colour()


def test_nobody_is_scolded_while_typing_a_colour(qtbot: QtBot, dialog: LookDialog) -> None:
    ink = dialog.colours.fields["ink"].field
    ink.setFocus()
    ink.clear()
    type_text(ink, "#0f4")
    ready(qtbot, dialog)
    assert dialog.form.rows["ink"].fault() == ""
    press(Qt.Key.Key_Tab)
    type_text(dialog.logo_alt, "x")
    ready(qtbot, dialog)
    assert "Bitte eine Farbe wie #13294B" in dialog.form.rows["ink"].fault()


def test_a_logo_is_taken_from_a_file_and_removed_and_a_bad_one_changes_nothing(
    qtbot: QtBot, dialog: LookDialog, house: House, tmp_path: Path
) -> None:
    good, bad, drawing = (tmp_path / name for name in ("Logo.png", "Brief.png", "Logo.svg"))
    Image.new("RGB", (400, 100), (20, 120, 60)).save(good)
    bad.write_bytes(b"kein Bild")
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">'
        '<rect width="40" height="10" fill="#7a2416"/></svg>',
        encoding="utf-8",
    )
    dialog.take_logo(good)
    ready(qtbot, dialog)
    assert has_colour(dialog, "#14783C")
    kept = dialog.logo.kept

    dialog.take_logo(bad)
    assert "kein Bild im Format PNG oder JPEG" in dialog.form.rows["logo"].fault()
    assert dialog.logo.kept == kept
    dialog.take_logo(drawing)
    ready(qtbot, dialog)
    assert dialog.form.rows["logo"].fault() == ""
    assert has_colour(dialog, "#7A2416")
    drawing.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10">'
        '<image href="file:///etc/hostname" width="40" height="10"/></svg>',
        encoding="utf-8",
    )
    dialog.take_logo(drawing)
    assert "holt etwas aus anderen Dateien" in dialog.form.rows["logo"].fault()

    dialog.logo.remove.click()
    ready(qtbot, dialog)
    assert not has_colour(dialog, "#7A2416")
    dialog.try_confirm()
    assert not any(house.desk.read(look_values).values())


def test_it_is_reached_from_the_house_and_from_the_programme_and_undone_by_one_key(
    shell: Shell, hub: Hub, house: House, qtbot: QtBot
) -> None:
    opened = HouseDialog(hub, shell)
    opened.open()
    opened.look.click()
    settle()
    (inner,) = opened.findChildren(LookDialog)
    qtbot.waitUntil(lambda: not inner.busy, timeout=WAIT)
    inner.reject()
    opened.reject()
    hub.act(set_look, SetLook({"footer": "Träger: Stadt"}))
    hub.undo()
    assert house.desk.read(look_values)["footer"] == ""


def test_it_can_be_used_at_twice_the_size(house: House, look: str, qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    THEME.apply(app, look, 200)
    try:
        large = LookDialog(Hub(house.desk, house.folder, Settings()), None)
        qtbot.addWidget(large)
        large.open()
        large.colours.fields["ink"].field.setText("#5A8AC0")
        ready(qtbot, large)
        assert large.colours.fields["ink"].darker.isVisible()
        assert audit(large) == []
    finally:
        THEME.apply(app, look)
