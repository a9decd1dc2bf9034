"""Anything a desk may do, in any order: for what must hold whatever happens."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from begegnung.formats.holiday_list import FoundHoliday, HolidayList
from begegnung.formats.icalendar_file import calendar_from
from begegnung.model.calendar import SchoolHoliday
from begegnung.model.changes import Action
from begegnung.model.editions import Edition
from begegnung.model.errors import Refusal
from begegnung.model.house_look import PAIRS
from begegnung.model.recurrence import Series
from begegnung.services import (
    agreements,
    attendance,
    booking_details,
    bookings,
    cash_reports,
    closing,
    consents,
    dates,
    duplicates,
    editions,
    half_year,
    handover,
    house_look,
    households,
    houses,
    ical_import,
    month_closings,
    offers,
    payments,
    people,
    person_merges,
    prices,
    punch_cards,
    school_holidays,
    series_change,
    several_bookings,
    staff,
    tills,
    transfers,
    waiting,
)
from begegnung.services.boarding import BoardingStop
from begegnung.services.desk import Done
from tests.desks import MONDAY, SECOND, SINGLE, Content, House, content

NAMES = ("Müller", "Mueller", "Öztürk", "Nguyễn", "Groß", "Weber", "Kaya")


class Chance:
    """A desk that does what two numbers say, with the rows that are there."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.rows: Content = {}

    def do(self, verb: str, a: int, b: int) -> Action | None:
        """Does one thing; None when it was refused, impossible or changed nothing."""
        self.rows = self.house.desk.read(content)
        with suppress(Refusal, IndexError):
            done: Done[Any] = VERBS[verb](self, a, b)
            return done.action
        return None

    def some(self, table: str, number: int) -> str:
        """The identifier of a row; IndexError when there is none."""
        ids = sorted(self.rows[table])
        if not ids:
            raise IndexError(table)
        return ids[number % len(ids)]

    def act(self, verb: Callable[..., Any], request: object) -> Any:
        self.house.clock.go_on(milliseconds=1)
        return self.house.desk.act(verb, request)

    def add_person(self, a: int, b: int) -> Any:
        return self.act(people.add_person, people.PersonData(NAMES[a % 7], phone=f"0231 {b:06}"))

    def edit_person(self, a: int, b: int) -> Any:
        data = people.PersonData(NAMES[b % 7], "Ruth", birth_year=1930 + b)
        return self.act(people.edit_person, people.EditPerson(self.some("person", a), data))

    def join_household(self, a: int, b: int) -> Any:
        both = (self.some("person", a), self.some("person", b))
        phone = None if a % 3 else f"0231 {b:05}"
        return self.act(households.join_household, households.JoinHousehold(both, phone))

    def leave_household(self, a: int, _b: int) -> Any:
        request = households.LeaveHousehold(self.some("person", a))
        return self.act(households.leave_household, request)

    def change_shared_phone(self, a: int, b: int) -> Any:
        request = households.SetHouseholdPhone(self.some("household", a), f"0231 {b:05}")
        return self.act(households.set_household_phone, request)

    def consent(self, a: int, b: int) -> Any:
        purpose = sorted(consents.PURPOSES)[b % 5]
        request = consents.GiveConsent(self.some("person", a), purpose, MONDAY)
        return self.act(consents.give_consent, request)

    def revoke(self, a: int, _b: int) -> Any:
        request = consents.RevokeConsent(self.some("consent", a), MONDAY)
        return self.act(consents.revoke_consent, request)

    def merge_people(self, a: int, b: int) -> Any:
        request = person_merges.Merge(self.some("person", a), self.some("person", b))
        return self.act(person_merges.merge, request)

    def unmerge_people(self, a: int, _b: int) -> Any:
        merged = [i for i, row in self.rows["person"].items() if row["merged_into"]]
        request = person_merges.Unmerge(sorted(merged)[a % len(merged)] if merged else "")
        return self.act(person_merges.unmerge, request)

    def follow_merges(self, _a: int, _b: int) -> Any:
        return self.act(person_merges.follow_merges, None)

    def keep_apart(self, a: int, b: int) -> Any:
        request = duplicates.KeepApart(self.some("person", a), self.some("person", b))
        return self.act(duplicates.keep_apart, request)

    def block_person(self, a: int, b: int) -> Any:
        request = people.BlockPerson(self.some("person", a), blocked=b % 2 == 0)
        return self.act(people.block_person, request)

    def add_offer(self, a: int, b: int) -> Any:
        kind = ("course", "lunch", "trip", "open_meeting")[b % 4]
        data = offers.OfferData(f"Angebot {a}", kind, capacity=1 + b % 3)
        return self.act(offers.add_offer, offers.AddOffer(data))

    def add_series(self, a: int, b: int) -> Any:
        last = MONDAY + timedelta(weeks=1 + b % 3)
        self.house.series(f"Reihe {a}", MONDAY, last, 540 + 30 * (a % 6), 600 + 30 * (a % 6))
        return self.act(staff.add_staff, staff.AddStaff(f"Mitarbeiterin {a}"))

    def add_course(self, a: int, b: int) -> Any:
        first = MONDAY + timedelta(days=11)
        series = Series(("FREQ=WEEKLY;BYDAY=FR",), start=first, count=3 + b % 3)
        planned = offers.PlannedSeries(series, first, first, 480 + 30 * (a % 20), None)
        data = offers.OfferData(f"Kurs {a}", "course", room_id=self.house.room(SECOND))
        request = offers.AddOffer(data, (planned,), "" if b % 5 else "so verabredet")
        return self.act(offers.add_offer, request)

    def edit_offer(self, a: int, b: int) -> Any:
        offer_id = self.some("offer", a)
        data = offers.OfferData(
            f"Angebot {b}", self.rows["offer"][offer_id]["type"], capacity=b % 4 or None
        )
        return self.act(offers.edit_offer, offers.EditOffer(offer_id, data))

    def add_trip(self, a: int, b: int) -> Any:
        data = offers.OfferData(
            f"Fahrt {a}", "trip", capacity=3, fee_cents=100 * b, choices="Fisch\nGemüse"
        )
        stops = tuple(BoardingStop(f"Zustieg {n}", 480 + n) for n in range(b % 3))
        return self.act(offers.add_offer, offers.AddOffer(data, boarding=stops))

    def move_stops(self, a: int, b: int) -> Any:
        offer_id = self.some("offer", a)
        row = self.rows["offer"][offer_id]
        data = offers.OfferData(row["title"], row["type"], choices=row["choices"])
        points = self.rows["boarding_point"].items()
        known = [key for key, point in points if point["offer_id"] == offer_id]
        stops = tuple(BoardingStop(f"Halt {n}", 500, key) for n, key in enumerate(known[: b % 3]))
        return self.act(offers.edit_offer, offers.EditOffer(offer_id, data, boarding=stops))

    def set_details(self, a: int, b: int) -> Any:
        points = self.rows["boarding_point"]
        point = self.some("boarding_point", b) if points and b % 2 else None
        request = booking_details.SetDetails(
            self.some("booking", a), point, ("", "Fisch", "Gemüse")[b % 3]
        )
        return self.act(booking_details.set_details, request)

    def add_card_group(self, a: int, _b: int) -> Any:
        data = offers.OfferData(f"Gruppe {a}", "group", takes_cards=True)
        return self.act(offers.add_offer, offers.AddOffer(data))

    def sell_card(self, a: int, b: int) -> Any:
        offer_id = self.some("offer", b) if b % 3 else None
        request = punch_cards.SellCard(
            self.some("person", a), 1 + b % 3, 500 * (b % 4), offer_id, paid=b % 2 == 0
        )
        return self.act(punch_cards.sell_card, request)

    def punch(self, a: int, b: int) -> Any:
        request = punch_cards.Punch(self.some("punch_card", a), self.some("occurrence", b))
        return self.act(punch_cards.punch_visit, request)

    def give_back(self, a: int, _b: int) -> Any:
        request = punch_cards.TakeBackPunch(self.some("punch", a))
        return self.act(punch_cards.take_back_punch, request)

    def pay_card(self, a: int, _b: int) -> Any:
        return self.act(punch_cards.pay_card, punch_cards.PayCard(self.some("punch_card", a)))

    def void_card(self, a: int, b: int) -> Any:
        request = punch_cards.VoidCard(self.some("punch_card", a), "verloren", 100 * (b % 3))
        return self.act(punch_cards.void_card, request)

    def end_offer(self, a: int, _b: int) -> Any:
        return self.act(offers.end_offer, offers.EndOffer(self.some("offer", a)))

    def add_date(self, a: int, b: int) -> Any:
        start = 480 + 20 * (b % 20)
        room = self.house.room((SINGLE, SECOND)[b % 2])
        request = dates.AddDate(self.some("offer", a), MONDAY, start, start + 60, room)
        return self.act(dates.add_date, request)

    def move_date(self, a: int, b: int) -> Any:
        start, room = 480 + 20 * (b % 20), self.house.room((SINGLE, SECOND)[b % 2])
        request = dates.MoveDate(self.some("occurrence", a), MONDAY, start, start + 50, room)
        return self.act(dates.move_date, request)

    def edit_date(self, a: int, b: int) -> Any:
        one = self.some("occurrence", a)
        request = dates.EditDate(one, f"Titel {b}", "", "", 5 * (b % 4), 0, "ja" * (b % 2))
        return self.act(dates.edit_date, request)

    def cancel_date(self, a: int, b: int) -> Any:
        request = dates.CancelDate(self.some("occurrence", a), "Wetter", b % 2 == 0)
        return self.act(dates.cancel_date, request)

    def change_from(self, a: int, b: int) -> Any:
        day = MONDAY + timedelta(days=b)
        series = Series((f"FREQ=WEEKLY;BYDAY={('MO', 'FR')[b % 2]}",))
        planned = offers.PlannedSeries(series, day, day + timedelta(weeks=4), 600 + b, 660 + b)
        room = self.house.room((SINGLE, SECOND)[a % 2])
        request = series_change.ChangeFrom(self.some("offer", a), day, (planned,), room, "neu")
        return self.act(series_change.change_from, request)

    def copy_half_year(self, _a: int, b: int) -> Any:
        ids = tuple(self.rows["offer"])
        request = half_year.CopyHalfYear("2026-2", "2027-1", ids, "ja" * (b % 2))
        return self.act(half_year.copy_half_year, request)

    def restore_date(self, a: int, _b: int) -> Any:
        return self.act(dates.restore_date, dates.RestoreDate(self.some("occurrence", a)))

    def move_series(self, a: int, b: int) -> Any:
        room = self.house.room((SINGLE, SECOND)[b % 2])
        return self.act(dates.move_series, dates.MoveSeries(self.some("offer", a), room))

    def book(self, a: int, b: int) -> Any:
        offer_id, occurrence_id = self.some("offer", b), None
        if self.rows["offer"][offer_id]["type"] == "lunch":
            occurrence_id = self.some("occurrence", a)
        request = bookings.Book(self.some("person", a), offer_id, occurrence_id)
        return self.act(bookings.book, request)

    def cancel_booking(self, a: int, _b: int) -> Any:
        return self.act(bookings.cancel, bookings.CancelBooking(self.some("booking", a)))

    def book_couple(self, a: int, b: int) -> Any:
        first = bookings.Book(self.some("person", a), self.some("offer", b))
        request = bookings.BookTogether(first, (self.some("person", a + 1),), b % 2 == 0)
        return self.act(bookings.book_together, request)

    def overrule(self, a: int, b: int) -> Any:
        request = bookings.Book(self.some("person", a), self.some("offer", b), overrule="Zusage")
        return self.act(bookings.book, request)

    def set_places(self, a: int, b: int) -> Any:
        request = bookings.SetPlaces(self.some("booking", a), 1 + b % 2)
        return self.act(bookings.set_places, request)

    def transfer(self, a: int, b: int) -> Any:
        target = bookings.Book("", self.some("offer", b))
        return self.act(transfers.transfer, transfers.Transfer(self.some("booking", a), target))

    def substitute(self, a: int, b: int) -> Any:
        request = transfers.Substitute(self.some("booking", a), self.some("person", b), "krank")
        return self.act(transfers.substitute, request)

    def inform(self, a: int, _b: int) -> Any:
        return self.act(waiting.mark_informed, waiting.MarkInformed(self.some("booking", a)))

    def call(self, a: int, b: int) -> Any:
        outcome = sorted(waiting.CALL_OUTCOMES)[b % 4]
        return self.act(waiting.note_call, waiting.NoteCall(self.some("booking", a), outcome))

    def hand_on(self, a: int, _b: int) -> Any:
        return self.act(waiting.pass_on, waiting.PassOn(self.some("booking", a), "verreist"))

    def reorder(self, a: int, b: int) -> Any:
        request = waiting.Reorder(self.some("booking", a), "zugesagt", to_front=b % 2 == 0)
        return self.act(waiting.reorder, request)

    def keep_together(self, a: int, b: int) -> Any:
        ids = (self.some("booking", a), self.some("booking", b))
        return self.act(waiting.keep_together, waiting.KeepTogether(ids, (a + b) % 2 == 0))

    def pay(self, a: int, b: int) -> Any:
        day = MONDAY - timedelta(days=30 * (b % 2))
        request = payments.NotePayment(self.some("booking", a), 100 + b, day, f"{b}")
        return self.act(payments.note_payment, request)

    def refund(self, a: int, b: int) -> Any:
        request = payments.Refund(self.some("booking", a), 50 + b, MONDAY, "zu viel")
        return self.act(payments.refund, request)

    def cancel_payment(self, a: int, _b: int) -> Any:
        request = payments.VoidPayment(self.some("payment_note", a), "vertippt")
        return self.act(payments.void_payment, request)

    def agree_price(self, a: int, b: int) -> Any:
        request = prices.SetPrice(self.some("booking", a), 100 * b, "so verabredet")
        return self.act(prices.set_price, request)

    def book_days(self, a: int, b: int) -> Any:
        date_id = self.some("occurrence", a)
        offer_id = self.rows["occurrence"][date_id]["offer_id"]
        days = [key for key, one in self.rows["occurrence"].items() if one["offer_id"] == offer_id]
        together = bookings.BookTogether(bookings.Book(self.some("person", b), offer_id), ())
        request = several_bookings.BookDays(together, tuple((day, None) for day in days[:3]))
        return self.act(several_bookings.book_days, request)

    def pay_together(self, a: int, b: int) -> Any:
        shares = ((self.some("booking", a), 100 + b), (self.some("booking", b), 50))
        request = several_bookings.PayTogether(shares, MONDAY, "17")
        return self.act(several_bookings.pay_together, request)

    def agree_prices(self, a: int, b: int) -> Any:
        ids = (self.some("booking", a), self.some("booking", b))
        return self.act(several_bookings.agree_price, several_bookings.AgreePrice(ids))

    def number_receipts(self, _a: int, b: int) -> Any:
        till_id = self.house.desk.read(tills.tills)[0].id
        request = tills.SwitchReceipts(till_id, b % 3 > 0, agreed=True)
        return self.act(tills.switch_receipts, request)

    def count_till(self, a: int, b: int) -> Any:
        request = cash_reports.CountTill(None, MONDAY, {100: a, 50: b}, "gezählt")
        return self.act(cash_reports.count_till, request)

    def cancel_report(self, a: int, _b: int) -> Any:
        request = cash_reports.CancelReport(self.some("cash_report", a), "verzählt")
        return self.act(cash_reports.cancel_report, request)

    def hand_over(self, a: int, b: int) -> Any:
        if b % 2:
            return self.act(
                cash_reports.put_in_change, cash_reports.PutInChange(None, 5000, MONDAY)
            )
        return self.act(cash_reports.hand_over, cash_reports.HandOver(None, 10 + a, MONDAY))

    def close_month(self, a: int, b: int) -> Any:
        if b % 3:
            return self.act(month_closings.close_month, month_closings.CloseMonth(None, 2026, 10))
        request = month_closings.ReopenMonth(self.some("month_closing", a), "nachgetragen")
        return self.act(month_closings.reopen_month, request)

    def tick(self, a: int, b: int) -> Any:
        state = ("present", "absent", None)[b % 3]
        request = attendance.Mark(self.some("occurrence", a), self.some("person", b), state)
        return self.act(attendance.mark, request)

    def tick_all(self, a: int, _b: int) -> Any:
        return self.act(attendance.mark_all, attendance.MarkAll(self.some("occurrence", a)))

    def count(self, a: int, b: int) -> Any:
        request = attendance.CountHeads(self.some("occurrence", a), b % 5 or None)
        return self.act(attendance.count_heads, request)

    def add_room(self, a: int, b: int) -> Any:
        return self.act(houses.add_room, houses.AddRoom(f"Raum {a}", 1 + b))

    def set_look(self, a: int, b: int) -> Any:
        pair = PAIRS[a % len(PAIRS)]
        values = ({"ink": pair.ink, "accent": pair.accent}, {"footer": f"Fuß {b}"}, {"ink": ""})
        return self.act(house_look.set_look, house_look.SetLook(values[b % 3]))

    def close_room(self, a: int, b: int) -> Any:
        day = MONDAY + timedelta(days=7 * (b % 3))
        request = houses.AddClosure(self.some("room", a), day, day, "Wasserschaden")
        return self.act(houses.add_closure, request)

    def combine_rooms(self, a: int, b: int) -> Any:
        parts = (self.some("room", b),) if b % 3 else ()
        request = houses.SetRoomParts(self.some("room", a), parts)
        return self.act(houses.set_room_parts, request)

    def move_closed(self, a: int, b: int) -> Any:
        request = closing.MoveHits(
            self.some("closure", a), self.house.room((SINGLE, SECOND)[b % 2])
        )
        return self.act(closing.move_hits, request)

    def cancel_closed(self, a: int, _b: int) -> Any:
        request = closing.CancelHits(self.some("closure", a), "Raum gesperrt")
        return self.act(closing.cancel_hits, request)

    def agree(self, a: int, b: int) -> Any:
        request = agreements.SetAgreement(self.some("offer", a), NAMES[b % 7])
        return self.act(agreements.set_agreement, request)

    def end_agreement(self, a: int, _b: int) -> Any:
        request = agreements.EndAgreement(self.some("usage_agreement", a))
        return self.act(agreements.end_agreement, request)

    def open_room(self, a: int, _b: int) -> Any:
        return self.act(houses.remove_closure, houses.RemoveClosure(self.some("closure", a)))

    def read_holidays(self, a: int, b: int) -> Any:
        first = date(2031, 6, 30) + timedelta(days=7 * a)
        holiday = SchoolHoliday("Ferien", first, first + timedelta(days=b))
        found = HolidayList((FoundHoliday(1, holiday),), ())
        request = school_holidays.ImportHolidays("NW", found, f"{a}.csv")
        return self.act(school_holidays.import_holidays, request)

    def read_calendar(self, a: int, b: int) -> Any:
        first = MONDAY + timedelta(days=7 * (b % 4))
        event = (
            f"BEGIN:VEVENT\nUID:{a % 3}\nSUMMARY:Skat {a % 3}\nLOCATION:{SINGLE}\n"
            f"DTSTART:{first:%Y%m%d}T100000\nRRULE:FREQ=WEEKLY;COUNT={1 + b % 5}\nEND:VEVENT"
        )
        calendar = calendar_from(event.encode())
        assert calendar is not None
        request = ical_import.ImportCalendar(calendar, update=a % 2 == 0)
        return self.act(ical_import.import_calendar, request)

    def add_staff(self, a: int, b: int) -> Any:
        role = ("reception", "manager", "administration")[b % 3]
        return self.act(staff.add_staff, staff.AddStaff(f"Mitarbeiter {a}", role))

    def edit_staff(self, a: int, b: int) -> Any:
        one = self.some("staff_user", a)
        known = self.rows["staff_user"][one]
        role = ("reception", "manager")[b % 2]
        request = staff.EditStaff(one, known["name"], role, active=b % 3 > 0)
        return self.act(staff.edit_staff, request)

    def leave_note(self, a: int, b: int) -> Any:
        request = handover.AddNote(MONDAY + timedelta(days=a % 5), f"Notiz {b}")
        return self.act(handover.add_note, request)

    def tick_note(self, a: int, b: int) -> Any:
        request = handover.TickNote(self.some("handover_note", a), done=b % 2 == 0)
        return self.act(handover.tick_note, request)

    def print_week(self, a: int, _b: int) -> Any:
        return self.act(editions.record_print, editions.RecordPrint(self._week(a)))

    def print_new_edition(self, a: int, _b: int) -> Any:
        return self.act(editions.begin_edition, editions.BeginEdition(self._week(a)))

    def _week(self, a: int) -> Edition:
        first = MONDAY + timedelta(days=7 * (a % 4))
        return self.house.desk.read(editions.present_edition, "week", first)

    def remove_holidays(self, a: int, _b: int) -> Any:
        request = school_holidays.RemoveHolidays((self.some("school_holiday", a),))
        return self.act(school_holidays.remove_holidays, request)


VERBS: dict[str, Callable[[Chance, int, int], Any]] = {
    name: verb
    for name, verb in vars(Chance).items()
    if callable(verb) and not name.startswith("_") and name not in {"do", "some", "act"}
}

FIRST: tuple[tuple[str, int, int], ...] = (
    ("add_person", 0, 1),
    ("add_person", 1, 2),
    ("add_person", 2, 3),
    ("add_offer", 1, 0),
    ("add_offer", 2, 1),
    ("add_date", 0, 2),
    ("add_date", 1, 9),
)
"""So that there is something to do things with."""

STEP = st.tuples(st.sampled_from(sorted(VERBS)), st.integers(0, 40), st.integers(0, 40))
"""One thing a desk may do, for `Chance.do`."""
