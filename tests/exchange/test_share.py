"""A real folder as share, and what the errors of a system mean for the exchange."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from begegnung.exchange import share as share_module
from begegnung.exchange.share import Entry, LocalShare, SharingViolation, meaning, patiently
from begegnung.model.errors import ShareFull, ShareReadOnly, ShareUnreachable


@pytest.fixture
def share(tmp_path: Path) -> LocalShare:
    folder = tmp_path / "Abgleich für Häuser"
    folder.mkdir()
    return LocalShare(folder)


def test_a_new_file_is_there_with_its_folders(share: LocalShare) -> None:
    share.create_new("t/pc1/a.part", b"content")
    assert share.read("t/pc1/a.part", 100) == b"content"
    assert share.read("t/pc1/a.part", 3) == b"con"
    assert share.list("") == [Entry("t", is_folder=True)]
    assert share.list("t/pc1") == [Entry("a.part", is_folder=False)]


def test_a_file_is_never_replaced(share: LocalShare) -> None:
    share.create_new("a", b"first")
    share.create_new("b", b"second")
    with pytest.raises(FileExistsError):
        share.create_new("a", b"second")
    with pytest.raises(FileExistsError):
        share.rename_new("b", "a")
    assert (share.read("a", 9), share.read("b", 9)) == (b"first", b"second")


def test_a_renamed_file_has_only_its_new_name(share: LocalShare) -> None:
    share.create_new("t/a.part", b"content")
    share.rename_new("t/a.part", "s/stadt/b/a")
    assert share.list("t") == []
    assert share.read("s/stadt/b/a", 9) == b"content"


@pytest.mark.skipif(os.name == "nt", reason="Windows renames without links")
def test_a_file_system_without_links_does_not_replace_either(share: LocalShare) -> None:
    for name in ("a", "b"):
        share.create_new(name, name.encode())
    root, refused = share.root, OSError(errno.EOPNOTSUPP, "no links here")
    with pytest.raises(FileExistsError):
        share_module.rename_without_link(root / "b", root / "a", refused)
    share_module.rename_without_link(root / "b", root / "c", refused)
    assert [entry.name for entry in share.list("")] == ["a", "c"]
    with pytest.raises(OSError, match="broken"):
        share_module.rename_without_link(root / "c", root / "d", OSError(errno.EIO, "broken"))


def test_what_is_missing_is_said_to_be_missing(share: LocalShare) -> None:
    assert share.list("s/stadt") == ()
    share.delete("nothing")
    with pytest.raises(FileNotFoundError):
        share.read("nothing", 9)
    with pytest.raises(FileNotFoundError):
        share.rename_new("nothing", "a")


def test_a_share_that_is_gone_is_neither_empty_nor_made_anew(tmp_path: Path) -> None:
    gone = LocalShare(tmp_path / "gone")
    operations: list[Callable[[], object]] = [
        lambda: gone.list(""),
        lambda: gone.read("a", 9),
        lambda: gone.create_new("a", b""),
        lambda: gone.create_new("t/a", b""),
        lambda: gone.rename_new("a", "b/c"),
    ]
    for operation in operations:
        with pytest.raises(ShareUnreachable):
            operation()
    assert not gone.root.exists()
    assert gone.free() is None


def test_the_free_space_is_known(share: LocalShare) -> None:
    assert (share.free() or 0) > 0


@pytest.mark.parametrize("path", ["../a", "a/../../b", "/etc", "a//b", "a\\b", "c:a", "."])
def test_no_path_leaves_the_share(share: LocalShare, path: str) -> None:
    with pytest.raises(ValueError, match="not a path"):
        share.read(path, 9)


def windows(code: int) -> OSError:
    error = PermissionError(errno.EACCES, "as Windows says it")
    error.winerror = code  # type: ignore[attr-defined]
    return error


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (windows(5), SharingViolation),
        (windows(32), SharingViolation),
        (windows(33), SharingViolation),
        (windows(112), ShareFull),
        (windows(19), ShareReadOnly),
        (OSError(errno.ENOSPC, ""), ShareFull),
        (OSError(errno.EDQUOT, ""), ShareFull),
        (OSError(errno.EACCES, ""), ShareReadOnly),
        (OSError(errno.EROFS, ""), ShareReadOnly),
        (OSError(errno.EBUSY, ""), SharingViolation),
        (OSError(errno.EIO, ""), ShareUnreachable),
        (OSError(errno.ETIMEDOUT, ""), ShareUnreachable),
    ],
)
def test_an_error_of_the_system_is_told_by_what_it_means(
    error: OSError, expected: type[Exception]
) -> None:
    found = meaning(error, "a", lambda: 17, writes=True)
    assert type(found) is expected
    if isinstance(found, ShareFull):
        assert found.free == 17


def test_a_folder_that_may_not_be_read_is_unreachable_not_read_only() -> None:
    found = meaning(OSError(errno.EACCES, ""), "a", lambda: None, writes=False)
    assert isinstance(found, ShareUnreachable)


def test_a_locked_file_is_tried_again_eight_times_and_ever_more_slowly() -> None:
    tries: list[int] = []
    waits: list[float] = []

    def locked_for(count: int) -> Callable[[], str]:
        def operation() -> str:
            tries.append(1)
            if len(tries) <= count:
                raise SharingViolation("a", denied=False)
            return "done"

        return operation

    assert patiently(locked_for(8), waits.append) == "done"
    assert waits == [0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 5.0]
    tries.clear()
    with pytest.raises(SharingViolation):
        patiently(locked_for(9), waits.append)
    assert len(tries) == 9


def test_other_errors_are_not_tried_again() -> None:
    tries: list[int] = []

    def operation() -> None:
        tries.append(1)
        raise ShareFull("a")

    with pytest.raises(ShareFull):
        patiently(operation, lambda _: None)
    assert len(tries) == 1
