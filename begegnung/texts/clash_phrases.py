"""What the sentences about clashes are made of: who and where, this or that."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from begegnung.services.clashes import Proposal
from begegnung.services.clashes.subjects import Subject
from begegnung.services.present import local_now
from begegnung.texts.clash_refusals import ROWS
from begegnung.texts.moments import day_and_time, when

UNKNOWN_PC = "ein anderer PC"
"""Of a PC whose name has not arrived yet."""

NUMBERS = {2: "zwei", 3: "drei", 4: "vier", 5: "fünf"}


class Fact(NamedTuple):
    """One line of what is known about a clash; `chip` is a word about it."""

    title: str
    detail: str = ""
    chip: str = ""


class Words(NamedTuple):
    """How clashes of one kind are worded: the sentence, what is known, and each proposal."""

    sentence: Callable[[Any, datetime], str]
    facts: Callable[[Any, datetime], list[Fact]]
    proposal: Callable[[Any, Proposal, datetime], str]


def no_facts(_clash: Any, _now: datetime) -> list[Fact]:
    """Of clashes of which the sentence says everything."""
    return []


def at_pc(pc: str, at_ms: int, now: datetime) -> str:
    """Where and when, "Empfang, gestern 14:02 Uhr"; `now` is local."""
    if not at_ms:
        return pc or UNKNOWN_PC
    moment = day_and_time(local_now(at_ms), now).replace(",", "")
    return f"{pc or UNKNOWN_PC}, {moment}"


def either(parts: Sequence[str]) -> str:
    """The parts with "oder" before the last one."""
    return f"{', '.join(parts[:-1])} oder {parts[-1]}" if len(parts) > 1 else "".join(parts)


def both(parts: Sequence[str]) -> str:
    """The parts with "und" before the last one."""
    return f"{', '.join(parts[:-1])} und {parts[-1]}" if len(parts) > 1 else "".join(parts)


def at_pcs(number: int) -> str:
    """At so many PCs: "an zwei PCs", or of one PC and its copy "zweimal"."""
    return f"an {NUMBERS.get(number, str(number))} PCs" if number > 1 else "zweimal"


def quoted(title: str) -> str:
    """A title in German quotation marks."""
    return f"„{title}“" if title else "„ohne Titel“"


def named(about: Subject) -> str:
    """A row as the subject of a sentence: "Die Anmeldung von Erika Muster für „Yoga“"."""
    said = ROWS.get(about.entity, "Ein Eintrag")
    if about.name:
        said += f" {quoted(about.name)}"
    if about.person:
        said += f" von {about.person}"
    if about.offer:
        said += f" {'für ' if about.person else ''}{quoted(about.offer)}"
    return said + on_day(about)


def on_day(about: Subject) -> str:
    """The date it is about, " am Mo., 23.11.2026, 10:00 Uhr"; "" for none."""
    return "" if about.starts is None else f" am {when(about.starts)}"


def whose(about: Subject) -> str:
    """Whose value it is: "Erika Muster", "„Yoga“", "Erika Muster („Yoga“)"."""
    if about.person and about.offer:
        return f"{about.person} ({quoted(about.offer)}{on_day(about)})"
    if about.person:
        return about.person
    return f"{quoted(about.name or about.offer)}{on_day(about)}"
