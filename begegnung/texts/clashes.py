"""Zu klären in words: each clash in one sentence, its facts one by one, and what can be done.

Written for whoever sits at the desk twice a week: what happened, at which PC and when, and then the
proposals as they are carried out.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from begegnung.services.clashes import Clash, ManagerClash, NameClash, Proposal
from begegnung.services.clashes.house import NamedRow
from begegnung.services.clashes.identity import parts_of
from begegnung.texts import clash_dates, clash_money, clash_people, clash_values
from begegnung.texts.clash_phrases import NUMBERS, Fact, Words, at_pc, both, quoted

KIND_WORDS: dict[str, str] = {
    "seat": "Platz",
    "room": "Raum",
    "twice": "Anmeldung",
    "value": "Angabe",
    "person": "Mögliche Dublette",
    "replacement": "Ersatztermin",
    "backwards": "Termin",
    "retired": "Raum",
    "card": "Mehrfachkarte",
    "payment": "Zahlung",
    "storno": "Storno",
    "receipt": "Quittung",
    "series": "Quittungen",
    "name": "Name",
    "manager": "Leitung",
    "orphan": "Zuordnung",
}
"""What each kind of clash is about, in a word."""


def kind_words(clash: Clash) -> str:
    """What a clash is about, in a word."""
    return KIND_WORDS[parts_of(clash.id).kind]


def clash_sentence(clash: Clash, now: datetime) -> str:
    """What happened, in one sentence; `now` is local."""
    return _WORDS[type(clash)].sentence(clash, now)


def clash_facts(clash: Clash, now: datetime) -> list[Fact]:
    """What there is to know before deciding, line by line."""
    return _WORDS[type(clash)].facts(clash, now)


def proposal_text(clash: Clash, proposal: Proposal, now: datetime) -> str:
    """What a proposal does, as it stands where it is chosen."""
    return _WORDS[type(clash)].proposal(clash, proposal, now)


def what_to_type(proposal: Proposal) -> str:
    """The name of the input that a proposal needs, "" for none."""
    return {"reason": "Grund", "name": "Neuer Name"}.get(proposal.needs, "")


_TWO_OF: dict[str, str] = {
    "room": "Räume heißen",
    "till": "Kassen heißen",
    "reduction": "Ermäßigungen heißen",
    "staff_user": "Mitarbeitende heißen",
}


def _name_sentence(clash: NameClash, now: datetime) -> str:
    number = NUMBERS.get(len(clash.rows), str(len(clash.rows))).capitalize()
    where = both([at_pc(one.pc, one.at_ms, now) for one in clash.rows])
    return f"{number} {_TWO_OF[clash.entity]} {quoted(clash.name)}, angelegt: {where}."


def _name_facts(clash: NameClash, now: datetime) -> list[Fact]:
    return _row_facts(clash.rows, now)


def _manager_sentence(_clash: ManagerClash, _now: datetime) -> str:
    return (
        "Niemand ist mehr als Leitung eingetragen: An zwei PCs wurde jeweils die andere entfernt."
    )


def _manager_facts(clash: ManagerClash, now: datetime) -> list[Fact]:
    return _row_facts(clash.users, now)


def _manager_proposal(_clash: ManagerClash, proposal: Proposal, _now: datetime) -> str:
    return f"Leitung ist: {proposal.facts[0].name}"


def _row_facts(rows: Sequence[NamedRow], now: datetime) -> list[Fact]:
    return [Fact(one.name, at_pc(one.pc, one.at_ms, now)) for one in rows]


def _name_proposal(_clash: NameClash, proposal: Proposal, now: datetime) -> str:
    one = proposal.facts[0]
    return f"Umbenennen: {one.name} ({at_pc(one.pc, one.at_ms, now)})"


_WORDS: dict[type[Any], Words] = {
    **clash_dates.WORDS,
    **clash_money.WORDS,
    **clash_people.WORDS,
    **clash_values.WORDS,
    NameClash: Words(_name_sentence, _name_facts, _name_proposal),
    ManagerClash: Words(_manager_sentence, _manager_facts, _manager_proposal),
}
