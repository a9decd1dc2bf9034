"""Words of German programmes and what they stand for.

Every word here is folded (lower case, ``ae`` for ``ä``, ``ss`` for ``ß``), so that "März",
"MAERZ" and "maerz" are one word. The module knows words only, no order of words.
"""

import re
import unicodedata

from begegnung.model.day_names import MONTHS, WEEKDAYS

NUMBER_WORDS = (
    "null",
    "eins",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
)

_FOLDS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def fold(text: str) -> str:
    """Lower case without umlauts: "Jeden MÄRZ" and "jeden maerz" become the same text."""
    return unicodedata.normalize("NFC", text).lower().translate(_FOLDS)


_WEEKDAY_STEMS = {fold(name): day for day, name in enumerate(WEEKDAYS)} | {"sonnabend": 5}
_WEEKDAY_SHORT = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6, "mon": 0} | {
    "dien": 1,
    "mittw": 2,
    "donn": 3,
    "sonnab": 5,
    "sbd": 5,
    "sonnt": 6,
}
_WEEKDAY = re.compile(rf"({'|'.join(_WEEKDAY_STEMS)})(s|e|en)?")

_MONTH_WORDS = {fold(name): number for number, name in enumerate(MONTHS, start=1)} | {
    "jaenner": 1,
    "jan": 1,
    "feb": 2,
    "febr": 2,
    "mrz": 3,
    "maer": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "okt": 10,
    "nov": 11,
    "dez": 12,
}
_NUMBERS = {fold(word): number for number, word in enumerate(NUMBER_WORDS) if number} | {
    "ein": 1,
    "eine": 1,
    "einem": 1,
    "einen": 1,
    "einer": 1,
    "eines": 1,
    "zwo": 2,
    "beide": 2,
    "zwanzig": 20,
}
_ORDINALS = {
    "erst": 1,
    "zweit": 2,
    "dritt": 3,
    "viert": 4,
    "fuenft": 5,
    "letzt": -1,
    "vorletzt": -2,
    "zweitletzt": -2,
    "vorvorletzt": -3,
    "drittletzt": -3,
    "sechst": 6,
    "siebt": 7,
    "siebent": 7,
    "acht": 8,
    "neunt": 9,
    "zehnt": 10,
    "elft": 11,
    "zwoelft": 12,
    "dreizehnt": 13,
    "vierzehnt": 14,
    "fuenfzehnt": 15,
    "zwanzigst": 20,
    "dreissigst": 30,
}
_ORDINAL = re.compile(rf"({'|'.join(_ORDINALS)})e[rnms]?")
"""Without "acht" alone: that is a number."""

ABBREVIATIONS = (
    frozenset(
        [
            "u",
            "mtl",
            "monatl",
            "tgl",
            "taegl",
            "tg",
            "woech",
            "woechentl",
            "ca",
            "evtl",
            "tel",
            "d",
            "i",
            "r",
            "v",
            "n",
            "bzw",
            "std",
            "usw",
            "jew",
            "jd",
            "jed",
            "einschl",
            "inkl",
            "vorm",
            "nachm",
            "nm",
            "vm",
            "zzgl",
            "max",
            "min",
            "m",
            "a",
            "h",
            "nr",
            "str",
            "z",
            "b",
            "lt",
            "gg",
            "kw",
            "wo",
            "mind",
            "vorauss",
            "reg",
            "s",
            "ausgen",
            "ausg",
            "exkl",
            "taeg",
            "woe",
            "wtl",
            "woechtl",
            "etc",
            "lfd",
            "beg",
            "ger",
            "ung",
            "ug",
            "unger",
            "bes",
            "anm",
            "voranm",
            "ue",
            "einh",
            "verl",
            "versch",
            "qu",
            "ff",
            "o",
            "zw",
            "wg",
            "geschl",
            "ii",
            "iii",
            "iv",
        ]
    )
    | frozenset(_WEEKDAY_SHORT)
    | frozenset(_MONTH_WORDS)
)

AND = frozenset({",", "und", "u", "+", "&", "sowie", "/", "|"})
TO = frozenset({"-", "bis"})
EACH = frozenset({"jeden", "jeder", "jede", "jedem", "jedes", "jd", "jed"})
ALWAYS = frozenset({"immer", "jeweils", "stets", "jew"})

SESSIONS = frozenset(
    [
        "termin",
        "termine",
        "terminen",
        "treffen",
        "treff",
        "treffs",
        "mal",
        "einheiten",
        "kurseinheiten",
        "abende",
        "abenden",
        "nachmittage",
        "nachmittagen",
        "vormittage",
        "vormittagen",
        "sitzungen",
        "stunden",
        "kurstage",
        "kursstunden",
        "veranstaltungen",
        "doppelstunden",
        "unterrichtseinheiten",
        "unterrichtsstunden",
        "uebungseinheiten",
        "uebungsstunden",
        "ue",
        "einh",
        "lektionen",
        "zusammenkuenfte",
        "begegnungen",
        "module",
        "workshops",
        "wochenenden",
        "kursabende",
        "kursnachmittage",
        "kursvormittage",
        "kurstermine",
        "teile",
        "folgen",
        "tage",
    ]
)
NAMED_DAYS = {
    "rosenmontag": "Rosenmontag",
    "weiberfastnacht": "Weiberfastnacht",
    "veilchendienstag": "Veilchendienstag",
    "karnevalsdienstag": "Veilchendienstag",
    "faschingsdienstag": "Veilchendienstag",
    "fastnachtsdienstag": "Veilchendienstag",
    "aschermittwoch": "Aschermittwoch",
    "gruendonnerstag": "Gründonnerstag",
    "karfreitag": "Karfreitag",
    "ostermontag": "Ostermontag",
    "pfingstmontag": "Pfingstmontag",
    "fronleichnam": "Fronleichnam",
    "himmelfahrt": "Christi Himmelfahrt",
    "vatertag": "Christi Himmelfahrt",
    "altweiber": "Weiberfastnacht",
    "heiligabends": "Heiligabend",
    "allerheiligen": "Allerheiligen",
    "heiligabend": "Heiligabend",
    "silvester": "Silvester",
    "neujahr": "Neujahr",
}
FEASTS = {
    "weiberfastnacht": -52,
    "altweiber": -52,
    "rosenmontag": -48,
    "veilchendienstag": -47,
    "aschermittwoch": -46,
    "gruendonnerstag": -3,
    "karfreitag": -2,
    "ostersonntag": 0,
    "ostermontag": 1,
    "himmelfahrt": 39,
    "pfingstsonntag": 49,
    "pfingstmontag": 50,
    "fronleichnam": 60,
}
"""Days from Easter Sunday."""
SCHOOL_HOLIDAYS = {
    "osterferien": "Osterferien",
    "pfingstferien": "Pfingstferien",
    "sommerferien": "Sommerferien",
    "herbstferien": "Herbstferien",
    "weihnachtsferien": "Weihnachtsferien",
}
ANY_SCHOOL_HOLIDAYS = frozenset({"ferien", "schulferien", "ferienzeit", "ferienzeiten"})
PUBLIC_HOLIDAYS = frozenset({"feiertag", "feiertags", "feiertage", "feiertagen", "feiertages"})
SCHOOL_DAYS = frozenset({"schultag", "schultags", "schultage", "schultagen"})
PAUSES = frozenset(
    [
        "sommerpause",
        "winterpause",
        "weihnachtspause",
        "ferienpause",
        "osterpause",
        "herbstpause",
        "karnevalspause",
    ]
)
NEGATIONS = frozenset(
    [
        "ausser",
        "ausgenommen",
        "ausgen",
        "ausg",
        "auser",
        "exkl",
        "exklusive",
        "nicht",
        "nie",
        "niemals",
        "kein",
        "keine",
        "keinen",
        "keiner",
        "keinem",
        "ohne",
        "entfaellt",
        "entfallen",
        "geschlossen",
        "pause",
        "ausfall",
        "ausfaellt",
        "faellt",
        "pausiert",
        "ausserhalb",
        "abgesagt",
        "gestrichen",
        "ausfallen",
        "ausfaelle",
        "ausfalltermin",
        "ausfalltermine",
        "kursfrei",
        "unterrichtsfrei",
        "trainingsfrei",
        "spielfrei",
        "geschl",
        "ruhetag",
        "schliesstag",
        "schliesstage",
    ]
)
DAYPARTS = frozenset(
    [
        "vormittag",
        "vormittags",
        "nachmittag",
        "nachmittags",
        "abend",
        "abends",
        "mittag",
        "mittags",
        "morgen",
        "morgens",
        "frueh",
        "vorm",
        "nachm",
        "nm",
        "vm",
    ]
)


ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5}


def weekday_of(word: str) -> tuple[int, bool] | None:
    """Weekday (0 = Monday) of a folded word and whether its form means "every week"."""
    if word in _WEEKDAY_SHORT:
        return _WEEKDAY_SHORT[word], False
    found = _WEEKDAY.fullmatch(word)
    return (_WEEKDAY_STEMS[found[1]], bool(found[2])) if found else None


def month_of(word: str) -> int | None:
    """Number of the month a folded word names."""
    return _MONTH_WORDS.get(word)


def number_of(word: str) -> int | None:
    """The number a folded word names ("vierzehn" -> 14)."""
    return _NUMBERS.get(word)


def ordinal_of(word: str) -> int | None:
    """The ordinal a folded word names; -1 is the last ("letzten" -> -1)."""
    found = _ORDINAL.fullmatch(word)
    return _ORDINALS[found[1]] if found else None


_NUMBER_STEMS = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_COMPOUNDS = (
    re.compile(
        rf"({_NUMBER_STEMS})(taeg\w*|woech\w*|wochen\w*|monat\w+|mal|maliges?|jaehr\w+|stuend\w+"
        r"|teilig\w*)"
    ),
    re.compile(
        rf"({'|'.join(_WEEKDAY_STEMS)})(s?(?:vormittag|nachmittag|abend|mittag|morgen)(?:s|e|en)?)"
    ),
    re.compile(rf"({'|'.join(fold(m) for m in MONTHS)})(treff|treffen|termin|termine)"),
    re.compile(rf"(jede[nmrs]?)({'|'.join(_WEEKDAY_STEMS)})"),
    re.compile(r"(advents?)(sonntage?n?)"),
)


def split_compound(word: str) -> tuple[str, ...]:
    """As in "vierzehntägig" -> number and unit, "Mittwochabend" -> weekday and part of the day."""
    if weekday_of(word) or month_of(word):
        return (word,)
    for pattern in _COMPOUNDS:
        if found := pattern.fullmatch(word):
            return (found[1], found[2].removeprefix("s") if pattern is _COMPOUNDS[1] else found[2])
    return (word,)
