"""The figures of a house are what anybody would count by hand, whatever was done in between."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from begegnung.db.figure_mark import count_all_again
from begegnung.db.tables import (
    attendance,
    figure_key,
    head_count,
    occurrence,
    offer,
    offer_figure,
    participation,
    person,
)
from begegnung.db.work import Work
from begegnung.model.erasure import nameless_id
from begegnung.model.errors import Refusal
from begegnung.model.figures import pseudonym
from begegnung.model.local_time import day_of
from begegnung.services.attendance import CountHeads, Mark, count_heads, mark
from begegnung.services.dates import (
    CancelDate,
    MoveDate,
    RestoreDate,
    cancel_date,
    move_date,
    restore_date,
)
from begegnung.services.desk import View
from begegnung.services.erasure import ErasePerson, erase_person
from begegnung.services.figures import bring_up_to_date
from begegnung.services.history import undo
from begegnung.services.people import BlockPerson, EditPerson, PersonData, block_person, edit_person
from begegnung.services.person_merges import Merge, merge
from tests.desks import MONDAY, House, copy_of, open_house

DAYS = (date(2024, 12, 30), date(2025, 1, 7), date(2026, 11, 17), MONDAY)
"""Of a closed year, of the oldest open one, and of two weeks of this month."""

BORN = (None, 1920, 1936, 1946, 1947, 1976, 1977)
GROUPS = ("course", "group", "event")


@dataclass
class World:
    """A house in which things happen; who knows what of it is asked of the tables."""

    house: House
    people: list[str] = field(default_factory=list[str])
    offers: list[str] = field(default_factory=list[str])
    dates: list[str] = field(default_factory=list[str])

    def fill(self) -> None:
        """A few people, and offers with dates in several years."""
        self.people = self.house.people(3)
        for n, kind in enumerate(GROUPS):
            self.offers.append(self.house.offer(f"Angebot {n}", kind))
            self.dates += [
                self.house.one_date(self.offers[n], 540 + 60 * n, 570 + 60 * n, day=day)
                for day in DAYS
            ]

    def happens(self, what: str, a: int, b: int, c: int) -> None:
        """One thing; what the house refuses does not happen."""
        who, when = self.people[a % len(self.people)], self.dates[b % len(self.dates)]
        other = self.people[c % len(self.people)]
        state = (None, "present", "present", "excused", "absent")[c % 5]
        data = PersonData("Muster", birth_year=BORN[b % len(BORN)], gender=("", "male")[c % 2])
        doings: dict[str, tuple[Callable[..., Any], object]] = {
            "mark": (mark, Mark(when, who, state)),
            "count": (count_heads, CountHeads(when, (None, 0, 12, 30)[c % 4])),
            "cancel": (cancel_date, CancelDate(when, "Wetter")),
            "restore": (restore_date, RestoreDate(when)),
            "move": (
                move_date,
                MoveDate(when, DAYS[c % len(DAYS)], 840 + 9 * b, 845 + 9 * b, None),
            ),
            "edit": (edit_person, EditPerson(who, data)),
            "block": (block_person, BlockPerson(who, bool(c % 2))),
            "merge": (merge, Merge(who, other)),
            "erase": (erase_person, ErasePerson(who, "request")),
            "kind": (_becomes_care_group, (self.offers[a % 3], b % 2 == 0)),
            "undo": (undo, None),
        }
        try:
            self.house.act(*doings[what])
        except Refusal:
            return


def _becomes_care_group(work: Work, request: tuple[str, bool]) -> None:
    offer_id, is_one = request
    work.update(offer, offer_id, {"type": "care_group" if is_one else "course"})


def counted(view: View) -> tuple[Counter[Any], Counter[Any]]:
    """By hand: visits by offer, month and pseudonym, and what is counted without persons."""
    told = view.connection.execute
    offers = {row.id: row.type for row in told(select(offer))}
    people = {row.id: row for row in told(select(person))}
    dates = {row.id: row for row in told(select(occurrence)) if row.state == "planned"}
    keys = {row.year: row.key for row in told(select(figure_key))}
    named: Counter[Any] = Counter()
    nameless: Counter[Any] = Counter()
    for row in told(select(attendance)):
        when = dates.get(row.occurrence_id)
        if when is None or day_of(when.starts).year < 2025:
            continue
        month, who = day_of(when.starts).isoformat()[:7], people.get(row.person_id)
        while who is not None and who.merged_into is not None:
            who = people.get(who.merged_into)
        hidden = who is None or who.blocked or who.id == nameless_id(view.centre())
        if not hidden and who is not None and offers[when.offer_id] != "care_group":
            year = int(month[:4])
            age = (
                "" if who.birth_year is None else str(min(max((year - who.birth_year) // 10, 4), 9))
            )
            name = pseudonym(keys[year], who.id)
            named[when.offer_id, month, name, age, who.gender, row.state] += 1
        elif row.state == "present":
            nameless[when.offer_id, month, "nameless"] += 1
    for row in told(select(head_count)):
        when = dates.get(row.occurrence_id)
        if when is not None and day_of(when.starts).year >= 2025:
            month = day_of(when.starts).isoformat()[:7]
            nameless[when.offer_id, month, "heads"] += row.total
            nameless[when.offer_id, month, "counted"] += 1
    return +named, +nameless


def written(view: View) -> tuple[Counter[Any], Counter[Any]]:
    """The same as the figures say it."""
    named: Counter[Any] = Counter()
    for row in view.connection.execute(select(participation)):
        age = {"unter 50": "4", "90+": "9"}.get(row.age_band, row.age_band[:1])
        for state, number in (
            ("present", row.visits), ("excused", row.excused), ("absent", row.absent),
        ):  # fmt: skip
            named[row.offer_id, row.month, row.pseudonym, age, row.gender, state] += number
    nameless: Counter[Any] = Counter()
    for row in view.connection.execute(select(offer_figure)):
        for column in ("nameless", "heads", "counted"):
            nameless[row.offer_id, row.month, column] += getattr(row, column)
    return +named, +nameless


STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["mark"] * 6
            + [
                "count",
                "cancel",
                "restore",
                "move",
                "edit",
                "block",
                "merge",
                "erase",
                "kind",
                "undo",
            ]
        ),
        st.integers(0, 2),
        st.integers(0, 11),
        st.integers(0, 4),
        st.booleans(),
    ),
    min_size=20,
    max_size=40,
)
"""What happens, to whom, at which date, how; and whether there is an exchange after it."""


def test_what_is_written_is_what_can_be_counted(prepared: Path, tmp_path: Path) -> None:
    with open_house(copy_of(prepared, tmp_path / "voll")) as house:
        world = World(house)
        world.fill()
    runs = iter(range(10_000))

    @settings(max_examples=20, deadline=None)
    @given(STEPS)
    def holds(steps: list[tuple[str, int, int, int, bool]]) -> None:
        with open_house(copy_of(tmp_path / "voll", tmp_path / f"{next(runs)}")) as one:
            there = World(one, list(world.people), list(world.offers), list(world.dates))
            for what, a, b, c, exchanged in steps:
                there.happens(what, a, b, c)
                if exchanged:
                    one.act(bring_up_to_date, None)
                    assert one.desk.read(written) == one.desk.read(counted)
            one.act(bring_up_to_date, None)
            assert one.act(bring_up_to_date, None).action is None
            with one.desk.local_transaction() as connection:
                count_all_again(connection)
            # The news alone have led to everything that there was to count.
            assert one.act(bring_up_to_date, None).action is None

    holds()
