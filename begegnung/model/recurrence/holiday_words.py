"""Holidays, pauses and days with a name, and what becomes of a date that falls on one."""

from begegnung.model.recurrence.days import weekday_at
from begegnung.model.recurrence.facts import (
    Advent,
    Fact,
    Holidays,
    MonthDays,
    NamedDays,
    PartialDate,
    PauseWord,
    Span,
    WeekLater,
    Without,
)
from begegnung.model.recurrence.lexicon import (
    AND,
    ANY_SCHOOL_HOLIDAYS,
    NAMED_DAYS,
    PAUSES,
    PUBLIC_HOLIDAYS,
    SCHOOL_DAYS,
    SCHOOL_HOLIDAYS,
)
from begegnung.model.recurrence.patterns import Patterns
from begegnung.model.recurrence.words import Found, Words

_STEMS = frozenset({"oster", "sommer", "herbst", "weihnachts", "pfingst", "schul", "winter"})
_WEEK_LATER = Patterns(
    (
        (
            "um eine|1 woche spaeter|verschoben|verlegt|nachgeholt",
            "eine|1 woche spaeter|danach|darauf|nach",
            "um eine|1 woche nach hinten",
            "um eine|1 woche",
            "in|die der|die folgewoche",
            "in der folgenden|naechsten|darauffolgenden woche",
            "die woche darauf|danach|spaeter",
            "in der woche darauf|danach",
            "7|sieben tage spaeter|danach",
            "am darauffolgenden|folgenden|naechsten|darauf *",
            "eine woche darauf|danach",
        ),
        WeekLater,
    )
)


def holidays(words: Words, i: int) -> Found | None:
    """Public and school holidays, days with a name, pauses without dates."""
    return _advent(words, i) or _holidays(words, i)


def week_later(words: Words, i: int) -> Found | None:
    """As in "an Feiertagen eine Woche später"; the holiday may stand before or behind."""
    if not _speaks_of_holidays(words):
        return None
    return _WEEK_LATER.at(words, i) or _next_ordinal(words, i)


def _speaks_of_holidays(words: Words) -> bool:
    return not words.vocabulary.isdisjoint(_ANY_HOLIDAYS)


def _next_ordinal(words: Words, i: int) -> Found | None:
    """As in "1. Montag im Monat, an Feiertagen am 2. Montag": the next of the same weekday."""
    j = words.skip(i, {"dann", "am", "der", "den", "auf", "jeweils", "findet", "es"})
    ordinal = words.ordinal(j)
    day = weekday_at(words, ordinal[1]) if ordinal else None
    if j == i or ordinal is None or day is None or ordinal[0] < 2:
        return None
    before = range(i - 1, -1, -1)
    holiday = next((k for k in before if words.text(k) in PUBLIC_HOLIDAYS), None)
    rule = next(
        (
            k
            for k in before
            if words.ordinal(k) == (ordinal[0] - 1, k + 1) and weekday_at(words, k + 1) == day
        ),
        None,
    )
    if holiday is None or rule is None or rule > holiday or i - holiday > 5:
        return None
    end = ordinal[1] + 1
    return [WeekLater(words.raw(i, end))], end


def _advent(words: Words, i: int) -> Found | None:
    """As in "an den Adventssonntagen", "am 2. Advent", "am 1. und 3. Advent"."""
    j = words.skip(i, {"an", "den", "am", "allen", "die", "der", "jeden", "jedem"})
    j += words.number(j) == 4 and words.text(j + 1).startswith("advent")
    if words.text(j) in {"advents", "advent"} and words.text(j + 1).startswith("sonntag"):
        return [Advent((1, 2, 3, 4))], j + 2
    ns: list[int] = []
    while (ordinal := words.ordinal(j)) and 1 <= ordinal[0] <= 4:
        ns.append(ordinal[0])
        j = ordinal[1]
        if words.text(j) in {"advent", "adventssonntag", "adventssonntage", "adventsonntag"}:
            return [Advent(tuple(ns))], j + 1
        if words.text(j) in {"advents", "advent"} and words.text(j + 1).startswith("sonntag"):
            return [Advent(tuple(ns))], j + 2
        k = words.skip(j, AND | {"am", "den"})
        if k == j:
            return None
        j = k
    return None


_ANY_HOLIDAYS = PUBLIC_HOLIDAYS | ANY_SCHOOL_HOLIDAYS | frozenset(SCHOOL_HOLIDAYS)


def _turn_of_the_year(words: Words, i: int) -> int | None:
    """As in "zwischen Weihnachten und Neujahr"; the feasts themselves are holidays anyway."""
    for phrase in (("zwischen", "den", "jahren"), ("zwischen", "weihnachten", "und", "neujahr")):
        if all(words.text(i + k) == word for k, word in enumerate(phrase)):
            return i + len(phrase)
    return None


def _holidays(words: Words, i: int) -> Found | None:
    text = words.text(i)
    if text in {"gesetzlichen", "gesetzliche"} and words.text(i + 1) in PUBLIC_HOLIDAYS:
        return [Holidays("public")], i + 2
    if (text, words.text(i + 1)) == ("christi", "himmelfahrt"):
        return [NamedDays((NAMED_DAYS["himmelfahrt"],))], i + 2
    if text == "zwischen" and (end := _turn_of_the_year(words, i)):
        return [Span(PartialDate(25, 12), PartialDate(1, 1))], end
    if text in _STEMS and words.text(i + 1) == "-":
        # "Oster- und Sommerferien", "Oster-Ferien"
        name = SCHOOL_HOLIDAYS.get(text + "ferien")
        end = i + 2 + (words.text(i + 2) in ANY_SCHOOL_HOLIDAYS)
        return [Holidays("school", (name,) if name else ())], end
    if text in PAUSES or (_is_closing_time(text) and _time_follows(words, i + 1)):
        return [PauseWord(words.raw(i, i + 1))], i + 1
    fact = _SINGLE.get(text)
    return ([fact], i + 1) if fact else None


_CLOSING_TIMES = ("pause", "schliessung", "schliesszeit", "urlaub", "umbau", "renovierung")


def _is_closing_time(word: str) -> bool:
    """As in "Kurspause", "Betriebsferien", "Urlaub"; school holidays are others."""
    known = word in SCHOOL_HOLIDAYS or word in ANY_SCHOOL_HOLIDAYS or word == "pause"
    return not known and word.endswith((*_CLOSING_TIMES, "ferien"))


def _time_follows(words: Words, i: int) -> bool:
    """Whether a date or a month comes next; without one "Kaffeepause" is only a word."""
    j = words.skip(
        i, {":", "vom", "von", "am", "im", "ab", "bis", "den", "dem", "in", "der", "zum"}
    )
    dotted = words.at(j).kind == "number" and words.at(j).dot
    return words.at(j).kind == "date" or dotted or words.month(j) is not None


_TERM = Without((Holidays("school"),))
_SINGLE: dict[str, Fact] = {
    **dict.fromkeys(PUBLIC_HOLIDAYS, Holidays("public")),
    **dict.fromkeys(ANY_SCHOOL_HOLIDAYS, Holidays("school")),
    **dict.fromkeys(("schulzeit", "schulwochen", "unterrichtszeit"), _TERM),
    **dict.fromkeys(SCHOOL_DAYS, Without((Holidays("school"), Holidays("public")))),
    **{word: Holidays("school", (name,)) for word, name in SCHOOL_HOLIDAYS.items()},
    **{word: NamedDays((name,)) for word, name in NAMED_DAYS.items()},
    **dict.fromkeys(("monatsersten", "monatserster"), MonthDays((1,))),
    **dict.fromkeys(("monatsletzten", "monatsletzter", "ultimo"), MonthDays((-1,))),
}
"""Words that say it all by themselves."""
