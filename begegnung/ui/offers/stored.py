"""The rules of an offer as they were planned."""

from begegnung.model.recurrence import Series
from begegnung.model.rows import OfferCard
from begegnung.services.offers import PlannedSeries


def stored_rules(card: OfferCard) -> tuple[PlannedSeries, ...]:
    """The series of an offer with their times and days."""
    return tuple(
        PlannedSeries(
            Series.from_text(rule.series),
            rule.first_day,
            rule.last_day,
            rule.start_minute,
            rule.end_minute,
        )
        for rule in card.rules
    )
