"""People as a search shows them, and the offer to note the one who was not found."""

from collections.abc import Iterator

from begegnung.model.names import full_name
from begegnung.services.people import find_people
from begegnung.services.searching import namesake
from begegnung.ui.hub import Hub
from begegnung.ui.widgets.lines import Line

NEW = "new"
"""The key of the last line; its `subject` is what was typed."""


def people_hits(hub: Hub, typed: str) -> Iterator[Line]:
    """The people for the typed letters, then "Neue Person ... anlegen"; nothing for no letters."""
    if not typed:
        return
    for person in hub.read(find_people, typed, 30):
        name = full_name(person.surname, person.first_name)
        yield Line(person.id, name, namesake(person), icon="person", subject=person)
    yield Line(NEW, f"Neue Person „{typed}“ anlegen", icon="person_add", subject=typed)
