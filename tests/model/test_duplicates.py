"""Which two entries may be one person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.duplicates import Reason, Traits, compared, reasons, suspicions

PHONE = "0231 55 47 11"


def why(one: Traits, other: Traits) -> tuple[Reason, ...]:
    return reasons(compared(one), compared(other))


GERHARD = Traits("1", "Müller", "Gerhard", (PHONE,), 1950, "Am Markt 1")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (Traits("2", "Mueller", "Gerhard"), ("same_name",)),
        (Traits("2", "Gerhard", "Müller"), ("same_name",)),
        (Traits("2", "Müller", "Gerhard", (), 1950), ("same_name", "same_year")),
        (
            Traits("2", "Möller", "Gerhart", ("0231/554711",)),
            ("similar_name", "same_phone"),
        ),
        (Traits("2", "Möller", "Gerhard", (), 1950), ("similar_name", "same_year")),
        (
            Traits("2", "Möller", "Gerhard", (), None, "am markt 1"),
            ("similar_name", "same_street"),
        ),
        (Traits("2", "Weber", "Gerhard", (PHONE,)), ("same_phone",)),
        (Traits("2", "Müller", "", (PHONE,)), ("same_name", "same_phone")),
        (Traits("2", "Müller", "Gerhard", (PHONE,), 1951), ("same_name", "same_phone")),
    ],
)
def test_what_speaks_for_one_person(other: Traits, expected: tuple[Reason, ...]) -> None:
    assert why(GERHARD, other) == why(other, GERHARD) == expected


@pytest.mark.parametrize(
    "other",
    [
        Traits("2", "Müller", "Gerhard", (), 1958),
        Traits("2", "Müller", "Renate", (PHONE,), None, "Am Markt 1"),
        Traits("2", "Möller", "Gerhard"),
        Traits("2", "Möller", "Gerhard", (PHONE,), 1958),
        Traits("2", "Müller", ""),
        Traits("2", "Weber", "Gerhard", (), 1950),
        Traits("2", "Weber", "Hans", (PHONE,)),
    ],
    ids=[
        "a namesake of another year",
        "the wife",
        "a similar name alone",
        "a similar name of another year",
        "somebody of the family",
        "the same first name",
        "another one at the telephone",
    ],
)
def test_who_is_somebody_else(other: Traits) -> None:
    assert why(GERHARD, other) == why(other, GERHARD) == ()


ENTRIES = st.lists(
    st.builds(
        Traits,
        st.uuids().map(str),
        st.sampled_from(["Müller", "Mueller", "Möller", "Weber", "von der Heide"]),
        st.sampled_from(["", "Gerhard", "Gerhart", "Ruth"]),
        st.sampled_from([(), (PHONE,), ("0231 554711", "0171 999888"), ("12",)]),
        st.sampled_from([None, 1948, 1950]),
        st.sampled_from(["", "Am Markt 1"]),
    ),
    max_size=12,
    unique_by=lambda entry: entry.id,
)


@given(ENTRIES)
def test_the_list_has_every_pair_that_comparing_all_with_all_finds(entries: list[Traits]) -> None:
    ordered = sorted(entries, key=lambda entry: entry.id)
    expected = [
        (one.id, other.id, found)
        for n, one in enumerate(ordered)
        for other in ordered[n + 1 :]
        if (found := why(one, other))
    ]

    assert [tuple(one) for one in suspicions(entries)] == expected
