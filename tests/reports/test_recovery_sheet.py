"""The recovery sheet: a valid file with all words in their order, on one page."""

from datetime import date
from pathlib import Path

import page
import pypdfium2
import pytest

from begegnung.exchange.words import LONG, seed_from_words, word_list, words_of_seed
from begegnung.reports.recovery_sheet import RecoverySheet, recovery_sheet
from tests.reports.structure_reader import font_sizes

SEED = bytes(range(32))
SHEET = RecoverySheet("Haus Linde", date(2026, 11, 23), "ab" * 16, words_of_seed(SEED))
LONGEST = tuple(sorted((w.capitalize() for w in word_list()), key=len)[-LONG:])


@pytest.mark.parametrize(
    "sheet", [SHEET, SHEET._replace(house="", words=LONGEST)], ids=["usual", "long"]
)
def test_it_is_one_valid_accessible_and_archivable_page_in_large_type(
    sheet: RecoverySheet, tmp_path: Path
) -> None:
    pdf = recovery_sheet(sheet)
    file = tmp_path / "sheet.pdf"
    file.write_bytes(pdf)
    for profile in ("ua1", "2a"):
        result = page.validate_pdf(str(file), profile=profile)
        assert result.is_compliant, {each.message for each in result.failures}
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    document.close()
    assert min(font_sizes(pdf)) >= 14


def test_the_words_can_be_read_from_it_in_their_order() -> None:
    document = pypdfium2.PdfDocument(recovery_sheet(SHEET))
    text = document[0].get_textpage().get_text_bounded()
    document.close()
    found = [word for word in text.split() if word in SHEET.words]
    # Read by columns, as a screen reader does; extraction follows the same order.
    assert seed_from_words(" ".join(found[:LONG])) == SEED
    assert "Haus Linde" in text
    assert "eingerichtet am 23.11.2026" in text
