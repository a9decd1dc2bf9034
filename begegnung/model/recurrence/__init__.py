"""When an offer takes place: German wordings, rules and dates.

`read` turns a wording into a rule or a question, `expand` a rule into dates, `wording` a rule into
text; `disagreement` compares a printed text with its rule.
"""

from begegnung.model.recurrence.disagreement import Disagreement, TimeDifference, disagreement
from begegnung.model.recurrence.expand import Expansion, Skipped, expand
from begegnung.model.recurrence.reader import read
from begegnung.model.recurrence.reading import Meaning, Reading, TimeSpan
from begegnung.model.recurrence.series import HolidayPolicy, Move, Pause, Series
from begegnung.model.recurrence.wording import wording

__all__ = [
    "Disagreement",
    "Expansion",
    "HolidayPolicy",
    "Meaning",
    "Move",
    "Pause",
    "Reading",
    "Series",
    "Skipped",
    "TimeDifference",
    "TimeSpan",
    "disagreement",
    "expand",
    "read",
    "wording",
]
