"""`begegnung rooms`: what lies over each other, and which rooms are free."""

import re
from contextlib import closing
from dataclasses import replace
from datetime import date
from typing import Any

from begegnung.cli.opening import day_of_text, desk_of
from begegnung.cli.outcome import DONE, Result, Values
from begegnung.model.day_names import WEEKDAYS
from begegnung.model.errors import Ambiguous, Invalid, NoCentre, Overlap
from begegnung.model.local_time import DAY, day_of, minute_of
from begegnung.model.rows import CentreRow
from begegnung.texts import clock_time, counted, short_date, when

_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d\d))?\s*(?:-|–|bis)\s*(\d{1,2})(?:[:.](\d\d))?(?:\s*uhr)?")


def room_conflicts(options: Any) -> Result:
    """Lists every two dates that keep one room at the same time."""
    from begegnung.services.conflicts import conflicts
    from begegnung.services.houses import centre_named, centres
    from begegnung.services.planning import required_day

    first, last = _window(options)
    required_day(first, "from")
    required_day(last, "until")
    with closing(desk_of(options)) as desk:
        own = options.centre
        houses = [desk.read(centre_named, own)] if own else desk.read(centres)
        if not houses:
            raise NoCentre
        found = [
            (house, one)
            for house in houses
            for one in desk.read(conflicts, first, last, centre_id=house.id)
        ]
    values = [_conflict_values(house, one) for house, one in found]
    lines = [_conflict_text(house, one, several=len(houses) > 1) for house, one in found]
    window = f"vom {first:%d.%m.%Y} bis {last:%d.%m.%Y}"
    if not lines:
        return DONE, {"conflicts": []}, f"Nichts ist doppelt belegt {window}."
    times = counted(len(lines), "Mal", "Mal")
    return DONE, {"conflicts": values}, "\n".join([f"Doppelt belegt {window}: {times}", *lines])


def _conflict_values(house: CentreRow, conflict: Any) -> Values:
    values: Values = {
        "room": conflict.room,
        "date": day_of(conflict.starts).isoformat(),
        "start": clock_time(conflict.starts),
        "end": _end(conflict.ends),
        "offers": [conflict.first.title, conflict.second.title],
        "centre": house.name,
    }
    if conflict.reason:
        values["reason"] = conflict.reason
    return values


def _conflict_text(house: CentreRow, conflict: Any, *, several: bool) -> str:
    where = f"{house.name}, {conflict.room}" if several else conflict.room
    reason = f" (trotzdem belegt: {conflict.reason})" if conflict.reason else ""
    titles = f"{conflict.first.title} / {conflict.second.title}"
    return f"  {when(conflict.starts, conflict.ends)} – {where}: {titles}{reason}"


def _end(at: int) -> str:
    """The end of the day is 24:00."""
    return clock_time(minute_of(at) or DAY)


def free_rooms(options: Any) -> Result:
    """Finds the rooms that fit, those first that are free on all days."""
    from begegnung.services.rooms_search import find_rooms, wanted_days, wish_of

    with closing(desk_of(options)) as desk:
        unread: tuple[str, ...] = ()
        if options.wish:
            reading = desk.read(wish_of, options.wish)
            if reading.wish is None:
                raise Ambiguous(options.wish, reading.question or "")
            wish, unread = _narrowed(reading.wish, options), reading.unread
        else:
            wish = _wish(options)
        days = desk.read(wanted_days, wish)
        found = desk.read(find_rooms, wish)
    values: Values = {
        "days": [day.isoformat() for day in days],
        "start": clock_time(wish.start_minute),
        "end": clock_time(wish.end_minute),
        "people": wish.people,
        "equipment": list(wish.equipment),
        "rooms": [_room_values(one) for one in found],
        "unread": list(unread),
    }
    picky = bool(wish.people or wish.equipment)
    return DONE, values, _rooms_text(days, found, unread, picky=picky)


def _wish(options: Any) -> Any:
    """The wish of the options alone."""
    from begegnung.model.room_wish import RoomWish

    first, last = _window(options)
    if not options.time:
        raise Invalid("time", "missing")
    start, end = _span(options.time)
    weekday = _weekday(options.weekday) if options.weekday else None
    return RoomWish(weekday, start, end, first, last, _people(options), _equipment(options))


def _narrowed(wish: Any, options: Any) -> Any:
    """The wish of the words, with what the options say more exactly."""
    given: dict[str, Any] = {}
    if options.first or options.last:
        first = day_of_text(options.first, "from") or wish.first
        last = day_of_text(options.last, "until") or max(wish.last, first)
        days = tuple(day for day in wish.days if first <= day <= last)
        if wish.days and not days:
            raise Invalid("until", "no_day")
        given.update(first=first, last=last, days=days)
    if options.weekday:
        given.update(weekday=_weekday(options.weekday), days=())
    if options.time:
        given["start_minute"], given["end_minute"] = _span(options.time)
    if options.people:
        given["people"] = _people(options)
    if options.equipment:
        given["equipment"] = tuple(dict.fromkeys((*wish.equipment, *_equipment(options))))
    return replace(wish, **given)


def _window(options: Any) -> tuple[date, date]:
    first, last = day_of_text(options.first, "from"), day_of_text(options.last, "until")
    if first is None:
        raise Invalid("from", "missing")
    if last is None:
        raise Invalid("until", "missing")
    if last < first:
        raise Invalid("until", "end_before_start")
    return first, last


def _weekday(text: str) -> int:
    """The number of a weekday from its name or the beginning of it, 0 = Monday."""
    bare = text.strip().rstrip(".").casefold().removesuffix("s")
    names = ("samstag" if bare == "sonnabend" else bare) if len(bare) > 1 else "-"
    for number, name in enumerate(WEEKDAYS):
        if name.casefold().startswith(names):
            return number
    raise Invalid("weekday", "not_a_weekday", text)


def _span(text: str) -> tuple[int, int]:
    """From when to when, minutes of the day: "14:00-16:00", "14-16", "9.30 bis 11 Uhr"."""
    found = _SPAN.fullmatch(text.strip().casefold())
    if not found:
        raise Invalid("time", "not_a_time_span", text)
    hours, minutes = (int(found[1]), int(found[3])), (int(found[2] or 0), int(found[4] or 0))
    start, end = (hour * 60 + minute for hour, minute in zip(hours, minutes, strict=True))
    if start >= DAY or end > DAY or max(minutes) > 59:
        raise Invalid("time", "not_a_time_span", text)
    if end <= start:
        raise Invalid("time", "end_before_start", text)
    return start, end


def _people(options: Any) -> int | None:
    if not options.people:
        return None
    bare = options.people.strip()
    if not bare.isdecimal() or not 0 < int(bare) < 10_000:
        raise Invalid("people", "not_a_number", options.people)
    return int(bare)


def _equipment(options: Any) -> tuple[str, ...]:
    words = (word.strip() for text in options.equipment for word in text.split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def _room_values(found: Any) -> Values:
    return {
        "room": found.name,
        "free": found.free,
        "free_days": [day.isoformat() for day in found.free_days],
        "capacity": found.capacity,
        "equipment": found.equipment,
        "taken": [_taken_values(one) for one in found.taken],
        "closed": [{"date": day.isoformat(), "reason": why} for day, why in found.closed],
    }


def _taken_values(overlap: Overlap) -> Values:
    begin, until = overlap.starts - overlap.setup, overlap.ends + overlap.clearing
    return {
        "date": day_of(overlap.starts).isoformat(),
        "start": clock_time(begin),
        "end": _end(until),
        "title": overlap.title,
        "room": overlap.room,
    }


def _rooms_text(days: Any, found: Any, unread: tuple[str, ...], *, picky: bool) -> str:
    lines = [f"Nicht verstanden: {word}" for word in unread]
    if not found:
        none = "Dieses Haus hat noch keine Räume."
        unfit = "Kein Raum ist groß genug und hat alles, was gebraucht wird."
        return "\n".join([*lines, unfit if picky else none])
    lines.append(f"{counted(len(days), 'Tag', 'Tage')}: {short_date(days[0])}")
    if len(days) > 1:
        lines[-1] += f" bis {short_date(days[-1])}"
    for one in found:
        size = "" if one.capacity is None else f" ({counted(one.capacity, 'Platz', 'Plätze')})"
        if one.free:
            lines.append(f"{one.name}{size}: an allen Tagen frei")
            continue
        lines.append(f"{one.name}{size}: an {len(one.free_days)} von {len(days)} Tagen frei")
        lines += [f"  {when(o.starts, o.ends)} – {o.title}" for o in one.taken[:5]]
        if len(one.taken) > 5:
            lines.append(f"  und {len(one.taken) - 5} weitere")
        lines += [
            f"  {short_date(day)} – gesperrt{f': {why}' if why else ''}" for day, why in one.closed
        ]
    return "\n".join(lines)
