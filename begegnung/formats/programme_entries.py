"""One entry of a programme file, read tolerantly: what cannot be right is said, not guessed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from begegnung.model.recurrence.lexicon import fold, weekday_of

_REGISTRATIONS = frozenset({"required", "none", "preferred", "unknown"})


@dataclass(frozen=True, slots=True)
class GivenRecurrence:
    """What the file says in data about the recurrence, next to the words."""

    kind: str = ""
    ns: tuple[int, ...] = ()
    anchor: date | None = None
    start: date | None = None
    sessions: int | None = None
    days: tuple[int, ...] = ()
    ambiguous: bool = False
    rrule: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeFileEntry:
    """One entry as published. Times are minutes after midnight, money is in cents.

    ``problems`` are German sentences about values that cannot be right.
    """

    title: str
    weekday: int | None = None
    start_minute: int | None = None
    end_minute: int | None = None
    recurrence_text: str = ""
    recurrence: GivenRecurrence = GivenRecurrence()
    dates: tuple[date, ...] = ()
    exceptions_text: str = ""
    season_months: tuple[int, ...] = ()
    start_text: str = ""
    room: str = ""
    place: str = ""
    leader: str = ""
    organiser: str = ""
    audience: str = ""
    fee_text: str = ""
    fee_cents: int | None = None
    registration: str = "unknown"
    registration_text: str = ""
    offer_type: str = ""
    category: str = ""
    capacity: int | None = None
    note: str = ""
    problems: tuple[str, ...] = ()


@dataclass
class _Fields:
    """The fields of one entry with what was wrong about them."""

    stored: Mapping[str, object]
    problems: list[str] = field(default_factory=list[str])

    def text(self, name: str) -> str:
        value = self.stored.get(name)
        if value is None:
            return ""
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return " ".join(str(value).split())
        self._wrong(name, value)
        return ""

    def number(self, name: str, low: int, high: int) -> int | None:
        value = self.stored.get(name)
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        self._wrong(name, value)
        return None

    def flag(self, name: str) -> bool:
        return self.stored.get(name) is True

    def list_of(self, name: str) -> Sequence[object]:
        value = self.stored.get(name)
        if value is None:
            return ()
        if isinstance(value, list):
            return cast("list[object]", value)
        self._wrong(name, value)
        return ()

    def numbers(self, name: str, low: int, high: int) -> tuple[int, ...]:
        found: list[int] = []
        for value in self.list_of(name):
            if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
                found.append(value)
            else:
                self._wrong(name, value)
        return tuple(dict.fromkeys(found))

    def day(self, name: str) -> date | None:
        value = self.stored.get(name)
        return None if value is None or value == "" else self._day(value)

    def days(self, name: str) -> tuple[date, ...]:
        found = {day for value in self.list_of(name) if (day := self._day(value))}
        return tuple(sorted(found))

    def _day(self, value: object) -> date | None:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.problems.append(f"Das Datum „{_short(value)}“ gibt es nicht.")
            return None

    def minute(self, name: str) -> int | None:
        value = self.text(name).replace(".", ":").removesuffix("Uhr").strip()
        if not value:
            return None
        hour, _, minute = value.partition(":")
        if hour.isdecimal() and (minute or "0").isdecimal() and len(value) <= 5:
            total = int(hour) * 60 + int(minute or 0)
            if int(minute or 0) < 60 and total <= 24 * 60:
                return total
        self.problems.append(f"Die Uhrzeit „{_short(self.stored[name])}“ kann nicht stimmen.")
        return None

    def weekday(self, name: str) -> int | None:
        value = self.text(name)
        if not value:
            return None
        found = weekday_of(fold(value).rstrip("."))
        if found is None:
            self.problems.append(f"Den Wochentag „{_short(value)}“ gibt es nicht.")
        return found[0] if found else None

    def cents(self, name: str) -> int | None:
        value = self.stored.get(name)
        if value is None:
            return None
        if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e6:
            return round(value * 100)
        self._wrong(name, value)
        return None

    def _wrong(self, name: str, value: object) -> None:
        self.problems.append(f"Das Feld „{name}“ ist nicht lesbar: „{_short(value)}“.")


def entry_from(stored: Mapping[str, object]) -> ProgrammeFileEntry:
    """The entry in a JSON object; unknown keys are left out, wrong values become problems."""
    fields = _Fields(stored)
    start, end = fields.minute("start"), fields.minute("end")
    if start is not None and end is not None and end <= start:
        fields.problems.append("Das Ende liegt vor dem Beginn.")
        end = None
    registration = fields.text("registration")
    entry = ProgrammeFileEntry(
        title=fields.text("title") or "Ohne Titel",
        weekday=fields.weekday("weekday"),
        start_minute=start,
        end_minute=end,
        recurrence_text=fields.text("recurrence_text"),
        recurrence=_recurrence(fields),
        dates=fields.days("dates"),
        exceptions_text=fields.text("exceptions_text"),
        season_months=fields.numbers("season_months", 1, 12),
        start_text=fields.text("start_text"),
        room=fields.text("room"),
        place=fields.text("place"),
        leader=fields.text("leader"),
        organiser=fields.text("organiser"),
        audience=fields.text("audience"),
        fee_text=fields.text("fee_text"),
        fee_cents=fields.cents("fee_eur"),
        registration=registration if registration in _REGISTRATIONS else "unknown",
        registration_text=fields.text("registration_text"),
        offer_type=fields.text("offer_type"),
        category=fields.text("category"),
        capacity=fields.number("capacity", 1, 100_000),
        note=fields.text("note"),
    )
    if not fields.text("title"):
        fields.problems.append("Der Eintrag hat keinen Titel.")
    return replace(entry, problems=tuple(dict.fromkeys(fields.problems)))


def _recurrence(fields: _Fields) -> GivenRecurrence:
    stored = fields.stored.get("recurrence")
    if stored is None:
        return GivenRecurrence()
    if not isinstance(stored, dict):
        fields.problems.append("Das Feld „recurrence“ ist nicht lesbar.")
        return GivenRecurrence()
    inside = cast("dict[str, object]", stored)
    inner = _Fields(inside, fields.problems)
    return GivenRecurrence(
        kind=inner.text("kind"),
        ns=inner.numbers("n", -5, 5) if isinstance(inside.get("n"), list) else (),
        anchor=inner.day("anchor"),
        start=inner.day("start"),
        sessions=inner.number("sessions", 1, 400),
        days=_days(inner.text("days")),
        ambiguous=inner.flag("ambiguous"),
        rrule=inner.text("rrule"),
    )


def _days(text: str) -> tuple[int, ...]:
    """As in "Mo-Fr" or "Mo,Mi" as weekdays."""
    found: list[int] = []
    for part in fold(text).replace(" ", "").split(","):
        ends = [weekday_of(end) for end in part.split("-")]
        days = [end[0] for end in ends if end]
        if len(days) == 2:
            found.extend((days[0] + k) % 7 for k in range((days[1] - days[0]) % 7 + 1))
        else:
            found.extend(days)
    return tuple(found)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 40 else f"{text[:40]}…"
