"""What any version ever wrote stays readable: its database, share, keys, backup, recovery file."""

import shutil
from pathlib import Path

import pytest

from begegnung import cli
from begegnung.services.check import check
from begegnung.services.founding import seed_in_file
from begegnung.services.people import people_list
from begegnung.wiring import database_path
from tests.desks import Content, content, open_house
from tests.joined import FIRST, OTHER, PASSPHRASE, SECOND_PC, SHARE, exchanges, join
from tests.released.corpus import FOLDER, PRESENT, unpack

RELEASED = sorted(FOLDER.glob("*.zip"))


@pytest.fixture(scope="module", params=RELEASED, ids=lambda file: file.stem)
def unpacked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a version, only copied."""
    folder = tmp_path_factory.mktemp("released")
    unpack(request.param, folder)
    return folder


@pytest.fixture
def town(unpacked: Path, tmp_path: Path) -> Path:
    """The files of a version, for one test."""
    return Path(shutil.copytree(unpacked, tmp_path / "town"))


def differing(now: Content, before: Content) -> list[tuple[str, str, str]]:
    """The values of then that are another one now; what has come since is left aside."""
    return [
        (table, row_id, column)
        for table, rows in before.items()
        for row_id, row in rows.items()
        for column, value in row.items()
        if now.get(table, {}).get(row_id, {}).get(column, "missing") != value
    ]


def rows_of(town: Path) -> Content:
    """What the first PC showed when the files were made."""
    import json

    rows: Content = json.loads((town / "rows.json").read_text(encoding="utf-8"))
    return rows


def test_the_present_formats_have_their_files() -> None:
    assert PRESENT in {file.name for file in RELEASED}, "python -m tests.released.corpus"


def test_the_old_database_shows_the_same_rows_and_is_sound(town: Path) -> None:
    with open_house(town / FIRST) as house:
        assert differing(house.desk.read(content), rows_of(town)) == []
        assert house.desk.read(check).clean


def test_old_pcs_exchange_over_the_old_folder_and_a_new_pc_gets_everything(
    town: Path, tmp_path: Path
) -> None:
    share = town / SHARE
    with (
        open_house(town / FIRST) as first,
        open_house(town / SECOND_PC) as second,
        open_house(town / OTHER) as other,
        open_house(tmp_path / "Neu") as new,
    ):
        second.person("Späterer")
        for house in (second, first, other):
            assert exchanges(house, share).complete
        join(new, first, share)
        assert differing(new.desk.read(content), rows_of(town)) == []
        assert "Späterer" in {line.surname for line in new.desk.read(people_list)}
        assert [line.surname for line in other.desk.read(people_list)] == ["Woanders"]


def test_the_old_backup_brings_everything_back(
    town: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database_path(town / FIRST).write_bytes(b"kaputt" * 1000)
    options = ["restore", "--data", str(town / FIRST)]
    assert cli.run(cli.parse(options)) == 0, capsys.readouterr().err
    with open_house(town / FIRST) as house:
        assert differing(house.desk.read(content), rows_of(town)) == []


def test_the_old_recovery_file_still_opens(town: Path) -> None:
    assert len(seed_in_file(town / FIRST / "stadt.wiederherstellung", PASSPHRASE)) == 32
