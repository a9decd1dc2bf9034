"""The list "Termine fehlen" of one half-year: what still has to be planned."""

import re
from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import func, select

from begegnung.db.tables import occurrence, rule
from begegnung.model.calendar import half_year_window
from begegnung.model.errors import Invalid
from begegnung.model.local_time import moment
from begegnung.model.recurrence import Series
from begegnung.model.rows import OfferLine
from begegnung.services.desk import View
from begegnung.services.offers import offer_list

_MONTHS = 6
_NUMBERS = {"ein": 1, "zwei": 2, "drei": 3, "vier": 4}
_A_MONTH = re.compile(
    r"\b(?P<number>[1-4]|ein|zwei|drei|vier)\s?(?:x|×|mal)\s+(?:im\s+monat|pro\s+monat|mon|mtl)",
    re.IGNORECASE,
)
"""A number of dates a month without the days: "1x monatlich", "zweimal im Monat"."""


class MissingDates(NamedTuple):
    """An offer with too few dates; `promised` is the number its words give, None without one."""

    offer: OfferLine
    dates: int
    promised: int | None


def missing_dates(view: View, half_year: str) -> list[MissingDates]:
    """The offers that want dates in the half-year ("2026-2"), by title.

    Those that have none at all; permanent ones without a date in the half-year; and those whose
    words promise more dates a month than there are. A course or an event that is over is not one of
    them. Raises `Invalid` for what is no half-year.
    """
    try:
        window = half_year_window(half_year)
    except ValueError as error:
        raise Invalid("half_year", "not_a_half_year", half_year) from error
    dated = _dates(view, None)
    inside = _dates(view, window)
    permanent = _permanent(view)
    found: list[MissingDates] = []
    for line in offer_list(view):
        number, promised = inside[line.id], _promised(line.wording)
        never = not dated[line.id]
        run_out = not number and line.id in permanent
        too_few = promised is not None and number < promised
        if never or run_out or too_few:
            found.append(MissingDates(line, number, promised))
    return found


def _dates(view: View, window: tuple[date, date] | None) -> Counter[str]:
    """How many dates every offer has, in all or in a half-year; dropped ones count."""
    statement = select(occurrence.c.offer_id, func.count()).where(
        occurrence.c.centre_id == view.centre(), occurrence.c.state != "skipped"
    )
    if window is not None:
        statement = statement.where(
            occurrence.c.starts >= moment(window[0], 0),
            occurrence.c.starts < moment(window[1] + timedelta(days=1), 0),
        )
    rows = view.connection.execute(statement.group_by(occurrence.c.offer_id))
    return Counter({row[0]: row[1] for row in rows})


def _permanent(view: View) -> set[str]:
    """The offers with a rule that says neither how many dates there are nor when they end."""
    rows = view.connection.execute(select(rule.c.offer_id, rule.c.series))
    return {
        row.offer_id
        for row in rows
        if (series := Series.from_text(row.series)).rrules
        and series.count is None
        and series.until is None
    }


def _promised(wording: str) -> int | None:
    found = _A_MONTH.search(wording)
    if found is None:
        return None
    number = found["number"].casefold()
    return _MONTHS * (_NUMBERS.get(number) or int(number))
