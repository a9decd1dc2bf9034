"""The people at the desk: names, roles, PINs, and what each of them may do."""

import json
from types import ModuleType

import pytest
from sqlalchemy import select

from begegnung.db.tables import action, clash, search_entry, staff_user
from begegnung.db.work import Work
from begegnung.model import history_errors, staff_errors
from begegnung.model.errors import Invalid, NotFound, Refusal
from begegnung.model.roles import MANAGER, RIGHTS, ROLES, may, who_may
from begegnung.model.staff_errors import (
    LastManager,
    NotAllowed,
    SignedOut,
    TooEarly,
    UnknownUser,
    WrongPin,
)
from begegnung.services.clashes import Decide, clashes, decide
from begegnung.services.desk import View
from begegnung.services.history import recent_actions, redo, undo
from begegnung.services.houses import EditHouse, edit_house
from begegnung.services.people import BlockPerson, block_person
from begegnung.services.single_undo import UndoOne, undo_one
from begegnung.services.staff import (
    AddStaff,
    ChangePin,
    EditStaff,
    ResetPin,
    add_staff,
    change_pin,
    edit_staff,
    pins_are_used,
    reset_pin,
    sign_in,
    staff,
    user_named,
)
from begegnung.texts import german
from begegnung.texts.staff import PERMISSIONS
from begegnung.texts.vocabulary import VERBS
from tests.desks import House
from tests.project.test_wording import example


@pytest.fixture
def manager(house: House) -> str:
    """A manager with the PIN 4711; nobody is signed in."""
    return house.act(add_staff, AddStaff("Leiterin", "manager", "4711")).value


@pytest.fixture
def volunteer(house: House) -> str:
    """Somebody at the reception without a PIN."""
    return house.act(add_staff, AddStaff("Müller")).value


def pin_hash(view: View, staff_id: str) -> str:
    wanted = select(staff_user.c.pin_hash).where(staff_user.c.id == staff_id)
    return view.connection.execute(wanted).scalar_one()


def test_users_are_listed_by_name_and_inactive_ones_only_when_asked_for(house: House) -> None:
    house.act(add_staff, AddStaff("Zöller"))
    gone = house.act(add_staff, AddStaff("Öz", "administration", "0815")).value
    house.act(edit_staff, EditStaff(gone, "Öz", "administration", active=False))

    assert [line.name for line in house.desk.read(staff)] == ["Zöller"]
    everybody = house.desk.read(staff, active_only=False)
    assert [(line.name, line.role, line.has_pin) for line in everybody] == [
        ("Öz", "administration", True),
        ("Zöller", "reception", False),
    ]


@pytest.mark.parametrize("name", ["Müller", " mueller ", "MÜLLER"])
def test_a_name_is_there_only_once(house: House, name: str) -> None:
    house.act(add_staff, AddStaff("Müller"))

    with pytest.raises(Invalid) as caught:
        house.act(add_staff, AddStaff(name))

    assert (caught.value.field, caught.value.problem) == ("name", "already_there")


def test_a_user_keeps_the_own_name_when_edited(house: House) -> None:
    who = house.act(add_staff, AddStaff("Müller")).value
    house.act(edit_staff, EditStaff(who, "Müller", "administration"))

    assert house.desk.read(staff)[0].role == "administration"


@pytest.mark.parametrize(
    ("request_", "field"),
    [
        (AddStaff(" "), "name"),
        (AddStaff("Kaya", "boss"), "role"),
        (AddStaff("Kaya", pin="123"), "pin"),
        (AddStaff("Kaya", pin="123456789"), "pin"),
        (AddStaff("Kaya", pin="12a4"), "pin"),
        (AddStaff("Kaya", pin="١٢٣٤"), "pin"),
    ],
)
def test_a_wrong_input_is_named(house: House, request_: AddStaff, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        house.act(add_staff, request_)

    assert caught.value.field == field


def test_a_user_is_found_by_name_however_it_is_spelt(house: House, volunteer: str) -> None:
    assert house.desk.read(user_named, " mueller ").id == volunteer
    with pytest.raises(UnknownUser) as caught:
        house.desk.read(user_named, "Kaya")

    assert german(caught.value).endswith("Bekannt sind: Müller.")


def test_whoever_has_a_pin_signs_in_with_it_and_others_without(
    house: House, manager: str, volunteer: str
) -> None:
    sign_in(house.desk, volunteer)
    assert house.desk.actor == volunteer
    with pytest.raises(WrongPin):
        sign_in(house.desk, manager, "1174")
    assert house.desk.actor == volunteer

    sign_in(house.desk, manager, " 4711 ")

    assert house.desk.actor == manager


def test_somebody_who_left_cannot_sign_in_and_does_nothing_more(
    house: House, manager: str, volunteer: str
) -> None:
    sign_in(house.desk, volunteer)
    house.desk.actor = manager
    house.act(edit_staff, EditStaff(volunteer, "Müller", "reception", active=False))

    with pytest.raises(NotFound):
        sign_in(house.desk, volunteer)
    house.desk.actor = volunteer
    with pytest.raises(SignedOut):
        house.person("Neumann")


def test_wrong_pins_make_the_wait_grow_and_never_shut_anybody_out(
    house: House, manager: str
) -> None:
    waits: list[int] = []
    for _ in range(12):
        with pytest.raises(WrongPin) as caught:
            sign_in(house.desk, manager, "0000")
        waits.append(caught.value.wait_ms // 1000)
        house.clock.go_on(milliseconds=caught.value.wait_ms)

    assert waits == [0, 0, 5, 10, 20, 40, 80, 160, 300, 300, 300, 300]
    sign_in(house.desk, manager, "4711")
    with pytest.raises(WrongPin) as caught:
        sign_in(house.desk, manager, "0000")
    assert caught.value.wait_ms == 0


def test_while_the_wait_lasts_not_even_the_right_pin_counts(house: House, manager: str) -> None:
    for _ in range(3):
        with pytest.raises(WrongPin):
            sign_in(house.desk, manager, "0000")

    with pytest.raises(TooEarly) as caught:
        sign_in(house.desk, manager, "4711")

    assert german(caught.value).endswith("Bitte noch 5 Sekunden warten.")
    house.clock.go_on(hours=-3)
    with pytest.raises(TooEarly) as caught:
        sign_in(house.desk, manager, "4711")
    assert caught.value.wait_ms == 300_000


def test_an_own_pin_is_set_changed_and_taken_away_with_the_old_one(
    house: House, volunteer: str
) -> None:
    assert not house.desk.read(pins_are_used)
    house.act(change_pin, ChangePin(volunteer, "", "1234"))
    assert house.desk.read(pins_are_used)

    with pytest.raises(Invalid) as caught:
        house.act(change_pin, ChangePin(volunteer, "9999", "5678"))
    assert (caught.value.field, caught.value.problem) == ("old_pin", "wrong_pin")
    with pytest.raises(Invalid) as caught:
        house.act(change_pin, ChangePin(volunteer, "1234", "56"))
    assert caught.value.field == "new_pin"

    house.act(change_pin, ChangePin(volunteer, "1234", ""))
    sign_in(house.desk, volunteer)


def test_a_manager_takes_a_forgotten_pin_away(house: House, manager: str, volunteer: str) -> None:
    house.act(change_pin, ChangePin(volunteer, "", "1234"))
    sign_in(house.desk, manager, "4711")

    house.act(reset_pin, ResetPin(volunteer))

    sign_in(house.desk, volunteer)
    with pytest.raises(NotAllowed):
        house.act(reset_pin, ResetPin(manager))


def test_nobody_brings_back_the_old_pin_of_somebody_else(
    house: House, manager: str, volunteer: str
) -> None:
    house.act(reset_pin, ResetPin(volunteer, "0000"))
    sign_in(house.desk, volunteer, "0000")
    house.act(change_pin, ChangePin(volunteer, "0000", "8642"))
    other = house.desk.actor
    house.desk.actor = manager
    third = house.act(add_staff, AddStaff("Kaya")).value
    house.act(undo, None)
    house.act(redo, None)
    house.desk.actor = third

    with pytest.raises(NotAllowed):
        house.act(undo, None)

    house.desk.actor = manager
    house.act(undo, None)
    house.desk.actor = other
    house.act(undo, None)
    sign_in(house.desk, volunteer, "0000")


def test_the_last_manager_stays(house: House, manager: str) -> None:
    for edit in (
        EditStaff(manager, "Leiterin", "manager", active=False),
        EditStaff(manager, "Leiterin", "reception"),
    ):
        with pytest.raises(LastManager):
            house.act(edit_staff, edit)
    added = house.desk.read(recent_actions, 1)[0].id
    with pytest.raises(LastManager):
        house.act(undo_one, UndoOne(added))

    house.act(add_staff, AddStaff("Vertreterin", "manager"))
    house.act(edit_staff, EditStaff(manager, "Leiterin", "reception"))
    assert [line.role for line in house.desk.read(staff)] == ["reception", "manager"]


def test_the_reception_does_the_day_and_the_manager_the_rest(
    house: House, manager: str, volunteer: str
) -> None:
    sign_in(house.desk, volunteer)
    person = house.person("Neumann")
    house.book(person, house.offer())

    with pytest.raises(NotAllowed) as caught:
        house.act(block_person, BlockPerson(person, blocked=True))
    assert caught.value.roles == ("manager",)
    assert german(caught.value).startswith("Das kann nur die Leitung (Sperrung geändert).")
    with pytest.raises(NotAllowed) as caught:
        house.act(edit_house, EditHouse({"phone": "0231 1"}))
    assert german(caught.value).startswith("Das kann nur die Leitung oder die Verwaltung (")

    sign_in(house.desk, manager, "4711")
    house.act(block_person, BlockPerson(person, blocked=True))
    sign_in(house.desk, volunteer)
    with pytest.raises(NotAllowed):
        house.act(undo, None)


def test_a_verb_can_ask_for_a_permission_that_is_none_itself(
    house: House, manager: str, volunteer: str
) -> None:
    def overbook(work: Work, _request: None) -> bool:
        work.require("bookings.overrule")
        return work.may("bookings.overrule")

    house.desk.actor = volunteer
    assert not house.desk.may("bookings.overrule")
    with pytest.raises(NotAllowed):
        house.act(overbook, None)
    house.desk.actor = manager
    assert house.desk.may("bookings.overrule")
    assert house.act(overbook, None).value


def test_as_long_as_there_is_no_manager_everybody_looks_after_the_house(
    house: House, volunteer: str
) -> None:
    house.desk.actor = volunteer
    house.act(edit_house, EditHouse({"phone": "0231 1"}))
    house.act(add_staff, AddStaff("Leiterin", "manager"))

    with pytest.raises(NotAllowed):
        house.act(edit_house, EditHouse({"phone": "0231 2"}))


def test_what_would_be_refused_is_known_without_doing_it(
    house: House, manager: str, volunteer: str
) -> None:
    person = house.person("Neumann")
    house.desk.actor = volunteer
    refused = house.desk.refusal_of(block_person, BlockPerson(person, blocked=True))
    assert isinstance(refused, NotAllowed)
    house.desk.actor = manager

    assert house.desk.refusal_of(block_person, BlockPerson(person, blocked=True)) is None
    assert house.book(person, house.offer()).state == "booked"


def test_the_hash_of_a_pin_is_no_pin_and_stands_in_no_text(house: House, manager: str) -> None:
    house.act(change_pin, ChangePin(manager, "4711", "8642"))

    def texts(view: View) -> str:
        actions = view.connection.execute(select(action.c.title, action.c.verb)).all()
        searched = view.connection.execute(select(search_entry.c.words)).all()
        return f"{actions} {searched}"

    kept = house.desk.read(pin_hash, manager)
    assert kept.startswith("$argon2id$")
    assert "8642" not in kept
    assert "argon2" not in house.desk.read(texts)
    assert "argon2" not in repr(house.desk.read(staff))
    for secret in (
        AddStaff("A", pin="8642"),
        ChangePin("a", "8642", "8642"),
        ResetPin("a", "8642"),
    ):
        assert "8642" not in repr(secret)


def test_a_clash_of_two_pins_shows_none_of_them(house: House, manager: str) -> None:
    kept = house.desk.read(pin_hash, manager)
    candidates = [
        {"value": kept, "stamp": 2 << 16, "lane": "one.0"},
        {"value": "", "stamp": 1 << 16, "lane": "two.0"},
    ]
    row = {
        "entity": staff_user.name,
        "entity_id": manager,
        "column_name": "pin_hash",
        "candidates": json.dumps({"candidates": candidates}),
    }
    with house.desk.local_transaction() as connection:
        connection.execute(clash.insert().values(row))

    (shown,) = house.desk.read(clashes).values

    assert shown.values == (("PIN", 2), ("", 1))
    house.act(decide, Decide(shown.id, "value-1"))
    assert house.desk.read(clashes).number == 0
    assert house.desk.read(pin_hash, manager) == kept


def test_every_right_is_of_roles_there_are_and_has_words() -> None:
    for what, roles in RIGHTS.items():
        assert roles <= ROLES.keys(), what
        assert may(MANAGER, what), what
        if not what.endswith(".*"):
            assert what in VERBS or what in PERMISSIONS, what
    assert who_may("bookings.book") == frozenset(ROLES)
    assert who_may("staff.anything_new") == {MANAGER}


@pytest.mark.parametrize("module", [history_errors, staff_errors], ids=["history", "staff"])
def test_every_refusal_has_a_sentence_of_its_own(module: ModuleType) -> None:
    kinds = [kind for kind in Refusal.__subclasses__() if kind.__module__ == module.__name__]
    sentences = [german(example(kind)) for kind in kinds]

    assert len(kinds) > 3
    assert len(set(sentences)) == len(kinds)
    for sentence in sentences:
        assert sentence.endswith(".")
        assert "{" not in sentence
