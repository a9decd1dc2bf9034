"""Backups and restoring by command; the nightly exchange as a process of its own."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from begegnung import cli
from begegnung.services.backup_places import SECOND_FOLDER, backups_at, own_place
from begegnung.settings import load_settings
from begegnung.wiring import database_path
from tests.desks import copy_of, open_house
from tests.joined import PASSPHRASE, found
from tests.test_command_line import answer as answer_of_a_process

Said = Callable[..., tuple[int, str, str]]
Answer = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Exit code, output and errors of a call, without the start of a process."""

    def run(*arguments: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.run(cli.parse([str(one) for one in arguments]))
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run


@pytest.fixture
def answer(said: Said) -> Answer:
    """Exit code and JSON of a call with --json."""

    def run(*arguments: object) -> tuple[int, dict[str, Any]]:
        code, output, _ = said(*arguments, "--json")
        return code, json.loads(output)

    return run


@pytest.fixture
def data(prepared: Path, tmp_path: Path) -> Path:
    folder = copy_of(prepared, tmp_path / "Daten für Übung")
    with open_house(folder) as house:
        house.person("Weber")
    return folder


def test_backups_are_made_listed_tried_and_restored(
    data: Path, tmp_path: Path, said: Said, answer: Answer
) -> None:
    stick = tmp_path / "Stick"
    stick.mkdir()

    code, made = answer("backup", "--second", stick, "--data", data)
    assert (code, made["second"]) == (0, "written")
    assert load_settings(data).backup_folder == str(stick)
    code, listed = answer("backup", "list", "--data", data)
    assert [len(place["backups"]) for place in listed["places"]] == [1, 1]
    assert listed["places"][1]["folder"] == str(stick / SECOND_FOLDER)
    assert "only_this_pc" in listed["warnings"]
    code, tried = answer("backup", "test", "--data", data)
    assert (code, tried["rows"]) == (0, made["rows"])

    database_path(data).write_bytes(b"kaputt" * 1000)
    code, _, error = said("check", "--data", data)
    assert code == 3
    assert "Die Daten lassen sich wiederherstellen" in error
    code, plan = answer("restore", "--plan", "--data", data)
    assert (code, plan["backup"]) == (0, made["file"])
    assert database_path(data).read_bytes().startswith(b"kaputt")
    code, output, _ = said("restore", "--data", data)
    assert code == 0
    assert "Die Daten sind wieder da." in output
    assert len(list(data.glob("begegnung-beschaedigt-*.sqlite"))) == 1
    assert answer("check", "--data", data)[1]["ok"]
    assert answer("people", "find", "Weber", "--data", data)[0] == 0


def test_what_is_due_is_done_once(data: Path, said: Said, answer: Answer) -> None:
    code, first = answer("backup", "--due", "--data", data)
    _, again, _ = said("backup", "--due", "--data", data)

    assert code == 0
    assert first["backup"]["rows"] > 0
    assert first["tested"] == first["backup"]["file"]
    assert again == "Es war nichts zu tun.\n"


def test_a_sheet_is_printed_for_a_house_without_an_exchange(
    data: Path, tmp_path: Path, answer: Answer
) -> None:
    code, values = answer("backup", "sheet", "--output", tmp_path / "blatt.pdf", "--data", data)

    assert code == 0
    assert (tmp_path / "blatt.pdf").read_bytes().startswith(b"%PDF")
    assert Path(values["file"]).exists()


def test_a_new_pc_takes_over_with_the_recovery_file(
    data: Path, tmp_path: Path, said: Said, answer: Answer
) -> None:
    share, new = tmp_path / "Freigabe", tmp_path / "Neuer PC"
    share.mkdir()
    with open_house(data) as house:
        found(house, share)
    code, made = answer("backup", "--data", data)
    assert code == 0
    passphrase = tmp_path / "kennwort.txt"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")

    code, _, refused = said("restore", "--from", made["file"], "--data", new)
    assert code == 1
    assert "Mit dem Wiederherstellungsblatt geht es." in refused
    code, done = answer(
        "restore",
        *("--from", made["file"], "--share", share, "--data", new),
        *("--recovery-file", data / "stadt.wiederherstellung"),
        *("--passphrase-file", passphrase),
    )

    assert code == 0
    assert done["problems"] == 0
    assert answer("check", "--data", new)[1]["ok"]
    code, synced = answer("sync", "--share", share, "--data", new)
    assert (code, synced["complete"]) == (0, True)


def test_the_nightly_exchange_leaves_a_backup_of_the_night(data: Path, tmp_path: Path) -> None:
    share = tmp_path / "Freigabe"
    share.mkdir()
    with open_house(data) as house:
        found(house, share)

    assert answer_of_a_process("sync", "--share", share, "--data", data)[0] == 0

    assert len(backups_at(own_place(data))) == 1


def test_an_emptied_share_is_refused_by_the_nightly_exchange_and_filled_again_by_command(
    data: Path, tmp_path: Path, answer: Answer
) -> None:
    share = tmp_path / "Freigabe"
    share.mkdir()
    with open_house(data) as house:
        found(house, share)
    assert answer("sync", "--share", share, "--data", data)[0] == 0
    shutil.rmtree(share)
    share.mkdir()

    code, refused = answer("sync", "--share", share, "--data", data)
    assert (code, refused["trouble"], list(share.iterdir())) == (3, "ShareMarkMissing", [])
    code, filled = answer("share", "refill", "--share", share, "--data", data)
    assert (code, filled["complete"]) == (0, True)
    assert list(share.glob("s/h-*/b/*/*.bz")) != []
    assert answer("sync", "--share", share, "--data", data)[0] == 0
