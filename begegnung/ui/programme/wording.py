"""How the programme of a week is worded: the week, what fits on the paper, its file name."""

from collections.abc import Sequence
from datetime import date, timedelta

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.programme import WeekProgramme
from begegnung.model.week_papers import WeekPaper
from begegnung.services.documents import file_name
from begegnung.texts import counted
from begegnung.texts.full_week import BRIEF
from begegnung.ui.programme.press import Wish

_PAPERS: dict[WeekPaper, str] = {
    "a4": "A4",
    "a3": "A3",
    "flyer": "Faltblatt A5",
    "leaflet": "Faltblatt DIN lang",
    "large": "Großdruck",
}
_FOLD = "Beidseitig drucken, an der kurzen Seite wenden, falten."


def week_words(monday: date) -> str:
    """The week as "KW 48 · 23. bis 29. November 2026"."""
    sunday = monday + timedelta(days=6)
    first = f"{monday.day}."
    if monday.month != sunday.month:
        first += f" {MONTHS[monday.month - 1]}"
    if monday.year != sunday.year:
        first += f" {monday.year}"
    last = f"{sunday.day}. {MONTHS[sunday.month - 1]} {sunday.year}"
    return f"KW {monday.isocalendar().week} · {first} bis {last}"


def document_name(house: str, monday: date, wish: Wish) -> str:
    """The file name of a programme, "Haus Linde Wochenprogramm 2026 KW 48 A4.pdf"."""
    year, week, _ = monday.isocalendar()
    detail = "Kurzform" if wish.detail == "brief" else ""
    paper = _PAPERS[wish.paper]
    return file_name(house, "Wochenprogramm", f"{year} KW {week:02}", paper, detail)


def days_on_pages(week: WeekProgramme, texts: Sequence[str]) -> list[tuple[date, ...]]:
    """The days of `week` whose label ("Mo 23.11.") stands on each page, from the page's text."""
    days = sorted({dated.day for dated in (*week.entries, *week.closed_days)})
    return [tuple(day for day in days if _label(day) in text) for text in texts]


def _label(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()][:2]} {day.day}.{day.month}."


def fit_words(pages: int, size: float, wish: Wish, days: Sequence[tuple[date, ...]]) -> str:
    """How the week fits, "2 Seiten A4, Schrift 14 Punkt. Seite 1: Montag bis Mittwoch, ..."."""
    words = _sheet_words(pages, size, wish.paper, days)
    return f"{words} {BRIEF}." if wish.detail == "brief" else words


def _sheet_words(
    pages: int, size: float, paper: WeekPaper, days: Sequence[tuple[date, ...]]
) -> str:
    if paper == "large":
        return f"{counted(pages, 'Seite', 'Seiten')} A4, nichts unter 18 Punkt."
    if paper in ("flyer", "leaflet"):
        sheets = counted((pages + 1) // 2, "Blatt", "Blätter")
        return f"{_PAPERS[paper]} aus {sheets} A4. {_FOLD}"
    points = f"{size:.1f}".removesuffix(".0").replace(".", ",")
    words = f"{counted(pages, 'Seite', 'Seiten')} {_PAPERS[paper]}, Schrift {points} Punkt."
    if pages > 1:
        spans = [f"Seite {n}: {_span(of)}" for n, of in enumerate(days, 1) if of]
        words += f" {', '.join(spans)}."
    if pages > 1 and paper == "a4":
        words += f" Beidseitig gedruckt {_sheets(pages)}."
    return words


def _span(days: tuple[date, ...]) -> str:
    names = [WEEKDAYS[day.weekday()] for day in days]
    if len(names) < 3:
        return " und ".join(names)
    return f"{names[0]} bis {names[-1]}"


def _sheets(pages: int) -> str:
    sheets = (pages + 1) // 2
    return "ist das 1 Blatt" if sheets == 1 else f"sind das {sheets} Blätter"
