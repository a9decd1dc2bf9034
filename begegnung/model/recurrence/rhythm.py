"""Rhythms and numbers: "14-tägig", "alle zwei Monate", "2x monatlich", "10 Termine", "KW"."""

from typing import Literal

from begegnung.model.recurrence.facts import (
    Choice,
    Count,
    Daily,
    Every,
    Fact,
    PerPeriod,
    Unread,
    Weekdays,
    WeekParity,
    Weeks,
)
from begegnung.model.recurrence.lexicon import AND, EACH, SESSIONS, TO, weekday_of
from begegnung.model.recurrence.words import Found, Words

_LEADS = frozenset({"im", "in", "den", "der", "einem", "etwa", "ca"})
_MOST = 1000
"""Sessions of a course."""
_LONGEST = 60
"""Weeks or months of a rhythm; more is a slip of the pen."""
_COURSES = ("kurs", "lehrgang", "workshop", "seminar", "reihe", "programm", "training", "projekt")
_BEATS = frozenset({"rhythmus", "takt", "turnus", "abstand", "abstaenden", "intervall"})
_PER = frozenset({"pro", "im", "in", "der", "/", "je", "die", "-", "den", "jeden", "einem"})
_WEEKS = ("kalenderwoch", "woch", "kw")


def every(words: Words, i: int) -> Found | None:
    """A rhythm: "14-tägig", "alle zwei Wochen", "im Zwei-Wochen-Rhythmus", "wöchentlich"."""
    j = words.skip(i, _LEADS)
    found = _all_n(words, j) or _n_unit(words, j) or _each_period(words, j) or _one_word(words, j)
    if found is None:
        return None
    fact, j = found
    k = words.skip(j, {"-"})
    if words.text(k) in _BEATS:
        j = k + 1
    if words.text(j).endswith(_COURSES) and words.text(j - 1).startswith(("woechig", "taegig")):
        # "8-wöchiger Kurs" lasts so long; it has no rhythm.
        return ([Count(fact.n, weeks=True)], j + 1) if fact.n > 1 else None
    if not 0 < fact.n <= _LONGEST:
        return [Unread(words.raw(i, j), risky=True)], j
    return [Every(fact.n, fact.unit, words.raw(i, j))], j


def _all_n(words: Words, i: int) -> tuple[Every, int] | None:
    n = words.number(i + 1)
    if words.text(i) not in {"alle", "aller"} or n is None:
        return None
    k = words.skip(i + 2, {"-"})
    unit = "monat" if words.text(k) in {"mon", "m"} else words.text(k)
    rhythm = _rhythm(n, unit)
    return (rhythm, k + 1) if rhythm else None


def _n_unit(words: Words, i: int) -> tuple[Every, int] | None:
    n = words.number(i)
    if n is None or words.at(i).dot:
        return None
    j = words.skip(i + 1, {"-"})
    text = words.text(j)
    if text.startswith(("taeg", "tg", "woechig", "woechen", "monatig", "monatl", "jaehr")):
        rhythm = _rhythm(n, text)
        return (rhythm, j + 1) if rhythm else None
    k = words.skip(j + 1, {"-"})
    if text in {"wochen", "monats", "monate", "tage", "tages"} and words.text(k) in _BEATS:
        rhythm = _rhythm(n, text)
        return (rhythm, k + 1) if rhythm else None
    return None


def _rhythm(n: int, unit: str) -> Every | None:
    if unit.startswith(("tag", "taeg", "tg")):
        return Every(n // 7 if n % 7 == 0 else 0, "week")
    if unit.startswith(("woch", "woech", "wo")):
        return Every(n, "week")
    if unit.startswith("monat"):
        return Every(n, "month")
    if unit.startswith("jaehr"):
        return Every(n, "year")
    return None


def _each_period(words: Words, i: int) -> tuple[Every, int] | None:
    if words.text(i) not in EACH:
        return None
    ordinal = words.ordinal(i + 1)
    n, j = ordinal or (1, i + 1)
    text = words.text(j)
    if ordinal and n < 2:
        return None
    week = text in {"woche", "kw", "kalenderwoche"}
    if week and words.text(j + 1) != "im":
        return Every(n, "week"), j + 1
    if text in {"monat", "monats"}:
        return Every(n, "month"), j + 1
    if text == "quartal":
        return Every(n, "quarter"), j + 1
    return None


def _one_word(words: Words, i: int) -> tuple[Every, int] | None:
    text = words.text(i)
    if text.startswith("woech") or text in {"allwoechentlich", "woe", "wtl"}:
        return Every(1, "week"), i + 1
    if text.startswith("halbmonatl"):
        return None
    if text.startswith("monatl") or text == "mtl":
        return Every(1, "month"), i + 1
    if text.startswith(("vierteljaehr", "quartalsweise")):
        return Every(1, "quarter"), i + 1
    if text.startswith("halbjaehr"):
        return Every(2, "quarter"), i + 1
    if text.startswith("jaehrlich"):
        return Every(1, "year"), i + 1
    return None


def per_period(words: Words, i: int) -> Found | None:
    """A number per period: "(2x mtl.)", "einmal im Monat", "1x wöchentlich"."""
    if words.text(i).startswith("halbmonatl"):
        return [PerPeriod(2, "month")], i + 1
    k = words.number(i)
    if k is None:
        return None
    j = words.skip(i + 1, {"-"})
    if words.text(j) not in {"x", "mal", "×"}:
        return None
    j = words.skip(j + 1, _PER)
    text = words.text(j)
    if text.startswith(("monat", "mtl")):
        return [PerPeriod(k, "month")], j + 1
    if text.startswith(("woche", "woech")) or text in {"woe", "wo", "wtl"}:
        return [Every(1, "week") if k == 1 else PerPeriod(k, "week")], j + 1
    if text.startswith(("quartal", "vierteljahr")) and k == 1:
        return [Every(1, "quarter")], j + 1
    if text.startswith(("jahr", "jaehr", "halbjahr", "quartal", "vierteljahr")):
        return [PerPeriod(k, "year")], j + 1
    return None


def count(words: Words, i: int) -> Found | None:
    """A number of sessions: "10 Termine", "jeweils 10mal", "in 13 Wochen", "an 5 Dienstagen"."""
    j = words.skip(i, _COUNT_LEADS)
    n = words.number(j)
    if n is None or words.at(j).dot or (n == 1 and words.at(j).kind == "word"):
        return None
    k = words.skip(j + 1, {"-"})
    text = words.text(k)
    if text in {"x", "×", "teilig", "teiliger", "teilige", "teiliges"} or is_session(text):
        end = k + 1
        if text in {"x", "×"} and words.at(end).kind == "number":
            # "10 x 90 Minuten", "12 x 1,5 Std."; "10 x 14-tägig" is a rhythm.
            unit = end + 1 + 2 * (words.text(end + 1) == "," and words.at(end + 2).kind == "number")
            end = unit + 1 if words.text(unit).startswith(_LENGTHS) else end
        elif text.startswith("teilig") and words.text(end).endswith(_COURSES):
            end += 1
        return ([Count(n)], end) if 0 < n <= _MOST else _no_sessions(words, i, end)
    day = weekday_of(text)
    if day and day[1] and text.endswith("e" if text.endswith("e") else "en"):
        return [Count(n), Weekdays((day[0],), every=True)], k + 1
    if text == "wochen" and 1 < n <= _MOST:
        return [Count(n, weeks=True)], k + 1 + (words.text(k + 1) == "lang")
    return None


_COUNT_LEADS = frozenset(
    ["jeweils", "insgesamt", "an", "ueber", "in", "je", "fuer", "umfasst", "dauert", "mit", "nur"]
)


_LENGTHS = ("min", "std", "stund", "ue", "h", "zeit")


def is_session(text: str) -> bool:
    """Whether a word counts sessions ("Termine", "Treffen")."""
    return text in SESSIONS or text.endswith(("termine", "terminen", "treffen", "einheiten"))


def _no_sessions(words: Words, i: int, end: int) -> Found:
    return [Unread(words.raw(i, end), risky=True)], end


def calendar_weeks(words: Words, i: int) -> Found | None:
    """ISO weeks: "in den ungeraden Kalenderwochen", "KW 36 und 38"."""
    j = words.skip(i, {"in", "den", "der", "jeweils", "alle", "allen", "nur", "immer", *EACH})
    text = words.text(j)
    if parity := _parity(text):
        k = words.skip(j + 1, {"-"})
        if words.text(k).startswith(_WEEKS) or words.text(k) in {"wo", "w"}:
            return [WeekParity(parity)], k + 1
    if text.startswith(("kalenderwoch", "kw", "woch")):
        k = words.skip(j + 1, {"(", "mit", ":"})
        if parity := _parity(words.text(k)):
            end = words.skip(k + 1, {"nummer", "zahl", "nummern"})
            return [WeekParity(parity)], end
    if text.startswith(("kalenderwoch", "kw")) and words.at(j + 1).kind == "number":
        numbers, j = [words.at(j + 1).number], j + 2
        while True:
            k = words.skip(j + 1, {"kw"})
            if words.at(k).kind != "number" or words.at(k).number > 53:
                break
            if words.text(j) in TO:
                numbers.extend(range(numbers[-1] + 1, words.at(k).number))
            elif words.text(j) not in AND:
                break
            numbers.append(words.at(k).number)
            j = k + 1
        return [Weeks(tuple(numbers))], j
    each = words.text(j - 1) in EACH and j > i
    if words.at(j).dot and words.text(j + 1).startswith(("kalenderwoch", "kw")) and not each:
        return [Weeks((words.at(j).number,))], j + 2
    return None


_PARITIES: dict[str, Literal["even", "odd"]] = {
    **dict.fromkeys(("gerade", "geraden", "gerader", "gerades", "ger", "g"), "even"),
    **dict.fromkeys(("ungerade", "ungeraden", "ungerader", "ung", "ug", "unger"), "odd"),
}


def _parity(text: str) -> Literal["even", "odd"] | None:
    return _PARITIES.get(text)


def daily(words: Words, i: int) -> Found | None:
    """Every day of the house, working days, the weekend."""
    j = words.skip(i, {"an", "am", "den", "allen", "alle", "jeden", "jedem", "jedes", "immer"})
    text = words.text(j)
    fact: Fact | None = None
    if text.startswith(("taegl", "tgl")) or (text == "tag" and words.text(j - 1) in EACH):
        fact = Daily()
    elif text.startswith(("werktag", "werktaeg")):
        week = Weekdays((0, 1, 2, 3, 4), every=True), Weekdays((0, 1, 2, 3, 4, 5), every=True)
        raw = words.raw(i, j + 1)
        question = "Zählt der Samstag mit (Montag bis Freitag oder bis Samstag)?"
        fact = Choice(raw, ((week[0],), (week[1],)), question)
    elif text in {"wochentags", "alltags", "wochentag", "wochentagen", "wochentage"}:
        fact = Weekdays((0, 1, 2, 3, 4), every=True)
    elif text in {"wochenende", "wochenenden", "wochenends"}:
        fact = Weekdays((5, 6), every=True)
    return ([fact], j + 1) if fact else None
