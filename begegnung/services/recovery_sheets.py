"""Printing the recovery sheet of the city once more, for somebody who has its keys at hand."""

from datetime import date

from begegnung.exchange.certificates import parse_mark
from begegnung.exchange.identity import root_keys
from begegnung.exchange.words import words_of_seed
from begegnung.model.key_errors import NotApproved, RecoveryForeign
from begegnung.services.deciding import require_may_decide
from begegnung.services.desk import Desk
from begegnung.services.joining import house_name
from begegnung.services.paper_ledger import kept_mark
from begegnung.services.present import today_of


def sheet_again(desk: Desk, seed: bytes) -> bytes:
    """The recovery sheet as PDF, for paper alone.

    Raises `NotAllowed`, `NotApproved` for a PC of no exchange, and `RecoveryForeign` for the keys
    of another city.
    """
    from begegnung.reports.recovery_sheet import RecoverySheet, recovery_sheet

    require_may_decide(desk)
    kept = desk.read(kept_mark)
    if kept is None:
        raise NotApproved(asked=False)
    mark = parse_mark(kept)
    if root_keys(seed).sign_public != mark.sign_public:
        raise RecoveryForeign
    return recovery_sheet(
        RecoverySheet(
            desk.read(house_name, desk.centre_id or ""),
            _founded(mark.document.fields.get("created"), today_of(desk.now_ms())),
            mark.repository,
            words_of_seed(seed),
        )
    )


def _founded(created: object, otherwise: date) -> date:
    """The day in the mark; it is only shown, and nobody has checked it when it was read."""
    try:
        return date.fromisoformat(str(created)[:10])
    except ValueError:
        return otherwise
