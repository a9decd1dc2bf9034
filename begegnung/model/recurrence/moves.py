"""One session on another day: "statt 1.5. am 8.5.", "wird auf den 13.4. verschoben"."""

from begegnung.model.recurrence.days import ARTICLES, date_group, weekday_at
from begegnung.model.recurrence.facts import Doubt, Fact, Moved, PartialDate
from begegnung.model.recurrence.words import Found, Words

_SESSION = frozenset(["treffen", "termin", "mal", "kurs", "treff", "veranstaltung", "kurstag"])
_MOVED = frozenset(
    ["verlegt", "verschoben", "vorverlegt", "nachgeholt", "verschiebt", "verl", "versch"]
)
_INSTEAD = frozenset(["statt", "anstatt", "anstelle", "stattdessen", "ersatzweise", "dafuer"])
_TO = frozenset(["auf", "den", "am", "zum", "dem", "an"])
_SMALL = frozenset(
    [
        "wird",
        "ist",
        "wurde",
        "findet",
        "finden",
        "es",
        "wir",
        "uns",
        "treffen",
        "trifft",
        "sich",
        "die",
        "gruppe",
        "der",
        "das",
        "termin",
        "nun",
        "erst",
        "schon",
        "bereits",
        "ausnahmsweise",
        "dann",
        "einmalig",
        "sind",
        ",",
        ":",
        "hier",
        "jedoch",
        "aber",
        "und",
    ]
)
_REPLACEMENT = ("ersatztermin", "nachholtermin", "ausweichtermin", "ersatz", "nachhol")
_SIGNS = _INSTEAD | _MOVED | {"→", ">"}
_ONCE = frozenset({"ausnahmsweise", "abweichend", "einmalig", "jedoch", "aber", "erst", "schon"})


def moved(words: Words, i: int) -> Found | None:
    """A session on another day, in any order of its words."""
    speaks_of_it = not words.vocabulary.isdisjoint(_SIGNS)
    return (
        (_instead(words, i) or _moved_to(words, i) if speaks_of_it else None)
        or _cancelled(words, i)
        or _replacement(words, i)
        or _in_that_month(words, i)
        or _exceptionally(words, i)
    )


def _date(words: Words, i: int) -> tuple[PartialDate, int] | None:
    """One date, with its weekday before it or not."""
    k = i
    while words.is_in(k, ARTICLES | {",", "des"}) or _plain_weekday(words, k):
        k += 1
    found = date_group(words, k)
    return (found[0][0], found[1]) if found and len(found[0]) == 1 else None


def _plain_weekday(words: Words, i: int) -> bool:
    """As in "Samstag", which belongs to the date behind it; "samstags" is a rule."""
    day = weekday_at(words, i)
    return day is not None and not day[1]


def _instead(words: Words, i: int) -> Found | None:
    """As in "statt (am) 1.5. am 8.5." and "am 8.5. statt am 1.5."."""
    if words.text(i) in _INSTEAD:
        origin = _date(words, words.skip(i + 1, {"am", "vom", "von", "des", "dem", "zum"}))
        if origin is None:
            return None
        target = _date(words, words.skip(origin[1], _SMALL | {"am"}))
        return ([Moved(target[0], origin[0])], target[1]) if target else None
    if words.text(i) not in ARTICLES and words.at(i).kind not in {"date", "number"}:
        return None
    target = _date(words, i)
    if target is None:
        return None
    k = words.skip(target[1], {"(", ","})
    if words.text(k) not in _INSTEAD:
        return None
    origin = _date(words, words.skip(k + 1, {"am", "vom", "von", "des", "dem"}))
    if origin is None:
        return None
    end = origin[1] + (words.text(origin[1]) == ")")
    if words.text(k) in {"stattdessen", "dafuer", "ersatzweise"}:
        # "6.4., stattdessen 13.4." names first what falls out.
        return [Moved(origin[0], target[0])], end
    return [Moved(target[0], origin[0])], end


def _moved_to(words: Words, i: int) -> Found | None:
    """As in "der Termin vom 6.4. wird auf den 13.4. verschoben", "verlegt vom 6.4. auf 13.4."."""
    j = words.skip(i, {"der", "das", "die", "den"})
    j = words.skip(j, _SESSION)
    named = j
    verb = words.text(j) in _MOVED
    origin = _date(words, words.skip(j + verb, {"vom", "von", "am"}))
    if origin is None:
        return None
    k = words.skip(origin[1], _SMALL)
    verb = verb or words.text(k) in _MOVED
    k = words.skip(k, _MOVED | {"("})
    arrow = words.text(k) in {"-", "→"} and words.text(k + 1) == ">"
    if words.text(k) not in {"auf", "zum"} and words.text(k) != "→" and not arrow:
        return None
    target = _date(words, words.skip(k + 1 + arrow, _TO))
    if target is None or (named == j and i == j and words.text(i) == ""):
        return None
    end = words.skip(target[1], {"wird", "werden"})
    verb = verb or words.text(end) in _MOVED or words.text(k) == "→" or arrow
    if not verb:
        return None
    return [Moved(target[0], origin[0])], words.skip(end, _MOVED)


def _cancelled(words: Words, i: int) -> Found | None:
    """As in "nicht am 7.1., sondern am 14.1.", "14.5. fällt aus, Ersatztermin: 21.5."."""
    if words.vocabulary.isdisjoint(_REPLACING):
        return None
    negated = words.text(i) in {"nicht", "kein", "keine"}
    origin = _date(words, words.skip(i + 1, _SESSION | {"am"}) if negated else i)
    if origin is None or not (negated or words.is_in(i, ARTICLES) or words.at(i).kind == "date"):
        return None
    k = words.skip(origin[1], _FALLS)
    k = words.skip(k, {",", ";", "(", "-", "."})
    if k == origin[1] or words.text(k) not in _REPLACING:
        return None
    if not negated and not words.is_in(origin[1], _FALLS):
        return None
    target = _date(words, words.skip(k + 1, {"am", ":", "ist", "der", "den", "auf", "termin"}))
    return ([Moved(target[0], origin[0])], target[1]) if target else None


_FALLS = frozenset({"entfaellt", "faellt", "aus", "feiertag", "ist", "leider"})
_REPLACING = frozenset(
    ["sondern", "stattdessen", "dafuer", "ersatz", "ersatztermin", "nachholtermin", "ersatzweise"]
)


def _replacement(words: Words, i: int) -> Found | None:
    """As in "Ersatztermin für den 1.5.: 8.5."."""
    if not words.text(i).startswith(_REPLACEMENT):
        return None
    origin = None
    k = i + 1
    if words.text(k) in {"fuer", "zum", "vom"}:
        origin = _date(words, k + 1)
        k = origin[1] if origin else k
    k = words.skip(k, {":", "ist", "am", "der", "den", "-", "="})
    target = _date(words, k)
    if target is None:
        return None
    if origin is None:
        raw = words.raw(i, target[1])
        return [Doubt(raw, f"Für welchen Termin ist „{raw}“ der Ersatz?")], target[1]
    return [Moved(target[0], origin[0])], target[1]


def _in_that_month(words: Words, i: int) -> Found | None:
    """As in "im April (ausnahmsweise) am 13.4." and "im April am 2. Montag" beside a rule."""
    j = words.skip(i, {"im", "nur", "ausnahme"})
    month = words.month(j)
    if month is None:
        return None
    k = words.skip(j + 1, _ONCE | {"jeweils"})
    if (j == i or words.text(k) == ":") and _behind_nth(words, i):
        return _day_of_that_month(words, words.skip(k, {":", "am", "den"}), month)
    if j == i or words.text(k) not in {"am", "den"}:
        return None
    if _behind_nth(words, i) and (found := _day_of_that_month(words, k + 1, month)):
        return found
    if target := _date(words, k):
        return ([Moved(target[0])], target[1]) if target[0].month == month else None
    ordinal = words.ordinal(words.skip(k, ARTICLES))
    day = weekday_at(words, ordinal[1]) if ordinal else None
    if ordinal is None or day is None or not -3 <= ordinal[0] <= 5:
        return None
    if "jeweils" in {words.text(x) for x in range(j, k)}:
        return None
    return [Moved(PartialDate(0, month, nth=(ordinal[0], day[0])))], ordinal[1] + 1


def _behind_nth(words: Words, i: int) -> bool:
    """Whether an n-th weekday stands before: "jeden 1. Montag im Monat (April: 13.4.)"."""
    ordinals = ((k, words.ordinal(k)) for k in range(i))
    return any(found and weekday_at(words, found[1]) for _, found in ordinals)


def _day_of_that_month(words: Words, i: int, month: int) -> Found | None:
    """One day of a month, with the month again or without it."""
    token = words.at(i)
    if not words.breaks(i + 1) or words.at(i + 2).kind in {"date", "number"}:
        return None
    if token.kind == "date" and token.month == month:
        return [Moved(PartialDate(token.day, month, token.year))], i + 1
    if token.kind == "number" and token.dot and 1 <= token.number <= 31:
        return [Moved(PartialDate(token.number, month))], i + 1
    return None


def _exceptionally(words: Words, i: int) -> Found | None:
    """As in "(das 1. Treffen ausnahmsweise am 1. Dienstag, 07.07.)"."""
    j = i + (words.text(i) in {"der", "das", "die"})
    ordinal = words.ordinal(j)
    if ordinal and words.text(ordinal[1]) in {"treffen", "termin", "mal"}:
        j = ordinal[1] + 1
    if words.text(j) not in {"ausnahmsweise", "abweichend", "einmalig"}:
        return None
    k = j + 1
    while k < j + 8 and words.text(k) not in {"", ";", ".", ")"}:
        if words.ordinal(k) is None or words.month(k + 1):
            found = date_group(words, k)
            if found and len(found[0]) == 1:
                facts: list[Fact] = [Moved(found[0][0])]
                return facts, found[1]
        k += 1
    return None
