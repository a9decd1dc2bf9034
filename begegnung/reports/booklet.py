"""The booklet of a half-year (Programmheft), A5: to be read, and as sheets to be stitched."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from reportlab.lib.colors import Color

from begegnung.model.booklet_rows import Booklet, BookletOffer
from begegnung.model.names import sort_key
from begegnung.model.programme import ProgrammeHouse
from begegnung.reports.booklet_said import (
    FOREWORD,
    CalendarLine,
    Chapter,
    calendar,
    chapters,
    half_year_said,
    leaders,
    offer_facts,
    paragraphs,
    rules,
)
from begegnung.reports.ornaments import has_qr
from begegnung.reports.paper.badged import Badged
from begegnung.reports.paper.banner import Banner
from begegnung.reports.paper.code import Code
from begegnung.reports.paper.document import A5, Paper, on_one_page
from begegnung.reports.paper.emblem import Emblem
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.listing import Entry, Listing
from begegnung.reports.paper.paragraph import BODY, SMALL, Paragraph, facts, strong, text
from begegnung.reports.paper.ruled import Ruled
from begegnung.reports.paper.together import Together
from begegnung.reports.paper.volume import Part, Volume, bound
from begegnung.reports.paragraphs import Span
from begegnung.reports.said import BOUND, months_said, phone_said
from begegnung.reports.sheet import web_link, web_words
from begegnung.reports.text import clean
from begegnung.reports.theme import BADGES, BOLD, EXTRABOLD, INK, MEDIUM, SEMIBOLD, TEXT, WHITE

_FACT = 13.0
_FACTS = ("Termine", "Anmeldung")
"""The widest names of what is said about an offer."""


class _CoverSizes(NamedTuple):
    """Edges of the badges, how far they are apart, whether mail and web are named; the logo."""

    edge: float
    gap: float
    whole: bool
    logo: float


_COVERS = (
    _CoverSizes(32.0, 8.0, whole=True, logo=76.0),
    _CoverSizes(28.0, 6.0, whole=True, logo=64.0),
    _CoverSizes(25.0, 4.5, whole=True, logo=56.0),
    _CoverSizes(22.0, 3.0, whole=True, logo=48.0),
    _CoverSizes(22.0, 3.0, whole=False, logo=40.0),
    _CoverSizes(22.0, 3.0, whole=False, logo=0.0),
)
_BACK_LOGO = 72.0
_HOW, _CALENDAR, _LEADERS = "So melden Sie sich an", "Kalender", "Wer leitet was?"
_NOTES = Part(
    (Paragraph((Span("Platz für Notizen", BOLD, 17, INK),), "H2", 0.0, keeps=True), Ruled(14))
)


def booklet(said: Booklet, *, sheets: bool = False) -> bytes:
    """The booklet as an accessible PDF (PDF/UA-1, PDF/A-2a).

    With `sheets` two pages stand on each side of A4, in the order for folding and stitching.
    """
    return bound(booklet_volume(said), sheets=sheets)


def booklet_volume(said: Booklet) -> Volume:
    """The parts of the booklet, ready to be laid out."""
    title = f"Programm {half_year_said(said)}"
    cover, back = Part(_fitting_cover(said), plain=True), Part(tuple(_back(said.house)), plain=True)
    foreword = Part(tuple(_foreword(said)))
    # What names no page is made once, however often the pages are counted.
    how, offers = Part(tuple(_how(said))), Part(tuple(_offers(said)))

    def parts(pages: Mapping[str, int]) -> Iterator[Part]:
        yield cover
        if foreword.blocks:
            yield foreword
        yield Part(tuple(_contents(said, pages)))
        yield how
        if offers.blocks:
            yield offers
        yield Part(tuple(_calendar(said, pages)))
        if leaders(said):
            yield Part(tuple(_leaders(said, pages)))
        yield back

    heads = {f"chapter {one.key}": clean(one.title) for one in chapters(said)}
    name, look = said.house.name, said.house.look
    return Volume(title, name, lambda pages: tuple(parts(pages)), _NOTES, heads, look=look)


def _line(words: str, font: str = MEDIUM, size: float = BODY, *, gap: float = 4.0) -> Paragraph:
    return Paragraph((Span(clean(words), font, size, TEXT),), gap=gap)


def _section(words: str, anchor: str, *, gap: float = 0.0) -> Paragraph:
    look = Span(clean(words), BOLD, 20, INK)
    return Paragraph((look,), "H2", gap, keeps=True, anchor=anchor)


def _fitting_cover(said: Booklet) -> tuple[Block, ...]:
    """The cover with as much, and with badges as large, as one page has room for."""
    covers = (tuple(_cover(said, sizes)) for sizes in _COVERS)
    return on_one_page(Paper("", "", (), A5), covers).parts[0]


def _cover(said: Booklet, sizes: _CoverSizes) -> Iterator[Block]:
    logo, gap = said.house.look.logo, sizes.gap
    if logo is not None and sizes.logo:
        yield Emblem(logo, A5.inside * 0.75, sizes.logo, 14.0)
    head = [
        Paragraph((Span("Programm", EXTRABOLD, 54, WHITE),), "H1", 14.0),
        Paragraph((Span(half_year_said(said), BOLD, 27, WHITE),), gap=0.0),
        Paragraph((Span(months_said(said.first, said.last), MEDIUM, 18, WHITE),), gap=2.0),
    ]
    if clean(said.house.name):
        head.insert(0, Paragraph((Span(clean(said.house.name), SEMIBOLD, 18, WHITE),), gap=0.0))
    yield Banner(tuple(head), INK, inside=18.0)
    first = True
    for chapter in chapters(said):
        if chapter.key is not None:
            words = Paragraph(
                (Span(clean(chapter.title), SEMIBOLD, 15, TEXT),), gap=gap * (3 if first else 1)
            )
            yield Badged(words, BADGES[chapter.key], sizes.edge)
            first = False
    house = said.house if sizes.whole else replace(said.house, mail="", web="")
    yield from _contact(house, gap=gap * 4)


def _contact(house: ProgrammeHouse, *, gap: float) -> Iterator[Block]:
    if clean(house.phone):
        look = Span(phone_said(house.phone), BOLD, 19, INK)
        yield Paragraph((look,), gap=gap, rule=True)
        gap = 4.0
    for words in (house.address, house.mail, web_words(house.web)):
        if clean(words):
            yield _line(words, gap=gap)
            gap = 4.0


def _foreword(said: Booklet) -> Iterator[Block]:
    words = paragraphs(said.house.look.booklet_foreword)
    if words:
        yield _section(FOREWORD, "foreword")
    yield from (text(one, gap=10.0) for one in words)


def _contents(said: Booklet, pages: Mapping[str, int]) -> Iterator[Block]:
    yield _section("Inhalt", "contents")

    def entry(words: str, anchor: str, *, head: bool = True) -> Entry:
        known = anchor in pages
        return Entry(words, (pages[anchor],) if known else (), head, anchor if known else "")

    entries = [entry(_HOW, "how")]
    if paragraphs(said.house.look.booklet_foreword):
        entries.insert(0, entry(FOREWORD, "foreword"))
    for chapter in chapters(said):
        entries.append(entry(chapter.title, f"chapter {chapter.key}"))
        entries += (entry(one.title, f"offer {n}", head=False) for n, one in chapter.offers)
    entries.append(entry(_CALENDAR, "calendar"))
    if leaders(said):
        entries.append(entry(_LEADERS, "leaders"))
    yield Listing(tuple(entries))


def _how(said: Booklet) -> Iterator[Block]:
    house = said.house
    yield _section(_HOW, "how")
    if clean(house.phone):
        yield strong(phone_said(house.phone), size=17, gap=10)
    reached = (
        ("Sprechzeiten", house.office_hours),
        ("Adresse", house.address),
        ("E-Mail", house.mail),
        ("Internet", web_words(house.web)),
        ("Zugang", house.access_note),
    )
    yield from facts(reached, A5.inside, gap=6)
    for n, (name, value) in enumerate(rules(said)):
        look = Span(name, BOLD, BODY, INK)
        yield Paragraph((look,), "H3", 26.0 if n == 0 else 14.0, keeps=True, rule=n == 0)
        yield text(value, gap=2.0)
    for n, words in enumerate(paragraphs(house.look.booklet_rules)):
        yield text(words, gap=26.0 if n == 0 else 8.0, rule=n == 0)


def _offers(said: Booklet) -> Iterator[Block]:
    for n, chapter in enumerate(chapters(said)):
        yield from _chapter(chapter, gap=40.0 if n else 0.0)


def _chapter(chapter: Chapter, *, gap: float) -> Iterator[Block]:
    badge = BADGES.get(chapter.key or "")
    colour, icon = (badge.colour, badge.icon) if badge else (INK, "")
    words = Span(clean(chapter.title), BOLD, 20, WHITE)
    heading = Paragraph((words,), "H2", 0.0, anchor=f"chapter {chapter.key}")
    yield Banner((heading,), colour, icon, 30.0, gap, inside=8.0)
    for number, one in chapter.offers:
        yield Together(tuple(_offer(number, one, colour)))


def _offer(number: int, one: BookletOffer, colour: Color) -> Iterator[Block]:
    look = Span(clean(one.title), BOLD, 16, colour)
    said = tuple(offer_facts(one))
    anchor = f"offer {number}"
    yield Paragraph((look,), "H3", 18.0, keeps=bool(said), anchor=anchor)
    yield from facts(said, A5.inside, size=_FACT, gap=2.0, names=_FACTS)


def _calendar(said: Booklet, pages: Mapping[str, int]) -> Iterator[Block]:
    yield _section(_CALENDAR, "calendar")
    months = calendar(said)
    if not months:
        yield text("Keine einzelnen Termine.")
    for month, lines in months:
        look = Span(month, BOLD, 16, INK)
        head = Paragraph((look,), "H3", 16.0, keeps=True)
        dated = ((line.when, _calendar_words(line, pages)) for line in lines)
        dates = facts(dated, A5.inside, size=_FACT, gap=5.0, names=("Do., 24.12.",), sign="")
        yield Together((head, *dates))


def _calendar_words(line: CalendarLine, pages: Mapping[str, int]) -> str:
    page = pages.get(f"offer {line.offer}")
    return line.lasting if page is None else f"{line.lasting}, Seite{BOUND}{page}"


def _leaders(said: Booklet, pages: Mapping[str, int]) -> Iterator[Block]:
    yield _section(_LEADERS, "leaders")

    def page_numbers(numbers: tuple[int, ...]) -> tuple[int, ...]:
        found = {pages[anchor] for n in numbers if (anchor := f"offer {n}") in pages}
        return tuple(sorted(found))

    entries = [Entry(name, page_numbers(numbers)) for name, numbers in leaders(said)]
    yield Listing(tuple(sorted(entries, key=lambda one: (sort_key(one.words), one.words))), "index")


def _back(house: ProgrammeHouse) -> Iterator[Block]:
    if house.look.logo is not None:
        yield Emblem(house.look.logo, A5.inside * 0.6, _BACK_LOGO, 18.0)
    yield _section(house.name or "So erreichen Sie uns", "back")
    yield from _contact(house, gap=14.0)
    for words in (house.office_hours, house.access_note):
        if clean(words):
            yield _line(words, gap=10.0)
    if clean(house.look.footer):
        yield _line(house.look.footer, size=SMALL, gap=14.0)
    if has_qr(web_link(house.web)):
        yield Code(web_link(house.web), f"Mehr im Internet: {web_words(house.web)}", gap=30.0)
