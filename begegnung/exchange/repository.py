"""Is this our share? The mark in the folder says so; an empty folder says nothing.

A folder that this PC has exchanged with is never taken for a new one when its mark is missing: a
drive that is not mounted looks exactly like that.
"""

from typing import Any, cast

from begegnung.exchange import layout
from begegnung.exchange.codec import Unreadable, canonical, parse_canonical
from begegnung.exchange.errand import Errand, Steps
from begegnung.exchange.publish import Outcome, publish
from begegnung.exchange.report import Finding, Phase
from begegnung.model.errors import ForeignRepository, ShareFormatTooNew, ShareUnreachable

_LEFT_BY_SYSTEMS = frozenset({"thumbs.db", "desktop.ini", ".ds_store"})


def greet(errand: Errand, *, put_mark_back: bool) -> Steps[None]:
    """Make sure that the share is the repository this PC belongs to, or join it on first contact.

    `put_mark_back` writes the mark of the remembered repository into a folder without one: for
    somebody who knows that the folder is the right one and was emptied or restored.

    Raises:
        ShareUnreachable: the mark is missing, or the share cannot be read.
        ForeignRepository: another repository, or a folder that is used for something else.
        ShareFormatTooNew: the folder has been taken over by a newer program.
    """
    errand.phase = Phase.GREETING
    names = [entry.name for entry in (yield from errand.list(""))]
    newest = max((layout.format_of(name) or 0 for name in names), default=0)
    if newest > layout.FORMAT:
        raise ShareFormatTooNew(newest)
    expected = errand.ledger.repository()
    found = yield from _read_mark(errand, expected)
    if found is None:
        found = yield from _without_mark(errand, names, expected, put_mark_back=put_mark_back)
    if expected is None:
        errand.ledger.remember_repository(found)
    elif found != expected:
        raise ForeignRepository(expected, found)


def _without_mark(
    errand: Errand, names: list[str], expected: str | None, *, put_mark_back: bool
) -> Steps[str]:
    if expected is not None:
        if not put_mark_back:
            raise ShareUnreachable(layout.MARK)
        return (yield from _found(errand, expected))
    used = [n for n in names if n != layout.PARTS and n.lower() not in _LEFT_BY_SYSTEMS]
    if used:
        raise ForeignRepository(None, None)
    return (yield from _found(errand, errand.random_bytes(16).hex()))


def _found(errand: Errand, repository: str) -> Steps[str]:
    """Write the mark; if somebody else was faster, his repository is the one."""
    created = errand.now.isoformat(timespec="seconds")
    mark = {"format": layout.FORMAT, "repository": repository, "created": created}
    outcome = yield from publish(errand, layout.MARK, canonical(mark))
    if outcome is Outcome.UNSURE:
        raise ShareUnreachable(layout.MARK)
    if outcome is Outcome.OCCUPIED:
        found = yield from _read_mark(errand, None)
        if found is None:
            raise ShareUnreachable(layout.MARK)
        return found
    errand.note(Finding.FOUNDED, layout.MARK)
    return repository


def _read_mark(errand: Errand, expected: str | None) -> Steps[str | None]:
    """The repository that the mark names, None without a mark; looks twice at a broken one."""
    for _ in range(2):
        try:
            data = yield from errand.read(layout.MARK)
        except FileNotFoundError:
            return None
        repository = _repository_in(data)
        if repository is not None:
            return repository
    raise ForeignRepository(expected, None)


def _repository_in(data: bytes) -> str | None:
    try:
        value = parse_canonical(data)
    except Unreadable:
        return None
    if not isinstance(value, dict):
        return None
    repository = cast(dict[str, Any], value).get("repository")
    return repository if isinstance(repository, str) and repository else None
