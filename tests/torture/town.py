"""PCs that are opened one after the other, and what somebody with the keys of the city sees."""

from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from begegnung.exchange.identity import root_keys
from begegnung.services import bookings, handover, households, offers, people, staff
from begegnung.services.founding import seed_in_file
from begegnung.services.houses import AddRoom, add_room
from tests.desks import MONDAY, content
from tests.torture.decrypting import decrypt
from tests.torture.founding import MORNING, PASSPHRASE, RECOVERY, SHARE, Founded, opened
from tests.torture.place import Place, one_run

PERSON = people.PersonData(
    surname="Grabowski-Öztürk",
    first_name="Hildegard-Zoë",
    phone="0231 5550987",
    mobile="0171 5550123",
    mail="hgrabowski@example.org",
    street="Zechenweg 7b",
    contact_name="Kunigunde Wimmer",
    contact_phone="0231 5550456",
)


class Town:
    """Two PCs of a house, one of another and one of the city, each open when it does something."""

    def __init__(self, folder: Path, pcs: list[Founded]) -> None:
        self.folder = folder
        self.pcs = pcs
        self.place = Place(folder / SHARE)
        self._hours = 1

    def acts(self, pc: Founded, verb: Callable[..., Any], request: object) -> Any:
        """What the verb gives at this PC."""
        with closing(opened(pc, self._now())) as desk:
            return desk.act(verb, request).value

    def exchange(self, *pcs: Founded) -> None:
        for pc in pcs:
            with closing(opened(pc, self._now())) as desk:
                assert one_run(desk, pc.folder, self.place).trouble is None

    def knows(self, pc: Founded, person: str) -> bool:
        with closing(opened(pc, self._now())) as desk:
            return person in desk.read(content)["person"]

    def decrypted(self) -> Path:
        """Everything on the share as the keys of the city open it."""
        target = self.folder / f"offen {self._hours}"
        root = root_keys(seed_in_file(self.folder / RECOVERY, PASSPHRASE))
        assert decrypt(self.place.folder, root, target) > 0
        return target

    def _now(self) -> datetime:
        self._hours += 1
        return MORNING + timedelta(hours=self._hours)

    def fill(self) -> tuple[str, str]:
        """Everything that can name somebody or something; gives the person and a note about her."""
        one, two, other, city = self.pcs
        person = self.acts(one, people.add_person, PERSON)
        friend = self.acts(one, people.add_person, people.PersonData("Weber"))
        together = households.JoinHousehold((person, friend), "0231 5550777")
        self.acts(one, households.join_household, together)
        data = offers.OfferData("Klöppelkreis", "course", remark="Zwergpinscher", capacity=1)
        course = self.acts(one, offers.add_offer, offers.AddOffer(data)).offer_id
        # Without her somebody moves up.
        for who in (person, friend):
            self.acts(one, bookings.book, bookings.Book(who, course))
        note = "Frau Grabowski-Öztürk ruft zurück"
        about = self.acts(one, handover.add_note, handover.AddNote(MONDAY, note))
        self.acts(one, staff.add_staff, staff.AddStaff("Ingeborg Pfefferkorn", "reception"))
        self.acts(two, add_room, AddRoom("Kaminzimmer"))
        self.exchange(one, two, other, city, one, two)
        return person, about
