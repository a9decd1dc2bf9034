"""Values that differ, rows that were deleted and edited, rows that belong to nothing: in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from begegnung.model.merge_policies import DELETED
from begegnung.services.clashes import OrphanClash, Proposal, ValueClash
from begegnung.services.clashes.values import Said
from begegnung.texts.clash_phrases import (
    Fact,
    Words,
    at_pc,
    at_pcs,
    either,
    named,
    no_facts,
    on_day,
    quoted,
    whose,
)
from begegnung.texts.moments import when
from begegnung.texts.stored_values import column_words, value_words

_SLOT = frozenset({"starts", "ends", "room_id", "place"})
"""The columns of a date that say when and where it is."""


def said_words(clash: ValueClash, said: Said) -> str:
    """One of the values, as the desk writes it."""
    if clash.column == DELETED:
        return "gelöscht" if said.value(DELETED) else "bearbeitet"
    if clash.entity == "occurrence" and _SLOT & set(clash.columns):
        return _slot(said)
    if clash.entity == "occurrence" and clash.column == "state":
        reason = said.value("state_reason")
        words = value_words(clash.entity, "state", said.value("state"))
        return f"{words}, {reason}" if reason else words
    if clash.entity == "booking" and clash.column == "state":
        return value_words(clash.entity, "state", said.value("state"))
    words = [value_words(clash.entity, c, said.value(c)) for c in clash.columns]
    if len(words) == 1:
        return words[0]
    short = (column_words(clash.entity, c).split(" ", 1)[1].rstrip(",") for c in clash.columns)
    return ", ".join(f"{name} {value}" for name, value in zip(short, words, strict=True))


def _slot(said: Said) -> str:
    starts, ends = said.value("starts"), said.value("ends")
    where = said.value("room_id") or said.value("place")
    span = when(starts, ends) if starts is not None and ends is not None else ""
    return ", ".join(filter(None, (span, where)))


def _value_sentence(clash: ValueClash, now: datetime) -> str:
    if clash.column == DELETED:
        return _deleted_sentence(clash, now)
    pcs = at_pcs(len({one.device for one in clash.said}))
    words = [f"{said_words(clash, one)} ({at_pc(one.pc, one.at_ms, now)})" for one in clash.said]
    choices, about = either(words), clash.about
    date = f"{quoted(about.offer)}{on_day(about)}"
    if clash.entity == "occurrence" and _SLOT & set(clash.columns):
        return f"Der Termin {date} wurde {pcs} verschieden verlegt: auf {choices}."
    if clash.entity == "occurrence" and clash.column == "state":
        return f"Ob {date} stattfindet, wurde {pcs} verschieden eingetragen: {choices}."
    if clash.entity == "attendance":
        return f"Bei {about.person} wurde für {date} {pcs} Verschiedenes angekreuzt: {choices}."
    what = column_words(clash.entity, clash.column)
    verb = "gezählt" if clash.entity == "head_count" else "geändert"
    return f"{what} von {whose(about)} wurde {pcs} verschieden {verb}: {choices}."


def _deleted_sentence(clash: ValueClash, now: datetime) -> str:
    gone = [one for one in clash.said if one.value(DELETED)]
    kept = [one for one in clash.said if not one.value(DELETED)]
    return (
        f"{named(clash.about)} wurde gelöscht ({_all_at(gone, now)}) "
        f"und zugleich bearbeitet ({_all_at(kept, now)})."
    )


def _all_at(said: Sequence[Said], now: datetime) -> str:
    return "; ".join(at_pc(one.pc, one.at_ms, now) for one in said)


def _value_facts(clash: ValueClash, now: datetime) -> list[Fact]:
    # A row that was deleted at one PC is shown as the other one left it.
    shown = "" if clash.column == DELETED else "gilt zurzeit"
    chips = (shown, *("" for _ in clash.said[1:]))
    return [
        Fact(said_words(clash, one), at_pc(one.pc, one.at_ms, now), chip)
        for one, chip in zip(clash.said, chips, strict=True)
    ]


def _value_proposal(clash: ValueClash, proposal: Proposal, now: datetime) -> str:
    if clash.column == DELETED:
        return "Behalten" if proposal.code == "keep" else "Löschen"
    number: int = proposal.facts[0]
    one = clash.said[number]
    return f"{said_words(clash, one)} ({at_pc(one.pc, one.at_ms, now)})"


_MISSING: dict[str, str] = {
    "person": "eine Person",
    "offer": "ein Angebot",
    "occurrence": "ein Termin",
    "room": "ein Raum",
    "booking": "eine Anmeldung",
    "centre": "ein Haus",
    "household": "ein Haushalt",
    "staff_user": "eine Mitarbeiterin oder ein Mitarbeiter",
    "till": "eine Kasse",
    "punch_card": "eine Mehrfachkarte",
    "payment_note": "eine Zahlung",
    "rule": "eine Terminreihe",
    "reduction": "eine Ermäßigung",
    "device": "ein PC",
}


def _orphan_sentence(clash: OrphanClash, now: datetime) -> str:
    missing = _MISSING.get(clash.target, "etwas")
    where = at_pc(clash.pc, clash.at_ms, now)
    return f"{named(clash.about)} ({where}) gehört zu etwas, das seit einer Woche fehlt: {missing}."


def _orphan_proposal(_clash: OrphanClash, proposal: Proposal, _now: datetime) -> str:
    words = {"release": "Den Hinweis darauf entfernen", "remove": "Den Eintrag entfernen"}
    return words.get(proposal.code, "So lassen und nicht mehr fragen")


WORDS: dict[type[Any], Words] = {
    ValueClash: Words(_value_sentence, _value_facts, _value_proposal),
    OrphanClash: Words(_orphan_sentence, no_facts, _orphan_proposal),
}
"""The words of these kinds."""
