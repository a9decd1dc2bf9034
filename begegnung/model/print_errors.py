"""What can be refused about papers."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from begegnung.model.errors import Refusal

FoldedForm = Literal["flyer", "leaflet"]
FullPart = Literal["day", "undated", "notice", "changes", "house"]


@dataclass
class ProgrammeTooFull(Refusal):
    """A week does not fit on folded paper in letters that can be read.

    `part` is what takes most room: a `day`, the offers without dates, the announcement, what has
    changed, or what the house says about itself. `rows` is the number of entries of a part that
    has some.
    """

    form: FoldedForm
    part: FullPart
    day: date | None = None
    rows: int = 0
