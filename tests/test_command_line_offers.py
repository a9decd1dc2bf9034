"""`begegnung offers` and `begegnung cards` as an administrator calls them: real processes."""

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from begegnung.model.local_time import moment
from begegnung.services.bookings import Book, book
from begegnung.services.dates import AddDate, add_date
from begegnung.services.houses import SetUpHouse, set_up_house
from begegnung.services.offers import offer_card
from begegnung.services.people import PersonData, add_person
from begegnung.wiring import open_desk
from tests.test_command_line import answer, begegnung


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a house and nothing in it."""
    folder = tmp_path / "Daten"
    with closing(open_desk(folder)) as desk:
        desk.act(set_up_house, SetUpHouse("Haus Linde"))
    return folder


def added(data: Path, *options: object) -> str:
    code, values = answer("offers", "add", "--data", data, *options)
    assert code == 0
    return values["offer"]


def listed(data: Path, *options: object) -> list[dict[str, Any]]:
    code, values = answer("offers", "list", "--data", data, *options)
    assert code == 0
    return values["offers"]


def test_an_offer_is_added_with_registration_and_costs(data: Path) -> None:
    offer_id = added(
        data,
        *("--title", "Englisch A1", "--capacity", 12, "--minimum", 6),
        *("--opens", "2026-12-08T09:00", "--priority", "2026-12-01T09:00"),
        *("--closes", "2026-12-15T18:00", "--order", "filling", "--most", 1),
        *("--fee", "30", "--material", "5,50", "--deposit", "10.00"),
        *("--balance-due", "2027-01-15", "--pro-rata", "--cards"),
    )

    with closing(open_desk(data)) as desk:
        card = desk.read(offer_card, offer_id)
    assert (card.title, card.type, card.capacity, card.minimum) == ("Englisch A1", "course", 12, 6)
    assert card.registration_opens == moment(date(2026, 12, 8), 540)
    assert card.priority_opens == moment(date(2026, 12, 1), 540)
    assert card.registration_closes == moment(date(2026, 12, 15), 1080)
    assert (card.queue_order, card.most_places) == ("filling", 1)
    assert (card.fee_cents, card.material_cents, card.deposit_cents) == (3000, 550, 1000)
    assert card.balance_due == date(2027, 1, 15)
    assert card.pro_rata
    assert card.takes_cards


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--fee", "viel"), "Kostenbeitrag: „viel“ ist kein Betrag."),
        (("--opens", "bald"), "Anmeldestart: „bald“ ist kein Datum."),
        (("--minimum", "9", "--capacity", "8"), "Mindestzahl: So viele Plätze gibt es nicht."),
    ],
)
def test_what_cannot_be_right_is_refused(
    data: Path, options: tuple[str, ...], sentence: str
) -> None:
    done = begegnung("offers", "add", "--data", data, "--title", "Yoga", *options)

    assert done.returncode == 1
    assert sentence in done.stderr
    assert listed(data) == []


def test_the_list_tells_the_free_places(data: Path) -> None:
    full = added(data, "--title", "Yoga", "--capacity", 1)
    added(data, "--title", "Chor")
    added(data, "--title", "Tanzcafé", "--type", "open_meeting")
    with closing(open_desk(data)) as desk:
        day = date(2030, 3, 1)
        desk.act(add_date, AddDate(full, day, 600, 660, None))
        for name in ("Weber", "Adler"):
            desk.act(book, Book(desk.act(add_person, PersonData(name)).value, full))

    found = {one["title"]: one for one in listed(data)}

    assert (found["Yoga"]["booked"], found["Yoga"]["waiting"], found["Yoga"]["free"]) == (1, 1, 0)
    assert found["Yoga"]["next"] == f"{day.isoformat()}T10:00"
    assert found["Chor"]["free"] is None
    assert [one["title"] for one in listed(data, "--free")] == ["Chor"]
    said = begegnung("offers", "list", "--data", data).stdout
    assert "Yoga – Kurs, 0 Plätze frei, 1 auf der Warteliste, nächster Termin" in said
    assert "Tanzcafé – Offener Treff, ohne Anmeldung, keine kommenden Termine" in said


def test_a_card_is_sold_and_punched_until_it_is_used_up(data: Path) -> None:
    gym = added(data, "--title", "Gymnastik", "--type", "group", "--cards")
    with closing(open_desk(data)) as desk:
        who = desk.act(add_person, PersonData("Weber", "Ruth")).value
        days = [date(2030, 1, number) for number in (7, 14)]
        first, second = (
            desk.act(add_date, AddDate(gym, day, 600, 660, None)).value for day in days
        )
    code, sold = answer(
        *("cards", "sell", "--data", data, "--person", who, "--price", "4,00"),
        *("--punches", 1, "--offer", gym, "--receipt", "4711"),
    )
    assert code == 0
    card = ("--card", sold["card"])

    code, punched = answer("cards", "punch", "--data", data, *card, "--date", first)
    assert (code, punched["left"]) == (0, 0)
    refused = begegnung("cards", "punch", "--data", data, *card, "--date", second)
    assert refused.returncode == 1
    assert "Die 1er-Karte von Ruth Weber ist aufgebraucht." in refused.stderr

    _, values = answer("cards", "list", "--data", data)
    assert values["cards"] == []
    _, values = answer("cards", "list", "--data", data, "--person", who, "--all")
    (line,) = values["cards"]
    assert (line["name"], line["left"], line["paid_cents"]) == ("Ruth Weber", 0, 400)
