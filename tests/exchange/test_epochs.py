"""Key files: who can open what, and which keys are good for sealing."""

from collections.abc import Mapping
from datetime import date
from random import Random

import pytest

from begegnung.exchange.certificates import ROOT
from begegnung.exchange.chain import Trust
from begegnung.exchange.cipher import WrongKey
from begegnung.exchange.codec import NeedsNewer, Unreadable
from begegnung.exchange.documents import sign_document
from begegnung.exchange.epochs import (
    EpochKeys,
    KeyFile,
    epoch_of,
    is_key_of,
    is_roll_due,
    lacking,
    make_key_file,
    parse_key_file,
    spent_epochs,
    superseded_epochs,
)
from tests.exchange.bundles import mutilated
from tests.exchange.papers import CERTIFICATES, MARK, ROOT_KEYS, keys_of, pseudo_random
from tests.exchange.test_chain import revoked

SCOPE = "h-0001"
KEYS = [pseudo_random(f"key {n}")(32) for n in range(3)]
OCTOBER, NOVEMBER, DECEMBER = (
    epoch_of(key, SCOPE, date(2026, 10 + n, 1)) for n, key in enumerate(KEYS)
)
PC1, PC2 = CERTIFICATES["pc1"], CERTIFICATES["pc2"]
EVERYBODY = {c.hash: c.agree_public for c in (PC1, PC2)} | {ROOT: MARK.agree_public}


def file(
    epoch: str, keys: Mapping[str, bytes], recipients: Mapping[str, bytes] = EVERYBODY
) -> KeyFile:
    return make_key_file(
        SCOPE,
        epoch,
        keys,
        recipients,
        mark=MARK,
        device="pc1",
        issuer=PC1.hash,
        issuer_keys=keys_of("pc1"),
        random_bytes=pseudo_random("file"),
    )


FILE = file(NOVEMBER, {OCTOBER: KEYS[0], NOVEMBER: KEYS[1]})


def test_who_is_given_the_newest_key_can_read_everything() -> None:
    for recipient, private in (
        (PC2.hash, keys_of("pc2").agree_private),
        (ROOT, ROOT_KEYS.agree_private),
    ):
        key = FILE.key_for(recipient, private)
        assert key == KEYS[1]
        assert FILE.older_keys(key) == {OCTOBER: KEYS[0]}


def test_nobody_else_gets_a_key() -> None:
    stranger = keys_of("pc3")
    for recipient in (CERTIFICATES["pc3"].hash, PC2.hash):
        with pytest.raises(WrongKey):
            FILE.key_for(recipient, stranger.agree_private)
    with pytest.raises(WrongKey):
        FILE.older_keys(KEYS[2])


def test_the_name_of_an_epoch_says_which_key_it_has() -> None:
    assert NOVEMBER.startswith("2026-11-")
    assert is_key_of(KEYS[1], SCOPE, NOVEMBER)
    assert not is_key_of(KEYS[0], SCOPE, NOVEMBER)
    assert not is_key_of(KEYS[1], "stadt", NOVEMBER)
    lying = file(NOVEMBER, {OCTOBER: KEYS[0], NOVEMBER: KEYS[2]})
    with pytest.raises(WrongKey):
        lying.key_for(PC2.hash, keys_of("pc2").agree_private)
    with pytest.raises(WrongKey):
        file(NOVEMBER, {OCTOBER: KEYS[2], NOVEMBER: KEYS[1]}).older_keys(KEYS[1])


def test_a_box_cannot_be_moved_to_another_recipient_or_epoch() -> None:
    fields = dict(FILE.document.fields)
    swapped = {**fields["boxes"], PC2.hash: fields["boxes"][PC1.hash]}
    moved = parse_key_file(sign_document("keys", {**fields, "boxes": swapped}, keys_of("pc1")))
    with pytest.raises(WrongKey):
        moved.key_for(PC2.hash, keys_of("pc1").agree_private)


def test_an_epoch_on_the_ladder_of_another_one_is_superseded() -> None:
    assert superseded_epochs([FILE]) == {OCTOBER}
    assert superseded_epochs([file(NOVEMBER, {NOVEMBER: KEYS[1]})]) == set()


def test_what_a_pc_knows_that_counts_no_more_is_spent() -> None:
    certificates = list(CERTIFICATES.values())
    assert spent_epochs([FILE], Trust(MARK, certificates)) == set()
    for lost in (PC1, PC2):
        trust = Trust(MARK, certificates, [revoked(lost, None)])
        assert spent_epochs([FILE], trust) == {OCTOBER, NOVEMBER}
    stranger = Trust(MARK, certificates, [revoked(CERTIFICATES["pc3"], None)])
    assert spent_epochs([FILE], stranger) == set()


def test_who_lacks_a_key_is_seen_from_the_files() -> None:
    pc3 = CERTIFICATES["pc3"]
    wanted = {**EVERYBODY, pc3.hash: pc3.agree_public}
    assert lacking([FILE], wanted) == {pc3.hash: pc3.agree_public}
    assert lacking([FILE, file(NOVEMBER, {NOVEMBER: KEYS[1]}, wanted)], wanted) == {}


def test_a_new_month_asks_for_a_new_key() -> None:
    assert is_roll_due([OCTOBER], date(2026, 11, 1))
    assert not is_roll_due([OCTOBER, NOVEMBER], date(2026, 11, 30))
    assert not is_roll_due([NOVEMBER, "2099-01-00000000"], date(2026, 11, 30))


def test_keys_in_the_database_open_with_the_keys_of_the_pc_alone() -> None:
    random = pseudo_random("boxes")
    own = EpochKeys({}, keys_of("pc1"))
    box = own.add(NOVEMBER, KEYS[1], random)
    assert KEYS[1] not in box
    assert dict(EpochKeys({NOVEMBER: box}, keys_of("pc1"))) == {NOVEMBER: KEYS[1]}
    other = EpochKeys({NOVEMBER: box}, keys_of("pc2"))
    assert NOVEMBER not in other
    assert other.opened() == {}


@pytest.mark.parametrize("seed", range(2))
def test_a_damaged_key_file_is_unreadable_or_not_signed_any_more(seed: int) -> None:
    for data in mutilated(FILE.document.data, Random(seed)):
        try:
            found = parse_key_file(data)
        except (Unreadable, NeedsNewer):
            continue
        assert not found.document.is_signed_by(PC1.sign_public)


@pytest.mark.parametrize(
    "fields",
    [
        {"epoch": "2026-13-00000000"},
        {"scope": "../x"},
        {"boxes": {"x": "00" * 80}},
        {"boxes": {ROOT: "00"}},
        {"older": ["x"]},
        {"older": [f"2026-01-{n:08x}" for n in range(2001)]},
        {"salt": ""},
        {"ladder": 7},
        {"issuer": ROOT},
    ],
)
def test_a_key_file_that_is_not_exactly_right_is_unreadable(fields: dict[str, object]) -> None:
    value = {**dict(FILE.document.fields), **fields}
    with pytest.raises(Unreadable):
        parse_key_file(sign_document("keys", value, keys_of("pc1")))
