"""The week on folded paper: whole, readable, in the right places of the sheet, or refused."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from itertools import product
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from begegnung.model.print_errors import ProgrammeTooFull
from begegnung.model.programme import Announcement, TextEntry, WeekProgramme
from begegnung.reports.imposition import MM, SHEET_WIDTH, Imposed, booklet, wrapped
from begegnung.reports.panel_fitting import filled, parted
from begegnung.reports.week_flyer import Layout, week_flyer, week_leaflet
from begegnung.texts import german
from tests.papers.page_marks import Box, faults, invalid, words_of
from tests.reports.any_week import PAPERS, weeks
from tests.reports.structure_reader import Node, read
from tests.reports.test_weekly_any_week import TOUCH, titles_missing
from tests.reports.weeks import HOUSE, MONDAY, entry, special_week, usual_entries, week

Make = Callable[[WeekProgramme, Layout], bytes]
BOTH: tuple[Make, ...] = (week_flyer, week_leaflet)
LAYOUTS: tuple[Layout, ...] = ("reader", "sheet")
CASES = {
    "empty": week(),
    "one": week(entry()),
    "usual": week(*usual_entries()),
    "special": special_week(),
    "full": week(*usual_entries(29)),
    "undated": week(
        text_entries=tuple(
            TextEntry(f"Angebot {n}", "nach Absprache", "Foyer", "Frau A.", "Bitte fragen", None)
            for n in range(40)
        )
    ),
}
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]


def boxes(pdf: bytes) -> list[tuple[float, list[Box]]]:
    """The width of every page with the boxes of the words on it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [(one.get_width(), [words.box for words in words_of(one)]) for one in document]
    finally:
        document.close()


def first_words(pdf: bytes) -> list[str]:
    """The first line of every page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [one.get_textpage().get_text_bounded().split("\r\n")[0] for one in document]
    finally:
        document.close()


def said(pdf: bytes) -> list[str]:
    """The paragraphs without blanks and divisions."""
    found = (node.text.replace("\u00ad", "") for node in read(pdf).all("P"))
    return ["".join(text.split()) for text in found]


def imposed(make: Make, pages: int) -> Imposed:
    return booklet(pages) if make is week_flyer else wrapped()


@given(weeks, st.sampled_from(BOTH))
@settings(max_examples=PAPERS // 2, deadline=None, suppress_health_check=SLOW)
def test_any_week_is_whole_and_readable_on_its_panels_or_refused(
    tmp_path_factory: pytest.TempPathFactory, week: WeekProgramme, make: Make
):
    reader = sheet = b""
    refused: ProgrammeTooFull | None = None
    try:
        reader, sheet = (make(week, layout) for layout in LAYOUTS)
    except ProgrammeTooFull as error:
        refused = error
    if refused:
        days = {one.day for one in (*week.entries, *week.closed_days)}
        assert refused.day in days if refused.part == "day" else refused.day is None
        return
    assert titles_missing(week, reader) == []
    assert read(sheet).lines() == read(reader).lines()
    for pdf in (reader, sheet):
        assert faults(pdf, touch=TOUCH) == []
        assert invalid(pdf, tmp_path_factory.getbasetemp()) == []


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("make", BOTH)
def test_every_file_is_accessible_and_archivable_and_always_the_same(
    make: Make, layout: Layout, case: str, tmp_path: Path
) -> None:
    pdf = make(CASES[case], layout)
    file = tmp_path / "faltblatt.pdf"
    file.write_bytes(pdf)
    for profile in ("ua1", "2a"):
        result = page.validate_pdf(str(file), profile=profile)
        assert result.is_compliant, {each.message for each in result.failures}
    assert make(CASES[case], layout) == pdf


@pytest.mark.parametrize("make", BOTH)
def test_no_word_stands_across_a_fold(make: Make) -> None:
    reader, sheet = (make(CASES["usual"], layout) for layout in LAYOUTS)
    places = imposed(make, len(boxes(reader)))
    for side, (width, found) in zip(places.sides, boxes(sheet), strict=True):
        assert width == pytest.approx(SHEET_WIDTH, abs=0.1)
        folds = [place.left for place in side if place.left]
        for fold in folds:
            assert not [box for box in found if box[0] < fold + 20 and box[2] > fold - 20]


def test_the_pages_of_a_booklet_lie_in_each_other() -> None:
    def panels(pages: int) -> list[list[int]]:
        return [[place.panel for place in side] for side in booklet(pages).sides]

    assert panels(4) == [[3, 0], [1, 2]]
    assert panels(8) == [[7, 0], [1, 6], [5, 2], [3, 4]]


def test_the_panel_that_is_folded_in_is_narrower_and_lies_behind_the_third_inner_one() -> None:
    fold = wrapped()
    for side in fold.sides:
        left = 0.0
        for place in side:
            assert place.left == pytest.approx(left)
            left += fold.widths[place.panel]
        assert left == pytest.approx(297 * MM)
    outside, inside = fold.sides
    assert (outside[0].panel, inside[-1].panel) == (4, 3)
    assert fold.widths[4] == fold.widths[3] == pytest.approx(97 * MM)
    assert fold.widths[0] == pytest.approx(100 * MM)


def test_a_sheet_is_printed_as_large_as_it_is_and_turned_over_the_short_edge() -> None:
    with pikepdf.open(BytesIO(week_flyer(CASES["usual"], "sheet"))) as document:
        wishes = document.Root.ViewerPreferences
        assert str(wishes.PrintScaling) == "/None"
        assert str(wishes.Duplex) == "/DuplexFlipShortEdge"
        assert len(document.pages) == 2


def test_the_cover_is_read_first_and_the_contact_last() -> None:
    for make in BOTH:
        tree = read(make(CASES["usual"], "sheet"))
        assert tree.all("H1")[0].actual == "Wochenprogramm"
        headings = [node.actual or node.text for node in tree.all("H2")]
        assert headings[0] == "Montag, 16. November"
        assert headings[-2:] == ["Samstag, 21. November", "So erreichen Sie uns"]
        last = tree.kids[-1].spoken()
        assert "Telefon 0231 000-12" in last
        assert "QR-Code: Programm im Internet unter lindenhof.example" in last


def test_a_row_is_read_as_time_title_room_and_category() -> None:
    (item,) = read(week_leaflet(week(entry()))).all("LI")

    def parts(node: Node) -> list[tuple[str, str]]:
        own = [(node.role, node.actual or node.alt or node.text.strip())]
        return own + [part for kid in node.kids for part in parts(kid)]

    assert parts(item)[1:] == [
        ("Lbl", "9:00 bis 10:00 Uhr"),
        ("LBody", ""),
        ("P", "Sitzgymnastik"),
        ("P", "Ort: Saal"),
        ("Figure", "Bewegung & Gesundheit"),
    ]


def test_the_announcement_stands_on_the_flap() -> None:
    notice = Announcement("Adventskonzert", "4. Dezember")
    words = first_words(week_leaflet(week(*usual_entries(), announcement=notice)))
    assert words[4] == "Adventskonzert"


def test_a_flyer_gets_more_pages_before_a_day_is_refused() -> None:
    pages = [len(boxes(week_flyer(week(*usual_entries(n))))) for n in (1, 22, 44)]
    assert pages == [4, 4, 8]


@pytest.mark.parametrize("make", BOTH)
def test_the_fullest_day_is_named_where_it_does_not_fit(make: Make) -> None:
    tuesday = MONDAY + timedelta(days=1)
    many = [entry(day=tuesday, title=f"Angebot {n}") for n in range(30)]
    with pytest.raises(ProgrammeTooFull) as caught:
        make(week(entry(), *many), "reader")
    assert (caught.value.part, caught.value.day) == ("day", tuesday)
    sentence = german(caught.value)
    assert "Am Dienstag, 17. November, stehen " in sentence
    assert "zu viel für das Faltblatt." in sentence
    assert "A4" in sentence
    assert "zweites Blatt" in sentence


def test_an_announcement_that_is_longer_than_a_panel_is_named() -> None:
    notice = Announcement("Vormerken", "Sehr viel zu sagen. " * 200)
    with pytest.raises(ProgrammeTooFull) as caught:
        week_leaflet(week(entry(), announcement=notice))
    assert caught.value.part == "notice"
    assert "Hinweis" in german(caught.value)


def test_offers_without_dates_go_on_on_the_next_panel() -> None:
    headings = [node.actual for node in read(week_flyer(CASES["undated"])).all("H2")]
    assert headings[:2] == ["Ohne festen Termin, 1 von 3", "Ohne festen Termin, 2 von 3"]


@given(
    st.lists(st.floats(1, 60), max_size=6),
    st.lists(st.floats(20, 100), min_size=1, max_size=4),
)
def test_blocks_are_parted_as_evenly_as_can_be(heights: list[float], rooms: list[float]) -> None:
    def shares(parts: tuple[int, ...]) -> list[float]:
        ends = [sum(parts[: n + 1]) for n in range(len(parts))]
        return [
            filled(heights[end - size : end], 3) / room
            for size, end, room in zip(parts, ends, rooms, strict=True)
        ]

    every = [
        sum(share * share for share in shares(parts))
        for parts in product(range(len(heights) + 1), repeat=len(rooms))
        if sum(parts) == len(heights) and max(shares(parts)) <= 1
    ]
    found = parted(heights, 3, rooms)
    if found is None:
        assert not every
    else:
        assert sum(share * share for share in shares(found)) == pytest.approx(min(every))


def test_a_house_that_says_little_has_a_cover_too() -> None:
    bare = week(entry(), house=type(HOUSE)("Treff"))
    for make in BOTH:
        assert read(make(bare, "reader")).all("H1")
