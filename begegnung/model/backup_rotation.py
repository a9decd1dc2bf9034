"""Which backups stay, and when the next one is due."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta

DAYS, WEEKS, MONTHS = 14, 8, 3
"""So many days, weeks and months keep a backup, counted by those that have one."""

TEST_DAYS = 7
"""After so many days a backup is restored for trial."""

FRESH_HOURS = 4
"""At the end of the day no other backup is made when the last one is not older."""


def kept(made: Iterable[datetime]) -> set[datetime]:
    """The backups to keep of those made at these local times.

    The newest of each of the last 14 days, 8 weeks (from Monday) and 3 months that have one: a
    house that opens twice a week keeps seven weeks day by day. However wrong the clock was, the
    newest ones never go.
    """
    newest_first = sorted(set(made), reverse=True)
    return {
        *_newest_of_each(newest_first, _day, DAYS),
        *_newest_of_each(newest_first, _week, WEEKS),
        *_newest_of_each(newest_first, _month, MONTHS),
    }


def _newest_of_each(
    newest_first: Iterable[datetime], span: Callable[[datetime], date], most: int
) -> list[datetime]:
    found: dict[date, datetime] = {}
    for at in newest_first:
        if span(at) not in found and len(found) < most:
            found[span(at)] = at
    return list(found.values())


def _day(at: datetime) -> date:
    return at.date()


def _week(at: datetime) -> date:
    return at.date() - timedelta(days=at.weekday())


def _month(at: datetime) -> date:
    return at.date().replace(day=1)


def backup_is_due(made: Iterable[datetime], now: datetime) -> bool:
    """Whether today has no backup yet; one that a wrong clock dated ahead does not count."""
    return now.date() not in {at.date() for at in made}


def closing_backup_is_due(made: Iterable[datetime], now: datetime) -> bool:
    """Whether the work since the last backup is worth another one at the end."""
    fresh = timedelta(hours=FRESH_HOURS)
    return not any(timedelta(0) <= now - at < fresh for at in made)


def trial_is_due(tested: datetime | None, now: datetime) -> bool:
    """Whether the last trial is a week ago, or lies in a future that a wrong clock made."""
    return tested is None or not timedelta(0) <= now - tested < timedelta(days=TEST_DAYS)


def check_is_due(checked: datetime | None, now: datetime) -> bool:
    """Whether the database has not been checked today."""
    return checked is None or checked.date() != now.date()
