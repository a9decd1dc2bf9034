"""Kinds and categories of offers, from the words of published programmes."""

import re

from begegnung.model.recurrence.lexicon import fold

_TYPES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("care_group", ("betreuungsgruppe", "45a", "demenzgruppe", "demenzcafe", "demenz-cafe")),
    ("internal", ("teamsitzung", "dienstbesprechung", "reinigung", "wartung", "intern")),
    ("trip", ("fahrt", "ausflug", "tagesreise", "busreise", "studienreise", "exkursion")),
    ("service", ("dienstleistung", "fusspflege", "fußpflege", "friseur")),
    ("lunch", ("mittagstisch", "mittagessen", "mittag-essen", "mittag", "muttern")),
    (
        "room_use",
        ("selbsthilfe", "raumvermietung", "raumnutzung", "vermietung", "familienfeier",
         "anonyme alkoholiker"),
    ),
    ("open_meeting", ("oeffnungszeit", "offener treff", "oeffnung")),
    (
        "advice",
        ("sprechstunde", "sprechzeit", "beratung", "beratungszeit", "kontaktzeit", "auskunft",
         "rechtsauskuenfte"),
    ),
    ("course", ("kurs", "schulung", "seminar", "workshop", "training", "fortbildung")),
    (
        "event",
        ("veranstaltung", "vortrag", "fest", "feier", "konzert", "lesung", "theater", "party",
         "flohmarkt", "turnier", "auftakt", "aktionswoche", "infotag", "weinprobe",
         "fruehschoppen"),
    ),
    ("group", ("arbeitsgemeinschaft", "interessengruppe", "gruppe", "kreis",
               "stammtisch", "club", "klub", "freunde", "chor", "ag")),
    (
        "open_meeting",
        ("cafe", "offene", "treff", "fruehstueck", "kaffee", "klatsch", "plausch",
         "spielenachmittag", "bibliothek", "boerse"),
    ),
)  # fmt: skip
_CATEGORIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "advice",
        ("beratung", "sprechstunde", "sprechzeit", "auskunft", "auskuenfte", "kontaktzeit",
         "information", "hebammen"),
    ),
    (
        "digital",
        ("digital", "computer", "pc-", "smartphone", "tablet", "handy", "internet", "video",
         "foto-app", "edius", "iphone", "laptop"),
    ),
    (
        "languages",
        ("sprach", "englisch", "english", "franzoesisch", "spanisch", "italienisch", "deutsch",
         "arabisch", "tuerkisch", "polnisch", "russisch"),
    ),
    (
        "movement",
        ("bewegung", "gymnastik", "yoga", "tanz", "dance", "sport", "fitness", "fit100", "pilates",
         "radtour", "wander", "walking", "lauf", "boule", "tischtennis", "kegeln", "qigong",
         "qi gong", "tai chi", "taichi", "entspannung", "gesundheit", "sturz", "rollator",
         "rueckbildung", "schwimm", "spazier", "dart", "stadtbummler"),
    ),
    (
        "creative",
        ("kreativ", "mal", "zeichn", "handarbeit", "strick", "naeh", "bastel", "toepfer", "holz",
         "seiden", "perlen", "kloeppel", "aquarell", "acryl", "encaustic", "foto", "theater",
         "kultur", "literatur", "lese", "werkstatt", "plastizieren", "keramik", "gestalten",
         "koch", "back", "buehne", "malerei", "malfreunde"),
    ),
    (
        "music",
        ("musik", "sing", "chor", "lied", "instrument", "gitarre", "floete", "floeten", "trommel",
         "konzert", "g'sunga"),
    ),
    (
        "social",
        ("cafe", "treff", "spiel", "fruehstueck", "mittag", "essen", "gespraech", "stammtisch",
         "gesellig", "schnack", "skat", "canasta", "bingo", "romme", "schach", "klatsch", "plausch",
         "fest", "feier", "club", "nachbarschaft", "selbsthilfe", "ausflug", "fahrt", "kreis",
         "freizeit"),
    ),
)  # fmt: skip
_CATEGORY_WORDS = {
    "bewegung": "movement",
    "tanz": "movement",
    "entspannung": "movement",
    "gesundheit": "movement",
    "kreativ": "creative",
    "kultur": "creative",
    "theater": "creative",
    "spiel": "social",
    "gespraech": "social",
    "digital": "digital",
    "sprachen": "languages",
    "musik": "music",
    "information": "advice",
    "beratung": "advice",
}
_WORD_STARTS = frozenset(
    [
        "mal",
        "naeh",
        "lauf",
        "koch",
        "back",
        "lese",
        "sing",
        "dart",
        "mittag",
        "essen",
        "chor",
        "lied",
    ]
)
_FREE = {"kostenlos", "kostenfrei", "frei"}
_SHORT = 2
"""Words in which "frei" says it all; "Geräte kostenfrei gestellt" is about something else."""
_WHOLE_WORDS = frozenset({"intern", "ag"})


def type_of(offer_type: str, title: str) -> str:
    """The key of our offer type; the published kind counts more than the title, else "group"."""
    if fold(offer_type).startswith("reise"):
        return "trip"
    return _first(_TYPES, offer_type) or _first(_TYPES, title) or "group"


def category_key(category: str, title: str) -> str | None:
    """The key of our category, from the published one or from the words of the title."""
    known = _CATEGORY_WORDS.get(fold(category).strip())
    return known or _first(_CATEGORIES, category) or _first(_CATEGORIES, title)


def fee_kind_of(fee_text: str, fee_cents: int | None) -> str:
    """The key of `model.offers.FEE_WORDS` where the words leave no doubt, else ""."""
    words = re.sub(r"[^a-z ]", " ", fold(fee_text)).split()
    if fee_cents is None and len(words) <= _SHORT and _FREE & set(words):
        return "free"
    if fee_cents is None and any(word.startswith("spende") for word in words):
        return "donation"
    return ""


def _first(table: tuple[tuple[str, tuple[str, ...]], ...], text: str) -> str | None:
    joined = f" {fold(text).replace('é', 'e')} "
    split = re.sub(r"[^a-z0-9]", " ", joined)
    for key, words in table:
        for word in words:
            start = " " if word in _WORD_STARTS | _WHOLE_WORDS else ""
            needle = f"{start}{word}{' ' if word in _WHOLE_WORDS else ''}"
            if needle in split or needle in joined:
                return key
    return None
