"""German sentences for what the program has to say: refusals, troubles, verbs, dates, money.

The only place that words an error. Used by the window and the command line alike.
"""

from collections.abc import Callable
from typing import Any

from begegnung.model import errors as e
from begegnung.model.half_year import CopyReason
from begegnung.model.offers import OFFER_TYPES
from begegnung.texts.booking import BOOKING_WORDINGS
from begegnung.texts.clash_refusals import WORDINGS as CLASH_WORDINGS
from begegnung.texts.durability import WORDINGS as DURABILITY_WORDINGS
from begegnung.texts.erasure import WORDINGS as ERASURE_WORDINGS
from begegnung.texts.folded_paper import WORDINGS as FOLDED_PAPER_WORDINGS
from begegnung.texts.history import WORDINGS as HISTORY_WORDINGS
from begegnung.texts.house_look import WORDINGS as HOUSE_LOOK_WORDINGS
from begegnung.texts.keys import WORDINGS as KEY_WORDINGS
from begegnung.texts.ledger import WORDINGS as LEDGER_WORDINGS
from begegnung.texts.moments import (
    UNTIMED,
    clock_time,
    counted,
    date_begin,
    date_columns,
    date_span,
    day_and_time,
    long_date,
    money,
    short_date,
    when,
)
from begegnung.texts.offers import WORDINGS as OFFER_WORDINGS
from begegnung.texts.people import WORDINGS as PEOPLE_WORDINGS
from begegnung.texts.staff import WORDINGS as STAFF_WORDINGS
from begegnung.texts.vocabulary import COPY_REASONS, ENTITIES, FIELDS, PROBLEMS, VERBS

__all__ = [
    "ENTITIES",
    "FIELDS",
    "UNTIMED",
    "VERBS",
    "action_text",
    "clock_time",
    "copy_reason",
    "counted",
    "date_begin",
    "date_columns",
    "date_span",
    "day_and_time",
    "german",
    "long_date",
    "money",
    "problem_text",
    "short_date",
    "when",
]


def action_text(verb: str, title: str) -> str:
    """An action as one line, for example "Anmeldung: Gerhard Müller · Yoga auf dem Stuhl"."""
    name = VERBS.get(verb, verb)
    return f"{name}: {title}" if title else name


def german(error: e.Refusal | e.Trouble) -> str:
    """What happened and what to do, in a sentence for the desk."""
    return _WORDINGS[type(error)](error)


def problem_text(error: e.Invalid) -> str:
    """What is wrong with one input, to stand beside it."""
    template = PROBLEMS.get(error.problem, "Bitte die Eingabe prüfen: {value}.")
    return template.format(value=error.value)


def copy_reason(reason: CopyReason) -> str:
    """Why an offer is not simply taken over into another half-year, with what to do."""
    day = "" if reason.day is None else f"{reason.day:%d.%m.%Y}"
    return COPY_REASONS[reason.key].format(day=day, words=reason.words)


def _listed(words: tuple[str, ...], most: int = 6) -> str:
    shown = ", ".join(words[:most])
    return f"{shown} und {len(words) - most} weitere" if len(words) > most else shown


def _instead(rooms: tuple[str, ...]) -> str:
    if not rooms:
        return " Zu diesen Zeiten ist kein anderer Raum frei."
    return f" Frei wären: {_listed(rooms)}."


def _room_taken(error: Any) -> str:
    overlaps: tuple[e.Overlap, ...] = error.overlaps
    hits = tuple(f"{when(o.starts, o.ends)} – {_who(o, error.room)}" for o in overlaps)
    shown = "; ".join(hits[:5])
    more = f"; und an {len(hits) - 5} weiteren Terminen" if len(hits) > 5 else ""
    instead = f"{_instead(error.free_rooms)}{_other_times(error.free_times)}"
    return f"{error.room} ist schon belegt: {shown}{more}.{instead}"


def _who(overlap: e.Overlap, wanted_room: str) -> str:
    """Who is there, with the room where it is another one, and from when to when it is kept."""
    said: list[str] = []
    if overlap.room != wanted_room:
        said.append(f"in: {overlap.room}")
    if overlap.setup or overlap.clearing:
        begin, until = overlap.starts - overlap.setup, overlap.ends + overlap.clearing
        said.append(f"mit Auf- und Abbau {clock_time(begin)} bis {clock_time(until)} Uhr")
    return f"{overlap.title} ({', '.join(said)})" if said else overlap.title


def _other_times(times: tuple[tuple[int, int], ...]) -> str:
    if not times:
        return ""
    shown = tuple(f"{clock_time(begin)} bis {clock_time(until)} Uhr" for begin, until in times)
    return f" Der Raum selbst wäre frei: {_listed(shown)}."


def _room_closed(error: Any) -> str:
    days = tuple(f"{short_date(day)} ({reason or 'geschlossen'})" for day, reason in error.days)
    return f"{error.room} ist gesperrt: {_listed(days)}.{_instead(error.free_rooms)}"


def _in_use(error: Any) -> str:
    if error.used_by == "room":
        wholes = counted(error.count, "anderem Raum", "anderen Räumen")
        return (
            f"„{error.name}“ wird noch gebraucht: als Teil von {wholes}. "
            "Bitte dort zuerst bei „Besteht aus“ herausnehmen."
        )
    return (
        f"„{error.name}“ wird noch gebraucht: "
        f"{counted(error.count, 'kommender Termin', 'kommende Termine')}. "
        "Bitte diese Termine zuerst verlegen oder absagen."
    )


def _invalid(error: Any) -> str:
    return f"{FIELDS.get(error.field, error.field)}: {problem_text(error)}"


def _already_booked(error: Any) -> str:
    if error.state == "waiting":
        return f"{error.person} steht schon auf der Warteliste: {error.offer}."
    return f"{error.person} ist schon angemeldet: {error.offer}."


def _no_booking(error: Any) -> str:
    kind = OFFER_TYPES.get(error.offer_type)
    german_type = kind.german if kind else error.offer_type
    return (
        f"„{error.offer}“ ({german_type}) wird ohne Namen geführt. "
        "Es gibt keine Anmeldung, nur die Zahl der Besuche."
    )


def _unknown_centre(error: Any) -> str:
    known = f" Bekannt sind: {_listed(error.known)}." if error.known else ""
    return f"Ein Haus „{error.name}“ ist hier nicht bekannt.{known}"


def _unsuitable(error: Any) -> str:
    if error.kind == "network":
        where = "in einem Netzwerkordner"
    else:
        where = "in einem Ordner, den ein Cloud-Dienst abgleicht"
    return (
        f"Die Daten dürfen nicht {where} liegen ({error.path}), dort gehen Einträge verloren. "
        "Bitte einen Ordner auf diesem PC wählen."
    )


def _unreadable(error: Any) -> str:
    reasons = {
        "missing": "Die Datei gibt es nicht",
        "folder": "Das ist ein Ordner, keine Datei",
        "no_rights": "Für diese Datei fehlen die Leserechte",
    }
    reason = reasons.get(error.kind, "Die Datei lässt sich nicht lesen")
    detail = f" ({error.detail})" if error.detail else ""
    return f"{reason}: {error.path}{detail}."


def _programme_unreadable(error: Any) -> str:
    reasons = {
        "missing": "Die Datei gibt es nicht",
        "folder": "Das ist ein Ordner, keine Datei",
        "locked": "Die Datei ist gerade in einem anderen Programm geöffnet",
        "encoding": "Die Buchstaben der Datei lassen sich nicht lesen",
        "not_json": "Die Datei ist beschädigt oder unvollständig",
        "wrong_schema": "Die Datei ist kein Programm (bz-programme/1)",
        "no_entries": "Das Programm hat keine Einträge",
    }
    reason = reasons.get(error.kind, "Das Programm lässt sich nicht lesen")
    return f"{reason}: {error.path}. Es wurde nichts eingelesen."


def _calendar_unreadable(error: Any) -> str:
    reasons = {
        "missing": "Die Datei gibt es nicht",
        "folder": "Das ist ein Ordner, keine Datei",
        "locked": "Die Datei ist gerade in einem anderen Programm geöffnet",
        "not_a_calendar": "Das ist keine Kalenderdatei (.ics)",
        "too_large": f"Die Kalenderdatei ist mit {error.detail} zu groß; gelesen werden bis "
        "60 MB. Bitte im anderen Kalender einen kürzeren Zeitraum ausgeben",
    }
    reason = reasons.get(error.kind, "Die Kalenderdatei lässt sich nicht lesen")
    return f"{reason}: {error.path}. Es wurde nichts eingelesen."


def _foreign(error: Any) -> str:
    if error.expected is None:
        return (
            "Der Ordner ist nicht leer und wurde nicht von diesem Programm angelegt. "
            "Bitte einen leeren oder den gemeinsamen Ordner der Häuser wählen."
        )
    return (
        "Das ist nicht der Ordner, mit dem dieser PC sonst abgleicht. Es wurde nichts verändert. "
        "Bitte die Freigabe prüfen."
    )


def _span(error: Any) -> str:
    return f"{error.first:%d.%m.%Y} und dem {error.last:%d.%m.%Y}"


_WORDINGS: dict[type[Exception], Callable[[Any], str]] = {
    e.Invalid: _invalid,
    e.NotFound: lambda x: (
        f"{ENTITIES.get(x.entity, 'Dieser Eintrag')} ist nicht mehr da. Bitte die Liste neu öffnen."
    ),
    e.StaleEdit: lambda x: (
        f"{ENTITIES.get(x.entity, 'Dieser Eintrag')} wurde inzwischen geändert "
        f"({FIELDS.get(x.column, x.column)}: {x.now}). Bitte prüfen und noch einmal speichern."
    ),
    e.AlreadyBooked: _already_booked,
    e.NoBooking: _no_booking,
    e.OfferEnded: lambda x: f"„{x.offer}“ ist beendet. Eine Anmeldung ist nicht mehr möglich.",
    e.PersonBlocked: lambda x: (
        f"{x.person} ist gesperrt. Bitte erst auf der Seite „Personen“ die Sperrung aufheben."
    ),
    e.CourseFull: lambda x: (
        f"„{x.offer}“ ist voll: {counted(x.capacity, 'Platz', 'Plätze')}, "
        f"{x.waiting} auf der Warteliste."
    ),
    e.CapacityBelowBookings: lambda x: (
        f"„{x.offer}“ hat schon {counted(x.booked, 'angemeldete Person', 'angemeldete Personen')}, "
        f"mehr als {counted(x.capacity, 'Platz', 'Plätze')}. Bitte erst jemanden abmelden."
    ),
    e.RoomTaken: _room_taken,
    e.RoomClosed: _room_closed,
    e.InUse: _in_use,
    e.NothingToUndo: lambda _: "Es gibt nichts, was sich rückgängig machen lässt.",
    e.NothingToRedo: lambda _: "Es gibt nichts, was sich wiederherstellen lässt.",
    e.ChangedSince: lambda x: (
        "Das lässt sich nicht mehr rückgängig machen, weil danach etwas geändert wurde: "
        f"{action_text(x.verb, x.title)}."
    ),
    e.Ambiguous: lambda x: (
        f"Bitte entscheiden: {x.question} („{x.wording}“ kann verschieden gemeint sein)."
    ),
    e.NoDates: lambda x: (
        f"„{x.wording}“ ergibt keinen Termin zwischen dem {_span(x)}."
        if x.wording
        else f"Es gibt keinen Termin zwischen dem {_span(x)}."
    ),
    e.SeriesOverlap: lambda x: (
        f"Die Termine von „{x.offer}“ überschneiden sich selbst: {when(x.first)} "
        f"und {when(x.second)}. Bitte die Zeiten prüfen."
    ),
    e.AlreadyPlanned: lambda x: (
        f"„{x.offer}“ hat zu diesen Zeiten schon Termine: {_listed(tuple(map(when, x.starts)))}."
    ),
    e.AlreadyReplaced: lambda x: (
        f"Für „{x.offer}“ am {when(x.starts)} gibt es schon einen Ersatztermin: {when(x.instead)}."
    ),
    e.ReplacedIsHeld: lambda x: (
        f"„{x.offer}“ am {when(x.starts)} ist der Ersatz für {when(x.replaced)}, "
        "und der Termin findet statt. Soll es ihn zusätzlich geben, bitte neu eintragen."
    ),
    e.NoReplacement: lambda x: (
        f"Für „{x.offer}“ findet sich am Ende der Reihe kein freier Tag. "
        "Bitte den Ersatztermin von Hand eintragen."
    ),
    e.NoCentre: lambda _: (
        "In diesem Datenordner ist noch kein Haus eingerichtet. "
        "Bitte das Programm starten und das Haus einrichten oder ein Programm einlesen."
    ),
    e.UnknownCentre: _unknown_centre,
    e.WrongHouse: lambda x: (
        f"{ENTITIES.get(x.entity, 'Dieser Eintrag')} gehört zu: {x.centre}. "
        "Ändern kann es nur dieses Haus."
    ),
    e.ShareNotSet: lambda _: (
        "Für den Abgleich ist noch kein gemeinsamer Ordner gewählt. "
        "Bitte auf der Seite „Abgleich“ einen Ordner wählen."
    ),
    e.DatabaseNewer: lambda x: (
        f"Die Daten stammen von einer neueren Programmversion (Stand {x.found}, dieses Programm "
        f"kennt {x.known}). Es wurde nichts verändert. Bitte das Programm aktualisieren: {x.path}."
    ),
    e.DatabaseDamaged: lambda x: (
        f"Die Datenbank ist beschädigt oder keine Datenbank: {x.path} ({x.detail}). "
        "Sie wurde nicht verändert. Bitte nichts löschen: Die Daten lassen sich wiederherstellen."
    ),
    e.DatabaseBusy: lambda x: (
        f"Ein anderes Programm hält die Daten gerade fest: {x.path}. "
        "Bitte einen Augenblick warten und noch einmal versuchen."
    ),
    e.DiskFull: lambda x: (
        f"Der Datenträger ist voll: {x.path}. Ihre letzte Eingabe wurde nicht gespeichert, "
        "alles andere ist sicher. Bitte Platz schaffen und noch einmal versuchen."
    ),
    e.FolderNotWritable: lambda x: (
        f"In diesen Ordner kann nicht geschrieben werden: {x.path}. "
        "Bitte einen anderen Ordner wählen oder die Rechte ändern lassen."
    ),
    e.UnsuitableFolder: _unsuitable,
    e.AlreadyRunning: lambda x: f"Das Programm ist schon geöffnet ({x.path}).",
    e.FileInUse: lambda x: (
        f"Die Datei ist gerade in einem anderen Programm geöffnet: {x.path}. "
        "Bitte dort schließen und noch einmal versuchen."
    ),
    e.FileUnreadable: _unreadable,
    e.NoDisplay: lambda x: f"Es gibt keinen Bildschirm für das Fenster. {x.detail}".strip() + ".",
    e.ProgrammeUnreadable: _programme_unreadable,
    e.CalendarUnreadable: _calendar_unreadable,
    e.ShareUnreachable: lambda x: (
        f"Der gemeinsame Ordner ist nicht erreichbar: {x.path}. Ihre Eingaben sind auf diesem PC "
        "gespeichert und werden beim nächsten Abgleich übertragen."
    ),
    e.ShareMarkMissing: lambda x: (
        f"Der gemeinsame Ordner ist zu erreichen, aber die Datei {x.path} fehlt darin. Vielleicht "
        "wurde er geleert oder aus einer Sicherung wiederhergestellt, vielleicht ist es ein "
        "anderer Ordner. Ihre Eingaben sind auf diesem PC gespeichert. Bitte die IT fragen."
    ),
    e.ShareFull: lambda x: (
        f"Der gemeinsame Ordner ist voll: {x.path}. Ihre Eingaben bleiben auf diesem PC "
        "gespeichert. Bitte der IT Bescheid geben."
    ),
    e.ShareReadOnly: lambda x: (
        f"Im gemeinsamen Ordner fehlen die Schreibrechte: {x.path}. Bitte der IT Bescheid geben."
    ),
    e.ForeignRepository: _foreign,
    e.ShareFormatTooNew: lambda x: (
        f"Der gemeinsame Ordner wird von einer neueren Programmversion benutzt (Format {x.found}). "
        "Bitte das Programm aktualisieren."
    ),
    **DURABILITY_WORDINGS,
    **CLASH_WORDINGS,
    **ERASURE_WORDINGS,
    **FOLDED_PAPER_WORDINGS,
    **HISTORY_WORDINGS,
    **HOUSE_LOOK_WORDINGS,
    **KEY_WORDINGS,
    **LEDGER_WORDINGS,
    **OFFER_WORDINGS,
    **PEOPLE_WORDINGS,
    **STAFF_WORDINGS,
    **BOOKING_WORDINGS,
}
