"""A cancelled booking that comes back to its list, by the same rule that gives every place."""

from typing import Any

from begegnung.db.tables import booking, offer
from begegnung.db.work import Row, Work
from begegnung.model.seats import admitted, units
from begegnung.services.decisions import decide
from begegnung.services.waiting import move_up, seat_state


def return_to_list(work: Work, row: Row, before: Row) -> tuple[str, ...]:
    """Brings a cancelled booking back; gives the bookings that moved up by it.

    It stands where its number says. With a place it is what it was `before`: state, promoted_at,
    informed, answer_by; without one it waits.
    """
    back: dict[str, Any] = {
        "state": "waiting",
        "cancelled_at": None,
        "cancel_reason": "",
        "promoted_at": None,
        "informed": True,
        "answer_by": None,
    }
    work.update(booking, row["id"], back)
    course = work.row(offer, row["offer_id"])
    state = seat_state(work.connection, row["offer_id"], row["occurrence_id"])
    found = admitted(course["capacity"], state.taken, state.waiting, course["queue_order"])
    mine = next((one for one in found for c in one.claims if c.booking_id == row["id"]), None)
    facts: dict[str, Any] = {
        "number": row["number"],
        "places": row["places"],
        "capacity": course["capacity"],
        "taken": state.taken,
        "waiting": len(state.waiting) - 1,
    }
    if mine is None:
        queue = units(state.waiting)
        position = next(
            n for n, unit in enumerate(queue, 1) if any(c.booking_id == row["id"] for c in unit)
        )
        decide(work, row["id"], "waiting", {**facts, "position": position, "rank": row["rank"]})
        return ()
    kept = before if before.get("state") == "booked" else {"informed": False}
    work.update(booking, row["id"], {**kept, "state": "booked"})
    decide(work, row["id"], "place", facts)
    return move_up(work, row["offer_id"], row["occurrence_id"], "undone")
