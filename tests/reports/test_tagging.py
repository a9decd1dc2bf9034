"""The tagging layer alone: what is drawn inside a tag is read, everything else is decoration."""

import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from reportlab.lib.pagesizes import A5
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from begegnung.reports.tagging import About, TaggedCanvas
from begegnung.reports.tagging.spots import change_spots
from begegnung.reports.theme import REGULAR, load_fonts
from tests.project.source_tree import ROOT
from tests.reports.structure_reader import read

load_fonts()

OUTSIDE = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
PLOTS = """\
Document
  H1 Allotments to let
  P Two lines of one paragraph. The blank behind the first keeps the words of both apart.
  P
    Span 9–12 [9 to 12 o'clock]
    Span À bientôt
    Note (on Mondays)
  L
    LI
      Lbl 1.
      LBody Ask for a plot
    LI
      Lbl 2.
      LBody Sign
    LI
      Lbl 3.
      LBody Dig
  Table
    TR
      TH of the column Plot
      TH of the column Size
    TR
      TH of the row By the brook
      TD 240 m²
    TR
      TH of the row At the gate
      TD 180 m²
    TR
      TD All with water
  Figure (Plan: the brook in the north, the gate in the south)
  P
    Link example.org/plots
  P Whoever has had a plot for ten years gets a bench.""".splitlines()


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


def test_a_role_that_is_none_is_refused():
    with pytest.raises(ValueError, match="Heading"), canvas().tag("Heading"):
        pass


def test_a_page_does_not_end_inside_of_a_tag():
    paper = canvas()
    with pytest.raises(RuntimeError, match="'P'"), paper.tag("P"):
        paper.showPage()


@pytest.mark.parametrize(("of", "name"), [(pdfdoc.PDFStream, "format"), (Canvas, "_setColorSpace")])
def test_a_reportlab_without_a_private_name_is_refused_by_that_name(
    of: type, name: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delattr(of, name)
    with pytest.raises(RuntimeError, match=rf"{of.__name__}\.{name}"):
        change_spots()


def test_the_examples_of_the_documentation_run_with_the_layer_alone_and_keep_both_standards(
    tmp_path: Path,
):
    shutil.copytree(ROOT / "begegnung/reports/tagging", tmp_path / "tagging")
    for font in ("FiraSans-Regular.ttf", "FiraSans-Bold.ttf"):
        shutil.copy(ROOT / "resources/fonts" / font, tmp_path)
    text = (ROOT / "docs/tagging.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    for number, example in enumerate(examples):
        file = tmp_path / f"example{number}.py"
        file.write_text(example, encoding="utf-8")
        command = [sys.executable, "-W", "error", file.name]
        subprocess.run(command, cwd=tmp_path, env=OUTSIDE, check=True)
    for name in ("plots.pdf", "minutes.pdf"):
        check((tmp_path / name).read_bytes(), tmp_path)

    plots, minutes = (read((tmp_path / name).read_bytes()) for name in ("plots.pdf", "minutes.pdf"))
    assert plots.lines() == PLOTS
    assert len(minutes.all("P")) == 6
    assert {each.text.count("mind. Everybody") for each in minutes.all("P")} == {39}
    assert [len(minutes.all(role)) for role in ("Table", "TR", "TH", "TD")] == [1, 61, 2, 120]
