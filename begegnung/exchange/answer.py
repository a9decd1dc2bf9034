"""The answer to a request that was brought as a file: everything a PC needs to take part."""

from collections.abc import Mapping
from dataclasses import dataclass

from begegnung.exchange import layout
from begegnung.exchange.certificates import (
    Certificate,
    Mark,
    Revocation,
    parse_certificate,
    parse_mark,
    parse_revocation,
)
from begegnung.exchange.codec import (
    NeedsNewer,
    Unreadable,
    as_int,
    as_object,
    as_text,
    canonical,
    parse_canonical,
)
from begegnung.exchange.epochs import KeyFile, parse_key_file
from begegnung.exchange.layout import DocumentPath

MAX_ANSWER = 16 << 20
"""Bytes of an answer: the certificates of a large city and the keys of its scopes."""

_KIND = "answer"
_MOST_DOCUMENTS = 60_000


@dataclass(frozen=True, slots=True)
class Answer:
    """The mark of the repository, and what the PC has to know of it; nothing checked yet."""

    mark: Mark
    certificates: tuple[Certificate, ...]
    revocations: tuple[Revocation, ...]
    key_files: tuple[KeyFile, ...]


def make_answer(mark: Mark, documents: Mapping[str, bytes]) -> bytes:
    """The complete file with these documents, by their place on the share."""
    return canonical(
        {
            "f": layout.FORMAT,
            "kind": _KIND,
            "mark": mark.data.decode("utf-8"),
            "documents": {path: data.decode("utf-8") for path, data in documents.items()},
        }
    )


def parse_answer(data: bytes) -> Answer:
    """The answer in `data`.

    Raises:
        NeedsNewer: written in a later format.
        Unreadable: anything else that is wrong with it.
    """
    if len(data) > MAX_ANSWER:
        raise Unreadable("too long")
    fields = as_object(parse_canonical(data), 16)
    version = as_int(fields.get("f"), 1)
    if version > layout.FORMAT:
        raise NeedsNewer(f"format {version}")
    as_text(fields.get("kind"), lambda found: found == _KIND)
    found = as_object(fields.get("documents"), _MOST_DOCUMENTS)
    documents = {path: as_text(text).encode("utf-8") for path, text in found.items()}
    return Answer(
        mark=parse_mark(as_text(fields.get("mark")).encode("utf-8")),
        certificates=tuple(parse_certificate(d) for d in _of_kind("json", documents)),
        revocations=tuple(parse_revocation(d) for d in _of_kind("sperre", documents)),
        key_files=tuple(parse_key_file(d) for d in _of_kind("key", documents)),
    )


def _of_kind(kind: str, documents: Mapping[str, bytes]) -> list[bytes]:
    names = {path: DocumentPath.parse(path) for path in documents}
    return [documents[path] for path, name in names.items() if name and name.kind == kind]
