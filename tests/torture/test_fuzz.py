"""Whatever lies on the share is read or refused: no fault, no endless work, no endless memory."""

import os

import pytest

from tests.torture.fuzz_targets import BOMBS, bombs, targets
from tests.torture.fuzzing import Target, read_all, read_in_a_process

MUTATIONS = int(os.environ.get("BEGEGNUNG_MUTATIONS", "9000"))
SEED = int(os.environ.get("BEGEGNUNG_FIRST_SEED", "0"))
TARGETS = tuple(targets().values())


@pytest.mark.parametrize("target", TARGETS, ids=str)
def test_what_is_almost_right_is_read_or_refused(target: Target) -> None:
    result = read_all(target, MUTATIONS // len(TARGETS), SEED)
    print(f"{target}: {result}")  # noqa: T201
    assert result.faults == []
    assert result.refused > 0


def test_a_small_file_never_becomes_a_large_one() -> None:
    result = read_in_a_process(bombs, BOMBS, SEED)
    print(f"bombs: {result}")  # noqa: T201
    assert result.faults == []
    assert result.refused == BOMBS
