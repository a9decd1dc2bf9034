"""Payments, cancellations, receipts and cards that two PCs wrote at once: in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from begegnung.model.ledger import KINDS
from begegnung.services.clash_decisions import LEFT
from begegnung.services.clashes import (
    CardClash,
    PaymentClash,
    Proposal,
    ReceiptClash,
    SeriesClash,
    StornoClash,
)
from begegnung.services.clashes.money import LedgerEntry
from begegnung.services.clashes.receipts import GivenReceipt
from begegnung.texts.clash_phrases import UNKNOWN_PC, Fact, Words, at_pc, both, quoted
from begegnung.texts.moments import counted, money, when


def _card_sentence(clash: CardClash, now: datetime) -> str:
    last = clash.visits[0]
    return (
        f"Von der {clash.punches}er-Karte von {clash.name} wurden "
        f"{counted(clash.used, 'Besuch', 'Besuche')} abgezogen, der letzte für "
        f"{quoted(last.title)} am {when(last.starts)} ({at_pc(last.pc, last.at_ms, now)})."
    )


def _card_facts(clash: CardClash, now: datetime) -> list[Fact]:
    return [
        Fact(f"{one.title}, {when(one.starts)}", at_pc(one.pc, one.at_ms, now))
        for one in clash.visits
    ]


def _card_proposal(_clash: CardClash, proposal: Proposal, now: datetime) -> str:
    if proposal.code == LEFT:
        return "Anders erledigt, zum Beispiel nachgezahlt"
    one = proposal.facts[0]
    where = at_pc(one.pc, one.at_ms, now)
    return f"Besuch zurückgeben: {one.title}, {when(one.starts)} ({where})"


def _payment_sentence(clash: PaymentClash, now: datetime) -> str:
    first = clash.entries[0]
    whose = " · ".join(filter(None, (clash.name, clash.title and quoted(clash.title))))
    where = both([at_pc(one.pc, one.at_ms, now) for one in clash.entries])
    what = KINDS.get(first.kind, first.kind)
    return (
        f"{money(abs(first.amount_cents))} ({what}) wurden für {whose or 'die Kasse'} "
        f"an zwei PCs eingetragen: {where}."
    )


def _entry_facts(entries: Sequence[LedgerEntry], now: datetime) -> list[Fact]:
    return [
        Fact(
            f"{KINDS.get(one.kind, one.kind)}: {money(one.amount_cents)}",
            at_pc(one.pc, one.at_ms, now),
            f"Quittung {one.receipt_number}" if one.receipt_number else "",
        )
        for one in entries
    ]


def _payment_facts(clash: PaymentClash, now: datetime) -> list[Fact]:
    return _entry_facts(clash.entries, now)


def _payment_proposal(_clash: PaymentClash, proposal: Proposal, now: datetime) -> str:
    if proposal.code == LEFT:
        return "Alles stimmt, es wurde zweimal gezahlt"
    one = proposal.facts[0]
    receipt = f", Quittung {one.receipt_number}" if one.receipt_number else ""
    return f"Stornieren: {money(one.amount_cents)} ({at_pc(one.pc, one.at_ms, now)}{receipt})"


def _storno_sentence(clash: StornoClash, now: datetime) -> str:
    whose = " · ".join(filter(None, (clash.name, clash.title and quoted(clash.title))))
    where = both([at_pc(one.pc, one.at_ms, now) for one in clash.counters])
    return (
        f"Die Zahlung von {money(clash.entry.amount_cents)} ({whose or 'Kasse'}) wurde "
        f"mehrmals storniert: {where}."
    )


def _storno_facts(clash: StornoClash, now: datetime) -> list[Fact]:
    return _entry_facts((clash.entry, *clash.counters), now)


def _storno_proposal(_clash: StornoClash, proposal: Proposal, now: datetime) -> str:
    if proposal.code == LEFT:
        return "Es stimmt so"
    one = proposal.facts[0]
    return f"Diese Stornierung zurücknehmen: {at_pc(one.pc, one.at_ms, now)}"


def _receipt_sentence(clash: ReceiptClash, now: datetime) -> str:
    where = both(
        [f"{_receipt_words(one)} ({at_pc(one.pc, one.at_ms, now)})" for one in clash.receipts]
    )
    return f"Die Quittungsnummer {clash.label} wurde mehrmals vergeben: {where}."


def _receipt_words(one: GivenReceipt) -> str:
    """The amount with whom or what it was for, where that is known."""
    known = ", ".join(filter(None, (one.payer, one.purpose)))
    return f"{money(one.amount_cents)} für {known}" if known else money(one.amount_cents)


def _receipt_facts(clash: ReceiptClash, now: datetime) -> list[Fact]:
    return [
        Fact(
            _receipt_words(one),
            at_pc(one.pc, one.at_ms, now),
        )
        for one in clash.receipts
    ]


def _series_sentence(clash: SeriesClash, _now: datetime) -> str:
    pcs = both([one.pc or UNKNOWN_PC for one in clash.series])
    return f"{pcs} schreiben Quittungen mit demselben Kürzel {clash.code}."


def _series_facts(clash: SeriesClash, _now: datetime) -> list[Fact]:
    return [
        Fact(one.pc or UNKNOWN_PC, one.till, counted(one.given, "Quittung", "Quittungen"))
        for one in clash.series
    ]


def _series_proposal(_clash: SeriesClash, proposal: Proposal, _now: datetime) -> str:
    return f"Eigenes Kürzel ab jetzt für: {proposal.facts[0].pc or UNKNOWN_PC}"


def _receipt_proposal(_clash: ReceiptClash, _proposal: Proposal, _now: datetime) -> str:
    return "Vermerken, warum es zwei gibt"


WORDS: dict[type[Any], Words] = {
    CardClash: Words(_card_sentence, _card_facts, _card_proposal),
    PaymentClash: Words(_payment_sentence, _payment_facts, _payment_proposal),
    StornoClash: Words(_storno_sentence, _storno_facts, _storno_proposal),
    ReceiptClash: Words(_receipt_sentence, _receipt_facts, _receipt_proposal),
    SeriesClash: Words(_series_sentence, _series_facts, _series_proposal),
}
"""The words of these kinds."""
