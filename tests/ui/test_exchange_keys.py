"""The keys of the city in the window: founding, sheets, recovering, and typing 27 words."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from begegnung.exchange.words import LONG, word_list, words_of_seed
from begegnung.model.key_errors import RecoveryWordsWrong
from begegnung.services.exchange_page import overview
from begegnung.services.founding import seed_in_file
from begegnung.settings import Settings
from begegnung.ui.exchange.found import FoundDialog
from begegnung.ui.exchange.regain import RegainDialog
from begegnung.ui.exchange.seed_input import SeedInput
from begegnung.ui.exchange.sheets import SheetsDialog
from begegnung.ui.exchange.stepping import StepDialog
from begegnung.ui.exchange.word_grid import WordGrid
from begegnung.ui.hub import Hub
from tests.desks import House, copy_of, open_house
from tests.joined import CHEAP, PASSPHRASE, JoinedTown
from tests.ui.audit import audit
from tests.ui.keys import focused, press, settle, type_text

WAIT = 30_000
GOOD = "Korb Ziege Laterne Mond"
SEED = bytes(range(32))
Key = Qt.Key


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Iterator[House]:
    """A house without an exchange."""
    with open_house(copy_of(prepared, tmp_path / "Daten")) as opened:
        yield opened


@pytest.fixture
def window(qtbot: QtBot, look: str) -> QWidget:
    """A window for dialogs to belong to."""
    made = QWidget()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder in which nobody has founded anything."""
    folder = tmp_path / "Leer"
    folder.mkdir()
    return folder


@pytest.fixture
def founding(house: House, window: QWidget) -> FoundDialog:
    """The dialog that founds, with a passphrase that is cheap to guess."""
    dialog = FoundDialog(Hub(house.desk, house.folder, Settings()), window, CHEAP)
    dialog.open()
    settle()
    return dialog


def idle(qtbot: QtBot, dialog: StepDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.busy, timeout=WAIT)
    settle()


def go_to_file(qtbot: QtBot, dialog: FoundDialog, share: Path) -> None:
    """Folder and passphrase are given."""
    dialog.folder.field.setText(str(share))
    dialog.try_confirm()
    idle(qtbot, dialog)
    dialog.passphrase.setText(GOOD)
    dialog.again.setText(GOOD)
    dialog.try_confirm()
    settle()


def test_founding_asks_in_steps_and_ends_with_sheets_that_are_put_away(
    qtbot: QtBot, founding: FoundDialog, empty: Path, tmp_path: Path
) -> None:
    hub, file = founding.hub, tmp_path / "stadt.wiederherstellung"
    go_to_file(qtbot, founding, empty)
    founding.file.setText(str(file))
    founding.try_confirm()
    idle(qtbot, founding)

    view = overview(hub.desk, hub.folder)
    assert (view.state, view.role) == ("member", "city")
    assert [remark.kind for remark in view.remarks] == ["sheets"]
    assert hub.settings.share == str(empty)
    founding.try_confirm()
    assert founding.fault("put_away").startswith("Bitte erst zwei Blätter drucken")
    founding.sheets.put_away.setChecked(True)
    with qtbot.waitSignal(founding.accepted):
        founding.try_confirm()

    assert overview(hub.desk, hub.folder).remarks == ()
    assert len(seed_in_file(file, GOOD)) == 32
    stored = b"".join(path.read_bytes() for path in empty.rglob("*") if path.is_file())
    assert GOOD.encode() not in stored


def test_what_is_wrong_is_told_where_it_was_typed_and_nothing_else_is_lost(
    qtbot: QtBot, founding: FoundDialog, empty: Path, tmp_path: Path
) -> None:
    founding.folder.field.setText(str(empty))
    founding.try_confirm()
    idle(qtbot, founding)
    founding.passphrase.setText("zu kurz")
    assert "Noch zu kurz" in founding.rating.text()
    founding.try_confirm()
    assert "mindestens 12 Zeichen" in founding.fault("passphrase")
    founding.passphrase.setText(GOOD)
    founding.again.setText("etwas anderes")
    founding.try_confirm()
    assert founding.fault("again") == "Die beiden Eingaben sind verschieden."
    founding.again.setText(GOOD)
    founding.try_confirm()

    taken = tmp_path / "schon da"
    taken.write_text("x", encoding="ascii")
    for typed, words in (
        ("", "Bitte etwas eintragen"),
        ("nur ein name", "den ganzen Ort"),
        (str(empty / "datei"), "nicht in den gemeinsamen Ordner"),
        (str(tmp_path / "kein Ordner" / "datei"), "kann nicht geschrieben werden"),
    ):
        founding.file.setText(typed)
        founding.try_confirm()
        idle(qtbot, founding)
        assert words in founding.fault("file")
    taken.rename(taken.with_suffix(".wiederherstellung"))
    founding.file.setText(str(taken))
    founding.try_confirm()
    idle(qtbot, founding)
    assert "gibt es schon" in founding.fault("file")

    founding.go_back()
    assert founding.passphrase.text() == GOOD
    assert [path for path in empty.rglob("*") if path.is_file()] == []


def test_a_folder_that_was_founded_already_leads_back_to_its_input(
    qtbot: QtBot, founding: FoundDialog, town: JoinedTown, tmp_path: Path
) -> None:
    go_to_file(qtbot, founding, town.share)
    founding.file.setText(str(tmp_path / "stadt.wiederherstellung"))
    founding.try_confirm()
    idle(qtbot, founding)

    assert founding.step == 0
    assert "schon eingerichtet" in founding.fault("share")
    assert founding.folder.field.hasFocus()


def test_sheets_are_printed_again_from_the_file_and_a_wrong_passphrase_is_told(
    qtbot: QtBot, town: JoinedTown, window: QWidget
) -> None:
    dialog = SheetsDialog(
        Hub(town.house.desk, town.house.folder, Settings(share=str(town.share))), window
    )
    dialog.open()
    dialog.keys.file.setText(str(town.house.folder / "stadt.wiederherstellung"))
    dialog.keys.passphrase.setText("falsches Kennwort")
    dialog.try_confirm()
    idle(qtbot, dialog)
    assert "öffnet diese Wiederherstellungsdatei nicht" in dialog.fault("passphrase")

    dialog.keys.passphrase.setText(PASSPHRASE)
    dialog.try_confirm()
    idle(qtbot, dialog)

    assert dialog.step == 1
    assert dialog.keys.passphrase.text() == ""


def test_with_the_words_of_a_sheet_a_new_pc_gets_everything_back(
    qtbot: QtBot, town: JoinedTown, window: QWidget, tmp_path: Path
) -> None:
    town.house.person("Kaya", "Emine")
    file = town.house.folder / "stadt.wiederherstellung"
    words = words_of_seed(seed_in_file(file, PASSPHRASE))
    with open_house(tmp_path / "Neu") as new:
        dialog = RegainDialog(Hub(new.desk, new.folder, Settings()), window)
        dialog.open()
        dialog.folder.field.setText(str(town.share))
        dialog.try_confirm()
        dialog.keys.way.set_value("words")
        dialog.keys.words.show_words([*words[:26], "Apfel" if words[26] != "Apfel" else "Korb"])
        dialog.try_confirm()
        assert "passen nicht zusammen" in dialog.keys.words.fault.text()
        dialog.keys.words.show_words([words[26]], begin=27)
        dialog.try_confirm()
        idle(qtbot, dialog)

        assert [dialog.house.itemText(n) for n in range(dialog.house.count())] == [
            "bitte wählen",
            "Haus Eiche",
            "Haus Linde",
        ]
        dialog.try_confirm()
        assert dialog.fault("house") == "Bitte etwas eintragen."
        dialog.house.set_value("Haus Linde")
        with qtbot.waitSignal(dialog.joined, timeout=WAIT):
            dialog.try_confirm()

        view = overview(new.desk, new.folder)
        assert (view.state, view.role) == ("member", "city")
        assert new.desk.centre_id == town.house.desk.centre_id
        assert dialog.keys.words.text() == ""


@pytest.fixture
def grid(qtbot: QtBot, look: str) -> WordGrid:
    """The fields for the words, in a window of their own."""
    made = WordGrid()
    qtbot.addWidget(made)
    made.resize(760, 560)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    made.setFocus()
    settle()
    return made


def test_words_are_completed_while_typing_and_a_blank_goes_on(grid: WordGrid) -> None:
    words = words_of_seed(SEED)
    for word in words[:3]:
        type_text(focused(), word[:-1].lower())
        press(Key.Key_Space)

    first = [field.word() for field in grid.fields[:3]]
    for typed, word in zip(first, words, strict=False):
        assert typed in word_list()
        assert typed.startswith(word[:-1].lower())
    assert grid.fields[3].hasFocus()


def test_a_word_that_is_on_no_list_is_told_at_its_place_with_what_looks_like_it(
    grid: WordGrid,
) -> None:
    type_text(focused(), "Apfell")
    press(Key.Key_Space)

    assert grid.fault.text().startswith("Das 1. Wort „apfell“ steht nicht auf der Wörterliste.")
    assert "Apfel" in grid.fault.text()
    assert grid.fields[0].accessibleDescription() == grid.fault.text()
    grid.fields[0].setFocus()
    grid.fields[0].selectAll()
    type_text(focused(), "Apfel")
    press(Key.Key_Space)
    assert grid.fault.text() == ""


def test_pasted_words_fill_the_fields_with_or_without_numbers(grid: WordGrid) -> None:
    words = words_of_seed(SEED)
    pasted = "\n".join(f"{n}. {word}" for n, word in enumerate(words, start=1))

    QGuiApplication.clipboard().setText(pasted)
    grid.fields[0].paste()

    assert grid.text() == " ".join(word.lower() for word in words)
    assert grid.first_gap() == 0


def test_a_missing_word_is_named_by_its_place(qtbot: QtBot, look: str) -> None:
    part = SeedInput()
    qtbot.addWidget(part)
    part.way.set_value("words")
    part.words.show_words(list(words_of_seed(SEED)))
    assert part.seed()() == SEED
    part.words.show_words([""], begin=5)

    with pytest.raises(RecoveryWordsWrong) as raised:
        part.seed()
    assert part.mark(raised.value)
    assert part.words.fault.text().startswith("Es sind 26 Wörter")
    assert part.words.fields[4].accessibleDescription() == part.words.fault.text()


@settings(max_examples=8)
@given(seed=st.binary(min_size=32, max_size=32), columns=st.integers(1, 3))
def test_every_sheet_can_be_typed_in(qapp: object, seed: bytes, columns: int) -> None:
    grid = WordGrid()
    grid._place(columns)
    grid.show_words(list(words_of_seed(seed)))

    assert len(grid.text().split()) == LONG
    assert grid.first_gap() == 0
    grid.deleteLater()


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_the_dialogs_can_be_read_and_reached_by_everybody(
    qtbot: QtBot, founding: FoundDialog, empty: Path, town: JoinedTown, window: QWidget
) -> None:
    assert audit(founding) == []
    founding.folder.field.setText(str(empty))
    founding.try_confirm()
    idle(qtbot, founding)
    founding.try_confirm()
    settle()
    assert audit(founding) == []
    sheets = SheetsDialog(Hub(town.house.desk, town.house.folder, Settings()), window)
    sheets.open()
    sheets.keys.way.set_value("words")
    sheets.fit()
    qtbot.wait(50)
    assert audit(sheets) == []
