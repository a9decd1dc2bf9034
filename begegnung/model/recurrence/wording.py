"""German text from a rule, in the style of the printed programme. It can be read again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.recurrence.expand import expand
from begegnung.model.recurrence.lexicon import NUMBER_WORDS
from begegnung.model.recurrence.rule_days import rule_days
from begegnung.model.recurrence.rule_text import CODES, interval_of, rule_of
from begegnung.model.recurrence.series import Series

_POLICIES = {
    "skip": "nicht {}",
    "keep": "auch {}",
    "next_week": "{} eine Woche später",
}
_ORDINALS = {-1: "letzten", -2: "vorletzten", -3: "drittletzten"}


def wording(*series: Series) -> str:
    """The text of one or several series ("jeden 1. und 3. Mittwoch im Monat")."""
    texts: list[str] = []
    for one in series:
        text = _one(one)
        extra = texts and not one.rrules
        texts.append(f"zusätzlich {text}" if extra else text)
    return "; ".join(texts)


def day_text(day: date) -> str:
    """A date with its weekday: "Di., 13.01.2026"."""
    return f"{WEEKDAYS[day.weekday()][:2]}., {day:%d.%m.%Y}"


def clock_text(minute: int) -> str:
    """A time as printed: 870 is "14.30", 840 is "14"."""
    return f"{minute // 60}.{minute % 60:02d}" if minute % 60 else str(minute // 60)


def time_text(start: int | None, end: int | None) -> str:
    """A span of times as printed: "von 14.30 bis 17 Uhr", "um 15 Uhr", or nothing."""
    if start is None:
        return ""
    if end is None:
        return f"um {clock_text(start)} Uhr"
    return f"von {clock_text(start)} bis {clock_text(end)} Uhr"


def _one(series: Series) -> str:
    rules = " und ".join(_rule(rule, series) for rule in series.rrules)
    listed = [day for day in series.dates if not _is_said(series, day)]
    dates = f"am {_list([f'{day:%d.%m.%Y}' for day in listed])}" if listed else ""
    time = time_text(series.start_minute, series.end_minute)
    if not rules:
        return " ".join(part for part in (dates, time) if part)
    text = " ".join(part for part in (rules, time) if part)
    text += "".join(f", {part}" for part in (*_limits(series), *_exceptions(series)))
    return f"{text}; zusätzlich {dates}" if dates else text


def _is_said(series: Series, day: date) -> bool:
    """Whether the rule has a listed date anyway, so that it need not be said twice."""
    if series.on_school_holidays in {"skip", "next_week"}:
        return False
    return day in expand(replace(series, dates=()), day, day).dates


def _rule(rule: str, series: Series) -> str:
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    interval = interval_of(rule)
    if parts["FREQ"] == "WEEKLY":
        days = sorted(CODES.index(code) for code in parts["BYDAY"].split(","))
        if interval > 1:
            return f"alle {_number(interval)} Wochen {_adverbs(days)}"
        if series.parity:
            weeks = "geraden" if series.parity == "even" else "ungeraden"
            return f"{_adverbs(days)} in {weeks} Kalenderwochen"
        return f"jeden {WEEKDAYS[days[0]]}" if len(days) == 1 else _adverbs(days)
    each = "jeden" if interval == 1 else f"alle {_number(interval)} Monate am"
    if "BYMONTHDAY" in parts:
        days = _list([_month_day(day) for day in rule_of(rule).month_days])
        return f"am {days} jeden Monats" if interval == 1 else f"{each} {days} des Monats"
    return f"{each} {_nth(parts['BYDAY'].split(','))} im Monat"


def _month_day(day: int) -> str:
    return "letzten Tag" if day < 0 else f"{day}."


def _number(n: int) -> str:
    return NUMBER_WORDS[n] if n < len(NUMBER_WORDS) else str(n)


def _nth(codes: Sequence[str]) -> str:
    """As in "1MO,3MO" -> "1. und 3. Montag"."""
    ns: dict[int, list[int]] = {}
    for code in codes:
        ns.setdefault(CODES.index(code[-2:]), []).append(int(code[:-2]))
    return " und ".join(
        f"{_list([_ORDINALS.get(n, f'{n}.') for n in ns[day]])} {WEEKDAYS[day]}" for day in ns
    )


def _adverbs(days: list[int]) -> str:
    """As in "montags und freitags", from three days in a row on "montags bis mittwochs"."""
    names = [f"{WEEKDAYS[day].lower()}s" for day in days]
    if len(days) > 2 and all(b - a == 1 for a, b in pairwise(days)):
        return f"{names[0]} bis {names[-1]}"
    return _list(names)


def _list(parts: Sequence[str]) -> str:
    return f"{', '.join(parts[:-1])} und {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _limits(series: Series) -> list[str]:
    found: list[str] = []
    if series.months:
        found.append(_months(series.months))
    if series.start:
        found.append(f"ab {day_text(series.start)}")
    anchor = _anchor(series)
    if anchor and anchor != series.start:
        found.append(f"nächster Termin {day_text(anchor)}")
    if series.until:
        found.append(f"bis {day_text(series.until)}")
    if series.count:
        found.append(f"{series.count} Termine" if series.count > 1 else "1 Termin")
    return found


def _anchor(series: Series) -> date | None:
    """A day of the rule from which its rhythm can be counted; None where the start tells it."""
    intervals = [rule_of(rule).interval for rule in series.rrules]
    if series.origin is None or max(intervals, default=1) == 1:
        return None
    by_month = rule_of(series.rrules[0]).unit == "month"
    if by_month and series.anchor in {None, series.start}:
        return None
    last = series.origin + timedelta(days=min(31 * (max(intervals) + 1), _days_left(series.origin)))
    rules = Series(series.rrules, anchor=series.origin)
    return next(rule_days(rules, series.origin, last), None)


def _days_left(day: date) -> int:
    return (date.max - day).days


def _months(months: tuple[int, ...]) -> str:
    if len(months) > 2 and all((a % 12) + 1 == b for a, b in pairwise(months)):
        return f"von {MONTHS[months[0] - 1]} bis {MONTHS[months[-1] - 1]}"
    if len(months) > 6:
        left_out = [name for number, name in enumerate(MONTHS, start=1) if number not in months]
        return f"außer im {_list(left_out)}"
    return f"nur im {_list([MONTHS[month - 1] for month in months])}"


def _exceptions(series: Series) -> list[str]:
    found = [f"verlegt vom {m.origin:%d.%m.%Y} auf den {m.target:%d.%m.%Y}" for m in series.moved]
    school = _list(series.school_holidays_named) or "Schulferien"
    policies = (
        (series.on_public_holidays, "an Feiertagen"),
        (series.on_school_holidays, f"in den {school}"),
    )
    for policy, days in policies:
        if policy:
            found.append(_POLICIES[policy].format(days))
    found.extend(f"nicht an {name}" for name in series.closing_days)
    found.extend(f"nicht am {_rule_left_out(rule)}" for rule in series.exrules)
    if series.exdates:
        found.append(f"nicht am {_list([f'{day:%d.%m.%Y}' for day in series.exdates])}")
    for pause in series.pauses:
        end = f" bis {pause.last:%d.%m.%Y}" if pause.last else ""
        found.append(f"Pause {'vom' if end else 'ab'} {pause.first:%d.%m.%Y}{end}")
    return found


def _rule_left_out(rule: str) -> str:
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    return f"{_nth(parts['BYDAY'].split(','))} im Monat"
