"""What has changed since the printing, on every paper: told, marked, valid, and never too much."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import page
import pytest

from begegnung.model.changes_sheet import ChangesSheet
from begegnung.model.editions import Changes, Differences
from begegnung.model.programme import Announcement, WeekProgramme, in_detail
from begegnung.reports.changes_said import change_lines, changes_said
from begegnung.reports.changes_sheet import changes_paper
from begegnung.reports.week_flyer import week_flyer, week_leaflet
from begegnung.reports.week_html import week_html
from begegnung.reports.week_large import week_large
from begegnung.reports.week_text import week_announcement, week_braille, week_text
from begegnung.reports.weekly import weekly_programme
from tests.reports.structure_reader import read
from tests.reports.test_weekly import squeezed, text_of
from tests.reports.weeks import HOUSE, MONDAY, SATURDAY, changed_week

LONG = Announcement(
    "Bitte vormerken: <&> Advent", "Am 4. Dezember & am 6. Dezember.\n\nBitte <anmelden>.\n" * 3
)
FEW, MANY = changed_week(5, announcement=LONG), changed_week(40, 60)
HEADING = "Änderungen seit dem Druck vom Samstag, 14. November"


def sheet(week: WeekProgramme) -> ChangesSheet:
    assert week.changes is not None
    return ChangesSheet(HOUSE, "week", MONDAY, MONDAY + timedelta(days=6), week.changes)


PAPERS: dict[str, Callable[[WeekProgramme], bytes]] = {
    "sheet": lambda week: weekly_programme(week).pdf,
    "flyer": week_flyer,
    "leaflet": week_leaflet,
    "large": week_large,
    "insert": lambda week: changes_paper(sheet(week)),
}


def is_valid(pdf: bytes, file: Path) -> bool:
    file.write_bytes(pdf)
    return all(page.validate_pdf(str(file), profile=one).is_compliant for one in ("ua1", "2a"))


@pytest.mark.parametrize("paper", PAPERS)
def test_a_few_changes_are_told_on_every_paper_under_a_heading(paper: str, tmp_path: Path) -> None:
    pdf = PAPERS[paper](FEW)
    assert is_valid(pdf, tmp_path / "paper.pdf")
    text = text_of(pdf)
    for words in (HEADING, "fällt aus", "neuer Ort: Großer Saal & Foyer", "nicht mehr im Programm"):
        assert squeezed(words) in text
    if paper != "insert":
        for words in ("Neu: Tanzcafé", "Geändert: Sturzprophylaxe", "Bitte <anmelden>."):
            assert squeezed(words) in text


@pytest.mark.parametrize("paper", ["sheet", "flyer"])
def test_the_changes_are_a_list_of_their_own_before_the_days(paper: str) -> None:
    tree = read(PAPERS[paper](FEW))
    heads = [node.text.replace("\u00a0", " ") for node in tree.all("H2")]
    assert heads[0] == HEADING
    parts = [
        node for node in tree.all("Sect") if [kid.role for kid in node.kids][:2] == ["H2", "L"]
    ]
    items = parts[0].kids[1].all("LBody")
    assert items[0].spoken().replace("\u00a0", " ") == (
        "Montag, 16. November, 9:00 Uhr, Sitzgymnastik: fällt aus"
    )


def test_of_very_many_changes_the_most_important_are_told_and_the_rest_can_be_read_below(
    tmp_path: Path,
) -> None:
    made = weekly_programme(MANY)
    assert is_valid(made.pdf, tmp_path / "paper.pdf")
    said = changes_said(MANY.changes, 8)
    assert said is not None
    assert len(said.lines) == 8
    assert {one.change for one in said.lines} <= {"fällt aus", "nicht mehr im Programm"} | {
        "das Haus ist geschlossen (Fest)"
    }
    every = changes_said(MANY.changes)
    assert every is not None
    left = set(every.lines) - set(said.lines)
    assert all(one.marked for one in left)
    assert said.rest == f"Und {len(left)} weitere Änderungen, im Programm gekennzeichnet."
    assert made.body_size >= 12.5


def test_what_can_be_read_nowhere_else_is_told_however_much_it_is() -> None:
    assert MANY.changes is not None
    gone = tuple(one._replace(now=None) for one in MANY.changes.differences.entries if one.before)
    changes = Changes(SATURDAY, Differences(gone))
    said = changes_said(changes, 3)
    assert said is not None
    assert (len(said.lines), said.rest) == (len(list(change_lines(changes))), "")


def test_a_folded_paper_tells_fewer_changes_before_it_is_too_full() -> None:
    week = changed_week(22)
    text = text_of(week_leaflet(in_detail(week, "brief")))
    assert squeezed("im Programm gekennzeichnet") in text


def test_the_other_forms_say_the_same() -> None:
    html = week_html(FEW).decode()
    assert f'<h2 id="aenderungen">{HEADING}</h2>' in html.replace("\u00a0", " ")
    assert '<span class="mark">Neu:</span> Tanzcafé' in html
    plain = week_text(FEW).decode()
    assert "Mo., 16.11., 9:00 Uhr, Sitzgymnastik: fällt aus\r\n" in plain
    assert "ab 15:00 Uhr: Neu: Tanzcafé" in plain
    assert "Montag, 16. November, 9:00 Uhr, Sitzgymnastik: fällt aus." in (
        week_announcement(FEW).decode()
    )
    assert len(week_braille(FEW)) > len(week_braille(changed_week(0)))


def test_in_short_neither_leader_nor_remark_is_printed_and_every_place_is() -> None:
    text = text_of(weekly_programme(in_detail(changed_week(0), "brief")).pdf)
    assert "FrauA." not in text
    assert "Gedeck" not in text
    assert squeezed("Treffpunkt Foyer") in text
