"""What stands on the flyer of one offer."""

from typing import NamedTuple

from begegnung.model.booking_rows import SlipDate
from begegnung.model.programme import ProgrammeHouse


class OfferFlyer(NamedTuple):
    """An offer as the flyer shows it; `dates` are the coming ones, `wording` how they are said.

    `fee` is what it costs in words; without words `fee_cents` says it. `registration` is how people
    register.
    """

    house: ProgrammeHouse
    title: str
    category: str | None
    wording: str
    dates: tuple[SlipDate, ...]
    place: str
    leader: str
    audience: str
    remark: str
    fee: str
    fee_cents: int | None
    registration: str
