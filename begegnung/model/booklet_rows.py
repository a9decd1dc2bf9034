"""What stands in the booklet of a half-year, with nothing left to look up.

Moments are those of `model.local_time`, money is in cents.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from begegnung.model.booking_rows import SlipDate
from begegnung.model.programme import ProgrammeHouse

FreeKind = Literal["public", "school", "closed"]


@dataclass(frozen=True, slots=True)
class BookletOffer:
    """An offer with its `dates` in the half-year; without dates `wording` alone says when.

    `single`: its dates are so few that the calendar names each of them. The columns of registration
    and fees are described in `services.offer_data.OfferData`. `waits`: who comes too late gets on
    a waiting list.
    """

    title: str
    category: str | None
    wording: str = ""
    dates: tuple[SlipDate, ...] = ()
    place: str = ""
    leader: str = ""
    audience: str = ""
    remark: str = ""
    fee_text: str = ""
    fee_cents: int | None = None
    fee_kind: str = ""
    material_cents: int | None = None
    deposit_cents: int | None = None
    balance_due: date | None = None
    takes_cards: bool = False
    registration: str = "unknown"
    registration_note: str = ""
    registration_opens: int | None = None
    priority_opens: int | None = None
    registration_closes: int | None = None
    deadline_days: int | None = None
    deadline_minute: int | None = None
    single: bool = False
    waits: bool = False


class FreeDays(NamedTuple):
    """Days that are not as others: a public holiday, school holidays, or the house is closed."""

    first: date
    last: date
    name: str
    kind: FreeKind


@dataclass(frozen=True, slots=True)
class Booklet:
    """The half-year `first` to `last` of a house; `reductions` are names and percents."""

    house: ProgrammeHouse
    first: date
    last: date
    offers: tuple[BookletOffer, ...] = ()
    free: tuple[FreeDays, ...] = ()
    reductions: tuple[tuple[str, int], ...] = ()
