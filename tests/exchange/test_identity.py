"""Signatures and boxes: they open for whom they are meant, and nothing else makes them open."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from begegnung.exchange.cipher import WrongKey
from begegnung.exchange.identity import DeviceKeys, root_keys, verify
from begegnung.exchange.wrapping import MAX_SECRET, OVERHEAD, unwrap, wrap
from tests.exchange.bundles import mutilated
from tests.exchange.papers import keys_of, pseudo_random

ONE, OTHER = keys_of("one"), keys_of("other")


@given(st.binary(max_size=200), st.binary(max_size=20))
def test_what_was_wrapped_for_somebody_opens_for_him_alone(secret: bytes, context: bytes) -> None:
    box = wrap(secret, ONE.agree_public, pseudo_random("box"), context=context)
    assert unwrap(box, ONE.agree_private, context=context) == secret
    assert len(box) == len(secret) + OVERHEAD
    for private, other in ((OTHER.agree_private, context), (ONE.agree_private, context + b"x")):
        with pytest.raises(WrongKey):
            unwrap(box, private, context=other)


def test_the_same_secret_never_looks_the_same() -> None:
    random = pseudo_random("boxes")
    boxes = {wrap(b"secret", ONE.agree_public, random) for _ in range(5)}
    assert len(boxes) == 5


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_box_does_not_open(seed: int) -> None:
    box = wrap(bytes(32), ONE.agree_public, pseudo_random("box"))
    for data in (*mutilated(box, Random(seed)), b"", bytes(OVERHEAD), bytes(9000)):
        with pytest.raises(WrongKey):
            unwrap(data, ONE.agree_private)


def test_a_secret_for_a_key_that_fits_everybody_is_not_wrapped() -> None:
    with pytest.raises(ValueError, match=r"."):
        wrap(b"secret", bytes(32), pseudo_random("box"))
    with pytest.raises(ValueError, match="too much"):
        wrap(bytes(MAX_SECRET + 1), ONE.agree_public, pseudo_random("box"))


@given(st.binary(max_size=200))
def test_a_signature_is_that_of_its_keys_over_its_text(data: bytes) -> None:
    signature = ONE.sign(data)
    assert verify(ONE.sign_public, data, signature)
    assert not verify(OTHER.sign_public, data, signature)
    assert not verify(ONE.sign_public, data + b"\0", signature)
    for wrong in (b"", signature[:-1], bytes(64), signature + b"\0"):
        assert not verify(ONE.sign_public, data, wrong)
    assert not verify(b"", data, signature)


def test_the_keys_of_the_city_follow_from_its_seed() -> None:
    assert root_keys(bytes(32)) == root_keys(bytes(32))
    assert root_keys(bytes(32)) != root_keys(b"\1" + bytes(31))
    assert root_keys(bytes(32)).sign_seed != root_keys(bytes(32)).agree_private
    with pytest.raises(ValueError, match="32"):
        root_keys(b"short")
    with pytest.raises(ValueError, match="32"):
        DeviceKeys(b"", bytes(32))


def test_private_keys_are_not_shown() -> None:
    assert repr(ONE) == "DeviceKeys()"
