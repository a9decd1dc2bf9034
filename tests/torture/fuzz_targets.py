"""Everything that reads files from the share, each with files that are almost right."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import Any

import zstandard

from begegnung.exchange import cipher, codec
from begegnung.exchange.acks import parse_ack
from begegnung.exchange.answer import make_answer, parse_answer
from begegnung.exchange.bundle import open_bundle
from begegnung.exchange.certificates import (
    make_request,
    make_revocation,
    parse_certificate,
    parse_mark,
    parse_request,
    parse_revocation,
)
from begegnung.exchange.chain import Forged, KeyMissing, Trust
from begegnung.exchange.codec import NeedsNewer, Unreadable
from begegnung.exchange.epochs import KeyFile, parse_key_file
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.recovery import Cost, make_recovery_file, parse_recovery_file
from begegnung.exchange.snapshot import MAGIC as SNAPSHOT
from begegnung.exchange.snapshot import (
    MAX_SNAPSHOT,
    Payload,
    open_snapshot,
    peek,
    seal_snapshot,
)
from begegnung.exchange.wrapping import WrongKey, unwrap, wrap
from tests.exchange import papers
from tests.exchange.bundles import CITY, HOUSE, SCHEMA, action, insert, remove, seal_one, update
from tests.exchange.desks import Desk
from tests.exchange.faulty_share import FaultyShare
from tests.torture.fuzzing import Target
from tests.torture.mutation import as_json, mutated, mutated_json

_REFUSALS = (Unreadable, NeedsNewer)
_NOT_OURS = (*_REFUSALS, Forged, KeyMissing)
_WRITER = papers.keys_of("pc1")

_ACTIONS = tuple(
    action(n, insert(f"r{n}", name="Saal", seats=n, open=True), update("r1", name="Ö" * n),
           remove("r2"), title="Grabowski")
    for n in range(1, 9)
)  # fmt: skip
_SEALED = seal_one(HOUSE, *_ACTIONS)
_FILE = codec.split_file(_SEALED.data)
_KEY = HOUSE.keys[HOUSE.epoch]
_PAYLOAD = codec.encode_payload(_ACTIONS)
_PACKED = zstandard.ZstdCompressor(level=9).compress(_PAYLOAD)


def _bytes_of(*samples: bytes) -> Callable[[Random], bytes]:
    """Any of the samples, with something wrong in it."""
    return lambda random: mutated(random.choice(samples), samples, random)


def _json(value: Any, random: Random) -> bytes:
    return as_json(mutated_json(value, random))


def _file(head: bytes, packed: bytes) -> bytes:
    """A bundle that is encrypted and signed as it should be, whatever stands in it."""
    try:
        salt = bytes.fromhex(str(json.loads(head)["salt"]))
        body = cipher.encrypt(_KEY, salt, head, packed)
    except (ValueError, KeyError, TypeError, RecursionError):
        body = packed
    return codec.join_file(head[: codec.MAX_HEADER * 2], body, _WRITER.sign)


def _other_header(random: Random) -> bytes:
    return _file(as_json(mutated_json(json.loads(_FILE.header), random)), _PACKED)


def _other_header_bytes(random: Random) -> bytes:
    return as_json(mutated_json(json.loads(_FILE.header), random))


def _payload(random: Random) -> bytes:
    """A payload with another line, or with something wrong in its bytes."""
    lines = _PAYLOAD.splitlines()
    n = random.randrange(len(lines))
    if random.random() < 0.3:
        return mutated(_PAYLOAD, (_PAYLOAD,), random)
    lines[n] = as_json(mutated_json(json.loads(lines[n]), random))
    return b"\n".join(lines) + b"\n"


def _other_payload(random: Random) -> bytes:
    packed = zstandard.ZstdCompressor(level=1).compress(_payload(random))
    if random.random() < 0.3:
        packed = mutated(packed, (_PACKED,), random)
    return _file(_FILE.header, packed)


def _bombs() -> Iterator[bytes]:
    """Small files that want to become large ones, or lie about it."""
    # A line that cannot be made smaller makes the file large enough to be allowed a large payload.
    title = Random(1).randbytes(40 << 10).hex().encode()
    noise = b'[["a","x","pc1",1,1,"v","' + title + b'",null,null]]\n'
    start = _PAYLOAD.splitlines(keepends=True)[0] + noise
    payloads = (
        _Long(b"", b"\0"),
        _Long(b"", b"\n"),
        _Long(start, b"\n"),
        _Long(start, b"[]\n"),
        _Long(start, b"123456\n"),
        _Long(start, b"[", 8 << 20),
        _Long(start, b"9", 8 << 20),
        _Long(start + b'"', b"x", codec.MAX_LINE),
        _Long(start + b"[", b"[],", codec.MAX_LINE),
    )
    packed = [payload.packed(says_its_size=True) for payload in payloads]
    packed += [payload.packed(says_its_size=False) for payload in payloads[:3]]
    skipped = b"\x50\x2a\x4d\x18" + len(noise).to_bytes(4, "little") + noise
    packed += [packed[0] + skipped, skipped + packed[0]]
    packed.append(b"\x28\xb5\x2f\xfd\xe0" + b"\xff" * 8 + b"\1\0\0")
    for one in packed:
        yield _file(_FILE.header, one)


@dataclass(frozen=True, slots=True)
class _Long:
    """A payload that begins with `start` and says `again` over and over, up to `size` bytes."""

    start: bytes
    again: bytes
    size: int = codec.MAX_PLAIN

    def packed(self, *, says_its_size: bool) -> bytes:
        """Compressed piece by piece: the whole never lies in memory."""
        times, rest = divmod(self.size - len(self.start) - 1, len(self.again))
        block = self.again * 10_000
        size = self.size if says_its_size else -1
        work = zstandard.ZstdCompressor(level=3).compressobj(size=size)
        parts = [work.compress(self.start)]
        parts += [work.compress(block) for _ in range(times // 10_000)]
        parts.append(work.compress(self.again * (times % 10_000) + bytes(rest) + b"\n"))
        return b"".join((*parts, work.flush()))


BOMBS = 15


def _certificate() -> bytes:
    return papers.CERTIFICATES["pc1"].document.data


def _revocation() -> bytes:
    return make_revocation(
        "pc2",
        [papers.keys_of("pc2").sign_public],
        {"stadt": ["ab" * 32], "h-0001": ["cd" * 32, "ef" * 32]},
        ["12" * 32],
        mark=papers.MARK,
        issuer=papers.CERTIFICATES["pc1"].hash,
        issuer_keys=_WRITER,
        now_ms=papers.NOW_MS,
    ).document.data


def _request() -> bytes:
    return make_request(
        "pc1", "0001", _WRITER, repository=papers.MARK.repository,
        random_bytes=papers.pseudo_random("request"),
    ).document.data  # fmt: skip


def _key_files() -> tuple[bytes, ...]:
    return tuple(data for path, data in papers.DOCUMENTS.items() if path.endswith(".key"))


def _signed_anew(sample: bytes, keys: DeviceKeys, random: Random) -> bytes:
    """A document with something else in it and a signature that is right."""
    fields = mutated_json(json.loads(sample), random)
    if not isinstance(fields, dict) or random.random() < 0.1:
        return as_json(fields)
    try:
        signed = codec.canonical({k: v for k, v in fields.items() if k != "sig"})
    except ValueError:
        return as_json(fields)
    return as_json({**fields, "sig": keys.sign(signed).hex()})


def _believe(data: bytes) -> object:
    """What a run does with certificates and revocations that it has read."""
    certificates = (*papers.CERTIFICATES.values(), parse_certificate(data))
    return Trust(papers.MARK, certificates).members("h-0001")


def _believe_revocation(data: bytes) -> object:
    trust = Trust(papers.MARK, papers.CERTIFICATES.values(), [parse_revocation(data)])
    return trust.members("h-0001")


def _open_keys(data: bytes) -> object:
    """What a PC does with a file of keys that it has read."""
    file: KeyFile = parse_key_file(data)
    key = file.key_for(papers.CERTIFICATES["pc1"].hash, _WRITER.agree_private)
    return file.older_keys(key)


def _documents() -> Iterator[Target]:
    kinds: tuple[tuple[str, bytes, DeviceKeys, Callable[[bytes], object]], ...] = (
        ("mark", papers.MARK.data, papers.ROOT_KEYS, parse_mark),
        ("certificate", _certificate(), papers.ROOT_KEYS, _believe),
        ("revocation", _revocation(), _WRITER, _believe_revocation),
        ("request", _request(), _WRITER, parse_request),
        ("ack", _ack(), _WRITER, parse_ack),
        ("keys", _key_files()[0], papers.keys_of("pc0"), _open_keys),
    )
    everything = tuple(sample for _, sample, _, _ in kinds)
    for name, sample, keys, parse in kinds:
        refusals = (*_NOT_OURS, WrongKey)
        yield Target(f"{name}, damaged", _bytes_of(sample, *everything), parse, refusals)
        yield Target(f"{name}, signed", partial(_signed_anew, sample, keys), parse, refusals)


def _snapshot() -> bytes:
    payload = Payload(("ab" * 32,), 7, zstandard.ZstdCompressor().compress(b"rows"))
    random = papers.pseudo_random("snapshot")
    return seal_snapshot(HOUSE, papers.member("pc1", HOUSE), SCHEMA, payload, random).data


def _other_snapshot(sample: bytes, random: Random) -> bytes:
    """A snapshot with another header that is encrypted and signed as it should be."""
    parts = codec.split_file(sample, magic=SNAPSHOT, most=MAX_SNAPSHOT)
    head = as_json(mutated_json(json.loads(parts.header), random))
    return codec.join_file(head, parts.body, _WRITER.sign, magic=SNAPSHOT, most=MAX_SNAPSHOT)


def _open_snapshot(data: bytes) -> object:
    return open_snapshot(peek(data), HOUSE, papers.TRUST)


def _ack() -> bytes:
    """One as a run writes it."""
    share = FaultyShare()
    desk = Desk(share, "pc1", HOUSE)
    desk.adds("r1", name="Saal")
    desk.exchanges()
    return next(data for path, data in share.files.items() if path.endswith(".ack"))


def _answer() -> bytes:
    return make_answer(papers.MARK, papers.DOCUMENTS)


def _recovery() -> bytes:
    random, cheap = papers.pseudo_random("recovery"), Cost(memory=64, passes=1, lanes=1)
    seed, words = bytes(range(32)), "lang genug als Satz"
    return make_recovery_file(seed, papers.MARK.repository, words, random, cheap)


def _carried() -> Iterator[Target]:
    """Files that are carried by hand."""
    for name, sample, parse in (
        ("answer", _answer(), parse_answer),
        ("recovery file", _recovery(), parse_recovery_file),
    ):
        yield Target(f"{name}, damaged", _bytes_of(sample, _certificate()), parse, _REFUSALS)
        yield Target(f"{name}, other", partial(_json, json.loads(sample)), parse, _REFUSALS)


def _box() -> bytes:
    return wrap(_KEY, _WRITER.agree_public, papers.pseudo_random("box"))


def targets() -> dict[str, Target]:
    """All of them by name."""
    open_it = partial(open_bundle, access=HOUSE, trust=papers.TRUST)
    city = seal_one(CITY, *_ACTIONS)
    found = [
        Target("bundle, damaged", _bytes_of(_SEALED.data, city.data), open_it, _NOT_OURS,
               frozenset({_SEALED.data})),
        Target("bundle, other header", _other_header, open_it, _NOT_OURS),
        Target("bundle, other payload", _other_payload, open_it, _NOT_OURS),
        Target("header", _other_header_bytes, codec.parse_header, _REFUSALS),
        Target("header, damaged", _bytes_of(_FILE.header), codec.parse_header, _REFUSALS),
        Target("payload", _payload, codec.decode_payload, _REFUSALS),
        Target("JSON", partial(_json, [1, {"a": [2, "b"]}]), codec.parse_canonical, _REFUSALS),
        Target("box", _bytes_of(_box()), partial(unwrap, private=_WRITER.agree_private),
               (WrongKey,), frozenset({_box()})),
        Target("snapshot, damaged", _bytes_of(_snapshot(), _SEALED.data), _open_snapshot,
               _NOT_OURS, frozenset({_snapshot()})),
        Target("snapshot, other header", partial(_other_snapshot, _snapshot()), _open_snapshot,
               _NOT_OURS),
        *_documents(),
        *_carried(),
    ]  # fmt: skip
    return {target.name: target for target in found}


def bombs() -> Target:
    """Bundles that are small on the share only."""
    open_it = partial(open_bundle, access=HOUSE, trust=papers.TRUST)
    made = _bombs()
    return Target("bombs", lambda _random: next(made), open_it, _NOT_OURS)
