"""Reads the tokens of a wording from left to right into facts."""

from begegnung.model.recurrence import (
    bounds,
    clock,
    days,
    holiday_words,
    moves,
    remarks,
    rhythm,
    seasons,
)
from begegnung.model.recurrence.exceptions import regroup
from begegnung.model.recurrence.facts import Break, Fact, Unread
from begegnung.model.recurrence.rule_scopes import follow_on
from begegnung.model.recurrence.tokens import readable, tokenize
from begegnung.model.recurrence.unread import FILLERS, may_change_dates
from begegnung.model.recurrence.words import Found, Phrase, Words

PHRASES: tuple[Phrase, ...] = (
    remarks.noise,
    moves.moved,
    holiday_words.week_later,
    remarks.remark,
    holiday_words.holidays,
    rhythm.calendar_weeks,
    rhythm.every,
    rhythm.per_period,
    rhythm.count,
    clock.clock,
    bounds.bound,
    days.nth,
    days.dates,
    days.month_marker,
    seasons.season,
    rhythm.daily,
    days.weekdays,
    remarks.small,
)
"""In the order in which they are tried: what is longer or more special comes first."""

_BREAKS = frozenset(",+;.()!")


def scan(text: str) -> tuple[Fact, ...]:
    """What a wording says, in its order, negations already understood."""
    plain = readable(text)
    words = Words(tokenize(plain), plain)
    facts: list[Fact] = []
    i = 0
    while i < len(words.tokens):
        found, i = _next(words, i)
        facts.extend(found)
    return follow_on(regroup(facts))


def _next(words: Words, i: int) -> Found:
    for phrase in PHRASES:
        found = phrase(words, i)
        if found and found[1] > i:
            return found
    token = words.at(i)
    if token.text in _BREAKS:
        return [Break(token.text)], i + 1
    if token.kind == "sign" or token.text in FILLERS or token.text == "geldbetrag":
        return [], i + 1
    if token.kind != "word":
        return [Unread(words.raw(i, i + 1), risky=True)], i + 1
    return [Unread(words.raw(i, i + 1), may_change_dates(token.text))], i + 1
