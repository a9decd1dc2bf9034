"""The flyer of one offer: what, when, where, what it costs, and how to reach the house."""

from collections.abc import Iterator, Sequence
from typing import Literal

from begegnung.model.flyer_rows import OfferFlyer
from begegnung.model.programme import CATEGORIES
from begegnung.reports.ornaments import has_qr
from begegnung.reports.paper.banner import Banner
from begegnung.reports.paper.code import Code
from begegnung.reports.paper.document import A4, A5, Paper, on_one_page, printed
from begegnung.reports.paper.emblem import Emblem
from begegnung.reports.paper.flow import Block
from begegnung.reports.paper.paragraph import Paragraph, facts
from begegnung.reports.paragraphs import Span
from begegnung.reports.said import dates_said, money_said, phone_said
from begegnung.reports.sheet import web_link, web_words
from begegnung.reports.text import clean, width_of
from begegnung.reports.theme import BADGES, BOLD, EXTRABOLD, INK, MEDIUM, TEXT, WHITE

FlyerPaper = Literal["a4", "a5"]

_SIZES = {
    "a4": (26.0, 23.0, 20.0, 18.0, 16.0, 14.0),
    "a5": (18.0, 16.0, 15.0, 14.0, 13.0, 12.0),
}
_MOST_DATES = 4
"""More dates than this are told by their number: a flyer is read in passing."""
_TITLES = {
    "a4": (54.0, 48.0, 42.0, 36.0, 30.0, 26.0),
    "a5": (38.0, 34.0, 30.0, 26.0, 22.0, 18.0),
}
"""With every smaller size of the words the title begins one step lower."""


def flyer(offer: OfferFlyer, paper: FlyerPaper = "a5") -> bytes:
    """The flyer as an accessible PDF (PDF/UA-1, PDF/A-2a), on one page as large as it fits.

    What does not fit in the smallest letters goes on on a second page.
    """
    size = A4 if paper == "a4" else A5
    look = offer.house.look
    made = Paper(offer.title, offer.house.name, (), size, look.footer, look=look)
    return printed(on_one_page(made, _variants(offer, paper, size.inside)))


def _variants(offer: OfferFlyer, paper: FlyerPaper, width: float) -> Iterator[tuple[Block, ...]]:
    """The flyer in smaller and smaller letters; at the end the words go before the logo."""
    logo, titles, words = offer.house.look.logo, _TITLES[paper], ()
    for n, letters in enumerate(_SIZES[paper]):
        emblem = () if logo is None else (Emblem(logo, width * 0.6, letters * 4, 12.0),)
        words = tuple(_blocks(offer, titles[n:], letters, width))
        yield *emblem, *words
    yield words


def _blocks(
    offer: OfferFlyer, titles: Sequence[float], size: float, width: float
) -> Iterator[Block]:
    head = tuple(_head(offer, size))
    if head:
        badge = BADGES.get(offer.category or "")
        colour, icon = (badge.colour, badge.icon) if badge else (INK, "")
        yield Banner(head, colour, icon, size * 3.4)
    words = clean(offer.title).split(" ")
    large = next(
        (s for s in titles if all(width_of(w, EXTRABOLD, s) <= width for w in words)),
        titles[-1],
    )
    yield Paragraph((Span(clean(offer.title), EXTRABOLD, large, INK),), "H1", 16, keeps=True)
    dates = dates_said(offer.dates, _MOST_DATES) if offer.dates else ""
    said = (
        ("Wann", offer.wording or dates),
        ("Termine", dates if offer.wording else ""),
        ("Wo", offer.place),
        ("Leitung", offer.leader),
        ("Für wen", offer.audience),
        ("Kosten", offer.fee or (money_said(offer.fee_cents) if offer.fee_cents else "")),
        ("Anmeldung", offer.registration),
    )
    yield from facts(said, width, size=size, gap=6, first=18)
    if offer.remark.strip():
        yield _line(offer.remark, MEDIUM, size, gap=14)
    yield from _contact(offer, size)


def _head(offer: OfferFlyer, size: float) -> Iterator[Paragraph]:
    """Whose offer it is, and the word for what the colour and the pictogram say."""
    category = CATEGORIES.get(offer.category or "", "")
    for words, font, large in ((offer.house.name, BOLD, size * 1.15), (category, MEDIUM, size)):
        if clean(words):
            yield Paragraph((Span(clean(words), font, large, WHITE),), gap=0.0)


def _contact(offer: OfferFlyer, size: float) -> Iterator[Block]:
    house = offer.house
    said = [(phone_said(house.phone), BOLD, size * 1.25, INK)]
    said += ((words, MEDIUM, size, TEXT) for words in (house.address, house.access_note))
    known = [one for one in said if clean(one[0])]
    for n, (words, font, large, colour) in enumerate(known):
        look = Span(clean(words), font, large, colour)
        yield Paragraph((look,), gap=4 if n else 24, rule=n == 0)
    if has_qr(web_link(house.web)):
        words = f"Mehr im Internet: {web_words(house.web)}"
        yield Code(web_link(house.web), words, edge=max(57.0, size * 4.5))


def _line(words: str, font: str, size: float, *, gap: float) -> Paragraph:
    return Paragraph((Span(clean(words), font, size, TEXT),), gap=gap)
