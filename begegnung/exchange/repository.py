"""Is this our share? The mark in the folder says so; an empty folder says nothing.

A folder that this PC has exchanged with is never taken for a new one when its mark is missing: a
drive that is not mounted looks exactly like that. Nor does an ordinary run ever make an empty
folder a repository: that is done once, on purpose, with `found`.

The mark names the public keys of the city. A PC keeps the mark of the first contact and believes no
other one.
"""

from begegnung.exchange import layout
from begegnung.exchange.certificates import Mark, parse_mark
from begegnung.exchange.codec import NeedsNewer, Unreadable
from begegnung.exchange.errand import Errand, Steps
from begegnung.exchange.publish import Outcome, publish
from begegnung.exchange.report import Finding, Phase
from begegnung.model.errors import (
    ForeignRepository,
    ShareFormatTooNew,
    ShareMarkMissing,
    ShareUnreachable,
)
from begegnung.model.key_errors import AlreadyFounded, NotApproved, ShareNotFounded

_OURS = frozenset(
    {layout.CERTIFICATES, layout.REQUESTS, layout.KEYS, layout.SCOPES, layout.QUARANTINE}
)
"""What is still there when only the mark was lost."""
_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def greet(errand: Errand, *, put_mark_back: bool) -> Steps[Mark]:
    """Make sure that the share is the repository this PC belongs to; gives its mark.

    `put_mark_back` writes the mark of the remembered repository into a folder without one: for
    somebody who knows that the folder is the right one and was emptied or restored.

    Raises:
        ShareMarkMissing: the share can be read, but not the mark in it.
        ShareUnreachable: the share cannot be read.
        ShareNotFounded: the folder is empty, and this PC belongs to no repository.
        NotApproved: this PC has never asked to join the repository.
        ForeignRepository: another repository, or a folder that is used for something else.
        ShareFormatTooNew: the folder has been taken over by a newer program.
    """
    errand.phase = Phase.GREETING
    kept = errand.ledger.mark()
    expected = None if kept is None else parse_mark(kept)
    found = yield from look_for_mark(errand, expected)
    if expected is None:
        raise ShareNotFounded if found is None else NotApproved(asked=False)
    if found is None:
        if not put_mark_back:
            raise ShareMarkMissing(layout.MARK)
        found = yield from _write_mark(errand, expected)
    if found.data != expected.data:
        raise ForeignRepository(expected.repository, found.repository)
    return expected


def look_for_mark(errand: Errand, expected: Mark | None) -> Steps[Mark | None]:
    """The mark in the folder, None in one without that is empty or where `expected` was.

    Raises:
        ForeignRepository: a mark that cannot be read, or a folder used for something else.
        ShareFormatTooNew: the folder has been taken over by a newer program.
    """
    names = [entry.name for entry in (yield from errand.list(""))]
    newest = max((layout.format_of(name) or 0 for name in names), default=0)
    if newest > layout.FORMAT:
        raise ShareFormatTooNew(newest)
    found = yield from _read_mark(errand, expected)
    used = {n for n in names if n != layout.PARTS and n.lower() not in _LEFT_BY_SYSTEMS}
    if found is None and used and (expected is None or used.isdisjoint(_OURS)):
        raise ForeignRepository(None if expected is None else expected.repository, None)
    return found


def found(errand: Errand, mark: Mark) -> Steps[None]:
    """Make the empty folder the repository of `mark`.

    Raises:
        AlreadyFounded: it is one, or somebody else was faster.
        ForeignRepository: the folder is used for something else.
        ShareFormatTooNew: the folder has been taken over by a newer program.
        ShareUnreachable: the mark could not be written.
    """
    errand.phase = Phase.GREETING
    if (yield from look_for_mark(errand, None)) is not None:
        raise AlreadyFounded
    written = yield from _write_mark(errand, mark)
    if written.data != mark.data:
        raise AlreadyFounded
    errand.note(Finding.FOUNDED, layout.MARK)


def _write_mark(errand: Errand, mark: Mark) -> Steps[Mark]:
    """Write the mark; if somebody else was faster, his is the one."""
    outcome = yield from publish(errand, layout.MARK, mark.data)
    if outcome is Outcome.UNSURE:
        raise ShareUnreachable(layout.MARK)
    if outcome is Outcome.OCCUPIED:
        there = yield from _read_mark(errand, mark)
        if there is None:
            raise ShareUnreachable(layout.MARK)
        return there
    return mark


def _read_mark(errand: Errand, expected: Mark | None) -> Steps[Mark | None]:
    """The mark in the folder, None without one; looks twice at a broken one."""
    for _ in range(2):
        try:
            data = yield from errand.read(layout.MARK)
        except FileNotFoundError:
            return None
        try:
            return parse_mark(data)
        except NeedsNewer as error:
            raise ShareFormatTooNew(layout.FORMAT + 1) from error
        except Unreadable:
            continue
    raise ForeignRepository(None if expected is None else expected.repository, None)
