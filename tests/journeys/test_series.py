"""A course from its words to its last date, by keyboard alone: asked, refused, moved, made good."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from begegnung.model.local_time import day_of, minute_of
from begegnung.services.dates import dates_of
from begegnung.services.offers import offer_list
from begegnung.ui.dialogs.cancel_date import CancelDateDialog
from begegnung.ui.dialogs.change_from import ChangeFromDialog
from begegnung.ui.dialogs.half_year import HalfYearDialog
from begegnung.ui.dialogs.offer import OfferDialog
from begegnung.ui.dialogs.to_plan import DecisionsDialog
from begegnung.ui.hub import Hub
from begegnung.ui.pages.offers import OffersPage
from begegnung.ui.shell import Shell
from tests.desks import MONDAY, SECOND, open_house, prepare
from tests.journeys.conftest import Start
from tests.ui.keys import CTRL, dialog, focused, press, settle, type_text

TITLE = "Aquarell am Freitag"
WORDS = "jeden Freitag 14 bis 16 Uhr, 8 Termine"
FRIDAY = date(2026, 11, 27)


def house_with_a_party(folder: Path) -> None:
    """A house whose first room is taken on one Friday in December."""
    prepare(folder)
    with open_house(folder) as house:
        house.one_date(house.offer("Nikolausfeier", "event"), 900, 1080, day=date(2026, 12, 4))


def hub_of(shell: Shell) -> Hub:
    hub = shell.hub
    assert hub is not None
    return hub


def page_of(shell: Shell) -> OffersPage:
    page = shell.page
    assert isinstance(page, OffersPage)
    return page


def name_of(widget: QWidget) -> str:
    """What a control is called: its name, or the text on it."""
    return widget.accessibleName() or getattr(widget, "text", str)()


def tab_to(name: str) -> None:
    """Presses Tab until the focus is on the control of this name."""
    for _ in range(60):
        if name_of(focused()).startswith(name):
            return
        press(Qt.Key.Key_Tab)
    raise AssertionError(f"{name} is not reached by Tab")


def held(hub: Hub) -> list[str]:
    """The days on which the course takes place."""
    (offer,) = [line for line in hub.read(offer_list) if line.title == TITLE]
    lines = hub.read(dates_of, offer.id)
    return [f"{day_of(d.starts):%d.%m.}" for d in lines if d.state == "planned"]


PLANNED = ["27.11.", "04.12.", "11.12.", "18.12.", "08.01.", "15.01.", "22.01.", "29.01."]


def plan_the_course(shell: Shell) -> None:
    """Types the words, answers the question, leaves the taken room for a free one."""
    press(Qt.Key.Key_2, CTRL)
    press(Qt.Key.Key_N, CTRL)
    form = dialog()
    assert isinstance(form, OfferDialog)
    type_text(focused(), TITLE)
    tab_to("Wann?")
    type_text(focused(), WORDS)
    settle()
    assert form.when is not None
    assert form.when.choice.question.text() == "Wann ist der erste Termin?"
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    assert form.check.verdict.text() == "Saal: 1 von 8 Terminen geht nicht."
    assert form.check.dates.lines.lines[0].detail == "Hier ist schon: Nikolausfeier"
    tab_to(f"{SECOND} nehmen")
    press(Qt.Key.Key_Space)
    assert form.check.verdict.text() == f"8 Termine, {SECOND} ist an allen frei."
    press(Qt.Key.Key_Return, CTRL)


def test_a_course_is_planned_asked_about_replaced_and_taken_back(
    start: Start, tmp_path: Path
) -> None:
    house_with_a_party(tmp_path)
    shell = start(tmp_path)
    hub = hub_of(shell)
    plan_the_course(shell)
    assert held(hub) == PLANNED
    page = page_of(shell)

    while focused() is not page.panel.dates:
        press(Qt.Key.Key_Tab)
    for _ in range(4):
        press(Qt.Key.Key_Down)
    line = page.panel.dates.current_line()
    assert line is not None
    assert (line.title[:14], line.chip) == ("Fr., 25.12.202", "entfällt")
    press(Qt.Key.Key_F12)
    assert held(hub) == [*PLANNED[:4], "25.12.", *PLANNED[4:7]]

    for _ in range(4):
        press(Qt.Key.Key_Up)
    press(Qt.Key.Key_Delete)
    asked = dialog()
    assert isinstance(asked, CancelDateDialog)
    tab_to("Ersatztermin ans Ende der Reihe")
    press(Qt.Key.Key_Space)
    press(Qt.Key.Key_Return, CTRL)
    assert held(hub) == [*PLANNED[1:4], "25.12.", *PLANNED[4:]]

    for _ in range(3):
        press(Qt.Key.Key_Z, CTRL)
    assert [offer.title for offer in hub.read(offer_list)] == ["Nikolausfeier"]
    for _ in range(3):
        press(Qt.Key.Key_Y, CTRL)
    assert held(hub) == [*PLANNED[1:4], "25.12.", *PLANNED[4:]]


def test_a_course_that_ends_later_from_january_on_keeps_its_past_and_its_number(
    start: Start, tmp_path: Path
) -> None:
    house_with_a_party(tmp_path)
    shell = start(tmp_path)
    hub = hub_of(shell)
    plan_the_course(shell)
    page = page_of(shell)

    tab_to("Ab einem Tag ändern")
    press(Qt.Key.Key_Space)
    asked = dialog()
    assert isinstance(asked, ChangeFromDialog)
    type_text(focused(), "1.1.")
    tab_to("Wann?")
    focused().selectAll()  # type: ignore[attr-defined]
    type_text(focused(), "freitags 14 bis 17.30 Uhr")
    settle()
    assert asked.view.verdict.text().startswith("Termine: 4 geändert")
    press(Qt.Key.Key_Return, CTRL)

    (offer,) = [line for line in hub.read(offer_list) if line.title == TITLE]
    ends = [
        (day_of(line.starts).year, minute_of(line.ends))
        for line in hub.read(dates_of, offer.id)
        if line.state == "planned"
    ]
    assert ends == [(2026, 960)] * 4 + [(2027, 1050)] * 4
    assert held(hub) == PLANNED
    press(Qt.Key.Key_Z, CTRL)
    times = {minute_of(line.ends) for line in hub.read(dates_of, offer.id)}
    assert times == {960}
    assert page.panel.tabs.tabText(0) == "Termine (8)"


def test_the_next_half_year_is_taken_over_and_what_is_open_is_listed(
    start: Start, tmp_path: Path
) -> None:
    house_with_a_party(tmp_path)
    with open_house(tmp_path) as house:
        house.series("Yoga auf dem Stuhl", MONDAY, date(2026, 12, 31))
    shell = start(tmp_path)
    hub = hub_of(shell)
    press(Qt.Key.Key_2, CTRL)
    tab_to("Halbjahr übernehmen")
    press(Qt.Key.Key_Space)
    asked = dialog()
    assert isinstance(asked, HalfYearDialog)
    assert focused() is asked.list
    press(Qt.Key.Key_Return, CTRL)
    settle()
    left = dialog()
    assert isinstance(left, DecisionsDialog)
    assert [line.title for line in left.list.lines.lines] == ["Nikolausfeier"]
    press(Qt.Key.Key_Escape)

    titles = [line.title for line in hub.read(offer_list)]
    assert titles.count("Yoga auf dem Stuhl") == 2
    press(Qt.Key.Key_Z, CTRL)
    assert [line.title for line in hub.read(offer_list)].count("Yoga auf dem Stuhl") == 1
