"""Certificates, revocations and requests: which PC has which keys, and who says so. Pure.

Who the root is stands in the mark of the repository. A certificate names a PC, its house, its role
and its public keys, and is signed by the root or by the owner of another certificate. A revocation
says that the keys of a PC count no more, and what of it still does. A request is signed with the
keys of the PC that wants a certificate. What of all this holds is decided by `chain.Trust`.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from begegnung.exchange import layout
from begegnung.exchange.codec import (
    MAX_DEPS,
    NeedsNewer,
    Unreadable,
    as_bytes,
    as_int,
    as_items,
    as_object,
    as_text,
)
from begegnung.exchange.documents import Document, parse_document, sign_document
from begegnung.exchange.identity import KEY_BYTES, DeviceKeys

Role = Literal["pc", "manager", "city"]
"""What a PC may decide: nothing, about PCs of its own house, about all PCs."""

ROLES: tuple[Role, ...] = get_args(Role)
"""From the one that may decide nothing to the one that may decide everything."""
ROOT = "root"
"""The issuer that is no certificate: the keys of the city themselves."""

MAX_REVOKED_KEYS = 64
MAX_KEPT = 20_000
"""Certificates and revocations that one revocation leaves in force."""
_MOST_SCOPES = 16

_REPOSITORY = re.compile(r"[0-9a-f]{32}")


def is_repository(text: str) -> bool:
    """Whether `text` can be the identifier of a repository."""
    return _REPOSITORY.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a repository: its identifier and the public keys of the city."""

    repository: str
    sign_public: bytes
    agree_public: bytes
    document: Document

    @property
    def data(self) -> bytes:
        """The complete file."""
        return self.document.data


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says. `house` is empty for a PC without a house.

    `issuer` is the hash of the certificate of whoever signed it, or `ROOT`; `issued_ms` is the
    time on the clock of the issuer (UTC), and only shown.
    """

    device: str
    house: str
    role: Role
    sign_public: bytes
    agree_public: bytes
    issuer: str
    issued_ms: int
    repository: str
    document: Document

    @property
    def hash(self) -> str:
        """What others name it by."""
        return self.document.hash

    @property
    def path(self) -> str:
        """Where it lies on the share."""
        return str(layout.DocumentPath("json", self.device, self.hash[:16]))

    def may_use(self, scope: str) -> bool:
        """Whether the PC takes part in `scope` and is given its keys.

        In the city's always, in those of its own house, and in the figures of all houses where it
        is a PC of the city.
        """
        return self.may_write(scope) or (self.role == "city" and layout.is_figures(scope))

    def may_write(self, scope: str) -> bool:
        """Whether the PC may seal something in `scope`: the figures of a house only that house."""
        return scope == layout.CITY or (
            self.house != ""
            and scope in (layout.house_scope(self.house), layout.figures_scope(self.house))
        )

    def may_decide_about(self, house: str, role: Role) -> bool:
        """Whether the PC may approve or revoke a PC of `house` with `role`."""
        if self.role == "city":
            return True
        return self.role == "manager" and role != "city" and self.house == house != ""


@dataclass(frozen=True, slots=True)
class Revocation:
    """What a revocation says: the signing keys of a PC that count no more.

    `leaves` are by scope its bundles and snapshots that still count, with all below. `kept` are
    the hashes of the certificates and revocations signed with those keys that stay in force.
    """

    device: str
    keys: frozenset[bytes]
    leaves: Mapping[str, frozenset[str]]
    kept: frozenset[str]
    issuer: str
    issued_ms: int
    repository: str
    document: Document

    @property
    def hash(self) -> str:
        """What others name it by."""
        return self.document.hash

    @property
    def path(self) -> str:
        """Where it lies on the share."""
        return str(layout.DocumentPath("sperre", self.device, self.hash[:16]))


@dataclass(frozen=True, slots=True)
class Request:
    """What a PC asks for. `house` is empty for a PC without one, `repository` where unknown."""

    device: str
    house: str
    sign_public: bytes
    agree_public: bytes
    repository: str
    document: Document

    @property
    def path(self) -> str:
        """Where it lies on the share."""
        return str(layout.DocumentPath("req", self.device, self.document.hash[:16]))


def make_mark(repository: str, created: str, root: DeviceKeys) -> Mark:
    """The mark of a new repository of which `root` are the keys; `created` is only shown."""
    fields = {
        "format": layout.FORMAT,
        "repository": repository,
        "created": created,
        **_public_keys(root),
    }
    return parse_mark(sign_document("repository", fields, root))


def parse_mark(data: bytes) -> Mark:
    """The mark in `data`; raises `NeedsNewer` and `Unreadable`, also when it is not signed well."""
    document = parse_document(data, "repository")
    fields = document.fields
    mark = Mark(
        repository=as_text(fields.get("repository"), is_repository),
        sign_public=_key(fields, "sign"),
        agree_public=_key(fields, "agree"),
        document=document,
    )
    _must_be_signed_by(document, mark.sign_public)
    return mark


def make_certificate(
    subject: Request | Certificate,
    house: str,
    role: Role,
    *,
    mark: Mark,
    issuer: str,
    issuer_keys: DeviceKeys,
    now_ms: int,
) -> Certificate:
    """A certificate for the PC and the keys that `subject` names, signed with those of `issuer`."""
    fields = {
        "repository": mark.repository,
        "device": subject.device,
        "house": house,
        "role": role,
        "sign": subject.sign_public.hex(),
        "agree": subject.agree_public.hex(),
        "issuer": issuer,
        "issued": now_ms,
    }
    return parse_certificate(sign_document("certificate", fields, issuer_keys))


# Documents never change, and the same ones are read again in every run.
@lru_cache(maxsize=2048)
def parse_certificate(data: bytes) -> Certificate:
    """The certificate in `data`, its signature not checked; raises as `parse_document`."""
    document = parse_document(data, "certificate")
    fields = document.fields
    role = as_text(fields.get("role"))
    if role not in ROLES:
        raise NeedsNewer(f"role {role[:20]!r}")
    return Certificate(
        device=as_text(fields.get("device"), layout.is_device),
        house=as_text(fields.get("house"), _is_house_or_none),
        role=role,
        sign_public=_key(fields, "sign"),
        agree_public=_key(fields, "agree"),
        issuer=as_text(fields.get("issuer"), _is_issuer),
        issued_ms=as_int(fields.get("issued")),
        repository=as_text(fields.get("repository"), is_repository),
        document=document,
    )


def make_revocation(
    device: str,
    keys: Collection[bytes],
    leaves: Mapping[str, Collection[str]],
    kept: Collection[str],
    *,
    mark: Mark,
    issuer: str,
    issuer_keys: DeviceKeys,
    now_ms: int,
) -> Revocation:
    """A revocation of the signing keys `keys` of `device`, see `Revocation`."""
    fields = {
        "repository": mark.repository,
        "device": device,
        "keys": sorted(key.hex() for key in keys),
        "leaves": {scope: sorted(found) for scope, found in leaves.items()},
        "kept": sorted(kept),
        "issuer": issuer,
        "issued": now_ms,
    }
    return parse_revocation(sign_document("revocation", fields, issuer_keys))


@lru_cache(maxsize=256)
def parse_revocation(data: bytes) -> Revocation:
    """The revocation in `data`, its signature not checked; raises as `parse_document`."""
    document = parse_document(data, "revocation")
    fields = document.fields
    keys = as_items(fields.get("keys"), MAX_REVOKED_KEYS)
    leaves = as_object(fields.get("leaves"), _MOST_SCOPES)
    return Revocation(
        device=as_text(fields.get("device"), layout.is_device),
        keys=frozenset(as_bytes(key, KEY_BYTES, KEY_BYTES) for key in keys),
        leaves={
            as_text(scope, layout.is_scope): _hashes(found, MAX_DEPS)
            for scope, found in leaves.items()
        },
        kept=_hashes(fields.get("kept"), MAX_KEPT),
        issuer=as_text(fields.get("issuer"), _is_issuer),
        issued_ms=as_int(fields.get("issued")),
        repository=as_text(fields.get("repository"), is_repository),
        document=document,
    )


def make_request(
    device: str,
    house: str,
    keys: DeviceKeys,
    *,
    repository: str,
    random_bytes: Callable[[int], bytes],
) -> Request:
    """The request of `device` with `keys`; no two are the same, so that words are used once."""
    fields = {
        "repository": repository,
        "device": device,
        "house": house,
        "nonce": random_bytes(16).hex(),
        **_public_keys(keys),
    }
    return parse_request(sign_document("request", fields, keys))


def parse_request(data: bytes) -> Request:
    """The request in `data`; raises as `parse_document`, also when it is not signed well."""
    document = parse_document(data, "request")
    fields = document.fields
    request = Request(
        device=as_text(fields.get("device"), layout.is_device),
        house=as_text(fields.get("house"), _is_house_or_none),
        sign_public=_key(fields, "sign"),
        agree_public=_key(fields, "agree"),
        repository=as_text(fields.get("repository"), lambda t: t == "" or is_repository(t)),
        document=document,
    )
    _must_be_signed_by(document, request.sign_public)
    return request


def _public_keys(keys: DeviceKeys) -> dict[str, str]:
    return {"sign": keys.sign_public.hex(), "agree": keys.agree_public.hex()}


def _key(fields: Mapping[str, Any], name: str) -> bytes:
    return as_bytes(fields.get(name), KEY_BYTES, KEY_BYTES)


def _hashes(value: Any, most: int) -> frozenset[str]:
    return frozenset(as_text(found, layout.is_hash) for found in as_items(value, most))


def _is_house_or_none(text: str) -> bool:
    return text == "" or layout.is_house(text)


def _is_issuer(text: str) -> bool:
    return text == ROOT or layout.is_hash(text)


def _must_be_signed_by(document: Document, public: bytes) -> None:
    if not document.is_signed_by(public):
        raise Unreadable("not signed by whom it names")
