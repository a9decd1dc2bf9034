"""A PC joins the exchange: it asks, somebody compares six words, it is approved.

By the shared folder the request lies there until a PC that may decide answers it. Without it the
request and the answer are two files that somebody carries.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select

from begegnung.db.tables import centre
from begegnung.exchange.answer import MAX_ANSWER, make_answer, parse_answer
from begegnung.exchange.certificates import (
    Certificate,
    Mark,
    Request,
    Role,
    make_certificate,
    make_request,
    parse_mark,
    parse_request,
)
from begegnung.exchange.chain import Forged, KeyMissing, Trust
from begegnung.exchange.codec import NeedsNewer, Unreadable
from begegnung.exchange.enrolment import is_answered, waiting_requests
from begegnung.exchange.errand import Errand
from begegnung.exchange.identity import DeviceKeys
from begegnung.exchange.layout import CERTIFICATES, REQUESTS, house_scope, keys_folder
from begegnung.exchange.publish import publish
from begegnung.exchange.repository import look_for_mark
from begegnung.exchange.scope_keys import ScopeKeys
from begegnung.exchange.trust import Papers, trust_of
from begegnung.exchange.words import are_same_words, words_of_request
from begegnung.model.errors import FileUnreadable, FolderNotWritable, ForeignRepository
from begegnung.model.key_errors import (
    AlreadyJoined,
    AnswerUnfitting,
    FileInTheWay,
    MayNotDecide,
    NoHouseKnown,
    NoSuchRequest,
    NotApproved,
    ShareNotFounded,
    WordsDiffer,
)
from begegnung.services.deciding import require_may_decide
from begegnung.services.desk import Desk, View
from begegnung.services.exchange import ExchangeOutcome, own_certificate, sync_now
from begegnung.services.exchange_ledger import DatabaseLedger
from begegnung.services.key_store import device_keys, renew_device_keys
from begegnung.services.new_file import write_new
from begegnung.services.paper_ledger import documents_in, kept_mark
from begegnung.services.share_steps import carried_out, errand_on


class Asked(NamedTuple):
    """A request of this PC, and the six words that the other screen has to show too."""

    device: str
    words: tuple[str, ...]


class WaitingPc(NamedTuple):
    """A PC that asks to join; `house` is its own one, empty when it has none yet.

    `house_name` is empty for a house that nobody here knows.
    """

    device: str
    words: tuple[str, ...]
    house: str
    house_name: str


@dataclass(frozen=True, slots=True)
class Approval:
    """How a PC is approved: `device` says which one, `words` are as somebody has heard them.

    A PC with a house of its own keeps it; another one gets `house` (identifier), else that of this
    PC, or none where it is to be one of the city. Without a `role` the first PC of a house may
    decide about the others of it.
    """

    device: str
    words: str
    role: Role | None = None
    house: str = ""


class Approved(NamedTuple):
    """A PC that was approved, its house (identifier, empty for none) and role.

    `outcome` is the run that told the others, None when that is left to the next one.
    """

    device: str
    house: str
    role: Role
    outcome: ExchangeOutcome | None


def ask_to_join(desk: Desk, folder: Path, share: str) -> Asked:
    """Puts a request of this PC into the shared folder, or finds the one that lies there.

    From now on each run looks whether it was answered. Raises `AlreadyJoined`, `ShareNotFounded`
    and the troubles of the share.
    """
    require_may_decide(desk)
    keys = device_keys(folder, desk.device)
    errand = errand_on(desk, keys, share)
    mark = carried_out(look_for_mark(errand, None))
    if mark is None:
        raise ShareNotFounded
    if errand.ledger.mark() != mark.data:
        if own_certificate(desk, keys) is not None:
            raise AlreadyJoined
        errand.ledger.remember_mark(mark.data)
    trust = carried_out(Papers(errand, mark).read_certificates())
    own = trust.own(desk.device, keys.sign_public)
    if own is not None and trust.is_revoked(own.hash):
        keys = renew_device_keys(folder, desk.device)
        ledger = DatabaseLedger(desk, keys)
        ledger.forget_keys()
        errand = errand_on(desk, keys, share)
    request = _own_request(desk, errand, mark)
    if is_answered(request, trust):
        raise AlreadyJoined
    errand.ledger.keep_document(request.path, request.document.data)
    carried_out(publish(errand, request.path, request.document.data))
    return Asked(desk.device, words_of_request(request.document.data, mark.data))


def is_approved_now(desk: Desk, folder: Path, share: str) -> bool:
    """Whether the share holds an answer to the request of this PC; a short look, no exchange."""
    errand = errand_on(desk, device_keys(folder, desk.device), share)
    kept = errand.ledger.mark()
    if kept is None:
        return False
    mark = parse_mark(kept)
    trust = carried_out(Papers(errand, mark).read_certificates())
    return is_answered(_own_request(desk, errand, mark), trust)


def asked_words(desk: Desk) -> tuple[str, ...]:
    """The six words of the request of this PC that was not answered yet; empty without one."""
    found = desk.read(_kept_request)
    return () if found is None else words_of_request(*found)


def ask_by_file(desk: Desk, folder: Path, target: Path) -> str:
    """Writes a request of this PC to the new file `target`; gives the device it is for.

    For a PC that is approved by two files instead of the telephone.
    """
    require_may_decide(desk)
    keys = device_keys(folder, desk.device)
    if own_certificate(desk, keys) is not None:
        raise AlreadyJoined
    request = make_request(
        desk.device, desk.centre_id or "", keys, repository="", random_bytes=secrets.token_bytes
    )
    _write(target, request.document.data)
    return desk.device


def take_answer(desk: Desk, folder: Path, answer_file: Path) -> None:
    """Takes in the answer to a request that was carried; the next run takes part.

    Raises `FileUnreadable`, `AlreadyJoined`, and `AnswerUnfitting` for one that is for another PC
    or does not hold together.
    """
    require_may_decide(desk)
    keys = device_keys(folder, desk.device)
    try:
        answer = parse_answer(_read(answer_file, MAX_ANSWER))
    except (Unreadable, NeedsNewer) as error:
        raise FileUnreadable(str(answer_file), "other", "keine Antwort auf eine Anfrage") from error
    trust = Trust(answer.mark, answer.certificates, answer.revocations)
    own = trust.own(desk.device, keys.sign_public)
    if own is None:
        raise AnswerUnfitting("other_device")
    if not trust.is_valid(own.hash):
        raise AnswerUnfitting("no_trust")
    errand = errand_on(desk, keys, str(answer_file.parent))
    if errand.ledger.mark() != answer.mark.data:
        if own_certificate(desk, keys) is not None:
            raise AlreadyJoined
        errand.ledger.remember_mark(answer.mark.data)
    sound = trust.paths()
    for document in (*answer.certificates, *answer.revocations):
        if document.path in sound:
            errand.ledger.keep_document(document.path, document.document.data)
    for file in answer.key_files:
        try:
            good = trust.is_signed_by_writer(file.issuer, file.scope, file.device, file.document)
        except (KeyMissing, Forged):
            continue
        if good:
            errand.ledger.keep_document(file.path, file.document.data)
            ScopeKeys(errand, file.scope, answer.mark, own, trust).learn(file.epoch)


def waiting_pcs(desk: Desk, folder: Path, share: str) -> tuple[WaitingPc, ...]:
    """The PCs whose requests lie in the shared folder and that this one may approve."""
    errand = errand_on(desk, device_keys(folder, desk.device), share)
    mark, trust, own = _deciding(desk, errand)
    return tuple(
        WaitingPc(
            request.device,
            words_of_request(request.document.data, mark.data),
            request.house,
            desk.read(house_name, request.house),
        )
        for request in carried_out(waiting_requests(errand, trust))
        if own.may_decide_about(request.house or own.house, "pc")
    )


def approve(desk: Desk, folder: Path, share: str, approval: Approval) -> Approved:
    """Approves a PC whose request lies in the shared folder, and exchanges.

    Raises:
        NoSuchRequest: it does not ask (any more).
        WordsDiffer: the words are not those of its request.
        MayNotDecide: this PC may not approve such a one.
        NoHouseKnown: neither PC has a house, and none was named.
    """
    errand = errand_on(desk, device_keys(folder, desk.device), share)
    mark, trust, own = _deciding(desk, errand)
    waiting = carried_out(waiting_requests(errand, trust))
    asking = [r for r in waiting if r.device == approval.device]
    if not asking:
        raise NoSuchRequest(approval.device)
    words = {r.path: words_of_request(r.document.data, mark.data) for r in asking}
    request = next((r for r in asking if are_same_words(approval.words, words[r.path])), None)
    if request is None:
        raise WordsDiffer
    made = _certify(errand, mark, request, approval.role, approval.house)
    scope = house_scope(made.house)
    if made.house and not own.may_use(scope):
        # Only a PC that has recovered the keys of the city has any of another house.
        trust = trust_of(errand.ledger, mark)
        file = ScopeKeys(errand, scope, mark, own, trust).hand_on_newest()
        if file is not None:
            carried_out(publish(errand, file.path, file.document.data))
    carried_out(errand.delete(request.path))
    return Approved(made.device, made.house, made.role, sync_now(desk, folder, share))


def approve_file(
    desk: Desk,
    folder: Path,
    request_file: Path,
    answer_file: Path,
    role: Role | None = None,
    house: str = "",
) -> Approved:
    """Approves a PC whose request was brought as a file; writes the answer to a new file.

    What the others have to know goes to the share with the next run. There are no words to compare:
    who carries the files answers for whose they are.
    """
    errand = errand_on(desk, device_keys(folder, desk.device), str(answer_file.parent))
    mark, _, own = _deciding(desk, errand)
    try:
        request = parse_request(_read(request_file, MAX_ANSWER))
    except (Unreadable, NeedsNewer) as error:
        raise FileUnreadable(str(request_file), "other", "keine Anfrage eines PCs") from error
    if request.repository not in ("", mark.repository):
        raise ForeignRepository(mark.repository, request.repository)
    made = _certify(errand, mark, request, role, house)
    trust = trust_of(errand.ledger, mark)
    documents = dict(errand.ledger.documents(CERTIFICATES))
    # The figures of all houses, where one of the city approves another one.
    for scope in DatabaseLedger(desk, errand.ledger.device_keys()).scopes_read(own.house):
        if made.may_use(scope):
            epoch = ScopeKeys(errand, scope, mark, own, trust).current(frozenset())
            documents |= errand.ledger.documents(keys_folder(scope, epoch))
    _write(answer_file, make_answer(mark, documents))
    return Approved(made.device, made.house, made.role, None)


def house_name(view: View, house: str) -> str:
    """The name of a house, empty for one that is not known here."""
    found = select(centre.c.name).where(centre.c.id == house)
    return view.connection.execute(found).scalar() or ""


def _deciding(desk: Desk, errand: Errand) -> tuple[Mark, Trust, Certificate]:
    """Mark, trust and certificate of this PC, which may decide about others.

    Raises `NotAllowed` for the signed-in user, `NotApproved` and `MayNotDecide` for the PC.
    """
    require_may_decide(desk)
    kept = errand.ledger.mark()
    if kept is None:
        raise NotApproved(asked=False)
    mark = parse_mark(kept)
    trust = trust_of(errand.ledger, mark)
    own = trust.own(desk.device, errand.ledger.device_keys().sign_public)
    if own is None or not trust.is_valid(own.hash):
        raise NotApproved(asked=bool(errand.ledger.documents(REQUESTS)))
    if own.role == "pc":
        raise MayNotDecide(own.role)
    return mark, trust, own


def _certify(
    errand: Errand, mark: Mark, request: Request, role: Role | None, house: str
) -> Certificate:
    """Keeps a certificate for the PC of a request; raises `MayNotDecide` and `NoHouseKnown`."""
    ledger = errand.ledger
    keys: DeviceKeys = ledger.device_keys()
    trust = trust_of(ledger, mark)
    own = trust.own(ledger.device(), keys.sign_public)
    if own is None:
        raise NotApproved(asked=False)
    # One of the city belongs to a house only where somebody says so: it would read its people.
    of_house = request.house or house or ("" if role == "city" else own.house)
    if not of_house and role != "city":
        raise NoHouseKnown
    if role is None:
        of_same = (h for h, c in trust.certificates.items() if c.house == of_house)
        role = "pc" if any(map(trust.is_valid, of_same)) else "manager"
    if not own.may_decide_about(of_house, role):
        raise MayNotDecide(own.role)
    made = make_certificate(
        request,
        of_house,
        role,
        mark=mark,
        issuer=own.hash,
        issuer_keys=keys,
        now_ms=round(errand.now.timestamp() * 1000),
    )
    ledger.keep_document(made.path, made.document.data)
    return made


def _kept_request(view: View) -> tuple[bytes, bytes] | None:
    """The request of this PC and the mark it was made for, None without one."""
    mark, kept = kept_mark(view), documents_in(view.connection, REQUESTS)
    return None if mark is None or not kept else (next(iter(kept.values())), mark)


def _own_request(desk: Desk, errand: Errand, mark: Mark) -> Request:
    """The request of this PC that is kept, a new one where it asks for something else."""
    ledger = errand.ledger
    keys = ledger.device_keys()
    for path, data in ledger.documents(REQUESTS).items():
        kept = parse_request(data)
        if (kept.sign_public, kept.house) == (keys.sign_public, desk.centre_id or ""):
            return kept
        ledger.forget_document(path)
    return make_request(
        desk.device,
        desk.centre_id or "",
        keys,
        repository=mark.repository,
        random_bytes=errand.random_bytes,
    )


def _read(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError as error:
        raise FileUnreadable(str(path), "missing") from error
    except OSError as error:
        raise FileUnreadable(str(path), "folder" if path.is_dir() else "no_rights") from error


def _write(path: Path, data: bytes) -> None:
    try:
        write_new(path, data)
    except FileExistsError as error:
        raise FileInTheWay(str(path)) from error
    except OSError as error:
        raise FolderNotWritable(str(path.parent)) from error
