"""Words around the dates: remarks, registration, holidays, doubts, other offers."""

from begegnung.model.recurrence.days import month_marker, year_at
from begegnung.model.recurrence.facts import (
    Also,
    Alternates,
    Either,
    Fact,
    Follows,
    Negation,
    NoDates,
    Proviso,
    Unread,
)
from begegnung.model.recurrence.lexicon import (
    EACH,
    NAMED_DAYS,
    NEGATIONS,
    PUBLIC_HOLIDAYS,
    weekday_of,
)
from begegnung.model.recurrence.patterns import Patterns
from begegnung.model.recurrence.rhythm import is_session
from begegnung.model.recurrence.words import Found, Words

_PROVISOS = (
    "entfaellt|faellt|ausfall|nicht .. bei regen*",
    "nicht|nur|auch bei .. wetter*|regen*|temperatur*|sonne*",
    "bei .. wetter* .. freien|draussen",
    "bei .. wetter*|regen*|sonnenschein|trockenheit",
    "es sei denn .. regnet|regen",
    "wenn .. wetter*",
    "wetterabhaengig*",
    "je nach wetter*",
    "sofern|falls .. wetter*|regnet",
    "in der regel",
    "i d r",
    "i r",
    "normalerweise|ueblicherweise|grundsaetzlich|meist|meistens",
    "ein - und ausstieg .. jederzeit|moeglich",
    "ein - / ausstieg .. jederzeit|moeglich",
    "einstieg .. jederzeit|moeglich",
    "jederzeit .. moeglich",
    "aenderungen .. vorbehalten",
    "termin|termine .. vorbehalten",
    "uhrzeit .. bekannt gegeben|gemacht",
    "uhrzeit .. bekanntgegeben|erfragen",
    "wechselndes|wechselnde|wechselndem programm|themen|thema|leitung|orten",
    "laufend|fortlaufend|fortlaufende*|durchgehend|ganzjaehrig|bis auf weiteres",
    "bis auf weiteres",
    "ab sofort",
    "das ganze jahr",
    "findet statt",
    "kurskarte",
)
_NO_DATES = (
    "unregelmaessig*",
    "gelegentlich*",
    "sporadisch*",
    "ab und zu",
    "hin und wieder",
    "von zeit zu zeit",
    "bevorzugt|vorzugsweise|vorwiegend|ueberwiegend",
    "bei|nach bedarf",
    "mehrmals|mehrfach|oefter",
    "alle paar wochen|monate",
    "in planung",
    "wird|werden|ist|sind .. geplant",
    "demnaechst|bald",
    "wird|werden .. angekuendigt",
    "vorher .. presse|tagespresse|zeitung",
    "in der presse|tagespresse|zeitung",
    "siehe|lt|laut|s .. aushang|presse|tagespresse|programm*|homepage|internet|monatsplan",
    "termin|termine|daten .. aushang|monatsprogramm|monatsplan|wochenplan",
    "nach ankuendigung|aushang",
    "wird|werden .. bekannt gegeben|gemacht",
    "wird|werden .. bekanntgegeben|bekanntgemacht|mitgeteilt",
    "termin|termine noch offen|nicht",
    "noch offen",
    "steht|stehen .. nicht fest",
    "tba|tbd|nn",
    "noch nicht|kein* bekannt|terminiert|termin|termine|festgelegt",
    "auf nachfrage",
    "nach gesondert* ankuendigung|einladung|bekanntgabe",
    "auf einladung",
    "termin|termine folgen|folgt",
    "wechselnd*|verschieden*|unterschiedlich* tagen|wochentagen|terminen|zeiten",
    "an|zu wechselnd*|verschieden*|unterschiedlich* tagen|wochentagen|terminen|zeiten",
    "je nach bedarf|nachfrage|anmeld*|terminlage|beteiligung",
    "bis auf weiteres geschlossen|ausgesetzt|nicht",
    "ausgesetzt|pausiert|eingestellt",
    "zurzeit|derzeit|aktuell|momentan .. nicht|kein*|geschlossen|ausgesetzt",
    "zur zeit .. nicht|kein*|geschlossen|ausgesetzt",
    "vorerst|voruebergehend .. nicht|kein*|geschlossen|ausgesetzt",
)
_BY_ARRANGEMENT = (
    "nach .. absprache|vereinbarung|terminabsprache|terminvereinbarung|ruecksprache|anmeldung",
    "nur|mit|nach terminvereinbarung|terminabsprache|termin|absprache|voranmeldung",
    "n v",
    "auf anfrage|wunsch",
    "nach telefonisch* absprache|vereinbarung|anmeldung|ruecksprache|terminvereinbarung",
    "telefonisch* terminvereinbarung|absprache|vereinbarung",
    "individuell|individuelle .. absprache|termine|vereinbarung",
    "termin|termine .. erfragen|erfragbar|anfragen|vereinbaren",
    "bitte .. erfragen|nachfragen|anfragen",
)
_ALTERNATES = (
    "im .. wechsel",
    "wechselnd|abwechselnd|alternierend mit|zu|zum",
    "im wechsel|turnus mit",
    "wechsel mit|zwischen",
    "abwechselnd|alternierend|wechselweise|umschichtig",
)
_FOLLOWS = (
    "parallel|gleichzeitig|zeitgleich",
    "an|am denselben|demselben|selben|gleichen tagen|tag",
    "zur|zu selben|gleichen zeit",
    "im anschluss",
    "anschliessend",
    "am darauffolgenden|folgenden|naechsten|kommenden|diesem|selben *",
    "an diesem|diesen *",
    "eine|zwei|drei woche|wochen spaeter|danach|vorher",
    "naechste|kommende|diese woche",
    "im anschluss an",
    "heute|morgen|uebermorgen|gestern",
    "vor|nach dem|der|den *treff*|*kurs*|*gottesdienst|*gruppe",
)
_NOT_NEEDED = ("gewaehr", "alters", "instrument", "partner", "einkehr", "hund", "erfahrung")
_NOISE = (
    "wegen|aufgrund|anlaesslich des|der|dem|eines|einer|unseres *",
    "wegen|aufgrund|anlaesslich *",
    "halbstuendig*",
    "im freien",
    "gegen spende",
    "kostenlos|kostenfrei|frei",
)
_REGISTRATION = (
    *("anmeld", "voranmeld", "telefon", "kontakt", "infos", "information", "einlass", "abfahrt"),
    *("rueckfahrt", "eintritt", "kosten", "gebuehr", "unkosten", "preis", "kursgebuehr"),
    *("teilnahmegebuehr", "kursleit", "leitung", "treffpunkt", "ansprech", "anmeldeschluss"),
    *("materialkosten", "anzahlung", "referent", "teilnahme", "terminvergabe", "anm"),
    *("terminvereinbarung", "mitgliedschaft", "vorkenntnis"),
)
_UNITS = (
    *("euro", "€", "eur", "jahr", "person", "teilnehm", "plaetz", "minut", "min", "km", "std"),
    *("stund", "stuend", "%", "tln", "tn", "lebensjahr", "frauen", "kinder", "gruppen"),
)
_FLOORS = ("og", "stock", "etage", "obergeschoss", "halbjahr", "gruppe", "kurs", "teil")
_NUMBERED = frozenset(
    ["kurs", "modul", "block", "stufe", "level", "halle", "linie", "buslinie", "tisch", "eingang"]
)
_TITLES = frozenset({"frau", "herr", "herrn", "hr", "fam", "familie", "dr", "pfarrer", "pfarrerin"})
"""Before a name; "Frau Montag" is no Monday."""
_PLACES = frozenset({"raum", "saal", "zimmer", "etage", "haus", "nr", "standort", "gruppe", "teil"})


def _strong(raw: str) -> Fact:
    return NoDates(raw, strong=True)


def _weak(raw: str) -> Fact:
    return NoDates(raw, strong=False)


_REMARKS = Patterns(
    (_PROVISOS, Proviso),
    (_ALTERNATES, Alternates),
    (_NO_DATES, _strong),
    (_BY_ARRANGEMENT, _weak),
    (_FOLLOWS, Follows),
)
_NOISES = Patterns((_NOISE, None))


def remark(words: Words, i: int) -> Found | None:
    """Provisos, missing dates, arrangements, alternation and references to other offers."""
    return _REMARKS.at(words, i)


def noise(words: Words, i: int) -> Found | None:
    """Registration, money, ages, rooms and phone numbers: nothing to do with dates."""
    token = words.at(i)
    if token.kind == "word" and (token.text.startswith(_REGISTRATION) or token.text == "tel"):
        return [], _registration_end(words, i)
    if token.text in {"ohne", "keine", "kein"}:
        j = words.skip(i + 1, {"vorherige", "besondere", "weitere", "zusaetzliche"})
        if words.text(j).startswith((*_REGISTRATION, *_NOT_NEEDED)):
            return [], _registration_end(words, j)
    if token.text in _TITLES and _is_name(words, i + 1):
        return [Unread(words.raw(i, i + 2), risky=False)], i + 2
    if token.text in _PLACES and words.at(i + 1).kind in {"number", "clock", "date"}:
        return [], i + 2
    numbered = token.text in _NUMBERED and words.at(i + 1).kind == "number"
    if numbered and not words.at(i + 1).dot and words.text(i + 2) in {":", ",", ")", "(", "-"}:
        return [], i + 2
    if token.kind == "number":
        if token.dot and words.text(i + 1).startswith(_FLOORS) and not year_at(words, i + 2):
            return [], i + 2
        return _counted(words, i)
    if (
        token.text == "ab"
        and words.at(i + 1).kind == "number"
        and (words.text(i + 2).startswith("jahr") or words.at(i + 1).number > 31)
    ):
        return [], i + 2 + words.text(i + 2).startswith("jahr")
    if (
        token.text in {"seit", "gegruendet"}
        and 1900 <= words.at(j := words.skip(i + 1, {"dem", "jahr"})).number <= 2150
        and words.at(j).kind == "number"
    ):
        return [], j + 1
    if token.text == "frei" and _behind_a_day(words, i):
        return None
    return _NOISES.at(words, i)


def _is_name(words: Words, i: int) -> bool:
    """Whether a word reads like a weekday or a month, but is somebody's name."""
    return weekday_of(words.text(i)) is not None or words.month(i) is not None


def _registration_end(words: Words, i: int) -> int:
    """Up to the end of the clause, but never over a weekday that says "every week"."""
    j = i + 1
    while not words.breaks(j) and words.text(j) not in EACH:
        day = weekday_of(words.text(j))
        if day and day[1] and words.text(j - 1) not in {"bis", "vor"}:
            break
        j += 1
    return j


def _counted(words: Words, i: int) -> Found | None:
    """As in "40 Euro", "6-12 Jahre", "90 Min", "5er-Karte", "0231 50-28020", "50+"."""
    token = words.at(i)
    j = i + 1
    while words.text(j) in {"-", "/", "bis"} and words.at(j + 1).kind == "number":
        j += 2
    text = words.text(j)
    unit = words.text(words.skip(j, {"-"}))
    if text in {"uhr", "h"}:
        return None
    if text.startswith(_UNITS) or unit.startswith(("stuend", "minuet", "karte")):
        return [], words.skip(j, {"-"}) + 1
    if text in {"er", "erkarte"}:
        return [], words.skip(j + 1, {"-", "karte"})
    if text == "+" and token.number >= 40:
        return [], j + 1
    told = is_session(text) or text in {"x", "×", "mal"} or unit.startswith("woch")
    if words.text(i - 1).startswith("jahr"):
        return None
    if not told and (token.number > 2150 or token.text.startswith("0")):
        return [], j
    return None


def small(words: Words, i: int) -> Found | None:
    """Single words that turn the meaning round: "nicht", "auch", "oder"."""
    text = words.text(i)
    if text == "bis" and words.text(i + 1) == "auf":
        return [Negation(words.raw(i, i + 2))], i + 2
    if text == "mit" and words.text(i + 1) == "ausnahme":
        return [Negation(words.raw(i, i + 2))], i + 2
    if found := _other_day(words, i) or _closed(words, i):
        return found
    if text in {"nach", "vor"} and _names_a_day(words, i + 1):
        return [Unread(words.raw(i, i + 1), risky=True)], i + 1
    if text == "faellt" and words.text(i + 1) == "aus":
        return [Negation(words.raw(i, i + 2))], i + 2
    if text in NEGATIONS:
        return [Negation(words.raw(i, i + 1))], i + 1
    if text == "oder":
        return [Either()], i + 1
    if text in {"auch", "ebenfalls", "durchgehend"}:
        return [Also()], i + 1
    return None


_THEN = frozenset({"danach", "dann", "anschliessend", "spaeter", "sonst"})
_BEATS = ("alle", "zweiwoech", "vierzehn", "monatl", "mtl", "einmal", "zweimal")
_TAKES_PLACE = frozenset({"findet", "finden", "fand", "fanden"})


def _other_day(words: Words, i: int) -> Found | None:
    """A day that no longer counts ("statt mittwochs"), or one that follows on another."""
    text = words.text(i)
    day = words.skip(i + 1, {"wie", "bisher", "am", "des"})
    named = weekday_of(words.text(day)) is not None
    behind = words.at(words.skip(i + 1, {"um", "ab", "von", "erst", "schon", "nur"}))
    beat = words.at(i + 2).kind == "number" or words.text(i + 2).startswith(_BEATS)
    if (text, words.text(i + 1)) == ("nur", "noch") and beat:
        return [Unread(words.raw(i, i + 2), risky=True)], i + 2
    if text in _THEN and (named or behind.kind == "clock" or _is_hour(words, i + 1)):
        return [Unread(words.raw(i, i + 1), risky=True)], i + 1
    if text == "o" and words.at(i).dot and named:
        return [Either()], i + 1
    if text in {"statt", "bisher"} and named and words.at(day + 1).kind != "date":
        if text == "bisher" and not words.vocabulary.isdisjoint({"ab", "seit"}):
            return [], i + 1
        return [Proviso(words.raw(i, day + 1))], day + 1
    if text == "statt" and not words.vocabulary.isdisjoint(_TAKES_PLACE):
        return [], i + 1
    if text in {"anfang", "mitte", "ende"} and (marker := month_marker(words, i + 1)):
        return [Unread(words.raw(i, marker[1]), risky=True)], marker[1]
    return None


def _is_hour(words: Words, i: int) -> bool:
    """As in "dann 11 Uhr"."""
    j = words.skip(i, {"um", "ab", "von", "erst", "schon", "nur"})
    return words.at(j).kind == "number" and words.text(j + 1) in {"uhr", "h", "-"}


def _closed(words: Words, i: int) -> Found | None:
    """As in "Fr zu", "18.2. frei": only behind a day, for both words mean much else."""
    text = words.text(i)
    if text == "fallen" and "aus" in words.vocabulary:
        end = i + 1 + (words.text(i + 1) == "aus")
        return [Negation(words.raw(i, end))], end
    if text == "frei" or (text == "zu" and words.breaks(i + 1)):
        return ([Negation(words.raw(i, i + 1))], i + 1) if _behind_a_day(words, i) else None
    return None


def _behind_a_day(words: Words, i: int) -> bool:
    """Whether a weekday, a date, a holiday or a month stands right before a position."""
    before = words.text(i - 1)
    if before in {"monat", "."} and i > 1:
        return True
    day = weekday_of(before) is not None or words.month(i - 1) is not None
    holiday = before in NAMED_DAYS or before in PUBLIC_HOLIDAYS or before.endswith("ferien")
    return day or holiday or words.at(i - 1).kind == "date"


def _names_a_day(words: Words, i: int) -> bool:
    """As in "nach dem 15.", "vor dem ersten Montag": days no rule here counts from."""
    j = words.skip(i, {"dem", "den", "der"})
    named = words.text(j) in NAMED_DAYS or words.ordinal(j) is not None
    return named or words.at(j).kind == "date"
