"""The confirmation of a registration: what stands on it, and that it is a valid file."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import page
import pypdfium2
import pytest

from begegnung.model.booking_rows import Slip, SlipDate
from begegnung.reports.booking_slip import booking_slips
from tests.papers.page_marks import text_of
from tests.reports.structure_reader import font_sizes

DAY = date(2026, 11, 23)
USUAL = Slip(
    house="Haus Linde",
    address="Lindenweg 1, Dortmund",
    phone="0231 555000",
    name="Gerhard Müller",
    title="Yoga auf dem Stuhl",
    position=0,
    places=1,
    dates=tuple(SlipDate(DAY + timedelta(weeks=n), 600, 660) for n in range(3)),
    wording="montags",
    place="Saal",
    leader="Renate Beispiel",
    boarding="",
    choice="",
    numbers=(12,),
    registered=datetime(2026, 11, 23, 9, 10),  # noqa: DTZ001 the desk's wall clock
    due_cents=4000,
    paid_cents=1000,
)


@dataclass(frozen=True, slots=True)
class Case:
    slips: tuple[Slip, ...]
    pages: int


CASES = {
    "usual": Case((USUAL,), 1),
    "bare": Case(
        (USUAL._replace(house="", address="", phone="", dates=(), place="", leader=""),), 1
    ),
    "waiting": Case((USUAL._replace(position=2),), 1),
    "couple": Case((USUAL, USUAL._replace(name="Gertrud Müller", numbers=(13,))), 2),
    "many_dates": Case(
        (
            USUAL._replace(
                dates=tuple(SlipDate(DAY + timedelta(weeks=n), 600, None) for n in range(40))
            ),
        ),
        1,
    ),
    "long_words": Case(
        (USUAL._replace(title="Donaudampfschifffahrt" * 4, name="Nguyễn Łódź 茶" * 3),), 1
    ),
}


def pages_of(pdf: bytes) -> int:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


@pytest.mark.parametrize("case", CASES)
def test_every_confirmation_is_a_valid_accessible_and_archivable_pdf(
    case: str, tmp_path: Path
) -> None:
    file = tmp_path / "slip.pdf"
    file.write_bytes(booking_slips(CASES[case].slips))
    for profile in ("ua1", "2a"):
        result = page.validate_pdf(str(file), profile=profile)
        assert result.is_compliant, {each.message for each in result.failures}


@pytest.mark.parametrize("case", CASES)
def test_everybody_has_a_sheet_of_her_own_in_large_type(case: str) -> None:
    pdf = booking_slips(CASES[case].slips)

    assert pages_of(pdf) == CASES[case].pages
    assert min(font_sizes(pdf)) >= 14


def test_it_says_who_what_when_where_and_what_is_paid() -> None:
    text = text_of(booking_slips((USUAL,)))

    for words in (
        "Haus Linde",
        "Anmeldung",
        "Gerhard Müller",
        "Yoga auf dem Stuhl",
        "Wann: Mo., 23.11.2026; Mo., 30.11.2026; Mo., 07.12.2026; je 10:00 bis 11:00 Uhr",
        "Wo: Saal",
        "Leitung: Renate Beispiel",
        "Nr. 12 am Mo., 23.11.2026, 09:10 Uhr",
        "Kosten: 40,00 €",
        "Bezahlt: 10,00 €",
        "Noch offen: 30,00 €",
        "Telefon 0231 555000",
    ):
        assert words in text


def test_who_waits_reads_the_place_on_the_list_and_nothing_of_money() -> None:
    text = text_of(booking_slips((USUAL._replace(position=2),)))

    assert "Warteliste, Platz 2" in text
    assert "Kosten" not in text
    assert "rufen wir Sie an" in text


def test_very_much_text_goes_on_on_the_next_sheet_and_nothing_is_lost() -> None:
    leader = "Viele Namen " * 150
    pdf = booking_slips((USUAL._replace(leader=leader),))

    assert pages_of(pdf) > 1
    text = text_of(pdf)
    assert (text.count("Viele"), text.count("Namen")) == (150, 150)


def test_the_same_slip_gives_the_same_file() -> None:
    assert booking_slips((USUAL,)) == booking_slips((USUAL,))
