"""Colours that can be read on paper, and the nearest one that can."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.contrast import (
    GROUNDS,
    Use,
    channels,
    colour_from_text,
    contrast,
    is_readable,
    nearest_readable,
)
from begegnung.model.house_look import ACCENT, INK, PAIRS

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")
USES = st.sampled_from(sorted(GROUNDS))


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#FFFFFF", 1.0),
        # Known values of WCAG: the greys that just pass AAA and AA on white.
        ("#595959", "#FFFFFF", 7.0),
        ("#767676", "#FFFFFF", 4.54),
        ("#FF0000", "#FFFFFF", 4.0),
    ],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize("typed", ["#13294b", "13294B", " #13294B "])
def test_a_colour_is_read_as_people_write_it(typed: str) -> None:
    assert colour_from_text(typed) == "#13294B"


@pytest.mark.parametrize("typed", ["", "#", "#123", "blau", "#13294G", "#13294B5"])
def test_what_is_no_colour_is_not_guessed(typed: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 the message is what was typed
        colour_from_text(typed)


def test_the_usual_colours_and_every_prepared_pair_can_be_read() -> None:
    assert (PAIRS[0].ink, PAIRS[0].accent) == (INK, ACCENT)
    weak = [
        pair.name
        for pair in PAIRS
        if not (is_readable(pair.ink, "ink") and is_readable(pair.accent, "accent"))
    ]
    assert weak == []
    assert len({pair.name for pair in PAIRS}) == len(PAIRS)


@given(COLOURS, USES)
def test_the_colour_that_is_offered_can_be_read_and_has_the_same_hue(colour: str, use: Use) -> None:
    offered = nearest_readable(colour, use)
    assert is_readable(offered, use)
    # The same hue and saturation: the three channels keep their proportion, to the whole number.
    before, after = channels(colour), channels(offered)
    share = max(after) / max(before) if max(before) else 1.0
    assert all(abs(old * share - new) <= 0.5 for old, new in zip(before, after, strict=True))


@given(COLOURS, USES)
def test_a_colour_that_can_be_read_is_left_alone_and_no_lighter_one_is_passed_over(
    colour: str, use: Use
) -> None:
    offered = nearest_readable(colour, use)
    assert (offered == colour) == is_readable(colour, use)
    if offered != colour:
        level, brightest = max(channels(offered)) + 1, max(channels(colour))
        lighter = "#{:02X}{:02X}{:02X}".format(
            *(round(one * level / brightest) for one in channels(colour))
        )
        assert not is_readable(lighter, use)
