"""PCs that exchange over a real folder: founded, asked, compared, approved, at small cost."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cached_property
from pathlib import Path

from begegnung.exchange.certificates import Role
from begegnung.exchange.recovery import Cost
from begegnung.services.exchange import ExchangeOutcome, sync_now
from begegnung.services.founding import Founded, found_exchange
from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.joining import Approval, approve, ask_to_join
from tests.desks import House, copy_of, open_house

PASSPHRASE = "drei kurze Wörter"
CHEAP = Cost(memory=64, passes=1, lanes=1)
"""As little as Argon2 allows: a test has nothing to hide."""

SHARE, FIRST, SECOND_PC, OTHER = "Freigabe", "Daten", "Daten 2", "Anderes Haus"


def exchanges(house: House, share: Path) -> ExchangeOutcome:
    """One run of the exchange of this PC."""
    return sync_now(house.desk, house.folder, str(share), sleep=lambda _seconds: None)


def found(house: House, share: Path) -> Founded:
    """The PC founds the exchange in the empty folder and is one of the city from now on."""
    file = house.folder / "stadt.wiederherstellung"
    return found_exchange(house.desk, house.folder, str(share), PASSPHRASE, file, CHEAP)


def join(
    newcomer: House, approver: House, share: Path, *, role: Role | None = None, of: str = ""
) -> None:
    """The PC asks, the words are compared, it is approved and has exchanged."""
    asked = ask_to_join(newcomer.desk, newcomer.folder, str(share))
    approval = Approval(asked.device, " ".join(asked.words), role, of)
    outcome = approve(approver.desk, approver.folder, str(share), approval).outcome
    assert outcome is not None
    assert outcome.complete
    assert exchanges(newcomer, share).complete


def prepare_exchange(prepared: Path, folder: Path) -> None:
    """Makes an exchange of three PCs in `folder`, each of which knows all others.

    `Freigabe` is the shared folder; `Daten` and `Daten 2` are PCs of the house in `prepared`, the
    first one of the city as well; `Anderes Haus` is the PC of another house.
    """
    share = folder / SHARE
    share.mkdir()
    copy_of(prepared, folder / FIRST)
    with (
        open_house(folder / FIRST) as first,
        open_house(folder / SECOND_PC) as second,
        open_house(folder / OTHER) as other,
    ):
        found(first, share)
        join(second, first, share)
        other.act(set_up_house, SetUpHouse("Haus Eiche", rooms=("Café",)))
        join(other, first, share)
        for house in (first, second, other, first, second):
            assert exchanges(house, share).complete


class JoinedTown:
    """A copy of a prepared exchange; its PCs are opened when they are needed."""

    def __init__(self, folder: Path, opened: ExitStack) -> None:
        self.share = folder / SHARE
        self._folder = folder
        self._opened = opened

    @cached_property
    def house(self) -> House:
        """The first PC of the house, which is one of the city."""
        return self._opened.enter_context(open_house(self._folder / FIRST))

    @cached_property
    def second(self) -> House:
        """The second PC of the house."""
        return self._opened.enter_context(open_house(self._folder / SECOND_PC))

    @cached_property
    def other(self) -> House:
        """The PC of the other house."""
        return self._opened.enter_context(open_house(self._folder / OTHER))


@contextmanager
def town_in(prepared: Path, folder: Path) -> Iterator[JoinedTown]:
    """A copy in `folder` of what `prepare_exchange` has made, closed at the end."""
    shutil.copytree(prepared, folder)
    with ExitStack() as opened:
        yield JoinedTown(folder, opened)
