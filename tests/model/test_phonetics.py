"""Names that sound alike have one code."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.names import fold
from begegnung.model.phonetics import sound


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Müller", "657"),
        ("Lüdenscheidt", "52682"),
        ("Wikipedia", "3412"),
        ("Breschnew", "17863"),
        ("Schmidt", "862"),
        ("Philipp", "351"),
        ("Xaver", "4837"),
        ("Czech", "84"),
        ("Christoph", "47823"),
        ("Claus", "458"),
        ("Öztürk", "08274"),
        ("Hahn", "06"),
        ("", ""),
        ("123", ""),
    ],
)
def test_the_codes_are_those_of_the_published_rules(name: str, code: str) -> None:
    assert sound(fold(name)) == code


@pytest.mark.parametrize(
    "names",
    [
        ("Meier", "Maier", "Mayer", "Meyer", "Mayr"),
        ("Schmidt", "Schmitt", "Schmid", "Schmied"),
        ("Müller", "Miller", "Möller", "Mueller"),
        ("Kowalski", "Kovalsky", "Cowalski"),
        ("Stefan", "Stephan", "Steffan"),
        ("Becker", "Bekker", "Baecker"),
        ("Thiessen", "Tissen"),
    ],
)
def test_names_that_sound_alike_have_one_code(names: tuple[str, ...]) -> None:
    assert len({sound(fold(name)) for name in names}) == 1


@pytest.mark.parametrize(("a", "b"), [("Weber", "Wagner"), ("Kaya", "Klein"), ("Otto", "Adam")])
def test_names_that_sound_different_have_two(a: str, b: str) -> None:
    assert sound(fold(a)) != sound(fold(b))


@given(st.text())
def test_a_code_is_made_of_digits_with_a_vowel_at_the_beginning_only(text: str) -> None:
    for word in fold(text).split():
        code = sound(word)
        assert code == "" or code.isdecimal()
        assert "0" not in code[1:]
