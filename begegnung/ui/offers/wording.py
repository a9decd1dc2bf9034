"""What the dialogs about dates say: how words are understood, and where text and rule differ."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from begegnung.model.calendar import HouseCalendar
from begegnung.model.local_time import day_of
from begegnung.model.recurrence import Disagreement, Series, Skipped, disagreement, wording
from begegnung.services.occupancy import Slot
from begegnung.services.offers import PlannedSeries
from begegnung.texts import clock_time, counted, short_date
from begegnung.ui.offers.understanding import Understanding

TAKE_RULE = "Text aus der Regel übernehmen"

_EMPTY = (
    "Schreiben Sie, wie es im Programm steht: „jeden Mittwoch 14 bis 16 Uhr“, "
    "„1. und 3. Montag im Monat“, oder einen Tag: „24.11.“."
)
_SHOWN = 3


def explained(found: Understanding) -> str:
    """How the words are understood, in a sentence below them."""
    if found.status == "empty":
        return _EMPTY
    if found.status == "ambiguous":
        return "Bitte entscheiden: Das lässt sich verschieden verstehen."
    if found.status == "text":
        asked = f" {found.question}" if found.question else ""
        return f"Daraus ergeben sich keine Termine.{asked} Der Text steht so im Programm."
    return f"Verstanden: {found.meaning}."


def unread_text(words: Sequence[str]) -> str:
    """The words that nobody understood, "" for none."""
    if not words:
        return ""
    quoted = ", ".join(f"„{word}“" for word in words)
    return f"Nicht verstanden: {quoted}. Das wird gedruckt, ändert aber keine Termine."


def offered_dates(slots: Sequence[Slot]) -> str:
    """How many dates a reading gives, and the first ones: „6 Termine: Di., 24.11.2026, …“."""
    number = counted(len(slots), "Termin", "Termine")
    first = ", ".join(short_date(day_of(starts)) for starts, _ in slots[:_SHOWN])
    more = " …" if len(slots) > _SHOWN else ""
    return f"{number}: {first}{more}" if slots else "kein Termin in dieser Zeit"


def skipped_text(one: Skipped) -> str:
    """Why a day is left out and what is held for it."""
    instead = f" · dafür {short_date(one.instead)}" if one.instead else ""
    return f"{one.reason}{instead}"


def difference(text: str, planned: Iterable[PlannedSeries], calendar: HouseCalendar) -> str:
    """What the printed text says otherwise than the rules, "" where they agree."""
    rules = tuple(planned)
    if not text.strip() or not rules:
        return ""
    found = disagreement(
        text,
        [_with_times(rule) for rule in rules],
        first=min(rule.first for rule in rules),
        last=max(rule.last for rule in rules),
        land=calendar.land,
        school=calendar.school,
    )
    return "" if found is None else _said(found)


def text_of(planned: Iterable[PlannedSeries]) -> str:
    """The rules in the style of the printed programme; what all of the house do goes unsaid."""
    return wording(*(_without_custom(_with_times(rule)) for rule in planned))


def _without_custom(series: Series) -> Series:
    if series.on_public_holidays != "skip":
        return series
    return replace(series, on_public_holidays=None)


def _with_times(rule: PlannedSeries) -> Series:
    return replace(rule.series, start_minute=rule.start_minute, end_minute=rule.end_minute)


def _said(found: Disagreement) -> str:
    parts: list[str] = []
    if found.only_in_text:
        parts.append(f"Nur im Text: {_days(found.only_in_text)}.")
    if found.only_in_rule:
        parts.append(f"Nur in den Terminen: {_days(found.only_in_rule)}.")
    parts.extend(
        f"Im Text steht {_span(one.in_text)}, bei den Terminen {_span(one.in_rule)}."
        for one in found.times[:1]
    )
    return " ".join(("Der gedruckte Text sagt etwas anderes als die Regel.", *parts))


def _days(days: Sequence[date]) -> str:
    shown = ", ".join(short_date(day) for day in days[:_SHOWN])
    more = len(days) - _SHOWN
    return f"{shown} und {counted(more, 'weiterer Tag', 'weitere Tage')}" if more > 0 else shown


def _span(minutes: tuple[int, int | None]) -> str:
    start, end = minutes
    return f"{clock_time(start)} bis {clock_time(end)} Uhr" if end else f"{clock_time(start)} Uhr"
