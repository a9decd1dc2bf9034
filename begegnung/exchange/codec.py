"""Bundles as bytes: canonical JSON, the header in front, the actions behind. Pure, with limits.

A file is `MAGIC`, the length of the header (4 bytes, big end first), the header, the body, and the
signature of its writer over all of this (Ed25519, 64 bytes). The header is canonical JSON and
readable for everybody who can read the share; keys that this program does not know are kept. The
body is the payload, compressed and encrypted.

The payload begins with the line `["v", 1]`, its version. Every other line is one canonical JSON
array of entries, in order:

- `["a", id, device, seq, stamp, verb, title, actor, undoes]` begins an action
- `["c", entity, entity_id, kind, before, after]` is a change of the action above it

How many entries stand in a line is up to the writer: whoever reads has to hold one line at a time.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import Any, cast

from begegnung.exchange import layout
from begegnung.exchange.identity import SIGNATURE_BYTES
from begegnung.model.changes import Action, Change

MAGIC = b"BGB1"

MAX_FILE = 64 << 20
"""Bytes of a complete bundle file."""
MAX_HEADER = 64 << 10
MAX_PLAIN = 256 << 20
"""Bytes of the payload after decompression."""
MAX_LINE = 16 << 20
MAX_CHANGES = 1_000_000
MAX_DEPS = 512
"""Heads that one bundle can join: every desk of a city may have written since yesterday."""

_ENCODER = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False
)
_MAX_INT = (1 << 63) - 1
_PAYLOAD = 1
_VERSION_LINE = 16
_ENTRIES_OF_A_LINE = 1_000
"""Many, because reading and writing a line takes as long as twenty entries in it."""
_MOST_ENTRIES = 2 * MAX_CHANGES
_MISSING: Mapping[str, tuple[bool, bool]] = {
    "I": (True, False),
    "U": (False, False),
    "D": (False, True),
    "E": (True, True),
}
"""Whether `before` and `after` are missing, by the kind of a change."""


class Unreadable(ValueError):
    """The bytes are not a bundle that this program could have been given."""


class NeedsNewer(ValueError):
    """The bundle is written by a newer program; this one has to leave it alone."""


def hash_of(data: bytes) -> str:
    """The hash of a file: SHA-256 of all of it, 64 digits of lower case hex."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: object) -> bytes:
    """`value` as the one JSON text it has: sorted keys, no blanks, UTF-8.

    Raises:
        ValueError: something in it that JSON cannot carry (a date, NaN, half a character).
    """
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def parse_canonical(data: bytes) -> object:
    """The value of a canonical JSON text.

    Raises:
        Unreadable: not JSON, not canonical, or a number that no database can hold.
    """
    try:
        value: object = json.loads(data)
        again = canonical(value)
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error
    if again != data:
        raise Unreadable("not canonical")
    return value


@dataclass(frozen=True, slots=True)
class Header:
    """What a bundle says about itself in the clear.

    `prev` is the bundle that the same lane sealed before, `deps` are the heads its writer had
    taken in. `schema` is the version of the tables it was written with, `readable_from` the oldest
    version that can take it in. `changes` counts, `stamps` is the first and the last one. `epoch`
    is that of the scope key and `certificate` the hash of the writer's. `salt` has 32 bytes (hex).
    `extra` holds keys of later programs.
    """

    scope: str
    lane: str
    seq: int
    prev: str | None
    deps: tuple[str, ...]
    schema: int
    readable_from: int
    changes: int
    stamps: tuple[int, int]
    epoch: str
    certificate: str
    cipher: str
    salt: str
    extra: Mapping[str, Any] = field(default_factory=dict[str, Any])

    @property
    def parents(self) -> frozenset[str]:
        """The bundles that have to be taken in before this one."""
        own = () if self.prev is None else (self.prev,)
        return frozenset((*own, *self.deps))


def header_bytes(header: Header) -> bytes:
    """The header as it stands in the file and is bound to the ciphertext.

    Raises:
        ValueError: it would not be readable, for instance longer than `MAX_HEADER`.
    """
    data = canonical(
        {
            **header.extra,
            "f": layout.FORMAT,
            "scope": header.scope,
            "lane": header.lane,
            "seq": header.seq,
            "prev": header.prev,
            "deps": header.deps,
            "schema": header.schema,
            "min": header.readable_from,
            "n": header.changes,
            "stamps": header.stamps,
            "ep": header.epoch,
            "cert": header.certificate,
            "cipher": header.cipher,
            "salt": header.salt,
        }
    )
    if parse_header(data) != header:
        raise ValueError("the header would not read back as it is")
    return data


def parse_header(data: bytes) -> Header:
    """The header in `data`.

    Raises:
        NeedsNewer: written in a later format.
        Unreadable: anything else that is wrong with it.
    """
    if len(data) > MAX_HEADER:
        raise Unreadable("header too long")
    value = parse_canonical(data)
    if not isinstance(value, dict):
        raise Unreadable("header is not an object")
    fields = cast(dict[str, Any], value)
    version = as_int(fields.pop("f", None), 1)
    if version > layout.FORMAT:
        raise NeedsNewer(f"format {version}")
    first, last = as_items(fields.pop("stamps", None), 2, exactly=True)
    prev = fields.pop("prev", None)
    header = Header(
        scope=as_text(fields.pop("scope", None), layout.is_scope),
        lane=as_text(fields.pop("lane", None), layout.is_lane),
        seq=as_int(fields.pop("seq", None), 1, layout.MAX_SEQ),
        prev=None if prev is None else as_text(prev, layout.is_hash),
        deps=tuple(
            as_text(d, layout.is_hash) for d in as_items(fields.pop("deps", None), MAX_DEPS)
        ),
        schema=as_int(fields.pop("schema", None)),
        readable_from=as_int(fields.pop("min", None)),
        changes=as_int(fields.pop("n", None), 0, MAX_CHANGES),
        stamps=(as_int(first), as_int(last)),
        epoch=as_text(fields.pop("ep", None), layout.is_epoch),
        certificate=as_text(fields.pop("cert", None), layout.is_hash),
        cipher=as_text(fields.pop("cipher", None)),
        salt=as_text(fields.pop("salt", None), layout.is_hash),
        extra=fields,
    )
    if (header.prev is None) != (header.seq == 1):
        raise Unreadable("only the first bundle of a lane has none before it")
    if tuple(sorted(set(header.deps))) != header.deps:
        raise Unreadable("deps are not a sorted set")
    return header


@dataclass(frozen=True, slots=True)
class SplitFile:
    """The parts of a sealed file; the signature is over `signed`, which is all before it."""

    header: bytes
    body: bytes
    signed: bytes
    signature: bytes


def join_file(
    header: bytes,
    body: bytes,
    sign: Callable[[bytes], bytes],
    *,
    magic: bytes = MAGIC,
    most: int = MAX_FILE,
) -> bytes:
    """The complete file, signed by `sign`; another kind of file has another `magic` of 4 bytes.

    Raises:
        ValueError: it would be larger than anybody reads.
    """
    signed = b"".join((magic, len(header).to_bytes(4, "big"), header, body))
    if len(signed) + SIGNATURE_BYTES > most:
        raise ValueError(f"{len(signed)} bytes are too much for one file")
    return signed + sign(signed)


def split_file(data: bytes, *, magic: bytes = MAGIC, most: int = MAX_FILE) -> SplitFile:
    """The parts of a complete file.

    Raises:
        Unreadable: not a file of this kind, cut off in the header, or too large.
    """
    start = len(magic) + 4
    if len(data) > most or data[: len(magic)] != magic:
        raise Unreadable("not a file of this kind")
    length = int.from_bytes(data[len(magic) : start], "big")
    end = len(data) - SIGNATURE_BYTES
    if length > MAX_HEADER or end < start + length:
        raise Unreadable("cut off in the header")
    head = data[start : start + length]
    return SplitFile(head, data[start + length : end], data[:end], data[end:])


def encode_payload(actions: Iterable[Action]) -> bytes:
    """The payload with `actions` in their order; `decode_payload` gives the same again.

    Raises:
        ValueError: something in them could not be read again as it is, or it is too much.
    """
    written = BytesIO()
    written.write(canonical(["v", _PAYLOAD]) + b"\n")
    for entries in _in_lines(_entries_of(actions)):
        written.writelines(line + b"\n" for line in _lines(entries))
    if written.tell() > MAX_PLAIN:
        raise ValueError("too much for one bundle")
    return written.getvalue()


def _entries_of(actions: Iterable[Action]) -> Iterator[list[Any]]:
    for a in actions:
        yield ["a", a.id, a.device, a.seq, a.stamp, a.verb, a.title, a.actor, a.undoes]
        for c in a.changes:
            yield ["c", c.entity, c.entity_id, c.kind, _object(c.before), _object(c.after)]


def _object(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return values if values is None or isinstance(values, dict) else dict(values)


def _in_lines(entries: Iterator[list[Any]]) -> Iterator[list[list[Any]]]:
    while some := list(islice(entries, _ENTRIES_OF_A_LINE)):
        yield some


def _lines(entries: list[list[Any]]) -> Iterator[bytes]:
    """The entries as a line, or as several where one would be too long."""
    line = canonical(entries)
    if len(line) > MAX_LINE:
        if len(entries) == 1:
            raise ValueError(f"a change of {entries[0][1]} is too long")
        half = len(entries) // 2
        yield from _lines(entries[:half])
        yield from _lines(entries[half:])
        return
    for entry in entries:
        _check(entry)
    if json.loads(line) != entries:
        raise ValueError("it would not read back as it is")
    yield line


def decode_payload(data: bytes) -> tuple[Action, ...]:
    """The actions of a payload.

    Raises:
        NeedsNewer: an entry of a kind that this program does not know.
        Unreadable: anything else that is wrong with it.
    """
    if not data.endswith(b"\n") or len(data) > MAX_PLAIN:
        raise Unreadable("cut off or too long")
    # Counted before they are taken apart: the shortest lines take forty times their bytes.
    if data.count(b"\n") > _MOST_ENTRIES:
        raise Unreadable("too many lines")
    lines = BytesIO(data)
    first = as_items(parse_canonical(lines.readline(_VERSION_LINE).rstrip(b"\n")), 2, exactly=True)
    if first[0] != "v":
        raise Unreadable("no version")
    if as_int(first[1], 1) > _PAYLOAD:
        raise NeedsNewer(f"payload {first[1]}")
    return tuple(_actions(_entries_in(lines)))


def _entries_in(lines: Iterable[bytes]) -> Iterator[list[Any]]:
    """The entries of all lines, each of them checked."""
    count = 0
    for line in lines:
        if len(line) > MAX_LINE + 1:
            raise Unreadable("line too long")
        entries = as_items(parse_canonical(line[:-1]), _MOST_ENTRIES - count)
        count += len(entries)
        for entry in entries:
            _check(entry)
        yield from entries


def _actions(entries: Iterable[list[Any]]) -> Iterator[Action]:
    begun: list[Any] | None = None
    changes: list[Change] = []
    for entry in entries:
        if entry[0] == "c":
            if begun is None:
                raise Unreadable("a change without an action")
            _, entity, entity_id, kind, before, after = entry
            changes.append(Change(entity, entity_id, kind, before, after))
            continue
        if begun is not None:
            yield Action(*begun[1:], changes=tuple(changes))
        begun, changes = entry, []
    if begun is not None:
        yield Action(*begun[1:], changes=tuple(changes))


def _check(entry: Any) -> None:
    """Raises `Unreadable` or `NeedsNewer` for what is not an entry that this program knows."""
    if not isinstance(entry, list):
        raise Unreadable("an entry that is not a list")
    items = cast(list[Any], entry)
    kind = items[0] if items else None
    if kind == "c":
        _check_change(items)
    elif kind == "a":
        _check_action(items)
    elif isinstance(kind, str) and kind != "v":
        raise NeedsNewer(f"an entry of kind {kind[:20]!r}")
    else:
        raise Unreadable("an entry without a kind")


def _check_action(entry: list[Any]) -> None:
    if len(entry) != 9:
        raise Unreadable("not an action")
    _, key, device, seq, stamp, verb, title, actor, undoes = entry
    as_text(key, bool)
    as_text(device, layout.is_device)
    as_int(seq)
    as_int(stamp)
    for text in (verb, title, "" if actor is None else actor, "" if undoes is None else undoes):
        as_text(text)


def _check_change(entry: list[Any]) -> None:
    # Called for every change of every bundle, so in the shortest way there is.
    if len(entry) != 6:
        raise Unreadable("not a change")
    _, entity, entity_id, kind, before, after = entry
    if not (isinstance(entity, str) and isinstance(entity_id, str) and entity and entity_id):
        raise Unreadable("a change of nothing")
    if not isinstance(kind, str):
        raise Unreadable("a change without a kind")
    missing = _MISSING.get(kind)
    if missing is None:
        raise NeedsNewer(f"a change of kind {kind[:20]!r}")
    if missing != (before is None, after is None):
        raise Unreadable("values do not fit the kind of change")
    if before is not None:
        _check_values(before)
    if after is not None:
        _check_values(after)


def _check_values(values: Any) -> None:
    if not isinstance(values, dict):
        raise Unreadable("values are not an object")
    for value in cast(dict[str, Any], values).values():
        if type(value) is int and not -_MAX_INT <= value <= _MAX_INT:
            raise Unreadable("a number larger than 63 bits")


def as_text(value: Any, valid: Callable[[str], bool] = lambda _: True) -> str:
    """`value` if it is a text that is `valid`; raises `Unreadable`."""
    if not isinstance(value, str) or not valid(value):
        raise Unreadable(f"unexpected {str(value)[:40]!r}")
    return value


def as_int(value: Any, low: int = 0, high: int = _MAX_INT) -> int:
    """`value` if it is a whole number from `low` to `high`; raises `Unreadable`."""
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise Unreadable(f"unexpected {str(value)[:40]!r}")
    return value


def as_items(value: Any, most: int, *, exactly: bool = False) -> list[Any]:
    """`value` if it is a list of at most, or exactly, `most` items; raises `Unreadable`."""
    if not isinstance(value, list):
        raise Unreadable("not a list")
    items = cast(list[Any], value)
    if len(items) > most or (exactly and len(items) != most):
        raise Unreadable("a list of the wrong length")
    return items


def as_object(value: Any, most: int) -> dict[str, Any]:
    """`value` if it is an object with at most `most` keys; raises `Unreadable`."""
    if not isinstance(value, dict):
        raise Unreadable("not an object")
    found = cast(dict[str, Any], value)
    if len(found) > most:
        raise Unreadable("an object with too many keys")
    return found


def as_bytes(value: Any, least: int, most: int) -> bytes:
    """The bytes that `value` writes in lower case hex; raises `Unreadable`."""
    if not isinstance(value, str) or not 2 * least <= len(value) <= 2 * most:
        raise Unreadable("bytes of the wrong length")
    try:
        found = bytes.fromhex(value)
    except ValueError as error:
        raise Unreadable("not hex") from error
    if found.hex() != value:
        raise Unreadable("not lower case hex")
    return found
