"""The log of changes as values: stamps, inverses and steps."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.changes import (
    Change,
    Steps,
    inverse,
    next_stamp,
    stamp_ms,
    stamp_time,
    steps,
)

NOW = 1_795_420_800_000


def test_a_stamp_tells_its_moment() -> None:
    stamp = next_stamp(0, NOW)

    assert stamp_ms(stamp) == NOW
    assert stamp_time(stamp) == datetime.fromtimestamp(NOW / 1000, tz=UTC)


@given(st.lists(st.integers(NOW - 10**9, NOW + 10**9), min_size=2))
def test_stamps_only_go_forward_whatever_the_clock_does(clock: list[int]) -> None:
    stamps = [0]
    for now in clock:
        stamps.append(next_stamp(stamps[-1], now))

    assert stamps == sorted(set(stamps))


def test_a_stamp_follows_the_clock_as_soon_as_the_clock_is_ahead_again() -> None:
    ahead = next_stamp(0, NOW)

    assert next_stamp(ahead, NOW - 5000) == ahead + 1
    assert stamp_ms(next_stamp(ahead + 1, NOW + 1)) == NOW + 1


def test_the_inverse_takes_back_the_last_change_first() -> None:
    added = Change("person", "a", "I", None, {"surname": "Weber"})
    edited = Change("person", "a", "U", {"surname": "Weber"}, {"surname": "Kaya"})
    removed = Change("closure", "b", "D", {"reason": "Umzug"}, None)

    assert inverse([added, edited, removed]) == (
        Change("closure", "b", "I", None, {"reason": "Umzug"}),
        Change("person", "a", "U", {"surname": "Kaya"}, {"surname": "Weber"}),
        Change("person", "a", "D", {"surname": "Weber"}, None),
    )


@given(
    st.lists(
        st.builds(
            Change,
            st.just("person"),
            st.sampled_from(["a", "b"]),
            st.sampled_from(["I", "U", "D"]),
            st.sampled_from([None, {}, {"name": "Weber"}, {"places": 1}]),
            st.sampled_from([None, {}, {"name": "Weber"}, {"places": 1}]),
        )
    )
)
def test_the_inverse_of_the_inverse_is_the_first_again(changes: list[Change]) -> None:
    assert inverse(inverse(changes)) == tuple(changes)


def test_undo_walks_back_and_redo_forward() -> None:
    assert steps([("a", None), ("b", None)]) == Steps(("a", "b"), ())
    assert steps([("a", None), ("b", None), ("u", "b")]) == Steps(("a",), ("u",))
    assert steps([("a", None), ("b", None), ("u", "b"), ("v", "a")]) == Steps((), ("u", "v"))
    again = [("a", None), ("b", None), ("u", "b"), ("r", "u")]
    assert steps(again) == Steps(("a", "r"), ())
    assert steps([*again, ("w", "r")]) == Steps(("a",), ("w",))


def test_a_new_action_ends_what_could_be_brought_again() -> None:
    assert steps([("a", None), ("u", "a"), ("b", None)]) == Steps(("b",), ())


def test_an_undo_of_something_older_than_what_is_kept_changes_nothing() -> None:
    assert steps([("u", "long ago"), ("a", None)]) == Steps(("a",), ())


@given(st.lists(st.sampled_from(["act", "undo", "redo"])))
def test_the_steps_are_those_of_two_piles(moves: list[str]) -> None:
    log: list[tuple[str, str | None]] = []
    done: list[int] = []
    undone: list[int] = []
    for number, move in enumerate(moves):
        now, new = steps(log), f"action {number}"
        if move == "act":
            log.append((new, None))
            done, undone = [*done, number], []
        elif move == "undo" and now.undo:
            log.append((new, now.undo[-1]))
            undone.append(done.pop())
        elif move == "redo" and now.redo:
            log.append((new, now.redo[-1]))
            done.append(undone.pop())

        after = steps(log)
        assert (len(after.undo), len(after.redo)) == (len(done), len(undone))
