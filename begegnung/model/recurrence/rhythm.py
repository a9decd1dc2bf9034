"""Rhythms and numbers: "14-tägig", "alle zwei Monate", "2x monatlich", "10 Termine", "KW"."""

from begegnung.model.recurrence.facts import (
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
from begegnung.model.recurrence.lexicon import AND, EACH, SESSIONS, weekday_of
from begegnung.model.recurrence.words import Found, Words

_LEADS = frozenset({"im", "in", "den", "der", "einem", "etwa", "ca"})
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
    if fact.n == 0:
        return [Unread(words.raw(i, j), risky=True)], j
    return [Every(fact.n, fact.unit, words.raw(i, j))], j


def _all_n(words: Words, i: int) -> tuple[Every, int] | None:
    n = words.number(i + 1)
    if words.text(i) != "alle" or n is None:
        return None
    rhythm = _rhythm(n, words.text(i + 2))
    return (rhythm, i + 3) if rhythm else None


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
    if text == "woche" and words.text(j + 1) != "im":
        return Every(n, "week"), j + 1
    if text == "monat":
        return Every(n, "month"), j + 1
    if text == "quartal":
        return Every(n, "quarter"), j + 1
    return None


def _one_word(words: Words, i: int) -> tuple[Every, int] | None:
    text = words.text(i)
    if text.startswith(("woechentlich", "woech")) or text == "allwoechentlich":
        return Every(1, "week"), i + 1
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
    if text.startswith(("woche", "woech")):
        return [Every(1, "week") if k == 1 else PerPeriod(k, "week")], j + 1
    if text.startswith(("jahr", "jaehr", "halbjahr", "quartal")):
        return [PerPeriod(k, "year")], j + 1
    return None


def count(words: Words, i: int) -> Found | None:
    """A number of sessions: "10 Termine", "jeweils 10mal", "in 13 Wochen", "an 5 Dienstagen"."""
    j = words.skip(i, {"jeweils", "insgesamt", "an", "ueber", "in", "je"})
    n = words.number(j)
    if n is None or words.at(j).dot or n < 2:
        return None
    k = words.skip(j + 1, {"-"})
    text = words.text(k)
    if text in {"x", "×"} or text in SESSIONS or text.endswith(("termine", "terminen", "treffen")):
        return [Count(n)], k + 1
    day = weekday_of(text)
    if day and day[1] and text.endswith("e" if text.endswith("e") else "en"):
        return [Count(n), Weekdays((day[0],), every=True)], k + 1
    led = words.text(i) in {"in", "ueber"} or words.text(k + 1) == "lang"
    if text == "wochen" and led:
        return [Count(n)], k + 1 + (words.text(k + 1) == "lang")
    return None


def calendar_weeks(words: Words, i: int) -> Found | None:
    """ISO weeks: "in den ungeraden Kalenderwochen", "KW 36 und 38"."""
    j = words.skip(i, {"in", "den", "der", "jeweils", "jeder"})
    text = words.text(j)
    if text.startswith(("gerad", "ungerad")) and words.text(j + 1).startswith(_WEEKS):
        return [WeekParity("odd" if text.startswith("un") else "even")], j + 2
    if text.startswith(("kalenderwoch", "kw")) and words.text(j + 1).startswith(
        ("gerad", "ungerad")
    ):
        return [WeekParity("odd" if words.text(j + 1).startswith("un") else "even")], j + 2
    if text.startswith(("kalenderwoch", "kw")) and words.at(j + 1).kind == "number":
        numbers, j = [words.at(j + 1).number], j + 2
        while words.text(j) in AND and words.at(j + 1).kind == "number":
            numbers.append(words.at(j + 1).number)
            j += 2
        return [Weeks(tuple(numbers))], j
    if words.at(j).dot and words.text(j + 1).startswith(("kalenderwoch", "kw")):
        return [Weeks((words.at(j).number,))], j + 2
    return None


def daily(words: Words, i: int) -> Found | None:
    """Every day of the house, working days, the weekend."""
    j = words.skip(i, {"an", "am", "jeden", "jedem", "jedes"})
    text = words.text(j)
    fact: Fact | None = None
    if text.startswith(("taegl", "tgl")) or (text == "tag" and words.text(j - 1) in EACH):
        fact = Daily("täglich")
    elif text.startswith(("werktag", "werktaeg")):
        fact = Daily("werktags")
    elif text in {"wochentags", "alltags", "unterderwoche"}:
        fact = Weekdays((0, 1, 2, 3, 4), every=True)
    elif text in {"wochenende", "wochenenden", "wochenends"}:
        fact = Weekdays((5, 6), every=True)
    return ([fact], j + 1) if fact else None
