"""Every document of the register: made from the database, valid, complete, the same every time."""

from dataclasses import replace

import pytest

from begegnung.model.errors import Invalid
from begegnung.model.local_time import moment
from begegnung.services.booking_lists import bookings_of
from begegnung.services.editions import BeginEdition, begin_edition, present_edition
from begegnung.services.houses import EditHouse, edit_house
from begegnung.services.named import offers_named
from begegnung.services.offer_data import OfferData
from begegnung.services.offers import AddOffer, add_offer
from begegnung.services.payments import NotePayment, ledger_between, note_payment
from begegnung.services.people import BlockPerson, block_person, people_list
from begegnung.services.printing.registry import DOCUMENTS, make_document
from begegnung.services.receipts import receipt_label, receipts
from begegnung.services.tills import SwitchReceipts, switch_receipts, tills
from begegnung.texts.papers import DOCUMENT_TITLES, OPTION_WORDS
from tests.desks import MONDAY, House
from tests.papers.houses import COURSE, DROPPED, LUNCH, TRIP, TUESDAY, furnished
from tests.papers.page_marks import text_of

TYPED: dict[str, dict[str, str]] = {
    "programme": {"week": "2026-W48", "paper": "a3"},
    "programme-large": {"week": "2026-W48"},
    "programme-flyer": {"week": "2026-W48", "layout": "reader"},
    "programme-leaflet": {"week": "2026-W48", "layout": "sheet"},
    "programme-html": {"week": "2026-W48"},
    "programme-text": {"week": "2026-W48"},
    "programme-telephone": {"week": "2026-W48"},
    "programme-braille": {"week": "2026-W48"},
    "changes": {"week": "2026-W48", "paper": "a5"},
    "participants": {"offer": COURSE, "copy": "house"},
    "signatures": {"offer": COURSE, "day": MONDAY.isoformat(), "blank": "3"},
    "waiting-list": {"offer": COURSE},
    "calls": {"offer": COURSE, "reason": "Der Termin fällt aus."},
    "meals": {"offer": LUNCH},
    "trip": {"offer": TRIP},
    "notice": {"offer": DROPPED, "paper": "a5"},
    "door-signs": {},
    "rooms-day": {"day": MONDAY.isoformat()},
    "rooms-week": {"week": "2026-W48"},
    "flyer": {"offer": COURSE, "paper": "a5"},
    "booklet": {"half": "2026-2", "layout": "reader"},
    "booklet-csv": {"half": "2026-2"},
    "booklet-rtf": {},
    "day-package": {},
    "letters": {"offer": COURSE},
    "badges": {"offer": COURSE},
    "visitor-cards": {"offer": COURSE},
    "labels": {"offer": COURSE},
    "emergency": {"day": MONDAY.isoformat()},
    "payment": {"payment": "paid"},
    "cash-report": {},
}
"""What is asked of every document in these tests."""


@pytest.fixture
def full(house: House) -> House:
    """A house with a course that is full, a lunch and a trip; it was printed before."""
    furnished(house)
    was_printed(house)
    return house


def was_printed(house: House) -> None:
    """The week was printed when its first date was not planned yet and the next one elsewhere."""
    edition = house.desk.read(present_edition, "week", MONDAY)
    _, second, *others = edition.entries
    before = replace(edition, entries=(replace(second, room="Foyer"), *others))
    house.act(begin_edition, BeginEdition(before))


def typed_for(house: House, name: str) -> dict[str, str]:
    """What is asked, with the identifier of the payment that was made."""
    if name != "payment":
        return TYPED[name]
    (line,) = house.desk.read(ledger_between, MONDAY, MONDAY)
    return {"payment": line.id}


def offer_of(house: House) -> str:
    """The course."""
    return house.desk.read(offers_named, COURSE)[0]


def test_every_document_has_words_and_is_tried_here() -> None:
    assert DOCUMENTS.keys() == DOCUMENT_TITLES.keys() == TYPED.keys()
    named = {option.name for document in DOCUMENTS.values() for option in document.options}
    assert named == OPTION_WORDS.keys()


PDFS = sorted(name for name, document in DOCUMENTS.items() if document.suffix == ".pdf")


@pytest.mark.parametrize("name", sorted(DOCUMENTS.keys() - set(PDFS)))
def test_every_other_file_is_always_the_same(full: House, name: str) -> None:
    made = make_document(full.desk, name, TYPED[name])
    assert made == make_document(full.desk, name, TYPED[name])
    assert len(made) > 100


@pytest.mark.parametrize("name", ["participants", "signatures", "waiting-list", "calls"])
def test_a_list_of_an_offer_without_anybody_can_be_printed(house: House, name: str) -> None:
    house.offer("Leer")
    assert "Leer" in text_of(make_document(house.desk, name, {"offer": "leer"}))


def test_the_copy_for_the_leader_has_names_and_no_telephone(full: House) -> None:
    for copy, has_phone in (("house", True), ("leader", False)):
        text = text_of(make_document(full.desk, "participants", {"offer": COURSE, "copy": copy}))
        assert "Müller, Gerhard" in text
        assert "Yıldız, Ayşe" in text
        assert ("0231 0000000" in text) is has_phone


def test_the_list_to_be_signed_has_a_numbered_row_for_everybody_and_for_who_comes_without_a_name(
    full: House,
) -> None:
    text = text_of(make_document(full.desk, "signatures", TYPED["signatures"]))
    assert "Mo., 23.11.2026, 10:00 bis 11:00 Uhr" in text
    assert "5 Öztürk" not in text
    for number in range(1, 9):
        assert f" {number}" in text
    assert " 9" not in text.split("Unterschrift ")[-1].split("Haus Linde")[0]


def test_the_meal_list_says_the_portions_before_the_names(full: House) -> None:
    text = text_of(make_document(full.desk, "meals", {"offer": LUNCH}))
    assert "Portionen: 9" in text
    assert text.index("Vegetarisch 3") < text.index("Müller, Gerhard")


def test_the_list_of_a_trip_goes_by_boarding_point(full: House) -> None:
    text = text_of(make_document(full.desk, "trip", {"offer": TRIP}))
    places = [
        text.index(words)
        for words in ("Hauptbahnhof, 8:00 Uhr: 2", "Hörde, Clarenberg, 8:20 Uhr: 3", "Zustieg")
    ]
    assert places == sorted(places)


def test_a_blocked_person_keeps_her_place_on_every_list_and_is_named_on_none(full: House) -> None:
    her = next(p.id for p in full.desk.read(people_list) if p.surname == "Yıldız")
    full.act(block_person, BlockPerson(her, blocked=True))
    for name in ("participants", "calls", "meals", "trip"):
        text = text_of(make_document(full.desk, name, TYPED[name]))
        assert "(gesperrt)" in text
        assert not any(word in text for word in ("Yıldız", "Ayşe", "0231 0000002"))


def test_the_notice_says_what_does_not_take_place_when_and_why(full: House) -> None:
    text = text_of(make_document(full.desk, "notice", {"offer": DROPPED}))
    for words in (
        f"Fällt aus {DROPPED} am Montag, 23. November, 14:00 bis 15:00 Uhr",
        "Grund: Leitung verhindert",
    ):
        assert words in text
    with pytest.raises(Invalid, match="as_planned"):
        make_document(full.desk, "notice", {"offer": COURSE})


def test_every_room_has_a_sign_and_the_plans_name_all_rooms(full: House) -> None:
    signs = text_of(make_document(full.desk, "door-signs", {}))
    assert "Saal Montag, 23. November 10:00–11:00 Yoga & <Stuhl>" in signs
    assert "Foyer Montag, 23. November Heute frei" in signs
    assert f"{DROPPED} fällt aus" in signs
    one = text_of(make_document(full.desk, "door-signs", {"room": "saal"}))
    assert "Foyer" not in one
    for name in ("rooms-day", "rooms-week"):
        text = text_of(make_document(full.desk, name, TYPED[name]))
        assert all(room in text for room in ("Saal", "Werkraum", "Foyer", COURSE))


def test_a_payment_is_printed_twice_with_the_amount_in_words(full: House) -> None:
    text = text_of(make_document(full.desk, "payment", typed_for(full, "payment")))
    assert text.count("Zahlungsvermerk Nr. 17/2026 12,50 €") == 2
    assert text.count("in Worten: zwölf Euro und fünfzig Cent") == 2
    assert text.count("von: Gerhard Müller") == 2
    assert "Für Sie" in text
    assert "Für die Kasse" in text


def test_a_receipt_of_the_program_is_found_by_its_number(full: House) -> None:
    till = full.desk.read(tills)[0].id
    full.act(switch_receipts, SwitchReceipts(till, numbered=True, agreed=True))
    booking = next(
        line for line in full.desk.read(bookings_of, offer_of(full)) if line.number == 2
    ).id
    full.act(note_payment, NotePayment(booking, 4000, MONDAY))
    (receipt,) = full.desk.read(receipts)
    number = receipt_label(receipt.series, receipt.year, receipt.number)

    text = text_of(make_document(full.desk, "payment", {"payment": number}))

    assert text.count(f"Quittung Nr. {number} 40,00 €") == 2


def test_the_report_of_the_till_says_pieces_sums_and_the_difference(full: House) -> None:
    text = text_of(make_document(full.desk, "cash-report", {}))
    for words in ("10,00 € 1 10,00 €", "2,00 € 2 4,00 €", "Soll 12,50 €", "Differenz 1,50 €"):
        assert words in text
    with pytest.raises(Invalid, match="no_report"):
        make_document(full.desk, "cash-report", {"day": "2026-11-22"})


def test_with_the_emergency_folder_two_days_can_be_worked_without_a_computer(full: House) -> None:
    open_meeting = full.offer("Café", "open_meeting")
    full.one_date(open_meeting, 900, 960, day=TUESDAY, room=None)
    text = text_of(make_document(full.desk, "emergency", {}))
    for words in (
        "Mo., 23.11.2026 und Di., 24.11.2026",
        f"{DROPPED} (fällt aus)",
        "5 von 5",
        "Müller, Gerhard 0231 0000000",
        "Warteliste",
        "Portionen: 9",
        "Café",
    ):
        assert words in text
    assert text.count("Teilnehmerliste") == 1
    assert "Keine Termine." in text_of(make_document(full.desk, "emergency", {"day": "2026-12-24"}))


def test_dates_for_which_nobody_is_registered_share_a_sheet_to_be_filled_in(full: House) -> None:
    for n in range(6):
        full.one_date(full.offer(f"Gruppe {n}"), 540 + 10 * n, 600 + 10 * n, room=None)
    text = text_of(make_document(full.desk, "emergency", {}))
    assert text.count("Noch niemand angemeldet") == 1
    assert text.count("Teilnehmerliste") == 1
    for n in range(6):
        assert text.count(f"Uhr: Gruppe {n} Name Telefon Was") == 1
    package = text_of(make_document(full.desk, "day-package", {}))
    assert package.count("Teilnehmerliste") == 1
    assert package.count("Unterschriftenliste") == 7


def test_names_are_printed_on_cards_for_an_offer_or_for_one_person(full: House) -> None:
    badge = text_of(make_document(full.desk, "badges", {"offer": COURSE}))
    assert "Haus Linde Gerhard Müller" in badge
    her = next(p.id for p in full.desk.read(people_list) if p.surname == "Nguyễn")
    card = text_of(make_document(full.desk, "visitor-cards", {"person": her}))
    assert card == "Haus Linde Thị Lan Nguyễn"
    labels = text_of(make_document(full.desk, "labels", {"offer": COURSE}))
    assert "Gerhard Müller Lindenweg 12 44135 Dortmund" in labels
    assert "Nguyễn" not in labels


@pytest.mark.parametrize(
    ("kind", "number", "words"),
    [
        ("confirmation", 5, "Sie sind angemeldet."),
        ("waiting", 1, "auf der Warteliste, auf Platz 1."),
        ("cancellation", 6, "leider müssen wir Ihnen absagen."),
    ],
)
def test_everybody_whom_it_concerns_gets_a_letter(
    full: House, kind: str, number: int, words: str
) -> None:
    typed = {"offer": COURSE, "kind": kind, "reason": "Wasserschaden"}
    text = text_of(make_document(full.desk, "letters", typed))
    assert text.count(words) == number
    assert text.count("Guten Tag") == number
    assert text.count("Haus Linde · Dortmund") == number


def test_the_flyer_says_what_when_where_and_how_to_reach_the_house(full: House) -> None:
    known: dict[str, str | None] = {
        "phone": "0231 555",
        "web": "linde.example",
        "street": "Lindenweg 1",
    }
    full.act(edit_house, EditHouse(known))
    pdf = make_document(full.desk, "flyer", {"offer": COURSE})
    text = text_of(pdf)
    for words in (COURSE, "Wann: Mo., 23.11.2026", "Wo: Saal", "Leitung: Renate Beispiel"):
        assert words in text
    assert "Telefon 0231 555 Lindenweg 1, Dortmund Mehr im Internet: linde.example" in text


def test_the_day_package_has_the_day_and_two_lists_for_each_date(full: House) -> None:
    text = text_of(make_document(full.desk, "day-package", {}))
    assert text.startswith("Haus Linde Tagesmappe Mo., 23.11.2026")
    assert text.count("Teilnehmerliste") == 1
    assert text.count("Unterschriftenliste") == 1
    assert "0231 0000000" not in text


def test_those_of_the_last_half_year_get_a_letter_about_their_priority(full: House) -> None:
    data = OfferData("Yoga im Frühjahr", "course", registration_opens=moment(MONDAY, 540))
    full.act(add_offer, AddOffer(data, continues_id=offer_of(full)))
    typed = {"offer": "Yoga im Frühjahr", "kind": "priority"}
    text = text_of(make_document(full.desk, "letters", typed))
    assert text.count("vor allen anderen anmelden bis zum Mo., 23.11.2026.") == 5


@pytest.mark.parametrize(
    ("name", "typed", "field", "problem"),
    [
        ("postcard", {}, "document", "unknown"),
        ("participants", {}, "offer", "missing"),
        ("participants", {"offer": "Gibt es nicht"}, "offer", "unknown"),
        ("participants", {"offer": COURSE, "copy": "alle"}, "copy", "unknown"),
        ("participants", {"offer": COURSE, "day": "gestern"}, "day", "not_a_date"),
        ("participants", {"offer": COURSE, "day": "2026-11-24"}, "day", "no_date"),
        ("signatures", {"offer": COURSE, "blank": "viele"}, "blank", "not_a_number"),
        ("programme", {"week": "bald"}, "week", "not_a_week"),
        ("programme", {"colour": "rot"}, "colour", "unknown"),
        ("booklet", {"half": "Frühling"}, "half", "not_a_half_year"),
        ("booklet", {"layout": "poster"}, "layout", "unknown"),
        ("changes", {"week": "2026-W40"}, "week", "not_printed"),
        ("letters", {"offer": DROPPED}, "offer", "nobody_to_write_to"),
        ("badges", {}, "offer", "missing"),
        ("badges", {"person": "niemand"}, "person", "unknown"),
        ("payment", {"payment": "H9-2026-0001"}, "payment", "unknown"),
        ("cash-report", {"till": "Sparschwein"}, "till", "unknown"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_place(
    full: House, name: str, typed: dict[str, str], field: str, problem: str
) -> None:
    with pytest.raises(Invalid) as caught:
        make_document(full.desk, name, typed)
    assert (caught.value.field, caught.value.problem) == (field, problem)
