"""What is read aloud for words that are printed short.

A screen reader says "Mo., 23.11.2026" letter by letter and "9–10 Uhr" as "nine ten"; it is given
the words in full.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.reports.paragraphs import Line
from begegnung.reports.text import SOFT_HYPHEN

_DAYS = {name[:2]: name for name in WEEKDAYS}
_DAY = "|".join(_DAYS)
_DATE = re.compile(rf"(?:\b({_DAY})\.?,? )?(?<![\d.])(\d\d?)\.(\d\d?)\.(\d{{4}}\b)?(?! ?\d)")
# "Mo–Fr", "Di. und Do.": several weekdays behind each other are never other words.
_DAYS_TOGETHER = re.compile(rf"\b(?:{_DAY})\b\.?(?:(?: ?[–,/+&-] ?| und | bis )(?:{_DAY})\b\.?)+")
_ANY_DAY = re.compile(rf"\b({_DAY})\b\.?")
# "So" is a word of its own as well.
_SHORT_DAY = re.compile(r"\b(Mo|Di|Mi|Do|Fr|Sa)\.?(?= \d)|\b(So)\.(?=,? \d)")
# With a hyphen only behind a weekday: elsewhere it may be a telephone number.
_HOURS_OF_DAY = re.compile(rf"\b((?:{'|'.join(WEEKDAYS)}),? )(\d\d?(?::\d\d)?)-(\d\d?)(?!-)")
_CLOCK_SPAN = re.compile(r"\b(\d\d?:\d\d) ?– ?(\d\d?:\d\d)\b(?: Uhr)?")
_NUMBER_SPAN = re.compile(r"(?<![\d–-])(\d\d?) ?– ?(\d\d?)(?![\d–-])")
_SHORT = (
    (re.compile(r"\bNr\. (?=\d)"), "Nummer "),
    (re.compile(r"\bmax\. (?=\d)"), "maximal "),
    (re.compile(r"\bmind?\. (?=\d)"), "mindestens "),
    (re.compile(r"\b[Tt]el\.:? ?(?=\d)"), "Telefon "),
    (re.compile(r"\bStr\. (?=\d)"), "Straße "),
)


def aloud(words: str) -> str:
    """The words with dates, times, weekdays and short forms in full; blanks are plain ones."""
    said = words.replace("\u00a0", " ").replace(SOFT_HYPHEN, "")
    said = _DATE.sub(_date, said)
    said = _DAYS_TOGETHER.sub(_days, said)
    said = _SHORT_DAY.sub(lambda found: _DAYS[found[1] or found[2]], said)
    said = _HOURS_OF_DAY.sub(r"\1\2 bis \3", said)
    said = _CLOCK_SPAN.sub(r"\1 bis \2 Uhr", said)
    said = _NUMBER_SPAN.sub(r"\1 bis \2", said)
    for short, full in _SHORT:
        said = short.sub(full, said)
    return said


def _days(found: re.Match[str]) -> str:
    said = _ANY_DAY.sub(lambda one: _DAYS[one[1]], found[0])
    return re.sub(r" ?[–-] ?", " bis ", said)


def _date(found: re.Match[str]) -> str:
    weekday, day, month, year = found.groups()
    if not 1 <= int(month) <= len(MONTHS) or not 1 <= int(day) <= 31:
        return found[0]
    name = f"{_DAYS[weekday]}, " if weekday else ""
    return f"{name}{int(day)}. {MONTHS[int(month) - 1]}{f' {year}' if year else ''}"


@lru_cache(maxsize=4096)
def actual(words: str) -> str:
    """What is read in the place of printed words; empty where they are read as they are."""
    plain = " ".join(words.replace(SOFT_HYPHEN, "").split())
    said = aloud(plain)
    return "" if said == plain else said


def actual_of(lines: Iterable[Line]) -> str:
    """What is read in the place of lines, as in `actual`."""
    return actual("".join(run.text for line in lines for run in line))
