"""Certificates and keys in whole runs: new months, new PCs, lost PCs, damaged papers."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest

from begegnung.exchange import codec, layout
from begegnung.exchange.certificates import Role, make_request
from begegnung.exchange.intake import SECOND_LOOK_SECONDS
from begegnung.exchange.report import Finding, Step
from begegnung.model.key_errors import DeviceRevoked, NotApproved
from tests.exchange.bundles import CITY, HOUSE, action, insert, seal_one
from tests.exchange.desks import Desk, exchange_all, hears_of
from tests.exchange.faulty_share import FaultyShare
from tests.exchange.memory_ledger import PowerCut
from tests.exchange.papers import (
    CERTIFICATES,
    MARK,
    certificate_of,
    keys_of,
    pseudo_random,
    revocation,
)

DECEMBER = datetime(2026, 12, 1, 2, 14, tzinfo=UTC)


@pytest.fixture
def share() -> FaultyShare:
    return FaultyShare()


def bundles(share: FaultyShare, device: str = "") -> list[str]:
    names = {path: layout.BundlePath.parse(path) for path in share.files}
    return [path for path, name in names.items() if name and (device in ("", name.device))]


def epochs(share: FaultyShare, scope: str = "h-0001") -> set[str]:
    return {p.split("/")[2] for p in share.files if p.startswith(f"{layout.KEYS}/{scope}/")}


def epoch_in(data: bytes) -> str:
    return codec.parse_header(codec.split_file(data).header).epoch


def newcomer(share: FaultyShare, *, approved: bool = True, role: Role = "pc") -> Desk:
    """A PC with keys of its own that nobody has given a key of a scope yet."""
    desk = Desk(share, "new")
    state = desk.ledger.state
    state.documents = {}
    state.scopes["h-0001"].epochs = {}
    if approved:
        paper = certificate_of("new", role=role)
        state.documents[paper.path] = paper.document.data
    return desk


def test_a_new_month_brings_a_new_key_and_everything_stays_readable(share: FaultyShare) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    one.adds("r1", name="Saal")
    exchange_all(one, two)
    one.now = two.now = DECEMBER
    one.sets("r1", name="Café")
    assert one.exchanges().count(Finding.NEW_EPOCH) == 1
    assert two.exchanges().count(Finding.NEW_EPOCH) == 0
    assert two.shows("r1") == {"name": "Café"}
    used = {epoch_in(share.files[path]) for path in bundles(share)}
    assert used == epochs(share)
    assert len(used) == 2


def test_two_pcs_that_begin_a_month_apart_agree_on_one_key(share: FaultyShare) -> None:
    one, two, three = (Desk(share, f"pc{n}") for n in (1, 2, 3))
    exchange_all(one, two, three)
    aside = FaultyShare()
    aside.files = share.snapshot()
    two.share = aside
    for desk in (one, two, three):
        desk.now = DECEMBER
    one.exchanges()
    two.exchanges()
    share.files |= {p: d for p, d in aside.files.items() if p not in share.files}
    two.share = share
    exchange_all(one, two, three)
    for n, desk in enumerate((one, two, three)):
        desk.adds(f"r{n}", name="Saal")
    exchange_all(one, two, three)
    assert len({epoch_in(share.files[path]) for path in bundles(share)}) == 1
    before, writes = share.snapshot(), share.writes
    exchange_all(one, two, three)
    assert (share.files, share.writes) == (before, writes)


@pytest.mark.parametrize("year", [1980, 2099])
def test_a_wrong_clock_neither_stops_the_months_nor_makes_keys_without_end(
    share: FaultyShare, year: int
) -> None:
    one, wrong = Desk(share, "pc1"), Desk(share, "pc2")
    wrong.now = datetime(year, 1, 1, tzinfo=UTC)
    exchange_all(wrong, one, rounds=4)
    assert len(epochs(share)) <= 2
    one.now = DECEMBER
    exchange_all(one, wrong, rounds=3)
    assert any(epoch.startswith("2026-12-") for epoch in epochs(share))
    assert len(epochs(share)) <= 3
    wrong.adds("r1", name="Saal")
    exchange_all(wrong, one)
    assert one.shows("r1") == {"name": "Saal"}


def test_a_new_pc_is_given_the_keys_by_whoever_runs_next_and_reads_everything(
    share: FaultyShare,
) -> None:
    one = Desk(share, "pc1")
    one.adds("r1", name="Saal")
    one.exchanges()
    one.now = DECEMBER
    one.adds("r2", name="Café")
    one.exchanges()
    new = newcomer(share)
    new.now = DECEMBER
    new.adds("r3", name="Werkstatt")
    report = new.exchanges()
    assert report.count(Finding.KEY_MISSING) == 2
    one.exchanges()
    assert new.exchanges().complete
    one.exchanges()
    for desk in (one, new):
        assert [desk.shows(f"r{n}")["name"] for n in (1, 2, 3)] == ["Saal", "Café", "Werkstatt"]
    assert all(report.notes == () for report in (one.exchanges(), new.exchanges()))


def test_a_pc_that_nobody_has_approved_reads_and_writes_nothing_but_its_request(
    share: FaultyShare,
) -> None:
    one = Desk(share, "pc1")
    one.adds("r1", name="Saal")
    one.exchanges()
    new = newcomer(share, approved=False)
    new.adds("r2", name="Café")
    before = share.snapshot()
    assert new.exchanges().trouble == NotApproved(asked=False)
    assert (share.files, bool(new.ledger.pending("h-0001", 9))) == (before, True)
    request = make_request(
        "new", "0001", keys_of("new"), repository=MARK.repository, random_bytes=pseudo_random("r")
    )
    new.ledger.state.documents[request.path] = request.document.data
    assert new.exchanges().trouble == NotApproved(asked=True)
    assert share.files == {**before, request.path: request.document.data}


def test_a_request_is_heard_by_who_may_answer_and_goes_when_it_was_answered(
    share: FaultyShare,
) -> None:
    new = newcomer(share, approved=False)
    request = make_request(
        "new", "0001", keys_of("new"), repository=MARK.repository, random_bytes=pseudo_random("r")
    )
    new.ledger.state.documents[request.path] = request.document.data
    new.exchanges()
    manager = newcomer(share, role="manager")
    manager.ledger.state.device, manager.ledger.state.keys = "manager", keys_of("manager")
    paper = certificate_of("manager", role="manager")
    manager.ledger.state.documents = {paper.path: paper.document.data}
    assert Desk(share, "pc1").exchanges().count(Finding.ASKS_TO_JOIN) == 0
    assert manager.exchanges().paths(Finding.ASKS_TO_JOIN) == (request.path,)
    answer = certificate_of("new")
    share.files[answer.path] = answer.document.data
    assert new.exchanges().trouble is None
    assert request.path not in share.files
    assert request.path not in new.ledger.document_paths()
    assert manager.exchanges().count(Finding.ASKS_TO_JOIN) == 0


def test_lost_papers_heal_from_any_pc(share: FaultyShare) -> None:
    one, two = Desk(share, "pc1", CITY, HOUSE), Desk(share, "pc2", CITY, HOUSE)
    exchange_all(one, two)
    before = share.snapshot()
    papers = [path for path in share.files if path.startswith((layout.CERTIFICATES, layout.KEYS))]
    for path in papers:
        del share.files[path]
    report = two.exchanges()
    assert set(report.paths(Finding.HEALED) + report.paths(Finding.PUBLISHED)) == set(papers)
    assert share.files == before


def test_a_damaged_certificate_is_put_aside_and_replaced_by_who_has_it(share: FaultyShare) -> None:
    one, new = Desk(share, "pc1"), newcomer(share)
    path = CERTIFICATES["pc1"].path
    good, share.files[path] = share.files[path], b"{}"
    report = new.exchanges()
    assert (report.paths(Finding.DAMAGED), new.naps[0]) == ((path,), SECOND_LOOK_SECONDS)
    one.exchanges()
    assert share.files[path] == good
    new.exchanges()
    assert path in new.ledger.document_paths()


def test_a_damaged_certificate_on_a_share_without_rights_keeps_nobody_from_reading(
    share: FaultyShare,
) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    one.adds("r1", name="Saal")
    one.exchanges()
    path = CERTIFICATES["pc5"].path
    share.files[path] = b"{}"
    del two.ledger.state.documents[path]
    share.read_only = True
    report = two.exchanges()
    assert (report.paths(Finding.DAMAGED), two.shows("r1")) == ((path,), {"name": "Saal"})


def test_a_certificate_under_the_name_of_a_synchroniser_is_not_lost(share: FaultyShare) -> None:
    new = newcomer(share)
    path = CERTIFICATES["pc1"].path
    share.files[path.replace(".json", " (Konflikt PC-3).json")] = share.files.pop(path)
    assert new.exchanges().count(Finding.STRAY) == 1
    assert path in new.ledger.document_paths()
    assert share.files[path] == CERTIFICATES["pc1"].document.data
    assert new.exchanges().count(Finding.STRAY) == 0


def test_papers_of_strangers_change_nothing_and_are_not_put_back(share: FaultyShare) -> None:
    desk = Desk(share, "pc1")
    forged = certificate_of("thief", role="city", issuer_keys=keys_of("thief"))
    share.files[forged.path] = forged.document.data
    junk = f"{layout.CERTIFICATES}/pc1.{'0' * 16}.json"
    share.files[f"{layout.CERTIFICATES}/liesmich.txt"] = b"hello"
    share.files[junk] = b"junk"
    desk.exchanges()
    assert not desk.ledger.state.documents.get(junk)
    share.files.pop(forged.path)
    desk.exchanges()
    assert forged.path not in share.files
    assert desk.exchanges().notes == ()


def test_a_forged_bundle_is_left_where_it_is_and_listed(share: FaultyShare) -> None:
    desk = Desk(share, "pc2")
    sealed = seal_one(HOUSE, action(1, insert("r9", name="forged")))
    file = codec.split_file(sealed.data)
    data = codec.join_file(file.header, file.body, keys_of("thief").sign)
    path = layout.bundle_path("h-0001", "pc1.a", 1, codec.hash_of(data))
    share.files[path] = data
    for _ in range(2):
        report = desk.exchanges()
        assert (report.paths(Finding.FORGED), report.count(Finding.DAMAGED)) == ((path,), 0)
    assert (share.files[path], desk.shows("r9")) == (data, {})


def test_what_a_lost_pc_writes_after_it_was_locked_out_counts_nowhere(share: FaultyShare) -> None:
    one, two, lost = (Desk(share, f"pc{n}") for n in (1, 2, 3))
    lost.adds("r1", name="Saal")
    exchange_all(lost, one, two)
    (known,) = bundles(share, "pc3")
    hears_of(one, revocation("pc3", codec.hash_of(share.files[known])))
    aside = FaultyShare()
    aside.files = share.snapshot()
    assert one.exchanges().count(Finding.NEW_EPOCH) == 1
    lost.share = aside
    lost.sets("r1", name="gestohlen")
    lost.exchanges()
    (stolen,) = set(bundles(aside, "pc3")) - {known}
    share.files[stolen] = aside.files[stolen]
    for desk in (two, one):
        report = desk.exchanges()
        assert report.paths(Finding.LOCKED_OUT) == (stolen,)
        assert desk.shows("r1") == {"name": "Saal"}
    lost.share = share
    assert isinstance(lost.exchanges().trouble, DeviceRevoked)
    one.sets("r1", name="Café")
    exchange_all(one, two)
    newest = max(bundles(share, "pc1"))
    assert lost.ledger.epochs("h-0001").keys().isdisjoint({epoch_in(share.files[newest])})


def test_a_revocation_that_is_lost_everywhere_comes_back_out_of_the_keys_made_for_it(
    share: FaultyShare,
) -> None:
    one, two, lost = (Desk(share, f"pc{n}") for n in (1, 2, 3))
    exchange_all(one, two, lost)
    made = revocation("pc3")
    hears_of(one, made)
    assert one.exchanges().count(Finding.NEW_EPOCH) > 0
    del share.files[made.path]
    new = newcomer(share)
    exchange_all(two, new, two, new)
    two.adds("r1", name="Saal")
    exchange_all(two, new)
    assert share.files[made.path] == made.document.data
    assert new.shows("r1") == {"name": "Saal"}
    assert isinstance(lost.exchanges().trouble, DeviceRevoked)


def test_what_was_taken_in_before_the_news_counts_for_everybody(share: FaultyShare) -> None:
    one, two, three, lost = (Desk(share, f"pc{n}") for n in (1, 2, 3, 4))
    exchange_all(one, two, three, lost)
    lost.adds("r1", name="Saal")
    lost.exchanges()
    two.exchanges()
    hears_of(one, revocation("pc4"))
    one.exchanges()
    assert one.shows("r1") == {}
    exchange_all(two, one, three)
    assert [desk.shows("r1") for desk in (one, two, three)] == [{"name": "Saal"}] * 3
    assert not any(desk.exchanges().notes for desk in (one, two, three))


def test_everything_a_counting_bundle_rests_on_counts_however_long_the_chain(
    share: FaultyShare,
) -> None:
    one, two, lost = (Desk(share, f"pc{n}") for n in (1, 2, 3))
    exchange_all(one, two, lost)
    lost.adds("r1", seats=0)
    for seats in range(1, 6):
        lost.exchanges()
        lost.sets("r1", seats=seats)
    lost.exchanges()
    two.exchanges()
    two.sets("r1", seats=99)
    aside = share.snapshot()
    two.exchanges()
    mine = bundles(share, "pc2")
    share.files = {**aside, **{path: share.files[path] for path in mine}}
    hears_of(one, revocation("pc3"))
    report = one.exchanges()
    assert (one.shows("r1"), report.count(Finding.LOCKED_OUT)) == ({"seats": 99}, 0)


def operations(desk: Desk) -> int:
    steps: list[Step] = []
    assert desk.exchanges(progress=steps.append).complete
    return len(steps)


def test_a_run_does_not_cost_more_after_years_of_new_keys(share: FaultyShare) -> None:
    one = Desk(share, "pc1")
    one.exchanges()
    before = operations(one)
    for year in range(2027, 2030):
        for month in range(1, 13):
            one.now = datetime(year, month, 2, tzinfo=UTC)
            one.exchanges()
    assert len(epochs(share)) == 37
    assert operations(one) <= before + 1
    new = newcomer(share)
    new.now = one.now
    new.exchanges()
    one.exchanges()
    assert len(new.ledger.epochs("h-0001")) < 37
    new.exchanges()
    assert len(new.ledger.epochs("h-0001")) >= 37


@pytest.mark.parametrize("fuse", range(1, 6))
@pytest.mark.parametrize("before_commit", [True, False])
def test_a_power_cut_while_a_key_is_made_loses_nothing(
    share: FaultyShare, fuse: int, before_commit: bool
) -> None:
    one, two = Desk(share, "pc1"), Desk(share, "pc2")
    exchange_all(one, two)
    one.now = two.now = DECEMBER
    one.adds("r1", name="Saal")
    one.ledger.fuse, one.ledger.fails_before_commit = fuse, before_commit
    with suppress(PowerCut):
        one.exchanges()
    one.ledger.fuse = None
    exchange_all(one, two)
    assert two.shows("r1") == {"name": "Saal"}
    assert two.exchanges().complete
