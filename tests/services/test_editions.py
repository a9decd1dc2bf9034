"""What was printed is remembered once, compared with, taken back, and known on every PC."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from begegnung.model.errors import Invalid
from begegnung.model.programme import ProgrammeEntry, WeekProgramme
from begegnung.reports.changes_said import changes_said
from begegnung.services.check import check
from begegnung.services.dates import (
    CancelDate,
    EditDate,
    MoveDate,
    RestoreDate,
    cancel_date,
    edit_date,
    move_date,
    restore_date,
)
from begegnung.services.editions import (
    BeginEdition,
    RecordPrint,
    begin_edition,
    changes_since,
    present_edition,
    record_print,
)
from begegnung.services.history import recent_actions, undo
from begegnung.services.houses import AddClosure, EditHouse, add_closure, edit_house
from begegnung.services.mentions import mentions
from begegnung.services.printing.registry import make_document
from begegnung.services.weekly import week_programme
from begegnung.texts import action_text
from tests.desks import MONDAY, SECOND, House
from tests.services.test_printed_documents import text_of
from tests.services.two_pcs import TwoPcs, two_pcs

TUESDAY = MONDAY + timedelta(days=1)
HALF = date(2026, 7, 1)


@pytest.fixture
def pcs(prepared: Path, tmp_path: Path) -> Iterator[TwoPcs]:
    with two_pcs(prepared, tmp_path) as both:
        yield both


def print_it(house: House, first: date = MONDAY) -> bool:
    """The week goes to the printer."""
    edition = house.desk.read(present_edition, "week" if first == MONDAY else "half_year", first)
    return house.act(record_print, RecordPrint(edition)).value


def begin(house: House) -> None:
    house.act(begin_edition, BeginEdition(house.desk.read(present_edition, "week", MONDAY)))


def said(house: House) -> list[str]:
    """The lines of the box."""
    found = changes_said(house.desk.read(changes_since, "week", MONDAY))
    return [] if found is None else [one.words.replace("\u00a0", " ") for one in found.lines]


def entries(house: House) -> dict[str, ProgrammeEntry]:
    week: WeekProgramme = house.desk.read(week_programme, MONDAY)
    return {one.title: one for one in week.entries}


def test_a_week_that_was_never_printed_has_no_changes(house: House) -> None:
    house.one_date(house.offer("Yoga"))
    assert house.desk.read(changes_since, "week", MONDAY) is None
    assert house.desk.read(week_programme, MONDAY).changes is None


def test_everything_that_changed_since_the_first_print_is_said_once_in_plain_words(
    house: House,
) -> None:
    yoga, skat, chor, tanz, alt = (
        house.one_date(house.offer(name, leader="Frau A."), 600 + 60 * n, 650 + 60 * n, room=None)
        for n, name in enumerate(("Yoga", "Skat", "Chor", "Tanz", "Alt"))
    )
    assert print_it(house)
    assert said(house) == []

    house.act(cancel_date, CancelDate(yoga, "krank"))
    house.act(move_date, MoveDate(skat, MONDAY, 900, 960, house.room(SECOND)))
    house.act(move_date, MoveDate(chor, MONDAY + timedelta(days=9), 840, 900, None))
    house.act(edit_date, EditDate(tanz, "Tanzcafé", "Hof", "B.", 0, 0))
    house.one_date(house.offer("Neues"), 1000, 1060, day=TUESDAY, room=None)
    house.act(add_closure, AddClosure(None, MONDAY + timedelta(days=4), SUNDAY, "Umzug"))
    house.act(cancel_date, CancelDate(alt, "krank"))
    house.act(restore_date, RestoreDate(alt))
    house.act(edit_house, EditHouse({"announcement_title": "Fest"}))

    assert not print_it(house)
    assert said(house) == [
        "Mo., 23.11., 10:00 Uhr, Yoga: fällt aus",
        f"Mo., 23.11., 11:00 Uhr, Skat: jetzt um 15:00 Uhr statt 11:00 Uhr; neuer Ort: {SECOND}",
        "Mo., 23.11., 12:00 Uhr, Chor: jetzt am Mi., 02.12., 14:00 Uhr",
        "Mo., 23.11., 13:00 Uhr, Tanz: neuer Ort: Hof; heißt jetzt „Tanzcafé“; neue Leitung: B.",
        "Di., 24.11., 16:40 Uhr, Neues: neu",
        "Fr., 27.11.: das Haus ist geschlossen (Umzug)",
        "Sa., 28.11.: das Haus ist geschlossen (Umzug)",
        "So., 29.11.: das Haus ist geschlossen (Umzug)",
    ]
    marks = {title: one.mark for title, one in entries(house).items()}
    assert marks["Neues"] == "new"
    assert marks["Tanzcafé"] == "changed"
    assert (marks["Yoga"], marks["Alt"]) == ("", "")


SUNDAY = MONDAY + timedelta(days=6)


def test_a_new_edition_is_compared_with_from_now_on_and_both_steps_can_be_taken_back(
    house: House,
) -> None:
    when = house.one_date(house.offer("Yoga"))
    print_it(house)
    house.act(cancel_date, CancelDate(when, "krank"))
    house.clock.go_on(days=1)
    begin(house)
    changes = house.desk.read(changes_since, "week", MONDAY)
    assert changes is not None
    assert changes.since == TUESDAY
    assert said(house) == []
    names = [action_text(a.verb, a.title) for a in house.desk.read(recent_actions, 50)]
    assert "Neue Auflage: KW 48/2026" in names

    house.act(undo, None)
    assert said(house) == ["Mo., 23.11., 10:00 Uhr, Yoga: fällt aus"]
    house.act(undo, None)
    house.act(undo, None)
    assert house.desk.read(changes_since, "week", MONDAY) is None
    assert print_it(house)
    assert house.desk.read(check).clean


def test_a_mistake_that_was_put_right_is_no_change(house: House) -> None:
    when = house.one_date(house.offer("Yoga"))
    print_it(house)
    house.act(move_date, MoveDate(when, TUESDAY, 600, 660, house.room()))
    house.act(move_date, MoveDate(when, MONDAY, 600, 660, house.room()))
    assert said(house) == []


def test_what_was_printed_at_one_pc_is_known_at_the_other_and_the_later_print_holds(
    pcs: TwoPcs,
) -> None:
    when = pcs.empfang.one_date(pcs.empfang.offer("Yoga"))
    pcs.meet()
    print_it(pcs.empfang)
    pcs.buero.clock.go_on(hours=3)
    pcs.buero.act(cancel_date, CancelDate(when, "krank"))
    print_it(pcs.buero)
    pcs.meet()
    pcs.meet()
    assert not pcs.questions().everything
    for one in pcs.both:
        assert said(one) == []
        assert not print_it(one)
        assert one.desk.read(check).clean

    pcs.empfang.act(restore_date, RestoreDate(when))
    pcs.meet()
    for one in pcs.both:
        assert said(one) == ["Mo., 23.11., 10:00 Uhr, Yoga: findet doch statt"]


def test_the_sheet_for_the_booklet_says_what_is_still_to_come(house: House) -> None:
    yoga = house.offer("Yoga")
    dates = [house.one_date(yoga, day=MONDAY + timedelta(days=7 * n)) for n in range(4)]
    typed = {"printed": "booklet", "half": "2026-2"}
    with pytest.raises(Invalid, match="not_printed"):
        make_document(house.desk, "changes", typed)
    print_it(house, HALF)
    assert "Es hat sich nichts geändert." in text_of(make_document(house.desk, "changes", typed))

    for when in dates:
        house.act(cancel_date, CancelDate(when, "krank"))
    text = text_of(make_document(house.desk, "changes", typed))
    assert "Programmheft Juli bis Dezember 2026" in text
    assert "4 Termine, montags, 10:00 Uhr, 23.11. bis 14.12., Yoga: fällt aus" in text

    house.clock.go_on(days=10)
    text = text_of(make_document(house.desk, "changes", typed))
    assert "Mo., 23.11." not in text
    assert text.count("fällt aus") == 2


def test_whoever_is_named_on_the_printed_programme_is_found_before_she_is_erased(
    house: House,
) -> None:
    house.one_date(house.offer("Lesung", leader="Erna Vergessen"))
    print_it(house)
    her = house.person("Vergessen", "Erna")
    found = [one for one in house.desk.read(mentions, her) if one.table == "printed_edition"]
    assert [one.text for one in found] == ["Lesung, Erna Vergessen"]


def test_twenty_more_copies_tomorrow_still_carry_the_box_and_without_it_nothing_is_marked(
    house: House,
) -> None:
    when = house.one_date(house.offer("Yoga"))
    print_it(house)
    house.act(edit_date, EditDate(when, "Yoga am Morgen", "", "", 0, 0))
    house.clock.go_on(days=1)
    typed = {"week": "2026-W48"}
    for name in ("programme", "programme-large", "programme-flyer", "programme-leaflet"):
        text = text_of(make_document(house.desk, name, typed))
        assert "Änderungen seit dem Druck vom Montag, 23. November" in text
        assert "heißt jetzt „Yoga am Morgen“" in text
        assert "Geändert: Yoga am Morgen" in text
        without = text_of(make_document(house.desk, name, typed | {"changes": "no"}))
        assert "Änderungen" not in without
        assert "Geändert" not in without
