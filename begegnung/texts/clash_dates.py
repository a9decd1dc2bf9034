"""Rooms that are taken twice and dates that two PCs made impossible: in words."""

from datetime import datetime
from typing import Any

from begegnung.model.local_time import day_of
from begegnung.services.clash_decisions import LEFT
from begegnung.services.clashes import (
    BackwardsClash,
    Proposal,
    ReplacementClash,
    RetiredClash,
    RoomClash,
)
from begegnung.texts.clash_phrases import NUMBERS, Fact, Words, at_pc, both, no_facts, quoted
from begegnung.texts.moments import clock_time, counted, short_date, when


def _room_sentence(clash: RoomClash, _now: datetime) -> str:
    first, second = (
        f"{quoted(kept.title)} ({clock_time(kept.starts)} bis {_end(kept.ends)} Uhr)"
        for kept in clash.dates
    )
    day = short_date(day_of(clash.starts))
    return f"{quoted(clash.room)} ist am {day} doppelt belegt: {first} und {second}."


def _end(ends: int) -> str:
    return clock_time(ends) if ends % (24 * 60) else "24:00"


def _room_facts(clash: RoomClash, _now: datetime) -> list[Fact]:
    return [
        Fact(kept.title, ", ".join(filter(None, (when(kept.starts, kept.ends), kept.room))))
        for kept in clash.dates
    ]


def _room_proposal(clash: RoomClash, proposal: Proposal, _now: datetime) -> str:
    if proposal.code == LEFT:
        return "Trotzdem belegt: Beide bleiben, mit Grund"
    kept = next(one for one in clash.dates if one.id == proposal.about)
    title = f"{quoted(kept.title)} ({clock_time(kept.starts)} Uhr)"
    if proposal.code.startswith("cancel"):
        return f"{title} fällt aus"
    if proposal.code.startswith("room"):
        return f"{title} verlegen nach: {proposal.facts[1]}"
    begin, until = proposal.facts
    return f"{title} verlegen auf {clock_time(begin)} bis {clock_time(until)} Uhr"


def _replacement_sentence(clash: ReplacementClash, now: datetime) -> str:
    held = both([f"{when(one.starts)} ({at_pc(one.pc, one.at_ms, now)})" for one in clash.dates])
    was = f"{quoted(clash.title)} am {when(clash.replaced)}"
    if clash.takes_place:
        return f"{was} findet doch statt, und es gibt noch einen Ersatztermin: {held}."
    number = NUMBERS.get(len(clash.dates), str(len(clash.dates)))
    return f"Für {was} gibt es {number} Ersatztermine: {held}."


def _replacement_facts(clash: ReplacementClash, now: datetime) -> list[Fact]:
    return [Fact(when(one.starts, one.ends), at_pc(one.pc, one.at_ms, now)) for one in clash.dates]


def _replacement_proposal(_clash: ReplacementClash, proposal: Proposal, now: datetime) -> str:
    if proposal.code == "both":
        return "Alle finden statt"
    one = proposal.facts[0]
    return f"Herausnehmen: {when(one.starts)} ({at_pc(one.pc, one.at_ms, now)})"


def _backwards_sentence(clash: BackwardsClash, _now: datetime) -> str:
    return (
        f"{quoted(clash.title)} am {when(clash.starts)} würde schon um "
        f"{clock_time(clash.ends)} Uhr enden, weil an zwei PCs Beginn und Ende geändert wurden."
    )


def _backwards_proposal(_clash: BackwardsClash, proposal: Proposal, _now: datetime) -> str:
    if proposal.code == "cancel":
        return "Der Termin fällt aus"
    begin, until = proposal.facts
    return f"{clock_time(begin)} bis {clock_time(until)} Uhr"


def _retired_sentence(clash: RetiredClash, _now: datetime) -> str:
    dates = counted(clash.dates, "Termin ist", "Termine sind")
    return (
        f"{quoted(clash.room)} ist nicht mehr im Plan, aber {dates} dort noch vorgesehen, "
        f"der nächste am {when(clash.next_starts)}."
    )


def _retired_proposal(_clash: RetiredClash, _proposal: Proposal, _now: datetime) -> str:
    return "Raum wieder in den Plan aufnehmen"


WORDS: dict[type[Any], Words] = {
    RoomClash: Words(_room_sentence, _room_facts, _room_proposal),
    ReplacementClash: Words(_replacement_sentence, _replacement_facts, _replacement_proposal),
    BackwardsClash: Words(_backwards_sentence, no_facts, _backwards_proposal),
    RetiredClash: Words(_retired_sentence, no_facts, _retired_proposal),
}
"""The words of these kinds."""
