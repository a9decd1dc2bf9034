"""What papers look like is kept, checked, undone, exchanged; bad values never stop a paper."""

from io import BytesIO

import pytest
from PIL import Image

from begegnung.db.tables import house_look
from begegnung.formats.logo_image import logo_to_text, read_logo
from begegnung.model.errors import Invalid
from begegnung.model.house_look import PLAIN
from begegnung.model.look_errors import ColourTooLight
from begegnung.services.history import redo, undo
from begegnung.services.house_look import SetLook, look_from, look_values, own_look, set_look
from begegnung.services.look_preview import PREVIEWS, look_preview
from begegnung.services.printing.registry import DOCUMENTS
from begegnung.services.weekly import week_programme
from tests.desks import HOUSE, MONDAY, House


def logo() -> str:
    written = BytesIO()
    Image.new("RGB", (300, 150), (20, 90, 60)).save(written, "PNG")
    return logo_to_text(read_logo(written.getvalue()))


def set_values(house: House, **values: str) -> None:
    house.act(set_look, SetLook(values))


def test_a_house_that_sets_nothing_has_the_usual_look_and_no_row(house: House) -> None:
    set_values(house, ink="#13294b", footer="  ")
    assert house.desk.read(own_look) == PLAIN
    assert house.desk.read(lambda view: view.connection.execute(house_look.select()).all()) == []


def test_what_is_set_stands_on_papers_and_the_rest_stays(house: House) -> None:
    set_values(
        house, ink="0f4a34", footer="Träger:  Stadt ", letter_closing="Herzlich\n\n Ihr Haus "
    )
    set_values(house, accent="#96400F", logo=logo())

    look = house.desk.read(week_programme, MONDAY).house.look
    assert (look.ink, look.accent, look.footer) == ("#0F4A34", "#96400F", "Träger: Stadt")
    assert look.letter_closing == "Herzlich\n\nIhr Haus"
    assert look.logo is not None
    assert look.logo.alt == HOUSE


def test_every_step_can_be_taken_back_also_the_first_one(house: House) -> None:
    set_values(house, ink="#0F4A34")
    set_values(house, logo=logo())
    house.act(undo, None)
    assert house.desk.read(own_look).logo is None
    house.act(undo, None)
    assert house.desk.read(own_look) == PLAIN
    house.act(redo, None)
    assert house.desk.read(own_look).ink == "#0F4A34"


@pytest.mark.parametrize(
    ("column", "value", "problem"),
    [
        ("ink", "blau", "not_a_colour"),
        ("accent", "#12345", "not_a_colour"),
        ("footer", "x" * 201, "longer_than"),
        ("letter_closing", "\n".join("abcdefghi"), "too_many_lines"),
        ("logo", "kein Bild", "unknown"),
        ("town", "Dortmund", "unknown"),
    ],
)
def test_what_cannot_be_taken_is_refused_at_its_input_and_nothing_changes(
    house: House, column: str, value: str, problem: str
) -> None:
    with pytest.raises(Invalid) as caught:
        set_values(house, booklet_rules="Neu", **{column: value})
    assert (caught.value.field, caught.value.problem) == (column, problem)
    assert not any(house.desk.read(look_values).values())


@pytest.mark.parametrize(("column", "colour"), [("ink", "#5A8AC0"), ("accent", "#F2A900")])
def test_a_colour_that_is_too_light_is_refused_with_one_that_is_not(
    house: House, column: str, colour: str
) -> None:
    with pytest.raises(ColourTooLight) as caught:
        set_values(house, **{column: colour})
    assert caught.value.field == column
    set_values(house, **{column: caught.value.proposal})
    assert house.desk.read(look_values)[column] == caught.value.proposal


def test_a_logo_that_came_broken_from_elsewhere_stops_no_paper(house: House) -> None:
    values = house.desk.read(look_values) | {"ink": "#0F4A34", "logo": "kaputt"}
    look = look_from(values, HOUSE)
    assert (look.ink, look.logo) == ("#0F4A34", None)


@pytest.mark.parametrize("paper", sorted(PREVIEWS))
def test_a_look_is_seen_on_papers_before_it_is_kept(house: House, paper: str) -> None:
    values = house.desk.read(look_values)
    plain = look_preview(house.desk, paper, values)
    shown = look_preview(house.desk, paper, values | {"ink": "#0F4A34", "logo": logo()})
    assert plain.startswith(b"%PDF")
    assert shown != plain
    assert shown == look_preview(house.desk, paper, values | {"ink": "#0f4a34", "logo": logo()})
    assert house.desk.read(own_look) == PLAIN
    assert paper in DOCUMENTS


def test_the_preview_works_in_a_house_with_offers_as_well(house: House) -> None:
    offer = house.offer("Yoga für alle")
    house.one_date(offer)
    values = house.desk.read(look_values)
    for paper in PREVIEWS:
        assert look_preview(house.desk, paper, values).startswith(b"%PDF")
