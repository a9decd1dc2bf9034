"""What is noted of a booking besides the place: where somebody gets on, and what she eats."""

from dataclasses import dataclass

from sqlalchemy import select

from begegnung.db.tables import boarding_point, booking
from begegnung.db.work import Row, Work
from begegnung.model.errors import Invalid
from begegnung.model.meals import choices_of
from begegnung.services.subject import own_booking


@dataclass(frozen=True, slots=True)
class SetDetails:
    """Boarding point (None: not decided) and menu ("" for none) of a booking."""

    booking_id: str
    boarding_point_id: str | None = None
    choice: str = ""


def set_details(work: Work, request: SetDetails) -> None:
    """Notes where somebody gets on and which menu she wants.

    Raises `Invalid` for a boarding point or a menu the offer does not have, and for a booking that
    was cancelled. A menu that was chosen before it was taken off the list stays.
    """
    row = work.row(booking, request.booking_id)
    course, _ = own_booking(work, row)
    if row["state"] == "cancelled":
        raise Invalid("booking", "cancelled_booking")
    require_details(work, course, request.boarding_point_id, request.choice, row["choice"])
    values = {"boarding_point_id": request.boarding_point_id, "choice": request.choice.strip()}
    work.update(booking, request.booking_id, values)


def require_details(
    work: Work, course: Row, boarding_point_id: str | None, choice: str, before: str = ""
) -> None:
    """Raises `Invalid` when the offer has no such boarding point or menu; part of a verb."""
    if boarding_point_id is not None:
        known = work.connection.execute(
            select(boarding_point.c.id).where(
                boarding_point.c.id == boarding_point_id, boarding_point.c.offer_id == course["id"]
            )
        ).first()
        if known is None:
            raise Invalid("boarding_point", "unknown", boarding_point_id)
    chosen = choice.strip()
    if chosen and chosen != before and chosen not in choices_of(course["choices"]):
        raise Invalid("choice", "unknown", chosen)
