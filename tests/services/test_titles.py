"""A title in the history names only people whose rows the action touched.

So that the title goes when one of them is erased (`db.erasing`).
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from begegnung.db.tables import action, change, person
from begegnung.model.names import full_name
from begegnung.services.desk import View
from begegnung.services.erasure_reach import deletions, reach, told_for
from tests.desks import copy_of, open_house
from tests.services.verbs import FIRST, STEP, Chance


def untouched(view: View) -> list[tuple[str, str]]:
    """Verb and title of actions that name somebody of whom they touched no row."""
    connection = view.connection
    found: list[tuple[str, str]] = []
    deleted = deletions(connection)
    people = connection.execute(select(person.c.id, person.c.surname, person.c.first_name)).all()
    titles = connection.execute(select(action.c.id, action.c.verb, action.c.title)).all()
    for row in people:
        name = full_name(row.surname, row.first_name)
        rows = {i for ids in reach(connection, {"person": {row.id}}, deleted).values() for i in ids}
        touching = set(
            connection.execute(
                select(change.c.action_id).where(change.c.entity_id.in_(rows))
            ).scalars()
        )
        touching.update(told_for(connection, {row.id}))
        found += [
            (one.verb, one.title)
            for one in titles
            if name in one.title.split(" · ") and one.id not in touching
        ]
    return found


@settings(max_examples=12, deadline=None)
@given(steps=st.lists(STEP, min_size=10, max_size=30))
def test_who_is_named_is_touched(prepared: Path, steps: list[tuple[str, int, int]]) -> None:
    with TemporaryDirectory() as folder, open_house(copy_of(prepared, Path(folder))) as house:
        chance = Chance(house)
        for number, name in enumerate(("Adam", "Berta", "Cäsar", "Dora")):
            house.person(name, birth_year=1930 + number)
        for step in (*FIRST[3:], *steps):
            chance.do(*step)

        assert house.desk.read(untouched) == []
