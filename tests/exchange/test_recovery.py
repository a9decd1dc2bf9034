"""The recovery file: only the passphrase opens it, and no file asks for absurd effort."""

import json
from random import Random

import pytest

from begegnung.exchange.codec import NeedsNewer, Unreadable, canonical
from begegnung.exchange.recovery import Cost, make_recovery_file, parse_recovery_file
from begegnung.model.key_errors import PassphraseTooShort, PassphraseWrong
from tests.exchange.bundles import mutilated
from tests.exchange.papers import MARK, pseudo_random

CHEAP = Cost(memory=64, passes=1, lanes=1)
SEED = bytes(range(32))


def made(passphrase: str = "drei kurze Wörter") -> bytes:
    return make_recovery_file(SEED, MARK.repository, passphrase, pseudo_random("file"), CHEAP)


def test_the_passphrase_opens_the_file_from_any_keyboard() -> None:
    file = parse_recovery_file(made() + b"\r\n")
    assert file.seed("drei kurze Wörter") == SEED
    assert file.seed("drei kurze Wo\u0308rter") == SEED
    assert file.repository == MARK.repository
    with pytest.raises(PassphraseWrong):
        file.seed("drei kurze Worter")


def test_what_is_kept_costs_a_guesser_256_megabytes_unless_a_test_says_otherwise() -> None:
    assert Cost() == Cost(memory=256 * 1024, passes=3, lanes=4)


def test_nothing_of_the_seed_stands_in_the_file() -> None:
    assert SEED.hex()[:16] not in made().decode()


def test_a_short_passphrase_is_refused() -> None:
    with pytest.raises(PassphraseTooShort):
        made("  kurz      ")


@pytest.mark.parametrize(
    "fields",
    [
        {"memory": 2 << 20},
        {"memory": 1},
        {"passes": 1000},
        {"lanes": 64},
        {"salt": "00"},
        {"box": "00"},
        {"repository": "x"},
        {"kind": "certificate"},
    ],
)
def test_a_file_that_is_not_exactly_right_is_not_even_tried(fields: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        parse_recovery_file(canonical({**json.loads(made()), **fields}))


@pytest.mark.parametrize("fields", [{"f": 2}, {"kdf": "argon3"}])
def test_a_file_of_a_later_program_asks_for_that_program(fields: dict[str, object]) -> None:
    with pytest.raises(NeedsNewer):
        parse_recovery_file(canonical({**json.loads(made()), **fields}))


def test_a_changed_file_never_gives_another_seed() -> None:
    for data in mutilated(made(), Random(1)):
        try:
            seed = parse_recovery_file(data).seed("drei kurze Wörter")
        except (Unreadable, NeedsNewer, PassphraseWrong):
            continue
        assert seed == SEED
