"""Any picture that a house has becomes one small PNG on white, or is refused with the reason."""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from begegnung.formats import logo_image
from begegnung.formats.logo_image import logo_from_text, logo_to_text, read_logo, read_logo_file
from begegnung.model.errors import FileUnreadable
from begegnung.model.look_errors import BadLogo

RED, GREEN = (200, 30, 30), (20, 120, 60)


def encoded(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def opened(png: bytes) -> Image.Image:
    image = Image.open(BytesIO(png))
    assert image.format == "PNG"
    return image.convert("RGB")


def sign(size: tuple[int, int] = (400, 200), mode: str = "RGB") -> Image.Image:
    """A red field with a green left half."""
    image = Image.new("RGB", size, RED)
    image.paste(GREEN, (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def refused(data: bytes) -> str:
    with pytest.raises(BadLogo) as caught:
        read_logo(data)
    return caught.value.fault


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.effect_noise(size, 120).convert("RGB").resize(size)


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "CMYK", "RGBA", "LA", "I;16"])
def test_every_kind_of_colours_is_read(mode: str) -> None:
    image = sign().convert("L").convert("I").point(lambda v: v * 256) if mode == "I;16" else sign()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    made = opened(read_logo(encoded(image.convert(mode), kind)))
    assert made.size == (400, 200)
    left, right = made.getpixel((50, 100)), made.getpixel((350, 100))
    assert left != right
    assert Image.open(BytesIO(read_logo(encoded(image.convert(mode), kind)))).info == {}


def test_what_is_transparent_becomes_white() -> None:
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    image.paste((*RED, 255), (0, 0, 300, 100))
    image.paste((*GREEN, 255), (0, 200, 300, 300))
    made = opened(read_logo(encoded(image)))
    assert made.getpixel((150, 150)) == (255, 255, 255)
    assert made.getpixel((150, 50)) == RED


def test_a_photo_that_lies_on_its_side_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned to the right by the camera
    made = opened(read_logo(encoded(sign(), "JPEG", exif=exif, quality=95)))
    assert made.size == (200, 400)
    red, green, _ = made.getpixel((100, 50))  # type: ignore[misc]
    assert green > red


def test_white_around_the_logo_is_cut_off() -> None:
    page = Image.new("RGB", (1000, 1000), "white")
    page.paste(sign(), (300, 500))
    assert opened(read_logo(encoded(page))).size == (400, 200)


def test_a_large_picture_of_many_colours_is_small_enough_for_the_exchange() -> None:
    png = read_logo(encoded(noise((1500, 1100)), "JPEG"))
    assert len(png) <= 150_000
    assert 120 <= max(opened(png).size) <= 800
    assert read_logo(png) == read_logo(png)


@pytest.mark.parametrize("size", [(3000, 40), (40, 3000)])
def test_very_wide_and_very_tall_logos_keep_their_shape(size: tuple[int, int]) -> None:
    wide, high = opened(read_logo(encoded(sign(size)))).size
    assert max(wide, high) == 800
    assert wide / high == pytest.approx(size[0] / size[1], rel=0.1)


def test_what_is_no_logo_is_refused_with_the_reason() -> None:
    whole = encoded(sign())
    assert refused(b"") == "no_picture"
    assert refused(b"%PDF-1.7 kein Bild") == "no_picture"
    assert refused(encoded(sign(), "GIF")) == "no_picture"
    assert refused(whole[: len(whole) // 2]) == "damaged"
    assert refused(encoded(Image.new("RGB", (300, 300), "white"))) == "empty"
    assert refused(encoded(sign((60, 30)))) == "too_small"
    assert refused(bytes(logo_image.LARGEST_FILE + 1)) == "too_large"
    for edge in (9_000, 12_000, 60_000):
        assert refused(of_size(whole, edge)) == "too_many_pixels"


def of_size(png: bytes, edge: int) -> bytes:
    """A small file that says it is a picture of `edge` by `edge` pixels."""
    head = b"IHDR" + struct.pack(">II", edge, edge) + png[24:29]
    return png[:12] + head + struct.pack(">I", zlib.crc32(head)) + png[33:]


@given(st.integers(8, 900), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_refused_and_nothing_else_happens(place: int, junk: bytes) -> None:
    whole = encoded(sign((200, 200)).rotate(20))
    place %= len(whole)
    try:
        png = read_logo(whole[:place] + junk + whole[place + len(junk) :])
    except BadLogo:
        return
    assert max(opened(png).size) <= 800


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    file = tmp_path / "Logo der Stadt.png"
    file.write_bytes(encoded(sign()))
    assert read_logo_file(file) == read_logo(encoded(sign()))
    for path, kind in ((tmp_path, "folder"), (tmp_path / "weg.png", "missing")):
        with pytest.raises(FileUnreadable) as caught:
            read_logo_file(path)
        assert caught.value.kind == kind


def test_what_the_database_keeps_is_the_picture_or_none() -> None:
    png = read_logo(encoded(sign()))
    assert logo_from_text(logo_to_text(png)) == png
    too_large = logo_to_text(encoded(sign((1000, 100))))
    transparent = logo_to_text(encoded(sign(mode="RGBA")))
    for text in ("kein Bild", "Ä", "AAAA", logo_to_text(png[:200]), too_large, transparent):
        assert logo_from_text(text) is None
