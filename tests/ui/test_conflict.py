"""What stands against having a room: seen, heard, and left by one button or with a reason."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from begegnung.model.errors import Invalid, Overlap
from begegnung.model.local_time import moment
from begegnung.ui.widgets.conflict import Conflict, ConflictPanel
from begegnung.ui.widgets.dialog import Dialog
from tests.desks import MONDAY
from tests.ui.audit import audit
from tests.ui.keys import focused, press, settle, type_text

LATER = MONDAY.replace(day=30)


def taken(*days: date, title: str = "Chor") -> Conflict:
    overlaps = tuple(Overlap("Saal", title, moment(d, 840), moment(d, 960)) for d in days)
    rooms = (("r1", "Werkraum"), ("r2", "Gymnastikraum"), ("r3", "Foyer"))
    return Conflict("Saal", overlaps, (), rooms, ((720, 840), (960, 1080)))


class Asking(Dialog):
    """A dialog with nothing but the panel."""

    def __init__(self) -> None:
        super().__init__("Belegen", None, verb="Eintragen", width=30)
        self.panel = ConflictPanel()
        self.body.addWidget(self.panel)
        self.form.rows["overrule"] = self.panel.reason_row
        self.said: list[str] = []

    def confirm(self) -> None:
        """Notes what would be written."""
        self.said.append(self.panel.overrule())


@pytest.fixture
def asking(qtbot: QtBot, look: str) -> Asking:
    made = Asking()
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.open()
        made.activateWindow()
    made.panel.show_conflict(taken(MONDAY, LATER), skippable=True)
    made.resize(700, 800)
    settle()
    return made


def buttons(asking: Asking) -> list[str]:
    found = asking.panel.findChildren(QPushButton)
    shown = [made for made in found if made.isVisible()]
    return [made.accessibleName() for made in sorted(shown, key=_place)]


def _place(made: QPushButton) -> tuple[int, int]:
    point = made.mapToGlobal(made.rect().topLeft())
    return point.y(), point.x()


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
@pytest.mark.parametrize("ticked", [False, True])
def test_it_shuts_nobody_out(asking: Asking, ticked: bool) -> None:
    asking.panel.tick.setChecked(ticked)
    settle()

    assert audit(asking) == []


def test_every_date_names_who_is_there_and_every_way_out_is_a_button(asking: Asking) -> None:
    shown = asking.panel.dates.lines.lines

    assert [(line.title, line.detail, line.chip) for line in shown] == [
        ("Mo., 23.11.2026, 14:00 bis 16:00 Uhr", "Hier ist schon: Chor", "belegt"),
        ("Mo., 30.11.2026, 14:00 bis 16:00 Uhr", "Hier ist schon: Chor", "belegt"),
    ]
    assert buttons(asking) == [
        "Werkraum nehmen",
        "Gymnastikraum nehmen",
        "Foyer nehmen",
        "12:00 bis 14:00 Uhr",
        "16:00 bis 18:00 Uhr",
        "Diese Tage auslassen",
    ]


def test_what_a_button_offers_is_what_is_asked_for(asking: Asking) -> None:
    asked: list[object] = []
    asking.panel.room_wanted.connect(asked.append)
    asking.panel.time_wanted.connect(lambda *span: asked.append(span))
    asking.panel.leave_out.connect(asked.append)

    for made in asking.panel.findChildren(QPushButton):
        if made.accessibleName() in (
            "Gymnastikraum nehmen",
            "16:00 bis 18:00 Uhr",
            "Diese Tage auslassen",
        ):
            made.click()

    assert len(asked) == 3
    assert "r2" in asked
    assert (960, 1080) in asked
    assert frozenset({MONDAY, LATER}) in asked


def test_a_closed_day_is_named_with_its_reason(asking: Asking) -> None:
    asking.panel.show_conflict(Conflict("Saal", (), ((MONDAY, "Heizung"), (LATER, ""))))

    shown = asking.panel.dates.lines.lines
    assert [(line.title, line.detail, line.chip) for line in shown] == [
        ("Mo., 23.11.2026", "Heizung", "gesperrt"),
        ("Mo., 30.11.2026", "geschlossen", "gesperrt"),
    ]
    assert buttons(asking) == []


def test_a_combined_room_is_named_where_it_takes_the_wanted_one(asking: Asking) -> None:
    hit = Overlap("Saal 1+2", "Chor", moment(MONDAY, 840), moment(MONDAY, 960))

    asking.panel.show_conflict(Conflict("Saal 1", (hit,)))

    assert asking.panel.dates.lines.lines[0].detail == "Hier ist schon: Chor (Saal 1+2)"


def test_setting_up_and_clearing_of_the_others_is_named(asking: Asking) -> None:
    hit = Overlap("Saal", "Chor", moment(MONDAY, 840), moment(MONDAY, 960), 30, 15)

    asking.panel.show_conflict(Conflict("Saal", (hit,)))

    assert asking.panel.dates.lines.lines[0].detail == (
        "Hier ist schon: Chor, mit Auf- und Abbau 13:30 bis 16:15 Uhr"
    )


def test_doing_it_all_the_same_needs_a_reason_and_the_keyboard_is_enough(asking: Asking) -> None:
    asking.panel.tick.setFocus()
    press(Qt.Key.Key_Space)
    assert focused() is asking.panel.reason

    asking.try_confirm()
    assert asking.isVisible()
    assert asking.panel.reason_row.fault() == "Bitte etwas eintragen."

    type_text(focused(), "  Beide sind einverstanden ")
    asking.try_confirm()

    assert asking.said == ["Beide sind einverstanden"]
    assert not asking.isVisible()


def test_nothing_is_overruled_where_nothing_stands_against_it(asking: Asking) -> None:
    asking.panel.tick.setChecked(True)
    asking.panel.reason.setText("Feier")

    asking.panel.show_conflict(Conflict("Saal"))

    assert not asking.panel.isVisible()
    assert asking.panel.overrule() == ""
    assert not asking.panel.overruling


def test_agreeing_to_one_conflict_is_not_agreeing_to_the_next(asking: Asking) -> None:
    asking.panel.tick.setChecked(True)
    asking.panel.reason.setText("Feier")
    asking.panel.show_conflict(taken(MONDAY))
    assert asking.panel.overrule() == "Feier"

    asking.panel.show_conflict(taken(MONDAY, title="Blutspende"))

    assert not asking.panel.overruling
    assert asking.panel.overrule() == ""
    assert asking.panel.reason.text() == "Feier"


def test_the_tab_key_goes_from_the_free_rooms_to_the_reason(asking: Asking) -> None:
    asking.panel.tick.setChecked(True)
    first = next(b for b in asking.panel.findChildren(QPushButton) if "Werkraum" in b.text())
    first.setFocus()
    heard = []
    for _ in range(9):
        heard.append(focused().accessibleName() or focused().property("text"))
        press(Qt.Key.Key_Tab)

    assert heard == [
        "Werkraum nehmen",
        "Gymnastikraum nehmen",
        "Foyer nehmen",
        "12:00 bis 14:00 Uhr",
        "16:00 bis 18:00 Uhr",
        "Diese Tage auslassen",
        "Trotzdem belegen",
        "Grund",
        "Abbrechen",
    ]


def test_a_button_keeps_the_focus_while_the_same_ways_are_open(asking: Asking) -> None:
    held = next(b for b in asking.panel.findChildren(QPushButton) if "Foyer" in b.text())
    held.setFocus()

    asking.panel.show_conflict(taken(MONDAY), skippable=True)
    settle()

    assert focused() is held


def test_a_missing_reason_is_refused_to_whoever_asks_for_it(asking: Asking) -> None:
    asking.panel.tick.setChecked(True)

    with pytest.raises(Invalid) as caught:
        asking.panel.overrule()

    assert (caught.value.field, caught.value.problem) == ("overrule", "missing")
