"""The measuring itself: what the figures of `dev.py bench` mean."""

import re
from datetime import date
from html import unescape

import pypdfium2
import pytest

from begegnung.model.booking_rows import SlipDate
from begegnung.model.booklet_rows import Booklet, BookletOffer
from begegnung.reports.booklet import booklet, booklet_volume
from benchmarks.lines_again import draw_again, printed_lines
from benchmarks.papers_data import HOUSE
from benchmarks.peer_sources import volume_source
from benchmarks.ratio import Ratio, interleaved
from benchmarks.run import table


def test_a_ratio_over_its_limit_is_marked_in_the_table() -> None:
    slow = Ratio("slow", seconds=0.003, floor_seconds=0.001, limit=2.5)
    quick = Ratio("quick", seconds=0.002, floor_seconds=0.001, limit=2.5)

    lines = table([slow, quick]).splitlines()

    assert slow.ratio == pytest.approx(3)
    assert lines[0].endswith("OVER")
    assert not lines[1].endswith("OVER")


def test_both_ways_are_run_in_turns_after_one_run_each_that_does_not_count() -> None:
    runs: list[str] = []

    seconds = interleaved(lambda: runs.append("way"), lambda: runs.append("floor"), rounds=3)

    assert runs == ["way", "floor"] * 4
    assert min(seconds) > 0


DAY = SlipDate(date(2027, 2, 1), 600, 660)
SMALL = Booklet(
    HOUSE,
    date(2027, 1, 1),
    date(2027, 6, 30),
    tuple(
        BookletOffer(
            title, key, dates=(DAY,), place="Saal", leader="Anna Übung", remark=remark, single=True
        )
        for title, key, remark in (
            ("Tanz & Kaffee", "social", "Bitte <früh> kommen."),
            ("Chor", "music", ""),
            ('Das "Ich"', None, "Hinweis\\Rückseite"),
        )
    ),
)


def words_of(pdf: bytes) -> str:
    """The text of all pages, without blanks and numbers of pages."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return re.sub(r"[\s\u00a0]|Seite|\d", "", text)


def test_others_are_given_every_word_of_our_booklet_and_every_page_it_names() -> None:
    source = volume_source(booklet_volume(SMALL))

    plain = re.sub(r"<[^>]*>", " ", source.html.split("<body>")[1])
    in_typst = " ".join(re.findall(r'"((?:[^"\\]|\\.)*)"', source.typst))
    in_typst = re.sub(r"\\(.)", r"\1", in_typst)
    for offer in SMALL.offers:
        for words in (offer.title, offer.remark, offer.leader):
            assert unescape(plain).count(words) >= 1
            assert in_typst.count(words) >= 1
    targets = set(re.findall(r'href="#([^"]+)"', source.html))
    assert targets <= set(re.findall(r' id="([^"]+)"', source.html))
    assert {"offer-0", "offer-1", "offer-2", "calendar", "leaders", "how"} <= targets
    assert set(re.findall(r"page-of\(<([^>]+)>", source.typst)) <= set(
        re.findall(r" <([^>]+)>\n", source.typst)
    )


def test_the_floor_of_a_paper_has_all_its_lines() -> None:
    printed = booklet(SMALL)

    # In another order: the lines of one look stand together.
    assert sorted(words_of(draw_again(printed_lines(printed)))) == sorted(words_of(printed))
