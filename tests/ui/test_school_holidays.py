"""School holidays in the window: seen by year, read in, and removed again."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from begegnung.services.history import undo
from begegnung.services.house_calendar import house_calendar
from begegnung.services.houses import own_centre
from begegnung.services.school_holidays import known_holidays
from begegnung.ui.dialogs.house import HouseDialog
from begegnung.ui.dialogs.report import ReportDialog
from begegnung.ui.dialogs.school_holidays import (
    ReadHolidaysDialog,
    SchoolHolidaysDialog,
)
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import dialog, focused, press, settle, type_text


@pytest.fixture
def shown(shell: Shell, hub: Hub) -> SchoolHolidaysDialog:
    """The list of school holidays."""
    made = SchoolHolidaysDialog(hub, shell)
    made.open()
    settle()
    return made


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A list of the year 2031, with a line nobody can read."""
    made = tmp_path / "Ferien 2031.csv"
    made.write_text(
        "Sommerferien;30.06.2031;12.08.2031\nHerbstferien;32.10.2031;\n", encoding="utf-8"
    )
    return made


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_the_holidays_of_the_own_land_are_shown_by_year(shown: SchoolHolidaysDialog) -> None:
    assert audit(shown) == []
    assert shown.land.currentText() == "Nordrhein-Westfalen"
    assert shown.year.currentText() == "2026"
    titles = [line.title for line in shown.list.lines.lines]
    assert titles == [
        "Weihnachtsferien",
        "Osterferien",
        "Pfingstferien",
        "Sommerferien",
        "Herbstferien",
        "Weihnachtsferien",
    ]
    assert shown.list.lines.lines[3].detail == "Mo., 20.07.2026 bis Di., 01.09.2026"
    assert shown.verdict.text().startswith("Bekannt vom ")
    assert not shown.remove.isEnabled()

    shown.land.set_value("BY")
    assert "Frühjahrsferien" in [line.title for line in shown.list.lines.lines]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_a_file_is_read_in_reported_and_what_came_is_removed_again(
    shown: SchoolHolidaysDialog, house: House, file: Path
) -> None:
    shown.read_in.click()
    settle()
    asked = dialog()
    assert isinstance(asked, ReadHolidaysDialog)
    assert audit(asked) == []
    type_text(focused(), str(file))
    press(Qt.Key.Key_Return)
    report = dialog()

    assert isinstance(report, ReportDialog)
    assert audit(report) == []
    assert [line.chip for line in report.entries.lines.lines] == ["neu", "nicht gelesen"]
    assert "Zeile 2" in report.entries.lines.lines[1].detail
    press(Qt.Key.Key_Escape)
    assert shown.year.currentText() == "2031"
    (line,) = shown.list.lines.lines
    assert (line.title, line.chip) == ("Sommerferien", "eingelesen")
    assert house.desk.read(house_calendar).school is not None

    shown.list.setFocus()
    assert shown.remove.isEnabled()
    shown.remove.click()

    assert not [one for one in house.desk.read(known_holidays, "NW").lines if one.id]
    house.act(undo, None)
    assert [one.first for one in house.desk.read(known_holidays, "NW").lines if one.id] == [
        date(2031, 6, 30)
    ]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "etwas eintragen"), ("/gibt/es/nicht.ics", "gibt es nicht"), ("mappe.xlsx", "CSV")],
)
def test_a_file_that_cannot_be_read_is_named_and_what_was_typed_stays(
    shown: SchoolHolidaysDialog, typed: str, said: str
) -> None:
    shown.read_in.click()
    settle()
    asked = dialog()
    assert isinstance(asked, ReadHolidaysDialog)
    type_text(focused(), typed)
    press(Qt.Key.Key_Return)

    assert dialog() is asked
    assert asked.file.text() == typed
    texts = [part.text() for part in asked.findChildren(type(asked.refusal.text))]
    assert any(said in text for text in texts)


def test_the_land_of_the_house_is_chosen_with_its_data(
    shell: Shell, hub: Hub, house: House
) -> None:
    opened = HouseDialog(hub, shell)
    opened.open()
    settle()
    opened.holidays.click()
    settle()
    assert isinstance(dialog(), SchoolHolidaysDialog)
    press(Qt.Key.Key_Escape)
    opened.land.set_value("BY")
    opened.try_confirm()

    assert house.desk.read(own_centre).land == "BY"
    calendar = house.desk.read(house_calendar)
    assert calendar.school is not None
    assert calendar.school.land == "BY"
