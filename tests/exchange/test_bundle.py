"""What is sealed can be opened by those who may, and nothing else can."""

import dataclasses
import json
from random import Random

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from begegnung.exchange import cipher, codec
from begegnung.exchange.bundle import (
    Forged,
    KeyMissing,
    OpenedBundle,
    ScopeAccess,
    SealedBundle,
    Standing,
    hash_of,
    open_bundle,
    scope_in,
)
from begegnung.exchange.chain import Trust
from begegnung.exchange.codec import NeedsNewer, Unreadable
from begegnung.model.changes import Action
from tests.exchange.bundles import (
    CITY,
    HOUSE,
    START,
    action,
    action_lists,
    insert,
    mutilated,
    seal_one,
    update,
)
from tests.exchange.papers import CERTIFICATES, MARK, TRUST, certificate_of, keys_of

HASH = "ab" * 32


def opened(data: bytes, access: ScopeAccess) -> OpenedBundle:
    return open_bundle(data, access, TRUST)


@given(action_lists)
def test_a_house_reads_back_exactly_what_was_sealed(actions: list[Action]) -> None:
    sealed = seal_one(HOUSE, *actions)
    found = opened(sealed.data, HOUSE)
    assert found == OpenedBundle(sealed.hash, sealed.path, sealed.header, tuple(actions))
    assert sealed.hash == hash_of(sealed.data)
    assert sealed.path.endswith(f"/pc1.a/00000001-{sealed.hash[:16]}.bz")


@given(action_lists)
def test_the_city_gets_the_changes_but_not_who_or_whom(actions: list[Action]) -> None:
    found = opened(seal_one(CITY, *actions).data, CITY)
    assert [a.changes for a in found.actions] == [a.changes for a in actions]
    assert {(a.title, a.actor) for a in found.actions} <= {("", None)}


def test_no_two_files_have_the_same_key() -> None:
    change = action(1, insert("r1", name="Saal"))
    one, other = seal_one(HOUSE, change, seed=1), seal_one(HOUSE, change, seed=2)
    assert codec.split_file(one.data).body != codec.split_file(other.data).body


@pytest.mark.parametrize("access", [CITY, HOUSE], ids=["city", "house"])
def test_nothing_that_was_written_can_be_read_in_the_file(access: ScopeAccess) -> None:
    data = seal_one(access, action(1, insert("r1", name="Canary"), title="Canary")).data
    assert b"Canary" not in data
    assert scope_in(data) == access.name


def test_a_bundle_does_not_open_with_another_key() -> None:
    sealed = seal_one(HOUSE, action(1))
    other = ScopeAccess("h-0001", {HOUSE.epoch: bytes(32)}, HOUSE.epoch)
    with pytest.raises(Unreadable):
        opened(sealed.data, other)


def test_a_bundle_of_an_epoch_that_is_not_known_asks_for_its_key() -> None:
    sealed = seal_one(HOUSE, action(1))
    with pytest.raises(KeyMissing):
        opened(sealed.data, ScopeAccess("h-0001", {"2026-12-00000000": bytes(32)}, ""))


def test_a_bundle_of_a_pc_that_is_not_known_asks_for_its_certificate() -> None:
    sealed = seal_one(HOUSE, action(1))
    with pytest.raises(KeyMissing):
        open_bundle(sealed.data, HOUSE, Trust(MARK, [CERTIFICATES["pc2"]]))


def test_a_bundle_in_the_name_of_another_pc_is_forged() -> None:
    sealed = seal_one(HOUSE, action(1))
    file = codec.split_file(sealed.data)
    pc2, thief = CERTIFICATES["pc2"].hash, keys_of("pc2")
    for head, sign in (
        (file.header, thief.sign),
        (codec.header_bytes(dataclasses.replace(sealed.header, lane="pc2.a")), thief.sign),
        (codec.header_bytes(dataclasses.replace(sealed.header, certificate=pc2)), thief.sign),
        (file.header, lambda _: bytes(64)),
    ):
        with pytest.raises(Forged):
            opened(codec.join_file(head, file.body, sign), HOUSE)


def test_a_pc_of_another_house_cannot_write_into_this_one() -> None:
    stranger = certificate_of("pc1", house="0002")
    sealed = seal_one(HOUSE, action(1))
    header = dataclasses.replace(sealed.header, certificate=stranger.hash)
    body = codec.split_file(sealed.data).body
    forged = codec.join_file(codec.header_bytes(header), body, keys_of("pc1").sign)
    with pytest.raises(Forged):
        open_bundle(forged, HOUSE, Trust(MARK, [stranger]))


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_bundle_of_a_house_never_opens(seed: int) -> None:
    sealed = seal_one(HOUSE, *(action(n, insert(f"r{n}", name="Saal")) for n in range(1, 9)))
    for data in mutilated(sealed.data, Random(seed)):
        with pytest.raises((Unreadable, NeedsNewer, KeyMissing, Forged)):
            opened(data, HOUSE)


def signed(header: codec.Header, plain: bytes) -> bytes:
    """A file that pc1 has sealed and signed, whatever is in it."""
    head = codec.header_bytes(header)
    key, salt = CITY.keys[CITY.epoch], bytes.fromhex(header.salt)
    return codec.join_file(head, cipher.encrypt(key, salt, head, plain), keys_of("pc1").sign)


def with_payload(plain: bytes, changes: int = 0) -> bytes:
    """A bundle of the city with a payload that nobody would seal."""
    header = dataclasses.replace(seal_one(CITY).header, changes=changes)
    return signed(header, zstandard.ZstdCompressor().compress(plain))


@given(st.binary(max_size=300))
def test_any_payload_is_read_or_called_unreadable(plain: bytes) -> None:
    with pytest.raises((Unreadable, NeedsNewer)):
        opened(with_payload(plain), CITY)


_json = st.sampled_from([None, True, -1, 1, 2**70, "", "pc1", "I", "D", {}, {"a": 1}, [], [[]]])
_entry = st.tuples(st.sampled_from("vacx"), st.lists(_json, max_size=9))


@given(st.lists(st.lists(_entry, max_size=3), max_size=3))
def test_any_entries_are_read_or_called_unreadable(
    lines: list[list[tuple[str, list[object]]]],
) -> None:
    plain = b"".join(codec.canonical([[k, *rest] for k, rest in line]) + b"\n" for line in lines)
    try:
        found = opened(with_payload(b'["v",1]\n' + plain), CITY)
    except (Unreadable, NeedsNewer):
        return
    assert sum(len(a.changes) for a in found.actions) == 0


_ACTION = b'["a","x","pc1",1,1,"v","",null,null]'


@pytest.mark.parametrize(
    "entries",
    [
        b'["c","room","r1","I",null,{"a":1}]',
        b'["a","x","pc1",1,1,"v","",null]',
        b'["a","x","pc1",-1,1,"v","",null,null]',
        b'["a","x","pc1",true,1,"v","",null,null]',
        b'["a","x","PC 1",1,1,"v","",null,null]',
        b'["a","","pc1",1,1,"v","",null,null]',
        b'["a","x","pc1",1,1,"v","",1,null]',
        _ACTION + b',["c","room","r1","I",null,{"b":1,"a":1}]',
        _ACTION + b',["c","room","r1","I",null,{"a":1,"a":1}]',
        _ACTION + b',["c","room","r1","I",null,{"a":NaN}]',
        _ACTION + b',["c","room","r1","I",null,{"a":1e999}]',
        _ACTION + b',["c","room","r1","I",null,{"a":"\\ud800"}]',
        _ACTION + b',["c","room","r1","I",null,{"a":9223372036854775808}]',
        _ACTION + b',["c","room","r1","I",{},{"a":1}]',
        _ACTION + b',["c","room","r1","D",{},{}]',
        _ACTION + b',["c","room","r1","U",null,{}]',
        _ACTION + b',["c","room","r1","I",null,[1]]',
        _ACTION + b',["c","room","","I",null,{"a":1}]',
        _ACTION + b',["c","room",1,"I",null,{"a":1}]',
        _ACTION + b',["c","room","r1",["I"],null,{"a":1}]',
        _ACTION + b', ["c","room","r1","I",null,{"a":1}]',
        _ACTION + b'],["c","room","r1","I",null,{"a":1}]',
        _ACTION + b']\n["c","room","r1","I",null,{"a":1}]\n[',
        _ACTION + b'\n,["c","room","r1","I",null,{"a":1}]',
        b'["v",1]',
        b"[]",
        b"{}",
        b"1",
        b"[" * 5000,
        b"9" * 5000,
    ],
)
def test_an_entry_that_is_not_exactly_right_makes_the_bundle_unreadable(entries: bytes) -> None:
    with pytest.raises(Unreadable):
        opened(with_payload(b'["v",1]\n[' + entries + b"]\n", changes=1), CITY)


def test_an_entry_of_a_later_program_asks_for_that_program() -> None:
    for entry in (b'["e","person","p1"]', b'["c","room","r1","X",null,null]'):
        plain = b'["v",1]\n[' + _ACTION + b"," + entry + b"]\n"
        with pytest.raises(NeedsNewer):
            opened(with_payload(plain, changes=1), CITY)


def test_an_action_may_go_on_over_many_lines() -> None:
    change = b'["c","room","r%d","I",null,{"a":1}]'
    lines = b"".join(b"[" + change % n + b"]\n" for n in range(3))
    plain = b'["v",1]\n[' + _ACTION + b"]\n[]\n" + lines
    (found,) = opened(with_payload(plain, changes=3), CITY).actions
    assert [c.entity_id for c in found.changes] == ["r0", "r1", "r2"]


@pytest.mark.parametrize(
    "value",
    [(1, 2), {1: "a"}, {"a": (1,)}, 2**70, float("nan"), "\ud800", object(), {"a": {1}}],
    ids=["pair", "key", "inner pair", "large", "nan", "half a letter", "object", "set"],
)
def test_what_would_not_read_back_as_it_is_cannot_be_sealed(value: object) -> None:
    with pytest.raises(ValueError, match=r"read back|JSON|surrogates|63 bits"):
        codec.encode_payload([action(1, insert("r1", name=value))])


def test_a_change_that_is_too_long_for_a_line_cannot_be_sealed_and_many_long_ones_can() -> None:
    part = "x" * (codec.MAX_LINE // 3)
    many = action(1, *(insert(f"r{n}", name=part) for n in range(7)))
    assert codec.decode_payload(codec.encode_payload([many])) == (many,)
    with pytest.raises(ValueError, match="too long"):
        codec.encode_payload([action(1, insert("r1", name=part * 3))])


def rewritten(sealed: SealedBundle, **fields: object) -> bytes:
    """The file with other fields in its header, signed again."""
    file = codec.split_file(sealed.data)
    value = {**json.loads(file.header), **fields}
    return codec.join_file(codec.canonical(value), file.body, keys_of("pc1").sign)


def test_a_later_format_or_cipher_asks_for_a_newer_program() -> None:
    sealed = seal_one(CITY, action(1))
    for fields in ({"f": 2, "anything": []}, {"cipher": "aes-512"}):
        with pytest.raises(NeedsNewer):
            opened(rewritten(sealed, **fields), CITY)


def test_unknown_keys_of_a_header_are_kept() -> None:
    header = dataclasses.replace(seal_one(CITY).header, extra={"later": "x"})
    packed = zstandard.ZstdCompressor().compress(codec.encode_payload(()))
    found = opened(signed(header, packed), CITY)
    assert found.header.extra == {"later": "x"}
    assert json.loads(codec.header_bytes(found.header))["later"] == "x"


@pytest.mark.parametrize(
    "fields",
    [
        {"scope": "h-0001"},
        {"lane": "../x"},
        {"seq": 0},
        {"seq": 2},
        {"seq": 1.0},
        {"prev": HASH},
        {"deps": [HASH, HASH]},
        {"deps": ["ff" * 32, HASH]},
        {"deps": [HASH[:16]]},
        {"deps": [f"{n:064x}" for n in range(codec.MAX_DEPS + 1)]},
        {"n": 7},
        {"n": -1},
        {"stamps": [1]},
        {"stamps": [1, 2, 3]},
        {"salt": "00"},
        {"salt": None},
        {"ep": "2026-13-00000000"},
        {"cert": "ab"},
        {"cipher": None},
        {"f": "1"},
        {"schema": True},
        {"long": "x" * codec.MAX_HEADER},
    ],
)
def test_a_header_that_is_not_exactly_right_makes_the_bundle_unreadable(
    fields: dict[str, object],
) -> None:
    with pytest.raises(Unreadable):
        opened(rewritten(seal_one(CITY, action(1)), **fields), CITY)


def test_a_header_that_was_changed_makes_the_bundle_unreadable() -> None:
    with pytest.raises(Unreadable):
        opened(rewritten(seal_one(HOUSE, action(1)), schema=4), HOUSE)


def test_a_small_file_that_claims_to_be_huge_takes_no_memory() -> None:
    bomb = zstandard.ZstdCompressor(level=19).compress(bytes(64 << 20))
    with pytest.raises(Unreadable, match="implausible"):
        opened(signed(seal_one(CITY).header, bomb), CITY)


def test_a_file_larger_than_the_limit_is_neither_read_nor_sealed() -> None:
    sealed = seal_one(CITY, action(1))
    with pytest.raises(Unreadable):
        codec.split_file(sealed.data + bytes(codec.MAX_FILE))
    with pytest.raises(ValueError, match="too much"):
        codec.join_file(b"{}", bytes(codec.MAX_FILE), keys_of("pc1").sign)


def test_values_that_others_could_not_read_are_not_sealed() -> None:
    for value in (float("nan"), 2**63, {1, 2}, "\ud800"):
        with pytest.raises(ValueError):  # noqa: PT011
            seal_one(CITY, action(1, update("r1", name=value)))


def test_a_bundle_can_rest_on_as_many_heads_as_a_city_has_desks() -> None:
    heads = tuple(f"{n:064x}" for n in range(codec.MAX_DEPS))
    standing = Standing("pc1.12345678", 2, HASH, heads)
    found = opened(seal_one(CITY, action(1), standing=standing).data, CITY)
    assert found.header.parents == {*heads, HASH}


def test_the_header_is_bound_to_what_is_encrypted() -> None:
    key, salt = bytes(32), bytes(32)
    sealed = cipher.encrypt(key, salt, b"head", b"plain")
    assert cipher.decrypt(key, salt, b"head", sealed) == b"plain"
    for other in ((key, salt, b"Head"), (key, b"\1" * 32, b"head"), (b"\1" * 32, salt, b"head")):
        with pytest.raises(cipher.WrongKey):
            cipher.decrypt(*other, sealed)


def test_a_first_bundle_stands_on_nothing() -> None:
    header = seal_one(CITY, action(4), action(2), standing=START).header
    assert (header.prev, header.deps, header.seq) == (None, (), 1)
    assert header.stamps == (2 << 16, 4 << 16)
