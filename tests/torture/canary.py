"""Looking for words in a folder as somebody would who has it and no key."""

import base64
import json
import unicodedata
import urllib.parse
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import zstandard

_ZSTD = b"\x28\xb5\x2f\xfd"
_DEFLATED = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b\x08")
_MOST = 64 << 20
_DEPTH = 3


def traces(folder: Path, words: Sequence[str]) -> list[str]:
    """Where one of `words` can be read: in a name or in a file, plain, encoded or compressed."""
    patterns = {word: patterns_of(word) for word in words}
    found: set[str] = set()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        sources = [(f"the name {name}", name.encode())]
        if path.is_file():
            sources += [(name, data) for data in readings(path.read_bytes())]
        for where, data in sources:
            small = data.lower()
            found.update(
                f"{word!r} in {where}"
                for word, ways in patterns.items()
                if any(way in small for way in ways)
            )
    return sorted(found)


def patterns_of(word: str) -> frozenset[bytes]:
    """The word as bytes in every usual way of writing it, in lower case."""
    spelled = {
        unicodedata.normalize(form, text)
        for form in ("NFC", "NFD")
        for text in (word, word.upper(), word.lower())
    }
    plain = {text.encode(code) for text in spelled for code in ("utf-8", "utf-16-le", "utf-16-be")}
    for text in spelled:
        with suppress(UnicodeEncodeError):
            plain.add(text.encode("cp1252"))
            plain.add(text.encode("cp850"))
    encoded = {code for data in plain for code in _encoded(data)}
    written = {
        text.encode()
        for one in spelled
        for text in (json.dumps(one)[1:-1], urllib.parse.quote(one))
    }
    return frozenset(way.lower() for way in plain | encoded | written)


def _encoded(data: bytes) -> Iterator[bytes]:
    """Base64 at each of the three places at which it can begin, and hexadecimal digits."""
    yield data.hex().encode()
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + data)
        # The first and last digits also depend on what stands beside the word.
        inner = whole[(0, 2, 3)[shift] : len(whole) - 4]
        if len(inner) >= 6:
            yield inner
            yield inner.translate(bytes.maketrans(b"+/", b"-_"))


def readings(data: bytes, depth: int = _DEPTH) -> Iterator[bytes]:
    """The bytes themselves, and what any part of them gives when it is decompressed."""
    yield data
    if depth == 0:
        return
    for start in _places(data, (_ZSTD,)):
        if plain := _unzstd(data[start:]):
            yield from readings(plain, depth - 1)
    for start in _places(data, _DEFLATED):
        if plain := _inflated(data[start:]):
            yield from readings(plain, depth - 1)


def _places(data: bytes, marks: Sequence[bytes]) -> Iterator[int]:
    for mark in marks:
        start = data.find(mark)
        while start >= 0:
            yield start
            start = data.find(mark, start + 1)


def _unzstd(data: bytes) -> bytes:
    parts: list[bytes] = []
    with suppress(zstandard.ZstdError), zstandard.ZstdDecompressor().stream_reader(data) as reader:
        while sum(map(len, parts)) < _MOST and (part := reader.read(1 << 20)):
            parts.append(part)
    return b"".join(parts)


def _inflated(data: bytes) -> bytes:
    with suppress(zlib.error):
        return zlib.decompressobj(wbits=47).decompress(data, _MOST)
    return b""
