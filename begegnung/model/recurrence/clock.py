"""Times of day: "14.30 Uhr", "ab 14 Uhr", "10.00 – 12.00", "9-11 h", "15:00-16:30/17:00 Uhr"."""

from dataclasses import dataclass, replace

from begegnung.model.recurrence.facts import BadClock, Choice, Clock, ClockEnd
from begegnung.model.recurrence.lexicon import TO
from begegnung.model.recurrence.words import Found, Words

_LEADS = frozenset({"um", "ab", "von", "gegen", "ca", "etwa", "jeweils", "zwischen", "jew", "zw"})
_UHR = frozenset({"uhr", "h"})
_MORNING = frozenset({"morgens", "frueh", "vormittags", "vormittag", "vorm"})
_EVENING = frozenset({"nachmittags", "abends", "nachm", "nm"})
_ABOUT = frozenset({"ca", "etwa", "gegen", "um"})


@dataclass(frozen=True, slots=True)
class _Point:
    """A time of day as written; ``sure`` when a sign says that it is one."""

    minute: int
    possible: bool
    sure: bool
    several: bool
    end: int


def clock(words: Words, i: int) -> Found | None:
    """A time or a span of times at a position."""
    begin = words.skip(i, _LEADS)
    if words.text(i) in {"bis", "ende", "schluss"}:
        return _only_an_end(words, i)
    led = any(words.text(k) in {"um", "ab", "gegen"} for k in range(i, begin))
    first = _point(words, begin)
    if first is None:
        return _spoken(words, i, begin) or _pair(words, i, begin)
    last = None
    if words.text(first.end) in TO or (
        words.text(first.end) == "und" and words.text(i) in {"zwischen", "zw"}
    ):
        last = _point(words, words.skip(first.end + 1, _ABOUT), span=True)
    if last is None:
        if not (first.sure or (led and _may_stand_alone(words, first.end))):
            return _pair(words, i, begin)
        return _found(words, i, first, None)
    bare = not (first.sure or last.sure)
    if bare and not _plausible(words, begin, first, last):
        return None
    return _found(words, i, first, last)


def _only_an_end(words: Words, i: int) -> Found | None:
    """As in "Beginn 14 Uhr, Ende 16 Uhr" and "dienstags bis 16 Uhr"."""
    last = _point(words, words.skip(i + 1, _ABOUT | {"zu", "maximal", "spaetestens", ":"}))
    if last is None or not last.sure or not last.possible:
        return None
    return [ClockEnd(last.minute, words.raw(i, last.end))], last.end


def _pair(words: Words, i: int, begin: int) -> Found | None:
    """As in "10 und 14 Uhr": the first number is an hour like the second."""
    first, sign = words.at(begin), words.text(begin + 1)
    if first.kind != "number" or first.dot or sign not in {"und", "u", "+", "&", "oder", ","}:
        return None
    second = _single(words, begin + 2)
    if second is None or not second.sure or not 6 <= first.number < second.minute // 60:
        return None
    if words.text(second.end) in TO:
        return None
    raw = words.raw(i, begin + 1)
    return [Clock(first.number * 60, None, raw)], begin + 1


_QUARTERS = {"halb": -30, "viertel": -45, "dreiviertel": -15}


def _spoken(words: Words, i: int, begin: int) -> Found | None:
    """As in "halb drei" and "Viertel nach drei"; nobody comes at half past two in the night."""
    word, j = words.text(begin), begin + 1
    if word not in _QUARTERS:
        return None
    minutes = _QUARTERS[word]
    if word == "viertel" and words.text(j) in {"nach", "vor"}:
        minutes = 15 if words.text(j) == "nach" else -15
        j += 1
    hour = words.number(j)
    if hour is None or not 1 <= hour <= 12:
        return None
    end = j + 1 + (words.text(j + 1) in _UHR)
    parts = {words.text(k) for k in (i - 1, end, end + 1)}
    morning, evening = bool(parts & _MORNING), bool(parts & _EVENING)
    minute = hour * 60 + minutes
    raw = words.raw(i, end)
    if evening or (not morning and minute <= 6 * 60 + 45):
        return [Clock(minute + 12 * 60, None, raw)], end
    if not morning and minute < 9 * 60:
        times = (Clock(minute, None, raw),), (Clock(minute + 12 * 60, None, raw),)
        return [Choice(raw, times, f"Ist „{raw}“ morgens oder abends?")], end
    return [Clock(minute, None, raw)], end


def _may_stand_alone(words: Words, end: int) -> bool:
    """A bare number after "um" or "ab" is an hour unless something counted follows."""
    token = words.at(end - 1)
    return (
        token.kind == "number"
        and not token.dot
        and 6 <= token.number <= 22
        and words.month(end) is None
        and (words.breaks(end) or words.at(end).kind == "word")
        and not words.text(end).startswith(("jahr", "person", "teilnehm", "euro", "wochen"))
    )


def _plausible(words: Words, begin: int, first: _Point, last: _Point) -> bool:
    """Two bare numbers are hours when nothing speaks against it ("Di 10-12")."""
    dotted = words.at(begin).dot or words.at(last.end - 1).dot
    counted = words.text(last.end).startswith(("jahr", "person", "teilnehm", "euro", "monat", "€"))
    hours = 6 * 60 <= first.minute < last.minute <= 23 * 60
    return hours and not dotted and not counted and words.month(last.end) is None


def _point(words: Words, i: int, *, span: bool = False) -> _Point | None:
    """One time, with its alternatives ("16:30/17:00"), and a following "Uhr".

    At the end of a ``span`` a second span begins with what would be an alternative.
    """
    one = _single(words, i)
    if one is None:
        return None
    several = False
    while words.text(one.end) == "/" and (other := _single(words, one.end + 1)):
        if span and words.text(other.end) in TO:
            break
        one = _Point(
            one.minute, one.possible and other.possible, one.sure or other.sure, True, other.end
        )
        several = True
    return _Point(one.minute, one.possible, one.sure, several, one.end)


def _single(words: Words, i: int) -> _Point | None:
    token = words.at(i)
    uhr = words.text(i + 1) in _UHR
    if token.kind == "clock":
        if token.dot and not uhr and _looks_like_date(words, i):
            return None
        minute = token.hour * 60 + token.minute
        possible = token.minute < 60 and minute <= 24 * 60
        return _Point(minute, possible, True, False, i + 1 + uhr)
    if token.kind == "number" and (not token.dot or uhr):
        if not uhr and token.number > 24:
            return None
        return _Point(token.number * 60, token.number <= 24, uhr, False, i + 1 + uhr)
    return None


def _looks_like_date(words: Words, i: int) -> bool:
    """Whether it is a date without its last dot: "14.06" after "am", or an odd minute."""
    token = words.at(i)
    if not (1 <= token.hour <= 31 and 1 <= token.minute <= 12) or words.is_in(i + 1, {"-", "/"}):
        return False
    before = words.text(i - 1)
    if before in {"am", "vom", "den", "dem", "zum", "der"}:
        return True
    return token.minute % 5 != 0 or token.hour > 24


def _found(words: Words, i: int, first: _Point, last: _Point | None) -> Found:
    end = (last or first).end
    end += words.text(end) in _UHR
    raw = words.raw(i, end)
    if first.minute < 12 * 60 and words.text(end) in _EVENING:
        first = replace(first, minute=first.minute + 12 * 60)
        if last and last.minute <= first.minute:
            last = replace(last, minute=last.minute + 12 * 60)
    impossible = not first.possible or (last is not None and not last.possible)
    one_span = last is not None and not first.several and not last.several
    if impossible or (one_span and last is not None and last.minute <= first.minute):
        return [BadClock(raw)], end
    return [Clock(first.minute, last.minute if last and one_span else None, raw)], end
