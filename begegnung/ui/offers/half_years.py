"""Half-years to choose from, and how they and the offers in them are called."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from begegnung.model.names import sort_key
from begegnung.services.half_year import CopyLine
from begegnung.services.offers import offer_list
from begegnung.ui.hub import Hub


def half_year_name(text: str) -> str:
    """A half-year in words: "2027-1" is „1. Halbjahr 2027“."""
    year, _, number = text.partition("-")
    return f"{number}. Halbjahr {year}"


def around(day: date, first: int, last: int) -> list[tuple[str, str]]:
    """Half-years from `first` to `last` steps away from that of the day, with their names."""
    found: list[tuple[str, str]] = []
    for step in range(first, last + 1):
        number = day.year * 2 + (0 if day.month <= 6 else 1) + step
        text = f"{number // 2}-{number % 2 + 1}"
        found.append((text, half_year_name(text)))
    return found


def told_apart(hub: Hub, lines: Sequence[CopyLine]) -> list[CopyLine]:
    """The lines by title; offers of one title are told apart by when they take place."""
    number = Counter(line.title for line in lines)
    wordings = {offer.id: offer.wording for offer in hub.read(offer_list, with_ended=True)}
    named = [
        line._replace(title=f"{line.title} ({wordings[line.offer_id]})")
        if number[line.title] > 1 and wordings.get(line.offer_id)
        else line
        for line in lines
    ]
    return sorted(named, key=lambda line: sort_key(line.title))
