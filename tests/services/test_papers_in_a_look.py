"""What visitors get shows colours, logo and words of the house; nothing is pushed out by them."""

from io import BytesIO
from pathlib import Path

import page
import pikepdf
import pypdfium2
import pytest
from PIL import Image
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE, FPDF_PAGEOBJ_TEXT

from begegnung.services.history import undo
from begegnung.services.house_look import SetLook, logo_from_bytes, set_look
from begegnung.services.houses import EditHouse, edit_house
from begegnung.services.payments import ledger_between
from begegnung.services.printing.registry import make_document
from tests.desks import MONDAY, House
from tests.papers.houses import COURSE, DROPPED, furnished

TYPED: dict[str, dict[str, str]] = {
    "programme": {"week": "2026-W48"},
    "programme-large": {"week": "2026-W48"},
    "programme-flyer": {"week": "2026-W48", "layout": "reader"},
    "programme-leaflet": {"week": "2026-W48", "layout": "sheet"},
    "notice": {"offer": DROPPED, "paper": "a5"},
    "door-signs": {},
    "flyer": {"offer": COURSE},
    "booklet": {"half": "2026-2", "layout": "reader"},
    "letters": {"offer": COURSE},
    "visitor-cards": {"offer": COURSE},
    "badges": {"offer": COURSE},
    "participants": {"offer": COURSE},
}


@pytest.fixture
def full(house: House) -> House:
    """A house with a course that is full, a lunch and a trip."""
    furnished(house)
    return house


FOR_VISITORS = (
    "programme",
    "programme-large",
    "programme-flyer",
    "programme-leaflet",
    "notice",
    "door-signs",
    "flyer",
    "booklet",
    "letters",
    "visitor-cards",
    "payment",
)
SAME_PLACES = {"programme-large", "programme-leaflet", "notice", "payment"}
"""Their logo and footer are made as on one of the others."""


def test_what_visitors_get_has_the_look_of_the_house_and_lists_of_the_desk_stay_plain(
    full: House, tmp_path: Path
) -> None:
    plain = {name: made(full, name) for name in (*FOR_VISITORS, "participants", "badges")}
    look = {
        "ink": "#0F4A34",
        "accent": "#96400F",
        "logo": wide_logo(),
        "logo_alt": "Linde <im> Wind",
        "footer": "Träger: Förderverein Lindenhaus e. V.",
        "letter_closing": "Herzliche Grüße\nIhr Team",
        "booklet_foreword": "Liebe Gäste,\nwillkommen!",
        "booklet_rules": "Hunde müssen draußen warten.",
    }
    full.act(set_look, SetLook(look))
    for name in FOR_VISITORS:
        pdf = made(full, name)
        assert pdf == made(full, name), name
        if name not in SAME_PLACES:
            check_valid(tmp_path / f"{name}.pdf", pdf)
        assert "Logo: Linde <im> Wind" in alternatives(pdf), name
        if name != "visitor-cards":
            assert "Träger: Förderverein Lindenhaus e. V." in text_of(pdf), name
    assert made(full, "participants") == plain["participants"]
    booklet = text_of(made(full, "booklet"))
    assert "Vorwort Liebe Gäste, willkommen!" in booklet
    assert "Hunde müssen draußen warten." in booklet
    assert "Herzliche Grüße Ihr Team" in text_of(made(full, "letters"))
    full.act(undo, None)
    assert {name: made(full, name) for name in plain} == plain


@pytest.mark.parametrize("size", [(800, 60), (60, 800)], ids=["wide", "tall"])
def test_a_logo_of_any_shape_and_a_long_name_push_no_word_out_of_the_page(
    full: House, size: tuple[int, int]
) -> None:
    name = "Begegnungszentrum für Seniorinnen und Senioren im Bürgerhaus " * 2
    full.act(edit_house, EditHouse({"name": name, "web": "www.dortmund.de/buergerhaus"}))
    names = ("programme", "programme-flyer", "notice", "flyer", "booklet", "letters", "payment")
    before = {name: words_of(made(full, name)) for name in names}
    full.act(set_look, SetLook({"logo": wide_logo(size)}))
    for name in names:
        pdf = made(full, name)
        assert words_of(pdf) == before[name], name
        assert outside(pdf) == [], name


def made(house: House, name: str) -> bytes:
    if name == "payment":
        (line,) = house.desk.read(ledger_between, MONDAY, MONDAY)
        return make_document(house.desk, name, {"payment": line.id})
    return make_document(house.desk, name, TYPED[name])


def check_valid(file: Path, pdf: bytes) -> None:
    file.write_bytes(pdf)
    for profile in ("ua1", "2a"):
        result = page.validate_pdf(str(file), profile=profile)
        assert result.is_compliant, {each.message for each in result.failures}


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = " ".join(sheet.get_textpage().get_text_bounded() for sheet in document)
    document.close()
    return " ".join(found.replace("\u00a0", " ").split())


def wide_logo(size: tuple[int, int] = (600, 100)) -> str:
    written = BytesIO()
    Image.new("RGB", size, (20, 90, 60)).save(written, "PNG")
    return logo_from_bytes(written.getvalue())


def alternatives(pdf: bytes) -> list[str]:
    """What is read aloud in place of pictures."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            str(each.Alt)
            for each in document.objects
            if isinstance(each, pikepdf.Dictionary) and "/Alt" in each and "/S" in each
        ]


def words_of(pdf: bytes) -> list[str]:
    """All words; the dots between them depend on what stands on which line."""
    return sorted(word for word in text_of(pdf).split() if word != "·")


def outside(pdf: bytes) -> list[int]:
    """The pages on which words or pictures lie outside of the paper."""
    document = pypdfium2.PdfDocument(pdf)
    kinds = (FPDF_PAGEOBJ_TEXT, FPDF_PAGEOBJ_IMAGE)
    found = [
        number
        for number, sheet in enumerate(document)
        for each in sheet.get_objects(filter=kinds)
        if not lies_inside(each.get_bounds(), sheet.get_size())
    ]
    document.close()
    return found


def lies_inside(bounds: tuple[float, ...], size: tuple[float, float]) -> bool:
    left, low, right, top = bounds
    return left > -1 and low > -1 and right < size[0] + 1 and top < size[1] + 1
