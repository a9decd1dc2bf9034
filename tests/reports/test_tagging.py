"""The tagging layer alone: what is drawn inside a tag is read, everything else is decoration."""

from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from reportlab.lib.pagesizes import A5

from begegnung.reports.tagging import About, TaggedCanvas
from begegnung.reports.theme import REGULAR, load_fonts
from tests.reports.structure_reader import read

load_fonts()


def canvas() -> TaggedCanvas:
    """An empty document."""
    about = About("Titel & <Zeichen>", "Treff", "Probe", "Begegnung")
    return TaggedCanvas(about, pagesize=A5, font=REGULAR, lang="de-DE")


def check(pdf: bytes, folder: Path) -> None:
    """The file keeps both standards."""
    file = folder / "file.pdf"
    file.write_bytes(pdf)
    for profile in ("ua1", "2a"):
        result = page.validate_pdf(str(file), profile=profile)
        assert result.is_compliant, {each.message for each in result.failures}


def test_a_table_says_which_cell_is_a_heading(tmp_path: Path):
    paper = canvas()
    with paper.tag("H1"):
        paper.drawString(40, 500, "Anwesenheit")
    with paper.struct("Table", title="Wer war da"):
        for row, cells in enumerate((("Name", "Ja"), ("A.", "x"))):
            with paper.struct("TR"):
                for column, cell in enumerate(cells):
                    heading = {"scope": "Column"} if row == 0 else {}
                    with paper.tag("TH" if row == 0 else "TD", **heading):
                        paper.drawString(40 + 90 * column, 460 - 20 * row, cell)
    pdf = paper.finished()
    check(pdf, tmp_path)
    assert [each.text for each in read(pdf).all("TH")] == ["Name", "Ja"]
    assert [each.text for each in read(pdf).all("TD")] == ["A.", "x"]


def test_drawing_outside_of_tags_is_not_read(tmp_path: Path):
    paper = canvas()
    paper.drawString(40, 540, "Blatt 1")
    with paper.tag("H1"):
        paper.drawString(40, 500, "Titel")
        with paper.artifact():
            paper.drawString(40, 480, "Zierde")
        paper.drawString(40, 460, " und mehr")
    paper.rect(10, 10, 20, 20)
    pdf = paper.finished()
    check(pdf, tmp_path)
    assert read(pdf).spoken() == "Titel und mehr"


def test_a_paragraph_over_two_pages_is_one_paragraph(tmp_path: Path):
    paper = canvas()
    with paper.tag("H1"):
        paper.drawString(40, 500, "Titel")
    for words in ("erste Hälfte ", "zweite Hälfte"):
        with paper.tag("P", key="text"):
            paper.drawString(40, 400, words)
        paper.showPage()
    pdf = paper.finished()
    check(pdf, tmp_path)
    assert [each.text for each in read(pdf).all("P")] == ["erste Hälfte zweite Hälfte"]


def test_the_order_of_reading_is_the_order_of_the_elements_not_of_the_drawing():
    paper = canvas()
    with paper.struct("Sect"):
        with paper.struct("P", key="first"):
            pass
        with paper.tag("P"):
            paper.drawString(40, 300, "zweitens")
    with paper.tag("P", key="first"):
        paper.drawString(40, 500, "erstens")
    assert read(paper.finished()).spoken() == "erstens zweitens"


def test_empty_elements_are_left_out():
    paper = canvas()
    with paper.struct("L"), paper.struct("LI"):
        pass
    with paper.tag("P"):
        paper.drawString(40, 300, "Text")
    assert read(paper.finished()).lines() == ["Document", "  P Text"]


def test_the_file_says_its_title_and_language():
    paper = canvas()
    with paper.tag("P"):
        paper.drawString(40, 300, "Text")
    with pikepdf.open(BytesIO(paper.finished())) as document:
        assert str(document.Root.Lang) == "de-DE"
        assert str(document.docinfo.Title) == "Titel & <Zeichen>"
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Titel & <Zeichen>"
            assert metadata["pdfuaid:part"] == "1"


@pytest.mark.parametrize("words", ["Straße 5 €", "Nguyễn – Yıldız", "„Ja“ (a\\b)"])
def test_letters_come_out_as_they_went_in(words: str):
    paper = canvas()
    with paper.tag("P"):
        paper.drawString(40, 300, words)
    assert read(paper.finished()).spoken() == words
