"""Ordering meals: until when, and out of which menus."""

from begegnung.model.local_time import DAY, day_of


def order_deadline(days: int | None, minute: int | None, starts: int) -> int | None:
    """The moment (`model.local_time`) until which a meal can be ordered; None: no deadline.

    Until `minute` of the day `days` before the date (0: the day itself) that begins at `starts`.
    """
    if days is None or minute is None:
        return None
    return (day_of(starts).toordinal() - days) * DAY + minute


def choices_of(text: str) -> tuple[str, ...]:
    """The menus to choose from, one a line of `text`; each once, in their order."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return tuple(dict.fromkeys(filter(None, lines)))
