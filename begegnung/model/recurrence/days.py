"""Weekdays, ordinals, dates, months and the bounds made of them."""

from typing import Literal

from begegnung.model.recurrence.facts import (
    Bound,
    Dates,
    Fact,
    Marker,
    MonthDays,
    Nth,
    NthMeeting,
    PartialDate,
    Season,
    Span,
    Unread,
    Weekdays,
)
from begegnung.model.recurrence.lexicon import (
    ALWAYS,
    AND,
    DAYPARTS,
    EACH,
    TO,
    weekday_of,
)
from begegnung.model.recurrence.tokens import Token
from begegnung.model.recurrence.words import Found, Words

_LEADS = EACH | ALWAYS | {"am", "an", "in", "der", "die", "das", "den", "dem", "und", "auch"}
_ARTICLES = frozenset({"am", "an", "den", "dem", "der", "die", "im", "in", "vom", "von", "zum"})
_MONTH_WORDS = frozenset({"monat", "monats", "mon", "monate", "monates"})
_MONTH_LEADS = frozenset(
    {"im", "des", "eines", "jeden", "jedes", "pro", "je", "/", "in", "einem", "dem", "d", "i",
     "jeweiligen", "den", "ein", "laufenden"}
)  # fmt: skip
_WEEKS_OF_MONTH = {1, 2, 3, 4, 5, -1, -2}
_HALF_YEARS = {"winterhalbjahr": (10, 11, 12, 1, 2, 3), "sommerhalbjahr": (4, 5, 6, 7, 8, 9)}
_GLUE = frozenset(
    [
        ",",
        ":",
        "(",
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
        "im",
        "jahr",
        "voraussichtlich",
    ]
)


def weekdays(words: Words, i: int) -> Found | None:
    """One or several weekdays: "montags und freitags", "Mo-Fr", "jeden Dienstag"."""
    begin = words.skip(i, _LEADS)
    leads = {words.text(k) for k in range(i, begin)}
    first = _weekday(words, begin)
    if first is None or (words.text(begin) == "so" and not _is_sunday(words, begin)):
        return None
    days, every, j = [first[0]], first[1], begin + 1
    while True:
        j = words.skip(j, DAYPARTS)
        k = words.skip(j + 1, _LEADS)
        following = _weekday(words, k)
        if following is None or (words.text(k) == "so" and not words.at(k).dot and k != j + 1):
            break
        if words.text(j) in TO:
            days.extend(day % 7 for day in range(days[-1] + 1, _after(days[-1], following[0])))
        elif words.text(j) in AND:
            days.append(following[0])
        else:
            break
        every = every or following[1]
        j = k + 1
    every = every or bool(leads & (EACH | ALWAYS)) or len(days) > 1
    single = "am" in leads and not every
    return [Weekdays(tuple(dict.fromkeys(days)), every, single)], words.skip(j, DAYPARTS)


def _after(day: int, last: int) -> int:
    return (last if last >= day else last + 7) + 1


def _weekday(words: Words, i: int) -> tuple[int, bool] | None:
    if words.text(i) == "sonn" and words.text(i + 1) == "-":
        return 6, True
    return weekday_of(words.text(i)) if words.at(i).kind == "word" else None


def _is_sunday(words: Words, i: int) -> bool:
    """As in "so" is a weekday only where its surroundings say so."""
    before, behind = words.at(i - 1), words.at(i + 1)
    return (
        words.at(i).dot
        or behind.kind in {"date", "clock", "number"}
        or behind.text in {",", "-", "/", "+"}
        or before.dot
        or len(words.tokens) == 1
    )


def nth(words: Words, i: int) -> Found | None:
    """n-th weekdays ("1. und 3. Mittwoch"), days of the month, "am letzten Julitreff"."""
    begin = words.skip(i, _LEADS | {"regelmaessig"})
    leads = {words.text(k) for k in range(i, begin)}
    found = _ordinals(words, begin, bool(leads & EACH))
    if found is None:
        return None
    ns, j = found
    day = _weekday(words, j)
    if day is not None:
        days, j = [day[0]], words.skip(j + 1, DAYPARTS)
        while words.text(j) in AND and (more := _weekday(words, j + 1)):
            days.append(more[0])
            j = words.skip(j + 2, DAYPARTS)
        if not set(ns) <= _WEEKS_OF_MONTH:
            return [Unread(words.raw(i, j), risky=True)], j
        each = bool(leads & EACH)
        certain = len(ns) > 1 or (not each and bool(leads & (ALWAYS | {"am", "an"})))
        return [Nth(ns, tuple(days), each, certain)], j
    month = words.month(j)
    if (
        month
        and len(ns) == 1
        and ns[0] in _WEEKS_OF_MONTH
        and words.text(j + 1) in {"treff", "treffen", "termin"}
    ):
        return [NthMeeting(ns[0], month)], j + 2
    if marker := month_marker(words, j):
        return [MonthDays(ns), *marker[0]], marker[1]
    return None


def _ordinals(words: Words, i: int, each: bool) -> tuple[tuple[int, ...], int] | None:
    one = words.ordinal(i)
    if one is None and each and words.at(i).kind == "number" and _weekday(words, i + 1):
        one = words.at(i).number, i + 1
    if one is None:
        return None
    ns, j = [one[0]], one[1]
    while words.text(j) in AND:
        k = words.skip(j + 1, _LEADS | AND)
        more = words.ordinal(k)
        if more is None:
            break
        ns.append(more[0])
        j = more[1]
    return tuple(dict.fromkeys(ns)), j


def month_marker(words: Words, i: int) -> Found | None:
    """The words "im Monat", "/Monat", "eines jeden Monats", "im Quartal"."""
    j = words.skip(i, _MONTH_LEADS)
    if j == i:
        return None
    if words.text(j) in _MONTH_WORDS:
        return [Marker("month")], j + 1
    if words.text(j) in {"quartal", "quartals", "vierteljahr"}:
        return [Marker("quarter")], j + 1
    return None


def season(words: Words, i: int) -> Found | None:
    """Months: "von Oktober bis April", "im März", "Juli, August", "im Winterhalbjahr"."""
    j = words.skip(i, _ARTICLES | {"monaten", "monat", "ueber", "das", "nur", "jeweils"})
    if half := _HALF_YEARS.get(words.text(j)):
        return [Season(half)], j + 1
    if words.text(j).startswith(("gerad", "ungerad")) and words.text(j + 1) in {
        "monaten",
        "monate",
    }:
        odd = words.text(j).startswith("un")
        return [Season(tuple(range(1 if odd else 2, 13, 2)))], j + 2
    first = words.month(j)
    if first is None:
        return None
    if (year := _year(words, j + 1)) and words.text(j + 2) not in TO:
        return [_month_span(first, year)], j + 2
    if words.text(j + 1) in TO and (last := words.month(j + 2)):
        end = last if last >= first else last + 12
        return [Season(tuple((m - 1) % 12 + 1 for m in range(first, end + 1)))], j + 3
    months, j = [first], j + 1
    while words.text(j) in AND and (more := words.month(words.skip(j + 1, _ARTICLES | AND))):
        months.append(more)
        j = words.skip(j + 1, _ARTICLES | AND) + 1
    return [Season(tuple(dict.fromkeys(months)), bare=True)], j


def _month_span(month: int, year: int) -> Span:
    return Span(PartialDate(1, month, year), PartialDate(31, month, year))


def _year(words: Words, i: int) -> int | None:
    token = words.at(i)
    return token.number if token.kind == "number" and 1950 <= token.number <= 2150 else None


def dates(words: Words, i: int) -> Found | None:
    """A list of dates or a span: "6., 13. und 27. Januar", "31.01., 14.02.", "3.3. bis 31.3."."""
    begin = words.skip(i, _ARTICLES)
    month_ahead = words.month(begin)
    if month_ahead and words.text(begin + 1) in _ARTICLES:
        # "im November am 11. und 25."
        return _days_of_month(words, words.skip(begin + 1, _ARTICLES), month_ahead)
    group = _date_group(words, begin)
    if group is None:
        return None
    found, j = group
    k = words.skip(j + 1, _ARTICLES | {"einschliesslich"})
    if words.text(j) in TO and (last := _date_group(words, k)):
        year = last[0][-1].year
        first = found[-1] if found[-1].year else PartialDate(found[-1].day, found[-1].month, year)
        facts: list[Fact] = [Dates(tuple(found[:-1]))] if found[:-1] else []
        return [*facts, Span(first, last[0][0])], last[1]
    goes_on = False
    while True:
        k = words.skip(j, AND | {"…"} | _ARTICLES)
        more = _date_group(words, k) if k > j else None
        dots = any(words.text(x) == "…" for x in range(j, k))
        if more is None:
            goes_on = goes_on or dots
            j = j + 1 + (words.text(j) != "…") if dots and words.text(j + 1) == "…" else j
            break
        goes_on = goes_on or dots
        found, j = [*found, *more[0]], more[1]
    return [Dates(_with_years(found), goes_on)], j


def _with_years(found: list[PartialDate]) -> tuple[PartialDate, ...]:
    """A year at the end of a list counts for the dates before it."""
    year: int | None = None
    kept: list[PartialDate] = []
    for one in reversed(found):
        year = one.year or year
        kept.append(PartialDate(one.day, one.month, one.year or year))
    return tuple(reversed(kept))


def _days_of_month(words: Words, i: int, month: int) -> Found | None:
    found: list[PartialDate] = []
    j = i
    while words.at(j).kind == "number" and 1 <= words.at(j).number <= 31:
        found.append(PartialDate(words.at(j).number, month))
        k = words.skip(j + 1, AND)
        if words.at(k).kind != "number" or k == j + 1:
            return [Dates(tuple(found))], j + 1
        j = k
    return None


def _date_group(words: Words, i: int) -> tuple[list[PartialDate], int] | None:
    """Dates that share a month: "6., 13. und 27. Januar", "5.+26.11.", "24./25.12."."""
    days: list[int] = []
    j = i
    while True:
        token = words.at(j)
        if token.kind == "date" and _possible(token):
            day = PartialDate(token.day, token.month, token.year)
            return [PartialDate(d, day.month, day.year) for d in days] + [day], j + 1
        if token.kind == "clock" and token.dot and 1 <= token.minute <= 12 and token.hour <= 31:
            # A date without its last dot; times have been read before.
            return [PartialDate(d, token.minute) for d in (*days, token.hour)], j + 1
        if token.kind != "number" or not 1 <= token.number <= 31:
            return None
        days.append(token.number)
        if month := words.month(j + 1):
            year = _year(words, j + 2)
            return [PartialDate(d, month, year) for d in days], j + 2 + bool(year)
        if words.text(j + 1) in TO and token.dot:
            return _range_head(words, j, days)
        k = words.skip(j + 1, AND)
        if k == j + 1 or not token.dot:
            return None
        j = k


def _possible(token: Token) -> bool:
    """Whether day, month and year could be those of a programme."""
    year = 1900 <= token.year <= 2200 if token.year is not None else True
    return 1 <= token.day <= 31 and 1 <= token.month <= 12 and year


def _range_head(words: Words, j: int, days: list[int]) -> tuple[list[PartialDate], int] | None:
    """The "19." of "19.-26.09.2014" takes its month from the end of the span."""
    rest = _date_group(words, words.skip(j + 2, _ARTICLES))
    if rest is None:
        return None
    return [PartialDate(d, rest[0][0].month, rest[0][0].year) for d in days], j + 1


def bound(words: Words, i: int) -> Found | None:
    """Start, end and next date: "ab 28. August", "bis Ende Juni", "nächster Termin ist am"."""
    role, j = _role(words, i)
    if role is None:
        return None
    if role in {"dates", "extra"}:
        return [Bound(role)], j
    part = words.text(j)
    if role in {"start", "until"} and part in {"anfang", "mitte", "ende"} and words.month(j + 1):
        return _part_of_month(words, i, j, "until" if role == "until" else "start")
    if role == "until" and part in {"jahresende", "ende"}:
        return [Bound("until", PartialDate(31, 12))], j + 1 + 2 * (part == "ende")
    checks: list[Fact] = []
    k = j
    while k < j + 8 and (words.is_in(k, _GLUE) or _weekday(words, k)):
        if day := _weekday(words, k):
            checks = [Weekdays((day[0],), single=True)]
        k += 1
    if found := _date_group(words, words.skip(k, _ARTICLES | {"einschliesslich"})):
        group, end = found
        if role == "next" and len(group) > 1:
            return [*checks, Bound("dates"), Dates(tuple(group))], end
        return [*checks, Bound(role, group[0])], end
    month = words.month(j)
    if month and role in {"start", "until"}:
        year = _year(words, j + 1)
        day = 1 if role == "start" else 31
        return [Bound(role, PartialDate(day, month, year))], j + 1 + bool(year)
    return None


Role = Literal["start", "until", "next", "dates", "extra"]


def _role(words: Words, i: int) -> tuple[Role | None, int]:
    text = words.text(i)
    if text in {"zusaetzlich", "ausserdem"}:
        return "extra", i + 1
    if text in {
        "ab",
        "seit",
        "beginnt",
        "beginn",
        "startet",
        "start",
        "erstmals",
        "erstmalig",
        "beginnend",
    }:
        return "start", words.skip(i + 1, {"dem", "am", "ab", ":", "der", "ist", "im"})
    if text == "bis":
        return "until", words.skip(i + 1, {"zum", "einschliesslich", "einschl", "inkl"})
    ordinal = words.ordinal(i)
    if ordinal and ordinal[0] == 1 and words.text(ordinal[1]) in {"termin", "treffen", "mal"}:
        return "start", ordinal[1] + 1
    if text in {"naechster", "naechstes", "naechste", "naechsten"}:
        what = words.text(i + 1)
        if what in {"termine", "treffen"} and words.text(i + 2) in {":", "sind"}:
            return "dates", i + 3
        if what in {"termin", "treffen", "mal", "treff"}:
            return "next", i + 2
    return None, i


def _part_of_month(words: Words, i: int, j: int, role: str) -> Found:
    """As in "ab Anfang Mai" and "bis Ende August" are days, "bis Mitte Mai" is not."""
    month = words.month(j + 1) or 1
    year = _year(words, j + 2)
    end = j + 2 + bool(year)
    if role == "start" and words.text(j) == "anfang":
        return [Bound("start", PartialDate(1, month, year))], end
    if role == "until" and words.text(j) == "ende":
        return [Bound("until", PartialDate(31, month, year))], end
    return [Unread(words.raw(i, end), risky=True)], end


def partial_date(words: Words, i: int) -> tuple[PartialDate, int] | None:
    """Exactly one date at a position."""
    found = _date_group(words, i)
    return (found[0][0], found[1]) if found and len(found[0]) == 1 else None
