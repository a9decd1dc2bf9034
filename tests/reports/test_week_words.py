"""The week in words: for the web, the local paper, the telephone, and in braille."""

from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings

from begegnung.model.programme import (
    Announcement,
    ClosedDay,
    ProgrammeEntry,
    ProgrammeHouse,
    TextEntry,
    WeekProgramme,
)
from begegnung.reports.braille import CELLS, LINES, brf
from begegnung.reports.week_html import week_html
from begegnung.reports.week_large import week_large
from begegnung.reports.week_text import week_announcement, week_braille, week_text
from tests.reports.any_week import weeks
from tests.reports.structure_reader import font_sizes, read

MONDAY = date(2026, 11, 23)
YOGA = ProgrammeEntry(
    MONDAY, 570, 630, "", "Yoga <auf> dem Stuhl & mehr", "Saal", "Renate Beispiel", "", "movement"
)
WEEK = WeekProgramme(
    ProgrammeHouse("Haus Linde", "Lindenweg 1", "0231 55 50", "a@b.de", "linde.de"),
    MONDAY,
    (
        YOGA,
        replace(YOGA, start=840, end=None, title="Skat", leader="", status="cancelled"),
        replace(
            YOGA,
            day=MONDAY + timedelta(days=2),
            start=None,
            end=None,
            time_text="ganztägig",
            title="Ausflug",
        ),
    ),
    (TextEntry("Sprechstunde", "nach Absprache", "Büro", "", "", None),),
    Announcement("Bitte vormerken", "Am 4. Dezember ist Basar."),
    (ClosedDay(MONDAY + timedelta(days=3), "Betriebsausflug"),),
)


class Outline(HTMLParser):
    """The tags that are open, and the words of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append(tag)
        if tag not in ("meta", "br", "img"):
            self.open.append(tag)
        assert not {"onclick", "style"} & {name for name, _ in attrs}
        assert all((value or "").startswith("data:image/png;") for n, value in attrs if n == "src")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data.strip())


def outline(page: bytes) -> Outline:
    parsed = Outline()
    parsed.feed(page.decode("utf-8"))
    parsed.close()
    assert parsed.open == []
    return parsed


def test_the_page_has_headings_lists_and_times_and_says_everything() -> None:
    page = week_html(WEEK)
    found = outline(page)
    assert found.seen.count("h1") == 1
    assert found.seen.count("h2") == 5
    assert found.seen.count("li") == 4
    assert b'<html lang="de">' in page
    assert b'<time datetime="2026-11-23T09:30">9:30 bis 10:30 Uhr</time>' in page
    assert b'<a href="tel:02315550">Telefon 0231 55 50</a>' in page
    assert b'<a href="https://linde.de">linde.de</a>' in page
    assert "Yoga <auf> dem Stuhl & mehr" in found.words
    assert "Geschlossen: Betriebsausflug" in found.words


def test_the_local_paper_gets_a_line_for_each_entry() -> None:
    lines = week_text(WEEK).decode("utf-8").split("\r\n")
    assert lines[0] == "Wochenprogramm 23. bis 27. November 2026"
    assert "9:30 bis 10:30 Uhr: Yoga <auf> dem Stuhl & mehr (Renate Beispiel, Saal)" in lines
    assert "ab 14:00 Uhr: Skat (Saal) – Fällt aus" in lines
    assert "nach Absprache: Sprechstunde (Büro)" in lines
    assert lines[-2] == "Telefon 0231 55 50, Lindenweg 1, a@b.de, linde.de"


def test_the_telephone_says_whole_sentences() -> None:
    text = week_announcement(WEEK).decode("utf-8").replace("\r\n", " ")
    for words in (
        "Sie hören unser Programm vom 23. bis 27. November 2026.",
        "Am Montag, dem 23. November: Von 9 Uhr 30 bis 10 Uhr 30: Yoga",
        "Ab 14 Uhr: Skat, Saal. Fällt aus.",
        "Am Donnerstag, dem 26. November: Das Haus ist geschlossen: Betriebsausflug.",
        "rufen Sie uns an: 0231 55 50.",
    ):
        assert words in text


@given(weeks)
@settings(
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    max_examples=15,
    deadline=None,
)
def test_in_large_print_any_week_is_large_and_everything_is_said(week: WeekProgramme) -> None:
    pdf = week_large(week)
    assert min(font_sizes(pdf)) >= 18
    said = read(pdf)
    assert len(said.all("H1")) == 1
    days = {entry.day for entry in week.entries} | {closed.day for closed in week.closed_days}
    assert len(said.all("H2")) >= len(days)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("Haus Linde", "HAUS LINDE"),
        ("Größe", "GR[!E"),
        ("Ärger über Öl", ">RGER \\BER [L"),
        ("10:30", "#AJ3CJ"),
        ("am 23.11.", "AM #BC'AA'"),
        ("7b", "#G,B"),
        ("Nguyễn Yıldız 茶", "NGUYEN YILDIZ"),
    ],
)
def test_words_are_written_in_the_cells_of_german_braille(text: str, cells: str) -> None:
    assert brf([text]).decode("ascii").strip() == cells


@given(weeks)
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
def test_of_any_week_every_title_is_said_and_no_braille_line_is_too_long(
    week: WeekProgramme,
) -> None:
    found = outline(week_html(week))
    assert week_text(week).decode("utf-8")
    assert week_announcement(week).decode("utf-8")
    titles = [words for words in found.words if words]
    assert len(titles) >= len(week.entries)
    for page in week_braille(week).decode("ascii").split("\f"):
        lines = page.removesuffix("\r\n").split("\r\n")
        assert len(lines) <= LINES
        assert max(map(len, lines)) <= CELLS
