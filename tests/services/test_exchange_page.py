"""What a PC knows of its exchange: the log of its runs, its clock, how the others stand."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.exchange.acks import Ack
from begegnung.exchange.errand import Standpoint
from begegnung.services.exchange_page import (
    differing_devices,
    overview,
    put_sheets_away,
    takes_part,
)
from begegnung.services.exchange_runs import (
    RunLine,
    earlier_runs,
    last_complete,
    note_damaged,
    note_run,
)
from begegnung.services.share_clock import clock_ahead
from begegnung.texts.exchange_state import headline, remark_text
from tests.desks import House
from tests.joined import JoinedTown, exchanges

MINUTE = 60_000


def failed(at_ms: int, trouble: str = "ShareUnreachable") -> RunLine:
    return RunLine(at_ms, False, 0, 0, trouble)


def test_tries_that_fail_alike_are_one_line_and_the_last_whole_run_is_never_forgotten(
    house: House,
) -> None:
    note_run(house.desk, RunLine(1, True, 3, 2, "", {"taken in": 3}))
    for number in range(100):
        note_run(house.desk, failed(1000 + number))
    for number in range(60):
        kind = ("ShareFull", "ShareReadOnly")[number % 2]
        note_run(house.desk, failed(5000 + number, kind))

    runs = house.desk.read(earlier_runs)
    assert len(runs) == 31
    assert house.desk.read(last_complete) == 1
    note_run(house.desk, failed(9000, runs[0].trouble))
    newest = house.desk.read(earlier_runs)[0]
    assert (newest.at_ms, newest.times, newest.first_ms) == (9000, 2, 5059)


def test_a_run_that_brought_news_keeps_its_own_line(house: House) -> None:
    for at_ms, taken in ((1, 0), (2, 4), (3, 0)):
        note_run(house.desk, failed(at_ms)._replace(taken_in=taken))

    assert [run.at_ms for run in house.desk.read(earlier_runs)] == [3, 2, 1]


def test_what_no_bundle_makes_whole_stays_noted_once(house: House) -> None:
    path = f"s/stadt/b/{'a' * 26}.0/00000001-{'0' * 16}.bz"

    assert note_damaged(house.desk, [path, path]) == 0
    assert note_damaged(house.desk, [path]) == 0
    assert note_damaged(house.desk, []) == 0


@given(offset=st.integers(-600, 600))
def test_the_clock_is_compared_with_the_file_that_was_just_written(
    tmp_path_factory: pytest.TempPathFactory, offset: int
) -> None:
    folder = tmp_path_factory.getbasetemp() / "Uhr"
    folder.mkdir(exist_ok=True)
    file = folder / "datei"
    file.write_bytes(b"x")
    here = 1_800_000_000_000
    os.utime(file, ns=(0, (here - offset * 1000) * 1_000_000))

    found = clock_ahead(str(folder), ["datei"], here - 2000, lambda: here)

    assert found is not None
    assert (found == 0) == (0 <= offset <= 2)
    assert abs(found - offset * 1000) <= 2000


def test_without_a_file_of_this_run_nothing_is_said_about_the_clock(tmp_path: Path) -> None:
    assert clock_ahead(str(tmp_path), [], 0, lambda: 0) is None
    assert clock_ahead(str(tmp_path), ["weg"], 0, lambda: 0) is None
    assert clock_ahead(str(tmp_path / "kein Ordner"), ["weg"], 0, lambda: 0) is None


def test_a_wrong_clock_is_a_hint_until_it_goes_right(town: JoinedTown) -> None:
    desk, folder = town.house.desk, town.house.folder
    now = desk.now_ms()
    note_run(desk, RunLine(now, True, 0, 1, "", clock_ahead_ms=130 * MINUTE))
    note_run(desk, RunLine(now, True, 0, 0, "", clock_ahead_ms=None))

    (remark,) = overview(desk, folder).remarks
    assert remark_text(remark)[0].startswith("Die Uhr dieses PCs geht 2 Std. vor.")
    note_run(desk, RunLine(now, True, 0, 1, "", clock_ahead_ms=-4 * MINUTE))
    assert overview(desk, folder).remarks == ()


def test_a_run_over_a_share_whose_clock_is_right_says_nothing(town: JoinedTown) -> None:
    town.house.person("Kaya", "Emine")

    outcome = exchanges(town.house, town.share)

    assert outcome.complete
    assert outcome.clock_ahead_ms is not None
    assert abs(outcome.clock_ahead_ms) < MINUTE


def test_how_a_pc_stands_follows_from_what_it_said_and_what_is_known_here(
    town: JoinedTown,
) -> None:
    def states(house: House) -> dict[str, str]:
        return {pc.device: pc.state for pc in overview(house.desk, house.folder).pcs}

    here, there = town.house, town.second
    assert set(states(here).values()) == {"same"}
    there.person("Horn", "Edith")
    exchanges(there, town.share)
    assert states(there)[here.desk.device] == "behind"
    exchanges(here, town.share)
    assert states(here)[there.desk.device] == "same"


def ack(device: str, heads: tuple[str, ...], state: str) -> Ack:
    return Ack("stadt", device, 1, heads, Standpoint(heads, state), 1, 0, "0" * 64, b"")


def test_only_pcs_that_stood_at_the_same_place_are_compared() -> None:
    one, two = ack("a", ("1", "2"), "x"), ack("b", ("2", "1"), "y")
    elsewhere = ack("c", ("3",), "z")

    assert differing_devices([one, two, elsewhere]) == {"a", "b"}
    assert differing_devices([one, replace(two, standpoint=one.standpoint), elsewhere]) == set()
    assert differing_devices([replace(one, standpoint=None), two]) == set()


def test_a_state_is_green_only_after_a_whole_run_with_nothing_to_look_at(
    town: JoinedTown,
) -> None:
    desk, folder = town.house.desk, town.house.folder
    share, now = str(town.share), desk.now_ms()

    def tone() -> str:
        return headline(overview(desk, folder), share, desk.now_ms())[1]

    assert tone() == "ok"
    put_sheets_away(desk, done=False)
    assert tone() == "warn"
    put_sheets_away(desk, done=True)
    assert tone() == "ok"
    note_run(desk, RunLine(now, False, 0, 1, "", {"unverified": 1}))
    assert tone() == "warn"
    note_run(desk, failed(now))
    assert tone() == "info"
    note_run(desk, failed(now, "ShareReadOnly"))
    assert tone() == "bad"
    town.house.clock.go_on(days=4)
    note_run(desk, failed(desk.now_ms()))
    assert tone() == "warn"


def test_a_pc_of_no_exchange_says_so_and_makes_no_keys(house: House) -> None:
    view = overview(house.desk, house.folder)

    assert (view.state, [pc.state for pc in view.pcs]) == ("none", ["unheard"])
    assert not house.desk.read(takes_part)
    assert not (house.folder / "geraet.schluessel").exists()


def test_damaged_keys_are_a_state_and_not_a_crash(town: JoinedTown) -> None:
    (town.house.folder / "geraet.schluessel").write_text("kaputt", encoding="ascii")

    view = overview(town.house.desk, town.house.folder)

    assert view.state == "unusable"
    assert headline(view, "x", 0) == ("Der Abgleich ist auf diesem PC gestört.", "bad")
    assert remark_text(view.remarks[0])[0].startswith("Die Schlüsseldatei dieses PCs")
