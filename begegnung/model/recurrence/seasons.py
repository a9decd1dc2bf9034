"""Months and seasons: "von Oktober bis April", "im März", "im Winterhalbjahr", "im Sommer"."""

from begegnung.model.recurrence.days import ARTICLES, year_at
from begegnung.model.recurrence.facts import Choice, PartialDate, Season, Span
from begegnung.model.recurrence.lexicon import AND, TO
from begegnung.model.recurrence.words import Found, Words

_LEADS = ARTICLES | {"monaten", "monat", "monate", "ueber", "das", "nur", "jeweils", "waehrend"}
_HALF_YEARS = {
    "winterhalbjahr": (10, 11, 12, 1, 2, 3),
    "winterhalbjahres": (10, 11, 12, 1, 2, 3),
    "sommerhalbjahr": (4, 5, 6, 7, 8, 9),
    "sommerhalbjahres": (4, 5, 6, 7, 8, 9),
}
_SEASONS: dict[str, tuple[tuple[int, ...], ...]] = {
    "winter": ((12, 1, 2), (10, 11, 12, 1, 2, 3)),
    "sommer": ((6, 7, 8), (4, 5, 6, 7, 8, 9)),
    "fruehjahr": ((3, 4, 5),),
    "fruehling": ((3, 4, 5),),
    "herbst": ((9, 10, 11),),
}
"""The months a season can be: as the weather service has it, and wider."""
_ENDINGS = frozenset({"", "s", "monate", "monaten", "zeit", "saison", "smonate", "smonaten"})
_WORDS = {stem + ending: choices for stem, choices in _SEASONS.items() for ending in _ENDINGS}


def season(words: Words, i: int) -> Found | None:
    """Months in which it takes place; a season by its name is a question."""
    j = words.skip(i, _LEADS)
    if half := _HALF_YEARS.get(words.text(j)):
        return [Season(half)], j + 1
    if choices := _WORDS.get(words.text(j)):
        return _season_by_name(words, i, j, choices)
    if found := _half_of_year(words, i):
        return found
    if words.text(j).startswith(("gerad", "ungerad")) and words.text(j + 1) in {
        "monaten",
        "monate",
    }:
        odd = words.text(j).startswith("un")
        return [Season(tuple(range(1 if odd else 2, 13, 2)))], j + 2
    first = words.month(j)
    if first is None:
        return None
    if (year := year_at(words, j + 1)) and words.text(j + 2) not in TO:
        return [_month_span(first, year)], j + 2
    if words.text(j + 1) in TO and (last := words.month(words.skip(j + 2, {"einschliesslich"}))):
        end = last if last >= first else last + 12
        return [Season(tuple((m - 1) % 12 + 1 for m in range(first, end + 1)))], (
            words.skip(j + 2, {"einschliesslich"}) + 1
        )
    months, j = [first], j + 1
    while words.text(j) in AND and (more := words.month(words.skip(j + 1, ARTICLES | AND))):
        months.append(more)
        j = words.skip(j + 1, ARTICLES | AND) + 1
    return [Season(tuple(dict.fromkeys(months)), bare=True)], j


def _season_by_name(
    words: Words, i: int, j: int, choices: tuple[tuple[int, ...], ...]
) -> Found | None:
    before = words.text(i - 1) if i else ""
    if i == j and before in {"ab", "bis", "seit", "zum"}:
        return None
    if words.text(j + 1) == "-":
        # "Sommer- und Weihnachtsferien"
        return None
    raw = words.raw(i, j + 1)
    options = tuple((Season(months),) for months in choices)
    return [Choice(raw, options, f"Welche Monate sind mit „{raw}“ gemeint?")], j + 1


def _half_of_year(words: Words, i: int) -> Found | None:
    """As in "im 1. Halbjahr 2026"."""
    ordinal = words.ordinal(words.skip(i, _LEADS))
    if ordinal is None or ordinal[0] not in {1, 2} or words.text(ordinal[1]) != "halbjahr":
        return None
    first, end = 1 if ordinal[0] == 1 else 7, ordinal[1] + 1
    if year := year_at(words, end):
        return [Span(PartialDate(1, first, year), PartialDate(31, first + 5, year))], end + 1
    return [Season(tuple(range(first, first + 6)))], end


def _month_span(month: int, year: int) -> Span:
    return Span(PartialDate(1, month, year), PartialDate(31, month, year))
