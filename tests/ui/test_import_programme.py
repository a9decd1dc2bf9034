"""Reading a programme file in the window."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from begegnung.services.history import undo
from begegnung.services.offers import offer_list, without_dates
from begegnung.ui.dialogs.import_programme import ImportDialog
from begegnung.ui.dialogs.report import ReportDialog
from begegnung.ui.pages.offers import OffersPage
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import dialog, focused, press, settle, type_text

PROGRAMME = (
    Path(__file__).parents[1] / "data" / "programmes" / "berlin_kieztreff_lebensnetz_2020.json"
)


@pytest.fixture
def asked(shell: Shell) -> ImportDialog:
    """The dialog, opened from the page of offers."""
    shell.go_to("offers")
    settle()
    assert isinstance(shell.page, OffersPage)
    shell.page.read_in.trigger()
    settle()
    found = dialog()
    assert isinstance(found, ImportDialog)
    return found


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_a_programme_is_read_in_and_every_entry_is_reported(
    asked: ImportDialog, house: House
) -> None:
    assert audit(asked) == []
    before = len(house.desk.read(offer_list))
    type_text(focused(), str(PROGRAMME))
    press(Qt.Key.Key_Return)
    report = dialog()

    assert isinstance(report, ReportDialog)
    lines = report.entries.lines.lines
    assert len(lines) == 18
    assert {line.chip for line in lines} >= {"nur Text"}
    assert all(line.detail for line in lines)
    assert audit(report) == []
    assert len(house.desk.read(offer_list)) == before + 18
    assert any(line.title == "Kleines Internetcafé" for line in house.desk.read(without_dates))
    house.act(undo, None)
    assert len(house.desk.read(offer_list)) == before


@pytest.mark.parametrize(
    ("typed", "said"), [("", "etwas eintragen"), ("/gibt/es/nicht.json", "gibt es nicht")]
)
def test_a_file_that_cannot_be_read_is_named_and_what_was_typed_stays(
    asked: ImportDialog, house: House, typed: str, said: str
) -> None:
    before = len(house.desk.read(offer_list))
    type_text(focused(), typed)
    press(Qt.Key.Key_Return)

    assert isinstance(dialog(), ImportDialog)
    assert asked.file.text() == typed
    texts = [part.text() for part in asked.findChildren(type(asked.refusal.text))]
    assert any(said in text for text in texts)
    assert len(house.desk.read(offer_list)) == before
