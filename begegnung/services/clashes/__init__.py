"""Zu klären: what only people can decide after the exchange, and deciding it.

Two desks that could not see each other may both be right. Nothing is dropped: both values, both
bookings and both dates stay, and the clash is shown until somebody decides. The list follows from
the merged data alone, so that it is the same on every PC, and a clash is there exactly as long as
its condition holds. A decision is an ordinary action of the log.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from begegnung.db.work import Work
from begegnung.model.clash_errors import ClashChanged, ClashSettled
from begegnung.model.errors import Invalid
from begegnung.model.roles import MANAGER, ROLES
from begegnung.services.clash_decisions import Decision, record
from begegnung.services.clashes import (
    cards,
    dates,
    house,
    money,
    orphans,
    people,
    receipts,
    rooms,
    seats,
    twice,
    values,
)
from begegnung.services.clashes.cards import CardClash
from begegnung.services.clashes.dates import BackwardsClash, ReplacementClash
from begegnung.services.clashes.house import ManagerClash, NameClash, RetiredClash
from begegnung.services.clashes.identity import Proposal, parts_of
from begegnung.services.clashes.money import PaymentClash, StornoClash
from begegnung.services.clashes.orphans import OrphanClash
from begegnung.services.clashes.people import PersonClash
from begegnung.services.clashes.receipts import ReceiptClash, SeriesClash
from begegnung.services.clashes.rooms import RoomClash
from begegnung.services.clashes.seats import SeatClash
from begegnung.services.clashes.twice import TwiceClash
from begegnung.services.clashes.values import ValueClash
from begegnung.services.desk import View

__all__ = [
    "BackwardsClash",
    "CardClash",
    "Clash",
    "Clashes",
    "Decide",
    "ManagerClash",
    "NameClash",
    "OrphanClash",
    "PaymentClash",
    "PersonClash",
    "Proposal",
    "ReceiptClash",
    "ReplacementClash",
    "RetiredClash",
    "RoomClash",
    "SeatClash",
    "SeriesClash",
    "StornoClash",
    "TwiceClash",
    "ValueClash",
    "all_clashes",
    "clashes",
    "decide",
    "proposals",
]

Clash = (
    SeatClash
    | RoomClash
    | TwiceClash
    | ValueClash
    | PersonClash
    | ReplacementClash
    | BackwardsClash
    | RetiredClash
    | CardClash
    | PaymentClash
    | StornoClash
    | ReceiptClash
    | SeriesClash
    | NameClash
    | ManagerClash
    | OrphanClash
)
"""One question on the page Zu klären, of any kind."""


class Clashes(NamedTuple):
    """Everything on the page Zu klären by kind, in the order in which it is shown.

    Orphans are looked for by `all_clashes` only.
    """

    seats: tuple[SeatClash, ...] = ()
    rooms: tuple[RoomClash, ...] = ()
    twice: tuple[TwiceClash, ...] = ()
    values: tuple[ValueClash, ...] = ()
    people: tuple[PersonClash, ...] = ()
    replacements: tuple[ReplacementClash, ...] = ()
    backwards: tuple[BackwardsClash, ...] = ()
    retired: tuple[RetiredClash, ...] = ()
    cards: tuple[CardClash, ...] = ()
    payments: tuple[PaymentClash, ...] = ()
    cancelled: tuple[StornoClash, ...] = ()
    receipts: tuple[ReceiptClash, ...] = ()
    series: tuple[SeriesClash, ...] = ()
    names: tuple[NameClash, ...] = ()
    managers: tuple[ManagerClash, ...] = ()
    orphans: tuple[OrphanClash, ...] = ()

    @property
    def number(self) -> int:
        """How many there are."""
        return sum(len(part) for part in self)

    @property
    def everything(self) -> tuple[Clash, ...]:
        """All of them one after the other."""
        return tuple(one for part in self for one in part)


class _Kind(NamedTuple):
    """How clashes of one kind are found, what can be done about one, and doing it.

    `apply` gets what was typed (reason or name) and gives the person it is about.
    """

    part: str
    found: Callable[[View], tuple[Any, ...]]
    proposals: Callable[[View, Any], tuple[Proposal, ...]]
    apply: Callable[[Work, Any, Proposal, str], str | None]


_KINDS: dict[str, _Kind] = {
    seats.KIND: _Kind("seats", seats.found, seats.proposals, seats.apply),
    rooms.KIND: _Kind("rooms", rooms.found, rooms.proposals, rooms.apply),
    twice.KIND: _Kind("twice", twice.found, twice.proposals, twice.apply),
    values.KIND: _Kind("values", values.found, values.proposals, values.apply),
    people.KIND: _Kind("people", people.found, people.proposals, people.apply),
    dates.REPLACED: _Kind(
        "replacements",
        dates.found_replacements,
        dates.proposals_replacement,
        dates.apply_replacement,
    ),
    dates.BACKWARDS: _Kind(
        "backwards", dates.found_backwards, dates.proposals_backwards, dates.apply_backwards
    ),
    house.RETIRED: _Kind(
        "retired", house.found_retired, house.proposals_retired, house.apply_retired
    ),
    cards.KIND: _Kind("cards", cards.found, cards.proposals, cards.apply),
    money.PAID: _Kind("payments", money.found_twice, money.proposals_twice, money.apply),
    money.CANCELLED: _Kind(
        "cancelled", money.found_cancelled_twice, money.proposals_cancelled, money.apply
    ),
    receipts.NUMBER: _Kind(
        "receipts", receipts.found_numbers, receipts.proposals_number, receipts.apply
    ),
    receipts.SERIES: _Kind(
        "series", receipts.found_series, receipts.proposals_series, receipts.apply
    ),
    house.NAME: _Kind("names", house.found_names, house.proposals_names, house.apply_names),
    house.MANAGERS: _Kind(
        "managers", house.found_managers, house.proposals_managers, house.apply_managers
    ),
    orphans.KIND: _Kind("orphans", orphans.found, orphans.proposals, orphans.apply),
}


@dataclass(frozen=True, slots=True)
class Decide:
    """Decides the clash `clash_id` by the proposal of the code `proposal`.

    The identifier says how things stood when it was read. `reason` and `name` are what was typed,
    where the proposal needs it.
    """

    clash_id: str
    proposal: str
    reason: str = ""
    name: str = ""


def clashes(view: View) -> Clashes:
    """What is open now, but for orphans: quick enough for every look at the page Heute."""
    return Clashes(**dict(_found(view, thorough=False)))


def all_clashes(view: View) -> Clashes:
    """What is open now, orphans too: to be read beside the window."""
    return Clashes(**dict(_found(view, thorough=True)))


def _found(view: View, *, thorough: bool) -> Iterator[tuple[str, tuple[Any, ...]]]:
    for name, kind in _KINDS.items():
        if thorough or name != orphans.KIND:
            yield kind.part, kind.found(view)


def proposals(view: View, clash: Clash) -> tuple[Proposal, ...]:
    """What can be done about a clash, the most likely first."""
    return _KINDS[parts_of(clash.id).kind].proposals(view, clash)


def decide(work: Work, request: Decide) -> None:
    """Decides a clash, as it was when it was read.

    Raises `ClashSettled` when it is not there any more, `ClashChanged` when something about it
    changed since, `Invalid` for a proposal that is none and for what was not typed, `NotAllowed`,
    and what the verbs refuse that carry the decision out.
    """
    view = View(work.connection, work.maker.centre_id, work.maker.device, work.maker.now_ms)
    kind, clash = _as_read(view, request.clash_id)
    chosen = next(
        (one for one in kind.proposals(view, clash) if one.code == request.proposal), None
    )
    if chosen is None:
        raise Invalid("proposal", "unknown", request.proposal)
    if chosen.right:
        work.require(chosen.right)
    typed = {"reason": request.reason, "name": request.name}.get(chosen.needs, "").strip()
    if chosen.needs and not typed:
        raise Invalid(chosen.needs, "missing")
    person_id = kind.apply(work, clash, chosen, typed)
    about = parts_of(clash.id)
    facts = values.facts_of(clash) if isinstance(clash, ValueClash) else {}
    record(
        work,
        Decision(
            about.kind,
            about.subject,
            chosen.code,
            chosen.right,
            request.reason.strip(),
            {**facts, "state": about.state},
            person_id,
        ),
    )
    work.title = title_of(clash)


def _as_read(view: View, identifier: str) -> tuple[_Kind, Any]:
    about = parts_of(identifier)
    kind = _KINDS.get(about.kind)
    if kind is None:
        raise ClashSettled
    same = [one for one in kind.found(view) if parts_of(one.id).subject == about.subject]
    if not same:
        raise ClashSettled
    for one in same:
        if one.id == identifier:
            return kind, one
    raise ClashChanged(same[0].id)


def title_of(clash: Clash) -> str:
    """What a clash is about, in one line for the log."""
    match clash:
        case ValueClash() | OrphanClash():
            return clash.about.title
        case SeatClash() | ReplacementClash() | BackwardsClash():
            return clash.title
        case RoomClash():
            titles = (clash.first.title, clash.second.title)
            return " · ".join((clash.room, *dict.fromkeys(titles)))
        case TwiceClash() | PaymentClash() | StornoClash():
            return " · ".join(filter(None, (clash.name, clash.title)))
        case PersonClash():
            return " · ".join(dict.fromkeys(entry.name for entry in clash.entries))
        case CardClash() | NameClash():
            return clash.name
        case RetiredClash():
            return clash.room
        case ReceiptClash():
            return clash.label
        case SeriesClash():
            return clash.code
        case ManagerClash():
            return ROLES[MANAGER]
