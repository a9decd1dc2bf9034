"""A lost PC is locked out, and the keys of the city lead back in."""

from pathlib import Path

import pytest

from begegnung.exchange.recovery import Cost
from begegnung.exchange.words import seed_from_words
from begegnung.model.errors import FileUnreadable, ForeignRepository, UnknownCentre
from begegnung.model.key_errors import (
    AlreadyFounded,
    AlreadyJoined,
    DeviceRevoked,
    FileInTheWay,
    MayNotDecide,
    NoSuchDevice,
    OwnDevice,
    PassphraseTooShort,
    PassphraseWrong,
    RecoveryForeign,
    ShareNotFounded,
)
from begegnung.services import people
from begegnung.services.check import check
from begegnung.services.exchange import ExchangeOutcome
from begegnung.services.founding import found_exchange, recover, seed_in_file
from begegnung.services.key_store import FILE_NAME
from begegnung.services.revoking import revoke
from begegnung.services.share_status import share_status
from tests.desks import House, content, copy_of, open_house
from tests.joined import CHEAP, PASSPHRASE, JoinedTown, exchanges, found, join


def locks_out(house: House, lost: House, share: Path, seed: bytes | None = None) -> ExchangeOutcome:
    return revoke(house.desk, house.folder, str(share), lost.desk.device, seed)


def state(house: House) -> str:
    return share_status(house.desk, house.folder).state


def surnames(house: House) -> list[str]:
    return [person.surname for person in house.desk.read(people.people_list)]


def seed_of(town: JoinedTown) -> bytes:
    return seed_in_file(town.house.folder / "stadt.wiederherstellung", PASSPHRASE)


def test_a_pc_that_was_locked_out_gets_and_gives_nothing_any_more(town: JoinedTown) -> None:
    town.second.person("Kaya", "Ayşe")
    exchanges(town.second, town.share)
    outcome = locks_out(town.house, town.second, town.share)
    assert outcome.complete
    # The programme, the house and its figures.
    assert outcome.findings["new epoch"] == 3
    town.second.person("Dieb", "Ein")
    assert exchanges(town.second, town.share).trouble == DeviceRevoked()
    assert state(town.second) == "revoked"
    town.house.person("Horn", "Edith")
    exchanges(town.house, town.share)
    assert sorted(surnames(town.house)) == ["Horn", "Kaya"]
    (line,) = [
        pc
        for pc in share_status(town.house.desk, town.house.folder).pcs
        if pc.device == town.second.desk.device
    ]
    assert line.revoked


def test_a_pc_that_was_locked_out_by_mistake_joins_again_and_loses_nothing(
    town: JoinedTown,
) -> None:
    locks_out(town.house, town.second, town.share)
    town.second.person("Kaya", "Ayşe")
    exchanges(town.second, town.share)
    join(town.second, town.house, town.share)
    for house in (town.second, town.house, town.second):
        assert exchanges(house, town.share).complete
    assert surnames(town.house) == surnames(town.second) == ["Kaya"]
    assert town.house.desk.read(content) == town.second.desk.read(content)
    assert len(list(town.second.folder.glob(f"{FILE_NAME}*"))) == 2


def test_a_pc_is_found_by_its_name(town: JoinedTown) -> None:
    house, share = town.house, str(town.share)
    name = share_status(house.desk, house.folder).pcs[0].name
    same = [pc for pc in share_status(house.desk, house.folder).pcs if pc.name == name]
    with pytest.raises(NoSuchDevice) as refused:
        revoke(house.desk, house.folder, share, "gibt es nicht")
    assert not refused.value.several
    if len(same) > 1:
        with pytest.raises(NoSuchDevice) as refused:
            revoke(house.desk, house.folder, share, name)
        assert refused.value.several


def test_nobody_locks_out_itself_or_whom_it_may_not_decide_about(town: JoinedTown) -> None:
    with pytest.raises(OwnDevice):
        locks_out(town.house, town.house, town.share)
    with pytest.raises(MayNotDecide):
        locks_out(town.second, town.other, town.share)
    with pytest.raises(MayNotDecide):
        locks_out(town.other, town.second, town.share)


def test_the_only_pc_of_a_house_comes_back_on_a_new_one_with_the_sheet(
    town: JoinedTown, tmp_path: Path
) -> None:
    town.other.person("Yıldız", "Elif")
    exchanges(town.other, town.share)
    with open_house(tmp_path / "Ersatz") as spare:
        outcome = recover(spare.desk, spare.folder, str(town.share), seed_of(town), "Haus Eiche")
        assert outcome.complete
        assert surnames(spare) == ["Yıldız"]
        assert spare.desk.centre_id == town.other.desk.centre_id
        assert share_status(spare.desk, spare.folder).role == "city"
        assert spare.desk.read(check).clean
        locks_out(spare, town.other, town.share)
    assert exchanges(town.other, town.share).trouble == DeviceRevoked()


def test_a_recovered_pc_gives_a_new_pc_the_keys_of_any_house(
    town: JoinedTown, tmp_path: Path
) -> None:
    town.other.person("Yıldız", "Elif")
    exchanges(town.other, town.share)
    house = town.house
    assert recover(house.desk, house.folder, str(town.share), seed_of(town)).complete
    theirs = town.other.desk.centre_id
    assert theirs is not None
    with open_house(tmp_path / "Ersatz") as spare:
        join(spare, house, town.share, of=theirs)
        assert surnames(spare) == ["Yıldız"]
    assert surnames(house) == []


def test_a_stolen_pc_of_the_city_is_locked_out_with_the_keys_of_the_city(
    town: JoinedTown, tmp_path: Path
) -> None:
    seed = seed_of(town)
    with open_house(tmp_path / "Amt") as office:
        recover(office.desk, office.folder, str(town.share), seed)
        locks_out(office, town.house, town.share, seed)
        assert exchanges(town.house, town.share).trouble == DeviceRevoked()
        with pytest.raises(RecoveryForeign):
            locks_out(office, town.other, town.share, bytes(32))


def test_the_words_and_the_file_hold_the_same_keys(prepared: Path, tmp_path: Path) -> None:
    share = tmp_path / "Freigabe"
    share.mkdir()
    with open_house(copy_of(prepared, tmp_path / "Daten")) as house:
        founded = found(house, share)
        assert seed_in_file(founded.recovery_file, PASSPHRASE) == seed_from_words(
            " ".join(founded.words)
        )
        assert founded.sheet().startswith(b"%PDF-")
        assert " ".join(founded.words) not in repr(founded)
        with pytest.raises(PassphraseWrong):
            seed_in_file(founded.recovery_file, "etwas anderes")
        with pytest.raises(AlreadyJoined):
            found(house, share)


def test_founding_that_was_cut_off_is_finished_with_the_recovery_file(
    prepared: Path, tmp_path: Path
) -> None:
    share = tmp_path / "Freigabe"
    share.mkdir()
    with open_house(copy_of(prepared, tmp_path / "Daten")) as house:
        founded = found(house, share)
    with open_house(copy_of(prepared, tmp_path / "Daten wie vorher")) as house:
        with pytest.raises(AlreadyFounded):
            found(house, share)
        seed = seed_in_file(founded.recovery_file, PASSPHRASE)
        assert recover(house.desk, house.folder, str(share), seed).complete
        assert share_status(house.desk, house.folder).role == "city"


def test_what_cannot_be_founded_leaves_nothing_behind(prepared: Path, tmp_path: Path) -> None:
    share, file = tmp_path / "Freigabe", tmp_path / "stadt.wiederherstellung"
    share.mkdir()
    with open_house(copy_of(prepared, tmp_path / "Daten")) as house:

        def tries(passphrase: str, cost: Cost = CHEAP) -> None:
            found_exchange(house.desk, house.folder, str(share), passphrase, file, cost)

        with pytest.raises(PassphraseTooShort):
            tries("kurz")
        assert not file.exists()
        file.write_bytes(b"something else")
        with pytest.raises(FileInTheWay):
            tries(PASSPHRASE)
        assert (file.read_bytes(), list(share.iterdir())) == (b"something else", [])


def test_recovery_needs_the_right_keys_folder_and_house(
    town: JoinedTown, prepared: Path, tmp_path: Path
) -> None:
    empty, foreign = tmp_path / "leer", tmp_path / "Andere Stadt"
    empty.mkdir()
    foreign.mkdir()
    with open_house(tmp_path / "Ersatz") as spare:
        with pytest.raises(RecoveryForeign):
            recover(spare.desk, spare.folder, str(town.share), bytes(32))
        with pytest.raises(ShareNotFounded):
            recover(spare.desk, spare.folder, str(empty), seed_of(town))
        with pytest.raises(UnknownCentre):
            recover(spare.desk, spare.folder, str(town.share), seed_of(town), "Haus Mond")
    with open_house(copy_of(prepared, tmp_path / "Gründer")) as founder:
        seed = seed_in_file(found(founder, foreign).recovery_file, PASSPHRASE)
    with pytest.raises(ForeignRepository):
        recover(town.house.desk, town.house.folder, str(foreign), seed)
    for wrong in (tmp_path / "fehlt", tmp_path, town.house.folder / "begegnung.sqlite"):
        with pytest.raises(FileUnreadable):
            seed_in_file(wrong, PASSPHRASE)
