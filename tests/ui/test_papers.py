"""Papiere drucken: every paper from the window, with a preview that follows."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import page as validator
import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from begegnung.services.editions import changes_since
from begegnung.services.opened_files import forget_opened
from begegnung.services.printing.registry import DOCUMENTS
from begegnung.settings import Settings
from begegnung.texts.papers import CHOICE_WORDS, DOCUMENT_TITLES, FIELD_WORDS
from begegnung.ui.dialogs.print import PrintDialog
from begegnung.ui.hub import Hub
from begegnung.ui.papers.dialog import PapersDialog
from begegnung.ui.preview.pages import PdfPages
from begegnung.ui.printing import PrinterChoice
from begegnung.ui.widgets.fields import ChoiceField, DateField, TextField
from tests.desks import MONDAY, House
from tests.ui.audit import audit
from tests.ui.keys import settle
from tests.ui.pdf_viewer import Viewer

WAIT = 30_000


@pytest.fixture
def connected() -> list[PrinterChoice]:
    """The printers of the PC; a test may connect some."""
    return []


@pytest.fixture
def dialog(
    house: House, qtbot: QtBot, look: str, connected: list[PrinterChoice]
) -> Iterator[PapersDialog]:
    """The dialog in a house with a course, a lunch and people."""
    course = house.offer("Achtsamkeit", capacity=5)
    house.one_date(course, 1200, 1260)
    house.one_date(course, 1200, 1260, day=MONDAY + timedelta(days=7))
    house.book(house.person("Müller", "Gerhard", phone="0231 555"), course)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 800)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made = PapersDialog(
        Hub(house.desk, house.folder, Settings()), window, find_printers=lambda: tuple(connected)
    )
    made.open()
    ready(qtbot, made)
    yield made
    qtbot.waitUntil(lambda: not made.busy, timeout=WAIT)


def ready(qtbot: QtBot, dialog: PapersDialog) -> None:
    qtbot.waitUntil(lambda: not dialog.busy, timeout=WAIT)
    settle()


def shown(dialog: PapersDialog) -> str:
    return " ".join(" ".join(dialog.preview.texts()).split())


def test_every_option_and_choice_has_a_name_in_the_window() -> None:
    options = [option for document in DOCUMENTS.values() for option in document.options]
    assert {option.name for option in options} == FIELD_WORDS.keys()
    assert {(o.name, one) for o in options for one in o.choices} == CHOICE_WORDS.keys()


def test_the_preview_follows_what_is_chosen(qtbot: QtBot, dialog: PapersDialog) -> None:
    assert "Müller, Gerhard 0231 555" in shown(dialog)

    copy = dialog.options.inputs["copy"]
    assert isinstance(copy, ChoiceField)
    copy.set_value("leader")
    ready(qtbot, dialog)
    assert "0231 555" not in shown(dialog)

    dialog.paper.set_value("signatures")
    ready(qtbot, dialog)
    assert "Unterschriftenliste Achtsamkeit" in shown(dialog)
    day = dialog.options.inputs["day"]
    assert isinstance(day, DateField)
    day.set_value(MONDAY + timedelta(days=7))
    ready(qtbot, dialog)
    assert "Mo., 30.11.2026, 20:00 bis 21:00 Uhr" in shown(dialog)


def test_what_cannot_be_is_said_at_its_input_and_can_be_put_right(
    qtbot: QtBot, dialog: PapersDialog
) -> None:
    day = dialog.options.inputs["day"]
    assert isinstance(day, DateField)
    day.setText("gestern früh")
    ready(qtbot, dialog)
    assert "ist kein Datum" in dialog.options.form.rows["day"].fault()
    assert not dialog.primary.isEnabled()
    day.setText("25.11.2026")
    ready(qtbot, dialog)
    assert dialog.options.form.rows["day"].fault() == (
        "An diesem Tag gibt es keinen Termin dieses Angebots."
    )
    day.setText("")
    ready(qtbot, dialog)
    assert dialog.options.form.rows["day"].fault() == ""
    assert dialog.primary.isEnabled()


def test_every_paper_can_be_chosen_and_either_shows_or_says_what_is_missing(
    qtbot: QtBot, dialog: PapersDialog
) -> None:
    for name in DOCUMENT_TITLES:
        dialog.paper.set_value(name)
        ready(qtbot, dialog)
        said = [row.fault() for row in dialog.options.form.rows.values() if row.fault()]
        is_pdf = DOCUMENTS[name].suffix == ".pdf"
        assert dialog.save_button.isEnabled() is not bool(said), name
        assert dialog.primary.isEnabled() is (is_pdf and not said), name


def test_a_paper_is_saved_and_is_the_one_that_was_shown(
    qtbot: QtBot, dialog: PapersDialog, tmp_path: Path
) -> None:
    path = tmp_path / "liste.pdf"
    dialog.save(path)
    assert validator.validate_pdf(str(path), profile="ua1").is_compliant
    dialog.paper.set_value("programme-telephone")
    ready(qtbot, dialog)
    text = tmp_path / "ansage.txt"
    dialog.save(text)
    assert "Guten Tag. Hier ist: Haus Linde." in text.read_text(encoding="utf-8")


def test_without_a_printer_it_is_said_and_the_paper_can_be_saved(
    qtbot: QtBot, dialog: PapersDialog
) -> None:
    dialog.try_confirm()
    asked = dialog.findChild(PrintDialog)
    assert asked is not None
    assert asked.primary.text().strip() == "Als PDF speichern"
    asked.reject()
    assert dialog.isVisible()


def test_a_sheet_to_be_folded_is_turned_at_the_short_edge(
    qtbot: QtBot, dialog: PapersDialog, connected: list[PrinterChoice]
) -> None:
    connected.append(PrinterChoice("Drucker am Empfang", frozenset({"A4"}), duplex=True))
    dialog.paper.set_value("programme-flyer")
    layout = dialog.options.inputs["layout"]
    assert isinstance(layout, ChoiceField)
    layout.set_value("sheet")
    ready(qtbot, dialog)
    dialog.try_confirm()
    asked = dialog.findChild(PrintDialog)
    assert asked is not None
    assert asked.sides.value() == "short_edge"
    asked.reject()


def test_what_is_opened_in_another_program_names_nobody_and_is_cleared(
    qtbot: QtBot, dialog: PapersDialog, house: House, viewer: Viewer
) -> None:
    dialog.open_button.click()

    path = viewer.opened[0]
    assert (path.parent, path.name) == (house.folder / "geoeffnet", "Teilnehmerliste.pdf")
    assert "Müller" in PdfPages(path.read_bytes()).text(0)
    forget_opened(house.folder)
    assert not path.parent.exists()

    dialog.paper.set_value("programme-telephone")
    ready(qtbot, dialog)
    assert not dialog.open_button.isEnabled()


def test_letters_are_printed_on_one_side_so_that_nobody_gets_the_one_of_somebody_else(
    qtbot: QtBot, dialog: PapersDialog, house: House, connected: list[PrinterChoice]
) -> None:
    connected.append(PrinterChoice("Drucker am Empfang", frozenset({"A4"})))
    house.book(house.person("Schmidt", "Erna"), house.offer("Malen"))
    for name, wanted in (("participants", "long_edge"), ("letters", "one")):
        dialog.paper.set_value(name)
        ready(qtbot, dialog)
        dialog.try_confirm()
        asked = [one for one in dialog.findChildren(PrintDialog) if one.isVisible()]
        assert [one.sides.value() for one in asked] == [wanted]
        asked[0].reject()


def test_a_reason_that_is_typed_stays_when_another_paper_is_chosen(
    qtbot: QtBot, dialog: PapersDialog
) -> None:
    dialog.paper.set_value("calls")
    ready(qtbot, dialog)
    reason = dialog.options.inputs["reason"]
    assert isinstance(reason, TextField)
    reason.setText("Der Kurs fällt aus")
    ready(qtbot, dialog)
    assert "Bitte sagen: Der Kurs fällt aus" in shown(dialog)
    dialog.paper.set_value("letters")
    ready(qtbot, dialog)
    kept = dialog.options.inputs["reason"]
    assert isinstance(kept, TextField)
    assert kept.text() == "Der Kurs fällt aus"


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_it_can_be_read_and_reached_by_everybody(qtbot: QtBot, dialog: PapersDialog) -> None:
    for name in ("participants", "letters"):
        dialog.paper.set_value(name)
        ready(qtbot, dialog)
        assert audit(dialog) == []


def test_a_week_that_is_too_full_leads_to_a_paper_it_fits_on(
    qtbot: QtBot, house: House, dialog: PapersDialog
) -> None:
    for n in range(40):
        group = house.offer(f"Gruppe {n}", leader="Frau Muster", remark="Bitte anrufen. " * 8)
        house.one_date(group, 480 + 10 * n, 540 + 10 * n, room=None)
    dialog.paper.set_value("programme-leaflet")
    ready(qtbot, dialog)
    said = dialog.advice.message.text.text()
    assert said.startswith("Am Montag, 23. November, stehen ")
    assert "zu viel für das Faltblatt" in said
    assert not dialog.primary.isEnabled()
    assert audit(dialog.advice) == []

    dialog.advice.buttons[-1].click()
    ready(qtbot, dialog)
    assert dialog.paper.value() == "programme"
    assert "Gruppe 39" in shown(dialog)
    assert "geht auf dem nächsten Blatt weiter" in dialog.advice.message.text.text()
    pages = dialog.preview.place()

    brief = next(one for one in dialog.advice.buttons if one.text().startswith("Kurzform"))
    brief.click()
    ready(qtbot, dialog)
    assert dialog.preview.place() != pages
    assert "Frau Muster" not in shown(dialog)


def test_a_paper_for_visitors_that_was_saved_is_remembered_and_a_list_is_not(
    qtbot: QtBot, house: House, dialog: PapersDialog, tmp_path: Path
) -> None:
    dialog.save(tmp_path / "liste.pdf")
    assert house.desk.read(changes_since, "week", MONDAY) is None
    dialog.paper.set_value("programme-large")
    ready(qtbot, dialog)
    dialog.save(tmp_path / "gross.pdf")
    assert house.desk.read(changes_since, "week", MONDAY) is not None
