"""Übergabe: what one at the desk leaves for whoever sits there next."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from begegnung.db.tables import handover_note, staff_user
from begegnung.db.work import Work
from begegnung.model.errors import Invalid
from begegnung.model.handover_rows import HandoverLine
from begegnung.services.desk import View
from begegnung.services.houses import required
from begegnung.services.present import today_of

MOST_LETTERS = 500
"""A note is read in passing; what is longer belongs on paper."""

_FAR = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class AddNote:
    """A note for whoever sits at the desk on `for_day`, today or later."""

    for_day: date
    text: str


@dataclass(frozen=True, slots=True)
class EditNote:
    """Another day or another text for a note."""

    note_id: str
    for_day: date
    text: str


@dataclass(frozen=True, slots=True)
class TickNote:
    """Ticks a note off, or brings it back (`done` False)."""

    note_id: str
    done: bool = True


def add_note(work: Work, request: AddNote) -> str:
    """Leaves a note; gives its identifier. Raises `Invalid` for a bad text or day."""
    values = _values(work, request.for_day, request.text)
    _entitle(work, request.for_day)
    row = {"centre_id": work.centre(), "staff_user_id": work.maker.actor, **values}
    return work.insert(handover_note, row)


def edit_note(work: Work, request: EditNote) -> None:
    """Changes a note; whoever wrote it stays its author."""
    values = _values(work, request.for_day, request.text)
    _entitle(work, request.for_day)
    work.update(handover_note, request.note_id, values)


def tick_note(work: Work, request: TickNote) -> None:
    """Notes that a note is done, or is not."""
    _entitle(work, work.row(handover_note, request.note_id)["for_day"])
    work.update(handover_note, request.note_id, {"done": request.done})


def _values(work: Work, for_day: date, typed: str) -> dict[str, object]:
    text = required(typed, "note")
    if len(text) > MOST_LETTERS:
        raise Invalid("note", "too_long")
    today = today_of(work.maker.now_ms)
    if for_day < today:
        raise Invalid("day", "in_the_past", f"{for_day:%d.%m.%Y}")
    if for_day > today + _FAR:
        raise Invalid("day", "too_far", "1")
    return {"for_day": for_day, "text": text}


def _entitle(work: Work, for_day: date) -> None:
    # The text stays out of the title: titles are read in the history by everybody for ever.
    work.title = f"für den {for_day:%d.%m.%Y}"


def notes_for(view: View, day: date) -> list[HandoverLine]:
    """The notes for a day, and on the present day those of the past that nobody has ticked off.

    The oldest first; what is done comes last.
    """
    is_today = day == today_of(view.now_ms)
    open_before = handover_note.c.done.is_(False) & (handover_note.c.for_day < day)
    wanted = handover_note.c.for_day == day
    statement = (
        select(
            handover_note.c.id,
            handover_note.c.for_day,
            handover_note.c.text,
            staff_user.c.name,
            handover_note.c.done,
        )
        .outerjoin(staff_user, staff_user.c.id == handover_note.c.staff_user_id)
        .where(
            handover_note.c.centre_id == view.centre(),
            wanted | open_before if is_today else wanted,
        )
        .order_by(handover_note.c.done, handover_note.c.for_day, handover_note.c.id)
    )
    return [
        HandoverLine(row.id, row.for_day, row.text, row.name or "", row.done)
        for row in view.connection.execute(statement)
    ]
