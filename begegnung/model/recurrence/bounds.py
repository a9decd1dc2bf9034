"""Start, end and next date: "ab 28. August", "bis Ende Juni", "nächster Termin ist am"."""

from typing import Literal

from begegnung.model.recurrence.days import ARTICLES, date_group, weekday_at, year_at
from begegnung.model.recurrence.facts import (
    Bound,
    Choice,
    Dates,
    Doubt,
    Fact,
    HolidayBound,
    PartialDate,
    WeekBound,
    Weekdays,
)
from begegnung.model.recurrence.lexicon import FEASTS, SCHOOL_HOLIDAYS, TO, weekday_of
from begegnung.model.recurrence.words import Found, Words

Role = Literal["start", "until", "next", "dates", "extra"]

_GLUE = frozenset(
    [
        "am",
        "an",
        "den",
        "dem",
        "der",
        "die",
        "das",
        "ist",
        "sind",
        "findet",
        "finden",
        "statt",
        "dann",
        "wieder",
        "wird",
        "uns",
        "im",
        "um",
        "termin",
        "treffen",
        "mal",
        "kurs",
        "jahr",
        "voraussichtlich",
        ",",
        ":",
        "(",
    ]
)
_STARTS = frozenset(
    [
        "ab",
        "seit",
        "beginnt",
        "beginn",
        "startet",
        "start",
        "erstmals",
        "erstmalig",
        "beginnend",
        "kursbeginn",
        "kursstart",
        "startend",
        "auftakt",
        "anfangend",
        "startdatum",
        "startet",
    ]
)
_ENDS = frozenset(
    ["endet", "kursende", "letztmals", "letztmalig", "endend", "ende", "enddatum", "schluss"]
)
_SESSION = frozenset(
    ["termin", "treffen", "mal", "treff", "kurstag", "kurstermin", "abend", "nachmittag"]
)
_INCLUSIVE = frozenset({"einschliesslich", "einschl", "inkl", "inklusive"})
_EXTRA = frozenset({"zusaetzlich", "ausserdem", "zudem", "darueber", "extra"})
_EXTRA_DATES = ("sondertermin", "zusatztermin", "extratermin")
_EASTER = {"ostern": (-1, 2), "pfingsten": (48, 51), "karneval": (-49, -45), "fasching": (-49, -45)}
"""Days from Easter Sunday: the last day before the feast and the first one behind it."""
_VAGUE = (
    *("herbst", "sommer", "winter", "fruehjahr", "fruehling", "weihnachten", "advent", "ferien"),
    *("schuljahr", "semester", "saison", "jahreswechsel", "spaetsommer", "fruehsommer"),
    *("jahresmitte", "halbjahr", "spaetherbst", "jahresbeginn"),
)


def bound(words: Words, i: int) -> Found | None:
    """Start, end and next date: "ab 28. August", "bis Ende Juni", "nächster Termin ist am"."""
    role, j = _role(words, i)
    if role is None:
        return None
    if role in {"dates", "extra"}:
        return [Bound(role)], j
    if role in {"start", "until"}:
        side: Literal["start", "until"] = "start" if role == "start" else "until"
        found = _by_name(words, i, j, side) or _feast(words, i, j, side)
        if found:
            return found
    checks: list[Fact] = []
    k = j
    while k < j + 8 and (words.is_in(k, _GLUE) or weekday_at(words, k)):
        if day := weekday_at(words, k):
            checks = [Weekdays((day[0],), single=True)]
        k += 1
    if found := date_group(words, words.skip(k, ARTICLES | _INCLUSIVE)):
        group, end = found
        if role == "next" and len(group) > 1:
            return [*checks, Bound("dates"), Dates(tuple(group))], end
        bounds: list[Fact] = [*checks, Bound(role, group[0])]
        last = words.skip(end + 1, ARTICLES | _INCLUSIVE)
        if role == "start" and words.text(end) in TO and (until := date_group(words, last)):
            return [*bounds, Bound("until", until[0][0])], until[1]
        return bounds, end
    month = words.month(j)
    if month and role in {"start", "until"} and words.text(i) not in {"ende", "schluss"}:
        year = year_at(words, j + 1)
        day = 1 if role == "start" else 31
        return [Bound(role, PartialDate(day, month, year))], j + 1 + bool(year)
    return None


def _role(words: Words, i: int) -> tuple[Role | None, int]:
    text = words.text(i)
    if text in _EXTRA or text.startswith(_EXTRA_DATES) or _one_more_date(words, i):
        return "extra", i + 1
    if text in _STARTS:
        articles = {"dem", "am", "ab", ":", "der", "ist", "im", "vom", "mit"}
        return "start", words.skip(i + 1, articles)
    if text == "bis":
        return "until", words.skip(i + 1, {"zum", "zu", "zur", "den", "dem", "der"} | _INCLUSIVE)
    if text in _ENDS:
        return "until", words.skip(i + 1, {"am", ":", "ist", "im", "mit", "dem"})
    if text == "anfang" and words.at(words.skip(i + 1, {":", "am", "ist"})).kind == "date":
        return "start", words.skip(i + 1, {":", "am", "ist"})
    if text == "los" and words.text(i + 1) in {"geht", "geht's", "gehts"}:
        return "start", words.skip(i + 2, {"es", "'", "s", "am", ":", "ab"})
    ordinal = words.ordinal(i)
    if ordinal and words.text(ordinal[1]) in _SESSION and ordinal[0] in {1, -1}:
        return ("start" if ordinal[0] == 1 else "until"), ordinal[1] + 1
    if text in {"naechster", "naechstes", "naechste", "naechsten", "weitere"}:
        what = words.text(i + 1)
        several = text != "naechstes" and what in {"termine", "treffen"}
        if several and (words.text(i + 2) in {":", "sind"} or date_group(words, i + 2)):
            return "dates", i + 3 - (words.text(i + 2) not in {":", "sind"})
        if what in {"termin", "treffen", "mal", "treff"}:
            return "next", i + 2
    return None, i


def _one_more_date(words: Words, i: int) -> bool:
    """As in "freitags und am 2. Mai": the first date in the text, after a weekday."""
    if words.text(i) not in {"sowie", "und", "plus", "u", "+", "&"}:
        return False
    before = words.tokens[:i]
    if any(t.kind == "date" or words.month(k) for k, t in enumerate(before)):
        return False
    if not any(t.kind == "word" and weekday_of(t.text) for t in before):
        return False
    k = i + 1
    while words.is_in(k, ARTICLES | {","}) or weekday_at(words, k):
        k += 1
    return words.text(i + 1) in {"am", "den"} and date_group(words, k) is not None


def _by_name(words: Words, i: int, j: int, role: Literal["start", "until"]) -> Found | None:
    """Bounds that are no plain date: weeks, parts of a month, holidays, feasts, seasons."""
    part = words.text(j)
    if part in {"anfang", "mitte", "ende"} and words.month(j + 1):
        return _part_of_month(words, i, j, role)
    if role == "until" and (part == "jahresende" or _phrase(words, j, "ende des jahres")):
        return [Bound("until", PartialDate(31, 12))], j + 1 + 2 * (part == "ende")
    if role == "until" and _phrase(words, j, "ende der"):
        j += 2
    if role == "until" and _phrase(words, j, "beginn der"):
        j += 2
    if week := _week(words, j):
        return [WeekBound(role, week[0])], week[1]
    if found := _nth_of_month(words, j):
        return [Bound(role, found[0])], found[1]
    part = words.text(j)
    raw = words.raw(i, j + 1)
    if part in SCHOOL_HOLIDAYS:
        if role == "until" and words.text(i) == "bis" and words.text(j - 2) != "ende":
            return [HolidayBound("until", SCHOOL_HOLIDAYS[part], raw)], j + 1
        return [Doubt(raw, _exactly(role, raw))], j + 1
    if part in _EASTER:
        before, behind = _EASTER[part]
        day = PartialDate(0, 4, easter=before if role == "until" else behind)
        return [Choice(raw, ((Bound(role, day),),), _exactly(role, raw))], j + 1
    if part.startswith(_VAGUE) and words.text(i) not in {"ende", "schluss"}:
        return [Doubt(raw, _exactly(role, raw))], j + 1
    return None


def _feast(words: Words, i: int, j: int, role: Literal["start", "until"]) -> Found | None:
    """As in "ab Aschermittwoch", "bis Christi Himmelfahrt", "ab dem 1. Advent"."""
    feast = words.skip(j, {"christi"})
    if words.text(feast) in FEASTS:
        day = PartialDate(0, 4, easter=FEASTS[words.text(feast)])
        raw = words.raw(i, feast + 1)
        if role == "start":
            return [Bound(role, day)], feast + 1
        before = PartialDate(0, 4, easter=FEASTS[words.text(feast)] - 1)
        return [_last_day(role, raw, day, before)], feast + 1
    if words.ordinal(j) and words.text(j + 1).startswith("advent"):
        raw = words.raw(i, j + 2)
        return [Doubt(raw, _exactly(role, raw))], j + 2
    return None


def _last_day(role: Literal["start", "until"], raw: str, *days: PartialDate) -> Choice:
    """As in "bis Aschermittwoch": with that day or without it."""
    return Choice(raw, tuple((Bound(role, day),) for day in days), _exactly(role, raw))


def _exactly(role: Role, raw: str) -> str:
    return f"{'Ab' if role == 'start' else 'Bis'} wann genau („{raw}“)?"


def _phrase(words: Words, i: int, phrase: str) -> bool:
    return all(words.text(i + k) == word for k, word in enumerate(phrase.split()))


def _week(words: Words, j: int) -> tuple[int, int] | None:
    """As in "KW 7" and "7. Kalenderwoche"."""
    if words.text(j).startswith(("kw", "kalenderwoch")) and words.at(j + 1).kind == "number":
        return words.at(j + 1).number, j + 2
    token = words.at(j)
    if token.kind == "number" and words.text(j + 1).startswith(("kw", "kalenderwoch")):
        return token.number, j + 2
    return None


def _nth_of_month(words: Words, j: int) -> tuple[PartialDate, int] | None:
    """As in "2. Montag im Februar"."""
    ordinal = words.ordinal(words.skip(j, ARTICLES))
    day = weekday_at(words, ordinal[1]) if ordinal else None
    if ordinal is None or day is None or not -2 <= ordinal[0] <= 5:
        return None
    k = words.skip(ordinal[1] + 1, {"im", "in", "des", "vom"})
    month = words.month(k)
    if month is None:
        return None
    year = year_at(words, k + 1)
    return PartialDate(0, month, year, nth=(ordinal[0], day[0])), k + 1 + bool(year)


_PARTS = {"anfang": (1, 7), "mitte": (15, 15), "ende": (25, 31)}
"""The first and the last day that "Anfang", "Mitte" and "Ende" of a month can be taken for."""


def _part_of_month(words: Words, i: int, j: int, role: Literal["start", "until"]) -> Found:
    """As in "ab Anfang Mai" and "bis Ende August" are days, "bis Mitte Mai" is not."""
    month = words.month(j + 1) or 1
    year = year_at(words, j + 2)
    end = j + 2 + bool(year)
    first, last = _PARTS[words.text(j)]
    day = Bound(role, PartialDate(first if role == "start" else last, month, year))
    if (role, words.text(j)) in {("start", "anfang"), ("until", "ende")}:
        return [day], end
    raw = words.raw(i, end)
    return [Choice(raw, ((day,),), _exactly(role, raw))], end
