"""What the city may count of a house, and that nothing else of its people leaves it."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from begegnung.db.tables import (
    SHARED,
    figure_key,
    offer_figure,
    participation,
)
from begegnung.exchange.identity import root_keys
from begegnung.exchange.layout import figures_scope
from begegnung.model.figures import pseudonym
from begegnung.model.key_errors import DeviceRevoked
from begegnung.services.attendance import CountHeads, Mark, count_heads, mark
from begegnung.services.check import check
from begegnung.services.desk import View
from begegnung.services.erasure import ErasePerson, erase_person
from begegnung.services.exchange_ledger import DatabaseLedger
from begegnung.services.figures import bring_up_to_date
from begegnung.services.founding import seed_in_file
from begegnung.services.history import recent_actions
from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.joining import approve_file, ask_by_file, take_answer
from begegnung.services.key_store import device_keys
from begegnung.services.revoking import revoke
from begegnung.services.state import state_hashes
from tests.desks import MONDAY, House, content, log, open_house
from tests.joined import PASSPHRASE, JoinedTown, exchanges, found, join
from tests.test_command_line import answer
from tests.torture.canary import traces
from tests.torture.decrypting import decrypt

HOUSE_TABLES = [name for name, table in SHARED.items() if table.info["scope"] == "house"]


@pytest.fixture
def office(town: JoinedTown, tmp_path: Path) -> Iterator[House]:
    """A PC of the city that belongs to no house."""
    with open_house(tmp_path / "Amt") as opened:
        join(opened, town.house, town.share, role="city")
        yield opened


def rows(house: House, table: Any) -> list[dict[str, Any]]:
    """Every row of a table at a PC."""

    def read(view: View) -> list[dict[str, Any]]:
        return [dict(row) for row in view.connection.execute(select(table)).mappings()]

    return house.desk.read(read)


def visits(house: House) -> Counter[str]:
    """Who came how often, by pseudonym, as the figures at a PC say it."""
    found: Counter[str] = Counter()
    for row in rows(house, participation):
        if row["visits"]:
            found[row["pseudonym"]] += row["visits"]
    return found


def name_of(house: House, person_id: str, year: int = MONDAY.year) -> str:
    """The pseudonym of a person of the house."""
    (key,) = (row["key"] for row in rows(house, figure_key) if row["year"] == year)
    return pseudonym(key, person_id)


def comes(house: House, person_id: str, date_id: str, state: str | None = "present") -> None:
    house.act(mark, Mark(date_id, person_id, state))


def goes_round(town: JoinedTown, *more: House) -> None:
    """The PCs of the house and these others exchange until each knows everything."""
    for one in (town.house, town.second, town.house, town.second, *more):
        assert exchanges(one, town.share).complete


def test_the_city_sees_how_often_people_come_and_not_who_they_are(
    town: JoinedTown, office: House
) -> None:
    born = {"birth_year": 1944, "gender": "female", "phone": "0231 5550987"}
    anna = town.house.person("Grabowski", "Anna", **born)
    kurt = town.house.person("Öztürk", "Kurt")
    course, meeting = town.house.offer(), town.house.offer("Offener Treff", "open_meeting")
    first = town.house.one_date(course)
    second = town.house.one_date(course, day=MONDAY + timedelta(days=1))
    open_day = town.house.one_date(meeting, start=800, end=860)
    for date_id in (first, second):
        comes(town.house, anna, date_id)
    comes(town.house, kurt, first, "excused")
    town.house.act(count_heads, CountHeads(open_day, 17))
    goes_round(town, town.other, office)

    assert visits(office) == {name_of(town.house, anna): 2}
    figures = {row["pseudonym"]: row for row in rows(office, participation)}
    hers = figures[name_of(town.house, anna)]
    assert (hers["month"], hers["age_band"], hers["gender"]) == ("2026-11", "80-89", "female")
    assert figures[name_of(town.house, kurt)]["excused"] == 1
    (heads,) = rows(office, offer_figure)
    assert (heads["offer_id"], heads["heads"], heads["counted"]) == (meeting, 17, 1)
    told = answer("figures", "--data", office.folder)[1]["figures"]
    assert [(line["title"], line["heads"], line["visits"], line["people"]) for line in told] == [
        ("Offener Treff", 17, 0, 0),
        ("Yoga auf dem Stuhl", 0, 2, None),
    ]
    everything = office.desk.read(content)
    assert not any(everything[table] for table in HOUSE_TABLES)
    for other in (town.second, town.other):
        assert bool(rows(other, participation)) == (other is town.second)
    for one in (town.house, town.second, town.other, office):
        assert one.desk.read(check).clean


def test_nothing_of_a_house_but_figures_can_be_read_with_what_a_pc_of_the_city_has(
    town: JoinedTown, office: House
) -> None:
    anna = town.house.person("Grabowski", "Anna", phone="0231 5550987")
    comes(town.house, anna, town.house.one_date(town.house.offer()))
    goes_round(town, office)

    data = b"".join(path.read_bytes() for path in office.folder.rglob("*") if path.is_file())
    assert name_of(town.house, anna).encode() in data
    for secret in (
        "Grabowski",
        "5550987",
        anna,
        *(row["key"] for row in rows(town.house, figure_key)),
    ):
        assert secret.encode() not in data
    houses = [one.desk.centre_id or "" for one in (town.house, town.other)]
    ledger = DatabaseLedger(office.desk, device_keys(office.folder, office.desk.device))
    assert ledger.scopes_read("") == ("stadt", *sorted(map(figures_scope, houses)))


def test_a_second_pc_of_the_city_gets_the_figures_from_the_houses(tmp_path: Path) -> None:
    share, stick = tmp_path / "Freigabe", tmp_path / "Stick"
    share.mkdir()
    stick.mkdir()
    with ExitStack() as stack:
        office, house, second = (
            stack.enter_context(open_house(tmp_path / name)) for name in ("Amt", "Haus", "Amt 2")
        )
        found(office, share)
        house.act(set_up_house, SetUpHouse("Haus Eiche", rooms=("Café",)))
        join(house, office, share)
        # Approved by files, and by one that has no key of the figures yet.
        ask_by_file(second.desk, second.folder, stick / "anfrage")
        approve_file(office.desk, office.folder, stick / "anfrage", stick / "antwort", role="city")
        take_answer(second.desk, second.folder, stick / "antwort")
        meeting = house.offer("Offener Treff", "open_meeting")
        house.act(count_heads, CountHeads(house.one_date(meeting, room=None), 9))

        early = exchanges(second, share)
        assert (early.trouble, early.findings["key missing"]) == (None, 1)
        for one in (office, house, office, second):
            assert exchanges(one, share).complete
        assert [row["heads"] for row in rows(second, offer_figure)] == [9]
        assert second.desk.read(state_hashes) == office.desk.read(state_hashes)


def test_two_pcs_of_a_house_count_the_same_and_then_write_nothing_more(town: JoinedTown) -> None:
    anna, kurt = town.house.people(2)
    course = town.house.offer()
    days = [town.house.one_date(course, day=MONDAY + timedelta(days=n)) for n in range(3)]
    goes_round(town)
    comes(town.house, anna, days[0])
    comes(town.second, anna, days[1])
    comes(town.second, kurt, days[2])
    goes_round(town)

    assert (
        visits(town.house)
        == visits(town.second)
        == Counter({name_of(town.house, anna): 2, name_of(town.house, kurt): 1})
    )
    states = [one.desk.read(state_hashes) for one in (town.house, town.second)]
    own = figures_scope(town.house.desk.centre_id or "")
    assert states[0][own] == states[1][own]
    before = sorted(path for path in town.share.rglob("*") if path.is_file())
    for one in (town.house, town.second):
        outcome = exchanges(one, town.share)
        assert outcome.complete
        assert not outcome.findings
    assert sorted(path for path in town.share.rglob("*") if path.is_file()) == before
    assert not any("figures" in line.verb for line in town.house.desk.read(recent_actions))


def test_two_pcs_that_begin_a_year_apart_agree_on_one_key(town: JoinedTown, office: House) -> None:
    anna, kurt = town.house.people(2)
    course = town.house.offer()
    days = [town.house.one_date(course, day=MONDAY + timedelta(days=n)) for n in range(2)]
    goes_round(town)
    comes(town.house, anna, days[0])
    comes(town.second, kurt, days[1])
    for one in (town.house, town.second):
        one.act(bring_up_to_date, None)
    goes_round(town, office)

    (key,) = (row["key"] for row in rows(town.house, figure_key))
    assert [row["key"] for row in rows(town.second, figure_key)] == [key]
    expected = Counter({pseudonym(key, anna): 1, pseudonym(key, kurt): 1})
    for one in (town.house, town.second, office):
        assert visits(one) == expected
        assert len(rows(one, participation)) == 2
        assert one.desk.read(check).clean


def test_who_is_erased_is_in_no_figure_any_more_and_her_visits_still_count(
    town: JoinedTown, office: House, tmp_path: Path
) -> None:
    anna, kurt = town.house.people(2)
    course = town.house.offer()
    first, second = (
        town.house.one_date(course, start=start, end=start + 10) for start in (420, 440)
    )
    for person_id in (anna, kurt):
        comes(town.house, person_id, first)
    goes_round(town, office)
    hers, his = name_of(town.house, anna), name_of(town.house, kurt)
    # The other PC does not know it yet, and counts her once more.
    town.house.act(erase_person, ErasePerson(anna, "request"))
    comes(town.second, anna, second)
    exchanges(town.house, town.share)
    town.second.act(bring_up_to_date, None)
    goes_round(town, office)

    assert visits(office) == {his: 1}
    assert sum(row["nameless"] for row in rows(office, offer_figure)) == 2
    seed = seed_in_file(town.house.folder / "stadt.wiederherstellung", PASSPHRASE)
    decrypt(town.share, root_keys(seed), tmp_path / "offen")
    assert traces(tmp_path / "offen", [his])
    assert traces(tmp_path / "offen", [hers]) == []
    for one in (town.house, town.second, office):
        assert not any(hers in str(tuple(row)) for row in one.desk.read(log))
        assert one.desk.read(check).clean
    for path in office.folder.rglob("*.sqlite*"):
        assert anna.encode() not in path.read_bytes()


def test_a_pc_of_the_city_that_is_locked_out_reads_no_figures_from_then_on(
    town: JoinedTown, office: House
) -> None:
    goes_round(town, office)
    houses = [one.desk.centre_id or "" for one in (town.house, town.other)]
    scopes = [figures_scope(house) for house in houses]
    before = {scope: epochs_of(town, scope) for scope in scopes}

    revoke(town.house.desk, town.house.folder, str(town.share), office.desk.device)
    comes(town.house, town.house.person(), town.house.one_date(town.house.offer()))
    goes_round(town, town.other)

    for scope in scopes:
        assert len(epochs_of(town, scope) - before[scope]) == 1
    assert isinstance(exchanges(office, town.share).trouble, DeviceRevoked)
    assert rows(office, participation) == []


def test_with_the_second_year_after_it_a_year_becomes_anonymous(
    town: JoinedTown, office: House
) -> None:
    anna = town.house.person()
    course = town.house.offer()
    comes(town.house, anna, town.house.one_date(course))
    goes_round(town, office)
    old = name_of(town.house, anna)
    for one in (town.house, town.second, town.other, office):
        one.clock.now = datetime(2028, 3, 31, 8)  # noqa: DTZ001
    comes(town.house, anna, town.house.one_date(course, day=date(2028, 3, 27)))
    goes_round(town, office)
    new = name_of(town.house, anna, 2028)
    assert visits(office) == {old: 1, new: 1}
    assert old != new

    for one in (town.house, town.second, town.other, office):
        one.clock.go_on(days=1)
    goes_round(town, office)
    assert [row["year"] for row in rows(town.second, figure_key)] == [2028]
    town.house.act(erase_person, ErasePerson(anna, "request"))
    goes_round(town, office)

    # Nobody can tell any more that it was she; what was counted stays.
    assert visits(office) == {old: 1}
    for one in (town.house, town.second, office):
        assert one.desk.read(check).clean


def epochs_of(town: JoinedTown, scope: str) -> set[str]:
    """The epochs of a scope on the share."""
    return {path.name for path in (town.share / "schluessel" / scope).iterdir()}
