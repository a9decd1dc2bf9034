"""Whether the time of a booking can be trusted: "Uhr unsicher".

The stamp of an action never goes back, whatever the clock of its PC does, and takes up what the PC
had seen of others (`model.changes.next_stamp`). The clock itself stands in `booked_at`. Where the
two disagree, or where somebody wrote later at an earlier time, a clock was off.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from begegnung.db.tables import booking
from begegnung.model.ids import first_id, house_of
from begegnung.services.clashes.writers import Written, written

_OFF_MS = 5 * 60 * 1000
"""Clocks of PCs differ by seconds; from five minutes on something is wrong (research: 2.3)."""

_LOOKED_BACK_MS = 2 * 24 * 60 * 60 * 1000
"""How far before a booking others are looked at that were written after it."""


def in_doubt(
    connection: Connection, booked_at: Mapping[str, int], by: Mapping[str, Written]
) -> frozenset[str]:
    """Those of the bookings whose time (`booked_at`, UTC ms) is in doubt.

    Either the PC's own stamp is ahead of its clock, or some booking was made after this one and
    yet carries an earlier time.
    """
    known = {one: at for one, at in booked_at.items() if one in by}
    found = {one for one, at in known.items() if by[one].at_ms - at > _OFF_MS}
    for one, at in known.items():
        if one not in found and _written_later(connection, one, at, by[one].stamp):
            found.add(one)
    return frozenset(found)


def _written_later(connection: Connection, booking_id: str, at: int, stamp: int) -> bool:
    """Whether a booking of the time before `at` was written after the stamp of this one."""
    house = house_of(booking_id)
    # An identifier begins with house and time: the search stays within two days.
    since, until = first_id(house, max(0, at - _LOOKED_BACK_MS)), first_id(house, at - _OFF_MS)
    ids = connection.execute(
        select(booking.c.id).where(booking.c.id >= since, booking.c.id < until)
    ).scalars()
    return any(other.stamp > stamp for other in written(connection, ids).values())
