"""German sentences about registering and the waiting list: refusals, decisions, prices.

A decision answers the person it is about ("warum die und nicht ich?") by numbers and times. It
never names anybody else.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from begegnung.model import booking_errors as b
from begegnung.model.seats import BACK, FORWARD, PASSED_BY_SIZE, WAITED_BEFORE
from begegnung.texts.moments import counted, money, short_date, when

_CAUSES: dict[str, str] = {
    "cancelled": "weil sich jemand abgemeldet hat",
    "declined": "weil jemand auf den Platz verzichtet hat",
    "passed_on": "weil jemand nicht erreicht wurde",
    "capacity": "weil es mehr Plätze gibt",
    "transferred": "weil jemand in ein anderes Angebot gewechselt ist",
    "merged": "weil zwei Einträge derselben Person zusammengeführt wurden",
    "exchange": "weil beim Abgleich ein Platz frei wurde",
    "moved": "weil die Warteliste geändert wurde",
    "undone": "weil etwas rückgängig gemacht wurde",
    "fewer_places": "weil jemand weniger Plätze braucht",
    "late": "weil noch ein Platz frei war",
}


def decision_text(kind: str, facts: Mapping[str, Any]) -> str:
    """The sentence that answers why somebody got a place, or did not."""
    return _DECISIONS[kind](facts)


def _seats(facts: Mapping[str, Any]) -> str:
    if facts["capacity"] is None:
        return "ohne Begrenzung der Plätze"
    return f"{facts['taken']} von {counted(facts['capacity'], 'Platz', 'Plätzen')} vergeben"


def _place(facts: Mapping[str, Any]) -> str:
    places = facts["places"]
    got = "Platz bekommen" if places == 1 else f"{places} Plätze bekommen"
    return f"{got} bei der Anmeldung als Nr. {facts['number']}: {_seats(facts)}, noch frei."


def _waiting(facts: Mapping[str, Any]) -> str:
    free = facts["capacity"] - facts["taken"]
    if free <= 0:
        why = f"bei der Anmeldung {_all_taken(facts['capacity'])}"
    elif facts["waiting"]:
        waited = counted(facts["waiting"], "Person", "Personen")
        why = (
            f"frei {_was(free)} {counted(free, 'Platz', 'Plätze')}, "
            f"doch {waited} {_was(facts['waiting'])} vorher auf der Warteliste"
        )
    else:
        why = (
            f"frei {_was(free)} {counted(free, 'Platz', 'Plätze')}, "
            "das reichte nicht für alle, die zusammenbleiben wollen"
        )
    before = ""
    if facts.get("rank") == WAITED_BEFORE:
        before = " Wer schon auf den vorigen Kurs vergeblich gewartet hat, steht vorn."
    return f"Warteliste, Platz {facts['position']}, als Nr. {facts['number']}: {why}.{before}"


def _was(number: int) -> str:
    return "war" if number == 1 else "waren"


def _all_taken(capacity: int) -> str:
    if capacity == 1:
        return "war der einzige Platz vergeben"
    return f"waren alle {capacity} Plätze vergeben"


def _promoted(facts: Mapping[str, Any]) -> str:
    stood = f"stand auf Platz {facts['position']} der Warteliste (Nr. {facts['number']})"
    rank = {
        FORWARD: ", nach vorn gestellt mit Begründung",
        WAITED_BEFORE: ", mit Vorrang, weil sie oder er schon auf den vorigen Kurs gewartet hat",
        BACK: ", ans Ende gestellt mit Begründung",
    }.get(facts["rank"], "")
    cause = _CAUSES.get(facts["cause"], "weil ein Platz frei wurde")
    passed = "".join(f" {_passed(one, facts['free'])}" for one in facts.get("passed", ()))
    return f"Nachgerückt, {cause}: {stood}{rank}.{passed}"


def _passed(passed: tuple[int, int, str], free: int | None) -> str:
    number, places, why = passed
    if why == PASSED_BY_SIZE:
        return (
            f"Nr. {number} steht davor, braucht aber {places} Plätze, frei {_was(free or 0)} "
            f"{free}; das Angebot wird aufgefüllt."
        )
    return f"Nr. {number} steht davor, wurde aber nicht erreicht und behält den Rang."


def _overruled(facts: Mapping[str, Any]) -> str:
    return (
        f"Platz gegen die Regel, als Nr. {facts['number']}, {_seats(facts)}. "
        f"Begründung: {facts['reason']}"
    )


def _passed_on(facts: Mapping[str, Any]) -> str:
    reason = f" Begründung: {facts['reason']}" if facts["reason"] else ""
    return (
        f"Nr. {facts['number']} wurde nicht erreicht. Der Platz ging weiter, "
        f"der Rang auf der Warteliste bleibt.{reason}"
    )


def _moved(facts: Mapping[str, Any]) -> str:
    where = "nach vorn" if facts["rank"] == FORWARD else "ans Ende"
    return f"Auf der Warteliste {where} gestellt. Begründung: {facts['reason']}"


def _substituted(facts: Mapping[str, Any]) -> str:
    waiting = ""
    if facts["waiting"]:
        waited = counted(facts["waiting"], "Person wartete", "Personen warteten")
        waiting = f" {waited}. Begründung: {facts['reason']}"
    return f"Hat als Ersatzperson den Platz von Nr. {facts['before']} übernommen.{waiting}"


def _sold_twice(facts: Mapping[str, Any]) -> str:
    return (
        f"Der Platz wurde an zwei PCs zugleich vergeben ({_seats(facts)}). "
        f"Nr. {facts['number']} wartet jetzt mit ihrem Rang auf den nächsten freien Platz."
    )


_DECISIONS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "place": _place,
    "waiting": _waiting,
    "promoted": _promoted,
    "overruled": _overruled,
    "passed_on": _passed_on,
    "moved": _moved,
    "substituted": _substituted,
    "sold_twice": _sold_twice,
}


def price_reason(due_reason: str) -> str:
    """Why a booking costs what it costs, in words; empty for the full price.

    `due_reason` is the column of the table `booking`: JSON of `services.prices`.
    """
    if not due_reason:
        return ""
    facts = json.loads(due_reason)
    said: list[str] = []
    if "reduction" in facts:
        said.append(f"ermäßigt um {facts['percent']} % ({facts['reduction']})")
    if "left" in facts:
        said.append(f"anteilig für {facts['left']} von {facts['dates']} Terminen")
    if facts.get("said"):
        said.append(facts["said"])
    return ", ".join(said)


def due_text(due_cents: int | None, paid_cents: int) -> str:
    """What is open: "bezahlt", "30,00 € offen", "10,00 € von 38,00 € bezahlt"; or empty."""
    if not due_cents:
        return f"{money(paid_cents)} bezahlt" if paid_cents else ""
    if paid_cents >= due_cents:
        more = paid_cents - due_cents
        return f"bezahlt, {money(more)} zu viel" if more else "bezahlt"
    if paid_cents:
        return f"{money(paid_cents)} von {money(due_cents)} bezahlt"
    return f"{money(due_cents)} offen"


def _not_open(error: Any) -> str:
    if error.priority_only and error.opens is not None:
        return (
            f"Für „{error.offer}“ können sich zurzeit nur die anmelden, die beim vorigen Mal dabei "
            f"waren. Für alle beginnt die Anmeldung am {when(error.opens)}."
        )
    before = ""
    if error.priority_opens is not None:
        before = f" Wer beim vorigen Mal dabei war, kann ab {when(error.priority_opens)} kommen."
    begin = "" if error.opens is None else f" Sie beginnt am {when(error.opens)}."
    return f"Die Anmeldung für „{error.offer}“ hat noch nicht begonnen.{begin}{before}"


BOOKING_WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    b.RegistrationNotOpen: _not_open,
    b.RegistrationClosed: lambda x: (
        f"Für „{x.offer}“ ist die Anmeldung zu Ende. Sie ging bis {when(x.closed)}."
    ),
    b.TooManyPlaces: lambda x: (
        f"„{x.offer}“: Eine Person kann höchstens {counted(x.most, 'Platz', 'Plätze')} belegen."
    ),
    b.NotWaiting: lambda x: f"{x.person} steht nicht (mehr) auf der Warteliste: {x.offer}.",
    b.NoPlace: lambda x: f"{x.person} hat keinen Platz, der weitergegeben werden kann: {x.offer}.",
    b.NotAsked: lambda x: (
        f"{x.person} ist nicht nachgerückt oder weiß schon Bescheid: {x.offer}. "
        "Zum Abgeben des Platzes bitte abmelden."
    ),
    b.NobodyElse: lambda x: (
        f"Auf der Warteliste von „{x.offer}“ kann niemand anderes den Platz nehmen. "
        f"{x.person} behält ihn vorerst."
    ),
    b.WaitingListFirst: lambda x: (
        f"Für „{x.offer}“ {'wartet' if x.waiting == 1 else 'warten'} "
        f"{counted(x.waiting, 'Person', 'Personen')} auf einen Platz. "
        "Soll eine Ersatzperson ihn bekommen, bitte den Grund eintragen."
    ),
    b.SameOffer: lambda x: f"{x.person} hat dort schon einen Platz: {x.offer}.",
    b.NotTogether: lambda x: (
        f"„{x.offer}“: Zusammen bleiben können nur mindestens zwei Anmeldungen derselben Liste."
    ),
    b.AnswerPending: lambda x: (
        f"{x.person} kann bis {short_date(x.until)} antworten. "
        "Soll der Platz schon vorher weitergehen, bitte den Grund eintragen."
    ),
}
"""The sentences of `model.booking_errors`."""
