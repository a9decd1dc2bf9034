"""Who can open a backup: this PC, and whoever has the recovery sheet of the city.

Every backup has a key of its own, which lies in it wrapped for each of them. So a stolen stick is
of no use to anybody, and a broken PC does not take its backups along.
"""

import secrets
from collections.abc import Iterable

from begegnung.db.backup_file import BackupHeader, KeyBox
from begegnung.exchange.certificates import parse_mark
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.wrapping import WrongKey, unwrap, wrap
from begegnung.services.desk import View
from begegnung.services.paper_ledger import kept_mark

_CONTEXT = b"begegnung backup 1"


def boxes_for(file_key: bytes, publics: Iterable[bytes]) -> tuple[KeyBox, ...]:
    """The key of a backup, wrapped for the owners of `publics`."""
    return tuple(
        KeyBox(public.hex(), wrap(file_key, public, secrets.token_bytes, context=_CONTEXT))
        for public in dict.fromkeys(publics)
    )


def key_in(header: BackupHeader, keys: Iterable[DeviceKeys]) -> bytes | None:
    """The key of a backup, opened with the first of `keys` it was wrapped for; None without."""
    for one in keys:
        public = one.agree_public.hex()
        for box in header.boxes:
            if box.public == public:
                try:
                    return unwrap(box.box, one.agree_private, context=_CONTEXT)
                except WrongKey:
                    continue
    return None


def city_public(view: View) -> bytes | None:
    """The public key of the city, which its recovery sheet opens; None before a share is joined."""
    mark = kept_mark(view)
    return None if mark is None else parse_mark(mark).agree_public
