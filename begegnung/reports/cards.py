"""Name badges, visitor's cards with a code, and address labels."""

from collections.abc import Callable, Sequence

from begegnung.model.card_people import CardPerson
from begegnung.model.list_rows import PaperOwner
from begegnung.model.names import full_name
from begegnung.reports.logo import draw_logo, logo_size
from begegnung.reports.ornaments import draw_qr
from begegnung.reports.paper.grid import (
    BADGES,
    CARDS,
    LABELS,
    MM,
    Card,
    block_height,
    draw_block,
    fitted,
    sheets,
)
from begegnung.reports.paragraphs import Span, broken
from begegnung.reports.said import phone_said
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.text import clean
from begegnung.reports.theme import BOLD, EXTRABOLD, MEDIUM, SEMIBOLD, TEXT

Draw = Callable[[TaggedCanvas, Card], None]
_EDGE = 13.0
_MARGIN = 26.0
"""What no printer reaches at the edge of a sheet (9 mm): labels go up to it."""
_QR = 22 * MM
_LOGO_HEIGHT = 13 * MM
_ABOVE_CODE = 4
"""Lines of the house's name that have room above the code."""


def badges(owner: PaperOwner, people: Sequence[CardPerson]) -> bytes:
    """Name badges, the first name as large as it can be read across a table (accessible PDF)."""
    made = [_badge(owner, one) for one in people]
    return sheets("Namensschilder", owner.house, BADGES, made, owner.look)


def _badge(owner: PaperOwner, person: CardPerson) -> Draw:
    def draw(canvas: TaggedCanvas, card: Card) -> None:
        inside = card.width - 2 * _EDGE
        left, top = card.left + _EDGE, card.top - _EDGE
        low = card.bottom + _EDGE
        house = fitted(owner.house, SEMIBOLD, (12,), inside, 14)
        top = draw_block(canvas, "P", house, (left, top, inside), centred=True) - 8
        large, small = person.first_name or person.surname, person.surname
        first = fitted(large, EXTRABOLD, (40, 36, 32, 28, 24, 20, 16), inside, (top - low) * 0.55)
        top = draw_block(canvas, "P", first, (left, top, inside), centred=True) - 2
        if person.first_name:
            last = fitted(small, BOLD, (24, 20, 18, 16, 14, 12), inside, top - low)
            draw_block(canvas, "P", last, (left, top, inside), centred=True)

    return draw


def visitor_cards(owner: PaperOwner, people: Sequence[CardPerson]) -> bytes:
    """Cards with name and a code that the desk reads; it holds no name (accessible PDF)."""
    made = [_card(owner, one) for one in people]
    return sheets("Besucherkarten", owner.house, CARDS, made, owner.look)


def _card(owner: PaperOwner, person: CardPerson) -> Draw:
    def draw(canvas: TaggedCanvas, card: Card) -> None:
        left, inside = card.left + _EDGE, card.width - 2 * _EDGE
        right = card.left + card.width - _EDGE - _QR
        house = fitted(owner.house, SEMIBOLD, (13, 12), inside, 30)
        logo = owner.look.logo
        if logo is not None:
            size = logo_size(logo, _QR, _LOGO_HEIGHT)
            narrow = fitted(owner.house, SEMIBOLD, (13, 12), inside - size.width - 8, 30)
            # A long name needs the whole width, or it would reach the code.
            if len(narrow) <= _ABOVE_CODE:
                house = narrow
                draw_logo(canvas, logo, (left + inside - size.width, card.top - _EDGE), size)
        top = draw_block(canvas, "P", house, (left, card.top - _EDGE, inside)) - 4
        low, beside = card.bottom + _EDGE, inside - _QR - 8
        phone = fitted(phone_said(owner.phone), MEDIUM, (12,), beside, 14)
        over = low + block_height(phone)
        words = full_name(person.surname, person.first_name)
        name = fitted(words, BOLD, (20, 18, 16, 14, 13, 12), beside, top - over - 4)
        draw_block(canvas, "P", name, (left, top, beside))
        draw_block(canvas, "P", phone, (left, over, beside))
        box = (right, low, right + _QR, low + _QR)
        with canvas.tag("Figure", alt="QR-Code für den Empfang", box=box):
            draw_qr(canvas, person.id, (right, low, _QR))

    return draw


def labels(owner: PaperOwner, people: Sequence[CardPerson]) -> bytes:
    """Address labels, 24 on a sheet (accessible PDF)."""
    return sheets("Adressetiketten", owner.house, LABELS, [_label(one) for one in people])


def _parts(street: str) -> list[str]:
    """The lines of an address, at least one."""
    return [part.strip() for part in street.split(",")]


def _label(person: CardPerson) -> Draw:
    def draw(canvas: TaggedCanvas, card: Card) -> None:
        left, inside = card.left + _MARGIN, card.width - 2 * _MARGIN
        top, height = card.top - _EDGE, card.height - 2 * _EDGE
        name, (*street, town) = full_name(person.surname, person.first_name), _parts(person.street)
        ways = [
            [broken((Span(clean(words), MEDIUM, size, TEXT),), inside) for words in parts if words]
            for parts in ((name, *street, town), (name, ", ".join(street), town))
            for size in (14, 13, 12)
        ]
        fitting = (way for way in ways if sum(map(block_height, way)) <= height)
        for lines in next(fitting, ways[-1]):
            top = draw_block(canvas, "P", lines, (left, top, inside))

    return draw
