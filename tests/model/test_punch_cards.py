"""Which Mehrfachkarte a visit is taken from."""

from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.punch_cards import Card, best, is_valid_for, left

CARDS = st.lists(
    st.builds(
        Card,
        id=st.sampled_from("abcdef"),
        offer_id=st.sampled_from([None, "now", "before", "other"]),
        punches=st.integers(1, 10),
        used=st.integers(0, 12),
        void=st.booleans(),
    ),
    max_size=6,
)
LINEAGE = ("now", "before")


@given(CARDS, st.booleans())
def test_a_visit_is_only_taken_from_a_card_that_counts_here(
    cards: list[Card], takes_cards: bool
) -> None:
    chosen = best(cards, LINEAGE, takes_cards=takes_cards)

    if chosen is None:
        assert not any(
            is_valid_for(card, LINEAGE, takes_cards=takes_cards) and not card.void for card in cards
        )
    else:
        assert not chosen.void
        assert is_valid_for(chosen, LINEAGE, takes_cards=takes_cards)


@given(CARDS)
def test_a_card_that_is_used_up_is_only_named_when_no_other_is_left(cards: list[Card]) -> None:
    chosen = best(cards, LINEAGE, takes_cards=True)

    if chosen is not None and left(chosen.punches, chosen.used) <= 0:
        others = [card for card in cards if card.offer_id != "other" and not card.void]
        assert all(left(card.punches, card.used) <= 0 for card in others)


def test_a_card_for_this_offer_goes_before_one_for_all_and_the_older_before_the_newer() -> None:
    every, old, new = (
        Card("every", None, 10, 0, void=False),
        Card("old", "before", 10, 9, void=False),
        Card("new", "now", 10, 0, void=False),
    )

    assert best([every, old, new], LINEAGE, takes_cards=True) == old
    assert best([every], LINEAGE, takes_cards=False) is None
