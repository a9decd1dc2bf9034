"""After an erasure no file has a trace of the person: here, on the share or in a backup."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
import zstandard

from begegnung.exchange.bundle import open_bundle
from begegnung.exchange.certificates import parse_mark
from begegnung.exchange.chain import Forged, KeyMissing
from begegnung.exchange.codec import NeedsNewer, Unreadable
from begegnung.exchange.snapshot import open_snapshot, peek
from begegnung.exchange.trust import Papers
from begegnung.services.attendance import Mark, mark
from begegnung.services.backup_files import open_backup
from begegnung.services.backup_places import backups_at, own_place, second_place
from begegnung.services.backups import BackUp, back_up
from begegnung.services.check import check
from begegnung.services.erased_file import FILE_NAME, kept_erasures
from begegnung.services.erasure import ErasePerson, erase_person
from begegnung.services.erasure_cleansing import cleanse_this_pc, cleansing_is_due
from begegnung.services.handover import AddNote, add_note
from begegnung.services.households import JoinHousehold, join_household
from begegnung.services.key_store import device_keys
from begegnung.services.people import EditPerson, PersonData, edit_person, people_list
from begegnung.services.restoring import take_place
from begegnung.services.share_steps import carried_out, errand_on
from begegnung.services.upkeep import keep_up
from begegnung.wiring import database_path
from tests.desks import MONDAY, House, StandingClock, open_house
from tests.joined import JoinedTown, exchanges
from tests.torture.canary import traces

NAME, PHONE = "Kowalczyk-Öztürk", "0231 9876543"
WORDS = (NAME, "Zdzisława", "9876543")


def somebody(house: House) -> str:
    """A person with a trace in every place there is."""
    her = house.person(NAME, "Zdzisława", phone=PHONE)
    other = house.person("Kaya")
    house.act(edit_person, EditPerson(her, PersonData(NAME, "Zdzisława", PHONE, mail="z@x.org")))
    course = house.offer("Yoga")
    house.book(her, course)
    when = house.one_date(course, day=MONDAY.replace(day=2), room=None)
    house.act(mark, Mark(when, her, "present"))
    house.act(join_household, JoinHousehold((her, other), PHONE))
    return her


def erase(house: House, person_id: str, **more: tuple[str, ...]) -> None:
    house.act(erase_person, ErasePerson(person_id, "request", **more))


def copied(folder: Path, target: Path) -> Path:
    """The database of a folder as one file."""
    with (
        closing(sqlite3.connect(database_path(folder))) as old,
        closing(sqlite3.connect(target)) as new,
    ):
        old.backup(new)
    return target


def test_no_file_of_this_pc_has_her_and_no_backup(house: House, tmp_path: Path) -> None:
    stick = tmp_path / "Stick"
    stick.mkdir()
    wish = BackUp(house.folder, str(stick))
    her = somebody(house)
    note = house.act(add_note, AddNote(MONDAY, f"{NAME} anrufen")).value
    back_up(house.desk, wish)
    house.clock.go_on(days=1)
    keep_up(house.desk, wish)
    assert traces(house.folder, WORDS) != []

    erase(house, her, notes=(note,))
    # The household stays, and its number with it: it is that of the other one now.
    house.clock.go_on(minutes=1)
    assert house.desk.read(cleansing_is_due)
    assert keep_up(house.desk, wish).backup is not None
    assert not house.desk.read(cleansing_is_due)

    words = WORDS[:2]
    assert traces(house.folder, words) == []
    keys = (device_keys(house.folder, house.desk.device),)
    places = [own_place(house.folder), second_place(wish.second)]
    opened = 0
    for place in places:
        assert place is not None
        for line in backups_at(place):
            plain = tmp_path / f"offen{opened}"
            open_backup(line.path, keys, plain)
            assert traces_in(plain, words) == []
            opened += 1
    assert opened >= 4
    house.desk.close()
    assert traces(house.folder, words) == []
    assert traces(tmp_path, words) == []


def traces_in(path: Path, words: tuple[str, ...]) -> list[str]:
    data = path.read_bytes()
    return [w for w in words for code in ("utf-8", "utf-16-le") if w.encode(code) in data]


def test_a_file_that_somebody_reads_all_the_time_is_cleansed_later(house: House) -> None:
    wish = BackUp(house.folder)
    erase(house, somebody(house))
    with closing(sqlite3.connect(database_path(house.folder), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM person").fetchone()
        kept = keep_up(house.desk, wish)
        assert kept.trouble is not None
        assert house.desk.read(cleansing_is_due)
        reader.execute("COMMIT")

    cleanse_this_pc(house.desk, wish)

    assert not house.desk.read(cleansing_is_due)
    assert traces(house.folder, WORDS[:2]) == []


def test_an_old_copy_of_the_database_does_not_bring_her_back(house: House, tmp_path: Path) -> None:
    her = somebody(house)
    old = copied(house.folder, house.folder / "alt.sqlite")
    erase(house, her)
    house.desk.close()
    noted = (house.folder / FILE_NAME).read_text(encoding="utf-8")
    assert her in noted
    assert "Kowal" not in noted

    take_place(old, database_path(house.folder), house.clock())

    with open_house(house.folder) as again:
        assert [line.surname for line in again.desk.read(people_list)] == ["Kaya"]
        assert again.desk.read(check).clean
        kept = [row for row in again.desk.read(people_list) if row.surname == NAME]
        assert kept == []
        assert kept_erasures(house.folder)["person"] == frozenset({her})


def test_a_damaged_note_is_written_anew_and_a_lost_one_too(house: House) -> None:
    her = somebody(house)
    erase(house, her)
    house.desk.close()
    for damage in (None, "{", "[]", '{"person": 7}'):
        (house.folder / FILE_NAME).unlink()
        if damage is not None:
            (house.folder / FILE_NAME).write_text(damage, encoding="utf-8")
        with open_house(house.folder):
            assert kept_erasures(house.folder) == {"person": frozenset({her})}


def readable(house: House, share: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of the share as whoever has all keys of the house can read it."""
    keys = device_keys(house.folder, house.desk.device)
    errand = errand_on(house.desk, keys, str(share), lambda _seconds: None)
    kept = errand.ledger.mark()
    assert kept is not None
    member = carried_out(Papers(errand, parse_mark(kept)).read())
    for path in sorted(share.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        yield path.name, data
        for access in member.accesses:
            with suppress(Unreadable, NeedsNewer, Forged, KeyMissing):
                opened = open_bundle(data, access, member.trust)
                yield f"bundle {path.name}", str(opened.actions).encode()
            with suppress(Unreadable, NeedsNewer, Forged, KeyMissing):
                payload = open_snapshot(peek(data), access, member.trust)
                plain = zstandard.ZstdDecompressor().stream_reader(payload.data).read()
                yield f"snapshot {path.name}", plain


def told(house: House, share: Path) -> set[str]:
    """The files of the share in which one of the words can be read by somebody with the keys."""
    return {
        name
        for name, data in readable(house, share)
        if any(word.encode() in data for word in WORDS[:2])
    }


def test_no_file_on_the_share_has_her_after_the_next_runs(town: JoinedTown) -> None:
    here, there, share = town.house, town.second, town.share
    her = somebody(here)
    for one in (here, there):
        assert exchanges(one, share).complete
    # Somebody else is erased, so that there is a snapshot with her in it.
    erase(here, here.person("Neu"))
    assert exchanges(here, share).complete
    there.act(edit_person, EditPerson(her, PersonData(NAME, "Zdzisława", "0231 1")))
    assert exchanges(there, share).complete
    bundle = max(share.glob("s/h-*/b/*/*.bz"))
    copy = bundle.with_name(f"{bundle.stem} (Konflikt PC-3).bz")
    copy.write_bytes(bundle.read_bytes())
    (share / "t" / "x").mkdir(parents=True, exist_ok=True)
    (share / "t" / "x" / "abc.part").write_bytes(bundle.read_bytes()[:-9])
    damaged = bundle.with_name("00000077-0123456789abcdef.bz")
    damaged.write_bytes(bundle.read_bytes()[:-5])
    assert exchanges(here, share).complete
    assert {name.split()[0] for name in told(here, share)} == {"bundle", "snapshot"}
    assert list(share.glob("q/*/*")) != []

    erase(here, her)
    for one in (here, there, here, there):
        assert exchanges(one, share).complete

    assert told(here, share) == set()
    assert list(share.glob("q/*/*")) == []
    for one in (here, there):
        assert [line.surname for line in one.desk.read(people_list)] == ["Kaya"]
        cleanse_this_pc(one.desk, BackUp(one.folder))
        one.desk.close()
        assert traces(one.folder, WORDS[:2]) == []
        assert her in kept_erasures(one.folder)["person"]


def test_an_erasure_that_nobody_heard_of_before_the_disk_broke_still_arrives(
    town: JoinedTown, tmp_path: Path
) -> None:
    here, there, share = town.house, town.second, town.share
    her = somebody(here)
    for one in (here, there):
        assert exchanges(one, share).complete
    old = copied(here.folder, here.folder / "alt.sqlite")
    erase(here, her)
    here.desk.close()
    take_place(old, database_path(here.folder), here.clock())

    with open_house(here.folder) as again:
        for one in (again, there, again):
            assert exchanges(one, share).complete
        assert [line.surname for line in there.desk.read(people_list)] == ["Kaya"]
        assert told(again, share) == set()


@pytest.mark.parametrize("known", [True, False])
def test_a_new_pc_never_hears_of_her(town: JoinedTown, *, known: bool) -> None:
    here, there, share = town.house, town.second, town.share
    her = somebody(here)
    assert exchanges(here, share).complete
    if known:
        assert exchanges(there, share).complete
    erase(here, her)
    assert exchanges(here, share).complete

    assert exchanges(there, share).complete

    assert [line.surname for line in there.desk.read(people_list)] == ["Kaya"]
    assert there.desk.read(check).clean
    assert isinstance(there.clock, StandingClock)
