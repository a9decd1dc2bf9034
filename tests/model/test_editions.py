"""What has changed since the printing: complete, told once, and nothing that was changed back."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.editions import (
    ClosedChange,
    ClosedOn,
    Differences,
    Edition,
    EditionEntry,
    differences,
    edition_from,
    edition_text,
    news,
)

MONDAY = date(2026, 11, 23)
SUNDAY = MONDAY + timedelta(days=6)
DAYS = [MONDAY + timedelta(days=n) for n in range(7)]
WORDS = st.sampled_from(["", "Saal", "Foyer <&>", "Ayşe Yıldız", "Nguyễn"])
ENTRIES = st.builds(
    EditionEntry,
    key=st.sampled_from([f"o{n}" for n in range(9)]),
    offer=st.sampled_from("abc"),
    title=st.sampled_from(["Yoga", "Skat"]),
    day=st.sampled_from([*DAYS, SUNDAY + timedelta(days=3), None]),
    start=st.sampled_from([None, 600, 840]),
    end=st.sampled_from([None, 900]),
    when=WORDS,
    room=WORDS,
    leader=WORDS,
    cancelled=st.booleans(),
)
CLOSED = st.lists(
    st.builds(ClosedOn, st.sampled_from(DAYS), WORDS), unique_by=lambda one: one.day, max_size=3
)


def edition(entries: list[EditionEntry], closed: list[ClosedOn]) -> Edition:
    return Edition(
        "week",
        MONDAY,
        tuple(sorted(entries, key=lambda one: one.order)),
        tuple(sorted(closed)),
    )


EDITIONS = st.builds(edition, st.lists(ENTRIES, max_size=8, unique_by=lambda one: one.key), CLOSED)
YOGA = EditionEntry("1", "yoga", "Yoga", MONDAY, 600, 660, room="Saal", leader="Frau A.")


def read(entries: tuple[EditionEntry, ...]) -> list[str]:
    """What visitors read, in an order of its own."""
    return sorted(repr(one.read) for one in entries)


def applied(before: Edition, found: Differences) -> tuple[list[str], set[ClosedOn]]:
    """What is read after the differences were written into the paper."""
    gone = [one.before.key for one in found.entries if one.before is not None]
    kept = [one for one in before.entries if one.key not in gone]
    come = [one.now for one in found.entries if one.now is not None]
    closed = {one for one in before.closed if one.day not in {each.day for each in found.closed}}
    closed |= {ClosedOn(one.day, one.now) for one in found.closed if one.now is not None}
    return read((*kept, *come)), closed


@given(EDITIONS)
def test_an_edition_is_no_other_one_than_itself_and_can_be_kept_as_text(one: Edition) -> None:
    assert len(differences(one, one)) == 0
    text = edition_text(one)
    assert edition_from("week", MONDAY, text) == one


@given(EDITIONS, EDITIONS)
def test_the_differences_lead_from_what_was_printed_to_what_is_there(
    before: Edition, now: Edition
) -> None:
    assert applied(before, differences(before, now)) == (read(now.entries), set(now.closed))


@given(EDITIONS, EDITIONS)
def test_every_entry_is_told_once_and_back_again_it_is_as_many(
    before: Edition, now: Edition
) -> None:
    there = differences(before, now)
    old = [one.before.key for one in there.entries if one.before is not None]
    new = [one.now.key for one in there.entries if one.now is not None]
    assert len(old) == len(set(old))
    assert len(new) == len(set(new))
    assert len(there) == len(differences(now, before))


@given(EDITIONS)
def test_a_series_that_was_planned_anew_and_is_the_same_has_not_changed(one: Edition) -> None:
    anew = [replace(entry, key=f"new {entry.key}") for entry in one.entries]
    assert len(differences(one, edition(anew, list(one.closed)))) == 0


def test_dates_that_were_moved_are_one_difference_with_both_places() -> None:
    later = EditionEntry("2", "yoga", "Yoga", DAYS[2], 840, 900, room="Saal", leader="Frau A.")
    (one,) = differences(edition([YOGA], []), edition([later], [])).entries
    assert (one.before, one.now) == (YOGA, later)


def test_what_was_not_printed_and_does_not_take_place_is_no_news() -> None:
    dropped = EditionEntry("2", "skat", "Skat", MONDAY, 840, cancelled=True)
    away = EditionEntry("3", "chor", "Chor", SUNDAY + timedelta(days=2), 840)
    found = differences(edition([YOGA], []), edition([dropped, away], []))
    assert [one.before for one in news(found, MONDAY, SUNDAY).entries] == [YOGA]


def test_what_was_dropped_before_the_printing_is_no_news_unless_it_takes_place_after_all() -> None:
    dropped = replace(YOGA, cancelled=True)
    before = edition([dropped], [])
    for now in ([], [replace(dropped, room="Foyer")]):
        assert len(news(differences(before, edition(now, [])), MONDAY, SUNDAY)) == 0
    assert len(news(differences(before, edition([YOGA], [])), MONDAY, SUNDAY)) == 1


def test_days_on_which_the_house_is_closed_are_told_with_both_reasons() -> None:
    before = edition([], [ClosedOn(DAYS[1], "Umzug"), ClosedOn(DAYS[2], "Fest")])
    now = edition([], [ClosedOn(DAYS[2], "Betriebsfest"), ClosedOn(DAYS[3], "")])
    assert differences(before, now).closed == (
        ClosedChange(DAYS[1], "Umzug", None),
        ClosedChange(DAYS[2], "Fest", "Betriebsfest"),
        ClosedChange(DAYS[3], None, ""),
    )


def test_what_a_newer_program_has_kept_is_left_alone() -> None:
    assert edition_from("week", MONDAY, '{"format":2,"rows":[]}') is None
