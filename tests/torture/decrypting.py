"""Opening everything on a share with the keys of the city, as its recovery sheet could."""

from collections.abc import Iterator
from pathlib import Path

from begegnung.exchange import cipher, codec
from begegnung.exchange.certificates import ROOT
from begegnung.exchange.codec import NeedsNewer, Unreadable
from begegnung.exchange.epochs import parse_key_file
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.snapshot import MAGIC as SNAPSHOT
from begegnung.exchange.snapshot import MAX_SNAPSHOT, peek


def decrypt(share: Path, root: DeviceKeys, target: Path) -> int:
    """Writes what is in each bundle and snapshot, wherever it lies, to `target`; gives how many.

    The content is compressed as its writer left it.
    """
    keys = dict(_keys(share, root))
    target.mkdir()
    count = 0
    for path in sorted(share.rglob("*")):
        plain = _plain(path.read_bytes(), keys) if path.is_file() else None
        if plain is not None:
            count += 1
            (target / f"{count:06d}").write_bytes(plain)
    return count


def _keys(share: Path, root: DeviceKeys) -> Iterator[tuple[tuple[str, str], bytes]]:
    """Every key by scope and epoch."""
    for path in sorted(share.rglob("*.key")):
        file = parse_key_file(path.read_bytes())
        if ROOT not in file.boxes:
            continue
        key = file.key_for(ROOT, root.agree_private)
        yield (file.scope, file.epoch), key
        for epoch, older in file.older_keys(key).items():
            yield (file.scope, epoch), older


def _plain(data: bytes, keys: dict[tuple[str, str], bytes]) -> bytes | None:
    """What is in the file, None if it is neither bundle nor snapshot."""
    try:
        if data.startswith(SNAPSHOT):
            parts = codec.split_file(data, magic=SNAPSHOT, most=MAX_SNAPSHOT)
            header = peek(data).header
        else:
            parts = codec.split_file(data)
            header = codec.parse_header(parts.header)
    except (Unreadable, NeedsNewer):
        return None
    key = keys[header.scope, header.epoch]
    return cipher.decrypt(key, bytes.fromhex(header.salt), parts.header, parts.body)
