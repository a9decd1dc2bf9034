"""The logo of a house on paper: as large as its place allows, never distorted."""

from functools import lru_cache
from io import BytesIO
from typing import Any, NamedTuple

from reportlab.lib.utils import ImageReader

from begegnung.model.house_look import Logo
from begegnung.reports.tagging import TaggedCanvas
from begegnung.reports.text import clean


class Size(NamedTuple):
    """Width and height in points."""

    width: float
    height: float


@lru_cache(maxsize=4)
def _picture(png: bytes) -> Any:
    """The picture, read once for all documents."""
    return ImageReader(BytesIO(png))


def logo_size(logo: Logo, width: float, height: float) -> Size:
    """How large the logo is in a place of `width` by `height` points."""
    wide, high = _picture(logo.png).getSize()
    scale = min(width / wide, height / high)
    return Size(wide * scale, high * scale)


def draw_logo(
    canvas: TaggedCanvas, logo: Logo, place: tuple[float, float], size: Size, *, tagged: bool = True
) -> None:
    """Draws the logo with its upper left corner at `place`; not `tagged` where it was read before.

    Read aloud is what it shows: "Logo: Haus Linde".
    """
    x, top = place
    low = top - size.height

    def draw() -> None:
        canvas.drawImage(_picture(logo.png), x, low, size.width, size.height)

    if not tagged:
        draw()
        return
    corners = ((x, low), (x + size.width, top))
    left, bottom, right, upper = (at for one in corners for at in canvas.absolutePosition(*one))
    alt = f"Logo: {clean(logo.alt)}"
    with canvas.tag("Figure", alt=alt, box=(left, bottom, right, upper)):
        draw()
