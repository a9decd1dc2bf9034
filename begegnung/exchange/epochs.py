"""Epochs of the key of a scope, and the files that hand their keys to the PCs of the scope. Pure.

Every month, and when a PC is locked out, a scope gets a fresh key: a new epoch, named after month
and key. A key file lies in the folder of one epoch and is signed by the PC that wrote it. It has a
box with the key of this epoch for every PC it is meant for and for the city (`ROOT`), and one box
more, the ladder, that opens with this key and holds the keys of older epochs. So whoever is given
the newest key can read everything, and a PC that joins needs one small file.

An epoch that stands on the ladder of another one is *superseded*. It is *spent* when it was given
to, or by, a PC that counts no more, or stands on the ladder of such an epoch. Sealed is only with
epochs that are neither.

A key file names the revocations that its writer knew. Who is told of one that he has not read yet
hands nothing on: to whom he would give the key may be just the PC that it was made to keep out. The
first file that names a revocation therefore encloses it: who has the key is never left without what
he needs to use it, whatever became of the revocation itself.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from begegnung.exchange import cipher, layout
from begegnung.exchange.certificates import ROOT, Mark, is_repository
from begegnung.exchange.chain import Trust
from begegnung.exchange.codec import (
    Unreadable,
    as_bytes,
    as_items,
    as_object,
    as_text,
    canonical,
    parse_canonical,
)
from begegnung.exchange.documents import Document, parse_document, sign_document
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.wrapping import OVERHEAD, WrongKey, unwrap, wrap

KEY_BYTES = cipher.KEY_BYTES
MAX_RECIPIENTS = 5_000
MAX_EPOCHS = 2_000
"""Epochs on one ladder: a hundred years of months, and as many PCs locked out again."""

MAX_REVOCATIONS = 20_000
"""Revocations that one key file names: more PCs than a large city loses in decades."""

MAX_ENCLOSED = 512 << 10
"""Bytes of all revocations that one key file encloses."""

_BOX_BYTES = OVERHEAD + KEY_BYTES
_MAX_LADDER = 256 << 10
_OWN = b"own"


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file: `boxes` by hash of certificate or `ROOT`, `older` are the epochs on the ladder.

    `device` and `issuer` are the PC that wrote it and its certificate, `revocations` those that it
    knew, by the first 16 digits of their hashes; those that nobody had named before are `enclosed`.
    """

    scope: str
    epoch: str
    device: str
    issuer: str
    boxes: Mapping[str, bytes]
    older: frozenset[str]
    ladder: bytes
    salt: bytes
    revocations: frozenset[str]
    enclosed: tuple[bytes, ...]
    repository: str
    document: Document

    @property
    def path(self) -> str:
        """Where it lies on the share."""
        hash16 = self.document.hash[:16]
        return str(layout.DocumentPath("key", self.device, hash16, self.scope, self.epoch))

    def key_for(self, recipient: str, private: bytes) -> bytes:
        """The key of the epoch, with the private key (X25519) of a recipient.

        Raises:
            WrongKey: there is none for him in it, or it is not the key of the epoch.
        """
        box = self.boxes.get(recipient)
        if box is None:
            raise WrongKey("nothing for this recipient")
        context = _context(self.repository, self.scope, self.epoch, recipient)
        key = unwrap(box, private, context=context)
        if not is_key_of(key, self.scope, self.epoch):
            raise WrongKey("not the key of the epoch")
        return key

    def older_keys(self, key: bytes) -> dict[str, bytes]:
        """The keys on the ladder by epoch, with the key of this epoch.

        Raises:
            WrongKey: it does not open, or something else than keys is in it.
        """
        if not self.older:
            return {}
        header = _ladder_header(self.repository, self.scope, self.epoch, self.older)
        try:
            plain = parse_canonical(cipher.decrypt(key, self.salt, header, self.ladder))
            found = {
                as_text(epoch, layout.is_epoch): as_bytes(value, KEY_BYTES, KEY_BYTES)
                for epoch, value in as_object(plain, MAX_EPOCHS).items()
            }
        except Unreadable as error:
            raise WrongKey("no ladder") from error
        if found.keys() != self.older or not all(
            is_key_of(value, self.scope, epoch) for epoch, value in found.items()
        ):
            raise WrongKey("a ladder with other keys")
        return found


def epoch_of(key: bytes, scope: str, month: date) -> str:
    """The name of the epoch with this key, beginning in the month of `month`."""
    return _epoch(key, scope, f"{month:%Y-%m}")


def is_key_of(key: bytes, scope: str, epoch: str) -> bool:
    """Whether `key` is the one that the name of the epoch was made from."""
    return len(key) == KEY_BYTES and _epoch(key, scope, epoch[:7]) == epoch


def _epoch(key: bytes, scope: str, month: str) -> str:
    digest = hashlib.sha256(b"begegnung epoch 1\0" + f"{scope}/{month}/".encode() + key)
    return f"{month}-{digest.hexdigest()[:8]}"


def make_key_file(
    scope: str,
    epoch: str,
    keys: Mapping[str, bytes],
    recipients: Mapping[str, bytes],
    *,
    mark: Mark,
    device: str,
    issuer: str,
    issuer_keys: DeviceKeys,
    random_bytes: Callable[[int], bytes],
    revocations: Iterable[str] = (),
    enclosed: Iterable[bytes] = (),
) -> KeyFile:
    """A key file for `recipients` (public keys X25519 by hash of certificate or `ROOT`).

    `keys` are those of `epoch` and of all older ones that go onto the ladder, `revocations` the
    hashes of those that count, `enclosed` the documents of some of them, the most important first.
    """
    older = frozenset(keys) - {epoch}
    salt = random_bytes(cipher.SALT_BYTES)
    header = _ladder_header(mark.repository, scope, epoch, older)
    ladder = canonical({name: keys[name].hex() for name in sorted(older)})
    boxes = {
        recipient: wrap(
            keys[epoch],
            public,
            random_bytes,
            context=_context(mark.repository, scope, epoch, recipient),
        )
        for recipient, public in sorted(recipients.items())
    }
    fields = {
        "repository": mark.repository,
        "scope": scope,
        "epoch": epoch,
        "device": device,
        "issuer": issuer,
        "boxes": {recipient: box.hex() for recipient, box in boxes.items()},
        "older": sorted(older),
        "ladder": cipher.encrypt(keys[epoch], salt, header, ladder).hex(),
        "salt": salt.hex(),
        "revocations": sorted({revocation[:16] for revocation in revocations}),
        "enclosed": [data.hex() for data in _fitting(enclosed)],
    }
    return parse_key_file(sign_document("keys", fields, issuer_keys))


def _fitting(enclosed: Iterable[bytes]) -> Iterator[bytes]:
    """As many of the documents as a key file has room for."""
    room = MAX_ENCLOSED
    for data in enclosed:
        room -= len(data)
        if room < 0:
            return
        yield data


@lru_cache(maxsize=16)
def parse_key_file(data: bytes) -> KeyFile:
    """The key file in `data`, its signature not checked; raises as `parse_document`."""
    document = parse_document(data, "keys")
    fields = document.fields
    boxes = as_object(fields.get("boxes"), MAX_RECIPIENTS)
    older = as_items(fields.get("older"), MAX_EPOCHS)
    revocations = as_items(fields.get("revocations"), MAX_REVOCATIONS)
    enclosed = as_items(fields.get("enclosed"), MAX_REVOCATIONS)
    return KeyFile(
        scope=as_text(fields.get("scope"), layout.is_scope),
        epoch=as_text(fields.get("epoch"), layout.is_epoch),
        device=as_text(fields.get("device"), layout.is_device),
        issuer=as_text(fields.get("issuer"), layout.is_hash),
        boxes={
            as_text(recipient, _is_recipient): as_bytes(box, _BOX_BYTES, _BOX_BYTES)
            for recipient, box in boxes.items()
        },
        older=frozenset(as_text(epoch, layout.is_epoch) for epoch in older),
        ladder=as_bytes(fields.get("ladder"), 0, _MAX_LADDER),
        salt=as_bytes(fields.get("salt"), cipher.SALT_BYTES, cipher.SALT_BYTES),
        revocations=frozenset(as_text(one, layout.is_hash16) for one in revocations),
        enclosed=tuple(as_bytes(one, 1, MAX_ENCLOSED) for one in enclosed),
        repository=as_text(fields.get("repository"), is_repository),
        document=document,
    )


def _is_recipient(text: str) -> bool:
    return text == ROOT or layout.is_hash(text)


def _context(repository: str, scope: str, epoch: str, recipient: str) -> bytes:
    return f"{repository}/{scope}/{epoch}/{recipient}".encode()


def _ladder_header(repository: str, scope: str, epoch: str, older: AbstractSet[str]) -> bytes:
    return canonical([repository, scope, epoch, sorted(older)])


@dataclass(frozen=True, slots=True)
class KnownEpoch:
    """An epoch of which this PC has the key, in a box for itself, see `EpochKeys`."""

    box: bytes
    superseded: bool = False


class EpochKeys(Mapping[str, bytes]):
    """The keys of a scope by epoch; each is opened out of its box when it is needed.

    The boxes are for this PC alone and lie in its database. One that does not open any more,
    because the PC has got new keys, counts as not there.
    """

    def __init__(self, boxes: Mapping[str, bytes], own: DeviceKeys) -> None:
        self._boxes = dict(boxes)
        self._own = own
        self._opened: dict[str, bytes] = {}

    def __getitem__(self, epoch: str) -> bytes:
        if epoch not in self._opened:
            box = self._boxes[epoch]
            try:
                self._opened[epoch] = unwrap(box, self._own.agree_private, context=_OWN)
            except WrongKey:
                del self._boxes[epoch]
                raise KeyError(epoch) from None
        return self._opened[epoch]

    def __iter__(self) -> Iterator[str]:
        return iter(tuple(self._boxes))

    def __len__(self) -> int:
        return len(self._boxes)

    def add(self, epoch: str, key: bytes, random_bytes: Callable[[int], bytes]) -> bytes:
        """Take in a key; gives the box to keep it in."""
        box = wrap(key, self._own.agree_public, random_bytes, context=_OWN)
        self._boxes[epoch], self._opened[epoch] = box, key
        return box

    def opened(self) -> dict[str, bytes]:
        """All keys that open."""
        return {epoch: key for epoch in self if (key := self.get(epoch)) is not None}


def spent_epochs(files: Iterable[KeyFile], trust: Trust) -> frozenset[str]:
    """The epochs that somebody knows who counts no more, as far as these files tell."""
    spent: set[str] = set()
    for file in files:
        known = [file.issuer, *(r for r in file.boxes if r in trust.certificates)]
        if not all(trust.is_valid(certificate) for certificate in known):
            spent |= {file.epoch, *file.older}
    return frozenset(spent)


def superseded_epochs(files: Iterable[KeyFile]) -> frozenset[str]:
    """The epochs that stand on the ladder of another one."""
    return frozenset(older for file in files for older in file.older if older != file.epoch)


def tell_of_unknown_revocations(files: Iterable[KeyFile], trust: Trust) -> bool:
    """Whether somebody who counts knew that a PC was locked out, of which nothing is known here."""
    known = {revocation[:16] for revocation in trust.known_revocations}
    return any(file.revocations - known for file in files if trust.is_valid(file.issuer))


def lacking(files: Sequence[KeyFile], wanted: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of the recipients `wanted` for whom none of the files of an epoch has a box."""
    served = {recipient for file in files for recipient in file.boxes}
    return {r: public for r, public in wanted.items() if r not in served}


def is_roll_due(epochs: Iterable[str], today: date) -> bool:
    """Whether a new month has begun in which no epoch has begun yet."""
    return not any(epoch.startswith(f"{today:%Y-%m}-") for epoch in epochs)
