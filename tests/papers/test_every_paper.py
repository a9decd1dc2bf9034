"""Every document in every variant of every house: whole, readable, accessible, always the same."""

from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from begegnung.model.errors import Invalid
from begegnung.model.print_errors import ProgrammeTooFull
from begegnung.reports.text import clean
from begegnung.services.booking_lists import bookings_of
from begegnung.services.booklet import booklet_of
from begegnung.services.named import offers_named
from begegnung.services.offers import offer_list
from begegnung.services.printing.registry import DOCUMENTS
from begegnung.services.weekly import week_programme
from tests.desks import MONDAY, House
from tests.papers.cases import CASES, HALF, WEEK, Case, PrintedPaper, house_of, paper, papers
from tests.papers.houses import OFFERS
from tests.papers.page_marks import MARGIN, faults, invalid
from tests.reports.any_week import MANY, PAPERS
from tests.reports.structure_reader import Node, read

Printed = tuple[Case, House, list[PrintedPaper]]
LABEL_MARGIN = 12.0
"""The sheets of labels that are sold have no margin; printers reach this far (points)."""
CARDS = ("badges", "visitor-cards", "labels")


@pytest.fixture(scope="module", params=CASES, ids=[case.name for case in CASES])
def printed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Printed]:
    """A house with all its papers."""
    case: Case = request.param
    with house_of(case, tmp_path_factory.mktemp(case.name) / "Daten") as house:
        yield case, house, list(papers(case, house))


def pdfs(made: list[PrintedPaper]) -> list[PrintedPaper]:
    """Those that were made as PDF."""
    return [one for one in made if one.content and DOCUMENTS[one.document].suffix == ".pdf"]


def words_in(tree: Node) -> str:
    """All words of a document without blanks and divisions."""
    own = "".join((tree.text, *map(words_in, tree.kids)))
    return "".join(own.replace("\u00ad", "").split())


def headings(tree: Node) -> list[int]:
    """The levels of the headings in the order of reading."""
    own = [int(tree.role[1])] if tree.role in ("H1", "H2", "H3") else []
    return own + [level for kid in tree.kids for level in headings(kid)]


def test_every_page_can_be_read_and_nothing_is_cut_or_covered(printed: Printed) -> None:
    found = {
        one.file_name: faults(one.content, LABEL_MARGIN if one.document == "labels" else MARGIN)
        for one in pdfs(printed[2])
    }
    assert {name: some for name, some in found.items() if some} == {}


def test_every_file_is_accessible_and_archivable(printed: Printed, tmp_path: Path) -> None:
    found = {one.file_name: invalid(one.content, tmp_path) for one in pdfs(printed[2])}
    assert {name: some for name, some in found.items() if some} == {}


def test_every_file_has_title_language_bookmarks_and_headings_without_gaps(
    printed: Printed,
) -> None:
    for one in pdfs(printed[2]):
        levels = headings(read(one.content))
        steps = [below - above for above, below in pairwise(levels)]
        assert levels[:1] == ([] if one.document in CARDS else [1]), one.file_name
        assert max(steps, default=0) <= 1, one.file_name
        with pikepdf.open(BytesIO(one.content)) as document:
            assert str(document.Root.Lang) == "de-DE", one.file_name
            assert str(document.docinfo.Title), one.file_name
            sheets = one.options.get("layout") == "sheet" or one.document in CARDS
            assert sheets or "/Outlines" in document.Root, one.file_name


def test_the_same_house_gives_the_same_bytes(printed: Printed) -> None:
    case, house, made = printed
    for one in made:
        if one.content and (case.name == "usual" or PAPERS >= MANY):
            again = paper(case, house, one.document, one.options)
            assert again.content == one.content, one.file_name


def test_what_is_not_printed_is_refused_for_a_reason(printed: Printed) -> None:
    case, _, made = printed
    full = [one for one in made if isinstance(one.refusal, ProgrammeTooFull)]
    assert {one.document for one in full} <= {"programme-flyer", "programme-leaflet"}
    assert not full or case.name == "overfull"
    asked = {
        (one.refusal.field, one.refusal.problem)
        for one in made
        if isinstance(one.refusal, Invalid) and case.name in ("usual", "overfull")
    }
    assert asked <= {("offer", "nobody_to_write_to"), ("person", "no_street")}


def squeezed(words: str) -> str:
    """Words as they are compared: without blanks."""
    return "".join(clean(words).split())


def test_no_title_of_the_week_and_of_the_half_year_is_lost(printed: Printed) -> None:
    case, house, made = printed
    week = house.desk.read(week_programme, MONDAY)
    weekly = [squeezed(one.title) for one in (*week.entries, *week.text_entries)]
    half = [squeezed(one.title) for one in house.desk.read(booklet_of, HALF).offers]
    assert len(weekly) >= {"empty": 0, "shortest": 1, "usual": 27, "overfull": 80}[case.name]
    assert len(half) >= {"empty": 0, "shortest": 1, "usual": 25, "overfull": OFFERS - 1}[case.name]
    for one in pdfs(made):
        titles = half if one.document == "booklet" else []
        if one.document.startswith("programme") and one.options["week"] == WEEK:
            titles = weekly
        said = words_in(read(one.content)) if titles else ""
        assert [title for title in titles if title not in said] == [], one.file_name


def test_nobody_is_lost_from_a_list(printed: Printed) -> None:
    case, house, made = printed
    if case.name == "empty":
        assert not house.desk.read(offer_list)
        return
    (course,) = house.desk.read(offers_named, case.subjects.course)
    lines = house.desk.read(bookings_of, course)
    listed = {
        **dict.fromkeys(("participants", "signatures", "badges", "visitor-cards"), ("booked",)),
        "waiting-list": ("waiting",),
        "calls": ("booked", "waiting"),
    }
    for one in pdfs(made):
        states = listed.get(one.document, ())
        if not states or one.options.get("offer") != case.subjects.course:
            continue
        said = words_in(read(one.content))
        names = [squeezed(line.surname) for line in lines if line.state in states]
        assert [name for name in names if name not in said] == [], one.file_name
