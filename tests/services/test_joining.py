"""A PC joins: it asks, six words are compared, it is approved; or two files are carried."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from begegnung.exchange import layout
from begegnung.model.errors import FileUnreadable, ShareNotSet, ShareUnreachable
from begegnung.model.key_errors import (
    AlreadyJoined,
    AnswerUnfitting,
    FileInTheWay,
    MayNotDecide,
    NoHouseKnown,
    NoSuchRequest,
    NotApproved,
    ShareNotFounded,
    WordsDiffer,
)
from begegnung.model.staff_errors import NotAllowed
from begegnung.services import people
from begegnung.services.check import check
from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.joining import (
    Approval,
    approve,
    approve_file,
    ask_by_file,
    ask_to_join,
    is_approved_now,
    take_answer,
    waiting_pcs,
)
from begegnung.services.share_status import share_status
from begegnung.services.staff import AddStaff, add_staff
from tests.desks import HOUSE, House, copy_of, open_house
from tests.joined import JoinedTown, exchanges, found, join


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[House]:
    """A PC that was just unpacked."""
    with open_house(tmp_path / "Neuer PC") as opened:
        yield opened


def asks(newcomer: House, share: Path) -> Approval:
    asked = ask_to_join(newcomer.desk, newcomer.folder, str(share))
    return Approval(asked.device, " ".join(asked.words))


def approves(approver: House, share: Path, approval: Approval) -> None:
    assert approve(approver.desk, approver.folder, str(share), approval).outcome


def waiting(house: House, share: Path) -> list[str]:
    return [pc.device for pc in waiting_pcs(house.desk, house.folder, str(share))]


def test_an_empty_pc_becomes_one_of_the_house_and_gets_everything(
    town: JoinedTown, newcomer: House
) -> None:
    town.house.person("Kaya", "Ayşe")
    approval = asks(newcomer, town.share)
    assert share_status(newcomer.desk, newcomer.folder).state == "asked"
    (pc,) = waiting_pcs(town.house.desk, town.house.folder, str(town.share))
    assert " ".join(pc.words) == approval.words
    assert not is_approved_now(newcomer.desk, newcomer.folder, str(town.share))
    approves(town.house, town.share, approval)
    assert is_approved_now(newcomer.desk, newcomer.folder, str(town.share))
    outcome = exchanges(newcomer, town.share)

    assert outcome.complete
    assert newcomer.desk.centre_id == town.house.desk.centre_id
    assert [p.surname for p in newcomer.desk.read(people.people_list)] == ["Kaya"]
    assert newcomer.desk.read(check).clean
    status = share_status(newcomer.desk, newcomer.folder)
    assert (status.state, status.role, status.words) == ("member", "pc", ())
    assert not any((town.share / layout.REQUESTS).iterdir())
    assert waiting(town.house, town.share) == []


def test_a_pc_with_a_house_of_its_own_keeps_it_and_may_approve_its_next_one(
    town: JoinedTown, newcomer: House, tmp_path: Path
) -> None:
    newcomer.act(set_up_house, SetUpHouse("Haus Ulme"))
    join(newcomer, town.house, town.share)
    assert share_status(newcomer.desk, newcomer.folder).role == "manager"
    with open_house(tmp_path / "Noch ein PC") as second:
        join(second, newcomer, town.share)
        assert second.desk.centre_id == newcomer.desk.centre_id
        assert share_status(second.desk, second.folder).role == "pc"


def test_until_it_is_approved_a_pc_sees_and_shows_nothing(
    town: JoinedTown, newcomer: House
) -> None:
    asks(newcomer, town.share)
    before = sorted(town.share.rglob("*"))
    outcome = exchanges(newcomer, town.share)
    assert outcome.trouble == NotApproved(asked=True)
    assert sorted(town.share.rglob("*")) == before
    assert newcomer.desk.centre_id is None


def test_asking_again_shows_the_same_words(town: JoinedTown, newcomer: House) -> None:
    first = asks(newcomer, town.share)
    assert asks(newcomer, town.share) == first
    assert share_status(newcomer.desk, newcomer.folder).words == tuple(first.words.split())


def test_a_house_that_was_set_up_after_asking_asks_anew(town: JoinedTown, newcomer: House) -> None:
    before = asks(newcomer, town.share)
    newcomer.act(set_up_house, SetUpHouse("Haus Ulme"))
    after = asks(newcomer, town.share)
    assert after.words != before.words
    approves(town.house, town.share, after)
    assert exchanges(newcomer, town.share).complete


def test_wrong_words_approve_nobody(town: JoinedTown, newcomer: House) -> None:
    approval = asks(newcomer, town.share)
    for words in ("", "sechs ganz andere Wörter als diese", approval.words + " Apfel"):
        with pytest.raises(WordsDiffer):
            approves(town.house, town.share, Approval(approval.device, words))
    with pytest.raises(NoSuchRequest):
        approves(town.house, town.share, Approval("unknown", approval.words))
    assert isinstance(exchanges(newcomer, town.share).trouble, NotApproved)


def test_a_pc_that_may_not_decide_approves_nobody(town: JoinedTown, newcomer: House) -> None:
    approval = asks(newcomer, town.share)
    with pytest.raises(MayNotDecide):
        approves(town.second, town.share, approval)
    with pytest.raises(MayNotDecide):
        waiting(town.second, town.share)


def test_a_manager_approves_for_his_house_alone(town: JoinedTown, newcomer: House) -> None:
    approval = asks(newcomer, town.share)
    mine = town.house.desk.centre_id
    assert mine is not None
    other = Approval(approval.device, approval.words, house=mine)
    with pytest.raises(MayNotDecide):
        approves(town.other, town.share, other)
    approves(town.other, town.share, approval)
    exchanges(newcomer, town.share)
    assert newcomer.desk.centre_id == town.other.desk.centre_id


def test_the_house_of_somebody_else_gives_its_keys_itself(
    town: JoinedTown, newcomer: House
) -> None:
    town.other.person("Yıldız", "Elif")
    exchanges(town.other, town.share)
    approval = asks(newcomer, town.share)
    theirs = town.other.desk.centre_id
    assert theirs is not None
    approves(town.house, town.share, Approval(approval.device, approval.words, house=theirs))
    assert exchanges(newcomer, town.share).findings["key missing"]
    exchanges(town.other, town.share)
    assert exchanges(newcomer, town.share).complete
    assert [p.surname for p in newcomer.desk.read(people.people_list)] == ["Yıldız"]
    assert town.house.desk.read(people.people_list) == []


def test_a_user_without_the_right_neither_asks_nor_approves(
    town: JoinedTown, newcomer: House
) -> None:
    approval = asks(newcomer, town.share)
    house = town.house
    house.act(add_staff, AddStaff("Frau Leitung", "manager"))
    house.desk.actor = house.act(add_staff, AddStaff("Herr Empfang", "reception")).value
    with pytest.raises(NotAllowed):
        approves(house, town.share, approval)
    with pytest.raises(NotAllowed):
        ask_to_join(house.desk, house.folder, str(town.share))


def test_who_takes_part_does_not_ask_again(town: JoinedTown) -> None:
    with pytest.raises(AlreadyJoined):
        asks(town.second, town.share)
    with pytest.raises(AlreadyJoined):
        ask_by_file(town.second.desk, town.second.folder, town.second.folder / "anfrage")


def test_another_exchange_is_not_joined_by_accident(
    town: JoinedTown, prepared: Path, tmp_path: Path
) -> None:
    foreign = tmp_path / "Andere Stadt"
    foreign.mkdir()
    with open_house(copy_of(prepared, tmp_path / "Gründer")) as founder:
        found(founder, foreign)
    with pytest.raises(AlreadyJoined):
        asks(town.second, foreign)
    assert exchanges(town.second, town.share).complete


def test_without_a_founded_folder_there_is_nothing_to_join(newcomer: House, tmp_path: Path) -> None:
    (tmp_path / "leer").mkdir()
    with pytest.raises(ShareNotFounded):
        asks(newcomer, tmp_path / "leer")
    with pytest.raises(ShareUnreachable):
        asks(newcomer, tmp_path / "fehlt")
    with pytest.raises(ShareNotSet):
        ask_to_join(newcomer.desk, newcomer.folder, " ")


@contextmanager
def request_of(newcomer: House, stick: Path) -> Iterator[Path]:
    stick.mkdir(exist_ok=True)
    target = stick / "neuer-pc.anfrage"
    ask_by_file(newcomer.desk, newcomer.folder, target)
    yield target


def test_two_files_on_a_stick_do_the_same_without_the_network(
    town: JoinedTown, newcomer: House, tmp_path: Path
) -> None:
    town.house.person("Kaya", "Ayşe")
    exchanges(town.house, town.share)
    stick = tmp_path / "Stick"
    with request_of(newcomer, stick) as request:
        answer = stick / "neuer-pc.antwort"
        approve_file(town.house.desk, town.house.folder, request, answer)
        take_answer(newcomer.desk, newcomer.folder, answer)

    outcome = exchanges(newcomer, town.share)

    assert outcome.complete
    assert [p.surname for p in newcomer.desk.read(people.people_list)] == ["Kaya"]
    assert exchanges(town.second, town.share).complete
    lines = share_status(town.second.desk, town.second.folder).pcs
    assert newcomer.desk.device in {line.device for line in lines}


def test_an_answer_for_another_pc_or_a_damaged_one_changes_nothing(
    town: JoinedTown, newcomer: House, tmp_path: Path
) -> None:
    stick = tmp_path / "Stick"
    with request_of(newcomer, stick) as request, open_house(tmp_path / "x") as other:
        answer = stick / "antwort"
        approve_file(town.house.desk, town.house.folder, request, answer)
        with pytest.raises(AnswerUnfitting):
            take_answer(other.desk, other.folder, answer)
        with pytest.raises(FileInTheWay):
            approve_file(town.house.desk, town.house.folder, request, answer)
        answer.write_bytes(answer.read_bytes()[:-1])
        for wrong in (answer, request, stick, stick / "fehlt"):
            with pytest.raises(FileUnreadable):
                take_answer(newcomer.desk, newcomer.folder, wrong)
        with pytest.raises(FileUnreadable):
            approve_file(town.house.desk, town.house.folder, answer, stick / "zweite")
    assert share_status(newcomer.desk, newcomer.folder).state == "none"


def test_a_pc_without_a_house_names_one_for_whom_it_approves(
    newcomer: House, tmp_path: Path
) -> None:
    share = tmp_path / "Freigabe"
    share.mkdir()
    with open_house(tmp_path / "Amt") as office:
        found(office, share)
        approval = asks(newcomer, share)
        with pytest.raises(NoHouseKnown):
            approves(office, share, approval)
        approves(office, share, Approval(approval.device, approval.words, "city"))
        assert exchanges(newcomer, share).complete
        assert share_status(newcomer.desk, newcomer.folder).role == "city"
        office.act(set_up_house, SetUpHouse("Haus Amt"))
        for _ in range(2):
            assert exchanges(office, share).complete
        assert share_status(office.desk, office.folder).house == office.desk.centre_id


def test_the_list_of_pcs_says_who_they_are(town: JoinedTown) -> None:
    for house in (town.house, town.second, town.other, town.house):
        exchanges(house, town.share)
    status = share_status(town.house.desk, town.house.folder)
    assert sorted((pc.house_name, pc.role, pc.own) for pc in status.pcs) == [
        ("Haus Eiche", "manager", False),
        (HOUSE, "city", True),
        (HOUSE, "pc", False),
    ]
    assert not any(pc.revoked for pc in status.pcs)
    assert all(pc.name and pc.last_seen_ms for pc in status.pcs)
    own, other = town.house.desk.centre_id or "", town.other.desk.centre_id or ""
    assert {epoch.scope for epoch in status.epochs} == {
        "stadt",
        layout.house_scope(own),
        layout.figures_scope(own),
        layout.figures_scope(other),
    }
