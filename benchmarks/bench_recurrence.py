"""Reading wordings and expanding series, against dateutil with rules written for machines.

Words are read and expanded beside dateutil that parses the rules they mean and gives their days. A
thousand series of a year are expanded beside dateutil giving the days of the same rules; it knows
no holidays, pauses and counts. One wording may take 2 ms, a thousand series 0.3 s.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from itertools import cycle, islice

from dateutil.rrule import rrulestr

from begegnung.formats.school_holidays_file import school_calendar
from begegnung.model.recurrence import Reading, Series, expand, read
from begegnung.model.recurrence.rule_text import weekday_codes
from benchmarks.ratio import Ratio, interleaved

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
ROUNDS = 9
SERIES = 1000
EXPANSION_LIMIT = 1.0
"""As long as dateutil alone: what it gave for one series is used for the others."""
READING_LIMIT = 3.0

CLEAR = (
    "jeden 1. und 3. Mittwoch im Monat von 14.30 bis 16 Uhr, nicht in den Ferien",
    "dienstags 10 Uhr und 14-tägig donnerstags 15 Uhr ab 8.1.",
    "10 Termine ab Dienstag, 13.01.2026, jeweils 9-11 h",
    "1. Montag im Monat, an Feiertagen eine Woche später",
    "jeden Donnerstag, fällt am 14.5. und 4.6. aus, Sommerpause vom 20.7. bis 1.9.",
)
AMBIGUOUS = (
    "jeden zweiten Montag",
    "dienstags im Wechsel mit dem Chor",
    "dienstags im Winter 14 Uhr, im Sommer 15 Uhr",
    "abwechselnd dienstags und donnerstags",
    "alle zwei Monate am letzten Mittwoch",
)


def measure() -> list[Ratio]:
    """The times of reading and of expanding."""
    return [
        _reading("read clear wordings", CLEAR),
        _reading("read ambiguous wordings", AMBIGUOUS),
        _expansion(),
    ]


def _reading(name: str, texts: tuple[str, ...]) -> Ratio:
    def ours() -> int:
        found = [read(text, first=FIRST, last=LAST) for text in texts]
        return sum(len(expand(one, FIRST, LAST).dates) for one in _series_of(found))

    meant = _series_of([read(text, first=FIRST, last=LAST) for text in texts])
    seconds, least = interleaved(ours, lambda: _by_dateutil(meant), ROUNDS)
    return Ratio(f"{name}, each", seconds / len(texts), least / len(texts), READING_LIMIT)


def _series_of(readings: Iterable[Reading]) -> list[Series]:
    return [one for reading in readings for meaning in reading.readings for one in meaning.series]


def _by_dateutil(series: Iterable[Series]) -> int:
    """The number of days that the rules have in the window."""
    begin, end = (datetime.combine(day, time()) for day in (FIRST, LAST))
    return sum(
        len(
            rrulestr(rule, dtstart=datetime.combine(one.origin or FIRST, time())).between(
                begin, end, inc=True
            )
        )
        for one in series
        for rule in one.rrules
    )


def _expansion() -> Ratio:
    series = _many_series()
    school = school_calendar("NW")

    def ours() -> int:
        return sum(len(expand(one, FIRST, LAST, school=school).dates) for one in series)

    seconds, least = interleaved(ours, lambda: _by_dateutil(series), ROUNDS)
    return Ratio(f"expand {SERIES} series of a year", seconds, least, EXPANSION_LIMIT)


def _many_series() -> list[Series]:
    """Series of every kind on every weekday, with what the houses leave out."""
    kinds: list[Series] = []
    for day in range(7):
        code = weekday_codes([day])
        start = date(2026, 1, 5 + day)
        kinds += [
            Series((f"FREQ=WEEKLY;BYDAY={code}",), on_public_holidays="skip"),
            Series(
                (f"FREQ=WEEKLY;BYDAY={code}",), start=start, count=30, on_school_holidays="skip"
            ),
            Series((f"FREQ=WEEKLY;INTERVAL=2;BYDAY={code}",), start=start),
            Series((f"FREQ=MONTHLY;BYDAY=1{code},3{code}",), on_public_holidays="next_week"),
            Series((f"FREQ=WEEKLY;BYDAY={code}",), parity="odd", months=(1, 2, 3, 10, 11, 12)),
        ]
    return list(islice(cycle(kinds), SERIES))
