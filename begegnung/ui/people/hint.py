"""The hint that somebody who is about to be noted may be there already."""

from collections.abc import Sequence

from begegnung.model.names import full_name
from begegnung.model.rows import PersonLine
from begegnung.services.duplicates import LikelySame
from begegnung.services.searching import namesake
from begegnung.texts.people import reasons_text

_SHOWN = 3


def same_person_hint(there: Sequence[LikelySame]) -> str:
    """Who it may be and why, as a sentence; empty when nobody is like her."""
    if not there:
        return ""
    sure = [one for one in there if one.reasons[0] == "same_name"]
    if sure:
        shown = "; ".join(_described(one.person) for one in sure[:_SHOWN])
        return f"Gibt es schon: {shown}. Ist das dieselbe Person?"
    shown = "; ".join(
        f"{_described(one.person)}, {reasons_text(one.reasons)}" for one in there[:_SHOWN]
    )
    return f"Vielleicht schon da: {shown}. Ist das dieselbe Person?"


def _described(line: PersonLine) -> str:
    more = namesake(line)
    name = full_name(line.surname, line.first_name)
    return f"{name} ({more})" if more else name
