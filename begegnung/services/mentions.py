"""Texts in which somebody may be named: the program finds the words, people say whether it is she.

Reasons, remarks and handover notes are free texts. A search by surname finds too many of a common
name and none where she is called "die Dame vom Montag": the dialog says so.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Table, null, select

from begegnung.db.tables import SHARED, handover_note, person, printed_edition
from begegnung.model.editions import texts_of
from begegnung.model.names import fold
from begegnung.services.desk import View
from begegnung.services.erasure_reach import entries_of, reach

_SPOKEN: dict[str, tuple[str, ...]] = {
    "handover_note": ("text",),
    "booking": ("rank_reason", "cancel_reason", "due_reason"),
    "seat_decision": ("facts",),
    "clash_decision": ("reason",),
    "payment_note": ("reason", "void_reason"),
    "punch_card": ("void_reason",),
    "cash_report": ("reason",),
    "month_closing": ("reason",),
    "usage_agreement": ("contact_name", "note"),
    "occurrence": ("title", "state_reason", "leader", "overruled"),
    "offer": ("title", "leader", "organiser", "remark", "registration_note"),
    "closure": ("reason",),
    "centre": ("announcement_title", "announcement_text"),
    "printed_edition": ("content",),
    "house_look": (
        "footer",
        "letter_closing",
        "notice_closing",
        "booklet_foreword",
        "booklet_rules",
        "logo_alt",
    ),
}
"""The columns in which people write what they like."""

_SHORT = 3
"""Surnames of fewer letters are part of everything."""


class Mention(NamedTuple):
    """A text with her surname in it: of which row, and the day it is for (handover notes only).

    Only handover notes are erased together with her; everything else is for people to change.
    """

    table: str
    row_id: str
    text: str
    day: date | None

    @property
    def erasable(self) -> bool:
        """Whether the row can go with her."""
        return self.table == handover_note.name


def mentions(view: View, person_id: str) -> list[Mention]:
    """The texts of the house that have a surname of hers as a word; handover notes come first."""
    entries = entries_of(view.connection, person_id)
    surnames = view.connection.execute(
        select(person.c.surname).where(person.c.id.in_(entries))
    ).scalars()
    wanted = {name for name in map(fold, surnames) if len(name) >= _SHORT}
    if not wanted:
        return []
    hers = reach(view.connection, {person.name: entries})
    return [
        Mention(table, row_id, text, day)
        for table, columns in _SPOKEN.items()
        for row_id, text, day in _texts(view, SHARED[table], columns)
        if row_id not in hers.get(table, ()) and _names_one(text, wanted)
    ]


def _texts(
    view: View, table: Table, columns: tuple[str, ...]
) -> Iterator[tuple[str, str, date | None]]:
    """Identifier, text and day of everything written in these columns, of this house."""
    day: Any = table.c.for_day if "for_day" in table.c else null()
    for column in columns:
        wanted = select(table.c.id, table.c[column], day).where(table.c[column] != "")
        if "centre_id" in table.c:
            wanted = wanted.where(table.c.centre_id == view.centre())
        for row_id, text, for_day in view.connection.execute(wanted.order_by(table.c.id)):
            for words in texts_of(text) if table is printed_edition else (text,):
                yield row_id, words, for_day


def _names_one(text: str, wanted: set[str]) -> bool:
    words = f" {fold(text)} "
    return any(f" {name} " in words for name in wanted)
