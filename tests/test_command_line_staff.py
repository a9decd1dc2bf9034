"""Users, their history and taking back by command: real processes, real files."""

from contextlib import closing
from pathlib import Path

import pytest

from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.people import PersonData, add_person
from begegnung.services.staff import AddStaff, add_staff
from begegnung.wiring import open_desk
from tests.test_command_line import answer, begegnung


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A house with a manager (PIN 4711), a volunteer and one visitor."""
    with closing(open_desk(tmp_path / "Daten")) as desk:
        desk.act(set_up_house, SetUpHouse("Haus Linde", rooms=("Saal",)))
        desk.act(add_staff, AddStaff("Frau Öz", "manager", "4711"))
        desk.act(add_staff, AddStaff("Herr Müller"))
        desk.act(add_person, PersonData("Neumann"))
    return tmp_path / "Daten"


def test_users_are_listed_without_their_pins(folder: Path) -> None:
    code, values = answer("staff", "list", "--data", folder)

    assert code == 0
    assert [(one["name"], one["role"], one["has_pin"]) for one in values["staff"]] == [
        ("Frau Öz", "manager", True),
        ("Herr Müller", "reception", False),
    ]
    assert "argon2" not in str(values)


def test_an_action_bears_the_name_of_its_user_and_is_taken_back_alone(folder: Path) -> None:
    code, made = answer("staff", "add", "Frau Kaya", "--data", folder, "--user", "frau oez")
    assert code == 0
    answer("staff", "edit", "herr mueller", "--name", "Herr Möller", "--data", folder)

    code, values = answer("history", "list", "--data", folder)
    assert code == 0
    newest, added = values["actions"][:2]
    assert (newest["title"], newest["user"]) == ("Herr Möller", "")
    assert (added["verb"], added["user"]) == ("staff.add_staff", "Frau Öz")

    code, undone = answer("undo", "--action", added["id"], "--data", folder, "--user", "Frau Öz")
    assert (code, undone["title"]) == (0, "Frau Kaya")
    listed = answer("staff", "list", "--data", folder)[1]["staff"]
    assert [one["name"] for one in listed] == ["Frau Öz", "Herr Möller"]
    assert made["id"] not in str(listed)
    mine = answer("history", "list", "--mine", "--user", "Frau Öz", "--data", folder)[1]
    assert [one["verb"] for one in mine["actions"]] == ["single_undo.undo_one", "staff.add_staff"]
    assert mine["actions"][1]["undone"]
    code, refused = answer("undo", "--action", added["id"], "--data", folder)
    assert (code, refused["error"]["kind"]) == (1, "AlreadyUndone")


def test_the_last_step_is_taken_back(folder: Path) -> None:
    code, values = answer("undo", "--data", folder)

    assert (code, values["verb"], values["title"]) == (0, "people.add_person", "Neumann")


def test_an_unknown_user_is_told_who_is_known(folder: Path) -> None:
    done = begegnung("undo", "--user", "Niemand", "--data", folder)

    assert done.returncode == 1
    assert done.stderr.strip() == (
        "„Niemand“ ist hier nicht bekannt. Bekannt sind: Frau Öz, Herr Müller."
    )


def test_a_user_may_do_by_command_what_she_may_do_at_the_window(folder: Path) -> None:
    code, values = answer("staff", "add", "X", "--user", "Herr Müller", "--data", folder)
    assert (code, values["error"]["kind"]) == (1, "NotAllowed")

    code, values = answer("staff", "reset-pin", "Frau Öz", "--data", folder)
    assert (code, values["has_pin"]) == (0, False)


def test_somebody_who_left_comes_back(folder: Path) -> None:
    code, gone = answer("staff", "edit", "Herr Müller", "--inactive", "--data", folder)
    assert (code, gone["active"]) == (0, False)
    code, refused = answer("staff", "edit", "Frau Öz", "--inactive", "--data", folder)
    assert (code, refused["error"]["kind"]) == (1, "LastManager")

    code, back = answer(
        *("staff", "edit", "Herr Müller", "--active", "--role", "administration"),
        *("--data", folder),
    )

    assert (code, back["active"], back["role"]) == (0, True, "administration")
