"""The picture of a logo: any PNG or JPEG in, one small PNG on white out.

Transparency would be refused by PDF/A-2 in some viewers and printed grey on some printers; a
picture of a telephone would make every paper some megabytes large.
"""

import base64
import binascii
import math
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageChops, ImageOps

from begegnung.model.errors import FileUnreadable
from begegnung.model.look_errors import BadLogo

LARGEST_FILE = 20_000_000
"""Bytes of a file that is read at all."""
_MOST_PIXELS = 60_000_000
_LONGEST_EDGE, _SHORTEST_USABLE = 800, 120
"""Pixels of the longest edge: what is kept, 290 a inch on 7 cm; and what is too little to print."""
_LARGEST_KEPT = 150_000
"""Bytes of the PNG that is kept, which goes through the change log and the exchange."""
_SEEN = (0,) * 13 + (255,) * 243
"""Which differences from white can be seen; smaller ones are noise of a JPEG."""
_SMALLER = 0.9
# What Pillow raises for a file that is damaged, or built to do harm.
_BROKEN = (OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError, TypeError)
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


def read_logo_file(path: Path) -> bytes:
    """The picture in a file, see `read_logo`; raises `FileUnreadable` where it cannot be read."""
    if path.is_dir():
        raise FileUnreadable(str(path), "folder")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise FileUnreadable(str(path), "missing") from error
    except PermissionError as error:
        raise FileUnreadable(str(path), "no_rights") from error
    except (OSError, ValueError) as error:
        raise FileUnreadable(str(path), "other", str(error)) from error
    return read_logo(data)


def read_logo(data: bytes) -> bytes:
    """The picture in `data` as a PNG: RGB or with a palette, on white, without white around it.

    Its longest edge has at most 800 pixels, and it is at most 150 kB large. Raises `BadLogo`.
    """
    if len(data) > LARGEST_FILE:
        raise BadLogo("too_large")
    return _small_png(_trimmed(_on_white(data)))


def _on_white(data: bytes) -> Image.Image:
    """The picture the right way up, in RGB on white."""
    try:
        with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as opened:
            if opened.width * opened.height > _MOST_PIXELS:
                raise BadLogo("too_many_pixels")
            opened.draft("RGB", (2 * _LONGEST_EDGE, 2 * _LONGEST_EDGE))
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            return _flat(upright)
    except Image.UnidentifiedImageError as error:
        raise BadLogo("no_picture") from error
    except _BOMBS as error:
        raise BadLogo("too_many_pixels") from error
    except _BROKEN as error:
        raise BadLogo("damaged") from error


def _flat(image: Image.Image) -> Image.Image:
    if image.mode.startswith("I"):
        # 16 bits of grey; Pillow would cut them off instead of scaling them.
        grey: Any = image.convert("I")
        image = grey.point(_of_8_bits).convert("L")
    if not image.has_transparency_data:
        return image.convert("RGB")
    layer = image.convert("RGBA")
    white = Image.new("RGBA", layer.size, "white")
    return Image.alpha_composite(white, layer).convert("RGB")


def _of_8_bits(value: Any) -> Any:
    return value / 256


def _trimmed(image: Image.Image) -> Image.Image:
    """Without the white around it, which would make the logo smaller on paper."""
    difference: Any = ImageChops.difference(image, Image.new("RGB", image.size, "white"))
    box = difference.convert("L").point(_SEEN).getbbox()
    if box is None:
        raise BadLogo("empty")
    cut = image.crop(box)
    if max(cut.size) < _SHORTEST_USABLE:
        raise BadLogo("too_small")
    return cut


def _small_png(image: Image.Image) -> bytes:
    """The picture as it is, or with 256 colours and as large as it may be in bytes."""
    image.thumbnail((_LONGEST_EDGE, _LONGEST_EDGE), Image.Resampling.LANCZOS)
    png = _png(image)
    edge = float(_LONGEST_EDGE)
    while len(png) > _LARGEST_KEPT:
        fitted = image.copy()
        fitted.thumbnail((round(edge), round(edge)), Image.Resampling.LANCZOS)
        png = _png(fitted.quantize(256, method=Image.Quantize.MEDIANCUT))
        edge *= min(_SMALLER, math.sqrt(_LARGEST_KEPT / len(png)))
    return png


def _png(image: Image.Image) -> bytes:
    written = BytesIO()
    image.save(written, "PNG", compress_level=9)
    return written.getvalue()


def logo_to_text(png: bytes) -> str:
    """A picture as the database keeps it."""
    return base64.b64encode(png).decode("ascii")


@lru_cache(maxsize=8)
def logo_from_text(text: str) -> bytes | None:
    """The picture that the database keeps; None where it is none, so that papers are printed yet.

    What came from another PC is looked at, for a broken picture would stop every paper.
    """
    try:
        png = base64.b64decode(text, validate=True)
        with Image.open(BytesIO(png), formats=("PNG",)) as opened:
            sound = max(opened.size) <= _LONGEST_EDGE and opened.mode in ("RGB", "P", "L", "1")
            opened.load()
    except (binascii.Error, *_BOMBS, *_BROKEN):
        return None
    return png if sound else None
