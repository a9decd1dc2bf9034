"""The Notfallmappe lies ready every evening, and nobody who was erased stays in it."""

from datetime import timedelta
from pathlib import Path

from begegnung.services.backups import BackUp
from begegnung.services.emergency_file import FILE
from begegnung.services.erasure import ErasePerson, erase_person
from begegnung.services.opened_files import place_to_open
from begegnung.services.upkeep import keep_up
from begegnung.wiring import open_desk
from tests.desks import MONDAY, House
from tests.papers.page_marks import text_of


def test_it_is_of_today_in_the_morning_and_of_tomorrow_in_the_evening(house: House) -> None:
    file, wish = house.folder / FILE, BackUp(house.folder)
    keep_up(house.desk, wish)
    assert "Mo., 23.11.2026 und Di., 24.11.2026" in text_of(file.read_bytes())
    before = file.read_bytes()

    house.person("Später")
    house.clock.go_on(hours=2)
    keep_up(house.desk, wish)
    assert file.read_bytes() == before

    house.clock.go_on(hours=6)
    keep_up(house.desk, wish)
    assert "Di., 24.11.2026 und Mi., 25.11.2026" in text_of(file.read_bytes())


def test_what_is_entered_in_the_evening_is_in_it_when_work_ends(house: House) -> None:
    course = house.offer("Yoga")
    house.one_date(course, day=MONDAY + timedelta(days=1))
    house.clock.go_on(hours=8)
    keep_up(house.desk, BackUp(house.folder))
    house.book(house.person("Abends", "Anna"), course)

    keep_up(house.desk, BackUp(house.folder), closing=True)

    assert "Abends, Anna" in text_of((house.folder / FILE).read_bytes())


def test_who_was_erased_is_out_of_it_and_of_what_was_opened_at_once(house: House) -> None:
    course = house.offer("Yoga")
    house.one_date(course)
    her = house.person("Kowalczyk")
    house.book(her, course)
    keep_up(house.desk, BackUp(house.folder))
    assert "Kowalczyk" in text_of((house.folder / FILE).read_bytes())
    opened = place_to_open(house.folder, "Teilnehmerliste.pdf", b"Kowalczyk")

    house.act(erase_person, ErasePerson(her, "request"))
    keep_up(house.desk, BackUp(house.folder))

    assert "Kowalczyk" not in text_of((house.folder / FILE).read_bytes())
    assert not opened.exists()


def test_a_pc_without_a_house_has_none(tmp_path: Path) -> None:
    desk = open_desk(tmp_path)
    keep_up(desk, BackUp(tmp_path))
    desk.close()
    assert not (tmp_path / FILE).exists()
