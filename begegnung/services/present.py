"""The local present at the desk, from the clock of the desk."""

from datetime import date, datetime

from begegnung.model.local_time import moment


def local_now(now_ms: int) -> datetime:
    """The local time of this PC for `now_ms` (UTC milliseconds), without zone."""
    return datetime.fromtimestamp(now_ms / 1000)  # noqa: DTZ006 the desk's wall clock is meant


def today_of(now_ms: int) -> date:
    """The local date of `now_ms` (UTC milliseconds)."""
    return local_now(now_ms).date()


def moment_of(now_ms: int) -> int:
    """The local moment (see `model.local_time`) of `now_ms` (UTC milliseconds)."""
    now = local_now(now_ms)
    return moment(now.date(), now.hour * 60 + now.minute)
