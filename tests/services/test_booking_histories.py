"""Whatever desks do to places in whatever order: never too many, in order, and always explained."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from begegnung.db.tables import booking, offer, seat_decision
from begegnung.model.errors import Refusal
from begegnung.model.seats import PASSED_BY_HAND, admitted
from begegnung.services.bookings import (
    Book,
    BookTogether,
    CancelBooking,
    SetPlaces,
    book,
    book_together,
    cancel,
    most_taken,
    set_places,
)
from begegnung.services.check import check
from begegnung.services.decisions import decisions_about
from begegnung.services.desk import View
from begegnung.services.history import redo, undo
from begegnung.services.offers import EditOffer, OfferData, edit_offer
from begegnung.services.transfers import Substitute, Transfer, substitute, transfer
from begegnung.services.waiting import (
    KeepTogether,
    NoteCall,
    PassOn,
    Reorder,
    keep_together,
    note_call,
    pass_on,
    reorder,
    seat_state,
)
from begegnung.texts.booking import decision_text
from tests.desks import House, copy_of, open_house

ORDERS = ("strict", "filling")
PEOPLE = 8


class Desks:
    """Two full courses with waiting lists, eight people and everything that can be done."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.people = house.people(PEOPLE)
        self.offers = [
            house.offer(f"Kurs {order}", capacity=2, queue_order=order) for order in ORDERS
        ]
        for n, person_id in enumerate(self.people):
            house.book(person_id, self.offers[n % 2])

    def do(self, verb: str, a: int, b: int) -> None:
        with suppress(Refusal, IndexError):
            STEPS[verb](self, a, b)

    def _booking(self, number: int) -> str:
        ids = self.house.desk.read(lambda view: list(view.connection.execute(_BOOKINGS).scalars()))
        return ids[number % len(ids)] if ids else ""

    def _act(self, verb: Callable[..., Any], request: object) -> None:
        self.house.act(verb, request)

    def book(self, a: int, b: int) -> None:
        places = 2 if b % 5 == 0 else 1
        self._act(book, Book(self.people[a % PEOPLE], self.offers[b % 2], places=places))

    def book_couple(self, a: int, b: int) -> None:
        first = Book(self.people[a % PEOPLE], self.offers[b % 2])
        other = self.people[(a + 1) % PEOPLE]
        self._act(book_together, BookTogether(first, (other,), splittable=b % 3 == 0))

    def overrule(self, a: int, b: int) -> None:
        if b % 4 == 0:
            wish = Book(self.people[a % PEOPLE], self.offers[a % 2], overrule="Zusage")
            self._act(book, wish)

    def cancel(self, a: int, _b: int) -> None:
        self._act(cancel, CancelBooking(self._booking(a)))

    def resize(self, a: int, b: int) -> None:
        order = ORDERS[b % 2]
        data = OfferData(f"Kurs {order}", "course", capacity=1 + a % 5, queue_order=order)
        self._act(edit_offer, EditOffer(self.offers[b % 2], data))

    def places(self, a: int, b: int) -> None:
        self._act(set_places, SetPlaces(self._booking(a), 1 + b % 2))

    def transfer(self, a: int, b: int) -> None:
        self._act(transfer, Transfer(self._booking(a), Book("", self.offers[b % 2])))

    def substitute(self, a: int, b: int) -> None:
        request = Substitute(self._booking(a), self.people[b % PEOPLE], "krank" * (b % 2))
        self._act(substitute, request)

    def call(self, a: int, b: int) -> None:
        outcome = ("reached", "callback", "no_answer", "declined")[b % 4]
        self._act(note_call, NoteCall(self._booking(a), outcome))

    def hand_on(self, a: int, b: int) -> None:
        self.house.clock.go_on(days=b % 4)
        self._act(pass_on, PassOn(self._booking(a), "verreist" * (b % 2)))

    def reorder(self, a: int, b: int) -> None:
        self._act(reorder, Reorder(self._booking(a), "zugesagt", to_front=b % 2 == 0))

    def together(self, a: int, b: int) -> None:
        ids = (self._booking(a), self._booking(b))
        self._act(keep_together, KeepTogether(ids, splittable=(a + b) % 2 == 0))

    def undo(self, _a: int, _b: int) -> None:
        self._act(undo, None)

    def redo(self, _a: int, _b: int) -> None:
        self._act(redo, None)


_BOOKINGS = select(booking.c.id).order_by(booking.c.offer_id, booking.c.number, booking.c.id)

STEPS: dict[str, Callable[[Desks, int, int], Any]] = {
    name: step
    for name, step in vars(Desks).items()
    if callable(step) and not name.startswith("_") and name != "do"
}

HISTORIES = st.lists(
    st.tuples(
        st.sampled_from([*sorted(STEPS), "book", "book", "cancel"]),
        st.integers(0, 20),
        st.integers(0, 20),
    ),
    min_size=5,
    max_size=25,
)


def broken_rules(view: View) -> list[str]:
    """What is wrong with the places of any course."""
    found: list[str] = []
    for course in view.connection.execute(select(offer)):
        if most_taken(view.connection, course.id) > course.capacity:
            found.append(f"{course.title}: more places are given than there are")
        state = seat_state(view.connection, course.id, None)
        if admitted(course.capacity, state.taken, state.waiting, course.queue_order):
            found.append(f"{course.title}: somebody waits though a place is free for her")
    return found


def unexplained(view: View) -> list[str]:
    """Bookings without a sentence that says why they are what they are."""
    found: list[str] = []
    rows = view.connection.execute(select(booking).where(booking.c.state != "cancelled")).all()
    for row in rows:
        lines = decisions_about(view, row.id)
        moved = row.origin_kind == "transfer"
        if not lines and not moved:
            found.append(f"Nr. {row.number} has no decision")
        if row.promoted_at is not None and lines[0].kind != "promoted":
            found.append(f"Nr. {row.number} moved up without a sentence")
        found += [
            f"empty: {line.kind}" for line in lines if not decision_text(line.kind, line.facts)
        ]
    return found


def passed_in_strict_order(view: View) -> list[str]:
    """Promotions in a strict course that passed somebody who could be reached."""
    rows = view.connection.execute(
        select(seat_decision.c.id)
        .join(booking, booking.c.id == seat_decision.c.booking_id)
        .join(offer, offer.c.id == booking.c.offer_id)
        .where(seat_decision.c.kind == "promoted", offer.c.queue_order == "strict")
    ).scalars()
    strict = set(rows)
    return [
        f"Nr. {line.number}"
        for (booking_id,) in view.connection.execute(select(booking.c.id))
        for line in decisions_about(view, booking_id)
        if line.id in strict
        and any(why != PASSED_BY_HAND for _, _, why in line.facts.get("passed", ()))
    ]


@settings(max_examples=30, deadline=None)
@given(HISTORIES)
def test_places_are_never_given_twice_the_order_is_kept_and_every_place_is_explained(
    prepared: Path, history: list[tuple[str, int, int]]
) -> None:
    with TemporaryDirectory() as folder, open_house(copy_of(prepared, Path(folder))) as house:
        desks = Desks(house)
        for verb, a, b in history:
            desks.do(verb, a, b)
            house.clock.go_on(minutes=1)
            assert house.desk.read(broken_rules) == []
        assert house.desk.read(unexplained) == []
        assert house.desk.read(passed_in_strict_order) == []
        assert house.desk.read(check).problems == ()
