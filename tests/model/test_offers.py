"""The kinds of offers."""

import pytest

from begegnung.model.offers import OFFER_TYPES, PLAN_WORDS, takes_names


@pytest.mark.parametrize("key", sorted(OFFER_TYPES))
def test_every_kind_has_a_german_name_and_a_word_in_the_plan(key: str) -> None:
    kind = OFFER_TYPES[key]

    assert kind.key == key
    assert kind.german
    assert kind.plan in PLAN_WORDS


def test_names_are_written_down_only_where_somebody_needs_a_place() -> None:
    named = {key for key in OFFER_TYPES if takes_names(key, "required")}

    assert named == {"course", "group", "event", "trip", "lunch"}


def test_no_name_is_counted_where_none_is_written_down() -> None:
    nameless = [kind for kind in OFFER_TYPES.values() if kind.booking == "none"]

    assert {kind.counting for kind in nameless} == {"heads", "none"}


def test_only_what_is_internal_is_kept_out_of_the_programme() -> None:
    assert [kind.key for kind in OFFER_TYPES.values() if not kind.public] == ["internal"]
