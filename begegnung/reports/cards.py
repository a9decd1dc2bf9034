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
    draw_block,
    fitted,
    sheets,
)
from begegnung.reports.said import phone_said
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.theme import BOLD, EXTRABOLD, MEDIUM, SEMIBOLD

Draw = Callable[[TaggedCanvas, Card], None]
_EDGE = 12.0
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
        house = fitted(owner.house, SEMIBOLD, (12,), inside, 1)
        top = draw_block(canvas, "P", house, (left, top, inside), centred=True) - 10
        large, small = person.first_name or person.surname, person.surname
        first = fitted(large, EXTRABOLD, (40, 36, 32, 28, 24, 20), inside, 1)
        top = draw_block(canvas, "P", first, (left, top, inside), centred=True) - 2
        if person.first_name:
            last = fitted(small, BOLD, (24, 20, 16, 14), inside, 2)
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
        house = fitted(owner.house, SEMIBOLD, (13, 12), inside, 2)
        logo = owner.look.logo
        if logo is not None:
            size = logo_size(logo, _QR, _LOGO_HEIGHT)
            narrow = fitted(owner.house, SEMIBOLD, (13, 12), inside - size.width - 8, 2)
            # A long name needs the whole width, or it would reach the code.
            if len(narrow) <= _ABOVE_CODE:
                house = narrow
                draw_logo(canvas, logo, (left + inside - size.width, card.top - _EDGE), size)
        top = draw_block(canvas, "P", house, (left, card.top - _EDGE, inside)) - 8
        name = fitted(
            full_name(person.surname, person.first_name),
            BOLD,
            (20, 18, 16, 14),
            inside - _QR - 8,
            3,
        )
        draw_block(canvas, "P", name, (left, top, inside - _QR - 8))
        phone = fitted(phone_said(owner.phone), MEDIUM, (12,), inside - _QR - 8, 1)
        height = len(phone) * 12 * 1.15
        draw_block(canvas, "P", phone, (left, card.bottom + _EDGE + height, inside))
        low = card.bottom + _EDGE
        box = (right, low, right + _QR, low + _QR)
        with canvas.tag("Figure", alt="QR-Code für den Empfang", box=box):
            draw_qr(canvas, person.id, (right, low, _QR))

    return draw


def labels(owner: PaperOwner, people: Sequence[CardPerson]) -> bytes:
    """Address labels, 24 on a sheet, for those of whom a street is noted (accessible PDF)."""
    known = [one for one in people if one.street.strip()]
    return sheets("Adressetiketten", owner.house, LABELS, [_label(one) for one in known])


def _label(person: CardPerson) -> Draw:
    def draw(canvas: TaggedCanvas, card: Card) -> None:
        left, inside = card.left + _EDGE, card.width - 2 * _EDGE
        top = card.top - _EDGE
        name = full_name(person.surname, person.first_name)
        for words in (name, *person.street.split(",")):
            lines = fitted(words, MEDIUM, (14, 13, 12), inside, 1)
            top = draw_block(canvas, "P", lines, (left, top, inside))

    return draw
