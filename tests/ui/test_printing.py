"""What goes to a printer: every page, at its true size, exactly as the preview shows it."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from reportlab.pdfgen.canvas import Canvas

from begegnung.model.programme import ProgrammeEntry, ProgrammeHouse, WeekProgramme
from begegnung.reports.weekly import weekly_programme
from begegnung.texts.printers import printer_words
from begegnung.ui.preview.pages import PdfPages
from begegnung.ui.print_order import PrintingCancelled, PrintOrder, faces
from begegnung.ui.printing import paper_of, print_pdf
from begegnung.ui.windows_spooler import DevMode, fill_in, troubles_of

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


def test_every_page_comes_out_at_its_true_size(qapp: QApplication, tmp_path: Path) -> None:
    sizes = ((595.28, 841.89), (841.89, 595.28), (841.89, 1190.55), (419.53, 595.28))
    pdf = barred(*sizes)

    result = printed(tmp_path, pdf)

    assert [result.get_page_size(n) for n in range(len(result))] == [
        pytest.approx(size, abs=1.5) for size in sizes
    ]


def dark(image: QImage) -> set[tuple[int, int]]:
    """Where the ink is."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    wide, line = grey.width(), grey.bytesPerLine()
    places = (divmod(n, line) for n, shade in enumerate(bytes(grey.constBits())) if shade < 128)
    return {(x, y) for y, x in places if x < wide}


def test_the_print_looks_like_the_preview(qapp: QApplication, tmp_path: Path) -> None:
    pdf = weekly_programme(week(), "a4").pdf
    shown = PdfPages(pdf).image(0, 596, 842)

    result = printed(tmp_path, pdf)
    result.save(tmp_path / "again.pdf")
    on_paper = PdfPages((tmp_path / "again.pdf").read_bytes()).image(0, 596, 842)

    ink, again = dark(shown), dark(on_paper)
    near = {(x + i, y + j) for x, y in again for i in (-1, 0, 1) for j in (-1, 0, 1)}
    assert len(ink) > 1000
    assert len(ink & near) > 0.98 * len(ink)


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
    assert paper_of(PdfPages(weekly_programme(week(), "a4").pdf).sizes) == "A4"
    assert paper_of(PdfPages(weekly_programme(week(), "a3").pdf).sizes) == "A3"


def test_the_page_on_screen_has_its_text_for_those_who_cannot_see(qapp: QApplication) -> None:
    pages = PdfPages(weekly_programme(week(), "a4").pdf)

    assert "Gruppe 1" in pages.text(0)
    assert "Begegnungszentrum Prüfstraße" in pages.text(0)


@pytest.mark.parametrize(
    ("size", "wanted"),
    [
        ((595.28, 841.89), (1, 9)),
        ((420.9, 595.3), (1, 11)),
        ((841.89, 1190.55), (1, 8)),
        ((841.89, 595.28), (2, 9)),
    ],
)
def test_the_settings_for_a_windows_printer_name_paper_direction_copies_and_sides(
    size: tuple[float, float], wanted: tuple[int, int]
) -> None:
    mode = DevMode()

    fill_in(mode, PrintOrder("", b"", "Büro", copies=3, sides="long_edge"), QSizeF(*size), 3)

    assert (mode.orientation, mode.paper_size) == wanted
    assert (mode.copies, mode.collate, mode.duplex, mode.scale) == (3, 1, 2, 100)
    assert mode.fields == 0x1 | 0x2 | 0x10 | 0x100 | 0x1000 | 0x8000
    # The places are those of DEVMODEW in wingdi.h.
    names = ("fields", "orientation", "duplex", "collate")
    places = {name: getattr(DevMode, name).offset for name in names}
    assert places == {"fields": 72, "orientation": 76, "duplex": 94, "collate": 100}


def test_a_paper_without_a_number_is_named_by_its_lengths() -> None:
    mode = DevMode()

    fill_in(mode, PrintOrder("", b"", "Büro"), QSizeF(280.63, 595.28), 1)

    assert (mode.paper_size, mode.paper_width, mode.paper_length) == (256, 990, 2100)
    assert mode.fields & (0x2 | 0x4 | 0x8) == 0x2 | 0x4 | 0x8


@pytest.mark.parametrize(
    ("status", "attributes", "wanted"),
    [
        (0, 0, ()),
        (0, 0x400, ("offline",)),
        (0x80, 0x400, ("offline",)),
        (0x10 | 0x2, 0, ("no_paper",)),
        (0x1 | 0x400000, 0, ("paused", "open")),
        (0x100000, 0, ("help",)),
        # Printing, warming up, saving power, toner low: it prints.
        (0x400 | 0x10000 | 0x1000000 | 0x20000, 0, ()),
    ],
)
def test_what_windows_says_of_a_printer_is_understood(
    status: int, attributes: int, wanted: tuple[str, ...]
) -> None:
    assert troubles_of(status, attributes) == wanted
    assert bool(printer_words(troubles_of(status, attributes))) is bool(wanted)


def pages_of(order: PrintOrder, count: int, copies: int = 1) -> list[int | None]:
    """The sides of paper, pages counted from 1."""
    return [None if one.page is None else one.page + 1 for one in faces(order, count, copies)]


def test_copies_are_printed_one_after_another_and_each_begins_on_a_new_sheet() -> None:
    order = PrintOrder("", b"", "Büro", sides="one")

    assert pages_of(order, 3, 2) == [1, 2, 3, 1, 2, 3]
    assert pages_of(replace(order, sides="long_edge"), 3, 2) == [1, 2, 3, None, 1, 2, 3, None]
    assert pages_of(replace(order, sides="long_edge"), 3) == [1, 2, 3]
    assert pages_of(replace(order, pages=(1, 2)), 3) == [2, 3]


def test_by_hand_every_sheet_gets_its_back_whichever_lies_on_top() -> None:
    order = PrintOrder("", b"", "Büro", sides="long_edge", part="fronts")
    backs = replace(order, part="backs")

    assert pages_of(order, 5, 2) == [1, 3, 5, 1, 3, 5]
    assert pages_of(backs, 5, 2) == [2, 4, None, 2, 4, None]
    assert pages_of(replace(backs, backwards=True), 5) == [None, 4, 2]
    assert not any(one.upside_down for one in faces(backs, 4))
    # Turned at the short edge, the back stands the other way up when the same edge goes in first.
    short = replace(backs, sides="short_edge")
    assert [one.upside_down for one in faces(short, 4)] == [True, True]
    assert not any(one.upside_down for one in faces(replace(short, part="fronts"), 4))


def test_what_is_given_up_ends_before_the_next_side(qapp: QApplication, tmp_path: Path) -> None:
    made = weekly_programme(week(90), "a4")
    order = PrintOrder("", made.pdf, "", file=tmp_path / "gedruckt.pdf")
    begun: list[str] = []

    with pytest.raises(PrintingCancelled):
        print_pdf(order, lambda words, *_: begun.append(words), lambda: bool(begun))

    assert begun == [f"Seite 1 von {made.pages}"]


def barred(*sizes: tuple[float, float]) -> bytes:
    """A PDF whose pages have these sizes in points and a bar: the first in its first fifth, ..."""
    target = BytesIO()
    canvas = Canvas(target)
    for number, (wide, high) in enumerate(sizes):
        canvas.setPageSize((wide, high))
        canvas.rect(20, high - (number + 0.7) * high / 5, wide - 40, high / 10, fill=1)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def bars(pdf: bytes) -> list[list[int]]:
    """In which fifths of each page is a bar."""
    pages = PdfPages(pdf)
    images = [pages.image(number, 50, 50) for number in range(len(pages))]
    return [
        [n for n in range(5) if image.pixelColor(25, 10 * n + 5).lightness() < 128]
        for image in images
    ]


def test_only_some_pages_and_what_goes_on_the_backs_by_hand(
    qapp: QApplication, tmp_path: Path
) -> None:
    file = tmp_path / "gedruckt.pdf"
    pdf = barred(*[(298.0, 420.0)] * 3)
    order = PrintOrder("", pdf, "", file=file, sides="short_edge")

    def result(changed: PrintOrder) -> list[list[int]]:
        print_pdf(changed, lambda *_: None)
        return bars(file.read_bytes())

    assert result(replace(order, pages=(1,))) == [[1]]
    assert result(replace(order, part="fronts")) == [[0], [2]]
    assert result(replace(order, part="backs", sides="long_edge")) == [[1], []]
    assert result(replace(order, part="backs")) == [[3], []]
    assert result(replace(order, part="backs", backwards=True)) == [[], [3]]
