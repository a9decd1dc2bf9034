"""Halbjahr übernehmen: what is ready is taken over in one step, the rest is decided one by one."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt

from begegnung.model.local_time import day_of, minute_of
from begegnung.model.recurrence import Series
from begegnung.services.dates import dates_of
from begegnung.services.offers import (
    AddOffer,
    OfferData,
    PlannedSeries,
    add_offer,
    offer_card,
    offer_list,
)
from begegnung.ui.dialogs.half_year import HalfYearDialog
from begegnung.ui.dialogs.occupy import OccupyDialog
from begegnung.ui.dialogs.offer import OfferDialog
from begegnung.ui.dialogs.to_plan import DecisionsDialog, MissingDialog
from begegnung.ui.pages.offers import OffersPage
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, SECOND, House
from tests.ui.audit import audit
from tests.ui.keys import CTRL, dialog, focused, press, settle

TUESDAY = MONDAY + timedelta(days=1)


def weekly(house: House, title: str, minute: int) -> str:
    series = Series(rrules=("FREQ=WEEKLY;BYDAY=TU",))
    planned = PlannedSeries(series, TUESDAY, date(2026, 12, 31), minute, minute + 120)
    data = OfferData(
        title, "group", room_id=house.room(SECOND), wording=f"dienstags ab {minute // 60} Uhr"
    )
    return house.act(add_offer, AddOffer(data, (planned,))).value.offer_id


@pytest.fixture
def skat(house: House) -> str:
    return weekly(house, "Skat", 14 * 60)


@pytest.fixture
def page(shell: Shell, skat: str) -> OffersPage:
    shell.go_to("offers")
    settle()
    assert isinstance(shell.page, OffersPage)
    return shell.page


@pytest.fixture
def asked(page: OffersPage) -> HalfYearDialog:
    page.half_year.trigger()
    settle()
    made = dialog()
    assert isinstance(made, HalfYearDialog)
    return made


def coming(house: House, offer_id: str) -> list[date]:
    lines = house.desk.read(dates_of, offer_id)
    days = [day_of(line.starts) for line in lines if line.state == "planned"]
    return [day for day in days if day.year == 2027]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_it_shuts_nobody_out(asked: HalfYearDialog) -> None:
    assert audit(asked) == []


def test_what_is_ready_is_ticked_and_the_rest_has_a_reason(
    asked: HalfYearDialog, skat: str
) -> None:
    chips = {line.title: line.chip for line in asked.list.lines.lines}

    assert (asked.source.currentText(), asked.target.currentText()) == (
        "2. Halbjahr 2026",
        "1. Halbjahr 2027",
    )
    assert chips["Skat"] == "bereit"
    assert chips["Spieletreff"] == "zu entscheiden"
    assert asked.list.ticked == {skat}
    assert asked.verdict.text().startswith("1 Angebot gewählt · 1 bereit · ")
    sentences = {line.title: line.sentence() for line in asked.list.lines.lines}
    assert sentences["Skat"].startswith("angekreuzt, Skat, 26 Termine ab Di., 05.01.2027")
    assert not sentences["Spieletreff"].startswith("nicht angekreuzt")


def test_one_step_takes_over_and_one_undo_takes_back(
    asked: HalfYearDialog, page: OffersPage, house: House, skat: str
) -> None:
    heard: list[str] = []
    page.hub.said.connect(lambda text, _: heard.append(text))

    press(Qt.Key.Key_Return, CTRL)

    assert len(coming(house, skat)) == 26
    assert {day.weekday() for day in coming(house, skat)} == {1}
    assert heard[0].startswith("1. Halbjahr 2027: 1 Angebot mit 26 Terminen übernommen, ")
    page.hub.undo()
    assert coming(house, skat) == []


def test_afterwards_every_open_decision_leads_to_its_planning(
    asked: HalfYearDialog, house: House
) -> None:
    press(Qt.Key.Key_Return, CTRL)
    settle()
    left = dialog()
    assert isinstance(left, DecisionsDialog)
    assert audit(left) == []
    before = len(left.list.lines.lines)
    assert focused() is left.list
    assert left.list.choose(offer_named(house, "Chor")) is False
    left.list.choose(offer_named(house, "Spieletreff"))

    press(Qt.Key.Key_Return)
    settle()
    planning = dialog()
    assert isinstance(planning, OccupyDialog)
    assert planning.when.first.text() == "Fr., 01.01.2027"
    assert planning.when.last.text() == "Mi., 30.06.2027"
    planning.when.words.setText("jeden Donnerstag 18 bis 20 Uhr")
    press(Qt.Key.Key_Return, CTRL)
    settle()

    assert dialog() is left
    assert len(left.list.lines.lines) == before - 1


def test_a_course_that_wants_a_decision_goes_on_as_a_new_one(
    page: OffersPage, house: House
) -> None:
    first = TUESDAY + timedelta(days=2)
    series = Series(rrules=("FREQ=WEEKLY;BYDAY=TH",), start=first, count=4)
    planned = PlannedSeries(series, first, date(2026, 12, 31), 600, 660)
    words = f"donnerstags 10 bis 11 Uhr, ab {first:%d.%m.%Y}, 4 Termine"
    data = OfferData("Aquarell", "course", room_id=house.room(SECOND), wording=words, remark="neu")
    old = house.act(add_offer, AddOffer(data, (planned,))).value.offer_id
    house.book(house.person("Beispiel", "Ruth"), old)
    left = DecisionsDialog(page.hub, page.window(), "2026-2", "2027-1")
    left.open()
    settle()
    left.list.choose(old)

    press(Qt.Key.Key_Return)
    form = dialog()
    assert isinstance(form, OfferDialog)
    assert form.windowTitle() == "Fortsetzen: Aquarell"
    form.wording.setText("donnerstags 10 bis 11 Uhr, ab 14.01.2027, 4 Termine")
    press(Qt.Key.Key_Return, CTRL)

    assert not left.list.choose(old)
    new = next(
        line for line in house.desk.read(offer_list) if line.title == "Aquarell" and line.id != old
    )
    assert house.desk.read(offer_card, new.id).continues_id == old
    assert (new.booked, new.dates) == (0, 4)
    assert len(house.desk.read(dates_of, old)) == 4


def offer_named(house: House, title: str) -> str:
    return next(line.id for line in house.desk.read(offer_list) if line.title == title)


def test_space_takes_a_tick_away_and_says_so(asked: HalfYearDialog, skat: str) -> None:
    asked.list.setFocus()
    asked.list.choose(skat)
    press(Qt.Key.Key_Space)

    assert asked.list.ticked == frozenset()
    line = asked.list.current_line()
    assert line is not None
    assert line.sentence().startswith("nicht angekreuzt, Skat")
    assert not asked.primary.isEnabled()
    asked.all.click()
    assert asked.list.ticked == {skat}


def test_offers_of_one_title_are_told_apart_by_their_words(page: OffersPage, house: House) -> None:
    weekly(house, "Skat", 17 * 60)
    page.half_year.trigger()
    settle()
    asked = dialog()
    assert isinstance(asked, HalfYearDialog)

    titles = [line.title for line in asked.list.lines.lines if line.title.startswith("Skat")]

    assert titles == ["Skat (dienstags ab 14 Uhr)", "Skat (dienstags ab 17 Uhr)"]


def test_what_cannot_be_taken_over_has_no_tick(asked: HalfYearDialog, house: House) -> None:
    asked.list.choose(offer_named(house, "Spieletreff"))
    asked.list.setFocus()
    before = asked.list.ticked

    press(Qt.Key.Key_Space)

    assert asked.list.ticked == before


def test_a_taken_room_is_taken_over_only_with_a_reason(
    page: OffersPage, house: House, skat: str
) -> None:
    party = house.offer("Fest", "event")
    house.one_date(party, 14 * 60, 15 * 60, day=date(2027, 3, 2), room=SECOND)
    page.half_year.trigger()
    settle()
    asked = dialog()
    assert isinstance(asked, HalfYearDialog)
    asked.list.choose(skat)
    assert asked.list.ticked == frozenset()
    assert "Belegt: Di., 02.03.2027, 14:00 bis 15:00 Uhr – Fest" in asked.detail.text()

    asked.list.toggle(skat)
    press(Qt.Key.Key_Return, CTRL)
    assert asked.form.rows["overrule"].fault() == "Bitte etwas eintragen."
    asked.reason.setText("das Fest weicht aus")
    press(Qt.Key.Key_Return, CTRL)

    lines = house.desk.read(dates_of, skat)
    over = [line for line in lines if line.overruled]
    assert [(day_of(line.starts), minute_of(line.starts)) for line in over] == [
        (date(2027, 3, 2), 14 * 60)
    ]


def test_missing_dates_of_a_half_year_are_listed_and_planned(
    page: OffersPage, house: House, skat: str
) -> None:
    page.missing.trigger()
    settle()
    asked = dialog()
    assert isinstance(asked, MissingDialog)
    assert audit(asked) == []
    assert [line.title for line in asked.list.lines.lines] == ["Chor"]
    assert asked.verdict.text() == "Bei 1 Angebot fehlen Termine."

    asked.choice.set_value("2027-1")
    settle()

    assert [line.title for line in asked.list.lines.lines] == ["Chor", "Skat"]
    asked.list.choose(skat)
    asked.list.setFocus()
    press(Qt.Key.Key_Return)
    planning = dialog()
    assert isinstance(planning, OccupyDialog)
    planning.when.words.setText("dienstags 14 bis 16 Uhr")
    press(Qt.Key.Key_Return, CTRL)
    assert [line.title for line in asked.list.lines.lines] == ["Chor"]
