"""Nothing that is typed at a desk can be read on the share: no name, no file, no part of one."""

import base64
import dataclasses
import gzip
import shutil
import zlib
from pathlib import Path

import pytest
import zstandard

from begegnung.services.erasure import ErasePerson, erase_person
from begegnung.services.people import EditPerson, edit_person
from tests.torture.canary import traces
from tests.torture.founding import moved_in
from tests.torture.town import PERSON, Town

WORD = "Grabowski-Öztürk"
OF_HER = ("Grabowski", "Öztürk", "Hildegard", "5550987", "5550123", "hgrabowski", "Zechenweg",
          "Kunigunde", "Wimmer", "5550456")  # fmt: skip
OTHERS = ("Klöppelkreis", "Zwergpinscher", "Ingeborg Pfefferkorn", "Kaminzimmer", "Umstritten",
          "Haus Linde", "Haus Eiche")  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        WORD.encode(),
        WORD.upper().encode("utf-16-le"),
        b"\0" + WORD.encode("cp1252"),
        base64.b64encode(b"x" + WORD.encode() + b"yz"),
        base64.b64encode(b"xy" + WORD.encode("utf-16-le")),
        base64.b64encode(WORD.encode()),
        WORD.encode().hex().encode(),
        b'{"name":"Grabowski-\\u00d6zt\\u00fcrk"}',
        b"xx" + zstandard.ZstdCompressor().compress(WORD.encode() * 2),
        zstandard.ZstdCompressor(write_content_size=False).compress(zlib.compress(WORD.encode())),
        gzip.compress(b"a" + WORD.encode()),
    ],
    ids=range(11),
)
def test_the_search_finds_a_name_however_it_is_written(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "00000001-0011223344556677.bz").write_bytes(b"\x01" * 9 + content + b"\x02" * 9)
    assert traces(tmp_path, ["Weber"]) == []
    assert traces(tmp_path, [WORD, "Weber"]) == [f"{WORD!r} in 00000001-0011223344556677.bz"]


def test_the_search_finds_a_name_in_names(tmp_path: Path) -> None:
    (tmp_path / "Grabowski").mkdir()
    assert traces(tmp_path, ["grabowski"]) == ["'grabowski' in the name Grabowski"]


@pytest.fixture
def town(founded: Path, tmp_path: Path) -> Town:
    return Town(tmp_path, moved_in(founded, tmp_path))


def test_nothing_that_was_typed_can_be_read_on_the_share(town: Town) -> None:
    town.fill()
    words = [*OF_HER, *OTHERS]
    assert traces(town.place.folder, words) == []
    plain = traces(town.decrypted(), words)
    assert [word for word in words if not any(repr(word) in line for line in plain)] == []


def test_an_erased_person_is_nowhere_and_nothing_old_brings_her_back(town: Town) -> None:
    person, note = town.fill()
    one, two, other, city = town.pcs
    share, backup = town.place.folder, town.folder / "Sicherung"
    shutil.copytree(share, backup)
    for path in sorted(share.glob("s/h-*/b/*/*.bz")):
        shutil.copy(path, path.with_name(f"{path.stem} (Konflikt PC-3).bz"))
        for left in (share / "q/2026-11-22" / f"0a_{path.name}", share / "t/pc9/01.part"):
            left.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, left)
    assert traces(town.decrypted(), OF_HER)
    # The other PC of the house is away and goes on working with her.
    town.acts(two, edit_person, EditPerson(person, PERSON))
    again = dataclasses.replace(PERSON, mobile="0171 5550124")
    town.acts(two, edit_person, EditPerson(person, again))

    town.acts(one, erase_person, ErasePerson(person, "request", (note,)))
    town.exchange(one, two, one, other, city, two, one)
    assert traces(town.decrypted(), OF_HER) == []

    # Somebody restores the folder of last week.
    shutil.copytree(backup, share, dirs_exist_ok=True)
    town.exchange(one, two, other, city, one, two)
    assert traces(town.decrypted(), OF_HER) == []
    assert not any(town.knows(pc, person) for pc in town.pcs)
    for pc in town.pcs:
        assert traces(pc.folder, OF_HER) == []
