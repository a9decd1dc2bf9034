"""Bytes and JSON values that are almost what somebody wrote."""

import json
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

_LIES = (0, 1, 0x7F, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)

DEEP = "a list in a list in a list"
"""Stands for lists nested deeper than any writer of JSON would go, see `as_json`."""
_DEPTH = 3000


def mutated(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    """`data` with one to three things wrong; `others` are files that it can be mixed up with."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        data = random.choice(_WAYS)(data, others, random)
    return data


def _flip(data: bytes, _others: Sequence[bytes], random: Random) -> bytes:
    if not data:
        return b"\0"
    changed = bytearray(data)
    changed[random.randrange(len(data))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _overwrite(data: bytes, _others: Sequence[bytes], random: Random) -> bytes:
    place, length = _span(data, random)
    return data[:place] + random.randbytes(length) + data[place + length :]


def _cut(data: bytes, _others: Sequence[bytes], random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def _drop(data: bytes, _others: Sequence[bytes], random: Random) -> bytes:
    place, length = _span(data, random)
    return data[:place] + data[place + length :]


def _insert(data: bytes, _others: Sequence[bytes], random: Random) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + random.randbytes(random.randint(1, 40)) + data[place:]


def _repeat(data: bytes, _others: Sequence[bytes], random: Random) -> bytes:
    place, length = _span(data, random)
    return data[:place] + data[place : place + length] * random.randint(2, 9) + data[place:]


def _splice(data: bytes, others: Sequence[bytes], random: Random) -> bytes:
    other = random.choice(others) if others else data
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def _lie_about_a_length(data: bytes, _others: Sequence[bytes], random: Random) -> bytes:
    """Any four bytes may be a length; those at the beginning are likely to be one."""
    place = random.randrange(min(len(data), 32) + 1 if random.random() < 0.5 else len(data) + 1)
    order: Any = random.choice(("big", "little"))
    return data[:place] + random.choice(_LIES).to_bytes(4, order) + data[place + 4 :]


def _span(data: bytes, random: Random) -> tuple[int, int]:
    return random.randrange(len(data) + 1), random.randint(1, 64)


_WAYS: tuple[Callable[[bytes, Sequence[bytes], Random], bytes], ...] = (
    _flip,
    _flip,
    _overwrite,
    _cut,
    _drop,
    _insert,
    _repeat,
    _splice,
    _lie_about_a_length,
)


def mutated_json(value: Any, random: Random) -> Any:
    """`value`, of JSON, with something else at one place of it."""
    if isinstance(value, dict) and value and random.random() < 0.8:
        key = random.choice(sorted(value))
        return random.choice(
            (
                {**value, key: mutated_json(value[key], random)},
                {k: v for k, v in value.items() if k != key},
                {**value, key + "x": value[key]},
            )
        )
    if isinstance(value, list) and value and random.random() < 0.8:
        place = random.randrange(len(value))
        changed = [*value[:place], mutated_json(value[place], random), *value[place + 1 :]]
        return random.choice((changed, changed, value[:place], value + value, value[::-1]))
    return _something_else(value, random)


def _something_else(value: Any, random: Random) -> Any:
    if isinstance(value, str) and value and random.random() < 0.5:
        place = random.randrange(len(value))
        return value[:place] + random.choice(("", "0", "é", "/", "..", "\0")) + value[place + 1 :]
    if isinstance(value, int) and random.random() < 0.5:
        return value + random.choice((-1, 1, -value, 1 << 31, 1 << 62, 1 << 63, 1 << 4000))
    return random.choice(
        (
            None,
            True,
            -1,
            0,
            1.5,
            1 << 64,
            10**4000,
            "",
            "x" * random.choice((1, 100, 100_000)),
            "\U0001f600",
            [],
            {},
            [[]] * 9,
            [value] * random.choice((2, 1000)),
            {"": value},
            DEEP,
        )
    )


def as_json(value: Any) -> bytes:
    """The text of what `mutated_json` gives, in the form in which the program writes JSON."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    nested = "[" * _DEPTH + "]" * _DEPTH
    return text.replace(f'"{DEEP}"', nested).encode("utf-8", "surrogatepass")
