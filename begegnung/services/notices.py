"""What is announced of a date that does not take place as planned."""

from begegnung.model.booking_rows import SlipDate
from begegnung.model.errors import Invalid
from begegnung.model.local_time import day_of, minute_of
from begegnung.model.notice_rows import Notice
from begegnung.services.booking_slip import slip_date
from begegnung.services.dates import date_line
from begegnung.services.desk import View
from begegnung.services.people_lists import paper_owner


def notice_of(view: View, occurrence_id: str) -> Notice:
    """The notice of a date that is cancelled or was moved; raises `Invalid` for any other."""
    line = date_line(view, occurrence_id)
    owner, place = paper_owner(view), line.room or line.place
    if line.state == "cancelled":
        instead = None if line.replaced_by is None else _start(line.replaced_by)
        return Notice(
            owner, line.title, slip_date(line), "cancelled", line.state_reason, instead, ""
        )
    if line.moved_from is None:
        raise Invalid("day", "as_planned")
    planned = _start(line.moved_from)
    return Notice(owner, line.title, planned, "moved", "", slip_date(line), place)


def _start(moment: int) -> SlipDate:
    return SlipDate(day_of(moment), minute_of(moment), None)
