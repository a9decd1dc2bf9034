"""The weekly programme: what stands on it, how it is read aloud, and that it is a valid file."""

import threading
import unicodedata
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest

from begegnung.model.programme import (
    Announcement,
    ClosedDay,
    ProgrammeHouse,
    TextEntry,
    WeekProgramme,
)
from begegnung.reports.weekly import Paper, weekly_programme
from tests.reports.structure_reader import font_sizes, read
from tests.reports.weeks import HOUSE, MONDAY, entry, special_week, usual_entries, week

GOLDEN = Path(__file__).parent / "golden"
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenversammlung"
WORDY = ProgrammeHouse(
    name="Haus mit vielen Worten " * 13,
    address="Eine lange Adresse " * 15,
    phone="0231 000-12 oder " * 17,
    mail="m" * 300,
    web="w" * 300,
    office_hours="Montag bis Freitag " * 15,
    access_note="Aufzug und WC " * 20,
)
CASES = {
    "without_anything": week(),
    "one_entry": week(entry()),
    "usual": week(*usual_entries()),
    "overfull": week(*usual_entries(60)),
    "two_hundred": week(*usual_entries(200)),
    "everything": special_week(),
    "only_closed": week(closed_days=(ClosedDay(MONDAY, ""),)),
    "only_offers": week(text_entries=(TextEntry("Hausbesuch", "", "", "", "", "advice"),)),
    "long_words": week(entry(title=LONG * 3, room=LONG, leader=LONG, remark=LONG)),
    "long_title": week(entry(title="Sehr langer Titel " * 17, category=None)),
    "endless_remark": week(*usual_entries(5), entry(remark="Bitte beachten Sie dies. " * 200)),
    "endless_note": week(entry(), announcement=Announcement("Neu", "Text und Text. " * 400)),
    "many_letters": week(entry(title="Nguyễn, Yıldız, Łódź ☎ ★ <&> 茶", leader="Ω. Иванова")),
    "bare_house": week(entry(), house=ProgrammeHouse("Treff")),
    "house_without_name": week(entry(), house=ProgrammeHouse("")),
    "wordy_house": week(*usual_entries(), house=WORDY),
    "wordy_house_without_anything": week(house=WORDY),
    "no_rooms": week(*(replace(each, room="", category=None) for each in usual_entries())),
}


def text_of(pdf: bytes) -> str:
    """The text of all pages as a PDF program extracts it, blanks and hyphens evened out."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = "".join(p.get_textpage().get_text_range() for p in document)
    finally:
        document.close()
    return "".join(sign for sign in found if not sign.isspace() and sign not in "\u00ad\ufffe\x02")


def squeezed(text: str) -> str:
    """A text without blanks and hyphens of divided words."""
    return "".join(text.replace("\u00ad", "").split())


@pytest.mark.parametrize("paper", ["a4", "a3"])
@pytest.mark.parametrize("case", CASES)
def test_every_sheet_is_a_valid_accessible_and_archivable_pdf(
    case: str, paper: Paper, tmp_path: Path
):
    file = tmp_path / "week.pdf"
    file.write_bytes(weekly_programme(CASES[case], paper).pdf)
    for profile in ("ua1", "2a"):
        result = page.validate_pdf(str(file), profile=profile)
        assert result.is_compliant, {each.message for each in result.failures}


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_below_the_floor(case: str):
    printed = weekly_programme(CASES[case])
    assert min(font_sizes(printed.pdf)) >= 12
    assert printed.body_size >= (12.5 if printed.pages == 1 else 13)


@pytest.mark.parametrize("case", CASES)
def test_every_title_is_on_the_paper_and_is_read(case: str):
    programme = CASES[case]
    printed = weekly_programme(programme)
    seen = text_of(printed.pdf)
    read_aloud = {squeezed(each.text) for each in read(printed.pdf).all("P")}
    for each in (*programme.entries, *programme.text_entries):
        title = squeezed(each.title).replace("茶", "□")
        assert title in {said[: len(title)] for said in read_aloud}
        for word in each.title.replace("茶", "□").split():
            assert word in seen or len(word) > 40


def test_a_screen_reader_reads_the_sheet_in_this_order():
    lines = read(weekly_programme(special_week()).pdf).lines()
    assert lines == (GOLDEN / "special_week.txt").read_text(encoding="utf-8").splitlines()


def test_the_same_week_gives_the_same_bytes():
    first = weekly_programme(special_week()).pdf
    weekly_programme(week(entry(title="etwas anderes")))
    assert weekly_programme(special_week()).pdf == first


def test_several_threads_may_print_at_once():
    alone = weekly_programme(special_week()).pdf
    made: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: made.append(weekly_programme(special_week()).pdf))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [alone] * 4


def test_a3_is_the_a4_sheet_enlarged():
    a4, a3 = (weekly_programme(week(*usual_entries()), paper) for paper in ("a4", "a3"))
    assert a3.pages == a4.pages
    assert a3.body_size == pytest.approx(a4.body_size * 2**0.5)
    assert text_of(a3.pdf) == text_of(a4.pdf)
    with pikepdf.open(BytesIO(a3.pdf)) as document:
        box = [float(edge) for edge in document.pages[0].mediabox]
    assert box == pytest.approx([0, 0, 841.9, 1190.6], abs=0.2)


def test_times_are_printed_short_and_read_in_full():
    tree = read(weekly_programme(special_week()).pdf)
    labels = [(label.text, label.actual) for label in tree.all("Lbl")]
    assert ("9:00–10:00", "9:00 bis 10:00 Uhr") in labels
    assert ("ab 14:00 Uhr", "ab 14:00 Uhr") in labels
    assert ("ganztägig", "ganztägig") in labels
    assert ("10:15–11:15", "10:15 bis 11:15 Uhr, fällt aus") in labels


def test_weekdays_follow_from_the_dates():
    days = [MONDAY + timedelta(days=number) for number in range(7)]
    tree = read(weekly_programme(week(*(entry(day=day) for day in days))).pdf)
    assert [each.actual.split(",")[0] for each in tree.all("H2")] == [
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ]


@pytest.mark.parametrize(
    ("monday", "words"),
    [
        (date(2026, 11, 16), "16. bis 20. November 2026"),
        (date(2026, 9, 28), "28. September bis 2. Oktober 2026"),
        (date(2026, 12, 28), "28. Dezember 2026 bis 1. Januar 2027"),
    ],
)
def test_the_head_says_which_days(monday: date, words: str):
    pdf = weekly_programme(WeekProgramme(HOUSE, monday)).pdf
    assert words in [each.text for each in read(pdf).all("P")]
    assert f"Kalenderwoche {monday.isocalendar().week}" in read(pdf).spoken()


def test_a_week_without_anything_says_so_and_whom_to_ask():
    spoken = read(weekly_programme(week()).pdf).spoken()
    assert "Diese Woche ist noch nichts eingetragen." in spoken
    assert "Rufen Sie uns gern an: 0231 000-12" in spoken


def test_the_code_is_there_only_with_a_web_address():
    with_web = read(weekly_programme(week(entry())).pdf)
    without = read(weekly_programme(week(entry(), house=replace(HOUSE, web=""))).pdf)
    assert any("QR-Code" in each.alt for each in with_web.all("Figure"))
    assert not any("QR-Code" in each.alt for each in without.all("Figure"))
    assert "lindenhof.example" in with_web.spoken()


def test_the_web_address_can_be_clicked():
    with pikepdf.open(BytesIO(weekly_programme(week(entry())).pdf)) as document:
        (link,) = document.pages[0].Annots
        assert str(link.A.URI) == "https://lindenhof.example/"


def test_a_day_over_two_pages_is_one_day_for_a_screen_reader():
    printed = weekly_programme(week(*(entry(title=f"Kurs {n}") for n in range(60))))
    assert printed.pages > 1
    tree = read(printed.pdf)
    assert len(tree.all("H2")) == 1
    assert len(tree.all("L")) == 1
    assert len(tree.all("LI")) == 60
    assert "FortsetzungvomvorigenBlatt" in text_of(printed.pdf)


def test_head_and_foot_are_read_once():
    printed = weekly_programme(week(*usual_entries(60)))
    assert printed.pages > 1
    tree = read(printed.pdf)
    assert len(tree.all("H1")) == 1
    assert tree.spoken().count("Telefon") == 1
    assert text_of(printed.pdf).count("Wochenprogramm") == printed.pages


def test_a_quiet_week_is_set_large_but_not_so_large_that_a_title_is_divided():
    short = weekly_programme(week(entry(title="Chor")))
    long = weekly_programme(week(entry(title="Wirbelsäulengymnastik für Anfänger", room="Saal 12")))
    assert short.body_size == 20
    assert long.body_size < 20
    assert "\u00ad" not in " ".join(node.text for node in read(long.pdf).all("P"))


def test_two_equal_entries_are_both_there():
    tree = read(weekly_programme(week(entry(), entry())).pdf)
    assert [each.spoken().count("Sitzgymnastik") for each in tree.all("LI")] == [1, 1]


def test_decomposed_umlauts_are_printed_as_letters():
    title = unicodedata.normalize("NFD", "Gemüsegärtner")
    assert "Gemüsegärtner" in text_of(weekly_programme(week(entry(title=title))).pdf)


def test_signs_beyond_the_first_plane_are_copied_as_they_were_typed():
    printed = weekly_programme(week(entry(title="Daumen \U0001f44d hoch")))

    document = pypdfium2.PdfDocument(printed.pdf)
    copied = document[0].get_textpage().get_text_range()
    document.close()
    assert "Daumen \U0001f44d hoch" in copied
    assert any("\U0001f44d" in node.text for node in read(printed.pdf).all("P"))


def test_only_the_categories_of_the_week_are_explained():
    found = text_of(weekly_programme(week(entry(category="music"))).pdf)
    assert "Musik&Kultur" in found
    assert "Bewegung" not in found


def test_all_fonts_are_in_the_file():
    with pikepdf.open(BytesIO(weekly_programme(special_week()).pdf)) as document:
        fonts = [font for each in document.pages for font in each.resources.Font.values()]
        assert fonts
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_days_of_another_week_are_refused():
    with pytest.raises(ValueError, match="not in the week"):
        week(entry(day=MONDAY + timedelta(days=7)))
    with pytest.raises(ValueError, match="not a Monday"):
        WeekProgramme(HOUSE, MONDAY + timedelta(days=1))
    with pytest.raises(ValueError, match="longer than"):
        ProgrammeHouse("x" * 301)
