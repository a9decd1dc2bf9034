"""More visits were taken from a Mehrfachkarte than it has: two PCs took the last one."""

from typing import NamedTuple

from begegnung.db.work import Work
from begegnung.model.names import full_name
from begegnung.services.card_lists import overdrawn, punches_of
from begegnung.services.clash_decisions import LEFT, left_as_it_is
from begegnung.services.clashes.identity import Proposal, clash_id, digest, parts_of
from begegnung.services.clashes.writers import NOBODY, written
from begegnung.services.desk import View
from begegnung.services.punch_cards import TakeBackPunch, take_back_punch

KIND = "card"

_OFFERED = 3
"""So many of the last visits are proposed to be given back."""


class CardVisit(NamedTuple):
    """A visit that was taken: its date (local minutes), at which PC and when (UTC ms)."""

    punch_id: str
    title: str
    starts: int
    pc: str
    at_ms: int


class CardClash(NamedTuple):
    """More visits are taken from a Mehrfachkarte than it has; the last ones first."""

    id: str
    card_id: str
    person_id: str
    name: str
    offer: str
    punches: int
    used: int
    visits: tuple[CardVisit, ...]


def found(view: View) -> tuple[CardClash, ...]:
    """The cards that are overdrawn and of which nobody has said that it is settled."""
    lines = overdrawn(view)
    if not lines:
        return ()
    known = left_as_it_is(view.connection, KIND)
    clashes = (
        CardClash(
            clash_id(KIND, (line.id,), [line.punches, sorted(one.punch_id for one in visits)]),
            line.id,
            line.person_id,
            full_name(line.surname, line.first_name),
            line.offer,
            line.punches,
            line.used,
            visits,
        )
        for line in lines
        for visits in (_visits(view, line.id),)
    )
    return tuple(one for one in clashes if parts_of(one.id)[1:] not in known)


def _visits(view: View, card_id: str) -> tuple[CardVisit, ...]:
    """All visits, that which was taken last first."""
    lines = punches_of(view, card_id)
    by = written(view.connection, [line.id for line in lines])
    ordered = sorted(lines, key=lambda line: (by.get(line.id, NOBODY).stamp, line.id), reverse=True)
    return tuple(
        CardVisit(
            line.id,
            line.title,
            line.starts,
            by.get(line.id, NOBODY).pc,
            by.get(line.id, NOBODY).at_ms,
        )
        for line in ordered
    )


def proposals(_view: View, clash: CardClash) -> tuple[Proposal, ...]:
    """Giving one of the last visits back; or it was settled otherwise, for example paid."""
    return (
        *(
            Proposal(
                f"back-{digest(one.punch_id)}",
                "punch_cards.take_back_punch",
                about=one.punch_id,
                facts=(one,),
            )
            for one in clash.visits[:_OFFERED]
        ),
        Proposal(LEFT, "punch_cards.void_card", "reason"),
    )


def apply(work: Work, clash: CardClash, proposal: Proposal, _reason: str) -> str | None:
    """Gives a visit back, where that was chosen; gives the person it is about."""
    if proposal.code != LEFT:
        take_back_punch(work, TakeBackPunch(proposal.about))
    return clash.person_id
