"""The telephone calls about a place that became free."""

from sqlalchemy import func, select

from begegnung.db.tables import call_note, staff_user
from begegnung.model.booking_rows import CallLine
from begegnung.services.desk import View


def calls_of(view: View, booking_id: str) -> list[CallLine]:
    """The calls to one person about her place, the newest first."""
    rows = view.connection.execute(
        select(
            call_note.c.called_at,
            call_note.c.outcome,
            func.coalesce(staff_user.c.name, ""),
        )
        .outerjoin(staff_user, staff_user.c.id == call_note.c.staff_user_id)
        .where(call_note.c.booking_id == booking_id)
        .order_by(call_note.c.called_at.desc(), call_note.c.id.desc())
    )
    return [CallLine._make(row) for row in rows]
