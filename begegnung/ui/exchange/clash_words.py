"""Clashes as lines of a list: the sentence, and what there is to choose."""

from collections.abc import Callable
from datetime import datetime

from begegnung.model.merge_policies import DELETED
from begegnung.model.roles import ROLES, who_may
from begegnung.services.clashes import (
    Clash,
    PersonClash,
    Proposal,
    ReceiptClash,
    SeatClash,
    SeriesClash,
    StornoClash,
    ValueClash,
)
from begegnung.services.clashes.identity import parts_of
from begegnung.texts.clashes import clash_facts, clash_sentence, kind_words, proposal_text
from begegnung.ui.widgets.labels import Tone
from begegnung.ui.widgets.lines import Line


def clash_line(clash: Clash, now: datetime) -> Line:
    """A clash in the list: what it is about and its sentence; its place is kept by the subject."""
    about = parts_of(clash.id)
    sentence = clash_sentence(clash, now)
    return Line(
        f"{about.kind}-{about.subject}",
        kind_words(clash),
        sentence,
        icon="warning",
        spoken=f"{kind_words(clash)}: {sentence}",
        subject=clash,
    )


def people_lines(clash: SeatClash, now: datetime) -> list[Line]:
    """Everybody who has a place, in the order in which they came."""
    return [
        Line(one.booking_id, fact.title, fact.detail, fact.chip, "warn", subject=one)
        for one, fact in zip(clash.people, clash_facts(clash, now), strict=True)
    ]


def known_words(clash: Clash, now: datetime) -> str:
    """What there is to know beside the sentence, where the proposals do not say it."""
    if not isinstance(clash, PersonClash | ReceiptClash | SeriesClash | StornoClash):
        return ""
    return "\n".join(
        " · ".join(filter(None, (fact.title, fact.detail, fact.chip)))
        for fact in clash_facts(clash, now)
    )


def choice_line(
    clash: Clash, proposal: Proposal, now: datetime, may: Callable[[str], bool]
) -> Line:
    """A proposal to choose; a chip says who alone may do it, or which value is shown meanwhile."""
    chip, tone = _chip(proposal, may)
    title, detail = proposal_text(clash, proposal, now), ""
    if isinstance(clash, ValueClash) and clash.column != DELETED:
        fact = clash_facts(clash, now)[proposal.facts[0]]
        title, detail = fact.title, fact.detail
        chip, tone = (chip, tone) if chip else (fact.chip, "muted")
    return Line(proposal.code, title, detail, chip, tone, subject=proposal)


def _chip(proposal: Proposal, may: Callable[[str], bool]) -> tuple[str, Tone]:
    if not proposal.right or may(proposal.right):
        return "", "muted"
    roles = who_may(proposal.right)
    words = " oder ".join(word for role, word in ROLES.items() if role in roles)
    return f"nur {words}", "warn"
