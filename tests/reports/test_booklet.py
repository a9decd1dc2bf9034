"""The booklet of a half-year: every page is the one that contents, calendar and index name."""

import csv
import io
import re
from collections import Counter
from dataclasses import fields, replace
from datetime import date, timedelta
from time import perf_counter
from typing import Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.model.booking_rows import SlipDate
from begegnung.model.booklet_rows import Booklet, BookletOffer, FreeDays
from begegnung.model.local_time import moment
from begegnung.model.offers import FEE_WORDS, REGISTRATION_WORDS
from begegnung.model.programme import CATEGORIES, ProgrammeHouse
from begegnung.reports import imposition
from begegnung.reports.booklet import booklet
from begegnung.reports.booklet_files import COLUMNS, booklet_csv, booklet_rtf, escaped
from begegnung.reports.booklet_said import calendar, chapters, offer_facts, rules
from begegnung.reports.text import clean
from tests.papers.page_marks import faults, invalid
from tests.reports.any_look import looks
from tests.reports.any_week import PAPERS
from tests.reports.structure_reader import Node, read

FIRST, LAST = date(2027, 1, 1), date(2027, 6, 30)
HOUSE = ProgrammeHouse(
    "Haus Linde",
    "Lindenweg 1, 44135 Dortmund",
    "0231 555",
    "linde@dortmund.example",
    "https://dortmund.example/linde",
    "montags 9:00 bis 12:00 Uhr",
    "Eingang ohne Stufen",
)
OPENS = moment(date(2026, 12, 7), 540)
FREE = (
    FreeDays(date(2026, 12, 23), date(2027, 1, 6), "Weihnachtsferien", "school"),
    FreeDays(FIRST, FIRST, "Neujahr", "public"),
    FreeDays(date(2027, 2, 1), date(2027, 2, 5), "Renovierung", "closed"),
)
FEAST = BookletOffer(
    "Sommerfest & Grill", "social", dates=(SlipDate(date(2027, 6, 12), 840, None),), single=True
)


def weekly(title: str, **known: object) -> BookletOffer:
    """A course with ten dates."""
    days = (date(2027, 1, 11) + timedelta(weeks=n) for n in range(10))
    course = BookletOffer(title, "movement", dates=tuple(SlipDate(day, 600, 690) for day in days))
    return replace(course, **known)


def many(number: int) -> Booklet:
    """So many courses in all categories."""
    keys = (*CATEGORIES, None)
    offers = (
        weekly(f"Kurs {n:03}", category=keys[n % 8], leader=f"Leitung {n % 40}", place="Saal")
        for n in range(number)
    )
    return Booklet(HOUSE, FIRST, LAST, (*offers, FEAST), FREE)


USUAL = many(30)

WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
SOME = WORDS | st.sampled_from(("", "Saal", "Wort " * 60, "Donaudampfschifffahrt" * 6))
DAYS = st.dates(FIRST, LAST)
MOMENTS = st.none() | st.integers(moment(FIRST, 0), moment(LAST, 0))
CENTS = st.none() | st.integers(0, 99999)
DATES = st.lists(
    st.builds(SlipDate, DAYS, st.none() | st.just(600), st.none() | st.just(660)), max_size=20
)
OFFERS = st.builds(
    BookletOffer,
    title=SOME.filter(lambda words: bool(words.strip())),
    category=st.sampled_from((*CATEGORIES, None, "unbekannt")),
    wording=SOME,
    dates=DATES.map(lambda dates: tuple(sorted(dates, key=lambda one: one.day))),
    place=SOME,
    leader=SOME,
    audience=SOME,
    remark=SOME | st.integers(0, 300).map(lambda n: "Wort " * n),
    fee_text=SOME,
    fee_cents=CENTS,
    fee_kind=st.sampled_from(sorted(FEE_WORDS)),
    material_cents=CENTS,
    deposit_cents=CENTS,
    balance_due=st.none() | DAYS,
    takes_cards=st.booleans(),
    registration=st.sampled_from(sorted(REGISTRATION_WORDS)),
    registration_note=SOME,
    registration_opens=MOMENTS,
    priority_opens=MOMENTS,
    registration_closes=MOMENTS,
    single=st.booleans(),
    waits=st.booleans(),
)
_SAID = [each.name for each in fields(ProgrammeHouse) if each.name != "look"]
HOUSES = st.builds(ProgrammeHouse, **{name: WORDS | st.just("") for name in _SAID}, look=looks)
BOOKLETS = st.builds(
    Booklet,
    st.just(HOUSE) | HOUSES,
    st.just(FIRST),
    st.just(LAST),
    st.lists(OFFERS, max_size=12).map(tuple),
    st.just(FREE) | st.just(()),
    st.just((("Dortmund-Karte", 50),)) | st.just(()),
)


def pages_of(pdf: bytes) -> list[str]:
    """The text of every page, without blanks and hyphens, which depend on where lines end."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [bare(one.get_textpage().get_text_bounded()) for one in document]
    finally:
        document.close()


def bare(words: str) -> str:
    return re.sub(r"[\s\u00ad\u0002\ufffe-]", "", clean(words.replace("\r\n", " ")))


def listed(node: Node) -> list[tuple[str, list[int]]]:
    """The entries of a listing: what is read for each, and the pages it names."""
    found: list[tuple[str, list[int]]] = []
    for one in node.kids:
        words, _, numbers = one.spoken().rpartition(", Seite ")
        found.append((words, [int(number) for number in numbers.split(", ")]))
    return found


def headings(pdf: bytes, role: str = "H3") -> dict[str, set[int]]:
    """On which pages a heading begins or goes on, read from the structure; H3 are the offers'."""
    found: dict[str, set[int]] = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        numbers = {each.objgen: n for n, each in enumerate(document.pages, start=1)}
        root: Any = document.Root.StructTreeRoot
        texts = iter(read(pdf).all(role))
        todo = [root.K]
        while todo:
            element = todo.pop(0)
            if str(element.S) == f"/{role}":
                node = next(texts)
                found.setdefault(bare(node.text), set()).add(numbers[element.Pg.objgen])
            kids = element.get("/K", [])
            todo[:0] = [kid for kid in kids if not isinstance(kid, int) and "/S" in kid]
    return found


@given(BOOKLETS)
@settings(max_examples=PAPERS // 2, deadline=None)
def test_any_booklet_is_valid_and_every_title_is_on_the_page_that_is_named(
    tmp_path_factory: pytest.TempPathFactory, said: Booklet
) -> None:
    pdf = booklet(said)
    assert invalid(pdf, tmp_path_factory.getbasetemp()) == []
    assert faults(pdf, touch=0.4) == []
    tree, where = read(pdf), headings(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) % 4 == 0

    entries = listed(tree.all("TOC")[0])
    named = [(words, numbers) for words, numbers in entries if bare(words) in where]
    for words, numbers in named:
        assert set(numbers) <= where[bare(words)]
    offers = [one for chapter in chapters(said) for _, one in chapter.offers]
    assert len(entries) >= len(offers) + len(chapters(said)) + 2
    for one in offers:
        assert bare(one.title) in where
    for list_of_leaders in tree.all("L"):
        for name, numbers in listed(list_of_leaders):
            led = [one for one in offers if clean(one.leader) == name]
            assert led
            assert set(numbers) <= set().union(*(where[bare(one.title)] for one in led))


@given(BOOKLETS)
@settings(max_examples=PAPERS // 3, deadline=None)
def test_any_booklet_can_be_printed_on_sheets_and_written_as_files(
    tmp_path_factory: pytest.TempPathFactory, said: Booklet
) -> None:
    sheets = booklet(said, sheets=True)
    assert invalid(sheets, tmp_path_factory.getbasetemp()) == []
    assert read(sheets).lines() == read(booklet(said)).lines()
    text = booklet_csv(said).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert len(rows) == 1 + len(said.offers)
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    rtf = booklet_rtf(said).decode("ascii")
    opened = re.sub(r"\\[\\{}]", "", rtf)
    assert opened.count("{") == opened.count("}")


def test_calendar_and_index_name_the_page_as_well() -> None:
    pages = pages_of(booklet(USUAL))
    feast = next(iter(headings(booklet(USUAL))[bare(FEAST.title)]))
    assert bare(FEAST.title) in pages[feast - 1]
    dated = bare(f"Sa., 12.06. 14:00 Uhr: Sommerfest & Grill, Seite {feast}")
    assert any(dated in text for text in pages)


def test_the_foot_of_a_page_names_the_last_category_that_begins_on_it_or_goes_on() -> None:
    offers = tuple(weekly(f"Kurs {n}", category=key) for key in CATEGORIES for n in range(3))
    pdf = booklet(replace(USUAL, offers=offers))
    found, pages = headings(pdf, "H2"), pages_of(pdf)
    begins = {title: min(found[bare(title)]) for title in CATEGORIES.values()}
    (last,) = found["Kalender"]
    for number in range(min(begins.values()), last):
        title = [title for title, page in begins.items() if page <= number][-1]
        foot = (bare(f"Seite {number} {title}"), bare(f"{title} Seite {number}"))
        assert any(words in pages[number - 1] for words in foot)


def test_the_cover_has_house_half_year_categories_and_telephone_on_one_page() -> None:
    pages = pages_of(booklet(USUAL))
    cover = ("Haus Linde", "Programm", "1. Halbjahr 2027", "Telefon 0231 555", *CATEGORIES.values())
    for words in cover:
        assert bare(words) in pages[0]
    assert bare("Inhalt") in pages[1]
    assert bare("Mehr im Internet: dortmund.example/linde") in pages[-1]
    assert bare("Seite 1") not in pages[0]
    assert bare("Seite 2") in pages[1]


def test_the_cover_of_a_house_with_a_long_name_is_one_page_too() -> None:
    name = "Begegnungszentrum für Seniorinnen und Senioren im Stadtbezirk Scharnhorst-Nordost"
    said = replace(USUAL, house=replace(HOUSE, name=f"{name}, Haus an der Linde im Park"))
    assert pages_of(booklet(said))[1].startswith("Inhalt")


def test_a_sheet_has_the_pages_that_are_beside_each_other_when_it_is_folded() -> None:
    reader, sheets = pages_of(booklet(USUAL)), pages_of(booklet(USUAL, sheets=True))
    sides = imposition.booklet(len(reader)).sides
    assert len(sheets) * 2 == len(reader)
    for text, side in zip(sheets, sides, strict=True):
        for number, _ in side:
            assert not Counter(reader[number]) - Counter(text)
            assert reader[number][:40] in text
    with pikepdf.open(io.BytesIO(booklet(USUAL, sheets=True))) as document:
        assert document.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert [round(float(x)) for x in document.pages[0].mediabox][2:] == [842, 595]


def test_the_sheets_are_read_in_the_order_of_the_pages() -> None:
    long = replace(FEAST, category=None, remark="Wort " * 700)
    said = replace(USUAL, offers=(*USUAL.offers, long))
    assert read(booklet(said, sheets=True)).lines() == read(booklet(said)).lines()


def test_an_empty_half_year_is_a_booklet_of_two_sheets() -> None:
    pages = pages_of(booklet(Booklet(HOUSE, FIRST, LAST)))
    assert len(pages) == 8
    assert bare("Keine einzelnen Termine.") in pages[3]


def test_the_same_booklet_gives_the_same_bytes() -> None:
    assert booklet(USUAL) == booklet(USUAL)
    assert booklet(USUAL, sheets=True) == booklet(USUAL, sheets=True)


def test_four_hundred_courses_are_made_while_somebody_waits() -> None:
    said = many(400)
    booklet(USUAL)
    began = perf_counter()
    booklet(said)
    assert perf_counter() - began < 20


def test_an_offer_says_when_what_it_costs_and_how_to_register() -> None:
    course = weekly(
        "Yoga",
        wording="montags, 10 Uhr",
        fee_cents=4500,
        fee_kind="date",
        material_cents=300,
        takes_cards=True,
        registration="required",
        registration_opens=OPENS,
        priority_opens=moment(date(2026, 11, 30), 0),
        registration_closes=moment(date(2027, 1, 9), 0),
    )
    facts = {name: value.replace("\u00a0", " ") for name, value in offer_facts(course)}
    assert facts["Wann"] == "montags, 10 Uhr"
    assert facts["Termine"].startswith("montags, 10:00 bis 11:30 Uhr: 11.01., 18.01., 25.01.")
    assert facts["Kosten"] == "45,00 € je Termin · Material 3,00 € · Mehrfachkarte gilt"
    assert facts["Anmeldung"] == (
        "mit Anmeldung · Vorkaufsrecht ab Mo., 30.11.2026 · ab Mo., 07.12.2026, 9:00 Uhr"
        " · bis Fr., 08.01.2027"
    )


def test_a_deposit_that_is_told_in_words_is_not_told_twice() -> None:
    trip = replace(FEAST, deposit_cents=1000, balance_due=date(2027, 5, 31))
    said = offer_facts(replace(trip, fee_cents=3800))
    assert dict(said)["Kosten"].replace("\u00a0", " ") == (
        "38,00 € · Anzahlung 10,00 € · Rest bis Mo., 31.05.2027"
    )
    said = offer_facts(replace(trip, fee_text="38 €, Anzahlung 10 €"))
    assert dict(said)["Kosten"].replace("\u00a0", " ") == (
        "38 €, Anzahlung 10 € · Rest bis Mo., 31.05.2027"
    )


def test_only_the_rules_that_something_is_subject_to_are_told() -> None:
    assert list(rules(replace(USUAL, offers=(FEAST,)))) == []
    course = weekly("Yoga", registration="required", registration_opens=OPENS, waits=True)
    later = replace(course, registration_opens=OPENS + 60, priority_opens=OPENS - 60)
    told = dict(rules(replace(USUAL, offers=(course, later), reductions=(("Karte", 50),))))
    assert list(told) == [
        "Mit Anmeldung",
        "Beginn der Anmeldung",
        "Vorkaufsrecht",
        "Warteliste",
        "Ermäßigung",
    ]
    said = told["Beginn der Anmeldung"].replace("\u00a0", " ")
    assert said == "Zuerst ab Mo., 07.12.2026, 9:00 Uhr. Der Tag steht bei jedem Angebot."


def test_the_calendar_goes_by_month_and_begins_with_the_half_year() -> None:
    months = {
        month: [f"{line.when} {line.lasting}" for line in lines] for month, lines in calendar(USUAL)
    }
    assert list(months) == ["Januar 2027", "Februar 2027", "Juni 2027"]
    said = [words.replace("\u00a0", " ") for words in months["Januar 2027"]]
    assert said == [
        "Fr., 01.01. bis Mi., 06.01.: Weihnachtsferien (Schulferien)",
        "Fr., 01.01. Neujahr (Feiertag)",
    ]
    assert months["Februar 2027"][0].endswith("Das Haus ist geschlossen: Renovierung")


def test_the_table_for_the_layout_office_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    course = weekly("=SUMME(A1)", leader="Nguyễn; Thị", remark='sagte "ja"')
    content = booklet_csv(replace(USUAL, offers=(course,)))
    assert content.startswith(b"\xef\xbb\xbfRubrik;Titel;Wann;")
    assert content.endswith(b"\r\n")
    _, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";")
    assert row[:2] == ["Bewegung & Gesundheit", "'=SUMME(A1)"]
    assert "Nguyễn; Thị" in row
    assert 'sagte "ja"' in row


def test_the_text_for_the_layout_office_has_headings_and_every_letter() -> None:
    assert escaped("Grüße {a\\b} ễ 😀\u00a0!") == (
        r"Gr\u252?\u223?e \{a\\b\} \u7877? \u-10179?\u-8704?\~!"
    )
    text = booklet_rtf(USUAL).decode("ascii")
    assert text.startswith("{\\rtf1\\ansi")
    assert re.search(r"\\s2.*\\outlinelevel1 Bewegung & Gesundheit\\par\r\n", text)
    assert re.search(r"\\s3.*\\outlinelevel2 Sommerfest & Grill\\par\r\n", text)


def test_every_entry_of_the_contents_leads_to_the_page_it_names() -> None:
    pdf = booklet(USUAL)
    entries = listed(read(pdf).all("TOC")[0])
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = {each.objgen: n for n, each in enumerate(document.pages, start=1)}
        links: list[Any] = [link for each in document.pages for link in each.get("/Annots", [])]
        led = [pages[link.Dest[0].objgen] for link in links]
    assert led == [number for _, numbers in entries for number in numbers]
    with pikepdf.open(io.BytesIO(booklet(USUAL, sheets=True))) as document:
        assert not any("/Annots" in each for each in document.pages)
