"""Names and telephone numbers as people type, say and sort them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.names import digits, fold, full_name, sort_key


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Müller", "Mueller"),
        ("MÜLLER", "müller"),
        ("Groß", "Gross"),
        ("GROẞ", "Groß"),
        ("Café", "Cafe"),
        ("Müller", "Mu\u0308ller"),
        ("Işık", "Isik"),
        ("İnce", "Ince"),
        ("Kund*innen", "Kundinnen"),
        ("Meyer-Lansky", "Meyer Lansky"),
    ],
)
def test_writings_of_one_name_sort_at_one_place(a: str, b: str) -> None:
    assert sort_key(a) == sort_key(b)


@pytest.mark.parametrize(
    ("a", "b"), [("Müller", "Muller"), ("Goethe", "Göthe"), ("Öztürk", "Ozturk"), ("Noë", "Noe")]
)
def test_writings_of_one_name_are_found_by_each_other(a: str, b: str) -> None:
    assert fold(a) == fold(b)


@pytest.mark.parametrize(
    ("a", "b"), [("Müller", "Möller"), ("Weber", "Wieber"), ("Maier", "Meier"), ("Bär", "Ber")]
)
def test_different_names_stay_different(a: str, b: str) -> None:
    assert fold(a) != fold(b)


@given(st.text())
def test_a_key_is_plain_and_stays_what_it_is(text: str) -> None:
    key = sort_key(text)

    assert key.replace(" ", "").isascii()
    assert key == key.strip()
    assert sort_key(key) == key
    assert len(fold(text)) <= len(key)


def test_a_name_is_spoken_first_name_first() -> None:
    assert full_name("Weber", "Ruth") == "Ruth Weber"
    assert full_name("Weber", "") == "Weber"


@pytest.mark.parametrize(
    "written",
    ["0231 1234567", "0231/1234567", "(0231) 123 45-67", "+49 231 1234567", "0049 231 1234567",
     "+49 (0)231 1234567", "Tel. 0231 1234567"],
)  # fmt: skip
def test_a_telephone_number_has_one_form(written: str) -> None:
    assert digits(written) == "02311234567"
