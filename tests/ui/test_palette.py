"""Strg+K: everything can be found and done from one field."""

import pytest
from PySide6.QtCore import Qt

from begegnung.ui.palette import Palette
from begegnung.ui.shell import Shell
from tests.ui.audit import audit
from tests.ui.keys import CTRL, dialog, focused, press, settle, type_text


@pytest.fixture
def search(shell: Shell) -> Palette:
    press(Qt.Key.Key_K, CTRL)
    palette = shell.findChild(Palette)
    assert isinstance(palette, Palette)
    return palette


def titles(palette: Palette) -> list[str]:
    return [line.title for line in palette.search.hits.lines.lines]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_it_shuts_nobody_out(shell: Shell, search: Palette) -> None:
    assert audit(search) == []


def test_without_typing_it_offers_what_can_be_done(search: Palette) -> None:
    assert {"Person buchen", "Neue Person anlegen", "Rückgängig", "Raum belegen"} < set(
        titles(search)
    )


def test_people_offers_and_rooms_are_found_together(search: Palette) -> None:
    type_text(focused(), "g")

    kinds = {line.key.split(":")[0] for line in search.search.hits.lines.lines}
    assert {"person", "offer", "room", "action"} >= kinds >= {"person", "offer", "room"}
    assert "Gymnastikraum" in titles(search)


def test_the_focus_stays_in_the_field_while_the_arrows_choose(search: Palette) -> None:
    type_text(focused(), "mull")
    field = focused()

    press(Qt.Key.Key_Down)

    assert focused() is field
    assert search.search.hits.currentIndex().row() == 1


def test_enter_opens_the_person(shell: Shell, search: Palette) -> None:
    type_text(focused(), "mull gert")
    press(Qt.Key.Key_Return)

    assert shell.page is not None
    assert shell.page.key == "people"
    assert shell.page.card.name() == "Gertrud Müller"  # type: ignore[attr-defined]
    assert not search.isVisible()


def test_enter_does_what_the_words_say(shell: Shell, search: Palette) -> None:
    type_text(focused(), "neue pers")
    press(Qt.Key.Key_Return)

    assert dialog().windowTitle() == "Neue Person"


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Tab])
def test_leaving_it_goes_back_to_where_the_focus_was(
    shell: Shell, search: Palette, key: Qt.Key
) -> None:
    press(key)
    settle()

    assert not search.isVisible()
    assert shell.page is not None
    assert focused() is shell.page.focusProxy()
