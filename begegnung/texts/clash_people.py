"""Places sold twice, people booked twice, people noted twice: in words."""

from datetime import datetime
from typing import Any

from begegnung.services.clash_decisions import LEFT
from begegnung.services.clashes import PersonClash, Proposal, SeatClash, TwiceClash
from begegnung.services.clashes.seats import SeatPerson
from begegnung.services.waiting import CALL_OUTCOMES
from begegnung.texts.clash_phrases import Fact, Words, at_pc, both, quoted
from begegnung.texts.moments import counted, money, when
from begegnung.texts.people import reasons_text
from begegnung.texts.stored_values import STATE_WORDS


def _seat_sentence(clash: SeatClash, now: datetime) -> str:
    day = "" if clash.starts is None else f" am {when(clash.starts)}"
    places = counted(clash.capacity, "Platz", "Plätze")
    last = clash.people[-1]
    return (
        f"{quoted(clash.title)}{day} hat {places}, vergeben sind {clash.taken}; "
        f"zuletzt kam {last.name} ({at_pc(last.pc, last.at_ms, now)})."
    )


def _seat_facts(clash: SeatClash, now: datetime) -> list[Fact]:
    return [
        Fact(f"{number}. {one.name}", seat_detail(one, now), "Uhr unsicher" if one.doubtful else "")
        for number, one in enumerate(clash.people, 1)
    ]


def seat_detail(one: SeatPerson, now: datetime) -> str:
    """Where and when somebody was booked, for how many places, and what calls have given."""
    said = [at_pc(one.pc, one.at_ms, now)]
    if one.places > 1:
        said.append(counted(one.places, "Platz", "Plätze"))
    if one.calls:
        calls = counted(one.calls, "Anruf", "Anrufe")
        said.append(f"{calls}: {CALL_OUTCOMES[one.last_call]}")
    return " · ".join(said)


def _seat_proposal(clash: SeatClash, proposal: Proposal, _now: datetime) -> str:
    if proposal.code == "places":
        more = counted(proposal.facts[0], "Platz", "Plätze")
        return f"{more} anbieten statt {clash.capacity}"
    if proposal.code == LEFT:
        return "So lassen, alle behalten ihren Platz"
    name, phone = proposal.facts
    number = f" ({phone})" if phone else " (keine Telefonnummer notiert)"
    end = (
        "kommt auf die Warteliste"
        if proposal.code.startswith("waiting")
        else "verzichtet auf den Platz"
    )
    return f"{name} anrufen{number}: {end}"


def _twice_sentence(clash: TwiceClash, now: datetime) -> str:
    day = "" if clash.starts is None else f" am {when(clash.starts)}"
    where = both([at_pc(one.pc, one.at_ms, now) for one in clash.places])
    times = {2: "zweimal", 3: "dreimal"}.get(len(clash.places), f"{len(clash.places)}-mal")
    return f"{clash.name} wurde {times} für {quoted(clash.title)}{day} angemeldet: {where}."


def _twice_facts(clash: TwiceClash, now: datetime) -> list[Fact]:
    return [
        Fact(
            _place_words(one.state, one.places),
            at_pc(one.pc, one.at_ms, now),
            f"{money(one.paid_cents)} bezahlt" if one.paid_cents else "",
        )
        for one in clash.places
    ]


def _place_words(state: str, places: int) -> str:
    words = STATE_WORDS["booking"].get(state, state)
    return f"{words}, {counted(places, 'Platz', 'Plätze')}"


def _twice_proposal(_clash: TwiceClash, proposal: Proposal, now: datetime) -> str:
    one = proposal.facts[0]
    where = at_pc(one.pc, one.at_ms, now)
    return f"Nur diese Anmeldung behalten: {_place_words(one.state, one.places)} ({where})"


def _person_sentence(clash: PersonClash, now: datetime) -> str:
    one, other = (f"{x.name} ({at_pc(x.pc, x.at_ms, now)})" for x in clash.entries)
    why = reasons_text(clash.reasons)
    return (
        f"Vielleicht ist das dieselbe Person, an zwei PCs neu angelegt: {one} und {other}; {why}."
    )


def _person_facts(clash: PersonClash, now: datetime) -> list[Fact]:
    return [
        Fact(one.name, _known(one.person), at_pc(one.pc, one.at_ms, now)) for one in clash.entries
    ]


def _known(person: Any) -> str:
    born = f"geb. {person.birth_year}" if person.birth_year else ""
    return " · ".join(filter(None, (born, person.phone, person.street))) or "sonst nichts notiert"


def _person_proposal(_clash: PersonClash, proposal: Proposal, now: datetime) -> str:
    if proposal.code == "apart":
        return "Verschiedene Personen"
    entry = proposal.facts[0]
    where = at_pc(entry.pc, entry.at_ms, now)
    return f"Zusammenführen, es bleibt der Eintrag: {entry.name} ({where})"


WORDS: dict[type[Any], Words] = {
    SeatClash: Words(_seat_sentence, _seat_facts, _seat_proposal),
    TwiceClash: Words(_twice_sentence, _twice_facts, _twice_proposal),
    PersonClash: Words(_person_sentence, _person_facts, _person_proposal),
}
"""The words of these kinds."""
