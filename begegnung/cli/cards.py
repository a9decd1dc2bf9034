"""Mehrfachkarten by command: the list, selling one, taking a visit from one."""

from contextlib import closing
from typing import Any

from begegnung.cli.offers import cents_of_text
from begegnung.cli.opening import desk_of
from begegnung.cli.outcome import DONE, Result, Values
from begegnung.model.errors import Invalid
from begegnung.model.names import full_name
from begegnung.texts import money


def add_commands(found: Any, parser_class: Any, shared: Any) -> None:
    """The command `cards` with its kinds; `shared` makes the usual options."""
    about = found.add_parser("cards", help="Mehrfachkarten ansehen, verkaufen, abziehen")
    kinds = about.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=parser_class, dest="kind"
    )
    listed = kinds.add_parser("list", help="Karten mit ihren Besuchen", parents=[shared()])
    listed.add_argument("--person", default="", metavar="ID", help="nur die einer Person")
    listed.add_argument("--all", action="store_true", help="auch aufgebrauchte und ungültige")
    listed.set_defaults(command=list_cards)
    sold = kinds.add_parser("sell", help="Eine Karte verkaufen", parents=[shared()])
    sold.add_argument("--person", required=True, metavar="ID")
    sold.add_argument("--punches", type=int, default=10, metavar="ZAHL", help="Besuche, sonst 10")
    sold.add_argument("--price", required=True, metavar="40,00", help="Preis in Euro")
    sold.add_argument("--offer", default=None, metavar="ID", help="Angebot, sonst für alle")
    sold.add_argument("--unpaid", action="store_true", help="wird später bezahlt")
    sold.add_argument("--receipt", default="", metavar="NUMMER", help="Nummer der Quittung")
    sold.set_defaults(command=sell)
    taken = kinds.add_parser("punch", help="Einen Besuch abziehen", parents=[shared()])
    taken.add_argument("--card", required=True, metavar="ID")
    taken.add_argument("--date", required=True, metavar="ID", help="Termin")
    taken.set_defaults(command=punch)


def list_cards(options: Any) -> Result:
    """Lists cards with what is left of them."""
    from begegnung.services.card_lists import all_cards, cards_of

    with closing(desk_of(options)) as desk:
        if options.person:
            lines = desk.read(cards_of, options.person)
            if not options.all:
                lines = [line for line in lines if line.left and not line.void_reason]
        else:
            lines = desk.read(all_cards, with_ended=options.all)
    values = [_values(line) for line in lines]
    return DONE, {"cards": values}, "\n".join(map(_text, values)) or "Es gibt keine Karte."


def _values(line: Any) -> Values:
    return {
        "id": line.id,
        "person": line.person_id,
        "name": full_name(line.surname, line.first_name),
        "offer": line.offer_id,
        "title": line.offer,
        "punches": line.punches,
        "left": line.left,
        "price_cents": line.price_cents,
        "paid_cents": line.paid_cents,
        "bought_on": line.bought_on.isoformat(),
        "void_reason": line.void_reason,
    }


def _text(value: Values) -> str:
    where = value["title"] or "alle Angebote mit Mehrfachkarte"
    state = f"noch {value['left']} von {value['punches']}"
    if value["void_reason"]:
        state = f"ungültig: {value['void_reason']}"
    owed = value["price_cents"] - value["paid_cents"]
    money_text = f", offen {money(owed)}" if owed > 0 and not value["void_reason"] else ""
    return f"{value['id']}  {value['name']} – {where}: {state}{money_text}"


def sell(options: Any) -> Result:
    """Sells a card."""
    from begegnung.services.punch_cards import SellCard, sell_card

    price = cents_of_text(options.price, "price")
    if price is None:
        raise Invalid("price", "missing")
    request = SellCard(
        options.person,
        options.punches,
        price,
        options.offer,
        paid=not options.unpaid,
        receipt_number=options.receipt,
    )
    with closing(desk_of(options)) as desk:
        card_id = desk.act(sell_card, request).value
    return DONE, {"card": card_id}, f"{options.punches}er-Karte verkauft: {card_id}"


def punch(options: Any) -> Result:
    """Takes a visit from a card."""
    from begegnung.services.punch_cards import Punch, punch_visit

    with closing(desk_of(options)) as desk:
        left = desk.act(punch_visit, Punch(options.card, options.date)).value
    return DONE, {"card": options.card, "left": left}, f"Besuch abgezogen, noch {left}."
