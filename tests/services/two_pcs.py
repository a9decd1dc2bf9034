"""Two PCs of one house that can be apart: bundles go from hand to hand, without a share."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from begegnung.exchange.layout import CITY, house_scope
from begegnung.services.after_exchange import catch_up
from begegnung.services.clashes import Clash, Clashes, Decide, clashes, decide
from begegnung.services.desk import View
from begegnung.services.devices import Belong, belong
from begegnung.wiring import open_desk
from tests.desks import House, StandingClock, copy_of, open_house
from tests.services.post import hand_over, seal_here


@dataclass
class TwoPcs:
    """`empfang` and `buero` of one house; each has a clock of its own."""

    empfang: House
    buero: House

    @property
    def both(self) -> tuple[House, House]:
        """Both PCs."""
        return self.empfang, self.buero

    def meet(self) -> None:
        """An exchange: both know everything afterwards, and what follows from it is done."""
        self.post()
        while self._catches_up():
            self.post()

    def _catches_up(self) -> bool:
        done = False
        for one in self.both:
            one.clock.go_on(minutes=1)
            done |= one.desk.act(catch_up, None).action is not None
        return done

    def post(self) -> None:
        """What each of them has written goes to the other, and nothing follows from it yet."""
        for scope in (CITY, house_scope(self.empfang.desk.centre_id or "")):
            sealed = [(one, seal_here(one.desk, scope)) for one in self.both]
            for sender, bundle in sealed:
                for other in self.both:
                    if bundle is not None and other is not sender:
                        hand_over(other.desk, bundle)

    def questions(self, query: Callable[[View], Clashes] = clashes) -> Clashes:
        """What is open, which must be the same on both PCs."""
        here, there = (one.desk.read(query) for one in self.both)
        assert here == there
        return here

    def read(self, at: House) -> tuple[Clash, ...]:
        """What is open as one of the PCs sees it now."""
        return at.desk.read(clashes).everything

    def decide(self, at: House, clash: Any, proposal: str, **typed: str) -> None:
        """Decides a clash at one of the PCs."""
        at.desk.act(decide, Decide(clash.id, proposal, **typed))


EMPFANG, BUERO = "Empfang", "Buero"


@contextmanager
def opened(folder: Path) -> Iterator[TwoPcs]:
    """The two PCs in `folder`, closed at the end."""
    with open_house(folder / EMPFANG) as empfang:
        clock = StandingClock()
        desk = open_desk(folder / BUERO, clock=clock, device_name="Büro")
        try:
            yield TwoPcs(empfang, House(desk, clock, folder / BUERO))
        finally:
            desk.close()


@contextmanager
def two_pcs(prepared: Path, folder: Path) -> Iterator[TwoPcs]:
    """The house of `prepared` with two PCs that know the same, made in `folder`."""
    copy_of(prepared, folder / EMPFANG)
    with opened(folder) as pcs:
        centre_id = pcs.empfang.desk.centre_id
        assert centre_id is not None
        for scope in (CITY, house_scope(centre_id)):
            bundle = seal_here(pcs.empfang.desk, scope)
            if bundle is not None:
                hand_over(pcs.buero.desk, bundle)
        pcs.buero.desk.bind(centre_id)
        pcs.buero.desk.act(belong, Belong(centre_id))
        pcs.post()
        yield pcs


def copied(made: Path, folder: Path) -> Path:
    """A copy of the two PCs in `made`, whose desks are closed."""
    for name in (EMPFANG, BUERO):
        copy_of(made / name, folder / name)
    return folder
