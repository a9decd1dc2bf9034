"""When an offer takes place: German wordings, rules and dates.

`read` turns a wording into a rule or a question, `expand` a rule into dates, `wording` a rule into
text.
"""

from begegnung.model.recurrence.expand import Expansion, Skipped, expand
from begegnung.model.recurrence.reader import read
from begegnung.model.recurrence.reading import Meaning, Reading, TimeSpan
from begegnung.model.recurrence.series import HolidayPolicy, Move, Pause, Series
from begegnung.model.recurrence.wording import wording

__all__ = [
    "Expansion",
    "HolidayPolicy",
    "Meaning",
    "Move",
    "Pause",
    "Reading",
    "Series",
    "Skipped",
    "TimeSpan",
    "expand",
    "read",
    "wording",
]
