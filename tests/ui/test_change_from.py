"""Ab einem Tag ändern: what becomes of every date is seen before it is saved; the past stays."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from begegnung.model.local_time import day_of, minute_of
from begegnung.model.recurrence import Series
from begegnung.services.dates import MoveDate, dates_of, move_date
from begegnung.services.history import undo
from begegnung.services.offers import AddOffer, OfferData, PlannedSeries, add_offer, offer_card
from begegnung.ui.dialogs.change_from import ChangeFromDialog
from begegnung.ui.pages.offers import OffersPage
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, SECOND, House
from tests.ui.audit import audit
from tests.ui.furnishing import GYM
from tests.ui.keys import CTRL, dialog, focused, press, settle, type_text

TUESDAY = MONDAY + timedelta(days=1)
FROM = TUESDAY + timedelta(days=14)


@pytest.fixture
def group(house: House) -> str:
    """Tuesdays from two to four until the end of the year."""
    series = Series(rrules=("FREQ=WEEKLY;BYDAY=TU",))
    planned = PlannedSeries(series, TUESDAY, date(2026, 12, 31), 14 * 60, 16 * 60)
    data = OfferData("Skat", "group", room_id=house.room(), wording="dienstags 14 bis 16 Uhr")
    return house.act(add_offer, AddOffer(data, (planned,))).value.offer_id


@pytest.fixture
def asked(shell: Shell, house: House, group: str) -> ChangeFromDialog:
    shell.go_to("offers", offer_id=group)
    settle()
    assert isinstance(shell.page, OffersPage)
    shell.page.dates.change.trigger()
    settle()
    made = dialog()
    assert isinstance(made, ChangeFromDialog)
    made.resize(1180, 780)
    settle()
    return made


def times(house: House, group: str) -> list[tuple[date, int, str]]:
    return [
        (day_of(line.starts), minute_of(line.starts), line.room)
        for line in house.desk.read(dates_of, group)
        if line.state == "planned"
    ]


def shown(asked: ChangeFromDialog) -> list[tuple[str, str, str]]:
    return [(line.title, line.detail, line.chip) for line in asked.view.dates.lines.lines]


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("words", ["", "dienstags 15 bis 17 Uhr", "montags 10 bis 11 Uhr"])
def test_it_shuts_nobody_out(asked: ChangeFromDialog, words: str) -> None:
    asked.when.words.setText(words)
    settle()

    assert audit(asked) == []


def test_it_begins_with_how_it_is_and_changes_nothing(asked: ChangeFromDialog) -> None:
    assert asked.when.words.text() == "dienstags 14 bis 16 Uhr"
    assert focused() is asked.when.first
    assert asked.view.verdict.text() == "Termine: 6 bleiben, wie sie sind."
    assert shown(asked) == []


def test_another_time_from_a_day_on_leaves_what_was_before(
    asked: ChangeFromDialog, house: House, group: str
) -> None:
    type_text(focused(), f"{FROM:%d.%m.}")
    asked.when.words.setText("dienstags 14 bis 17.30 Uhr")
    settle()
    assert asked.view.verdict.text() == "Termine: 4 geändert."
    assert shown(asked)[0] == (
        "Di., 08.12.2026, 14:00 bis 17:30 Uhr",
        "bisher Di., 08.12.2026, 14:00 Uhr",
        "geändert",
    )

    press(Qt.Key.Key_Return, CTRL)

    ends = [(day_of(d.starts), minute_of(d.ends)) for d in house.desk.read(dates_of, group)]
    assert [end for day, end in ends if day < FROM] == [960, 960]
    assert {end for day, end in ends if day >= FROM} == {1050}
    assert house.desk.read(offer_card, group).wording == "dienstags 14 bis 17.30 Uhr"
    house.act(undo, None)
    assert len(times(house, group)) == 6
    assert house.desk.read(offer_card, group).wording == "dienstags 14 bis 16 Uhr"


def test_another_weekday_names_new_dates_and_those_that_go(asked: ChangeFromDialog) -> None:
    asked.when.first.setText(f"{FROM:%d.%m.%Y}")
    asked.when.words.setText("mittwochs 14 bis 16 Uhr")
    settle()

    assert asked.view.verdict.text() == "Termine: 4 neu, 4 fallen weg."
    assert {chip for _, _, chip in shown(asked)} == {"neu", "fällt weg"}


def test_a_date_that_was_moved_is_kept_and_said_so(
    asked: ChangeFromDialog, house: House, group: str
) -> None:
    line = house.desk.read(dates_of, group)[3]
    day = day_of(line.starts) + timedelta(days=1)
    house.act(move_date, MoveDate(line.id, day, 600, 660, line.room_id))

    asked.when.words.setText("dienstags 15 bis 17 Uhr")
    settle()

    kept = [(title, detail) for title, detail, chip in shown(asked) if chip == "bleibt"]
    assert kept == [("Mi., 16.12.2026, 10:00 bis 11:00 Uhr", "einzeln verlegt")]


def test_a_taken_room_shows_ways_out_and_one_click_takes_one(
    asked: ChangeFromDialog, house: House, group: str
) -> None:
    asked.where.room.set_value(house.room(SECOND))
    asked.when.words.setText("montags 10.30 bis 12 Uhr")
    settle()
    assert asked.view.verdict.text() == "Werkraum: 1 von 5 Terminen geht nicht."
    assert shown(asked)[0][1] == "Hier ist schon: Gedächtnistraining"
    press(Qt.Key.Key_Return, CTRL)
    assert asked.isVisible()
    assert "Gedächtnistraining" in asked.refusal.text.text()

    ways = asked.view.panel.findChildren(QPushButton)
    next(made for made in ways if made.accessibleName() == f"{GYM} nehmen").click()
    press(Qt.Key.Key_Return, CTRL)

    later = [room for day, _, room in times(house, group) if day > TUESDAY]
    assert set(later) == {GYM}


def test_a_taken_room_can_be_had_with_a_reason(
    asked: ChangeFromDialog, house: House, group: str
) -> None:
    asked.where.room.set_value(house.room(SECOND))
    asked.when.words.setText("montags 10.30 bis 12 Uhr")
    asked.view.panel.tick.click()
    type_text(asked.view.panel.reason, "abgesprochen")

    press(Qt.Key.Key_Return, CTRL)

    reasons = [line.overruled for line in house.desk.read(dates_of, group)]
    assert reasons.count("abgesprochen") == 1


def test_a_day_in_the_past_is_marked_where_it_was_typed(asked: ChangeFromDialog) -> None:
    asked.when.first.setText("2.11.2026")
    press(Qt.Key.Key_Return, CTRL)

    assert asked.isVisible()
    assert asked.form.rows["first_day"].fault() != ""
    assert asked.when.words.text() == "dienstags 14 bis 16 Uhr"
