"""The page Programm: what is shown is what is printed and saved."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import page as validator
import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from begegnung.model.editions import Changes
from begegnung.model.week_papers import WeekPaper
from begegnung.services.dates import CancelDate, cancel_date, dates_between
from begegnung.services.editions import RecordPrint, changes_since, present_edition, record_print
from begegnung.services.houses import EditHouse, edit_house
from begegnung.ui.dialogs.print import NO_PRINTER, PrintDialog
from begegnung.ui.dialogs.save_elsewhere import SaveElsewhereDialog
from begegnung.ui.hub import Hub
from begegnung.ui.pages.programme import ProgrammePage
from begegnung.ui.printing import PrinterChoice
from begegnung.ui.programme.edition_card import NEVER
from begegnung.ui.programme.press import Wish
from begegnung.ui.programme.wording import fit_words
from tests.desks import MONDAY, House, copy_of, open_house
from tests.ui import keys
from tests.ui.audit import audit
from tests.ui.pdf_viewer import Viewer

OFFICE = PrinterChoice("Büro", frozenset({"A4", "A3"}), duplex=True)
SMALL = PrinterChoice("Klein", frozenset({"A4"}), duplex=False)


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Iterator[House]:
    with open_house(copy_of(prepared, tmp_path / "Daten")) as opened:
        opened.one_date(opened.offer("Yoga auf dem Stuhl"))
        opened.one_date(opened.offer("Malkreis"), day=MONDAY + timedelta(days=9))
        yield opened


Opener = Callable[..., ProgrammePage]


@pytest.fixture
def opened(qtbot: QtBot, hub: Hub) -> Opener:
    """Shows the page in a window of its own, with these printers."""

    def show(*printers: PrinterChoice) -> ProgrammePage:
        page = ProgrammePage(hub, lambda: printers)
        qtbot.addWidget(page, before_close_func=lambda page: page.press.wait())
        page.resize(1100, 640)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.enter()
        settle(qtbot, page)
        return page

    return show


def settle(qtbot: QtBot, page: ProgrammePage) -> None:
    """Waits until the PDF that was asked for last is shown."""
    qtbot.waitUntil(lambda: not page.press.busy, timeout=30_000)


def edition_of(house: House) -> Changes | None:
    return house.desk.read(changes_since, "week", MONDAY)


def cancel_first(house: House, hub: Hub) -> None:
    """Drops the first date of the week."""
    when = house.desk.read(dates_between, MONDAY, MONDAY)[0].id
    hub.act(cancel_date, CancelDate(when, "krank"))


def fill_week(house: House) -> None:
    """So many dates that they need more than one page."""
    for n in range(45):
        group = house.offer(f"Gruppe {n:02}, jeden Tag mit anderen Leuten")
        begin = 480 + 5 * (n // 5)
        house.one_date(group, begin, begin + 60, day=MONDAY + timedelta(days=n % 5), room=None)


def shown(page: ProgrammePage) -> str:
    return " ".join(page.preview.texts())


def text_of(path: Path) -> str:
    document = pdfium.PdfDocument(path.read_bytes())
    text: str = document[0].get_textpage().get_text_bounded()
    document.close()
    return text


def choose_file(page: ProgrammePage, path: Path) -> None:
    """Types a path into the dialog for saving and confirms it."""
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    name = dialog.findChild(QLineEdit, "fileNameEdit")
    assert name is not None
    name.setText(str(path))
    QTest.keyClick(name, Qt.Key.Key_Return)


def test_the_preview_is_the_paper_of_this_week(opened: Opener) -> None:
    page = opened()

    assert "Yoga auf dem Stuhl" in shown(page)
    assert "Malkreis" not in shown(page)
    assert page.subtitle() == "KW 48 · 23. bis 29. November 2026"
    assert page.week.fits.text() == "1 Seite A4, Schrift 20 Punkt."


def test_a_screen_reader_gets_the_text_of_the_page(opened: Opener) -> None:
    view = opened().preview.view

    first = view.sheets.data(view.sheets.index(0), Qt.ItemDataRole.AccessibleTextRole)

    assert view.accessibleName() == "Vorschau: Wochenprogramm KW 48 · 23. bis 29. November 2026"
    assert first is not None
    assert first.startswith("Seite 1 von 1: ")
    assert "Yoga auf dem Stuhl" in first


def test_weeks_are_turned_by_key_and_back_to_the_present(qtbot: QtBot, opened: Opener) -> None:
    page = opened()
    back, forward, now = page.page_actions()[3:]

    forward.trigger()
    settle(qtbot, page)
    assert "Malkreis" in shown(page)
    assert page.subtitle() == "KW 49 · 30. November bis 6. Dezember 2026"

    back.trigger()
    back.trigger()
    now.trigger()
    settle(qtbot, page)
    assert "Yoga auf dem Stuhl" in shown(page)


def test_a3_is_shown_and_named(qtbot: QtBot, opened: Opener) -> None:
    page = opened()

    page.week.choose_paper("a3")
    settle(qtbot, page)

    pages = page.preview.view.sheets.pages
    assert pages is not None
    assert pages.sizes[0].toTuple() == pytest.approx((841.9, 1190.6), abs=1)
    assert "Seite A3" in page.week.fits.text()


def test_a_full_week_says_which_days_are_on_which_page(
    qtbot: QtBot, house: House, opened: Opener
) -> None:
    fill_week(house)

    page = opened()

    pages = len(page.preview.texts())
    words = page.week.fits.text()
    assert pages > 1
    assert words.startswith(f"{pages} Seiten A4, Schrift ")
    assert "Seite 1: Montag" in words
    assert f"Seite {pages}: " in words
    assert f"Beidseitig gedruckt {'ist das 1 Blatt' if pages == 2 else 'sind das'}" in words


def test_pages_are_told_by_their_days_and_sheets_only_where_both_sides_are_read() -> None:
    days = [MONDAY + timedelta(days=n) for n in range(5)]
    spread = [tuple(days[:3]), tuple(days[3:])]

    assert fit_words(1, 20.0, Wish(), [tuple(days)]) == "1 Seite A4, Schrift 20 Punkt."
    assert fit_words(2, 13.5, Wish(), spread) == (
        "2 Seiten A4, Schrift 13,5 Punkt. Seite 1: Montag bis Mittwoch, "
        "Seite 2: Donnerstag und Freitag. Beidseitig gedruckt ist das 1 Blatt."
    )
    assert fit_words(3, 19.8, Wish("a3"), [*spread, ()]) == (
        "3 Seiten A3, Schrift 19,8 Punkt. Seite 1: Montag bis Mittwoch, "
        "Seite 2: Donnerstag und Freitag."
    )


def test_the_preview_scrolls_and_turns_by_key(qtbot: QtBot, house: House, opened: Opener) -> None:
    fill_week(house)
    page = opened()
    view = page.preview.view
    bar = view.verticalScrollBar()

    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert page.preview.place().startswith("Seite 2 von ")
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert page.preview.place().startswith("Seite 1 von ")

    page.preview.fit_width()
    QApplication.processEvents()
    before = bar.value()
    QTest.keyClick(view, Qt.Key.Key_Down)
    assert bar.value() > before
    QTest.keyClick(view, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()


def test_the_preview_grows_by_key_and_stays_where_it_was(
    qtbot: QtBot, house: House, opened: Opener
) -> None:
    fill_week(house)
    page = opened()
    view = page.preview.view
    whole = view.sheet_size(0)
    assert not page.preview.smaller.isEnabled()

    QTest.keyClick(view, Qt.Key.Key_PageDown)
    for _ in range(3):
        QTest.keyClick(view, Qt.Key.Key_Plus)

    assert view.sheet_size(0).width() > 1.8 * whole.width()
    assert page.preview.place().startswith("Seite 2 von ")
    assert page.preview.place().endswith(" · 200 %")
    across = view.horizontalScrollBar()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert across.value() > 0
    page.preview.larger.click()
    assert not page.preview.larger.isEnabled()

    page.preview.fit_width()
    assert (view.zoom, across.maximum()) == (1, 0)


def test_saving_writes_an_accessible_pdf(
    qtbot: QtBot, hub: Hub, tmp_path: Path, opened: Opener
) -> None:
    page = opened()
    path = tmp_path / "Wochenprogramm für März.pdf"

    page.page_actions()[1].trigger()
    with qtbot.waitSignal(hub.said) as said:
        choose_file(page, path)

    assert said.args is not None
    assert said.args[0].startswith(f"Gespeichert: {path.name} im Ordner {tmp_path}.")
    assert "Yoga auf dem Stuhl" in text_of(path)
    assert validator.validate_pdf(str(path), profile="ua1").is_compliant


def test_a_file_that_is_open_elsewhere_is_saved_under_a_free_name(
    qtbot: QtBot, tmp_path: Path, opened: Opener
) -> None:
    page = opened()
    path = tmp_path / "Programm.pdf"
    path.mkdir()

    page.out.save_chosen(str(path))
    dialog = page.findChild(SaveElsewhereDialog)
    assert dialog is not None
    dialog.try_confirm()

    assert "Yoga auf dem Stuhl" in text_of(tmp_path / "Programm (2).pdf")


def test_a_folder_that_is_gone_is_explained(
    qtbot: QtBot, hub: Hub, tmp_path: Path, opened: Opener
) -> None:
    page = opened()

    with qtbot.waitSignal(hub.refused) as refused:
        page.out.save_chosen(str(tmp_path / "Stick" / "Programm.pdf"))

    assert refused.args is not None
    assert refused.args[0].startswith("In diesen Ordner kann nicht geschrieben werden")


def test_the_pdf_opens_in_the_program_of_the_pc_as_often_as_wanted(
    viewer: Viewer, opened: Opener
) -> None:
    page = opened()

    page.page_actions()[2].trigger()
    viewer.opened[0].unlink()
    viewer.opened[0].mkdir()
    page.page_actions()[2].trigger()

    names = [path.name for path in viewer.opened]
    assert names == [
        "Haus Linde Wochenprogramm 2026 KW 48 A4.pdf",
        "Haus Linde Wochenprogramm 2026 KW 48 A4 (2).pdf",
    ]
    assert "Yoga auf dem Stuhl" in text_of(viewer.opened[1])


def test_without_a_printer_printing_offers_to_save(opened: Opener) -> None:
    page = opened()

    page.page_actions()[0].trigger()
    dialog = page.findChild(PrintDialog)
    assert dialog is not None
    assert NO_PRINTER in [child.text() for child in dialog.findChildren(type(page.week.fits))]
    dialog.try_confirm()

    assert page.findChild(QFileDialog) is not None


def test_printing_hands_every_copy_to_the_printer(
    qtbot: QtBot, hub: Hub, tmp_path: Path, opened: Opener
) -> None:
    page = opened(OFFICE)
    file = tmp_path / "gedruckt.pdf"
    page.out.print_to_file = file

    page.page_actions()[0].trigger()
    dialog = page.findChild(PrintDialog)
    assert dialog is not None
    with qtbot.waitSignal(hub.said, timeout=30_000) as said:
        dialog.try_confirm()

    assert said.args is not None
    assert said.args[0].endswith("ist an „Büro“ übergeben.")
    assert len(pdfium.PdfDocument(file.read_bytes())) == 1


def test_the_first_print_is_remembered_and_later_ones_say_what_has_changed_until_a_new_edition(
    qtbot: QtBot, house: House, hub: Hub, tmp_path: Path, opened: Opener
) -> None:
    page = opened(OFFICE)
    assert page.edition.state.text() == NEVER
    page.out.print_to_file = tmp_path / "gedruckt.pdf"
    page.page_actions()[0].trigger()
    dialog = page.findChild(PrintDialog)
    assert dialog is not None
    dialog.try_confirm()
    qtbot.waitUntil(lambda: edition_of(house) is not None, timeout=30_000)
    settle(qtbot, page)
    assert page.edition.state.text().endswith("Seither hat sich nichts geändert.")

    cancel_first(house, hub)
    settle(qtbot, page)
    assert page.edition.state.text() == "Gedruckt am Montag, 23. November 2026; seither 1 Änderung."
    assert "Änderungen seit dem Druck vom Montag" in shown(page)

    page.edition.shows.click()
    settle(qtbot, page)
    assert "Änderungen" not in shown(page)
    page.edition.shows.click()

    QTest.keyClick(page.edition.new_button, Qt.Key.Key_Space)
    settle(qtbot, page)
    assert "Änderungen" not in shown(page)
    hub.undo()
    settle(qtbot, page)
    assert "Änderungen" in shown(page)


def test_what_the_printer_did_not_take_is_not_remembered_and_what_was_saved_is(
    qtbot: QtBot, house: House, hub: Hub, tmp_path: Path, opened: Opener
) -> None:
    page = opened(PrinterChoice("Gibt es nicht", frozenset(), duplex=False))
    page.page_actions()[0].trigger()
    dialog = page.findChild(PrintDialog)
    assert dialog is not None
    dialog.try_confirm()
    qtbot.waitUntil(lambda: not dialog.sending, timeout=30_000)
    dialog.reject()
    assert edition_of(house) is None

    page.out.save_chosen(str(tmp_path / "Programm.pdf"))
    assert edition_of(house) is not None


def test_a_day_that_is_too_full_is_named_and_each_button_does_what_it_says(
    qtbot: QtBot, house: House, opened: Opener
) -> None:
    for n in range(45):
        group = house.offer(
            f"Gruppe {n:02}", leader="Frau Beispiel-Musterfrau", remark="Bitte " * 20
        )
        house.one_date(group, 480 + 5 * n, 600 + 5 * n, room=None)
    page = opened()
    advice = page.week.advice
    assert advice.message.text.text().startswith("Am Montag, 23. November, stehen 46 Einträge.")
    brief = advice.buttons[0]

    brief.click()
    settle(qtbot, page)
    assert page.week.fits.text().endswith("Kurzform: ohne Leitung, Kosten und Hinweise.")
    assert "Musterfrau" not in shown(page)
    assert "Gruppe 44" in shown(page)

    page.week.choose_paper("leaflet")
    settle(qtbot, page)
    assert "46 Einträge: zu viel für das Faltblatt." in advice.message.text.text()
    assert not page.page_actions()[0].isEnabled()
    (sheet,) = [one for one in advice.buttons if one.text().startswith("A4")]
    sheet.click()
    settle(qtbot, page)
    assert "Gruppe 44" in shown(page)
    assert page.page_actions()[0].isEnabled()


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ("flyer", "Faltblatt A5 aus 1 Blatt A4."),
        ("leaflet", "Faltblatt DIN lang aus 1 Blatt A4."),
        ("large", "1 Seite A4, nichts unter 18 Punkt."),
    ],
)
def test_every_paper_of_the_week_is_shown_as_it_will_be_printed(
    qtbot: QtBot, opened: Opener, paper: WeekPaper, words: str
) -> None:
    page = opened(OFFICE)
    page.week.choose_paper(paper)
    settle(qtbot, page)
    assert page.week.fits.text().startswith(words)
    assert "Yoga auf dem Stuhl" in shown(page)
    page.page_actions()[0].trigger()
    dialog = page.findChild(PrintDialog)
    assert dialog is not None
    assert (dialog.sides.value() == "short_edge") is (paper != "large")


def test_a_printer_without_the_paper_is_named_and_a4_offered(qtbot: QtBot, opened: Opener) -> None:
    page = opened(SMALL, OFFICE)
    page.week.choose_paper("a3")
    settle(qtbot, page)

    page.page_actions()[0].trigger()
    dialog = page.findChild(PrintDialog)
    assert dialog is not None

    assert dialog.state.text.text().startswith("Dieser Drucker kennt kein Papier A3")
    QTest.keyClick(dialog.a4_button, Qt.Key.Key_Space)
    settle(qtbot, page)

    assert "Seite A4" in page.week.fits.text()
    on_a4 = [one for one in page.findChildren(PrintDialog) if one.isVisible()]
    assert len(on_a4) == 1
    assert on_a4[0].state.text.text() == ""


def test_a_printer_that_is_gone_is_explained(qtbot: QtBot, opened: Opener) -> None:
    page = opened(PrinterChoice("Gibt es nicht", frozenset(), duplex=False))

    page.page_actions()[0].trigger()
    dialog = page.findChild(PrintDialog)
    assert dialog is not None
    dialog.try_confirm()
    qtbot.waitUntil(lambda: not dialog.sending, timeout=30_000)

    said = dialog.refusal.text.text()
    assert "„Gibt es nicht“ hat den Auftrag nicht angenommen" in said


def test_a_number_of_copies_that_is_none_keeps_the_dialog_open(opened: Opener) -> None:
    page = opened(OFFICE)
    page.page_actions()[0].trigger()
    dialog = page.findChild(PrintDialog)
    assert dialog is not None

    dialog.copies.setText("0")
    dialog.try_confirm()

    assert dialog.isVisible()
    assert dialog.form.rows["copies"].fault() != ""


def test_the_box_is_saved_for_the_house_and_printed(
    qtbot: QtBot, house: House, opened: Opener
) -> None:
    page = opened()
    box = page.announcement

    box.headline.setText("Adventsfeier")
    box.words.setPlainText("Am 10. Dezember.\nMit Anmeldung.")
    assert box.save_button.isEnabled()
    box.save()
    settle(qtbot, page)

    assert "Adventsfeier" in shown(page)
    assert "Mit Anmeldung." in shown(page)
    assert not box.save_button.isEnabled()


def test_what_is_typed_in_the_box_stays_while_something_else_changes(
    qtbot: QtBot, house: House, hub: Hub, opened: Opener
) -> None:
    page = opened()
    page.announcement.headline.setText("Adventsfeier")

    hub.act(edit_house, EditHouse({"phone": "0231 1"}))
    settle(qtbot, page)

    assert page.announcement.headline.text() == "Adventsfeier"


def test_offers_without_dates_are_listed_and_lead_to_the_offer(
    qtbot: QtBot, house: House, hub: Hub, opened: Opener
) -> None:
    offer_id = house.offer("Spaziergang", wording="nach Absprache")
    page = opened()
    offers = page.missing.offers

    assert [(x.title, x.detail) for x in offers.lines.lines] == [("Spaziergang", "nach Absprache")]
    with qtbot.waitSignal(hub.wanted) as wanted:
        QTest.keyClick(offers, Qt.Key.Key_Return)
    assert wanted.args == ["offers", {"offer_id": offer_id}]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_the_page_can_be_read_and_reached_by_everybody(
    look: str, house: House, opened: Opener
) -> None:
    house.offer("Spaziergang", wording="nach Absprache")
    fill_week(house)
    house.desk.act(record_print, RecordPrint(house.desk.read(present_edition, "week", MONDAY)))
    house.desk.act(
        cancel_date, CancelDate(house.desk.read(dates_between, MONDAY, MONDAY)[0].id, "krank")
    )
    page = opened()
    keys.settle()

    assert audit(page) == []
