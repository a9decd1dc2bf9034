"""A damaged database is put together again from backup, share and what it still says."""

import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from begegnung.model.durability_errors import (
    BackupUnreadable,
    DatabaseMissing,
    NothingToRestore,
    RestoreInterrupted,
)
from begegnung.model.errors import DatabaseDamaged, Trouble
from begegnung.services import file_moves, restoring
from begegnung.services.backup_places import own_place
from begegnung.services.backups import BackUp, back_up
from begegnung.services.check import check
from begegnung.services.desk import Desk
from begegnung.services.houses import own_centre
from begegnung.services.people import EditPerson, PersonData, edit_person, people_list
from begegnung.services.recovering import Recovered, exchange_with, recover
from begegnung.services.recovery import Plan, Recover, Stopped, discard, examine, share_answers
from begegnung.services.restoring import JOURNAL, WORK_PREFIX, forget_old_ones, kept_files
from begegnung.services.upkeep import keep_up
from begegnung.services.upkeep_state import load_state, note_state
from begegnung.texts.backups import loss_sentence, plan_sentences, recovered_sentences
from begegnung.wiring import database_path, open_desk
from tests.desks import HOUSE, Content, House, StandingClock, content, copy_of, open_house
from tests.joined import exchanges, found, join
from tests.ui.furnishing import furnish

PAGE = 4096


@dataclass(frozen=True)
class Before:
    """A PC in the afternoon: its folder, and all its rows in the morning (backed up) and now."""

    folder: Path
    morning: Content
    now: Content
    clock: StandingClock


@pytest.fixture(scope="module")
def before(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Before:
    """A PC that has made a backup and gone on working; only copied."""
    folder = tmp_path_factory.mktemp("vorher") / "Daten"
    with open_house(copy_of(prepared, folder)) as house:
        house.clock.go_on(hours=1, minutes=10)
        furnish(house)
        back_up(house.desk, BackUp(folder))
        morning = house.desk.read(content)
        for n in range(40):
            house.clock.go_on(minutes=5)
            someone = house.person(f"Nachmittag {n:02}")
            if n % 3 == 0:
                data = PersonData(f"Nachmittag {n:02}", "Anna", phone=f"0231 {1000 + n}")
                house.act(edit_person, EditPerson(someone, data))
        now, clock = house.desk.read(content), house.clock
    return Before(folder, morning, now, clock)


def copy(before: Before, folder: Path) -> Path:
    """The folder of the PC for one test; gives its database."""
    shutil.copytree(before.folder, folder)
    return database_path(folder)


def damage(path: Path, seed: int) -> None:
    """Overwrites pages, parts of pages and ends of the file at random places."""
    chance = random.Random(seed)
    data = bytearray(path.read_bytes())
    for _ in range(chance.choice((1, 2, 5, 20))):
        start = chance.randrange(len(data) // PAGE) * PAGE
        begin = chance.choice((0, 0, chance.randrange(PAGE)))
        filled = chance.choice((chance.randbytes(PAGE), bytes(PAGE), b"\xff" * PAGE))
        data[start + begin : start + PAGE] = filled[begin:]
    if chance.random() < 0.2:
        data = data[: chance.randrange(len(data))]
    path.write_bytes(data)


def unreachable(_desk: Desk) -> Trouble | None:
    raise AssertionError("there is no share")


def put_together(
    folder: Path, clock: StandingClock, share: str = "", **more: object
) -> tuple[Plan, Recovered]:
    wish = Recover(folder, database_path(folder), share, **more)  # type: ignore[arg-type]
    plan = examine(wish, share_answers, now=clock)
    exchange = exchange_with(wish, plan.share) if plan.share else unreachable
    return plan, recover(plan, exchange, now=clock)


def rows_after(folder: Path, clock: StandingClock) -> Content:
    """All rows of the PC after a new start, which finds everything whole and can go on."""
    desk = open_desk(folder, clock=clock)
    try:
        assert desk.read(check).problems == ()
        assert desk.read(own_centre).name == HOUSE
        rows = desk.read(content)
        House(desk, clock, folder).person("Danach")
        assert desk.read(check).problems == ()
    finally:
        desk.close()
    assert not [path for path in folder.iterdir() if path.name.startswith("wiederherstellung")]
    return rows


def missing(wanted: Content, got: Content) -> int:
    return sum(
        got[name].get(key) != row for name, rows in wanted.items() for key, row in rows.items()
    )


@pytest.mark.parametrize("seed", range(8))
def test_whatever_pages_break_what_was_backed_up_is_there(
    before: Before, tmp_path: Path, seed: int
) -> None:
    path = copy(before, tmp_path / "Daten")
    damage(path, seed)
    broken = path.read_bytes()

    plan, done = put_together(path.parent, before.clock)

    got = rows_after(path.parent, before.clock)
    assert {key for rows in before.morning.values() for key in rows} <= {
        key for rows in got.values() for key in rows
    }
    if plan.lost_since_ms is None:
        assert missing(before.now, got) == 0
    else:
        assert plan.backup is not None
        assert plan.lost_since_ms == plan.backup.made_ms
    assert done.kept is not None
    assert done.kept.read_bytes() == broken


def test_all_that_can_be_read_is_saved_even_without_the_first_page(
    before: Before, tmp_path: Path
) -> None:
    path = copy(before, tmp_path / "Daten")
    with path.open("r+b") as file:
        file.write(os.urandom(PAGE))
    with pytest.raises(DatabaseDamaged):
        open_desk(path.parent)

    plan, done = put_together(path.parent, before.clock)

    assert loss_sentence(plan, before.clock()) == "Es geht voraussichtlich nichts verloren."
    assert done.salvaged.changes > 0
    assert missing(before.now, rows_after(path.parent, before.clock)) == 0


def test_without_any_backup_the_readable_rest_is_enough(before: Before, tmp_path: Path) -> None:
    path = copy(before, tmp_path / "Daten")
    shutil.rmtree(own_place(path.parent))
    with path.open("r+b") as file:
        file.write(bytes(PAGE))

    plan, _ = put_together(path.parent, before.clock)

    assert plan.backup is None
    assert missing(before.now, rows_after(path.parent, before.clock)) == 0


def test_what_lies_in_the_log_beside_the_file_is_saved_too(before: Before, tmp_path: Path) -> None:
    folder = tmp_path / "Daten"
    copy(before, folder)
    with open_house(folder) as house:
        house.clock.now = before.clock.now
        house.person("Nur im Protokoll")
        shutil.copytree(folder, tmp_path / "abgestürzt")
    path = database_path(tmp_path / "abgestürzt")
    assert path.with_name(f"{path.name}-wal").stat().st_size > 0
    with path.open("r+b") as file:
        file.write(os.urandom(PAGE))

    put_together(path.parent, before.clock)

    desk = open_desk(path.parent, clock=before.clock)
    assert "Nur im Protokoll" in {line.surname for line in desk.read(people_list)}
    desk.close()


def test_a_file_that_is_gone_comes_back_from_the_backup(before: Before, tmp_path: Path) -> None:
    path = copy(before, tmp_path / "Daten")
    path.unlink()
    with pytest.raises(DatabaseMissing):
        open_desk(path.parent)
    assert not path.exists()

    plan, done = put_together(path.parent, before.clock)

    assert "Verloren gehen höchstens Eingaben seit" in loss_sentence(plan, before.clock())
    assert done.kept is None
    assert missing(before.morning, rows_after(path.parent, before.clock)) == 0


def test_an_empty_file_is_not_taken_for_a_new_beginning(before: Before, tmp_path: Path) -> None:
    path = copy(before, tmp_path / "Daten")
    path.write_bytes(b"")

    with pytest.raises(DatabaseMissing):
        open_desk(path.parent)


def test_a_damaged_backup_is_passed_over_for_the_one_before(before: Before, tmp_path: Path) -> None:
    path = copy(before, tmp_path / "Daten")
    with open_house(path.parent) as house:
        house.clock.now = before.clock.now + timedelta(days=1)
        newest = back_up(house.desk, BackUp(path.parent)).path
    newest.write_bytes(newest.read_bytes()[:-1])
    path.unlink()

    plan, _ = put_together(path.parent, before.clock)

    assert plan.backup is not None
    assert plan.backup.path != newest


def test_a_certain_backup_is_used_or_refused_by_name(before: Before, tmp_path: Path) -> None:
    path = copy(before, tmp_path / "Daten")
    broken = tmp_path / "anderswo.sicherung"
    broken.write_bytes(b"keine Sicherung")

    with pytest.raises(BackupUnreadable) as caught:
        put_together(path.parent, before.clock, backup=broken)

    assert caught.value.kind == "foreign"
    assert not [p for p in path.parent.iterdir() if p.name.startswith(WORK_PREFIX)]


def test_where_there_is_nothing_at_all_nothing_is_touched(tmp_path: Path) -> None:
    path = database_path(tmp_path)
    path.write_bytes(b"kein SQLite" * 500)

    with pytest.raises(NothingToRestore):
        put_together(tmp_path, StandingClock())

    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    assert path.read_bytes() == b"kein SQLite" * 500


def test_looking_changes_nothing_and_what_it_prepared_can_be_thrown_away(
    before: Before, tmp_path: Path
) -> None:
    path = copy(before, tmp_path / "Daten")
    damage(path, 1)
    files = {p: p.read_bytes() for p in path.parent.rglob("*") if p.is_file()}

    plan = examine(Recover(path.parent, path), share_answers, now=before.clock)
    discard(plan)

    assert {p: p.read_bytes() for p in path.parent.rglob("*") if p.is_file()} == files


def test_it_can_be_ended_at_every_step_with_nothing_changed(before: Before, tmp_path: Path) -> None:
    path = copy(before, tmp_path / "Daten")
    damage(path, 1)
    files = {p: p.read_bytes() for p in path.parent.rglob("*") if p.is_file()}
    for most in range(1, 40, 6):
        asked = iter(range(most))

        def cancelled(asked: Iterator[int] = asked) -> bool:
            return next(asked, None) is None

        try:
            plan = examine(
                Recover(path.parent, path), share_answers, cancelled=cancelled, now=before.clock
            )
        except Stopped:
            continue
        with pytest.raises(Stopped):
            recover(plan, unreachable, cancelled=lambda: True, now=before.clock)
        discard(plan)
        assert {p: p.read_bytes() for p in path.parent.rglob("*") if p.is_file()} == files


@pytest.mark.parametrize("cut_after", range(1, 5))
def test_a_power_cut_while_the_files_change_places_is_mended_at_the_next_start(
    before: Before, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cut_after: int
) -> None:
    path = copy(before, tmp_path / "Daten")
    path.with_name(f"{path.name}-wal").write_bytes(b"alt")
    damage(path, 1)
    moved = 0

    class PowerCut(BaseException):
        pass

    def cut(old: Path, new: Path) -> None:
        nonlocal moved
        moved += 1
        if moved == cut_after:
            raise PowerCut
        file_moves.move_to_new(old, new)

    monkeypatch.setattr(restoring, "move_to_new", cut)
    try:
        put_together(path.parent, before.clock)
    except PowerCut:
        assert (path.parent / JOURNAL).exists()
    monkeypatch.undo()

    desk = open_desk(path.parent, clock=before.clock)
    assert desk.read(check).problems == ()
    keep_up(desk, BackUp(path.parent))
    desk.close()
    assert len(kept_files(path)) == 1
    assert not [p for p in path.parent.iterdir() if p.name.startswith("wiederherstellung")]


def test_a_file_that_another_program_holds_is_waited_for(
    before: Before, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = copy(before, tmp_path / "Daten")
    damage(path, 1)

    def held(_old: Path, _new: Path) -> None:
        raise PermissionError(13, "in Benutzung")

    monkeypatch.setattr(restoring, "move_to_new", held)
    with pytest.raises(RestoreInterrupted):
        put_together(path.parent, before.clock)
    with pytest.raises(RestoreInterrupted):
        open_desk(path.parent)
    monkeypatch.undo()

    assert missing(before.morning, rows_after(path.parent, before.clock)) == 0


def test_a_noted_damage_leads_to_the_assistant_unless_it_was_a_whim(
    before: Before, tmp_path: Path
) -> None:
    path = copy(before, tmp_path / "Daten")
    note_state(path.parent, damage="disk I/O error")
    open_desk(path.parent, clock=before.clock).close()
    assert load_state(path.parent).damage == ""

    damage(path, 1)
    note_state(path.parent, damage="malformed")
    with pytest.raises(DatabaseDamaged):
        open_desk(path.parent)


def test_the_old_file_is_kept_for_a_month(before: Before, tmp_path: Path) -> None:
    path = copy(before, tmp_path / "Daten")
    damage(path, 1)
    put_together(path.parent, before.clock)
    day = 24 * 3600 * 1000

    assert forget_old_ones(path, before.clock() + 29 * day) == 0
    assert len(kept_files(path)) == 1
    assert forget_old_ones(path, before.clock() + 32 * day) == 1
    assert kept_files(path) == []


def test_undo_after_a_recovery_takes_back_what_somebody_did_last(
    before: Before, tmp_path: Path
) -> None:
    from begegnung.services.history import undo

    path = copy(before, tmp_path / "Daten")
    damage(path, 4)
    put_together(path.parent, before.clock)

    with open_house(path.parent) as house:
        house.clock.now = before.clock.now
        someone = house.person("Danach")
        house.act(undo, None)
        assert someone not in house.desk.read(content)["person"]
        house.act(undo, None)
    assert missing(before.morning, rows_after(path.parent, before.clock)) == 0


@dataclass
class Apart:
    """Two PCs of a house with a share; `broken` has entries that wait, the other has gone on."""

    other: House
    folder: Path
    clock: StandingClock
    share: Path
    wanted: Content
    both_changed: str


@dataclass(frozen=True)
class Prepared:
    """What `apart` is copied from."""

    folder: Path
    wanted: Content
    both_changed: str
    now: datetime


@pytest.fixture(scope="module")
def prepared_apart(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Prepared:
    folder = tmp_path_factory.mktemp("getrennt")
    share = folder / "Freigabe"
    share.mkdir()
    with open_house(copy_of(prepared, folder / "Empfang")) as other:
        found(other, share)
        clock = StandingClock()
        clock.go_on(hours=1)
        desk = open_desk(folder / "Büro", clock=clock, device_name="Büro")
        broken = House(desk, clock, folder / "Büro")
        join(broken, other, share)
        keep_up(desk, BackUp(broken.folder))
        people = [broken.person(f"Vormittag {n}") for n in range(5)]
        clock.go_on(hours=1)
        assert exchanges(broken, share).complete
        other.clock.go_on(hours=3)
        assert exchanges(other, share).complete
        for n, person in enumerate(people):
            clock.go_on(minutes=1)
            broken.act(edit_person, EditPerson(person, PersonData(f"Vormittag {n}", "Anna")))
        broken.person("Wartet")
        other.act(edit_person, EditPerson(people[0], PersonData("Vormittag 0", "Berta")))
        other.person("Anderswo")
        assert exchanges(other, share).complete
        wanted = desk.read(content)
        desk.close()
        return Prepared(folder, wanted, people[0], clock.now)


@pytest.fixture
def apart(prepared_apart: Prepared, tmp_path: Path) -> Iterator[Apart]:
    folder = tmp_path / "Stadt"
    shutil.copytree(prepared_apart.folder, folder)
    with open_house(folder / "Empfang") as other:
        other.clock.go_on(hours=3)
        clock = StandingClock(prepared_apart.now + timedelta(hours=3))
        yield Apart(
            other,
            folder / "Büro",
            clock,
            folder / "Freigabe",
            prepared_apart.wanted,
            prepared_apart.both_changed,
        )


def broken(apart: Apart, how: str) -> None:
    path = database_path(apart.folder)
    if "no backup" in how:
        shutil.rmtree(own_place(apart.folder))
    if "first page" in how:
        with path.open("r+b") as file:
            file.write(os.urandom(PAGE))


def meet(apart: Apart) -> tuple[Content, Content]:
    """Both PCs exchange; all rows of both."""
    desk = open_desk(apart.folder, clock=apart.clock)
    here = House(desk, apart.clock, apart.folder)
    try:
        assert desk.read(check).problems == ()
        for one in (here, apart.other, here):
            assert exchanges(one, apart.share).complete
        assert desk.read(check).problems == ()
        return desk.read(content), apart.other.desk.read(content)
    finally:
        desk.close()


@pytest.mark.parametrize("how", ["first page", "first page, no backup", "first page, share away"])
def test_after_a_recovery_both_pcs_know_everything_and_people_are_asked(
    apart: Apart, how: str
) -> None:
    from begegnung.services.clashes import clashes

    broken(apart, how)
    share = "" if "away" in how else str(apart.share)
    plan, done = put_together(apart.folder, apart.clock, share)

    here, there = meet(apart)

    assert done.trouble is None
    assert plan.waiting == 6
    assert here == there
    names = {row["surname"] for row in here["person"].values()}
    assert {"Wartet", "Anderswo", "Vormittag 4"} <= names
    changed = {k for k, row in apart.wanted["person"].items() if here["person"][k] != row}
    assert changed <= {apart.both_changed}
    asked = apart.other.desk.read(clashes)
    assert [clash.entity_id for clash in asked.values] == [apart.both_changed]


def test_an_old_backup_alone_and_the_share_give_back_all_that_was_exchanged(apart: Apart) -> None:
    database_path(apart.folder).unlink()

    put_together(apart.folder, apart.clock, str(apart.share))
    here, there = meet(apart)

    assert here == there
    assert {"Vormittag 0", "Vormittag 4", "Anderswo"} <= {
        row["surname"] for row in here["person"].values()
    }


def test_the_share_alone_gives_a_pc_back_all_that_was_exchanged(apart: Apart) -> None:
    broken(apart, "no backup")
    own_place(apart.folder).mkdir()
    database_path(apart.folder).unlink()

    plan, done = put_together(apart.folder, apart.clock, str(apart.share))
    here, there = meet(apart)

    assert loss_sentence(plan, apart.clock()) == (
        "Verloren gehen höchstens Eingaben, die noch nicht abgeglichen waren."
    )
    assert not done.rejoin
    assert here == there
    assert len(here["person"]) == 6


def test_a_new_pc_takes_over_with_a_backup_and_the_recovery_sheet(
    apart: Apart, tmp_path: Path
) -> None:
    from begegnung.exchange.words import seed_from_words

    seed = seed_from_words(" ".join(apart_words(apart)))
    folder = tmp_path / "Neuer PC"
    shutil.copytree(own_place(apart.folder), own_place(folder))
    apart.folder = folder

    plan, done = put_together(folder, apart.clock, str(apart.share), seed=seed)
    here, there = meet(apart)

    assert plan.backup is not None
    assert not plan.backup.own
    assert not done.rejoin
    assert here == there
    assert len(here["person"]) == 6


def apart_words(apart: Apart) -> tuple[str, ...]:
    from begegnung.exchange.words import words_of_seed
    from begegnung.services.founding import seed_in_file
    from tests.joined import PASSPHRASE

    return words_of_seed(seed_in_file(apart.other.folder / "stadt.wiederherstellung", PASSPHRASE))


def test_without_the_sheet_a_new_pc_says_what_it_needs(apart: Apart, tmp_path: Path) -> None:
    folder = tmp_path / "Neuer PC"
    shutil.copytree(own_place(apart.folder), own_place(folder))

    plan = examine(
        Recover(folder, database_path(folder), str(apart.share)), share_answers, now=apart.clock
    )
    discard(plan)

    assert plan.backup is None
    assert plan.locked == 1


def test_what_will_be_done_and_was_done_is_said_in_plain_words(apart: Apart) -> None:
    broken(apart, "first page")
    plan, done = put_together(apart.folder, apart.clock, str(apart.share))

    said = plan_sentences(plan, apart.clock())
    assert said[0] == "Die Sicherung wird geholt: heute, 09:00 Uhr."
    assert "Aus der beschädigten Datei sind noch 6 Einträge lesbar. Auch das kommt dazu." in said
    assert recovered_sentences(done)[0] == "Die Daten sind wieder da. Sie können weiterarbeiten."
    assert "6 Einträge wurden aus der beschädigten Datei gerettet." in recovered_sentences(done)
