"""What can be refused about deciding a clash."""

from dataclasses import dataclass

from begegnung.model.errors import Refusal


@dataclass
class ClashSettled(Refusal):
    """The question is not there any more: somebody decided it, or it settled itself."""


@dataclass
class ClashChanged(Refusal):
    """What the question rests on changed since it was read; `now_id` is what is asked now."""

    now_id: str


@dataclass
class StillNeeded(Refusal):
    """A row cannot be deleted: `name` it, `entity` is the table of what rests on it."""

    name: str
    entity: str
