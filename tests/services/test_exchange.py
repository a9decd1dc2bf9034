"""PCs and houses that exchange over a real folder."""

import threading
from pathlib import Path

import pytest

from begegnung.db.tables import SHARED
from begegnung.model.errors import (
    ForeignRepository,
    ShareMarkMissing,
    ShareNotSet,
    ShareUnreachable,
)
from begegnung.services import (
    attendance,
    booking_lists,
    bookings,
    clashes,
    history,
    houses,
    offers,
    people,
    school_holidays,
)
from begegnung.services.check import check
from begegnung.services.exchange import (
    exchange_state,
    last_exchange,
    sync_now,
)
from tests.desks import House, content, copy_of, open_house
from tests.joined import JoinedTown, found
from tests.joined import exchanges as now

HOUSE_TABLES = [name for name, table in SHARED.items() if table.info["scope"] == "house"]


@pytest.fixture
def share(town: JoinedTown) -> Path:
    """The shared folder."""
    return town.share


@pytest.fixture
def house(town: JoinedTown) -> House:
    """The PC that has founded the exchange."""
    return town.house


@pytest.fixture
def second(town: JoinedTown) -> House:
    """A second PC of the same house."""
    return town.second


@pytest.fixture
def other_house(town: JoinedTown) -> House:
    """The PC of another house."""
    return town.other


def test_a_second_pc_of_the_house_gets_everything_and_gives_everything(
    house: House, second: House, share: Path
) -> None:
    mine = house.person("Müller", "Gerhard")
    yours = second.person("Kaya", "Ayşe")
    course = house.offer(capacity=2)
    house.book(mine, course)

    for desk in (house, second, house):
        assert now(desk, share).complete
    second.book(yours, course)
    for desk in (second, house):
        assert now(desk, share).complete

    assert house.desk.read(content) == second.desk.read(content)
    lines = house.desk.read(booking_lists.bookings_of, course)
    assert [(line.surname, line.state) for line in lines] == [
        ("Kaya", "booked"),
        ("Müller", "booked"),
    ]
    assert house.desk.read(check).clean
    assert second.desk.read(check).clean


def test_another_house_sees_programme_and_rooms_but_no_person(
    house: House, other_house: House, share: Path
) -> None:
    someone = house.person("Öztürk", "Ömer", phone="0231 5550123")
    house.book(someone, house.offer("Tanzcafé"))

    for desk in (house, other_house, house):
        assert now(desk, share).complete

    seen = other_house.desk.read(content)
    assert "Tanzcafé" in {row["title"] for row in seen["offer"].values()}
    assert {row["name"] for row in seen["centre"].values()} == {"Haus Linde", "Haus Eiche"}
    assert all(not seen[table] for table in HOUSE_TABLES)
    assert "Haus Eiche" in {row.name for row in house.desk.read(houses.centres)}
    assert other_house.desk.read(check).clean


def test_nothing_of_a_person_can_be_read_on_the_share(house: House, share: Path) -> None:
    who = house.person("Grabowski", "Hildegard", phone="0231 5550987", street="Zechenweg 7")
    house.book(who, house.offer("Yoga"))
    now(house, share)

    stored = b"".join(path.read_bytes() for path in share.rglob("*") if path.is_file())
    names = "".join(str(path) for path in share.rglob("*"))
    for secret in ("Grabowski", "Hildegard", "5550987", "Zechenweg"):
        assert secret.encode() not in stored
        assert secret not in names


def test_a_run_without_changes_writes_nothing(house: House, share: Path) -> None:
    now(house, share)
    before = {path: path.stat().st_mtime_ns for path in share.rglob("*") if path.is_file()}

    outcome = now(house, share)

    assert outcome.complete
    assert before == {p: p.stat().st_mtime_ns for p in share.rglob("*") if p.is_file()}


def test_two_desks_that_sold_the_last_place_offline_both_keep_their_booking_and_it_is_shown(
    house: House, second: House, share: Path
) -> None:
    first, other = house.people(2)
    course = house.offer("Aquarell", capacity=1)
    for desk in (house, second):
        now(desk, share)
    assert house.book(first, course).state == "booked"
    assert second.book(other, course).state == "booked"

    for desk in (house, second, house):
        now(desk, share)

    for desk in (house, second):
        (seat,) = desk.desk.read(clashes.clashes).seats
        assert (seat.title, seat.capacity, seat.taken, len(seat.people)) == ("Aquarell", 1, 2, 2)
    lines = house.desk.read(booking_lists.bookings_of, course)
    house.act(bookings.cancel, bookings.CancelBooking(lines[0].id))
    for desk in (house, second):
        now(desk, share)
    assert second.desk.read(clashes.clashes).number == 0


def test_a_telephone_changed_at_two_desks_is_asked_and_the_answer_holds_everywhere(
    house: House, second: House, share: Path
) -> None:
    who = house.person("Weiß", "Inge", phone="0231 111")
    for desk in (house, second):
        now(desk, share)
    house.act(
        people.edit_person, people.EditPerson(who, people.PersonData("Weiß", "Inge", "0231 222"))
    )
    second.act(
        people.edit_person, people.EditPerson(who, people.PersonData("Weiß", "Inge", "0231 333"))
    )
    for desk in (house, second, house):
        now(desk, share)

    (asked,) = house.desk.read(clashes.clashes).values
    assert asked.subject == "Inge Weiß"
    assert {value for value, _ in asked.values} == {"0231 222", "0231 333"}
    choice = [value for value, _ in asked.values].index("0231 222")
    house.act(clashes.decide, clashes.Decide(asked.id, f"value-{choice + 1}"))
    for desk in (house, second):
        now(desk, share)

    for desk in (house, second):
        assert desk.desk.read(clashes.clashes).number == 0
        assert desk.desk.read(people.person_card, who).phone == "0231 222"
        assert desk.desk.read(check).clean


def test_somebody_removed_at_one_desk_and_edited_at_the_other_is_kept_and_asked(
    house: House, second: House, share: Path
) -> None:
    who = house.person("Vogt", "Ilse")
    for desk in (house, second):
        now(desk, share)
    house.act(history.undo, None)
    second.act(
        people.edit_person, people.EditPerson(who, people.PersonData("Vogt", "Ilse", "0231 444"))
    )
    for desk in (house, second, house):
        now(desk, share)

    for desk in (house, second):
        assert desk.desk.read(people.person_card, who).phone == "0231 444"
        (asked,) = desk.desk.read(clashes.clashes).values
        assert asked.column == "@deleted"
    second.act(clashes.decide, clashes.Decide(asked.id, "delete"))
    for desk in (second, house):
        now(desk, share)
    assert house.desk.read(people.people_list) == []
    assert house.desk.read(clashes.clashes).number == 0


def test_two_desks_that_tick_the_same_box_make_one_mark(
    house: House, second: House, share: Path
) -> None:
    who = house.person("Horn", "Edith")
    course = house.offer("Chor")
    house.book(who, course)
    when = house.one_date(course)
    for desk in (house, second):
        now(desk, share)
    for desk in (house, second):
        desk.act(attendance.mark, attendance.Mark(when, who, "present"))

    for desk in (house, second, house):
        now(desk, share)

    assert len(house.desk.read(content)["attendance"]) == 1
    assert house.desk.read(clashes.clashes).number == 0


def test_a_room_planned_twice_offline_stays_in_both_plans_and_is_shown(
    house: House, second: House, share: Path
) -> None:
    mine, yours = house.offer("Skat"), house.offer("Bingo")
    for desk in (house, second):
        now(desk, share)
    house.one_date(mine, 600, 720)
    second.one_date(yours, 660, 780)

    for desk in (house, second, house):
        now(desk, share)

    for desk in (house, second):
        (clash,) = desk.desk.read(clashes.clashes).rooms
        assert clash.room == "Saal"
        assert {kept.title for kept in clash.dates} == {"Skat", "Bingo"}


def test_without_the_folder_nothing_is_lost_and_later_everything_arrives(
    house: House, second: House, share: Path, tmp_path: Path
) -> None:
    now(house, share)
    away = share.rename(tmp_path / "abgezogen")
    house.person("Arndt", "Otto")

    outcome = now(house, share)

    assert isinstance(outcome.trouble, ShareUnreachable)
    assert house.desk.read(last_exchange) == (outcome.at_ms, False)
    assert house.desk.read(exchange_state).runs[0].trouble == "ShareUnreachable"
    away.rename(share)
    for desk in (house, second):
        assert now(desk, share).complete
    assert [line.surname for line in second.desk.read(people.people_list)] == ["Arndt"]


def test_an_emptied_folder_is_not_taken_for_a_new_one(house: House, share: Path) -> None:
    now(house, share)
    for path in sorted(share.rglob("*"), reverse=True):
        path.unlink() if path.is_file() else path.rmdir()

    outcome = now(house, share)

    assert isinstance(outcome.trouble, ShareMarkMissing)
    assert list(share.iterdir()) == []


def test_a_folder_with_other_files_is_refused(prepared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "Urlaub"
    folder.mkdir()
    (folder / "Urlaub.docx").write_bytes(b"nichts von uns")

    with open_house(copy_of(prepared, tmp_path / "Daten")) as alone:
        with pytest.raises(ForeignRepository):
            found(alone, folder)
        assert not (tmp_path / "Daten" / "stadt.wiederherstellung").exists()

    assert [path.name for path in folder.iterdir()] == ["Urlaub.docx"]


def test_lost_files_of_the_share_heal_from_any_pc(house: House, second: House, share: Path) -> None:
    house.person("Kemper", "Rolf")
    for desk in (house, second):
        now(desk, share)
    for path in share.rglob("*.bz"):
        path.unlink()

    assert now(second, share).complete

    restored = {path.relative_to(share).as_posix() for path in share.rglob("*.bz")}
    assert any(house.desk.device in path for path in restored)


def test_cancelling_stops_the_run_and_the_next_one_goes_on(
    house: House, second: House, share: Path
) -> None:
    house.person("Pohl", "Anna")
    asked = threading.Event()

    def cancelled() -> bool:
        asked.set()
        return True

    outcome = sync_now(house.desk, house.folder, str(share), cancelled=cancelled)
    assert asked.is_set()
    assert outcome.cancelled
    assert not outcome.complete
    for desk in (house, second):
        assert now(desk, share).complete
    assert len(second.desk.read(people.people_list)) == 1


def test_waiting_changes_are_counted_until_they_are_sealed(house: House, share: Path) -> None:
    now(house, share)
    house.person("Ebert", "Hans")
    assert house.desk.read(exchange_state).waiting == 1
    now(house, share)
    assert house.desk.read(exchange_state).waiting == 0


def test_without_a_chosen_folder_the_exchange_says_so(house: House) -> None:
    with pytest.raises(ShareNotSet):
        sync_now(house.desk, house.folder, "  ")


def test_an_offer_of_another_house_cannot_be_changed_here(
    house: House, other_house: House, share: Path
) -> None:
    foreign = other_house.offer("Kegeln")
    for desk in (other_house, house):
        now(desk, share)
    with pytest.raises(houses.WrongHouse):
        house.act(offers.edit_offer, offers.EditOffer(foreign, offers.OfferData("Boule", "group")))


def test_the_same_school_holidays_read_in_two_houses_are_one_and_no_clash(
    house: House, other_house: House, share: Path, tmp_path: Path
) -> None:
    file = tmp_path / "Ferien 2031.csv"
    file.write_text("Sommerferien;30.06.2031;12.08.2031\n", encoding="utf-8")
    found = school_holidays.read_holidays(file)
    for desk in (house, other_house):
        request = school_holidays.ImportHolidays("NW", found, file.name)
        desk.act(school_holidays.import_holidays, request)
    for desk in (house, other_house, house):
        assert now(desk, share).complete

    for desk in (house, other_house):
        lines = desk.desk.read(school_holidays.known_holidays, "NW").lines
        assert len([line for line in lines if line.id]) == 1
        assert not any(desk.desk.read(clashes.clashes))
        assert desk.desk.read(check).clean
