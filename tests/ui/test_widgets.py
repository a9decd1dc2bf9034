"""Inputs and lists: what people type is understood, what is chosen stays chosen."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from begegnung.model.errors import Invalid, NothingToUndo
from begegnung.texts import clock_time, money, short_date
from begegnung.ui.theme import THEME
from begegnung.ui.typed import read_day, read_money, read_number, read_time, read_year
from begegnung.ui.widgets.card import Card, Columns
from begegnung.ui.widgets.dialog import Dialog
from begegnung.ui.widgets.fields import ChoiceField, DateField, TextArea, TextField, TimeField
from begegnung.ui.widgets.labels import Chip
from begegnung.ui.widgets.lines import Line, LineList, LineModel
from begegnung.ui.widgets.toast import SHOWN_MS, Toast
from tests.desks import MONDAY
from tests.ui.audit import audit
from tests.ui.keys import focused, press, settle, type_text

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("heute", MONDAY),
        ("morgen", MONDAY + timedelta(days=1)),
        ("gestern", MONDAY - timedelta(days=1)),
        ("mo", MONDAY),
        ("Mi", MONDAY + timedelta(days=2)),
        ("sonntag", MONDAY + timedelta(days=6)),
        ("+7", MONDAY + timedelta(days=7)),
        ("24.11.", date(2026, 11, 24)),
        ("24.11", date(2026, 11, 24)),
        ("3.1", date(2027, 1, 3)),
        ("1.10.", date(2026, 10, 1)),
        ("24.11.26", date(2026, 11, 24)),
        ("24-11-2026", date(2026, 11, 24)),
        ("24112026", date(2026, 11, 24)),
        ("2026-11-24", date(2026, 11, 24)),
        ("24. November", date(2026, 11, 24)),
        ("3. mär 2027", date(2027, 3, 3)),
        ("Di., 24.11.2026", date(2026, 11, 24)),
    ],
)
def test_a_day_can_be_typed_as_people_say_it(typed: str, day: date) -> None:
    assert read_day(typed, MONDAY) == day


@pytest.mark.parametrize("typed", ["32.1.", "29.2.2027", "bald", "m", "1.", "99", "24.11.2026x"])
def test_what_is_no_day_is_refused_with_what_was_typed(typed: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_day(typed, MONDAY, "first_day")

    assert caught.value == Invalid("first_day", "not_a_date", typed)


@given(DAYS)
def test_a_day_is_read_back_as_it_is_spelled(day: date) -> None:
    assert read_day(short_date(day), MONDAY) == day
    assert read_day(f"{day:%d.%m.%Y}", MONDAY) == day


@pytest.mark.parametrize(
    ("typed", "minute"),
    [
        ("14", 840),
        ("1430", 870),
        ("14:30", 870),
        ("14.30", 870),
        ("9", 540),
        ("900", 540),
        ("14 Uhr", 840),
        ("24", 1440),
        ("0:05", 5),
        ("", None),
    ],
)
def test_a_time_can_be_typed_in_any_usual_way(typed: str, minute: int | None) -> None:
    assert read_time(typed) == minute


@pytest.mark.parametrize("typed", ["25", "14:60", "1475", "24:01", "mittags"])
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        read_time(typed)


@given(st.integers(0, 1439))
def test_a_time_is_read_back_as_it_is_spelled(minute: int) -> None:
    assert read_time(clock_time(minute)) == minute


@given(st.integers(0, 99_999_999))
def test_an_amount_is_read_back_as_it_is_spelled(cents: int) -> None:
    assert read_money(money(cents)) == cents


@pytest.mark.parametrize(
    ("typed", "cents"), [("30", 3000), ("30,5", 3050), ("1.200,00 €", 120_000), ("", None)]
)
def test_an_amount_can_be_typed_short(typed: str, cents: int | None) -> None:
    assert read_money(typed) == cents


def test_numbers_and_years_are_whole() -> None:
    assert read_number(" 12 ") == 12
    assert read_year("48", MONDAY) == 1948
    assert read_year("05", MONDAY) == 2005
    assert read_year("20", MONDAY) == 1920
    for read in (read_number, lambda t: read_year(t, MONDAY)):
        with pytest.raises(Invalid):
            read("zwölf")


def test_a_date_field_spells_what_was_typed_and_steps_by_arrow(look: str, qtbot: QtBot) -> None:
    window, other = QWidget(), TextField("Anderes")
    qtbot.addWidget(window)
    field = DateField("Tag", MONDAY)
    for part in (field, other):
        part.setParent(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    field.setFocus()
    type_text(field, "3.12")
    other.setFocus()

    assert field.text() == "Do., 03.12.2026"
    field.setFocus()
    press(Qt.Key.Key_Up)
    assert field.value() == date(2026, 12, 4)
    field.setText("bald")
    other.setFocus()
    assert field.text() == "bald"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_calendar_of_a_date_field_opens_by_key(look: str, qtbot: QtBot) -> None:
    field = DateField("Tag", MONDAY)
    qtbot.addWidget(field)
    with qtbot.waitActive(field):
        field.show()
        field.activateWindow()
    field.setFocus()

    press(Qt.Key.Key_F4)
    settle()
    press(Qt.Key.Key_Right)
    press(Qt.Key.Key_Return)
    settle()

    assert field.value() == MONDAY + timedelta(days=1)


def test_the_current_line_stays_and_its_neighbour_follows_when_it_goes(
    look: str, qtbot: QtBot
) -> None:
    lines = LineList("Liste")
    qtbot.addWidget(lines)
    chosen: list[str] = []
    lines.chosen.connect(chosen.append)
    lines.show_lines([Line(key, key) for key in "abcd"], choose="c")

    lines.show_lines([Line(key, key) for key in "xabc"])
    assert lines.current_key() == "c"
    lines.show_lines([Line(key, key) for key in "xab"])
    assert lines.current_key() == "b"
    lines.show_lines([])
    assert chosen == ["c", "b", ""]


def test_the_model_of_lines_keeps_the_rules_of_qt(qapp: QApplication) -> None:
    model = LineModel()
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(model, fatal, model)

    model.show_lines([Line("a", "Titel", "mehr", "frei")])

    assert tester.model() is model
    spoken = model.data(model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Titel, mehr, frei"


def test_cards_stand_below_each_other_where_it_is_narrow(look: str, qtbot: QtBot) -> None:
    columns = Columns(30)
    qtbot.addWidget(columns)
    for title in ("links", "rechts"):
        columns.add(Card(title))
    columns.resize(THEME.px(40), 400)
    columns.show()
    settle()
    assert not columns.stacked

    columns.resize(THEME.px(25), 400)
    assert columns.stacked


def test_nothing_flashes_up_as_a_window_of_its_own(look: str, qtbot: QtBot) -> None:
    parts = [Card("Titel", note="mehr"), Chip("frei", "ok")]
    for part in parts:
        qtbot.addWidget(part)

    assert not any(isinstance(w, QLabel) and w.isVisible() for w in QApplication.topLevelWidgets())


class Asking(Dialog):
    """Refuses until it is allowed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("Frage", parent, verb="Speichern")
        self.day = DateField("Tag", MONDAY, "first_day")
        self.words = TextArea("Bemerkung")
        self.kind = ChoiceField("Art", [(1, "Kurs"), (2, "Gruppe")])
        self.form.add("Tag", self.day, "first_day")
        self.form.add("Art", self.kind, beside=True)
        self.form.add("Bemerkung", self.words)
        self.body.addWidget(self.form)
        self.allowed = False

    def confirm(self) -> None:
        self.day.value()
        if not self.allowed:
            raise NothingToUndo


@pytest.fixture
def asking(look: str, qtbot: QtBot) -> Asking:
    owner = QWidget()
    qtbot.addWidget(owner)
    owner.show()
    opened = Asking(owner)
    opened.owner = owner  # type: ignore[attr-defined]
    with qtbot.waitActive(opened):
        opened.open()
        opened.activateWindow()
    return opened


@pytest.mark.parametrize("look", ["light", "dark"], indirect=True)
def test_a_dialog_says_why_not_and_keeps_what_was_typed(asking: Asking) -> None:
    asking.words.setPlainText("viel Text")
    asking.day.setText("bald")
    asking.try_confirm()
    assert asking.form.rows["first_day"].fault().startswith("„bald“ ist kein Datum.")
    assert focused() is asking.day
    assert audit(asking) == []

    asking.day.setText("morgen")
    asking.try_confirm()
    assert asking.form.rows["first_day"].fault() == ""
    assert asking.refusal.text.text() == "Es gibt nichts, was sich rückgängig machen lässt."
    assert asking.words.bare() == "viel Text"
    assert audit(asking) == []


def test_ctrl_enter_confirms_from_several_lines_of_text(asking: Asking, qtbot: QtBot) -> None:
    asking.allowed = True
    asking.words.setFocus()
    with qtbot.waitSignal(asking.accepted):
        press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_toast_stays_ten_seconds_at_least() -> None:
    assert SHOWN_MS >= 10_000


def test_a_toast_lies_inside_a_small_window(look: str, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(760, 420)
    window.show()
    toast = Toast(window)

    toast.say("Gerhard Müller ist abgemeldet: Gedächtnistraining. " * 3, True)
    settle()

    assert window.rect().contains(toast.geometry())
    assert audit(window) == []


def test_a_time_field_gives_minutes(look: str, qtbot: QtBot) -> None:
    field = TimeField("Beginn")
    qtbot.addWidget(field)
    field.set_value(570)

    assert field.text() == "09:30"
    assert field.value() == 570
