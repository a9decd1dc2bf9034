"""Files as a version of the program has left them: database, share, keys, backup, recovery file.

What was written once must be readable for good. `python -m tests.released.corpus` makes the file of
the present formats, from a town of three PCs where a bit of everything was done. It is made anew
until a version with these formats is handed out, and never again after that.
"""

import json
from datetime import timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from begegnung.db.migrate import VERSION
from begegnung.exchange import layout
from begegnung.services.backups import BackUp, back_up
from begegnung.services.erasure import ErasePerson, erase_person
from tests.desks import Content, House, content, open_house, prepare
from tests.joined import FIRST, OTHER, SECOND_PC, SHARE, exchanges, prepare_exchange
from tests.services.verbs import FIRST as FURNISHED
from tests.services.verbs import VERBS, Chance

FOLDER = Path(__file__).parents[1] / "data" / "released"
PRESENT = f"database-{VERSION}-share-{layout.FORMAT}.zip"
ROWS = "rows.json"
_STEPS = 250


def work_a_while(house: House, seed: int) -> None:
    """Does something with nearly every verb of the desk."""
    chance, random = Chance(house), Random(seed)
    for verb, a, b in FURNISHED:
        chance.do(verb, a, b)
    verbs = sorted(VERBS)
    for n in range(_STEPS):
        verb = verbs[n % len(verbs)] if n < len(verbs) else random.choice(verbs)
        chance.do(verb, random.randrange(40), random.randrange(40))


def make(target: Path) -> None:
    """Writes the file of the present formats."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        town = folder / "town"
        town.mkdir()
        prepare(folder / "prepared")
        prepare_exchange(folder / "prepared", town)
        rows = _live(town)
        (town / ROWS).write_text(json.dumps(rows), encoding="utf-8")
        _pack(town, target)


def _live(town: Path) -> Content:
    share = town / SHARE
    with (
        open_house(town / FIRST) as first,
        open_house(town / SECOND_PC) as second,
        open_house(town / OTHER) as other,
    ):
        houses = (first, second, other)
        for n, house in enumerate((first, second)):
            work_a_while(house, n)
        other.person("Woanders")
        _all_exchange(houses, share)
        # Somebody is erased, so that there is a snapshot, and bundles that it does not cover.
        first.act(erase_person, ErasePerson(first.person("Vergessen"), "request"))
        _all_exchange(houses, share)
        second.person("Nachher")
        _all_exchange(houses, share)
        back_up(first.desk, BackUp(first.folder))
        return first.desk.read(content)


def _all_exchange(houses: tuple[House, ...], share: Path) -> None:
    for house in (*houses, *houses):
        house.clock.now += timedelta(minutes=1)
        assert exchanges(house, share).complete


def _pack(folder: Path, target: Path) -> None:
    """The same bytes for the same files: without times, in the order of the names."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=9) as packed:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.name.endswith((".log", "-shm", ".lock")):
                name = ZipInfo(path.relative_to(folder).as_posix())
                name.compress_type = ZIP_DEFLATED
                packed.writestr(name, path.read_bytes())


def unpack(file: Path, folder: Path) -> Content:
    """Lays the files of a version into `folder`; gives the rows that the first PC showed."""
    with ZipFile(file) as packed:
        packed.extractall(folder)
    rows: Content = json.loads((folder / ROWS).read_text(encoding="utf-8"))
    return rows


if __name__ == "__main__":
    make(FOLDER / PRESENT)
