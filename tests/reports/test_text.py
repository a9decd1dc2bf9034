"""What people type arrives on the paper: letters of many languages, long words, odd signs."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.reports.paragraphs import Span, broken, line_width
from begegnung.reports.text import UNKNOWN, clean, glyphs, in_fonts, width_of
from begegnung.reports.theme import (
    ACCENT,
    ALERT,
    BADGES,
    BOLD,
    FALLBACKS,
    INK,
    NOTE_PAPER,
    REGULAR,
    SOFT,
    TEXT,
    WHITE,
    load_fonts,
)

load_fonts()


def lines_of(text: str, width: float, font: str = BOLD) -> list[str]:
    """The lines of a text in 14 pt."""
    look = Span(clean(text), font, 14, TEXT)
    return ["".join(run.text for run in line) for line in broken((look,), width)]


@pytest.mark.parametrize("name", ["Nguyễn", "Yıldız", "Şahin", "Łukasz", "Müßig", "Иванов", "Ώρα"])
def test_names_of_neighbours_are_printed_in_the_usual_font(name: str):
    assert clean(name) == name
    assert in_fonts(name, BOLD) == [(BOLD, name)]


def test_signs_the_font_does_not_have_come_from_another_one():
    runs = in_fonts(clean("Telefon ☎ 12 ★ ✓"), BOLD)
    assert "".join(text for _, text in runs) == "Telefon ☎ 12 ★ ✓"
    assert {font for font, _ in runs} == {BOLD, "NotoSigns"}


def test_decomposed_umlauts_become_letters():
    assert clean(unicodedata.normalize("NFD", "Gemüsegärtner")) == "Gemüsegärtner"


def test_invisible_signs_vanish_and_unknown_letters_are_shown_as_a_box():
    assert clean("Ca\u200bfé\u00ad\ufeff\x07 \ud83d") == "Café"
    assert clean("茶 Tee") == f"{UNKNOWN} Tee"
    assert clean("\u200b") == UNKNOWN
    assert clean(" \n\t ") == ""


def test_titles_and_units_are_not_torn_from_their_words():
    assert clean("Frau Dr. Weiß, Kurs 12, 3,00 €") == (
        "Frau\u00a0Dr.\u00a0Weiß, Kurs\u00a012, 3,00\u00a0€"
    )


def test_words_that_fit_into_a_line_are_never_divided():
    text = "Wirbelsäulengymnastik Beckenbodengymnastik Gedächtnistraining"
    assert [line.strip() for line in lines_of(text, 180)] == text.split()


def test_a_word_wider_than_the_line_is_divided_as_in_german():
    first, *_ = lines_of("Wirbelsäulengymnastik", 120)
    assert first == "Wirbelsäulengym\u00ad"


def test_lines_end_with_a_blank_so_that_words_do_not_run_together():
    first, second = lines_of("Ladekabel mitbringen", 100)
    assert (first, second) == ("Ladekabel ", "mitbringen")


def test_words_joined_by_a_stroke_may_part_but_short_ones_stay():
    assert lines_of("Anmeldung/Abmeldung", 100) == ["Anmeldung/", "Abmeldung"]
    assert lines_of("eine E-Mail", 60)[-1] == "E-Mail"


@given(st.text(max_size=80), st.floats(30, 400))
@settings(deadline=None)
def test_no_line_is_too_wide_and_no_letter_is_lost(text: str, width: float):
    look = Span(clean(text), REGULAR, 14, TEXT)
    lines = broken((look,), width)
    assert all(line_width(line) <= width + 1e-6 for line in lines)
    printed = "".join(run.text for line in lines for run in line)
    assert printed.replace("\u00ad", "").split() == look.text.split()


@given(st.text())
@settings(deadline=None)
def test_whatever_is_typed_every_sign_has_a_glyph(text: str):
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    for font, part in in_fonts(cleaned, BOLD):
        assert glyphs(font).issuperset(part)


def test_digits_are_all_equally_wide_in_every_weight():
    for font in ("Fira-Regular", "Fira-Medium", "Fira-SemiBold", "Fira-Bold", "Fira-ExtraBold"):
        assert len({round(width_of(digit, font, 1000)) for digit in "0123456789"}) == 1


def test_the_fallback_fonts_are_there():
    assert all("A" in glyphs(font) or "☎" in glyphs(font) for font in FALLBACKS)


def luminance(colour: object) -> float:
    """Relative luminance of a colour (WCAG 2.2)."""
    parts = (getattr(colour, channel) for channel in ("red", "green", "blue"))
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: object, other: object) -> float:
    """Contrast of two colours (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_is_readable_with_low_vision():
    for colour in (TEXT, SOFT, INK, ALERT, *(badge.colour for badge in BADGES.values())):
        assert contrast(colour, WHITE) >= 7
    assert contrast(TEXT, NOTE_PAPER) >= 7
    assert contrast(ACCENT, WHITE) >= 6.5
    assert contrast(ACCENT, NOTE_PAPER) >= 6
