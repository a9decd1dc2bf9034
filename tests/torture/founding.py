"""The city and two houses with three PCs on one shared folder, before anything goes wrong."""

import pickle
import shutil
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from begegnung.exchange.certificates import Role
from begegnung.exchange.recovery import Cost
from begegnung.services.desk import Desk
from begegnung.services.founding import found_exchange
from begegnung.services.houses import AddRoom, SetUpHouse, add_room, set_up_house
from begegnung.services.joining import Approval, approve, ask_to_join
from begegnung.services.offers import AddOffer, OfferData, add_offer
from begegnung.services.people import PersonData, add_person
from begegnung.wiring import open_desk
from tests.desks import MONDAY, SECOND, SHARED_ROOM, SINGLE, StandingClock
from tests.torture.pc import SURNAME, TITLE
from tests.torture.place import Place, one_run

MORNING = datetime(MONDAY.year, MONDAY.month, MONDAY.day, 8)  # noqa: DTZ001
HOUSES = ("Haus Linde", "Haus Eiche")
CITY = "Stadt"
PASSPHRASE = "Kastanien blühen im Mai am Wall"
SHARE, RECOVERY = "Freigabe", "stadt.wiederherstellung"
_LIST = "pcs"
_CHEAP = Cost(memory=64, passes=1, lanes=1)


@dataclass(frozen=True, slots=True)
class Founded:
    """A PC that takes part: its data folder, and the contested rows of its house (the city: none).

    `late` is how much its clock differs from the true time.
    """

    name: str
    house: str
    folder: Path
    late: timedelta
    person: str = ""
    offer: str = ""


def found(folder: Path) -> None:
    """Two PCs of the first house, one of the second, one of the city, all of them in touch.

    To be copied by `moved_in`, as often as somebody needs them.
    """
    place = Place(folder / SHARE)
    place.folder.mkdir()
    here, there = HOUSES
    city = Founded("stadt", CITY, folder / "stadt", timedelta())
    with place.as_the_share():
        desk = opened(city, MORNING)
        recovery = folder / RECOVERY
        found_exchange(desk, city.folder, str(place.folder), PASSPHRASE, recovery, _CHEAP)
        desk.close()
    first = _first_pc(Founded("pc1", here, folder / "pc1", timedelta()), city, place)
    second = Founded("pc2", here, folder / "pc2", timedelta(hours=-7), first.person, first.offer)
    _join(second, first, place, "pc")
    third = _first_pc(Founded("pc3", there, folder / "pc3", timedelta(days=1)), city, place)
    pcs = [first, second, third, city]
    for pc in (*pcs, second):
        assert _run(pc, place)
    (folder / _LIST).write_bytes(pickle.dumps(pcs))


def moved_in(founded: Path, folder: Path) -> list[Founded]:
    """The same once more in the empty `folder`; the share is its sub-folder `SHARE`."""
    shutil.copytree(founded, folder, dirs_exist_ok=True)
    pcs: list[Founded] = pickle.loads((founded / _LIST).read_bytes())
    return [replace(pc, folder=folder / pc.name) for pc in pcs]


def opened(pc: Founded, now: datetime) -> Desk:
    """The desk of a PC at the true time `now`."""
    return open_desk(pc.folder, clock=StandingClock(now - pc.late), device_name=pc.name)


def _first_pc(pc: Founded, city: Founded, place: Place) -> Founded:
    """The PC with its house, approved as one that may approve others."""
    desk = opened(pc, MORNING)
    desk.act(set_up_house, SetUpHouse(pc.house, town="Dortmund", rooms=(SINGLE, SECOND)))
    desk.act(add_room, AddRoom(SHARED_ROOM, several_groups=True))
    person = desk.act(add_person, PersonData(SURNAME)).value
    offer = desk.act(add_offer, AddOffer(OfferData(TITLE, "course"))).value.offer_id
    desk.close()
    _join(pc, city, place, "manager")
    return Founded(pc.name, pc.house, pc.folder, pc.late, person, offer)


def _join(pc: Founded, by: Founded, place: Place, role: Role) -> None:
    """The PC asks, and another one approves it."""
    share = str(place.folder)
    with place.as_the_share():
        desk = opened(pc, MORNING)
        asked = ask_to_join(desk, pc.folder, share)
        desk.close()
        desk = opened(by, MORNING)
        approve(desk, by.folder, share, Approval(asked.device, " ".join(asked.words), role))
        desk.close()
    assert _run(pc, place)


def _run(pc: Founded, place: Place) -> bool:
    desk = opened(pc, MORNING)
    try:
        return one_run(desk, pc.folder, place).complete
    finally:
        desk.close()
