"""Weekdays, ordinals, dates and months."""

from dataclasses import replace

from begegnung.model.recurrence.facts import (
    Bound,
    Dates,
    Fact,
    Holidays,
    InMonth,
    InMonthPart,
    Marker,
    MonthDays,
    Nth,
    NthMeeting,
    PartialDate,
    Span,
    Unread,
    Weekdays,
)
from begegnung.model.recurrence.lexicon import (
    ALWAYS,
    AND,
    DAYPARTS,
    EACH,
    PUBLIC_HOLIDAYS,
    TO,
    weekday_of,
)
from begegnung.model.recurrence.tokens import Token
from begegnung.model.recurrence.words import Found, Words

_LEADS = (
    EACH
    | ALWAYS
    | {"am", "an", "in", "der", "die", "das", "den", "dem", "und", "auch", "alle", "allen"}
)
ARTICLES = frozenset({"am", "an", "den", "dem", "der", "die", "im", "in", "vom", "von", "zum"})
_GOES_ON = frozenset({"…", "usw", "etc", "ff"})
_MONTH_WORDS = frozenset({"monat", "monats", "mon", "monate", "monates", "mt", "mtl", "mts"})
_MONTH_INITIAL = frozenset({"d", "i", "im", "des", "/"})
_MONTH_LEADS = frozenset(
    {"im", "des", "eines", "jeden", "jedes", "pro", "je", "/", "in", "einem", "dem", "d", "i",
     "jeweiligen", "den", "ein", "laufenden"}
)  # fmt: skip
WEEKS_OF_MONTH = frozenset({1, 2, 3, 4, 5, -1, -2, -3})
"""Ordinals a weekday of a month can have."""


def weekdays(words: Words, i: int) -> Found | None:
    """One or several weekdays: "montags und freitags", "Mo-Fr", "jeden Dienstag"."""
    begin = words.skip(i, _LEADS)
    leads = {words.text(k) for k in range(i, begin)}
    first = weekday_at(words, begin)
    if first and (end := _title_end(words, begin)):
        return [Unread(words.raw(begin, end), risky=False)], end
    if first is None or (words.text(begin) == "so" and not _is_sunday(words, begin)):
        return None
    days, every, j = [first[0]], first[1], begin + 1
    while True:
        j = words.skip(j, DAYPARTS)
        k = words.skip(j + 1, _LEADS)
        following = weekday_at(words, k)
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
    j = words.skip(j, DAYPARTS)
    j += words.text(j - 1) == "sonn" and words.text(j) == "-"
    k = words.skip(j + 1, {"an", "gesetzlichen"})
    if words.text(j) in AND - {","} and words.text(k) in PUBLIC_HOLIDAYS:
        # "sonn- und feiertags": which holidays on other weekdays are meant no rule says.
        also = Holidays("public", also=True, raw=words.raw(k, k + 1))
        return [Weekdays(tuple(dict.fromkeys(days)), every=True), also], k + 1
    more: list[Fact] = [Bound("extra")] if "auch" in leads else []
    return [*more, Weekdays(tuple(dict.fromkeys(days)), every, single)], j


def _title_end(words: Words, i: int) -> int | None:
    """As in "Freitags-Kino" and "DI-Raum" beside another weekday: a name, no rule."""
    sign, name = words.at(i + 1), words.at(i + 2)
    tied = words.at(i).end == sign.begin and sign.end == name.begin
    if words.text(i + 1) != "-" or not tied or name.kind != "word":
        return None
    if weekday_at(words, i + 2) or name.text in DAYPARTS or words.month(i + 2):
        return None
    others = (k for k in range(len(words.tokens)) if k != i and weekday_at(words, k))
    return i + 3 if any(others) or words.is_in(i + 2, {"raum"}) else None


def _after(day: int, last: int) -> int:
    return (last if last >= day else last + 7) + 1


def weekday_at(words: Words, i: int) -> tuple[int, bool] | None:
    """The weekday (0 = Monday) at a position, and whether its form means "every week"."""
    if words.text(i) == "sonn" and words.text(i + 1) in {"-", "u", "und", "+"}:
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
    day = weekday_at(words, j)
    if day is not None:
        days, j = [day[0]], words.skip(j + 1, DAYPARTS)
        while (
            words.text(j) in AND
            and (more := weekday_at(words, j + 1))
            and not (words.text(j) == "/" and words.text(j + 1) in {"mon", "mo"})
        ):
            days.append(more[0])
            j = words.skip(j + 2, DAYPARTS)
        if (words.text(j), words.text(j + 1)) == ("/", "mo"):
            # "1. Mo/Mo." is "1. Mo/Mon.": the month.
            return [Nth(ns, tuple(days), certain=True), Marker("month")], j + 2
        if not set(ns) <= WEEKS_OF_MONTH:
            return [Unread(words.raw(i, j), risky=True)], j
        each = bool(leads & EACH)
        certain = len(ns) > 1 or (not each and bool(leads & (ALWAYS | {"am", "an"})))
        return [Nth(ns, tuple(days), each, certain)], j
    month = words.month(j)
    if (
        month
        and len(ns) == 1
        and ns[0] in WEEKS_OF_MONTH
        and words.text(j + 1) in {"treff", "treffen", "termin"}
    ):
        return [NthMeeting(ns[0], month)], j + 2
    if part := _part_of_month(words, j):
        unsure = part[1] == j + 1 and leads & EACH and ns[0] > 1
        if unsure or (part[0] != "workday" and not set(ns) <= WEEKS_OF_MONTH):
            # "jedes zweite Wochenende": of the month, or every other one.
            return [Unread(words.raw(i, part[1]), risky=True)], part[1]
        return [InMonth(part[0], ns)], part[1]
    return _days_of_any_month(words, i, (ns, j), each=bool(leads & EACH))


def _days_of_any_month(
    words: Words, i: int, ordinals: tuple[tuple[int, ...], int], *, each: bool
) -> Found | None:
    """Days of every month: "am 15. jeden Monats", "jeden Monat am 15."."""
    ns, j = ordinals
    if min(ns) < -1:
        # "am vorletzten Tag im Monat" is no rule that can be kept.
        return [Unread(words.raw(i, j), risky=True)], j
    if marker := month_marker(words, words.skip(j, {"tag", "tage", "tagen"})):
        return [MonthDays(ns), *marker[0]], marker[1]
    if words.text(i - 1).startswith("monat") and words.breaks(j):
        # As in "jeden Monat am 15.".
        return [MonthDays(ns)], j
    if words.text(i - 1) == "(" and words.text(j) == ")" and weekday_at(words, i - 2):
        # As in "Dienstag (1. und 3.)".
        each = each and len(ns) == 1 and ns[0] > 1
        return [MonthDays(ns, each)], j
    return None


_PARTS: tuple[tuple[InMonthPart, tuple[str, ...]], ...] = (
    ("week", ("woche", "wochen", "kalenderwoche", "kalenderwochen", "kw")),
    ("full_week", ("volle", "vollen", "voller", "ganze", "ganzen")),
    ("weekend", ("wochenende", "wochenenden", "we")),
    ("workday", ("werktag", "werktage", "werktagen", "arbeitstag", "arbeitstagen", "wochentag")),
)


def _part_of_month(words: Words, j: int) -> tuple[InMonthPart, int] | None:
    """As in "1. Woche im Monat", "letzter Werktag des Monats"."""
    for part, names in _PARTS:
        if words.text(j) in names:
            end = j + 1 + (part == "full_week" and words.text(j + 1) in {"woche", "wochen"})
            marker = month_marker(words, end)
            if marker:
                return part, marker[1]
            return (part, end) if part in {"weekend", "workday"} else None
    return None


def _ordinals(words: Words, i: int, each: bool) -> tuple[tuple[int, ...], int] | None:
    one = words.ordinal(i)
    if one is None and each and words.at(i).kind == "number" and weekday_at(words, i + 1):
        one = words.at(i).number, i + 1
    if one is None:
        return None
    ns, j = [one[0]], one[1]
    while words.text(j) in AND or words.text(j) in TO:
        k = words.skip(j + 1, _LEADS | AND)
        more = words.ordinal(k)
        if more is None:
            break
        if words.text(j) in TO:
            ns.extend(range(ns[-1] + 1, more[0]))
        ns.append(more[0])
        j = more[1]
    return tuple(dict.fromkeys(ns)), j


def month_marker(words: Words, i: int) -> Found | None:
    """The words "im Monat", "/Monat", "eines jeden Monats", "im Quartal"."""
    j = words.skip(i, _MONTH_LEADS)
    if j == i:
        return None
    initial = words.text(j) == "m" and words.text(j - 1) in _MONTH_INITIAL
    short = words.text(j) == "mo" and words.at(j).dot and words.text(j - 1) == "im"
    if words.text(j) in _MONTH_WORDS or initial or short:
        return [Marker("month")], j + 1
    if words.text(j) in {"quartal", "quartals", "vierteljahr"}:
        return [Marker("quarter")], j + 1
    return None


def year_at(words: Words, i: int) -> int | None:
    """A year in four digits at a position."""
    token = words.at(i)
    return token.number if token.kind == "number" and 1950 <= token.number <= 2150 else None


def dates(words: Words, i: int) -> Found | None:
    """A list of dates or a span: "6., 13. und 27. Januar", "31.01., 14.02.", "3.3. bis 31.3."."""
    begin = words.skip(i, ARTICLES)
    month_ahead = words.month(begin)
    if month_ahead:
        # As in "im November am 11. und 25." and "Januar: 12., 26.".
        return _days_of_month(words, words.skip(begin + 1, ARTICLES | {":"}), month_ahead)
    if words.text(i) == "termine" and (year := year_at(words, i + 1)):
        return _of_year(words, i + 2, year)
    if words.text(i) in {"zwischen", "zw"} and (span := _between(words, i + 1)):
        return span
    group = date_group(words, begin)
    if group is None:
        return None
    found, j = group
    k = words.skip(j + 1, ARTICLES | {"einschliesslich", "einschl", "inkl", "inklusive"})
    if words.text(j) in TO:
        while weekday_at(words, k) or words.text(k) == ",":
            k = words.skip(k + 1, ARTICLES)
    if words.text(j) in TO and (last := date_group(words, k)):
        year = last[0][-1].year
        first = found[-1] if found[-1].year else PartialDate(found[-1].day, found[-1].month, year)
        if words.text(last[1]) == "-" and (third := date_group(words, last[1] + 1)):
            # "12.1. - 26.1. - 9.2." is a list.
            return [Dates(_with_years([*found, *last[0], *third[0]]))], third[1]
        facts: list[Fact] = [Dates(tuple(found[:-1]))] if found[:-1] else []
        day_at_end = any(weekday_at(words, x) for x in range(j, k))
        return [*facts, Span(first, last[0][0], day_at_end)], last[1]
    goes_on = False
    while True:
        k = words.skip(j, AND | _GOES_ON | ARTICLES)
        more = date_group(words, k) if k > j else None
        dots = any(words.text(x) in _GOES_ON for x in range(j, k))
        if more is None:
            goes_on = goes_on or dots
            j = max((x + 1 for x in range(j, k) if words.text(x) in _GOES_ON), default=j)
            break
        goes_on = goes_on or dots
        found, j = [*found, *more[0]], more[1]
    return [Dates(_with_years(found), goes_on)], j


def _of_year(words: Words, i: int, year: int) -> Found | None:
    """As in "Termine 2026: 12.1., 26.1."."""
    found = dates(words, words.skip(i, {":"}))
    if found is None or len(found[0]) != 1 or not isinstance(listed := found[0][0], Dates):
        return None
    dated = tuple(replace(one, year=one.year or year) for one in listed.dates)
    return [replace(listed, dates=dated)], found[1]


def _between(words: Words, i: int) -> Found | None:
    """As in "zwischen dem 4.2. und dem 25.3."."""
    first = date_group(words, words.skip(i, ARTICLES))
    if first is None or words.text(first[1]) not in {"und", "u"}:
        return None
    last = date_group(words, words.skip(first[1] + 1, ARTICLES))
    return ([Span(first[0][-1], last[0][0])], last[1]) if last else None


def _with_years(found: list[PartialDate]) -> tuple[PartialDate, ...]:
    """A year at the end of a list counts for the dates before it."""
    year: int | None = None
    kept: list[PartialDate] = []
    for one in reversed(found):
        year = one.year or year
        kept.append(PartialDate(one.day, one.month, one.year or year))
    return tuple(reversed(kept))


def _days_of_month(words: Words, i: int, month: int) -> Found | None:
    """Days behind their month; only numbers with a dot, for "im Mai 10 Termine" is none."""
    found: list[PartialDate] = []
    j = i
    while words.at(j).kind == "number" and words.at(j).dot and 1 <= words.at(j).number <= 31:
        if weekday_at(words, j + 1) or words.month(j + 1):
            return None
        found.append(PartialDate(words.at(j).number, month))
        k = words.skip(j + 1, AND)
        if words.at(k).kind != "number" or k == j + 1:
            return [Dates(tuple(found))], j + 1
        j = k
    last = words.at(j)
    if i < j and last.kind == "number" and 1 <= last.number <= 31 and words.breaks(j + 1):
        # "Januar: 12., 19. und 26": the last dot is missing.
        return [Dates((*found, PartialDate(last.number, month)))], j + 1
    if found:
        return [Dates(tuple(found))], i + 2 * len(found) - 1
    return None


def date_group(words: Words, i: int) -> tuple[list[PartialDate], int] | None:
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
            year = year_at(words, j + 2)
            return [PartialDate(d, month, year) for d in days], j + 2 + bool(year)
        if words.text(j + 1) in TO and token.dot:
            return _range_head(words, j, days)
        k = words.skip(j + 1, AND)
        if not token.dot:
            return None
        j = k


def _possible(token: Token) -> bool:
    """Whether day, month and year could be those of a programme."""
    year = 1900 <= token.year <= 2200 if token.year is not None else True
    return 1 <= token.day <= 31 and 1 <= token.month <= 12 and year


def _range_head(words: Words, j: int, days: list[int]) -> tuple[list[PartialDate], int] | None:
    """The "19." of "19.-26.09.2014" takes its month from the end of the span."""
    rest = date_group(words, words.skip(j + 2, ARTICLES))
    if rest is None:
        return None
    return [PartialDate(d, rest[0][0].month, rest[0][0].year) for d in days], j + 1
