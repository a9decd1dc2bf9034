"""What stands on the sheet that is put into papers that are printed already."""

from dataclasses import dataclass
from datetime import date

from begegnung.model.editions import Changes, EditionKind
from begegnung.model.programme import ProgrammeHouse


@dataclass(frozen=True, slots=True)
class ChangesSheet:
    """The changes of the week or half-year from `first` to `last` since it was printed."""

    house: ProgrammeHouse
    kind: EditionKind
    first: date
    last: date
    changes: Changes
