"""Invented looks of a house: none, and logos of every shape with short and long words."""

from io import BytesIO

from hypothesis import strategies as st
from PIL import Image

from begegnung.model.house_look import PAIRS, PLAIN, Logo, Look


def _logo(size: tuple[int, int]) -> Logo:
    written = BytesIO()
    Image.new("RGB", size, (20, 90, 60)).save(written, "PNG")
    return Logo(written.getvalue(), "Haus <Linde> & Wind")


LOGOS = tuple(map(_logo, ((400, 30), (30, 400), (200, 200), (300, 120))))
_FOOTERS = ("", "Träger: Stadt Dortmund", "Träger: Evangelische Kirchengemeinde am Nordufer " * 4)
_FOREWORDS = ("", "Liebe Gäste,\n\nherzlich willkommen!", "Willkommen bei uns im Haus. " * 100)

looks = st.just(PLAIN) | st.builds(
    Look,
    ink=st.sampled_from([pair.ink for pair in PAIRS]),
    accent=st.sampled_from([pair.accent for pair in PAIRS]),
    footer=st.sampled_from(_FOOTERS),
    booklet_foreword=st.sampled_from(_FOREWORDS),
    booklet_rules=st.sampled_from(_FOREWORDS),
    logo=st.none() | st.sampled_from(LOGOS),
)
