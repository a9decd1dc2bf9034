r"""A backup as one file: compressed, encrypted, readable in small parts, and whole or not at all.

`MAGIC`, length of the header (4 bytes, big end first), header (JSON), then chunks. The plain text
of the chunks is one zstandard stream of facts (length, JSON) and database. Every chunk is a
mebibyte under AES-256-GCM (NIST SP 800-38D) with its number and whether it is the last one in the
nonce, as in the STREAM construction (Hoang et al. 2015): chunks cannot be dropped, swapped or
added. The header is bound as associated data. The key of the file is random and used once; it
lies in the header, wrapped for those who may open it.
"""

import base64
import hashlib
import io
import json
import os
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"BEGSICH1"
KEY_BYTES = 32

_FORM = 1
_CHUNK = 1 << 20
_TAG = 16
_LEVEL = 3
_MAX_HEADER = 64 << 10
_MAX_FACTS = 64 << 10
_MAX_BOX = 1024
_HEX = re.compile(r"[0-9a-f]{64}")


class NotABackup(ValueError):
    """The file is something else."""


class DamagedBackup(ValueError):
    """The file was a backup and is not whole, or was changed."""


class NewerBackup(ValueError):
    """Written by a newer program."""


class WrongFileKey(ValueError):
    """The key is not that of the file, or its beginning is damaged."""


class KeyBox(NamedTuple):
    """The key of the file, wrapped for the owner of `public` (X25519, hexadecimal)."""

    public: str
    box: bytes


@dataclass(frozen=True, slots=True)
class BackupHeader:
    """What anybody may read of a backup.

    `made_ms` is UTC milliseconds, `device` the PC, `schema` the version of the tables, `erasures`
    how many erasures the database knew of, `boxes` the key for everybody who may open it.
    """

    made_ms: int
    device: str
    schema: int
    erasures: int
    boxes: tuple[KeyBox, ...]


class Restored(NamedTuple):
    """What was read back: the facts noted with the backup and the SHA-256 of the database."""

    facts: dict[str, Any]
    digest: str


def write_backup(
    plain: Path,
    target: BinaryIO,
    header: BackupHeader,
    facts: dict[str, Any],
    file_key: bytes,
    go_on: Callable[[], None] = lambda: None,
) -> str:
    """Writes the database file `plain` as a backup to `target`; gives the SHA-256 of `plain`.

    `facts` travel inside the encryption. `go_on` is called now and then and may raise to end it.
    """
    head = _header_bytes(header)
    target.write(MAGIC + len(head).to_bytes(4, "big") + head)
    sealer = _Sealer(target, file_key, MAGIC + head)
    packer = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compressobj()
    size = plain.stat().st_size
    noted = json.dumps({**facts, "size": size}, ensure_ascii=False, sort_keys=True).encode("utf-8")
    sealer.write(packer.compress(len(noted).to_bytes(4, "big") + noted))
    digest = hashlib.sha256()
    with plain.open("rb") as source:
        while part := source.read(_CHUNK):
            go_on()
            digest.update(part)
            sealer.write(packer.compress(part))
    sealer.write(packer.flush())
    sealer.close()
    return digest.hexdigest()


def read_header(path: Path) -> BackupHeader:
    """The header of a backup; raises `NotABackup`, `DamagedBackup`, `NewerBackup`, `OSError`."""
    with path.open("rb") as file:
        return _parsed(_read_head(file))


def read_backup(
    path: Path,
    file_key: bytes,
    target: BinaryIO,
    go_on: Callable[[], None] = lambda: None,
) -> Restored:
    """Writes the database of a backup to `target`; gives the facts noted with it.

    Nothing of what was written may be used unless it returns: only then every part was verified.

    Raises:
        WrongFileKey: the key does not fit.
        NotABackup, DamagedBackup, NewerBackup: of the file.
        OSError: of reading or writing.
    """
    with path.open("rb") as file:
        head = _read_head(file)
        _parsed(head)
        chunks: Any = _ChunkReader(file, file_key, MAGIC + head)
        unpacked = zstandard.ZstdDecompressor().stream_reader(chunks, read_size=_CHUNK)
        try:
            facts = _read_facts(unpacked)
            digest = _copy_out(unpacked, int(facts["size"]), target, go_on)
            # Also what is behind the end of the stream must be ours.
            while chunks.read(_CHUNK):
                go_on()
        except (zstandard.ZstdError, KeyError, ValueError) as error:
            if isinstance(error, WrongFileKey | DamagedBackup):
                raise
            raise DamagedBackup("cannot be unpacked") from error
        return Restored(facts, digest)


def _read_facts(unpacked: Any) -> dict[str, Any]:
    length = int.from_bytes(unpacked.read(4), "big")
    if length > _MAX_FACTS:
        raise DamagedBackup("the facts are too long")
    found: Any = json.loads(unpacked.read(length))
    if not isinstance(found, dict):
        raise DamagedBackup("the facts are not an object")
    return cast(dict[str, Any], found)


def _copy_out(unpacked: Any, size: int, target: BinaryIO, go_on: Callable[[], None]) -> str:
    """Writes the database; gives its SHA-256."""
    digest, written = hashlib.sha256(), 0
    while part := unpacked.read(_CHUNK):
        go_on()
        written += len(part)
        if written > size:
            break
        digest.update(part)
        target.write(part)
    if written != size:
        raise DamagedBackup("not as long as it should be")
    return digest.hexdigest()


class _Sealer:
    """Cuts what is written into chunks and encrypts them; the last one is marked."""

    def __init__(self, target: BinaryIO, key: bytes, bound: bytes) -> None:
        self._target, self._bound = target, bound
        self._cipher = AESGCM(key)
        self._waiting = bytearray()
        self._number = 0

    def write(self, data: bytes) -> None:
        self._waiting += data
        # One chunk is always kept back, for it may be the last one.
        while len(self._waiting) > _CHUNK:
            self._seal(bytes(self._waiting[:_CHUNK]), last=False)
            del self._waiting[:_CHUNK]

    def close(self) -> None:
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        nonce = _nonce(self._number, last=last)
        self._target.write(self._cipher.encrypt(nonce, chunk, self._bound))
        self._number += 1


class _ChunkReader(io.RawIOBase):
    """The plain text of the chunks of a file, each verified before anything of it is given."""

    def __init__(self, file: BinaryIO, key: bytes, bound: bytes) -> None:
        super().__init__()
        if len(key) != KEY_BYTES:
            raise WrongFileKey("a key has 32 bytes")
        self._file, self._bound = file, bound
        self._cipher = AESGCM(key)
        self._number = 0
        self._following = file.read(_CHUNK + _TAG)
        self._open = b""
        self._ended = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._open and not self._ended:
            self._open = self._next()
        given = self._open[: len(buffer)]
        buffer[: len(given)] = given
        self._open = self._open[len(given) :]
        return len(given)

    def _next(self) -> bytes:
        sealed, self._following = self._following, self._file.read(_CHUNK + _TAG)
        self._ended = not self._following
        nonce = _nonce(self._number, last=self._ended)
        try:
            opened = self._cipher.decrypt(nonce, sealed, self._bound)
        except (InvalidTag, ValueError) as error:
            if self._number == 0:
                raise WrongFileKey("the first part cannot be opened") from error
            raise DamagedBackup(f"part {self._number} cannot be opened") from error
        self._number += 1
        return opened


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\x01" if last else b"\x00")


def _header_bytes(header: BackupHeader) -> bytes:
    values = {
        "form": _FORM,
        "made": header.made_ms,
        "device": header.device,
        "schema": header.schema,
        "erasures": header.erasures,
        "keys": [[k.public, base64.b64encode(k.box).decode("ascii")] for k in header.boxes],
    }
    return json.dumps(values, sort_keys=True, separators=(",", ":")).encode("ascii")


def _read_head(file: BinaryIO) -> bytes:
    begin = file.read(len(MAGIC) + 4)
    if begin[: len(MAGIC)] != MAGIC:
        raise NotABackup("does not begin like one")
    length = int.from_bytes(begin[len(MAGIC) :], "big")
    head = file.read(length) if length <= _MAX_HEADER else b""
    if not head or len(head) != length:
        raise DamagedBackup("cut off in the header")
    return head


def _parsed(head: bytes) -> BackupHeader:
    try:
        found: Any = json.loads(head)
        values = cast(dict[str, Any], found)
        form = int(values["form"])
        header = BackupHeader(
            made_ms=int(values["made"]),
            device=str(values["device"]),
            schema=int(values["schema"]),
            erasures=int(values["erasures"]),
            boxes=_boxes(values["keys"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise DamagedBackup("the header cannot be read") from error
    if form > _FORM:
        raise NewerBackup(f"form {form}")
    return header


def _boxes(listed: Any) -> tuple[KeyBox, ...]:
    boxes: list[KeyBox] = []
    for public, text in listed:
        box = base64.b64decode(text, validate=True)
        if not _HEX.fullmatch(public) or len(box) > _MAX_BOX:
            raise ValueError("not a box")
        boxes.append(KeyBox(public, box))
    return tuple(boxes)


def new_file_key() -> bytes:
    """A fresh key for one backup."""
    return secrets.token_bytes(KEY_BYTES)


def new_part(folder: Path) -> tuple[Path, BinaryIO]:
    """A new file in `folder` to write a backup into, under a name nobody takes for a backup."""
    path = folder / f"{secrets.token_hex(8)}{PART_SUFFIX}"
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return path, os.fdopen(os.open(path, flags, 0o600), "w+b")


PART_SUFFIX = ".teil"
"""The end of the names of files that are being written."""


def same_content(path: Path, other: Path, go_on: Callable[[], None] = lambda: None) -> bool:
    """Whether two files hold the same bytes, read in small parts."""
    with path.open("rb") as one, other.open("rb") as two:
        while True:
            go_on()
            first, second = one.read(_CHUNK), two.read(_CHUNK)
            if first != second:
                return False
            if not first:
                return True
