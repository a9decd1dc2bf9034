"""What the grammar finds in a wording, piece by piece, in the order of the text."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as written; the year may be missing."""

    day: int
    month: int
    year: int | None = None


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
    """Days of the month ("am 15. jeden Monats")."""

    days: tuple[int, ...]


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
    """Every day the house is open, or working days ("werktags")."""

    word: Literal["täglich", "werktags"]


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
    """From one date to another."""

    first: PartialDate
    last: PartialDate


@dataclass(frozen=True, slots=True)
class Bound:
    """A date with a role; "dates" and "extra" announce the dates that follow."""

    role: Literal["start", "until", "next", "dates", "extra"]
    date: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Season:
    """Months in which it takes place; ``bare`` for a plain list without "von … bis"."""

    months: tuple[int, ...]
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A number of sessions."""

    n: int


@dataclass(frozen=True, slots=True)
class Holidays:
    """Public holidays or school holidays were mentioned."""

    kind: Literal["public", "school"]
    names: tuple[str, ...] = ()


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
class BadClock:
    """A time that does not exist or ends before it starts."""

    raw: str


@dataclass(frozen=True, slots=True)
class NoDates:
    """The words say that no dates are given; ``strong`` even when a rule stands beside them."""

    raw: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Alternates:
    """Takes turns with another offer."""

    raw: str


@dataclass(frozen=True, slots=True)
class Follows:
    """Depends on another offer or on the day of reading ("am selben Tag", "nächste Woche")."""

    raw: str


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
    | BadClock
    | NoDates
    | Alternates
    | Follows
    | Proviso
    | Either
    | Break
    | Unread
)
