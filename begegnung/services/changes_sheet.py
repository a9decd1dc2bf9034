"""The changes since the printing, from the database to what is printed."""

from datetime import date

from begegnung.model.changes_sheet import ChangesSheet
from begegnung.model.editions import Edition, EditionKind
from begegnung.model.errors import Invalid
from begegnung.services.desk import View
from begegnung.services.editions import changes_since
from begegnung.services.weekly import programme_house


def changes_sheet(view: View, kind: EditionKind, first: date) -> ChangesSheet:
    """What has changed since the week or half-year from `first` was printed.

    Raises `Invalid` where no printing is recorded, and `NoCentre` before a house is set up.
    """
    house = programme_house(view)
    changes = changes_since(view, kind, first)
    if changes is None:
        field = "week" if kind == "week" else "half"
        raise Invalid(field, "not_printed", first.isoformat())
    return ChangesSheet(house, kind, first, Edition(kind, first).last, changes)
