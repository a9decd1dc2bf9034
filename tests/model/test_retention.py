"""How long the ledger keeps somebody, whoever wants her gone."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from begegnung.model.ledger import APPEND_ONLY
from begegnung.model.retention import BOOK_YEARS, KEPT_YEARS, VOUCHER_YEARS, kept_of, kept_until

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


def test_the_time_begins_with_the_end_of_the_year() -> None:
    assert kept_until(date(2026, 1, 1), BOOK_YEARS) == date(2036, 12, 31)
    assert kept_until(date(2026, 12, 31), VOUCHER_YEARS) == date(2034, 12, 31)


def test_every_table_of_the_ledger_has_its_time() -> None:
    assert KEPT_YEARS.keys() == APPEND_ONLY


def test_nothing_is_kept_of_nothing_and_after_the_last_day() -> None:
    entry = [("payment_note", date(2026, 5, 3))]

    assert kept_of([], date(2026, 1, 1)) is None
    assert kept_of(entry, date(2036, 12, 31)) == (1, date(2036, 12, 31))
    assert kept_of(entry, date(2037, 1, 1)) is None


@given(st.lists(st.tuples(st.sampled_from(sorted(KEPT_YEARS)), DAYS), max_size=6), DAYS)
def test_who_is_kept_is_free_the_day_after_and_not_before(
    entries: list[tuple[str, date]], today: date
) -> None:
    kept = kept_of(entries, today)

    if kept is None:
        return
    assert 0 < kept.entries <= len(entries)
    assert kept_of(entries, kept.until) is not None
    assert kept_of(entries, date(kept.until.year + 1, 1, 1)) is None
