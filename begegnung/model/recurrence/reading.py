"""What a wording means: the answer of the reader."""

from dataclasses import dataclass
from typing import Literal

from begegnung.model.recurrence.series import Series

Status = Literal["clear", "ambiguous", "text"]


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time in a wording: minutes after midnight and the words themselves.

    ``end`` is None where there is no end or more than one ("15:00-16:30/17:00 Uhr").
    """

    start: int
    end: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing the wording can mean, in the words of the house, and its series."""

    meaning: str
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """The reader's answer.

    - "clear": exactly one reading;
    - "ambiguous": a person has to decide; ``question`` (German) says what, ``readings`` are what
      it could mean (none, one or several);
    - "text": the words give no dates and are only printed.

    ``unread`` are the words nobody here knows, ``remarks`` what is printed but not computed
    ("entfällt bei Regen").
    """

    status: Status
    question: str | None = None
    readings: tuple[Meaning, ...] = ()
    unread: tuple[str, ...] = ()
    times: tuple[TimeSpan, ...] = ()
    remarks: tuple[str, ...] = ()
