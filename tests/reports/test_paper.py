"""Blocks over pages: nothing is lost, nothing overlaps, no heading stays alone, tables are read."""

from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.reports.paper.document import A4, A5, Paper, printed
from begegnung.reports.paper.flow import Block, paginate
from begegnung.reports.paper.paragraph import Paragraph, fact, heading, note, text, title
from begegnung.reports.paper.table import Cell, Column, Row, Table
from tests.reports.structure_reader import font_sizes, read

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
LONG = st.integers(0, 400).map(lambda n: "Wort " * n)
PARAGRAPHS = (
    st.builds(text, st.one_of(WORDS, LONG))
    | st.builds(heading, WORDS)
    | st.builds(fact, WORDS, st.one_of(WORDS, LONG))
    | st.builds(note, WORDS)
)
CELLS = WORDS | st.builds(Cell, WORDS, bold=st.booleans(), struck=st.booleans(), box=st.booleans())
ROWS = st.builds(
    lambda cells, group: Row(cells, group=group), st.tuples(CELLS, CELLS, CELLS), st.booleans()
)
TABLES = st.builds(
    lambda rows, least, ruled: Table(
        (Column("Nr."), Column("Name", share=3), Column("Rechts", share=2, align="right")),
        tuple(rows),
        least=least,
        ruled=ruled,
        names=1,
    ),
    st.lists(ROWS, max_size=60),
    st.sampled_from((0.0, 34.0)),
    st.booleans(),
)
BLOCKS = st.lists(PARAGRAPHS | TABLES, min_size=1, max_size=12)
HEIGHT = 700.0


@given(BLOCKS)
def test_every_slab_stands_once_in_order_and_within_the_page(blocks: list[Block]) -> None:
    laid = [block.laid(A4.inside) for block in blocks]
    pages = paginate(laid, HEIGHT)

    spots = [spot for one in pages for spot in one.spots]
    assert [(spot.block, spot.slab) for spot in spots] == [
        (number, slab) for number, one in enumerate(laid) for slab in range(len(one.slabs))
    ]
    for one in pages:
        down = 0.0 if one.repeated is None else laid[one.repeated].again
        for spot in one.spots:
            assert spot.down >= down - 0.001
            down = spot.down + laid[spot.block].slabs[spot.slab].height
        assert down <= HEIGHT


@given(BLOCKS)
def test_no_heading_and_no_head_of_a_table_stands_alone_at_the_foot(blocks: list[Block]) -> None:
    laid = [block.laid(A4.inside) for block in blocks]
    for one in paginate(laid, HEIGHT)[:-1]:
        last = one.spots[-1]
        assert not laid[last.block].slabs[last.slab].keeps


@given(BLOCKS)
@settings(max_examples=30, deadline=None)
def test_whatever_stands_on_a_paper_it_is_valid_and_large_enough(
    tmp_path_factory: pytest.TempPathFactory, blocks: list[Block]
) -> None:
    pdf = printed(Paper("Probe", "Haus Linde", ((title("Probe"), *blocks),), A5, "Stand heute"))
    file: Path = tmp_path_factory.getbasetemp() / "any.pdf"
    file.write_bytes(pdf)
    for profile in ("ua1", "2a"):
        result = page.validate_pdf(str(file), profile=profile)
        assert result.is_compliant, {each.message for each in result.failures}
    assert min(font_sizes(pdf)) >= 12


def test_a_table_over_several_pages_is_one_table_with_one_head() -> None:
    columns = (Column("Nr.", align="right"), Column("Name", share=1))
    rows = tuple(Row((str(n), f"Person {n}")) for n in range(1, 61))
    tree = read(printed(Paper("Liste", "Haus", ((title("Liste"), Table(columns, rows, names=1)),))))

    (table,) = tree.all("Table")
    lines = table.all("TR")
    assert len(lines) == 61
    assert [cell.text for cell in lines[0].all("TH")] == ["Nr.", "Name"]
    assert [cell.text for cell in lines[42].all("TH") + lines[42].all("TD")] == ["Person 42", "42"]


def test_a_row_higher_than_a_page_goes_on_and_stays_one_row() -> None:
    rows = (Row(("Wort " * 900,)),)
    tree = read(printed(Paper("Liste", "Haus", ((title("L"), Table((Column("A"),), rows)),))))

    assert len(tree.all("TR")) == 2
    (cell,) = tree.all("TD")
    assert cell.text.split() == ["Wort"] * 900


def test_each_part_begins_on_a_page_of_its_own_and_counts_by_itself() -> None:
    long = tuple(text("Wort " * 300) for _ in range(4))
    pdf = printed(Paper("Zwei", "Haus", (long, (text("kurz"),)), A5))
    tree = read(pdf)
    assert len(tree.all("Sect")) == 2


def test_a_paragraph_is_read_as_one_with_blanks_between_its_lines() -> None:
    words = " ".join(f"Wort{n}" for n in range(200))
    tree = read(printed(Paper("Lang", "Haus", ((Paragraph(text(words).spans),),), A5)))
    (found,) = tree.all("P")
    assert found.text.split() == words.split()


def test_headings_are_bookmarks_and_a_level_is_never_skipped() -> None:
    blocks = (heading("Erst", role="H3"), title("Titel"), heading("Teil"), text("Text"))
    pdf = printed(Paper("Lesezeichen", "Haus", (blocks,), A5))
    with pikepdf.open(BytesIO(pdf)) as document, document.open_outline() as outline:
        assert [entry.title for entry in outline.root] == ["Erst", "Titel"]
        assert [entry.title for entry in outline.root[1].children] == ["Teil"]
