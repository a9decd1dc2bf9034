"""The booklet of a half-year in words, for the printed pages and for the layout office alike."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from begegnung.model.booking_rows import SlipDate
from begegnung.model.booklet_rows import Booklet, BookletOffer, FreeDays
from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.local_time import day_of, minute_of
from begegnung.model.offers import REGISTRATION_WORDS
from begegnung.model.programme import CATEGORIES
from begegnung.reports.said import (
    BOUND,
    clock_said,
    dates_said,
    day_said,
    money_said,
    short_day_said,
    time_said,
)
from begegnung.reports.text import clean

OTHERS = "Weitere Angebote"
FOREWORD = "Vorwort"
_FREE_FEES = {"free": "kostenfrei", "donation": "Spende erbeten"}
_PRIORITY = (
    "Wer an einem Angebot schon teilgenommen hat, kann sich für die Fortsetzung vor allen anderen "
    "anmelden."
)
_WAITING = (
    "Ist ein Angebot voll, setzen wir Sie gern auf die Warteliste. Wird ein Platz frei, rufen wir "
    "Sie an."
)
_MOST_DATES = 14
"""More dates than this are told by the first, the last and their number."""
_MOST_LEADER = 120
"""A longer text in the field of the leader is no name and has no place in an index of names."""


class Chapter(NamedTuple):
    """The offers of a category, each with its number in the booklet; `key` None: of none."""

    key: str | None
    title: str
    offers: tuple[tuple[int, BookletOffer], ...]


class CalendarLine(NamedTuple):
    """A line of the calendar, of one day or `until` another one.

    `offer` is the number of the offer it is about.
    """

    day: date
    what: str
    until: str = ""
    offer: int | None = None

    @property
    def when(self) -> str:
        """The day; its year stands above it: "Sa., 12.06."."""
        return short_day_said(self.day)

    @property
    def lasting(self) -> str:
        """What stands beside the day: "bis Sa., 19.06.: Das Haus ist geschlossen"."""
        return f"bis {self.until}: {self.what}" if self.until else self.what


def half_year_said(booklet: Booklet) -> str:
    """The half-year: "1. Halbjahr 2027"."""
    return f"{1 if booklet.first.month == 1 else 2}. Halbjahr {booklet.first.year}"


def chapters(booklet: Booklet) -> list[Chapter]:
    """The offers by category, in the order of the legend; those of none come last."""
    by_key: dict[str | None, list[tuple[int, BookletOffer]]] = {}
    for number, one in enumerate(booklet.offers):
        key = one.category if one.category in CATEGORIES else None
        by_key.setdefault(key, []).append((number, one))
    order = [key for key in (*CATEGORIES, None) if key in by_key]
    return [
        Chapter(key, OTHERS if key is None else CATEGORIES[key], tuple(by_key[key]))
        for key in order
    ]


def leaders(booklet: Booklet) -> list[tuple[str, tuple[int, ...]]]:
    """Who leads which offers, in the order of the letters; only names as they were typed."""
    named: dict[str, list[int]] = {}
    for number, one in enumerate(booklet.offers):
        name = clean(one.leader)
        if name and len(name) <= _MOST_LEADER:
            named.setdefault(name, []).append(number)
    return [(name, tuple(numbers)) for name, numbers in named.items()]


def offer_facts(one: BookletOffer) -> Iterator[tuple[str, str]]:
    """What is said of an offer below its title: names and values, the empty ones left out."""
    dates = _dates_said(one.dates)
    for name, value in (
        ("Wann", one.wording or dates),
        ("Termine", dates if one.wording else ""),
        ("Wo", one.place),
        ("Leitung", one.leader),
        ("Kosten", price_said(one)),
        ("Für wen", one.audience),
        ("Anmeldung", registration_said(one)),
        ("Hinweis", one.remark),
    ):
        if clean(value):
            yield name, value


def _dates_said(dates: Sequence[SlipDate]) -> str:
    """All dates; the year stands on the cover, and a weekday that is always the same is said once.

    "montags, 10:00 bis 11:00 Uhr: 11.01., 18.01., 25.01.".
    """
    weekdays = {one.day.weekday() for one in dates}
    clocks = {clock_said(one.start, one.end) for one in dates}
    if len(dates) < 2 or len(weekdays) > 1 or len(clocks) > 1:
        return dates_said(dates) if dates else ""
    said = filter(None, (f"{WEEKDAYS[weekdays.pop()].lower()}s", clocks.pop()))
    if len(dates) > _MOST_DATES:
        days = f"{len(dates)} Termine, {dates[0].day:%d.%m.} bis {dates[-1].day:%d.%m.}"
    else:
        days = ", ".join(f"{one.day:%d.%m.}" for one in dates)
    return f"{', '.join(said)}: {days}"


def price_said(one: BookletOffer) -> str:
    """What an offer costs; words that were typed for it go before the amounts."""
    fee = _FREE_FEES.get(one.fee_kind, "")
    if not fee and one.fee_cents:
        fee = money_said(one.fee_cents) + (" je Termin" if one.fee_kind == "date" else "")
    parts = [one.fee_text or fee]
    if one.material_cents:
        parts.append(f"Material {money_said(one.material_cents)}")
    if one.deposit_cents and "anzahlung" not in one.fee_text.casefold():
        parts.append(f"Anzahlung {money_said(one.deposit_cents)}")
    if one.balance_due:
        parts.append(f"Rest bis {day_said(one.balance_due)}")
    if one.takes_cards:
        parts.append("Mehrfachkarte gilt")
    return " · ".join(filter(None, parts))


def registration_said(one: BookletOffer) -> str:
    """How and from when to when people register."""
    known = one.registration in REGISTRATION_WORDS and one.registration != "unknown"
    parts = [REGISTRATION_WORDS[one.registration]] if known else []
    if one.priority_opens is not None:
        parts.append(f"Vorkaufsrecht ab {moment_said(one.priority_opens)}")
    if one.registration_opens is not None:
        parts.append(f"ab {moment_said(one.registration_opens)}")
    if one.registration_closes is not None:
        parts.append(f"bis {_end_said(one.registration_closes)}")
    if one.deadline_days is not None and one.deadline_minute is not None:
        when = {0: "am selben Tag", 1: "am Tag vorher"}
        day = when.get(one.deadline_days, f"{one.deadline_days} Tage vorher")
        parts.append(f"{day} bis {time_said(one.deadline_minute)}{BOUND}Uhr")
    if one.registration_note.casefold() not in map(str.casefold, parts):
        parts.append(one.registration_note)
    return " · ".join(filter(None, parts))


def moment_said(at: int) -> str:
    """A moment: "Mo., 07.12.2026, 09:00 Uhr"; at midnight the day alone."""
    minute = minute_of(at)
    clock = f", {time_said(minute)}{BOUND}Uhr" if minute else ""
    return f"{day_said(day_of(at))}{clock}"


def _end_said(at: int) -> str:
    """An end: midnight is the end of the day before."""
    return moment_said(at) if minute_of(at) else day_said(day_of(at - 1))


def paragraphs(words: str) -> list[str]:
    """What a house says in its own words, line by line, without the empty lines."""
    return [line for line in words.splitlines() if clean(line)]


def rules(booklet: Booklet) -> Iterator[tuple[str, str]]:
    """How registration works here: the rules that something in the booklet is subject to."""
    offers = booklet.offers
    used = {one.registration for one in offers}
    if used & {"required", "preferred"}:
        yield "Mit Anmeldung", "Bitte melden Sie sich an, bevor Sie kommen."
    if "none" in used:
        yield "Ohne Anmeldung", "Kommen Sie einfach vorbei."
    opens = {one.registration_opens for one in offers if one.registration_opens is not None}
    if opens:
        yield "Beginn der Anmeldung", _from(opens)
    before = {one.priority_opens for one in offers if one.priority_opens is not None}
    if before:
        yield "Vorkaufsrecht", f"{_PRIORITY} {_from(before)}"
    if any(one.waits for one in offers):
        yield "Warteliste", _WAITING
    if booklet.reductions:
        said = (f"{clean(name)} {percent}{BOUND}Prozent" for name, percent in booklet.reductions)
        yield "Ermäßigung", f"{'; '.join(said)}. Bitte bringen Sie den Nachweis mit."


def _from(moments: Iterable[int]) -> str:
    """From when on; of several moments the first, as each offer says its own."""
    first, *more = sorted(moments)
    if more:
        return f"Zuerst ab {moment_said(first)}. Der Tag steht bei jedem Angebot."
    return f"Ab {moment_said(first)}, wo es beim Angebot steht."


def calendar(booklet: Booklet) -> list[tuple[str, list[CalendarLine]]]:
    """The half-year by month: what is free or closed, and each date of offers with few of them."""
    lines = [_free_line(booklet, one) for one in booklet.free]
    for number, one in enumerate(booklet.offers):
        if one.single:
            for each in one.dates:
                said = (clock_said(each.start, each.end), clean(one.title))
                lines.append(CalendarLine(each.day, ": ".join(filter(None, said)), offer=number))
    lines.sort(key=lambda line: line.day)
    months = groupby(lines, key=lambda line: (line.day.year, line.day.month))
    return [(f"{MONTHS[month - 1]} {year}", list(some)) for (year, month), some in months]


def _free_line(booklet: Booklet, free: FreeDays) -> CalendarLine:
    name = clean(free.name)
    if free.kind == "closed":
        name = f"Das Haus ist geschlossen: {name}" if name else "Das Haus ist geschlossen"
    elif free.kind == "public":
        name = f"{name} (Feiertag)"
    else:
        name = f"{name} (Schulferien)"
    first = max(free.first, booklet.first)
    until = day_said if free.last.year != first.year else short_day_said
    return CalendarLine(first, name, until(free.last) if free.last != first else "")
