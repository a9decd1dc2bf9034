"""Backups of a real database: made, read back, copied, tried, rotated; and what is said of them."""

import json
import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from begegnung.db.backup_file import new_file_key
from begegnung.db.tables import person
from begegnung.db.work import Work
from begegnung.exchange.identity import root_keys
from begegnung.exchange.words import seed_from_words
from begegnung.model.durability_errors import (
    BackupLocked,
    BackupUnreadable,
    DiskAlmostFull,
    NothingToRestore,
)
from begegnung.services import disk_space
from begegnung.services.backup_files import header_of, open_backup
from begegnung.services.backup_places import (
    SECOND_FOLDER,
    backups_at,
    name_for,
    own_place,
    rotate,
    second_place,
    sweep,
)
from begegnung.services.backup_sheet import make_backup_sheet
from begegnung.services.backups import BackUp, back_up, backup_state, try_newest
from begegnung.services.key_store import FILE_NAME as KEY_FILE
from begegnung.services.key_store import device_keys
from begegnung.services.upkeep import keep_up
from begegnung.services.upkeep_state import load_state
from begegnung.wiring import database_path
from tests.desks import House, open_house
from tests.joined import found

CANARY = "Kanarienvogel"


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick that is put in."""
    folder = tmp_path / "Stick"
    folder.mkdir()
    return folder


def restored(house: House, backup: Path, folder: Path) -> Path:
    """The database of a backup, opened with the keys of this PC."""
    target = folder / "geöffnet.sqlite"
    open_backup(backup, (device_keys(house.folder, house.desk.device),), target)
    return target


def surnames(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT surname FROM person ORDER BY 1")]


def test_a_backup_holds_everything_that_was_acknowledged(house: House, tmp_path: Path) -> None:
    house.person(CANARY)
    done = back_up(house.desk, BackUp(house.folder))

    assert surnames(restored(house, done.path, tmp_path)) == [CANARY]
    assert [line.path for line in backups_at(own_place(house.folder))] == [done.path]
    assert load_state(house.folder).backup_at == house.desk.now_ms()


def test_nobody_reads_a_name_in_a_backup_or_beside_it(house: House) -> None:
    house.person(CANARY)
    done = back_up(house.desk, BackUp(house.folder))

    assert CANARY.encode() not in done.path.read_bytes()
    assert list(own_place(house.folder).iterdir()) == [done.path]


def test_no_private_key_of_this_pc_is_in_a_backup_or_in_the_database(
    house: House, tmp_path: Path
) -> None:
    share = tmp_path / "Freigabe"
    share.mkdir()
    seed = seed_from_words(" ".join(found(house, share).words))
    done = back_up(house.desk, BackUp(house.folder))
    keys = device_keys(house.folder, house.desk.device)
    root = root_keys(seed)

    plain = restored(house, done.path, tmp_path).read_bytes()
    live = database_path(house.folder).read_bytes()
    live += database_path(house.folder).with_name("begegnung.sqlite-wal").read_bytes()

    secrets = [seed, *(s for k in (keys, root) for s in (k.sign_seed, k.agree_private))]
    for secret in secrets:
        assert secret not in plain + live
        assert secret.hex().encode() not in plain + live


def test_another_pc_cannot_open_a_backup_and_the_city_can(house: House, tmp_path: Path) -> None:
    share = tmp_path / "Freigabe"
    share.mkdir()
    seed = seed_from_words(" ".join(found(house, share).words))
    house.person(CANARY)
    backup = back_up(house.desk, BackUp(house.folder)).path
    stranger = root_keys(new_file_key())

    with pytest.raises(BackupLocked):
        open_backup(backup, (stranger,), tmp_path / "a.sqlite")
    open_backup(backup, (stranger, root_keys(seed)), tmp_path / "b.sqlite")

    assert surnames(tmp_path / "b.sqlite") == [CANARY]


def test_a_house_without_an_exchange_prints_a_sheet_that_opens_its_backups(
    house: House, tmp_path: Path
) -> None:
    house.person(CANARY)
    back_up(house.desk, BackUp(house.folder))
    assert "only_this_pc" in backup_state(house.desk, BackUp(house.folder)).warnings

    words = words_on(make_backup_sheet(house.desk))
    backup = back_up(house.desk, BackUp(house.folder)).path

    assert "only_this_pc" not in backup_state(house.desk, BackUp(house.folder)).warnings
    open_backup(backup, (root_keys(seed_from_words(words)),), tmp_path / "a.sqlite")
    assert surnames(tmp_path / "a.sqlite") == [CANARY]


def words_on(sheet: bytes) -> str:
    """The words of a printed sheet, as somebody types them off it."""
    with closing(pdfium.PdfDocument(sheet)) as document:
        text = document[0].get_textpage().get_text_bounded()
    numbered = {int(n): word for n, word in re.findall(r"\b(\d{1,2})\.\s+(\w+)", text)}
    return " ".join(numbered[n] for n in range(1, 28))


def test_a_second_place_gets_a_copy_and_one_that_is_not_there_is_no_trouble(
    house: House, stick: Path
) -> None:
    wish = BackUp(house.folder, str(stick))

    first = back_up(house.desk, wish)
    shutil.rmtree(stick)
    house.clock.go_on(days=1)
    second = back_up(house.desk, wish)
    stick.mkdir()
    house.clock.go_on(minutes=10)
    keep_up(house.desk, wish)

    assert (first.second, second.second) == ("written", "absent")
    assert [line.path.name for line in backups_at(stick / SECOND_FOLDER)] == [second.path.name]
    assert (stick / SECOND_FOLDER / second.path.name).read_bytes() == second.path.read_bytes()


def test_two_pcs_share_a_stick_without_touching_each_others_files(
    house: House, stick: Path
) -> None:
    place = stick / SECOND_FOLDER
    place.mkdir()
    theirs = [place / name_for("v" * 26, house.desk.now_ms() + n * 1000) for n in range(40)]
    for path in theirs:
        path.write_bytes(b"von einem anderen PC")

    back_up(house.desk, BackUp(house.folder, str(stick)))

    assert all(path.exists() for path in theirs)


def test_old_backups_have_had_their_time(house: House) -> None:
    place = own_place(house.folder)
    place.mkdir()
    day = 24 * 3600 * 1000
    for n in range(200):
        (place / name_for(house.desk.device, house.desk.now_ms() - n * day)).write_bytes(b"x")
    foreign = place / "Meine Notizen.txt"
    foreign.write_bytes(b"x")

    assert rotate(place, house.desk.device) > 150

    assert 14 <= len(backups_at(place)) <= 25
    assert foreign.exists()


def test_the_one_just_written_stays_even_when_the_clock_says_it_is_ancient(house: House) -> None:
    for _ in range(16):
        house.clock.go_on(days=1)
        back_up(house.desk, BackUp(house.folder))
    house.clock.go_on(days=-9000)

    done = back_up(house.desk, BackUp(house.folder))

    assert done.path.exists()
    assert len(backups_at(own_place(house.folder))) >= 15


def test_several_backups_of_one_second_stand_beside_each_other(house: House) -> None:
    made = [back_up(house.desk, BackUp(house.folder)).path for _ in range(3)]

    assert [line.path for line in backups_at(own_place(house.folder))] == made[::-1]


def test_what_a_power_cut_left_half_written_is_swept_away(house: House) -> None:
    place = own_place(house.folder)
    place.mkdir()
    half = place / "0123456789abcdef.teil"
    half.write_bytes(b"unverschluesselt")
    sweep(place)
    assert half.exists()

    sweep(place, now=lambda: half.stat().st_mtime + 3600)

    assert not half.exists()


def test_a_trial_notices_what_a_disk_has_done_to_a_backup(house: House) -> None:
    done = back_up(house.desk, BackUp(house.folder))
    assert try_newest(house.desk, BackUp(house.folder)).path == done.path
    content = bytearray(done.path.read_bytes())
    content[len(content) // 2] ^= 1
    done.path.write_bytes(content)

    with pytest.raises(BackupUnreadable):
        try_newest(house.desk, BackUp(house.folder))

    state = backup_state(house.desk, BackUp(house.folder))
    assert "test_failed" in state.warnings
    assert load_state(house.folder).test_fault == "BackupUnreadable"


def test_without_a_backup_there_is_nothing_to_try(house: House) -> None:
    with pytest.raises(NothingToRestore):
        try_newest(house.desk, BackUp(house.folder))
    assert backup_state(house.desk, BackUp(house.folder)).warnings[0] == "never"


def test_what_is_due_is_done_once_a_day_and_a_trial_once_a_week(house: House) -> None:
    wish = BackUp(house.folder)
    first = keep_up(house.desk, wish)
    house.clock.go_on(hours=2)
    same_day = keep_up(house.desk, wish)
    house.clock.go_on(days=1)
    next_day = keep_up(house.desk, wish)
    house.clock.go_on(days=7)
    next_week = keep_up(house.desk, wish)

    assert first.backup is not None
    assert first.tested is not None
    assert (same_day.backup, same_day.tested) == (None, None)
    assert next_day.backup is not None
    assert next_day.tested is None
    assert next_week.tested is not None


def test_the_work_of_the_day_is_saved_when_the_program_is_closed(
    house: House, tmp_path: Path
) -> None:
    wish = BackUp(house.folder)
    keep_up(house.desk, wish)
    house.clock.go_on(hours=8)
    house.person(CANARY)

    done = keep_up(house.desk, wish, closing=True)

    assert done.backup is not None
    assert surnames(restored(house, done.backup.path, tmp_path)) == [CANARY]


def test_damage_is_noticed_and_no_good_backup_is_pushed_out_by_a_broken_one(house: House) -> None:
    wish = BackUp(house.folder)
    keep_up(house.desk, wish)
    house.desk.close()
    with database_path(house.folder).open("r+b") as file:
        file.seek(5 * 4096)
        file.write(b"\xff" * (40 * 4096))
    house.clock.go_on(days=1)

    done = keep_up(house.desk, wish)

    assert done.damage
    assert done.backup is None
    assert len(backups_at(own_place(house.folder))) == 1
    assert load_state(house.folder).damage == done.damage


def test_a_backup_is_not_begun_where_what_people_enter_needs_the_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk_space, "LEAST_FOR_WORK", 1 << 60)

    done = keep_up(house.desk, BackUp(house.folder))

    assert isinstance(done.trouble, DiskAlmostFull)
    assert list(own_place(house.folder).iterdir()) == []
    assert load_state(house.folder).backup_trouble == "DiskAlmostFull"
    house.person("Weber")


def test_a_place_is_a_folder_of_our_own_at_the_chosen_one(tmp_path: Path) -> None:
    assert second_place("") is None
    assert second_place("kein/ganzer/Pfad") is None
    assert second_place(str(tmp_path)) == tmp_path / SECOND_FOLDER
    assert second_place(str(tmp_path / SECOND_FOLDER)) == tmp_path / SECOND_FOLDER


def erase(house: House, person_id: str) -> None:
    def verb(work: Work, row_id: str) -> None:
        work.erase(person, row_id)

    house.act(verb, person_id)


def test_what_is_erased_goes_from_the_backups_that_were_made_before(
    house: House, stick: Path, tmp_path: Path
) -> None:
    wish = BackUp(house.folder, str(stick))
    gone = house.person(CANARY)
    house.person("Weber")
    before = back_up(house.desk, wish).path
    house.clock.go_on(days=1)
    kept = house.folder / "begegnung-beschaedigt-2026-11-20-101500.sqlite"
    kept.write_bytes(CANARY.encode())
    erase(house, gone)

    back_up(house.desk, wish)

    assert not kept.exists()
    for place in (own_place(house.folder), stick / SECOND_FOLDER):
        lines = backups_at(place)
        assert len(lines) == 2
        assert lines[1].made.day == 23
        for line in lines:
            assert header_of(line.path).erasures == 1
            opened = restored(house, line.path, tmp_path)
            assert surnames(opened) == ["Weber"]
            assert CANARY.encode() not in opened.read_bytes()
            assert CANARY.lower().encode() not in opened.read_bytes()
    assert not before.exists()


def test_a_backup_that_nobody_can_open_is_not_kept_after_an_erasure(house: House) -> None:
    gone = house.person(CANARY)
    before = back_up(house.desk, BackUp(house.folder)).path
    before.write_bytes(before.read_bytes()[:-20])
    house.clock.go_on(days=1)
    erase(house, gone)

    back_up(house.desk, BackUp(house.folder))

    assert not before.exists()


def test_notes_that_are_lost_or_broken_do_no_harm(house: House) -> None:
    (house.folder / "sicherung.json").write_text("{kaputt", encoding="utf-8")
    assert keep_up(house.desk, BackUp(house.folder)).backup is not None

    values = json.loads((house.folder / "sicherung.json").read_text(encoding="utf-8"))
    values["backup_at"] = "gestern"
    values["später erfunden"] = 7
    (house.folder / "sicherung.json").write_text(json.dumps(values), encoding="utf-8")
    house.clock.go_on(days=1)
    keep_up(house.desk, BackUp(house.folder))

    kept = json.loads((house.folder / "sicherung.json").read_text(encoding="utf-8"))
    assert kept["später erfunden"] == 7
    assert kept["backup_at"] == house.desk.now_ms()


def test_keys_are_made_once_and_stay(house: House) -> None:
    back_up(house.desk, BackUp(house.folder))
    key = (house.folder / KEY_FILE).read_bytes()
    back_up(house.desk, BackUp(house.folder))

    assert (house.folder / KEY_FILE).read_bytes() == key
    with open_house(house.folder) as again:
        assert again.desk.device == house.desk.device
