"""Which verb registers the people and days that were chosen, and what is said of it."""

from collections.abc import Sequence
from typing import NamedTuple

from begegnung.model.booking_rows import BookableOffer
from begegnung.model.names import full_name
from begegnung.model.rows import PersonLine
from begegnung.services.bookings import Book, Booked, BookTogether, book, book_together
from begegnung.services.several_bookings import BookDays, book_days
from begegnung.ui.booking.options import OptionsPart
from begegnung.ui.booking.wording import booked_sentence
from begegnung.ui.hub import Hub


class Chosen(NamedTuple):
    """Somebody who is to be registered."""

    person_id: str
    name: str


class Outcome(NamedTuple):
    """What became of a registration: of whom, as a sentence, and each booking."""

    names: str
    sentence: str
    booked: tuple[Booked, ...]


def chosen(line: PersonLine) -> Chosen:
    """A person of a search, to be registered."""
    return Chosen(line.id, full_name(line.surname, line.first_name))


def register(
    hub: Hub,
    offer: BookableOffer,
    options: OptionsPart,
    people: Sequence[Chosen],
    overrule: str = "",
) -> Outcome:
    """Registers these people in one action; raises what the rules refuse."""
    ids = [one.person_id for one in people]
    request = Book(
        ids[0],
        offer.id,
        places=options.wanted_places(),
        overrule=overrule,
        seen_free=offer.free,
        boarding_point_id=options.boarding.value(),
        choice=options.choice.value() or "",
    )
    together = BookTogether(request, tuple(ids[1:]), splittable=bool(options.together.value()))
    names = [one.name for one in people]
    by_day = offer.kind == "daily"
    what = f"{offer.title}, {options.day_words()}" if by_day else offer.title

    def said(done: tuple[Booked, ...]) -> str:
        return booked_sentence(names, what, done)

    if by_day:
        done = hub.act(book_days, BookDays(together, options.ticked_days()), said).value
    elif len(people) > 1:
        done = hub.act(book_together, together, said).value
    else:
        done = (hub.act(book, request, lambda one: said((one,))).value,)
    return Outcome(" und ".join(names), said(done), done)
