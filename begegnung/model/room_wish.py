"""What kind of room somebody asks for: "mittwochs 14 bis 16, ab Januar, 20 Personen, Beamer"."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from begegnung.model.calendar import half_year_of
from begegnung.model.day_names import WEEKDAYS
from begegnung.model.local_time import DAY
from begegnung.model.names import fold
from begegnung.model.offers import ASSUMED_MINUTES
from begegnung.model.recurrence import Meaning, Reading, Series, expand, read
from begegnung.model.recurrence.rule_text import CODES


@dataclass(frozen=True, slots=True)
class RoomWish:
    """A room that is looked for, from and until in minutes of the day.

    Wanted are the `days`, or without them every `weekday` (0 = Monday; None: every day) from
    `first` to `last`. `people` who have to fit in, `equipment` that has to be there, as words.
    """

    weekday: int | None
    start_minute: int
    end_minute: int
    first: date
    last: date
    people: int | None = None
    equipment: tuple[str, ...] = ()
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class WishReading:
    """What was understood: the wish, or the `question` that has to be answered first.

    `unread` are the words nobody here knows. `people` and `equipment` are there without a wish too.
    """

    wish: RoomWish | None
    question: str | None = None
    unread: tuple[str, ...] = ()
    people: int | None = None
    equipment: tuple[str, ...] = ()


EQUIPMENT: tuple[str, ...] = (
    "Beamer",
    "Bühne",
    "Computer",
    "Fernseher",
    "Flipchart",
    "Geschirr",
    "Herd",
    "Internet",
    "Kaffeemaschine",
    "Klavier",
    "Küche",
    "Leinwand",
    "Matten",
    "Mikrofon",
    "Musikanlage",
    "Parkett",
    "Rollstuhl",
    "Spiegel",
    "Spüle",
    "Tafel",
    "Theke",
    "WLAN",
    "Werkbank",
    "barrierefrei",
)
"""What rooms of such houses have; a house adds its own words."""

_PEOPLE = re.compile(
    r"(?:\b(?:für|bis zu|mindestens|etwa|ca\.?|rund)\s+)*"
    r"(?:\b\d{1,4}\s*(?:-|–|bis)\s*)?\b(\d{1,4})\s*(?:-\s*)?"
    r"(?:personen|person|pers\.?|leute|menschen|gäste|teilnehmer\w*|teilnehmende\w*|tn"
    r"|sitzplätze|plätze|stühle)\b\.?",
    re.IGNORECASE,
)
_FOR_PEOPLE = re.compile(
    r"\bfür\s+(\d{1,4})\b(?!\s*(?:uhr|[.:]|€|euro|mal|wochen|termine))", re.IGNORECASE
)
_NEAR_DAY = re.compile(r"\b(heute|übermorgen|uebermorgen|morgen)\b", re.IGNORECASE)
_NEXT_WEEKDAY = re.compile(
    rf"\b(?:am\s+)?(?:nächste[nr]?|naechste[nr]?|kommende[nr]?|diese[nr]?)\s+"
    rf"({'|'.join(WEEKDAYS)}|Sonnabend)\b",
    re.IGNORECASE,
)
_DAYS_AHEAD = {"heute": 0, "morgen": 1, "übermorgen": 2, "uebermorgen": 2}
_FILLERS = frozenset(
    {
        *("und", "mit", "fur", "bis", "zu", "bitte", "mindestens", "etwa", "ca", "rund"),
        *("ein", "eine", "einen", "einem", "einer", "der", "die", "das", "wir", "ich"),
        *("raum", "freier", "freien", "brauche", "brauchen", "suche", "suchen", "gesucht"),
    }
)
_WORD = re.compile(r"[^\W\d_][\w-]*")
_LONGEST_SEASON_GAP = timedelta(days=45)


def read_room_wish(
    text: str, *, today: date, land: str = "NW", known: Iterable[str] = ()
) -> WishReading:
    """Reads a wish; `known` are words for the equipment of the rooms beside `EQUIPMENT`.

    Without a first day it begins today, without a last day it ends with the half-year of its first
    day. Nothing is guessed: what leaves a choice gives the question.
    """
    rest, people = _people(text)
    rest, equipment = _equipment(rest, known)
    rest = _NEXT_WEEKDAY.sub(lambda m: _next(m[1], today), _named_days(rest, today))
    # Until the end of the half-year after next, in which nobody plans yet.
    horizon = half_year_of(half_year_of(today)[1] + timedelta(days=200))[1]
    reading = read(rest, first=today, last=horizon, land=land)
    unread = _unread(reading)
    found = _wish(reading, today, horizon, land)
    if isinstance(found, str):
        return WishReading(None, found, unread, people, equipment)
    weekday, (start, end), days = found
    wish = RoomWish(
        weekday,
        start,
        end,
        days[0],
        days[-1],
        people,
        equipment,
        () if weekday is not None else days,
    )
    return WishReading(wish, None, unread, people, equipment)


def _people(text: str) -> tuple[str, int | None]:
    """The text without the number of people, and that number."""
    for pattern in (_PEOPLE, _FOR_PEOPLE):
        found = pattern.search(text)
        if found and int(found[1]):
            return f"{text[: found.start()]} {text[found.end() :]}", int(found[1])
    return text, None


def _equipment(text: str, known: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """The text without the words for equipment, and these words as they were typed."""
    folded = {fold(word) for word in (*EQUIPMENT, *known)}
    found: list[str] = []

    def taken(match: re.Match[str]) -> str:
        if fold(match[0]) not in folded:
            return match[0]
        found.append(match[0])
        return " "

    rest = _WORD.sub(taken, text)
    if found:
        rest = re.sub(r"\b(?:mit|und)\b(?=\s*(?:,|$|und\b|mit\b))", " ", rest, flags=re.IGNORECASE)
    return rest, tuple(dict.fromkeys(found))


def _named_days(text: str, today: date) -> str:
    def day(match: re.Match[str]) -> str:
        return f"am {today + timedelta(days=_DAYS_AHEAD[match[1].lower()]):%d.%m.%Y}"

    return _NEAR_DAY.sub(day, text)


def _next(name: str, today: date) -> str:
    """The coming day of this name, which is never today."""
    bare = name.capitalize()
    weekday = WEEKDAYS.index("Samstag" if bare == "Sonnabend" else bare)
    return f"am {today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1):%d.%m.%Y}"


def _unread(reading: Reading) -> tuple[str, ...]:
    """Every unknown word by itself, without those that say nothing here."""
    words = (word for part in reading.unread for word in part.split())
    bare = (word.strip(".,;:()!?") for word in words)
    return tuple(dict.fromkeys(word for word in bare if word and fold(word) not in _FILLERS))


def _wish(
    reading: Reading, today: date, horizon: date, land: str
) -> tuple[int | None, tuple[int, int], tuple[date, ...]] | str:
    """Weekday (None where the days are irregular), times and days, or the question to ask."""
    if reading.status == "ambiguous" and (reading.readings or reading.times == ()):
        return reading.question or "Wann wird der Raum gebraucht?"
    if not reading.readings:
        return reading.question or "An welchem Tag oder Wochentag wird der Raum gebraucht?"
    meaning = reading.readings[0]
    times = {_times(series, reading) for series in meaning.series}
    if len(times) != 1 or None in times:
        return "Von wann bis wann wird der Raum gebraucht?"
    span = times.pop()
    days = _days(meaning, today, horizon, land)
    if not days or span is None:
        return "Darin liegt kein Tag ab heute. Wann wird der Raum gebraucht?"
    return _weekday(meaning), span, days


def _times(series: Series, reading: Reading) -> tuple[int, int] | None:
    start, end = series.start_minute, series.end_minute
    if start is None and len(reading.times) == 1:
        start, end = reading.times[0].start, reading.times[0].end
    if start is None:
        return None
    end = min(start + ASSUMED_MINUTES, DAY) if end is None else end
    return (start, end) if start < end else None


def _weekday(meaning: Meaning) -> int | None:
    """The weekday of a plain weekly series, None for anything else."""
    if len(meaning.series) != 1:
        return None
    series = meaning.series[0]
    bare = Series(
        rrules=series.rrules,
        start=series.start,
        until=series.until,
        start_minute=series.start_minute,
        end_minute=series.end_minute,
    )
    if series != bare or len(series.rrules) != 1:
        return None
    found = re.fullmatch(r"FREQ=WEEKLY;BYDAY=(\w\w)", series.rrules[0])
    return CODES.index(found[1]) if found else None


def _days(meaning: Meaning, today: date, horizon: date, land: str) -> tuple[date, ...]:
    """The days of all series from today; those without an end until the half-year is over."""
    days: set[date] = set()
    for series in meaning.series:
        ahead = expand(series, today, series.until or horizon, land=land).dates
        found = [day for day in ahead if day >= today]
        ended = series.until is not None or series.count is not None or bool(series.dates)
        if found and not ended:
            last = half_year_of(found[0])[1]
            # A season ends with its months, also in the next year, and comes once.
            found = _first_season(found) if series.months else [d for d in found if d <= last]
        days.update(found)
    return tuple(sorted(days))


def _first_season(days: list[date]) -> list[date]:
    for one, following in pairwise(days):
        if following - one > _LONGEST_SEASON_GAP:
            return [day for day in days if day <= one]
    return days
