"""Offers by command: the list with free places, and adding one."""

import re
from contextlib import closing
from datetime import datetime
from typing import Any

from begegnung.cli.opening import day_of_text, desk_of
from begegnung.cli.outcome import DONE, Result, Values
from begegnung.model.errors import Invalid
from begegnung.model.local_time import moment
from begegnung.model.offers import FEE_WORDS, OFFER_TYPES, QUEUE_WORDS, REGISTRATION_WORDS
from begegnung.texts import counted, when

_MONEY = re.compile(r"(\d{1,5})(?:[.,](\d{2}))?")


def add_commands(found: Any, parser_class: Any, shared: Any) -> None:
    """The command `offers` with its kinds; `shared` makes the usual options."""
    about = found.add_parser("offers", help="Angebote ansehen und anlegen")
    kinds = about.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=parser_class, dest="kind"
    )
    listed = kinds.add_parser("list", help="Angebote mit freien Plätzen", parents=[shared()])
    listed.add_argument("--ended", action="store_true", help="auch beendete")
    listed.add_argument("--free", action="store_true", help="nur mit freien Plätzen")
    listed.set_defaults(command=list_offers)
    new = kinds.add_parser("add", help="Ein Angebot anlegen", parents=[shared()])
    new.add_argument("--title", required=True, metavar="TEXT")
    new.add_argument("--type", default="course", choices=OFFER_TYPES, help="Art, sonst Kurs")
    new.add_argument("--capacity", type=int, default=None, metavar="ZAHL", help="Plätze")
    new.add_argument("--minimum", type=int, default=None, metavar="ZAHL", help="Mindestzahl")
    new.add_argument("--registration", default="unknown", choices=REGISTRATION_WORDS)
    for name, text in (
        ("opens", "Anmeldestart"),
        ("priority", "Vorkaufsrecht ab"),
        ("closes", "Anmeldeschluss"),
    ):
        new.add_argument(f"--{name}", default="", metavar="2026-12-01T09:00", help=text)
    new.add_argument("--order", default="strict", choices=QUEUE_WORDS, help="Warteliste")
    new.add_argument("--most", type=int, default=2, metavar="ZAHL", help="Plätze je Anmeldung")
    new.add_argument("--fee", default="", metavar="30,00", help="Kostenbeitrag in Euro")
    new.add_argument("--fee-kind", default="", choices=FEE_WORDS, help="wofür er gilt")
    new.add_argument("--material", default="", metavar="5,00", help="Materialkosten in Euro")
    new.add_argument("--deposit", default="", metavar="10,00", help="Anzahlung in Euro")
    new.add_argument("--balance-due", default="", metavar="DATUM", help="Rest zahlen bis")
    new.add_argument("--pro-rata", action="store_true", help="später Einsteigende zahlen weniger")
    new.add_argument("--cards", action="store_true", help="Mehrfachkarten gelten hier")
    new.set_defaults(command=add)


def list_offers(options: Any) -> Result:
    """Lists the offers of the house with their places."""
    from begegnung.services.offers import offer_list

    with closing(desk_of(options)) as desk:
        lines = desk.read(offer_list, with_ended=options.ended)
    values = [_values(line) for line in lines]
    if options.free:
        # Where nobody is booked by name there is no place to be had.
        values = [one for one in values if one["takes_names"] and one["free"] != 0]
    text = "\n".join(map(_text, values))
    return DONE, {"offers": values}, text or "Es gibt kein solches Angebot."


def _values(line: Any) -> Values:
    free = None
    if line.capacity is not None:
        free = 0 if line.waiting else max(0, line.capacity - line.booked)
    return {
        "id": line.id,
        "title": line.title,
        "type": line.type,
        "takes_names": line.takes_names,
        "capacity": line.capacity,
        "booked": line.booked,
        "waiting": line.waiting,
        "free": free,
        "next": None if line.next_starts is None else _iso(line.next_starts),
        "ended": line.ended,
    }


def _iso(at: int) -> str:
    from begegnung.model.local_time import day_of, minute_of

    return f"{day_of(at)}T{minute_of(at) // 60:02}:{minute_of(at) % 60:02}"


def _text(value: Values) -> str:
    kind = OFFER_TYPES[value["type"]].german
    if not value["takes_names"]:
        places = "ohne Anmeldung"
    elif value["free"] is None:
        places = f"{value['booked']} angemeldet"
    else:
        places = f"{counted(value['free'], 'Platz', 'Plätze')} frei"
        if value["waiting"]:
            places += f", {value['waiting']} auf der Warteliste"
    coming = "keine kommenden Termine"
    if value["next"] is not None:
        coming = f"nächster Termin {when(_moment(value['next'], 'next') or 0)}"
    ended = " (beendet)" if value["ended"] else ""
    return f"{value['id']}  {value['title']}{ended} – {kind}, {places}, {coming}"


def add(options: Any) -> Result:
    """Adds an offer without dates."""
    from begegnung.services.offers import AddOffer, OfferData, add_offer

    data = OfferData(
        options.title,
        options.type,
        capacity=options.capacity,
        minimum=options.minimum,
        registration=options.registration,
        registration_opens=_moment(options.opens, "registration_opens"),
        priority_opens=_moment(options.priority, "priority_opens"),
        registration_closes=_moment(options.closes, "registration_closes"),
        queue_order=options.order,
        most_places=options.most,
        fee_cents=cents_of_text(options.fee, "fee"),
        fee_kind=options.fee_kind,
        material_cents=cents_of_text(options.material, "material"),
        deposit_cents=cents_of_text(options.deposit, "deposit"),
        balance_due=day_of_text(options.balance_due, "balance_due"),
        pro_rata=options.pro_rata,
        takes_cards=options.cards,
        printed=OFFER_TYPES[options.type].public,
    )
    with closing(desk_of(options)) as desk:
        offer_id = desk.act(add_offer, AddOffer(data)).value.offer_id
    return DONE, {"offer": offer_id}, f"{data.title} ist angelegt: {offer_id}"


def _moment(text: str, field: str) -> int | None:
    """A local moment as it is written in a call (2026-12-01T09:00), None without one."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise Invalid(field, "not_a_date", text) from error
    return moment(at.date(), at.hour * 60 + at.minute)


def cents_of_text(text: str, field: str) -> int | None:
    """Cents of an amount in euros as it is written in a call (30 or 30,00), None without one."""
    if not text:
        return None
    found = _MONEY.fullmatch(text.strip())
    if found is None:
        raise Invalid(field, "not_money", text)
    return int(found[1]) * 100 + int(found[2] or 0)
