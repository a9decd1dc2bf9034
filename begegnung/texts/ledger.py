"""German sentences for the money: refusals of ledger and tills, and words for entries and dues."""

from collections.abc import Callable
from datetime import date
from typing import Any

from begegnung.model import ledger_errors as e
from begegnung.model.day_names import MONTHS
from begegnung.model.ledger import KINDS, MEANS
from begegnung.model.ledger_rows import LedgerLine, OutstandingLine, PaymentLine
from begegnung.texts.moments import counted, money, short_date


def month_name(year: int, month: int) -> str:
    """A month as it is said: "November 2026"."""
    return f"{MONTHS[(month - 1) % 12]} {year}"


def entry_kind(line: LedgerLine | PaymentLine) -> str:
    """What an entry is for: "Kostenbeitrag", "Storno Kostenbeitrag", "Erstattung, Überweisung"."""
    word = KINDS.get(line.kind, line.kind)
    counters = line.cancels_id is not None
    means = "" if line.means in ("cash", "carried") else f", {MEANS.get(line.means, line.means)}"
    return f"{'Storno ' if counters else ''}{word}{means}"


def missing_text(line: OutstandingLine, today: date) -> str:
    """What is missing for a booking: "Anzahlung fehlt: 20,00 €", "Rest fällig seit …"."""
    if line.deposit_cents:
        return f"Anzahlung fehlt: {money(line.deposit_cents)}"
    if line.balance_due is None:
        return f"{money(line.missing_cents)} offen"
    if line.balance_due < today:
        return f"Rest fällig seit {short_date(line.balance_due)}: {money(line.missing_cents)}"
    return f"Rest bis {short_date(line.balance_due)}: {money(line.missing_cents)}"


def is_overdue(line: OutstandingLine, today: date) -> bool:
    """Whether somebody should be asked: a deposit is missing, or the rest was due before today."""
    late = line.balance_due is not None and line.balance_due < today
    return bool(line.deposit_cents) or late


def difference_text(cents: int) -> str:
    """What a count says: "stimmt", "2,00 € zu wenig", "0,50 € zu viel"."""
    if cents == 0:
        return "stimmt"
    return f"{money(abs(cents))} {'zu viel' if cents > 0 else 'zu wenig'}"


def piece_value(value: int) -> str:
    """What a note or coin is worth, in short: "50 €", "20 Cent"."""
    return f"{value // 100} €" if value >= 100 else f"{value} Cent"


def piece_name(value: int) -> str:
    """A note or coin: "Scheine zu 50 €", "Münzen zu 20 Cent"."""
    return f"{'Scheine' if value >= 500 else 'Münzen'} zu {piece_value(value)}"


def _undone(error: Any) -> str:
    if error.what == "report":
        return (
            "Nur der letzte Kassenbericht einer Kasse lässt sich zurücknehmen. "
            "Bitte zuerst die späteren zurücknehmen."
        )
    return (
        "Das ist selbst ein Storno. Ein Storno bleibt stehen: "
        "Bitte die Zahlung neu vermerken, wenn sie doch stimmt."
    )


WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    e.MonthClosed: lambda x: (
        f"{x.till}: Der Monat {month_name(x.year, x.month)} ist "
        "abgeschlossen. Bitte ein Datum im laufenden Monat nehmen oder die Leitung bitten, "
        "den Monat wieder zu öffnen."
    ),
    e.AlreadyCancelled: lambda x: (
        f"{money(x.amount_cents)} vom {x.paid_on:%d.%m.%Y} ist schon storniert: {x.reason}."
    ),
    e.MoreThanPaid: lambda x: (
        f"{money(x.wanted_cents)} können nicht zurückgegeben werden: Für diese Anmeldung sind "
        f"nur {money(x.paid_cents)} da. Bitte die Einträge der Anmeldung prüfen."
    ),
    e.TillInUse: lambda x: (
        f"In „{x.till}“ zahlen noch {counted(x.offers, 'Angebot', 'Angebote')}. "
        "Bitte dort zuerst eine andere Kasse wählen."
    ),
    e.CannotBeUndone: _undone,
}
