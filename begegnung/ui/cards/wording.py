"""How Mehrfachkarten are worded: what is left, what is owed, what they count for."""

from begegnung.model.card_rows import CardForDate, CardLine, PunchLine
from begegnung.texts import counted, money, short_date, when
from begegnung.ui.widgets.labels import Tone
from begegnung.ui.widgets.lines import Line

FOR_ALL = "alle Angebote mit Mehrfachkarte"


def left_words(left: int, punches: int) -> str:
    """What is left of a card, such as "noch 3 von 10"; too many in words as well."""
    if left < 0:
        return f"{counted(-left, 'Besuch', 'Besuche')} zu viel"
    return f"noch {left} von {punches}" if left else f"aufgebraucht ({punches} von {punches})"


def state_of(card: CardLine) -> tuple[str, Tone]:
    """The chip of a card and what it means."""
    if card.void_reason:
        return "ungültig", "muted"
    tone: Tone = "bad" if card.left < 0 else "ok" if card.left else "muted"
    return left_words(card.left, card.punches), tone


def money_words(card: CardLine) -> str:
    """What was paid for a card, and what is owed."""
    owed = card.price_cents - card.paid_cents
    if card.void_reason:
        return f"bezahlt {money(card.paid_cents)}" if card.paid_cents else ""
    if owed > 0:
        return f"offen {money(owed)}"
    return f"bezahlt {money(card.paid_cents)}" if card.price_cents else "ohne Preis"


def card_entry(card: CardLine) -> Line:
    """A card in the list of a person."""
    chip, tone = state_of(card)
    reason = f"Grund: {card.void_reason}" if card.void_reason else ""
    bought = f"gekauft {short_date(card.bought_on)}"
    detail = " · ".join(filter(None, (bought, money_words(card), reason)))
    title = f"{card.punches}er-Karte · {card.offer or FOR_ALL}"
    faded = bool(card.void_reason) or card.left == 0
    return Line(
        card.id, title, detail, chip, tone, "clipboard_checkmark", faded=faded, subject=card
    )


def punch_entry(punch: PunchLine) -> Line:
    """A visit that was taken from a card."""
    return Line(punch.id, when(punch.starts), punch.title, subject=punch)


def card_words(card: CardForDate | None) -> str:
    """The card of somebody on the attendance list, in words."""
    if card is None:
        return "ohne Mehrfachkarte"
    rest = left_words(card.left, card.punches)
    return f"Karte: abgezogen, {rest}" if card.punched else f"Karte: {rest}"
