"""The dates of an offer: left out, dropped, replaced, changed, and taken back by one key."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from begegnung.model.local_time import day_of, minute_of
from begegnung.model.recurrence import Series
from begegnung.model.rows import DateLine
from begegnung.services.agreements import SetAgreement, set_agreement
from begegnung.services.dates import dates_of
from begegnung.services.offers import AddOffer, OfferData, PlannedSeries, add_offer
from begegnung.ui.dialogs.agreement import AgreementDialog
from begegnung.ui.dialogs.calendar_file import SaveCalendarDialog
from begegnung.ui.dialogs.cancel_date import CancelDateDialog
from begegnung.ui.dialogs.date import DateDialog
from begegnung.ui.dialogs.edit_date import EditDateDialog
from begegnung.ui.dialogs.replacement import ReplacementDialog
from begegnung.ui.offers.date_verbs import TAKE_BACK_HINT
from begegnung.ui.offers.panel import DATA, DATES
from begegnung.ui.pages.offers import OffersPage
from begegnung.ui.shell import Shell
from tests.desks import House
from tests.ui.audit import audit
from tests.ui.keys import CTRL, dialog, focused, press, settle, type_text

FIRST = date(2026, 11, 27)


@pytest.fixture
def course(house: House) -> str:
    """Eight Fridays; the two holidays among them are held at the end."""
    series = Series(rrules=("FREQ=WEEKLY;BYDAY=FR",), start=FIRST, count=8)
    planned = PlannedSeries(series, FIRST, date(2027, 1, 31), 14 * 60, 16 * 60)
    data = OfferData("Aquarell", "course", room_id=house.room(), setup_minutes=15)
    return house.act(add_offer, AddOffer(data, (planned,))).value.offer_id


@pytest.fixture
def page(shell: Shell, course: str) -> OffersPage:
    shell.go_to("offers", offer_id=course)
    settle()
    assert isinstance(shell.page, OffersPage)
    shell.page.panel.dates.setFocus()
    return shell.page


def dates(house: House, course: str) -> list[DateLine]:
    return house.desk.read(dates_of, course)


def held(house: House, course: str) -> list[str]:
    return [f"{day_of(d.starts):%d.%m.}" for d in dates(house, course) if d.state == "planned"]


def choose(page: OffersPage, house: House, course: str, day: date) -> DateLine:
    line = next(d for d in dates(house, course) if day_of(d.starts) == day)
    page.panel.dates.choose(line.id)
    settle()
    return line


def opened(kind: type[QWidget]) -> QWidget:
    settle()
    assert isinstance(dialog(), kind), type(dialog())
    return dialog()


def said(part: QWidget) -> str:
    return " | ".join(w.text() for w in part.findChildren(QLabel) if w.isVisible())


HOLIDAY, LAST = date(2026, 12, 25), date(2027, 1, 29)
EIGHT = ["27.11.", "04.12.", "11.12.", "18.12.", "08.01.", "15.01.", "22.01.", "29.01."]


def test_days_that_are_left_out_stand_in_the_list_with_reason_and_replacement(
    page: OffersPage,
) -> None:
    lines = {line.title[:10]: line for line in page.panel.dates.lines.lines}

    assert (lines["Fr., 25.12"].chip, lines["Fr., 25.12"].detail) == (
        "entfällt",
        "Erster Weihnachtstag · Ersatz am Fr., 22.01.2027",
    )
    assert (lines["Fr., 22.01"].chip, lines["Fr., 22.01"].detail) == (
        "Ersatz",
        "Ersatz für Fr., 25.12.2026 · Saal",
    )
    assert page.panel.tabs.tabText(DATES) == "Termine (8)"


def test_one_key_takes_a_skipped_day_back_and_undo_leaves_it_out_again(
    page: OffersPage, house: House, course: str
) -> None:
    heard: list[str] = []
    page.hub.said.connect(lambda text, _: heard.append(text))
    assert page.panel.dates.current_line() is not None
    assert TAKE_BACK_HINT not in said(page.panel)
    choose(page, house, course, HOLIDAY)
    assert TAKE_BACK_HINT in said(page.panel)

    press(Qt.Key.Key_F12)

    assert held(house, course) == sorted([*EIGHT[:-1], "25.12."], key=_by_time)
    assert heard == [
        "Aquarell findet am Fr., 25.12.2026 doch statt, ohne den Ersatztermin am Fr., 29.01.2027"
    ]
    press(Qt.Key.Key_Z, CTRL)
    assert held(house, course) == EIGHT


def _by_time(day: str) -> tuple[bool, str]:
    return day[3:] == "01.", day[3:] + day[:2]


def test_a_dropped_date_is_replaced_at_the_end_and_the_same_key_takes_it_back(
    page: OffersPage, house: House, course: str
) -> None:
    choose(page, house, course, FIRST)
    press(Qt.Key.Key_Delete)
    asked = opened(CancelDateDialog)
    assert isinstance(asked, CancelDateDialog)
    assert audit(asked) == []
    asked.replace.click()
    press(Qt.Key.Key_Return, CTRL)
    assert held(house, course) == [*EIGHT[1:], "05.02."]
    assert page.panel.dates.current_line().detail == (  # type: ignore[union-attr]
        "Leitung verhindert · Ersatz am Fr., 05.02.2027 · Saal"
    )

    press(Qt.Key.Key_F12)

    assert held(house, course) == EIGHT


def test_the_same_key_works_in_the_opened_date(page: OffersPage, house: House, course: str) -> None:
    choose(page, house, course, HOLIDAY)
    press(Qt.Key.Key_Return)
    asked = opened(DateDialog)
    assert audit(asked) == []
    assert "entfällt: Erster Weihnachtstag" in said(asked)

    press(Qt.Key.Key_F12)

    assert "25.12." in held(house, course)


def test_a_day_whose_room_is_taken_comes_back_only_with_a_reason(
    page: OffersPage, house: House, course: str
) -> None:
    house.one_date(house.offer("Weihnachtsfeier", "event"), 14 * 60, 17 * 60, day=HOLIDAY)
    choose(page, house, course, HOLIDAY)
    press(Qt.Key.Key_F12)
    asked = opened(DateDialog)
    assert isinstance(asked, DateDialog)
    assert "Weihnachtsfeier" in asked.refusal.text.text()
    assert focused() is asked.overrule
    assert audit(asked) == []

    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_F12)
    assert asked.form.rows["overrule"].fault() == "Bitte etwas eintragen."
    type_text(asked.reason, "gemeinsame Feier")
    press(Qt.Key.Key_F12)

    line = choose(page, house, course, HOLIDAY)
    assert (line.state, line.overruled) == ("planned", "gemeinsame Feier")
    shown = page.panel.dates.current_line()
    assert shown is not None
    assert shown.chip == "trotzdem belegt"
    assert "trotzdem belegt: gemeinsame Feier" in shown.detail


def test_a_replacement_is_put_on_a_day_of_ones_own_choice(page: OffersPage, house: House) -> None:
    single = house.offer("Lesung", "event", room_id=house.room())
    dropped = house.one_date(single, 900, 960, day=date(2026, 12, 2))
    page.reload()
    page.present({"offer_id": single})
    page.panel.dates.setFocus()
    press(Qt.Key.Key_Delete)
    asked = opened(CancelDateDialog)
    assert isinstance(asked, CancelDateDialog)
    assert not asked.replace.isVisible()
    press(Qt.Key.Key_Return, CTRL)
    press(Qt.Key.Key_Return)
    opened(DateDialog)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    wanted = opened(ReplacementDialog)
    assert isinstance(wanted, ReplacementDialog)
    wanted.resize(1000, 700)
    settle()
    assert audit(wanted) == []
    type_text(focused(), "9.12.")
    press(Qt.Key.Key_Return, CTRL)

    first, second = dates(house, single)
    assert first.id == dropped
    assert (first.replaced_by, second.replaces) == (second.starts, first.starts)
    assert day_of(second.starts) == date(2026, 12, 9)
    assert minute_of(second.starts) == 900


def test_one_date_gets_its_own_title_leader_and_set_up(
    page: OffersPage, house: House, course: str
) -> None:
    line = choose(page, house, course, FIRST)
    asked = EditDateDialog(page.hub, page.window(), line)
    asked.open()
    settle()
    assert audit(asked) == []
    asked.title.setText("Aquarell im Freien")
    asked.leader.setText("Frau Beispiel")
    asked.setup.setText("300")
    press(Qt.Key.Key_Return, CTRL)
    assert asked.form.rows["setup_minutes"].fault().startswith("Bitte 0 bis")
    asked.setup.setText("30")
    press(Qt.Key.Key_Return, CTRL)

    first, second = dates(house, course)[:2]
    assert (first.title, first.leader, first.setup_minutes) == (
        "Aquarell im Freien",
        "Frau Beispiel",
        30,
    )
    assert (second.title, second.leader, second.setup_minutes) == ("Aquarell", "", 15)
    shown = page.panel.dates.current_line()
    assert shown is not None
    assert "Aquarell im Freien" in shown.detail
    page.hub.undo()
    assert dates(house, course)[0].title == "Aquarell"


def test_a_longer_set_up_over_another_date_wants_a_reason(
    page: OffersPage, house: House, course: str
) -> None:
    house.one_date(house.offer("Chorprobe", "group"), 720, 820, day=FIRST)
    line = choose(page, house, course, FIRST)
    asked = EditDateDialog(page.hub, page.window(), line)
    asked.open()
    settle()
    assert not asked.check.isVisible()

    asked.setup.setText("45")
    settle()

    assert asked.check.verdict.text() == "Saal ist nicht frei."
    asked.check.panel.tick.click()
    type_text(asked.check.panel.reason, "Chor räumt früher")
    press(Qt.Key.Key_Return, CTRL)
    assert dates(house, course)[0].overruled == "Chor räumt früher"


def test_an_outside_group_shows_its_agreement_and_leads_to_it(
    page: OffersPage, house: House
) -> None:
    group = house.offer("Selbsthilfe Diabetes", "room_use", room_id=house.room())
    last = date(2026, 12, 31)
    house.act(set_agreement, SetAgreement(group, contact_name="Frau Muster", ends_on=last))
    page.reload()
    page.present({"offer_id": group})
    settle()

    assert page.panel.agreement.text() == "Nutzungsvereinbarung bis 31.12.2026 · Frau Muster"
    page.panel.tabs.setCurrentIndex(DATA)
    page.agreement.trigger()
    opened(AgreementDialog)


def test_the_dates_of_an_offer_are_saved_for_other_calendars(page: OffersPage) -> None:
    page.panel.tabs.setCurrentIndex(DATA)
    settle()
    assert audit(page.window()) == []

    page.calendar.trigger()

    opened(SaveCalendarDialog)


def test_a_course_has_no_agreement(page: OffersPage) -> None:
    assert not page.panel.agreement.isVisible()
    assert page.agreement not in [made for made in page.page_actions() if made.isVisible()]
