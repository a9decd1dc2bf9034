"""School holidays of several sources made one calendar."""

from datetime import timedelta

from begegnung.model.calendar import SchoolCalendar, SchoolHoliday, Span

LONGEST_TERM = timedelta(days=125)
"""Longer than any term: holidays further apart leave a gap in which nothing is known.

The longest ones of the published years are those between Easter and summer in the Länder without
holidays at Whitsun: up to 16 weeks.
"""

_SAME_BREAK = timedelta(days=31)
"""A break of one name in this distance is the same break, in one piece or in several."""


def merged(
    land: str, shipped: SchoolCalendar | None, brought_in: tuple[SchoolHoliday, ...]
) -> SchoolCalendar | None:
    """One calendar of the shipped holidays and those brought in, which win for the same time.

    Known is what the shipped ones cover, the holidays brought in, and every term between two
    known holidays. None when there is nothing at all.
    """
    if not brought_in:
        return shipped
    kept = [
        block
        for block in (shipped.holidays if shipped else ())
        if not any(same_break(new, block) for new in brought_in)
    ]
    holidays = tuple(sorted({*kept, *brought_in}, key=lambda block: (block.first, block.last)))
    known = [*(shipped.covered if shipped else ()), *((b.first, b.last) for b in brought_in)]
    return SchoolCalendar(land, _joined(known), holidays)


def same_break(new: SchoolHoliday, old: SchoolHoliday) -> bool:
    """Whether both speak of the same holidays: of the same days, or by one name close together."""
    if new.first <= old.last and old.first <= new.last:
        return True
    near = new.first - _SAME_BREAK <= old.last and old.first <= new.last + _SAME_BREAK
    return near and new.name == old.name


def _joined(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order; those that at most a term lies between are one."""
    found: list[Span] = []
    for first, last in sorted(spans):
        if found and first <= found[-1][1] + LONGEST_TERM:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return tuple(found)
