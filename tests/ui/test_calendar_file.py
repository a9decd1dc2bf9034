"""Calendar files in the window: saved, read in with a report, refused where they were typed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from begegnung.formats.icalendar_file import read_calendar
from begegnung.services.history import undo
from begegnung.services.offers import offer_list
from begegnung.ui.dialogs.calendar_file import (
    CalendarReportDialog,
    ReadCalendarDialog,
    SaveCalendarDialog,
)
from begegnung.ui.dialogs.save_elsewhere import SaveElsewhereDialog
from begegnung.ui.dialogs.working import WorkingDialog
from begegnung.ui.hub import Hub
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import dialog, focused, press, settle, type_text

SKAT = "\r\n".join(
    [
        "BEGIN:VCALENDAR",
        *("BEGIN:VEVENT", "UID:1", "SUMMARY:Skat am Abend", "DTSTART:20261130T180000"),
        *("DURATION:PT2H", "RRULE:FREQ=WEEKLY;COUNT=4", "END:VEVENT"),
        *("BEGIN:VTODO", "SUMMARY:Kaffee kaufen", "END:VTODO", "END:VCALENDAR", ""),
    ]
)


def said(shown: WorkingDialog) -> list[str]:
    """All sentences of a dialog."""
    return [part.text() for part in shown.findChildren(type(shown.refusal.text))]


def worked(qtbot: QtBot, shown: WorkingDialog) -> None:
    """Waits for the work of a dialog."""
    qtbot.waitUntil(lambda: shown._job is None, timeout=20_000)
    settle()


@pytest.fixture
def reading(shell: Shell, hub: Hub) -> ReadCalendarDialog:
    """The dialog to read a file."""
    made = ReadCalendarDialog(hub, shell)
    made.open()
    settle()
    return made


@pytest.fixture
def saving(shell: Shell, hub: Hub) -> SaveCalendarDialog:
    """The dialog to save a file."""
    made = SaveCalendarDialog(hub, shell)
    made.open()
    settle()
    return made


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_a_file_is_read_in_and_every_entry_is_reported(
    reading: ReadCalendarDialog, house: House, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "kalender.ics"
    path.write_text(SKAT, encoding="utf-8", newline="")
    before = {line.title for line in house.desk.read(offer_list)}
    assert audit(reading) == []
    type_text(focused(), str(path))
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(dialog(), CalendarReportDialog), timeout=20_000)
    report: QWidget = dialog()

    assert isinstance(report, CalendarReportDialog)
    assert audit(report) == []
    lines = report.entries.lines.lines
    assert [(line.title, line.chip) for line in lines] == [
        ("Kaffee kaufen", "nicht übernommen"),
        ("Skat am Abend", "4 Termine, 4 neu"),
    ]
    assert {line.title for line in house.desk.read(offer_list)} - before == {"Skat am Abend"}
    house.act(undo, None)
    assert {line.title for line in house.desk.read(offer_list)} == before


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("", "etwas eintragen"), ("/gibt/es/nicht.ics", "gibt es nicht")],
)
def test_a_file_that_cannot_be_read_is_named_and_what_was_typed_stays(
    reading: ReadCalendarDialog, qtbot: QtBot, typed: str, sentence: str
) -> None:
    type_text(focused(), typed)
    press(Qt.Key.Key_Return)
    worked(qtbot, reading)

    assert dialog() is reading
    assert reading.file.text() == typed
    assert reading.form.isEnabled()
    assert focused() is reading.file
    assert any(sentence in text for text in said(reading))


def test_rooms_are_overruled_only_with_a_reason(reading: ReadCalendarDialog) -> None:
    type_text(focused(), "kalender.ics")
    assert not reading.reason.isVisible()
    reading.take_rooms.click()
    settle()
    assert reading.reason.isVisible()
    reading.try_confirm()

    assert dialog() is reading
    assert focused() is reading.reason


def test_closing_the_dialog_ends_the_reading_and_changes_nothing(
    reading: ReadCalendarDialog, house: House, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "kalender.ics"
    event = SKAT.split("\r\nBEGIN:VTODO")[0].removeprefix("BEGIN:VCALENDAR\r\n")
    many = "\r\n".join(event.replace("UID:1", f"UID:{n}") for n in range(30_000))
    path.write_text(f"BEGIN:VCALENDAR\r\n{many}\r\nEND:VCALENDAR\r\n", encoding="utf-8")
    before = len(house.desk.read(offer_list))
    type_text(focused(), str(path))
    press(Qt.Key.Key_Return)
    with qtbot.waitSignal(reading.finished, timeout=20_000):
        press(Qt.Key.Key_Escape)

    assert len(house.desk.read(offer_list)) == before


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_the_house_is_saved_where_it_was_said(
    saving: SaveCalendarDialog, hub: Hub, tmp_path: Path, qtbot: QtBot
) -> None:
    assert audit(saving) == []
    assert saving.file.text().endswith("Haus Linde.ics")
    sentences: list[str] = []
    hub.said.connect(lambda text, _undo: sentences.append(text))
    target = tmp_path / "Übersicht"
    saving.file.setText(str(target))
    saving.first.setText("")
    with qtbot.waitSignal(saving.accepted, timeout=20_000):
        saving.try_confirm()

    assert len(read_calendar(target.with_suffix(".ics")).series) > 5
    assert any("Übersicht.ics" in text for text in sentences)


def test_an_offer_or_a_room_is_saved_alone(
    shell: Shell, hub: Hub, house: House, tmp_path: Path, qtbot: QtBot
) -> None:
    line = next(line for line in house.desk.read(offer_list) if line.dates)
    shown = SaveCalendarDialog(hub, shell, offer_id=line.id)
    shown.open()
    settle()
    assert shown.what.currentText() == f"Angebot: {line.title}"
    assert line.title.split()[0] in shown.file.text()
    target = tmp_path / "eins.ics"
    shown.file.setText(str(target))
    with qtbot.waitSignal(shown.accepted, timeout=20_000):
        shown.try_confirm()

    assert {one.event.offer_id for one in read_calendar(target).series} == {line.id}
    shown = SaveCalendarDialog(hub, shell, room_id=house.room())
    assert shown.what.currentText() == "Raum: Saal"


def test_nothing_to_save_is_said_and_the_dialog_stays(
    saving: SaveCalendarDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    saving.first.setText("01.01.2040")
    saving.file.setText(str(tmp_path / "leer.ics"))
    saving.try_confirm()
    worked(qtbot, saving)

    assert dialog() is saving
    assert any("keinen Termin" in text for text in said(saving))
    assert not (tmp_path / "leer.ics").exists()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Als Kalenderdatei speichern", SaveCalendarDialog),
        ("Kalenderdatei einlesen", ReadCalendarDialog),
    ],
)
def test_both_are_found_from_everywhere(shell: Shell, text: str, kind: type[QWidget]) -> None:
    (found,) = (one for one in shell.findChildren(QAction) if one.text() == text)
    found.trigger()
    settle()

    assert isinstance(dialog(), kind)


def test_a_file_that_is_open_elsewhere_is_saved_under_another_name(
    saving: SaveCalendarDialog, tmp_path: Path, qtbot: QtBot
) -> None:
    # A folder of this name cannot be replaced either, on every system.
    target = tmp_path / "kalender.ics"
    target.mkdir()
    saving.file.setText(str(target))
    saving.try_confirm()
    qtbot.waitUntil(lambda: isinstance(dialog(), SaveElsewhereDialog), timeout=20_000)
    press(Qt.Key.Key_Return)

    assert (tmp_path / "kalender (2).ics").read_bytes().startswith(b"BEGIN:VCALENDAR")
