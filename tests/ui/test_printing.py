"""What goes to a printer: every page, at its true size, exactly as the preview shows it."""

from datetime import date
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtWidgets import QApplication

from begegnung.model.programme import ProgrammeEntry, ProgrammeHouse, WeekProgramme
from begegnung.reports.weekly import Paper, weekly_programme
from begegnung.ui.preview.pages import PdfPages
from begegnung.ui.printing import PrintOrder, paper_of, print_pdf, printers
from begegnung.ui.windows_printing import DevMode, fill_in

MONDAY = date(2026, 11, 23)


def week(entries: int = 3) -> WeekProgramme:
    """A week with so many dates on its Monday."""
    return WeekProgramme(
        house=ProgrammeHouse("Begegnungszentrum Prüfstraße"),
        monday=MONDAY,
        entries=tuple(
            ProgrammeEntry(
                MONDAY, 480 + 5 * i, 540 + 5 * i, "", f"Gruppe {i + 1}", "Saal", "", "", None
            )
            for i in range(entries)
        ),
    )


def printed(tmp_path: Path, pdf: bytes, copies: int = 1) -> pdfium.PdfDocument:
    """What a printer would get of `pdf`, as a PDF of pictures."""
    file = tmp_path / "gedruckt.pdf"
    order = PrintOrder("Wochenprogramm", pdf, "", copies=copies, file=file)
    print_pdf(order, lambda *_: None)
    return pdfium.PdfDocument(file.read_bytes())


@pytest.mark.parametrize("paper", ["a4", "a3"])
def test_every_page_comes_out_at_its_true_size(
    qapp: QApplication, tmp_path: Path, paper: Paper
) -> None:
    made = weekly_programme(week(90), paper)

    result = printed(tmp_path, made.pdf)

    assert len(result) == made.pages > 1
    wanted = PdfPages(made.pdf).sizes
    for number, size in enumerate(wanted):
        assert result.get_page_size(number) == pytest.approx(size.toTuple(), abs=1.5)


def test_the_print_looks_like_the_preview(qapp: QApplication, tmp_path: Path) -> None:
    pdf = weekly_programme(week(), "a4").pdf
    shown = PdfPages(pdf).image(0, 298, 421)

    result = printed(tmp_path, pdf)
    result.save(tmp_path / "again.pdf")
    on_paper = PdfPages((tmp_path / "again.pdf").read_bytes()).image(0, 298, 421)

    ink = [
        [(x, y) for x in range(298) for y in range(421) if image.pixelColor(x, y).lightness() < 100]
        for image in (shown, on_paper)
    ]
    near = {(x + i, y + j) for x, y in ink[1] for i in (-1, 0, 1) for j in (-1, 0, 1)}
    assert len(ink[0]) > 100
    assert len([dot for dot in ink[0] if dot in near]) > 0.95 * len(ink[0])


def test_a_page_in_stripes_is_the_page(qapp: QApplication) -> None:
    pages = PdfPages(weekly_programme(week(), "a3").pdf)
    wide, high = 3507, 4960

    stripes = list(pages.bands(0, wide, high))

    assert len(stripes) > 1
    assert [top for top, _ in stripes] == [
        sum(image.height() for _, image in stripes[:i]) for i in range(len(stripes))
    ]
    assert sum(image.height() for _, image in stripes) == high
    whole = pages.image(0, wide, high)
    top, stripe = stripes[1]
    assert stripe.pixelColor(5, 5) == whole.pixelColor(5, top + 5)


def test_the_paper_a_document_needs_is_named(qapp: QApplication) -> None:
    assert paper_of(weekly_programme(week(), "a4").pdf) == "A4"
    assert paper_of(weekly_programme(week(), "a3").pdf) == "A3"


def test_the_page_on_screen_has_its_text_for_those_who_cannot_see(qapp: QApplication) -> None:
    pages = PdfPages(weekly_programme(week(), "a4").pdf)

    assert "Gruppe 1" in pages.text(0)
    assert "Begegnungszentrum Prüfstraße" in pages.text(0)


@pytest.mark.parametrize(
    ("size", "wanted"),
    [((595.28, 841.89), (1, 9)), ((841.89, 1190.55), (1, 8)), ((841.89, 595.28), (2, 9))],
)
def test_the_settings_for_a_windows_printer_name_paper_direction_copies_and_sides(
    size: tuple[float, float], wanted: tuple[int, int]
) -> None:
    mode = DevMode()

    fill_in(mode, PrintOrder("", b"", "Büro", copies=3, sides="long_edge"), size)

    assert (mode.orientation, mode.paper_size) == wanted
    assert (mode.copies, mode.duplex) == (3, 2)
    assert mode.fields == 0x1 | 0x2 | 0x100 | 0x1000
    # The places are those of DEVMODEW in wingdi.h.
    places = {name: getattr(DevMode, name).offset for name in ("fields", "orientation", "duplex")}
    assert places == {"fields": 72, "orientation": 76, "duplex": 94}


def test_the_printers_of_the_computer_are_listed_without_a_fault(qapp: QApplication) -> None:
    assert all(choice.name for choice in printers())
