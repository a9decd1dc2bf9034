"""Erasing a person: everything of her goes, what others need stays, and it is for good."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from begegnung.db.tables import attendance, change, person
from begegnung.model.erasure import nameless_id
from begegnung.model.erasure_errors import KeptByLaw
from begegnung.model.errors import Invalid, NotFound, NothingToUndo, WrongHouse
from begegnung.model.history_errors import Lasting
from begegnung.model.staff_errors import NotAllowed
from begegnung.services.attendance import Mark, mark, sheet
from begegnung.services.booking_lists import bookings_of
from begegnung.services.bookings import CancelBooking, cancel
from begegnung.services.check import check
from begegnung.services.consents import GiveConsent, give_consent
from begegnung.services.desk import View
from begegnung.services.duplicates import KeepApart, keep_apart
from begegnung.services.erasure import Erased, ErasePerson, Outlook, erase_person, outlook
from begegnung.services.handover import AddNote, add_note, notes_for
from begegnung.services.history import next_steps, recent_actions, undo
from begegnung.services.households import JoinHousehold, household_of, join_household
from begegnung.services.payments import NotePayment, ledger_between, note_payment
from begegnung.services.people import find_people, people_list
from begegnung.services.person_merges import Merge, Unmerge, merge, unmerge
from begegnung.services.punch_cards import Punch, SellCard, punch_visit, sell_card
from begegnung.services.single_undo import UndoOne, undo_one
from begegnung.services.staff import AddStaff, add_staff
from begegnung.services.transfers import Substitute, substitute
from begegnung.texts import german
from tests.desks import MONDAY, House, content


def erase(house: House, person_id: str, **more: Any) -> Erased:
    return house.act(erase_person, ErasePerson(person_id, "request", **more)).value


def seen(house: House, person_id: str) -> Outlook:
    return house.desk.read(outlook, person_id)


def names(house: House) -> list[str]:
    return [line.surname for line in house.desk.read(people_list, with_blocked=True)]


def everything(house: House) -> str:
    """All rows and all of the log as one text."""

    def read(view: View) -> str:
        actions = recent_actions(view, 1000)
        logged = view.connection.execute(select(change)).all()
        return f"{content(view)} {logged} {actions}"

    return house.desk.read(read)


def visit(house: House, person_id: str, offer_id: str, day: date, state: str = "present") -> str:
    """A mark of a person at a new date of an offer."""
    when = house.one_date(offer_id, day=day, room=None)
    house.act(mark, Mark(when, person_id, state))
    return when


def test_nothing_of_her_is_left_in_tables_and_log(house: House) -> None:
    other = house.person("Kaya")
    her = house.person("Kowalczyk", "Zdzisława", phone="0231 987654", mail="z@example.org")
    course = house.offer("Yoga")
    house.book(her, course)
    house.book(other, course)
    house.act(give_consent, GiveConsent(her, "photo_notice", MONDAY, "F-17"))
    house.act(join_household, JoinHousehold((her, other), "0231 11"))
    house.act(sell_card, SellCard(her, 5, 0))
    kept = house.desk.read(content)["booking"]

    erase(house, her)

    left = everything(house)
    for word in ("Kowalczyk", "Zdzis", "987654", "z@example", "F-17"):
        assert word not in left
    assert [line.surname for line in house.desk.read(bookings_of, course)] == ["Kaya"]
    assert house.desk.read(content)["booking"].items() <= kept.items()
    assert house.desk.read(find_people, "kowal") == []
    assert names(house) == ["Kaya"]
    assert house.desk.read(check).clean


def test_what_was_deleted_before_goes_out_of_the_log_too(house: House) -> None:
    her = house.person("Kowalczyk")
    house.act(undo, None)
    again = house.person("Kowalczyk", phone="0231 5")
    course = house.offer("Yoga")
    when = visit(house, again, course, MONDAY)
    house.act(mark, Mark(when, again, None))

    erase(house, again)

    left = everything(house)
    assert "Kowalczyk" not in left
    assert her not in {row.entity_id for row in house.desk.read(_standing_changes)}
    assert again not in str(house.desk.read(_standing_changes))


def _standing_changes(view: View) -> list[Any]:
    return list(view.connection.execute(select(change).where(change.c.kind != "E")))


def test_her_visits_count_on_without_her(house: House) -> None:
    her, other = house.person("Weber"), house.person("Kaya")
    course = house.offer("Yoga")
    for week in range(3):
        visit(house, her, course, MONDAY - timedelta(weeks=week + 1))
    visit(house, her, course, MONDAY - timedelta(weeks=4), "excused")
    coming = visit(house, her, course, MONDAY + timedelta(weeks=1), "excused")
    shared = house.one_date(course, 900, 960, day=MONDAY - timedelta(days=1), room=None)
    house.act(mark, Mark(shared, her, "present"))
    house.act(mark, Mark(shared, other, "present"))

    done = erase(house, her)

    rows = house.desk.read(content)["attendance"].values()
    nobody = nameless_id(house.desk.centre_id or "")
    states = sorted(row["state"] for row in rows if row["person_id"] == nobody)
    assert done.visits == 5
    assert states == ["excused", "present", "present", "present", "present"]
    assert coming not in {row["occurrence_id"] for row in rows}
    shown = house.desk.read(sheet, shared)
    assert [(line.surname, line.state) for line in shown.lines] == [("Kaya", "present")]
    assert shown.nameless == 1
    assert names(house) == ["Kaya"]


def test_whoever_waits_moves_up_but_not_into_what_is_over(house: House) -> None:
    her, next_one, late = house.people(3)
    course = house.offer("Yoga", capacity=1)
    house.one_date(course, day=MONDAY + timedelta(weeks=1), room=None)
    over = house.offer("Malen", capacity=1)
    house.one_date(over, day=MONDAY, room=None)
    for offer_id, waiting in ((course, next_one), (over, late)):
        house.book(her, offer_id)
        house.book(waiting, offer_id)
    house.clock.go_on(days=3)
    (place, past) = sorted(seen(house, her).coming), house.desk.read(bookings_of, over)

    done = erase(house, her)

    (promoted,) = house.desk.read(bookings_of, course)
    assert [one.title for one in place] == ["Yoga"]
    assert place[0].waiting == 1
    assert (promoted.person_id, promoted.state) == (next_one, "booked")
    assert done.moved_up == (promoted.id,)
    assert len(past) == 2
    assert [line.state for line in house.desk.read(bookings_of, over)] == ["waiting"]


def test_entries_that_were_made_one_go_together(house: House) -> None:
    keeper, twin, third = house.person("Müller"), house.person("Mueller"), house.person("Möller")
    apart = house.person("Miller")
    house.act(merge, Merge(twin, third))
    house.act(merge, Merge(keeper, twin))
    house.act(merge, Merge(keeper, apart))
    house.act(unmerge, Unmerge(apart))
    other = house.person("Muller")
    house.act(keep_apart, KeepApart(other, keeper))

    assert sorted(seen(house, third).merged) == ["Mueller", "Möller"]
    done = erase(house, third)

    assert done.rows["person"] == 3
    assert sorted(names(house)) == ["Miller", "Muller"]
    assert house.desk.read(content)["person_merge"] == {}
    found = house.desk.read(find_people, "mueller", with_blocked=True)
    assert {line.surname for line in found} <= {"Miller", "Muller"}
    assert house.desk.read(check).clean


def test_a_household_goes_with_the_last_one_in_it(house: House) -> None:
    wife, husband = house.person("Weber", "Ruth"), house.person("Weber", "Karl")
    house.act(join_household, JoinHousehold((wife, husband), "0231 4711"))

    erase(house, wife)
    assert house.desk.read(household_of, husband) is not None
    assert "0231 4711" in everything(house)
    erase(house, husband)

    assert house.desk.read(content)["household"] == {}
    assert "0231 4711" not in everything(house)


def test_the_ledger_keeps_somebody_until_the_law_lets_her_go(house: House) -> None:
    her = house.person("Weber", "Ruth")
    booked = house.book(her, house.offer("Yoga")).booking_id
    house.act(note_payment, NotePayment(booked, 3000, MONDAY))
    house.act(sell_card, SellCard(her, 5, 2000))

    with pytest.raises(KeptByLaw) as refused:
        erase(house, her)

    assert refused.value == KeptByLaw("Ruth Weber", 2, date(2036, 12, 31))
    assert seen(house, her).kept == (2, date(2036, 12, 31))
    assert names(house) == ["Weber"]
    house.clock.go_on(days=3652)
    with pytest.raises(KeptByLaw):
        erase(house, her)
    house.clock.go_on(days=40)
    assert seen(house, her).kept is None
    done = erase(house, her)
    assert done.rows["payment_note"] == 2
    assert house.desk.read(ledger_between, MONDAY, MONDAY + timedelta(days=9999)) == []
    assert house.desk.read(check).clean


def test_somebody_elses_payment_keeps_only_her(house: House) -> None:
    first, second = house.person("Weber"), house.person("Kaya")
    booked = house.book(first, house.offer("Yoga")).booking_id
    house.act(note_payment, NotePayment(booked, 3000, MONDAY))
    unpaid = house.book(first, house.offer("Malen")).booking_id
    house.act(substitute, Substitute(unpaid, second))

    erase(house, second)
    with pytest.raises(KeptByLaw):
        erase(house, first)

    assert house.desk.read(check).clean


def test_a_card_goes_with_its_visits(house: House) -> None:
    her = house.person("Weber")
    group = house.offer("Skat", "group", takes_cards=True)
    card = house.act(sell_card, SellCard(her, 5, 0)).value
    when = house.one_date(group, day=MONDAY - timedelta(days=1), room=None)
    house.act(punch_visit, Punch(card, when))

    done = erase(house, her)

    assert (done.rows["punch_card"], done.rows["punch"], done.visits) == (1, 1, 1)
    assert house.desk.read(content)["punch"] == {}


def test_handover_notes_go_when_they_are_chosen(house: House) -> None:
    her = house.person("Weber")
    named = house.act(add_note, AddNote(MONDAY, "Frau Weber anrufen")).value
    house.act(add_note, AddNote(MONDAY, "Kaffee kaufen"))

    erase(house, her, notes=(named,))

    assert [line.text for line in house.desk.read(notes_for, MONDAY)] == ["Kaffee kaufen"]
    assert "Weber" not in everything(house)


def test_it_is_told_in_the_log_without_a_name_and_with_its_reason(house: House) -> None:
    her, other = house.person("Weber"), house.person("Kaya")
    course = house.offer("Yoga", capacity=1)
    house.book(her, course)
    house.book(other, course)

    erase(house, her)
    erase(house, other)

    lines = [(line.verb, line.title) for line in house.desk.read(recent_actions)]
    assert lines[:2] == [("erasure.erase_person", "auf Wunsch der Person")] * 2
    assert lines.count(("erasure.forgotten", "")) == 4


def test_nothing_takes_it_back(house: House) -> None:
    before = house.person("Kaya")
    her = house.person("Weber")
    course = house.offer("Yoga", capacity=1)
    booked = house.book(her, course)
    house.book(before, course)
    house.act(cancel, CancelBooking(booked.booking_id))
    step, _ = house.desk.read(next_steps)
    assert step is not None
    assert step.verb == "bookings.cancel"

    erase(house, her)

    # Cancelling her booking let somebody move up: half of it cannot be taken back.
    step, _ = house.desk.read(next_steps)
    assert step is not None
    assert step.verb == "bookings.book"
    assert step.title.startswith("Kaya")
    for line in house.desk.read(recent_actions):
        if line.verb.startswith("erasure."):
            with pytest.raises(Lasting) as refused:
                house.act(undo_one, UndoOne(line.id))
            assert german(refused.value).startswith(
                "Was gelöscht ist, lässt sich nicht zurückholen"
            )
    assert names(house) == ["Kaya"]


def test_with_nothing_else_done_there_is_nothing_to_undo(house: House) -> None:
    while house.desk.read(next_steps)[0] is not None:
        house.act(undo, None)
    erase(house, house.person("Weber"))

    with pytest.raises(NothingToUndo):
        house.act(undo, None)


def test_only_the_manager_may(house: House) -> None:
    her = house.person("Weber")
    house.act(add_staff, AddStaff("Frau Sommer", "manager"))
    for role in ("reception", "administration"):
        house.desk.actor = None
        house.desk.actor = house.act(add_staff, AddStaff(f"Herr {role}", role)).value
        with pytest.raises(NotAllowed):
            erase(house, her)
    assert names(house) == ["Weber"]


def test_a_wrong_wish_is_refused_and_nothing_goes(house: House) -> None:
    her = house.person("Weber")
    visit(house, her, house.offer("Yoga"), MONDAY - timedelta(days=1))
    elsewhere = house.elsewhere(person, {"surname": "Fremd"})

    with pytest.raises(Invalid) as refused:
        house.act(erase_person, ErasePerson(her, "because"))
    assert (refused.value.field, refused.value.problem) == ("reason", "unknown")
    with pytest.raises(WrongHouse):
        erase(house, elsewhere)
    with pytest.raises(NotFound):
        erase(house, her, notes=("nothing",))
    erase(house, her)
    with pytest.raises(NotFound):
        erase(house, her)
    with pytest.raises(NotFound):
        erase(house, nameless_id(house.desk.centre_id or ""))
    assert house.desk.read(_number_of_marks) == 1


def _number_of_marks(view: View) -> int:
    return view.connection.execute(select(func.count()).select_from(attendance)).scalar_one()
