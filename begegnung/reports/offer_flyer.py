"""The flyer of one offer: what, when, where, what it costs, and how to reach the house."""

from collections.abc import Iterator
from typing import Literal

from begegnung.model.flyer_rows import OfferFlyer
from begegnung.model.programme import CATEGORIES
from begegnung.reports.ornaments import has_qr
from begegnung.reports.paper.code import Code
from begegnung.reports.paper.document import A4, A5, Paper, printed
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import Paragraph, fact
from begegnung.reports.paragraphs import Span
from begegnung.reports.said import dates_said, phone_said
from begegnung.reports.sheet import web_link, web_words
from begegnung.reports.text import clean, width_of
from begegnung.reports.theme import ACCENT, BOLD, EXTRABOLD, INK, MEDIUM, SEMIBOLD, TEXT

FlyerPaper = Literal["a4", "a5"]

_FACT = {"a4": 20.0, "a5": 15.0}
_TITLES = {"a4": (54.0, 48.0, 42.0, 36.0, 30.0), "a5": (38.0, 34.0, 30.0, 26.0, 22.0)}


def flyer(offer: OfferFlyer, paper: FlyerPaper = "a5") -> bytes:
    """The flyer as an accessible PDF (PDF/UA-1, PDF/A-2a)."""
    size = A4 if paper == "a4" else A5
    blocks = tuple(_blocks(offer, paper, size.inside))
    return printed(Paper(offer.title, offer.house.name, (blocks,), size))


def _blocks(offer: OfferFlyer, paper: FlyerPaper, width: float) -> Iterator[Block]:
    size = _FACT[paper]
    house = offer.house
    if clean(house.name):
        yield _line(house.name, SEMIBOLD, size, gap=0)
    if offer.category in CATEGORIES:
        yield Paragraph((Span(CATEGORIES[offer.category or ""], MEDIUM, size, ACCENT),), gap=18)
    words = clean(offer.title).split(" ")
    large = next(
        (s for s in _TITLES[paper] if all(width_of(w, EXTRABOLD, s) <= width for w in words)),
        _TITLES[paper][-1],
    )
    yield Paragraph((Span(clean(offer.title), EXTRABOLD, large, INK),), "H1", 4, keeps=True)
    when = offer.wording or (dates_said(offer.dates) if offer.dates else "")
    first = True
    for name, value in (
        ("Wann", when),
        ("Termine", dates_said(offer.dates) if offer.wording and offer.dates else ""),
        ("Wo", offer.place),
        ("Leitung", offer.leader),
        ("Für wen", offer.audience),
        ("Kosten", offer.fee),
        ("Anmeldung", offer.registration),
    ):
        if value.strip():
            yield fact(name, value, size=size, gap=18 if first else 6)
            first = False
    if offer.remark.strip():
        yield _line(offer.remark, MEDIUM, size, gap=14)
    yield from _contact(offer, size)


def _contact(offer: OfferFlyer, size: float) -> Iterator[Block]:
    house = offer.house
    if house.phone.strip():
        look = Span(phone_said(house.phone), BOLD, size * 1.25, INK)
        yield Paragraph((look,), gap=24, rule=True)
    if house.address.strip():
        yield _line(house.address, MEDIUM, size, gap=4)
    if house.access_note.strip():
        yield _line(house.access_note, MEDIUM, size, gap=4)
    if has_qr(web_link(house.web)):
        yield Code(web_link(house.web), f"Mehr im Internet: {web_words(house.web)}")


def _line(words: str, font: str, size: float, *, gap: float) -> Paragraph:
    return Paragraph((Span(clean(words), font, size, TEXT),), gap=gap)
