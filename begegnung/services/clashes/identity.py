"""What all clashes have in common: an identifier that is the same on every PC, and proposals."""

import base64
import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from begegnung.db.work import to_json

_SUBJECT, _STATE = 10, 6
"""Letters of the digests: of what a clash is about, and of how it stands."""


class Proposal(NamedTuple):
    """One thing that can be done about a clash.

    `code` is its name on the command line. `right` is the verb or permission one needs for it, ""
    for everybody. `needs` is what has to be typed: "reason", "name", or "" for nothing. `about` is
    the identifier of the row that it is about, `facts` what its words need to know.
    """

    code: str
    right: str = ""
    needs: str = ""
    about: str = ""
    facts: tuple[Any, ...] = ()


class ClashId(NamedTuple):
    """The parts of the identifier of a clash."""

    kind: str
    subject: str
    state: str

    @property
    def text(self) -> str:
        """As it is written: "seat-3f9a01kc2d-77b1q0"."""
        return f"{self.kind}-{self.subject}-{self.state}"


def clash_id(kind: str, subject: Sequence[str | None], state: object) -> str:
    """The identifier of a clash: what it is about, and a digest of how it stands.

    Both follow from the merged data only. Who decides by an identifier decides what was shown: when
    anything about it changed meanwhile, there is no clash of this identifier any more.
    """
    return ClashId(kind, digest(list(subject), _SUBJECT), digest(state, _STATE)).text


def parts_of(text: str) -> ClashId:
    """The parts of a written identifier; empty ones where it is none."""
    kind, _, rest = text.partition("-")
    subject, _, state = rest.partition("-")
    return ClashId(kind, subject, state)


def digest(value: object, letters: int = 4) -> str:
    """So many letters and digits that follow from `value`."""
    raw = hashlib.sha256(to_json({"": value}).encode("utf-8")).digest()
    return base64.b32hexencode(raw).decode("ascii")[:letters].lower()
