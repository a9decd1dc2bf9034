"""Founding an exchange, and getting back into it with the keys of the city."""

import secrets
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from begegnung.exchange.certificates import (
    ROOT,
    Mark,
    make_certificate,
    make_mark,
    make_request,
)
from begegnung.exchange.codec import NeedsNewer, Unreadable
from begegnung.exchange.enrolment import keys_for_root
from begegnung.exchange.epochs import EpochKeys
from begegnung.exchange.identity import KEY_BYTES, DeviceKeys, root_keys
from begegnung.exchange.recovery import MAX_FILE, Cost, make_recovery_file, parse_recovery_file
from begegnung.exchange.repository import found, look_for_mark
from begegnung.exchange.trust import Papers
from begegnung.exchange.words import words_of_seed
from begegnung.model.errors import FileUnreadable, FolderNotWritable, ForeignRepository
from begegnung.model.key_errors import (
    AlreadyFounded,
    AlreadyJoined,
    FileInTheWay,
    RecoveryForeign,
    ShareNotFounded,
)
from begegnung.services.deciding import require_may_decide
from begegnung.services.desk import Desk
from begegnung.services.devices import Belong, belong
from begegnung.services.exchange import ExchangeOutcome, own_certificate, sync_now
from begegnung.services.exchange_ledger import DatabaseLedger
from begegnung.services.houses import centre_named
from begegnung.services.joining import house_name
from begegnung.services.key_store import device_keys, renew_device_keys
from begegnung.services.new_file import write_new
from begegnung.services.present import today_of
from begegnung.services.share_steps import carried_out, errand_on


@dataclass(frozen=True, slots=True)
class Founded:
    """An exchange that was founded: the words for the recovery sheet, and the first run.

    `words` are the keys of the city: to be printed and forgotten. `house` is the name of the house
    it was founded in (empty for none), `day` the local date.
    """

    repository: str
    house: str
    day: date
    words: tuple[str, ...] = field(repr=False)
    recovery_file: Path
    outcome: ExchangeOutcome

    def sheet(self) -> bytes:
        """The recovery sheet as PDF, for paper alone."""
        from begegnung.reports.recovery_sheet import RecoverySheet, recovery_sheet

        return recovery_sheet(RecoverySheet(self.house, self.day, self.repository, self.words))


def found_exchange(
    desk: Desk,
    folder: Path,
    share: str,
    passphrase: str,
    recovery_file: Path,
    cost: Cost | None = None,
) -> Founded:
    """Makes the empty folder `share` the place of an exchange and this PC one of the city.

    The keys of the city are made here and kept nowhere but in `recovery_file`, under `passphrase`,
    and in the words that are given back. Takes some seconds.

    Raises:
        AlreadyJoined: this PC belongs to an exchange.
        AlreadyFounded: the folder is the place of one.
        ForeignRepository: the folder is used for something else.
        PassphraseTooShort: see `model.passphrases.LEAST_CHARACTERS`.
        FileInTheWay: there is a file at `recovery_file`.
        FolderNotWritable: it cannot be written there.
    """
    require_may_decide(desk)
    keys = device_keys(folder, desk.device)
    if own_certificate(desk, keys) is not None:
        raise AlreadyJoined
    errand = errand_on(desk, keys, share)
    if carried_out(look_for_mark(errand, None)) is not None:
        raise AlreadyFounded
    seed = secrets.token_bytes(KEY_BYTES)
    created = errand.now.isoformat(timespec="seconds")
    mark = make_mark(secrets.token_hex(16), created, root_keys(seed))
    # Before anything lies on the share: if we are cut off later, the file leads back in.
    kept = make_recovery_file(
        seed, mark.repository, passphrase, secrets.token_bytes, cost or Cost()
    )
    _write(recovery_file, kept)
    carried_out(found(errand, mark))
    errand.ledger.remember_mark(mark.data)
    _certify(desk, keys, mark, root_keys(seed))
    outcome = sync_now(desk, folder, share)
    return Founded(
        repository=mark.repository,
        house=desk.read(house_name, desk.centre_id or ""),
        day=today_of(desk.now_ms()),
        words=words_of_seed(seed),
        recovery_file=recovery_file,
        outcome=outcome,
    )


def seed_in_file(path: Path, passphrase: str) -> bytes:
    """The seed of the city in a recovery file; takes about a second.

    Raises `FileUnreadable` and `PassphraseWrong`.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
        return parse_recovery_file(data).seed(passphrase)
    except FileNotFoundError as error:
        raise FileUnreadable(str(path), "missing") from error
    except (IsADirectoryError, PermissionError) as error:
        kind = "folder" if path.is_dir() else "no_rights"
        raise FileUnreadable(str(path), kind) from error
    except (Unreadable, NeedsNewer, OSError) as error:
        raise FileUnreadable(str(path), "other", "keine Wiederherstellungsdatei") from error


def recover(desk: Desk, folder: Path, share: str, seed: bytes, house: str = "") -> ExchangeOutcome:
    """Makes this PC one of the city again, with the keys of the city; it can open everything.

    `house` is the name of the house that a PC without one becomes a PC of; empty for none.

    Raises:
        ShareNotFounded: the folder is empty.
        RecoveryForeign: these are the keys of another city.
        ForeignRepository: this PC belongs to another exchange.
        UnknownCentre: there is no such house; the PC is one of the city all the same.
    """
    require_may_decide(desk)
    keys = device_keys(folder, desk.device)
    errand = errand_on(desk, keys, share)
    mark = carried_out(look_for_mark(errand, None))
    root = root_keys(seed)
    if mark is None:
        raise ShareNotFounded
    if (root.sign_public, root.agree_public) != (mark.sign_public, mark.agree_public):
        raise RecoveryForeign
    kept = errand.ledger.mark()
    if kept != mark.data and own_certificate(desk, keys) is not None:
        raise ForeignRepository(None, mark.repository)
    errand.ledger.remember_mark(mark.data)
    trust = carried_out(Papers(errand, mark).read_certificates())
    own = trust.own(desk.device, keys.sign_public)
    if own is not None and trust.is_revoked(own.hash):
        keys = renew_device_keys(folder, desk.device)
        DatabaseLedger(desk, keys).forget_keys()
    _certify(desk, keys, mark, root)
    ledger = DatabaseLedger(desk, keys)
    for scope, found_keys in carried_out(keys_for_root(errand, trust, root)).items():
        boxes = EpochKeys({}, keys)
        ledger.keep_epochs(
            scope,
            {e: boxes.add(e, key, secrets.token_bytes) for e, key in found_keys.items()},
            set(),
        )
    outcome = sync_now(desk, folder, share)
    if not house or desk.centre_id is not None:
        return outcome
    chosen = desk.read(centre_named, house)
    desk.bind(chosen.id)
    desk.act(belong, Belong(chosen.id))
    return sync_now(desk, folder, share)


def _certify(desk: Desk, keys: DeviceKeys, mark: Mark, root: DeviceKeys) -> None:
    """Keeps a certificate of the root that makes this PC one of the city."""
    request = make_request(
        desk.device, "", keys, repository=mark.repository, random_bytes=secrets.token_bytes
    )
    made = make_certificate(
        request,
        desk.centre_id or "",
        "city",
        mark=mark,
        issuer=ROOT,
        issuer_keys=root,
        now_ms=desk.now_ms(),
    )
    DatabaseLedger(desk, keys).keep_document(made.path, made.document.data)


def _write(path: Path, data: bytes) -> None:
    try:
        write_new(path, data)
    except FileExistsError as error:
        raise FileInTheWay(str(path)) from error
    except OSError as error:
        raise FolderNotWritable(str(path.parent)) from error
