from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.exchange import layout
from begegnung.exchange.layout import BundlePath

HASH = "0123456789abcdef" * 4
PATH = "s/h-0o1q/b/pc1.a7/00000412-0123456789abcdef.bz"


def test_the_path_of_a_bundle_says_scope_lane_number_and_hash() -> None:
    assert layout.bundle_path("h-0o1q", "pc1.a7", 412, HASH) == PATH
    assert BundlePath.parse(PATH) == BundlePath("h-0o1q", "pc1.a7", 412, "0123456789abcdef")


@pytest.mark.parametrize(
    "path",
    [
        PATH.replace(".bz", " (Konflikt PC-3).bz"),
        PATH.replace(".bz", ".bz.tmp"),
        PATH.replace("/00000412", "/~$00000412"),
        PATH.upper(),
        PATH.replace("h-0o1q", "h-Ä"),
        PATH.replace("h-0o1q", "haus"),
        PATH.replace("/b/", "/n/"),
        PATH.replace("pc1.a7", "pc1"),
        PATH + "\n",
        PATH.replace("/", "\\"),
        "../" + PATH,
        "",
    ],
)
def test_a_name_that_is_not_exactly_ours_is_not_ours(path: str) -> None:
    assert BundlePath.parse(path) is None


@given(st.text(max_size=60))
def test_no_name_at_all_upsets_the_parser(path: str) -> None:
    parsed = BundlePath.parse(path)
    assert parsed is None or str(parsed) == path


def test_every_path_is_short_enough_for_windows() -> None:
    longest = layout.bundle_path("h-" + "z" * 26, "y" * 26 + ".12345678", 99_999_999, HASH)
    aside = layout.quarantine_path(date(2026, 11, 22), "12345678", longest)
    assert max(len(longest), len(aside), len(layout.part_path("y" * 26, "f" * 16))) < 120


def test_a_file_in_quarantine_keeps_its_name_in_plain_letters() -> None:
    path = "s/stadt/b/pc1.a/00000001-0123 (Konflikt Müller).bz"
    aside = layout.quarantine_path(date(2026, 11, 22), "ab12", path)
    assert aside == "q/2026-11-22/ab12_stadt_b_pc1.a_00000001-0123_Konflikt_M_ller_.bz"


def test_the_number_of_a_format_is_read_from_its_mark() -> None:
    assert layout.format_of(layout.MARK) == 1
    assert layout.format_of("FORMAT-12.json") == 12
    assert layout.format_of("FORMAT-1.json.bak") is None


def test_a_name_that_could_not_lie_on_the_share_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="lane"):
        layout.lane_name("PC 3", "a")
    with pytest.raises(ValueError, match="scope"):
        layout.bundles_folder("../etc")


def test_two_incarnations_are_never_the_same() -> None:
    lanes = {layout.lane_name("pc1", layout.fresh_incarnation()) for _ in range(50)}
    assert len(lanes) == 50
