"""German words for a week that is too full for its paper, and for what would be better."""

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.week_papers import Alternative, Crowded, WeekPaper
from begegnung.texts.moments import counted

WEEK_PAPERS: dict[WeekPaper, str] = {
    "a4": "A4 zum Mitnehmen",
    "a3": "A3 zum Aushängen",
    "flyer": "Faltblatt A5",
    "leaflet": "Faltblatt DIN lang",
    "large": "Großdruck",
}
"""What the papers of a week are called, in the order in which they are offered."""

BRIEF = "Kurzform: ohne Leitung, Kosten und Hinweise"
"""What is left out; the place never is."""


def crowded_text(crowded: Crowded) -> str:
    """Which day is too full, and what that means."""
    day = crowded.day
    name = f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]}"
    entries = "steht 1 Eintrag" if crowded.rows == 1 else f"stehen {crowded.rows} Einträge"
    if crowded.divided:
        return f"Am {name}, {entries}. Der Tag geht auf dem nächsten Blatt weiter."
    return (
        f"Am vollsten ist {name}: Da {entries}. Die Woche braucht {crowded.pages} Seiten, mehr als "
        "ein Blatt von beiden Seiten."
    )


def as_it_is(crowded: Crowded) -> str:
    """The choice to leave it: "So lassen: 3 Seiten"."""
    return f"So lassen: {counted(crowded.pages, 'Seite', 'Seiten')}"


def alternative_text(one: Alternative, paper: WeekPaper) -> str:
    """Another paper, or less on the same one, with the pages that are needed then."""
    words = BRIEF if one.paper == paper and one.detail == "brief" else WEEK_PAPERS[one.paper]
    return f"{words}, {counted(one.pages, 'Seite', 'Seiten')}" if one.pages else words
