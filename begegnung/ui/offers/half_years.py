"""Half-years to choose from, and how they are called."""

from datetime import date


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
