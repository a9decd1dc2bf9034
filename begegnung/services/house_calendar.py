"""The dates of a series as a house plans them: its Land, its school holidays, its policy."""

from dataclasses import replace
from datetime import date

from begegnung.formats.school_holidays_file import school_calendar
from begegnung.model.recurrence import Expansion, Series, expand


def house_dates(
    series: Series, first: date, last: date, land: str, *, policy: bool = True
) -> Expansion:
    """The dates of `series` from `first` to `last` and what is left out, with the reason.

    The policy of the houses: a rule that says nothing of public holidays leaves them out; school
    holidays are kept unless the words leave them out. Without `policy` only the words count.
    """
    if policy and series.on_public_holidays is None:
        series = replace(series, on_public_holidays="skip")
    return expand(series, first, last, land=land, school=school_calendar(land))
