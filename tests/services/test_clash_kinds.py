"""Zu klären, kind by kind: when there is a question, what it says, and what a decision does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from begegnung.db.tables import booking, offer, person
from begegnung.model.clash_errors import ClashChanged, StillNeeded
from begegnung.model.errors import Invalid
from begegnung.model.staff_errors import NotAllowed
from begegnung.services import (
    bookings,
    dates,
    history,
    house_look,
    houses,
    offers,
    payments,
    people,
    person_merges,
    staff,
)
from begegnung.services.booking_lists import bookings_of, promoted_and_not_told
from begegnung.services.calls import calls_of
from begegnung.services.clashes import Clash, clashes, proposals
from begegnung.services.clashes.seats import NoteClashCall, SeatClash, note_clash_call
from begegnung.services.dates import date_line
from begegnung.services.decisions import decisions_about
from begegnung.services.duplicates import KeepApart, keep_apart
from begegnung.services.payments import payments_of
from begegnung.services.present import local_now
from begegnung.texts.booking import decision_text
from begegnung.texts.clashes import clash_sentence
from tests.desks import MONDAY, SECOND, House
from tests.services.clash_scenarios import change, phone, remove
from tests.services.two_pcs import TwoPcs, copied, opened, two_pcs


@pytest.fixture(scope="module")
def joined(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two PCs of one house; only copied."""
    folder = tmp_path_factory.mktemp("joined")
    with two_pcs(prepared, folder):
        return folder


@pytest.fixture
def pcs(joined: Path, tmp_path: Path) -> Iterator[TwoPcs]:
    """Two PCs of one house."""
    with opened(copied(joined, tmp_path)) as both:
        yield both


def sentence(pcs: TwoPcs, clash: Clash) -> str:
    """What the desk reads."""
    return clash_sentence(clash, local_now(pcs.empfang.desk.now_ms()))


def codes(house: House, clash: Clash) -> list[str]:
    """The names of the proposals."""
    return [way.code for way in house.desk.read(proposals, clash)]


def oversold(pcs: TwoPcs, capacity: int = 1) -> SeatClash:
    """A course whose last place was sold at both PCs, first at the reception."""
    first, second = (pcs.empfang.person(name, phone="0231 5550") for name in ("Weber", "Kaya"))
    course = pcs.empfang.offer("Yoga", capacity=capacity)
    for _ in range(capacity - 1):
        pcs.empfang.book(pcs.empfang.person("Vorher"), course)
    pcs.meet()
    pcs.empfang.book(first, course)
    pcs.buero.clock.go_on(minutes=10)
    pcs.buero.book(second, course)
    pcs.meet()
    (clash,) = pcs.questions().seats
    return clash


def states(house: House, course: str) -> dict[str, str]:
    """The state of each booking by surname."""
    return {line.surname: line.state for line in house.desk.read(bookings_of, course)}


def test_a_value_is_asked_about_with_pc_and_time_of_each(pcs: TwoPcs) -> None:
    who = pcs.empfang.person("Muster", "Erika", phone="0231 0")
    pcs.meet()
    pcs.empfang.clock.go_on(hours=6)
    data = people.PersonData("Muster", "Erika", "0231 1")
    pcs.empfang.act(people.edit_person, people.EditPerson(who, data))
    pcs.buero.clock.go_on(hours=7)
    data = people.PersonData("Muster", "Erika", "0231 2")
    pcs.buero.act(people.edit_person, people.EditPerson(who, data))
    pcs.meet()
    for one in pcs.both:
        one.clock.go_on(days=1)

    (clash,) = pcs.questions().values

    assert sentence(pcs, clash) == (
        "Die Telefonnummer von Erika Muster wurde an zwei PCs verschieden geändert: "
        "0231 2 (Büro, gestern 15:01 Uhr) oder 0231 1 (Empfang, gestern 14:01 Uhr)."
    )


def test_who_chooses_a_move_gets_the_room_back_that_she_saw_with_it(pcs: TwoPcs) -> None:
    day = pcs.empfang.one_date(pcs.empfang.offer("Chor"), 600, 660)
    pcs.meet()
    here, there = pcs.both
    here.act(dates.move_date, dates.MoveDate(day, MONDAY, 700, 760, here.room()))
    there.clock.go_on(minutes=5)
    there.act(dates.move_date, dates.MoveDate(day, MONDAY, 800, 860, there.room(SECOND)))
    pcs.meet()

    (clash,) = pcs.questions().values
    assert clash.columns == ("ends", "starts")
    assert here.desk.read(date_line, day).room == SECOND
    pcs.decide(here, clash, "value-2")
    pcs.meet()

    for one in pcs.both:
        line = one.desk.read(date_line, day)
        assert (line.room, line.starts % 1440, line.ends % 1440) == ("Saal", 700, 760)
    assert pcs.questions().number == 0


def test_a_third_value_that_arrives_meanwhile_has_to_be_read_first(pcs: TwoPcs) -> None:
    who = pcs.empfang.person("Weiß", "Inge", phone="0231 111")
    pcs.meet()
    for one, number in zip(pcs.both, ("0231 222", "0231 333"), strict=True):
        phone(one, who, number)
    pcs.meet()
    (clash,) = pcs.questions().values
    pcs.decide(pcs.empfang, clash, "value-1")
    pcs.decide(pcs.buero, clash, "value-2")
    pcs.meet()

    (again,) = pcs.questions().values
    assert again.id != clash.id
    with pytest.raises(ClashChanged) as refused:
        pcs.decide(pcs.empfang, clash, "value-1")
    assert refused.value.now_id == again.id


def test_an_edit_by_hand_settles_the_question_as_well(pcs: TwoPcs) -> None:
    who = pcs.empfang.person("Weiß", "Inge", phone="0231 111")
    pcs.meet()
    for one, number in zip(pcs.both, ("0231 222", "0231 333"), strict=True):
        phone(one, who, number)
    pcs.meet()
    (clash,) = pcs.questions().values
    pcs.decide(pcs.buero, clash, "value-2")
    pcs.buero.act(history.undo, None)
    pcs.meet()
    assert pcs.questions().values == (clash,)

    phone(pcs.empfang, who, "0231 444")
    pcs.meet()

    assert pcs.questions().number == 0


def test_somebody_who_is_booked_is_not_deleted_by_a_decision(pcs: TwoPcs) -> None:
    who = pcs.empfang.person("Weiß", "Inge")
    course = pcs.empfang.offer("Chor")
    pcs.meet()
    pcs.empfang.act(remove, (person, who))
    phone(pcs.buero, who, "0231 333")
    pcs.buero.book(who, course)
    pcs.meet()

    (clash,) = pcs.questions().values
    assert sentence(pcs, clash).startswith("Der Eintrag von Inge Weiß wurde gelöscht (Empfang, ")
    with pytest.raises(StillNeeded) as refused:
        pcs.decide(pcs.buero, clash, "delete")
    assert refused.value.entity == "booking"
    pcs.decide(pcs.buero, clash, "keep")
    pcs.meet()
    assert pcs.questions().number == 0


def test_what_is_open_about_a_row_that_is_kept_stays_open(pcs: TwoPcs) -> None:
    who = pcs.empfang.person("Weiß", "Inge", phone="0231 111")
    pcs.meet()
    phone(pcs.empfang, who, "0231 222")
    pcs.empfang.act(remove, (person, who))
    phone(pcs.buero, who, "0231 333")
    pcs.meet()
    deleted = next(one for one in pcs.questions().values if one.column == "@deleted")

    pcs.decide(pcs.empfang, deleted, "keep")
    pcs.meet()

    assert [one.column for one in pcs.questions().values] in ([], ["phone"])


def test_a_booking_cancelled_here_and_promoted_there_gives_its_place_on_when_it_ends(
    pcs: TwoPcs,
) -> None:
    here, there = pcs.both
    names = ("Weber", "Kaya", "Groß")
    who = [here.person(name) for name in names]
    course = here.offer("Yoga", capacity=1)
    held = [here.book(one, course).booking_id for one in who]
    pcs.meet()
    here.act(bookings.cancel, bookings.CancelBooking(held[1]))
    there.act(bookings.cancel, bookings.CancelBooking(held[0]))
    pcs.meet()

    (clash,) = pcs.questions().values
    assert (clash.entity, clash.column) == ("booking", "state")
    gone = [dict(one.cells)["state"] for one in clash.said].index("cancelled")
    pcs.decide(here, clash, f"value-{gone + 1}")
    pcs.meet()

    assert pcs.questions().number == 0
    for one in pcs.both:
        assert states(one, course)["Groß"] == "booked"
        assert [line.name for line in one.desk.read(promoted_and_not_told)] == ["Groß"]


def test_an_entry_that_was_merged_into_two_others_goes_to_the_chosen_one_with_all_it_has(
    pcs: TwoPcs,
) -> None:
    here, there = pcs.both
    twice, left, right = (here.person("Neu", name) for name in ("E.", "Erna", "Edith"))
    course = here.offer("Chor")
    here.book(twice, course)
    pcs.meet()
    here.act(person_merges.merge, person_merges.Merge(left, twice))
    there.act(person_merges.merge, person_merges.Merge(right, twice))
    pcs.meet()

    (clash,) = pcs.questions().values
    assert clash.column == "merged_into"
    wanted = [dict(one.cells)["merged_into"] for one in clash.said].index(left)
    pcs.decide(there, clash, f"value-{wanted + 1}")
    pcs.meet()

    assert pcs.questions().values == ()
    for one in pcs.both:
        lines = one.desk.read(bookings_of, course)
        assert [(line.person_id, line.state) for line in lines] == [(left, "booked")]


def test_everybody_with_a_place_is_listed_in_the_order_of_coming(pcs: TwoPcs) -> None:
    clash = oversold(pcs, capacity=2)

    assert [(one.name, one.pc, one.doubtful) for one in clash.people] == [
        ("Vorher", "Empfang", False),
        ("Weber", "Empfang", False),
        ("Kaya", "Büro", False),
    ]
    assert sentence(pcs, clash) == (
        "„Yoga“ hat 2 Plätze, vergeben sind 3; zuletzt kam Kaya (Büro, heute 08:11 Uhr)."
    )


def test_a_clock_that_was_off_is_marked_at_the_times_it_has_made(pcs: TwoPcs) -> None:
    first, second, third = pcs.empfang.people(3)
    course = pcs.empfang.offer("Yoga", capacity=1)
    other = pcs.empfang.offer("Chor")
    pcs.meet()
    pcs.empfang.book(first, course)
    pcs.buero.clock.go_on(hours=3)
    pcs.buero.book(second, course)
    pcs.buero.clock.go_on(hours=-3)
    pcs.buero.book(third, other)
    pcs.meet()

    (clash,) = pcs.questions().seats

    assert {one.pc: one.doubtful for one in clash.people} == {"Empfang": False, "Büro": True}


def test_who_is_called_waits_with_her_rank_and_the_reason_is_kept(pcs: TwoPcs) -> None:
    clash = oversold(pcs)
    last = clash.people[-1]
    pcs.buero.act(note_clash_call, NoteClashCall(last.booking_id, "no_answer"))
    (asked,) = pcs.buero.desk.read(clashes).seats
    assert asked.id == clash.id
    assert (asked.people[-1].calls, asked.people[-1].last_call) == (1, "no_answer")

    pcs.decide(pcs.buero, clash, "waiting-2")
    pcs.meet()

    assert states(pcs.empfang, clash.offer_id) == {"Weber": "booked", "Kaya": "waiting"}
    calls = pcs.empfang.desk.read(calls_of, last.booking_id)
    assert {call.outcome for call in calls} == {"waits", "no_answer"}
    newest = pcs.empfang.desk.read(decisions_about, last.booking_id)[0]
    assert decision_text(newest.kind, newest.facts).startswith("Der Platz wurde an zwei PCs")


def test_whoever_waited_before_stays_in_front_of_her_and_a_couple_leaves_no_place_free(
    pcs: TwoPcs,
) -> None:
    here, there = pcs.both
    first, couple, waits = here.people(3)
    course = here.offer("Yoga", capacity=3, queue_order="filling")
    here.book(first, course)
    pcs.meet()
    here.act(change, (offer, course, {"capacity": 2}))
    there.book(couple, course, places=2)
    there.book(waits, course)
    pcs.meet()
    (clash,) = pcs.questions().seats

    pcs.decide(here, clash, "waiting-2")
    pcs.meet()

    found = {line.person_id: line.state for line in there.desk.read(bookings_of, course)}
    assert found == {first: "booked", couple: "waiting", waits: "booked"}


def test_left_with_a_reason_it_is_a_decision_about_those_who_came_last(pcs: TwoPcs) -> None:
    clash = oversold(pcs)
    pcs.decide(pcs.empfang, clash, "leave", reason="Ein Stuhl mehr passt")
    pcs.meet()

    assert pcs.questions().number == 0
    said = pcs.buero.desk.read(decisions_about, clash.people[-1].booking_id)
    told = {line.kind: decision_text(line.kind, line.facts) for line in said}
    assert "Ein Stuhl mehr passt" in told["overruled"]
    assert states(pcs.buero, clash.offer_id) == {"Weber": "booked", "Kaya": "booked"}


def test_dates_that_are_over_and_offers_that_ended_are_not_asked_about(pcs: TwoPcs) -> None:
    here, there = pcs.both
    first, second = here.people(2)
    meal = here.offer("Mittagstisch", "lunch", capacity=1)
    day = here.one_date(meal, 720, 780)
    pcs.meet()
    here.book(first, meal, occurrence_id=day)
    there.book(second, meal, occurrence_id=day)
    pcs.meet()
    (clash,) = pcs.questions().seats
    assert sentence(pcs, clash).startswith("„Mittagstisch“ am Mo., 23.11.2026, 12:00 Uhr hat 1 ")

    for one in pcs.both:
        one.clock.go_on(hours=6)
    assert pcs.questions().number == 0
    oversold(pcs)
    here.act(offers.end_offer, offers.EndOffer(pcs.questions().seats[0].offer_id))
    assert here.desk.read(clashes).number == 0


def test_of_two_bookings_of_one_person_the_money_goes_to_the_one_that_stays(pcs: TwoPcs) -> None:
    here, there = pcs.both
    who = here.person("Weiß", "Inge")
    course = here.offer("Malen", fee_cents=3000)
    pcs.meet()
    for one in pcs.both:
        one.book(who, course)
    held = there.desk.read(bookings_of, course)[0].id
    there.act(payments.note_payment, payments.NotePayment(held, 3000, MONDAY))
    pcs.meet()

    (clash,) = pcs.questions().twice
    assert "wurde zweimal für „Malen“ angemeldet" in sentence(pcs, clash)
    pcs.decide(here, clash, "keep-1")
    pcs.meet()

    (line,) = there.desk.read(bookings_of, course)
    assert (line.state, line.paid_cents) == ("booked", 3000)
    assert pcs.questions().number == 0


def test_only_people_noted_at_two_pcs_within_two_weeks_are_possible_duplicates(
    pcs: TwoPcs,
) -> None:
    here, there = pcs.both
    here.person("Groß", "Edith")
    here.person("Groß", "Edith")
    here.person("Lang", "Otto")
    pcs.meet()
    there.clock.go_on(days=15)
    there.person("Lang", "Otto")
    here.clock.go_on(days=15)
    one, other = here.person("Neu", "Erna"), there.person("Neu", "Erna")
    pcs.meet()

    (clash,) = pcs.questions().people
    assert {entry.person.id for entry in clash.entries} == {one, other}
    here.act(keep_apart, KeepApart(one, other))
    assert here.desk.read(clashes).people == ()


def test_the_same_payment_at_one_pc_or_a_day_later_is_no_hint(pcs: TwoPcs) -> None:
    here, there = pcs.both
    held = here.book(here.person(), here.offer(fee_cents=500)).booking_id
    pcs.meet()
    pay = payments.NotePayment(held, 500, MONDAY)
    here.act(payments.note_payment, pay)
    here.act(payments.note_payment, pay)
    there.clock.go_on(days=2)
    there.act(payments.note_payment, pay)
    pcs.meet()
    assert pcs.questions().payments == ()

    here.clock.go_on(days=2)
    here.act(payments.note_payment, pay)
    pcs.meet()
    (hint,) = pcs.questions().payments
    assert [entry.pc for entry in hint.entries] == ["Büro", "Empfang"]
    pcs.decide(there, hint, "void-2")
    pcs.meet()
    assert pcs.questions().payments == ()
    assert sum(p.amount_cents for p in here.desk.read(payments_of, held)) == 1500


def test_what_was_left_with_a_reason_is_asked_again_when_more_of_it_comes(pcs: TwoPcs) -> None:
    here, there = pcs.both
    held = here.book(here.person(), here.offer(fee_cents=500)).booking_id
    pcs.meet()
    pay = payments.NotePayment(held, 500, MONDAY)
    for one in pcs.both:
        one.act(payments.note_payment, pay)
    pcs.meet()
    (hint,) = pcs.questions().payments
    pcs.decide(here, hint, "leave", reason="hat zwei Plätze bezahlt")
    pcs.meet()
    assert pcs.questions().payments == ()

    there.act(payments.note_payment, pay)
    pcs.meet()

    (again,) = pcs.questions().payments
    assert len(again.entries) == 3


def test_a_proposal_keeps_its_meaning_when_other_rooms_and_times_become_free(pcs: TwoPcs) -> None:
    here, there = pcs.both
    skat, bingo = here.offer("Skat"), here.offer("Bingo")
    pcs.meet()
    here.one_date(skat, 600, 720)
    there.one_date(bingo, 660, 780)
    pcs.meet()
    (clash,) = pcs.questions().rooms
    before = codes(here, clash)
    taken = here.one_date(here.offer("Chor"), 600, 900, room=SECOND)

    after = codes(here, clash)

    assert set(after) - set(before) <= {code for code in after if code.startswith("room")}
    gone = next(code for code in before if code not in after)
    with pytest.raises(Invalid):
        pcs.decide(here, clash, gone)
    here.act(dates.cancel_date, dates.CancelDate(taken, "Wetter"))
    pcs.decide(here, clash, gone)
    pcs.meet()
    assert pcs.questions().rooms == ()


def test_who_may_not_do_a_thing_by_hand_may_not_decide_it_either(pcs: TwoPcs) -> None:
    here = pcs.empfang
    boss = here.act(staff.add_staff, staff.AddStaff("Frau Blum", "manager")).value
    helper = here.act(staff.add_staff, staff.AddStaff("Herr Stern")).value
    pcs.meet()
    values: tuple[dict[str, str | None], ...] = (
        {"office_hours": "9 bis 12"},
        {"office_hours": "9 bis 13"},
    )
    for one, value in zip(pcs.both, values, strict=True):
        one.act(houses.edit_house, houses.EditHouse(value))
    clash = oversold(pcs)
    (hours,) = pcs.questions().values
    here.desk.actor = helper

    for asked, code in ((hours, "value-2"), (clash, "leave")):
        with pytest.raises(NotAllowed):
            pcs.decide(here, asked, code, reason="bitte")
    pcs.decide(here, clash, "waiting-1")
    here.desk.actor = boss
    pcs.decide(here, hours, "value-2")
    here.desk.actor = helper
    with pytest.raises(NotAllowed):
        here.act(history.undo, None)
    here.desk.actor = boss
    here.act(history.undo, None)
    assert here.desk.read(clashes).values == (hours,)


def test_two_looks_of_the_papers_are_one_question_for_colours_and_one_for_the_logo(
    pcs: TwoPcs,
) -> None:
    pairs = ({"ink": "#0F4A34", "accent": "#96400F"}, {"ink": "#0B4650"})
    for one, colours, name in zip(pcs.both, pairs, ("Linde", "Lindenblatt"), strict=True):
        one.act(house_look.set_look, house_look.SetLook({**colours, "logo_alt": name}))
    pcs.meet()

    questions = pcs.questions().values
    assert {clash.columns for clash in questions} == {("accent", "ink"), ("logo_alt",)}
    colours = next(clash for clash in questions if "ink" in clash.columns)
    said = sentence(pcs, colours)
    assert said.startswith("Die zweite Farbe von „Haus Linde“ wurde an zwei PCs verschieden")
    assert "zweite Farbe #96400F, Hauptfarbe #0F4A34" in said
    chosen = next(n for n, one in enumerate(colours.said) if one.value("ink") == "#0F4A34")
    pcs.decide(pcs.empfang, colours, f"value-{chosen + 1}")
    pcs.meet()
    for one in pcs.both:
        look = one.desk.read(house_look.own_look)
        assert (look.ink, look.accent) == ("#0F4A34", "#96400F")


def test_what_two_pcs_of_another_house_disagree_about_is_not_asked_here(pcs: TwoPcs) -> None:
    foreign = pcs.empfang.elsewhere(offer, {"title": "Kegeln", "type": "course"})
    pcs.meet()
    for one, title in zip(pcs.both, ("Boule", "Boccia"), strict=True):
        one.act(change, (offer, foreign, {"title": title}))
    pcs.meet()

    assert pcs.questions().number == 0


def test_a_decision_that_two_pcs_made_alike_is_shown_once(pcs: TwoPcs) -> None:
    here, there = pcs.both
    first, second = here.people(2)
    course = here.offer("Yoga", capacity=1)
    held = here.book(first, course).booking_id
    queued = here.book(second, course).booking_id
    pcs.meet()
    for one in pcs.both:
        one.act(bookings.cancel, bookings.CancelBooking(held))
    pcs.meet()

    kinds = [line.kind for line in there.desk.read(decisions_about, queued)]
    assert kinds == ["promoted", "waiting"]


def test_the_newest_value_of_what_nobody_needs_to_be_asked_about_simply_holds(
    pcs: TwoPcs,
) -> None:
    held = pcs.empfang.book(pcs.empfang.person(), pcs.empfang.offer()).booking_id
    pcs.meet()
    for number, one in enumerate(pcs.both):
        one.act(change, (booking, held, {"rank": number}))
    pcs.meet()

    assert pcs.questions().number == 0
