"""People as a search shows them, and the offer to note the one who was not found."""

from collections.abc import Iterator

from begegnung.model.names import full_name
from begegnung.model.rows import PersonLine
from begegnung.services.people import find_people
from begegnung.services.searching import namesake
from begegnung.ui.hub import Hub
from begegnung.ui.people.table import SIMILAR
from begegnung.ui.widgets.lines import Line

NEW = "new"
"""The key of the line that notes a new person; its `subject` is what was typed."""


def people_hits(hub: Hub, typed: str) -> Iterator[Line]:
    """The people for the typed letters, then "Neue Person ... anlegen"; nothing for no letters.

    People with a similar name come last: Enter never takes somebody whose name was not typed.
    """
    if not typed:
        return
    found = hub.read(find_people, typed, 30)
    yield from (hit_line(person) for person in found if not person.similar)
    yield Line(NEW, f"Neue Person „{typed}“ anlegen", icon="person_add", subject=typed)
    yield from (hit_line(person) for person in found if person.similar)


def hit_line(person: PersonLine) -> Line:
    """A person as a hit: spoken name, what tells her from namesakes, and whether she is similar."""
    return Line(
        person.id,
        full_name(person.surname, person.first_name),
        namesake(person),
        SIMILAR if person.similar else "",
        icon="person",
        subject=person,
    )
