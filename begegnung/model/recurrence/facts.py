"""What the grammar finds in a wording, piece by piece, in the order of the text."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from begegnung.model.day_names import MONTHS
from begegnung.model.recurrence.month_days import easter_sunday, nth_day


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as written; the year may be missing.

    With ``nth`` (ordinal, weekday) it is "the 2nd Monday in February", with ``easter`` so many
    days from Easter Sunday; then ``day`` is 0.
    """

    day: int
    month: int
    year: int | None = None
    nth: tuple[int, int] | None = None
    easter: int | None = None

    @property
    def text(self) -> str:
        """The date as a question names it: "13.8."."""
        return f"{self.day}.{self.month}." if self.day else f"Tag im {MONTHS[self.month - 1]}"

    def in_year(self, year: int, *, clamped: bool = False) -> date | None:
        """The date in a year, None where there is none; ``clamped`` takes the end of the month."""
        if self.easter is not None:
            return easter_sunday(year) + timedelta(days=self.easter)
        if self.nth:
            return nth_day(year, self.month, *self.nth)
        last = monthrange(year, self.month)[1]
        if not clamped and not 1 <= self.day <= last:
            return None
        return date(year, self.month, min(self.day, last))


@dataclass(frozen=True, slots=True)
class Weekdays:
    """Days of the week; ``every`` when the words say that it is each week."""

    days: tuple[int, ...]
    every: bool = False
    single: bool = False


@dataclass(frozen=True, slots=True)
class Nth:
    """n-th weekdays; ``each`` for "jeden zweiten", ``certain`` for "immer am zweiten"."""

    ns: tuple[int, ...]
    days: tuple[int, ...]
    each: bool = False
    certain: bool = False


@dataclass(frozen=True, slots=True)
class MonthDays:
    """Days of the month ("am 15. jeden Monats"); ``each`` for "(jeden 2.)" behind a weekday."""

    days: tuple[int, ...]
    each: bool = False


@dataclass(frozen=True, slots=True)
class NthMeeting:
    """The n-th meeting within a month ("am letzten Julitreff")."""

    n: int
    month: int


@dataclass(frozen=True, slots=True)
class Every:
    """A rhythm: every n weeks, months or years. ``raw`` is how it was written."""

    n: int
    unit: Literal["week", "month", "quarter", "year"]
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Marker:
    """The words "im Monat" or "im Quartal" next to an ordinal."""

    unit: Literal["month", "quarter"]


@dataclass(frozen=True, slots=True)
class PerPeriod:
    """A number per period without dates ("2x monatlich")."""

    k: int
    unit: Literal["week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Daily:
    """Every day the house is open."""


@dataclass(frozen=True, slots=True)
class WeekParity:
    """Even or odd ISO weeks."""

    parity: Literal["even", "odd"]


@dataclass(frozen=True, slots=True)
class Weeks:
    """Named calendar weeks ("in KW 36 und 38")."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """A list of dates; ``goes_on`` when the list ends in dots."""

    dates: tuple[PartialDate, ...]
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """From one date to another; ``day_at_end`` where a weekday stands at the second one."""

    first: PartialDate
    last: PartialDate
    day_at_end: bool = False


@dataclass(frozen=True, slots=True)
class Bound:
    """A date with a role; "dates" and "extra" announce the dates that follow."""

    role: Literal["start", "until", "next", "dates", "extra"]
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class HolidayBound:
    """Before or after school holidays ("bis zu den Sommerferien", "nach den Osterferien")."""

    role: Literal["start", "until"]
    name: str
    raw: str


@dataclass(frozen=True, slots=True)
class WeekBound:
    """A calendar week as start or end ("ab KW 7", "bis KW 20")."""

    role: Literal["start", "until"]
    week: int


@dataclass(frozen=True, slots=True)
class Season:
    """Months in which it takes place; ``bare`` for a plain list without "von … bis"."""

    months: tuple[int, ...]
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A number of sessions, or of weeks with sessions ("8 Wochen lang")."""

    n: int
    weeks: bool = False


@dataclass(frozen=True, slots=True)
class Holidays:
    """Public holidays or school holidays were mentioned; ``also`` when it takes place there."""

    kind: Literal["public", "school"]
    names: tuple[str, ...] = ()
    also: bool = False
    raw: str = ""


@dataclass(frozen=True, slots=True)
class WeekLater:
    """A week after the day it would be ("eine Woche später", "am 2. Montag" instead)."""

    raw: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """What falls on a holiday is held a week later."""

    holidays: Holidays


@dataclass(frozen=True, slots=True)
class NamedDays:
    """Days with a name ("Rosenmontag")."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PauseWord:
    """A pause without dates ("Sommerpause")."""

    word: str


@dataclass(frozen=True, slots=True)
class Negation:
    """Something is left out; ``after`` what stands next to it decides."""

    word: str


@dataclass(frozen=True, slots=True)
class Also:
    """It takes place there, too ("auch in den Ferien")."""


@dataclass(frozen=True, slots=True)
class Without:
    """What is left out, once the words around a negation are understood."""

    what: tuple["Fact", ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """One session on another date ("ausnahmsweise am", "verlegt vom … auf den")."""

    target: PartialDate
    origin: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day in minutes after midnight; ``end`` None when there is none or several."""

    start: int
    end: int | None
    raw: str


@dataclass(frozen=True, slots=True)
class ClockEnd:
    """The end of a time whose beginning stands before it ("Beginn 14 Uhr, Ende 16 Uhr")."""

    end: int
    raw: str


@dataclass(frozen=True, slots=True)
class BadClock:
    """A time that does not exist or ends before it starts."""

    raw: str


@dataclass(frozen=True, slots=True)
class NoDates:
    """The words say that no dates are given; ``strong`` even when a rule stands beside them."""

    raw: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """Understood, but not enough to make dates: the question to ask about it."""

    raw: str
    question: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Words with more than one meaning, and the question that decides; an option is facts.

    It is asked only where the dates of the window differ, or ``always``.
    """

    raw: str
    options: tuple[tuple["Fact", ...], ...]
    question: str
    always: bool = False


ASK_OPEN = "An welchen Wochentagen ist das Haus geöffnet?"

InMonthPart = Literal["week", "full_week", "weekend", "workday"]


@dataclass(frozen=True, slots=True)
class InMonth:
    """Days of every month that no rule counts; ``what`` says which, ``n`` the how many-th."""

    what: InMonthPart
    ns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Advent:
    """Sundays of Advent by their number."""

    ns: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Alternates:
    """Takes turns with another offer."""

    raw: str


@dataclass(frozen=True, slots=True)
class Follows:
    """Depends on another offer or on the day of reading ("am selben Tag", "nächste Woche")."""

    raw: str
    week: bool = False


@dataclass(frozen=True, slots=True)
class Proviso:
    """Printed, but no matter of dates ("entfällt bei Regen", "in der Regel")."""

    raw: str


@dataclass(frozen=True, slots=True)
class Either:
    """The word "oder"."""


@dataclass(frozen=True, slots=True)
class Break:
    """A sign between parts."""

    sign: str

    @property
    def hard(self) -> bool:
        """Whether a clause ends here; a comma only separates."""
        return self.sign not in {",", "+"}


@dataclass(frozen=True, slots=True)
class Unread:
    """A word nobody here knows; ``risky`` when it could change the dates."""

    raw: str
    risky: bool


Fact = (
    Weekdays
    | Nth
    | MonthDays
    | NthMeeting
    | Every
    | Marker
    | PerPeriod
    | Daily
    | WeekParity
    | Weeks
    | Dates
    | Span
    | Bound
    | HolidayBound
    | WeekBound
    | InMonth
    | Advent
    | WeekLater
    | Postponed
    | Doubt
    | Choice
    | Season
    | Count
    | Holidays
    | NamedDays
    | PauseWord
    | Negation
    | Also
    | Without
    | Moved
    | Clock
    | ClockEnd
    | BadClock
    | NoDates
    | Alternates
    | Follows
    | Proviso
    | Either
    | Break
    | Unread
)
