"""What can be refused about people, their households and entries made one."""

from dataclasses import dataclass

from begegnung.model.errors import Refusal


@dataclass
class SamePerson(Refusal):
    """An entry cannot be made one with itself."""

    person: str


@dataclass
class AlreadyMerged(Refusal):
    """The entry was made one with another already: `person` with `keeper`."""

    person: str
    keeper: str


@dataclass
class NotMerged(Refusal):
    """The entry stands by itself; there is nothing to take apart."""

    person: str
