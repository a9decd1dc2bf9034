"""Words around the dates: remarks, registration, holidays, doubts, other offers."""

from begegnung.model.recurrence.days import partial_date
from begegnung.model.recurrence.facts import (
    Also,
    Alternates,
    Either,
    Fact,
    Follows,
    Holidays,
    Moved,
    NamedDays,
    Negation,
    NoDates,
    PauseWord,
    Proviso,
    Without,
)
from begegnung.model.recurrence.lexicon import (
    ANY_SCHOOL_HOLIDAYS,
    EACH,
    NAMED_DAYS,
    NEGATIONS,
    PAUSES,
    PUBLIC_HOLIDAYS,
    SCHOOL_HOLIDAYS,
    weekday_of,
)
from begegnung.model.recurrence.words import Found, Words

# In a pattern "|" separates alternatives, "*" stands for any ending, ".." for up to five words
# of the same clause.
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
    "siehe|lt|laut aushang|presse|tagespresse|programm*|homepage|internet",
    "nach ankuendigung|aushang",
    "wird|werden .. bekannt gegeben|gemacht",
    "wird|werden .. bekanntgegeben|bekanntgemacht|mitgeteilt",
    "termin|termine noch offen|nicht",
    "auf nachfrage",
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
    "heute|morgen|uebermorgen|gestern",
    "vor|nach dem|der|den *treff*|*kurs*|*gottesdienst|*gruppe",
)
_NOISE = (
    "halbstuendig*",
    "im freien",
    "gegen spende",
    "kostenlos|kostenfrei|frei",
)
_REGISTRATION = (
    *("anmeld", "voranmeld", "telefon", "kontakt", "infos", "information", "einlass", "abfahrt"),
    *("rueckfahrt", "eintritt", "kosten", "gebuehr", "unkosten", "preis", "kursgebuehr"),
    *("teilnahmegebuehr", "kursleit", "leitung", "treffpunkt", "ansprech", "anmeldeschluss"),
    *("materialkosten", "anzahlung", "referent", "teilnahme"),
)
_UNITS = (
    *("euro", "€", "eur", "jahr", "person", "teilnehm", "plaetz", "minut", "min", "km", "std"),
    *("stund", "stuend", "%", "tln", "tn", "lebensjahr", "frauen", "kinder", "gruppen"),
)
_HOLIDAY_STEMS = frozenset({"oster", "sommer", "herbst", "weihnachts", "pfingst", "schul"})
_FLOORS = ("og", "stock", "etage", "obergeschoss", "halbjahr", "gruppe", "kurs", "teil")
_PLACES = frozenset({"raum", "saal", "zimmer", "etage", "haus", "nr", "standort", "gruppe", "teil"})


def remark(words: Words, i: int) -> Found | None:
    """Provisos, missing dates, arrangements, alternation and references to other offers."""
    for patterns, make in _TABLES:
        for pattern in patterns:
            end = match(words, i, pattern)
            if end is not None:
                return [make(words.raw(i, end))], end
    return None


def _strong(raw: str) -> Fact:
    return NoDates(raw, strong=True)


def _weak(raw: str) -> Fact:
    return NoDates(raw, strong=False)


_TABLES = (
    (_PROVISOS, Proviso),
    (_ALTERNATES, Alternates),
    (_NO_DATES, _strong),
    (_BY_ARRANGEMENT, _weak),
    (_FOLLOWS, Follows),
)


def match(words: Words, i: int, pattern: str) -> int | None:
    """The position behind a pattern that matches at ``i``, or None."""
    parts = pattern.split()
    for k, part in enumerate(parts):
        if part == "..":
            rest = " ".join(parts[k + 1 :])
            for skipped in range(6):
                if (end := match(words, i + skipped, rest)) is not None:
                    return end
                if words.text(i + skipped) in {"", ";", ".", ")", "("}:
                    return None
            return None
        if not any(_fits(words.text(i), choice) for choice in part.split("|")):
            return None
        i += 1
    return i


def _fits(text: str, choice: str) -> bool:
    if choice == "*":
        return text.isalpha()
    bare = choice.strip("*")
    if choice.startswith("*"):
        return bare in text if choice.endswith("*") else text.endswith(bare)
    return text.startswith(bare) if choice.endswith("*") else text == bare


def noise(words: Words, i: int) -> Found | None:
    """Registration, money, ages, rooms and phone numbers: nothing to do with dates."""
    token = words.at(i)
    if token.kind == "word" and (token.text.startswith(_REGISTRATION) or token.text == "tel"):
        return [], _registration_end(words, i)
    if token.text in _PLACES and words.at(i + 1).kind in {"number", "clock", "date"}:
        return [], i + 2
    if token.kind == "number":
        if token.dot and words.text(i + 1).startswith(_FLOORS):
            return [], i + 2
        return _counted(words, i)
    if (
        token.text == "ab"
        and words.at(i + 1).kind == "number"
        and (words.text(i + 2).startswith("jahr") or words.at(i + 1).number > 31)
    ):
        return [], i + 2 + words.text(i + 2).startswith("jahr")
    for pattern in _NOISE:
        end = match(words, i, pattern)
        if end is not None:
            return [], end
    return None


def _registration_end(words: Words, i: int) -> int:
    """Up to the end of the clause, but never over a weekday that says "every week"."""
    j = i + 1
    while not words.breaks(j) and words.text(j) not in EACH:
        day = weekday_of(words.text(j))
        if day and day[1]:
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
    if text.startswith(_UNITS) or unit.startswith(("stuend", "minuet", "karte")):
        return [], words.skip(j, {"-"}) + 1
    if text in {"er", "erkarte"}:
        return [], words.skip(j + 1, {"-", "karte"})
    if text == "+" and token.number >= 40:
        return [], j + 1
    if token.number > 2150 or token.text.startswith("0"):
        return [], j
    return None


def holidays(words: Words, i: int) -> Found | None:
    """Public and school holidays, days with a name, pauses without dates."""
    text = words.text(i)
    if text in PUBLIC_HOLIDAYS:
        return [Holidays("public")], i + 1
    if text == "gesetzlichen" and words.text(i + 1) in PUBLIC_HOLIDAYS:
        return [Holidays("public")], i + 2
    if text in ANY_SCHOOL_HOLIDAYS:
        return [Holidays("school")], i + 1
    if text in {"schulzeit", "schulwochen"}:
        return [Without((Holidays("school"),))], i + 1
    if text in SCHOOL_HOLIDAYS:
        return [Holidays("school", (SCHOOL_HOLIDAYS[text],))], i + 1
    if text in _HOLIDAY_STEMS and words.text(i + 1) == "-":
        # "Oster- und Sommerferien", "Oster-Ferien"
        name = SCHOOL_HOLIDAYS.get(text + "ferien")
        end = i + 2 + (words.text(i + 2) in ANY_SCHOOL_HOLIDAYS)
        return [Holidays("school", (name,) if name else ())], end
    if text in NAMED_DAYS:
        return [NamedDays((NAMED_DAYS[text],))], i + 1
    if text in PAUSES:
        return [PauseWord(words.raw(i, i + 1))], i + 1
    return None


def small(words: Words, i: int) -> Found | None:
    """Single words that turn the meaning round: "nicht", "auch", "oder"."""
    text = words.text(i)
    if text == "bis" and words.text(i + 1) == "auf":
        return [Negation(words.raw(i, i + 2))], i + 2
    if text == "faellt" and words.text(i + 1) == "aus":
        return [Negation(words.raw(i, i + 2))], i + 2
    if text in NEGATIONS:
        return [Negation(words.raw(i, i + 1))], i + 1
    if text == "oder":
        return [Either()], i + 1
    if text in {"auch", "ebenfalls", "durchgehend"}:
        return [Also()], i + 1
    return None


def moved(words: Words, i: int) -> Found | None:
    """One moved session: "(das 1. Treffen ausnahmsweise am 1. Dienstag, 07.07.)"."""
    j = i
    if words.text(j) in {"der", "das", "die"}:
        j += 1
    ordinal = words.ordinal(j)
    if ordinal and words.text(ordinal[1]) in {"treffen", "termin", "mal"}:
        j = ordinal[1] + 1
    text = words.text(j)
    if text in {"ausnahmsweise", "abweichend", "einmalig"}:
        k = j + 1
        while k < j + 8 and words.text(k) not in {"", ";", ".", ")"}:
            if words.ordinal(k) is None or words.month(k + 1):
                found = partial_date(words, k)
                if found:
                    return [Moved(found[0])], found[1]
            k += 1
    if text in {"verlegt", "verschoben"} and words.text(j + 1) in {"vom", "von"}:
        origin = partial_date(words, words.skip(j + 2, {"dem", "den"}))
        if origin:
            k = words.skip(origin[1], {"auf", "den", "am", "zum"})
            target = partial_date(words, k)
            if target:
                return [Moved(target[0], origin[0])], target[1]
    return None
