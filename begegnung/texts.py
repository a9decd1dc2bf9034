"""German sentences for what the program has to say: refusals, troubles, verbs, dates, money.

The only place that words an error. Used by the window and the command line alike.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from begegnung.model import errors as e
from begegnung.model.day_names import MONTHS, WEEKDAYS
from begegnung.model.half_year import CopyReason, ReasonKey
from begegnung.model.local_time import day_of, minute_of
from begegnung.model.offers import OFFER_TYPES
from begegnung.model.rows import DateLine

UNTIMED = "ohne Uhrzeit"
"""Said of a date of which only the day is known."""

FIELDS: dict[str, str] = {
    "name": "Name",
    "surname": "Nachname",
    "first_name": "Vorname",
    "birth_year": "Geburtsjahr",
    "phone": "Telefon",
    "mobile": "Mobiltelefon",
    "contact_name": "Ansprechperson",
    "contact_phone": "Telefon der Ansprechperson",
    "contact_mail": "E-Mail der Ansprechperson",
    "ends_on": "Gilt bis",
    "remind_days": "Erinnern",
    "mail": "E-Mail",
    "title": "Titel",
    "type": "Art",
    "category": "Bereich",
    "capacity": "Plätze",
    "minimum": "Mindestzahl",
    "fee": "Kostenbeitrag",
    "amount": "Betrag",
    "start": "Beginn",
    "end": "Ende",
    "first_day": "Erster Tag",
    "last_day": "Letzter Tag",
    "day": "Tag",
    "reason": "Grund",
    "overrule": "Grund",
    "places": "Anzahl der Plätze",
    "occurrence": "Termin",
    "land": "Bundesland",
    "offer": "Angebot",
    "room": "Raum",
    "place": "Ort",
    "parts": "Besteht aus",
    "role": "Aufgabe",
    "registration": "Anmeldung",
    "state": "Anwesenheit",
    "total": "Anzahl",
    "copies": "Anzahl",
    "gender": "Geschlecht",
    "wording": "Findet statt",
    "file": "Programmdatei",
    "week": "Kalenderwoche",
    "from_day": "Ab",
    "half_year": "Halbjahr",
    "source": "Von Halbjahr",
    "target": "Neues Halbjahr",
    "from": "Von",
    "weekday": "Wochentag",
    "time": "Uhrzeit",
    "people": "Personen",
    "wish": "Wunsch",
    "until": "Bis",
}

_PROBLEMS: dict[str, str] = {
    "missing": "Bitte etwas eintragen.",
    "not_a_year": "„{value}“ ist kein mögliches Geburtsjahr. Bitte vierstellig, z. B. 1948.",
    "not_a_time": "„{value}“ ist keine Uhrzeit. Bitte z. B. 14:30 eintragen.",
    "not_a_time_span": "„{value}“ ist keine Zeit von bis. Bitte z. B. 14:00-16:00 eintragen.",
    "not_a_weekday": "„{value}“ ist kein Wochentag. Bitte z. B. mi oder Mittwoch eintragen.",
    "not_a_date": "„{value}“ ist kein Datum. Bitte z. B. 24.11.2026 eintragen.",
    "not_a_week": "„{value}“ ist keine Kalenderwoche. Bitte z. B. 2026-W48 eintragen.",
    "end_before_start": "Das Ende muss nach dem Beginn liegen.",
    "not_days": "Bitte 0 bis 366 Tage eintragen, zum Beispiel 28.",
    "not_minutes": "Bitte 0 bis 240 Minuten eintragen, zum Beispiel 15.",
    "not_a_number": "„{value}“ passt nicht. Bitte eine Zahl größer als null eintragen.",
    "not_money": "„{value}“ ist kein Betrag. Bitte z. B. 30,00 eintragen.",
    "not_a_mail": "„{value}“ ist keine E-Mail-Adresse: Das @ fehlt.",
    "not_a_phone": "„{value}“ ist keine Telefonnummer.",
    "already_there": "„{value}“ gibt es schon.",
    "several": "Es gibt mehrere Angebote „{value}“. Bitte in der Liste wählen.",
    "other_place": "Eine ganze Reihe ist dort, wo das Angebot ist: {value}. "
    "Bitte erst beim Angebot Raum oder Ort ändern.",
    "cancelled": "Der Termin fällt aus.",
    "retired": "„{value}“ ist nicht mehr im Plan.",
    "contains_itself": "„{value}“ enthält diesen Raum selbst. Bitte einen anderen Teil wählen.",
    "in_the_past": "Der {value} ist schon vorbei. Bitte heute oder einen späteren Tag eintragen.",
    "too_long": "Der Text ist zu lang.",
    "too_far": "Das sind mehr als {value} Jahre. Bitte einen kürzeren Zeitraum wählen.",
    "not_a_half_year": "„{value}“ ist kein Halbjahr. Bitte z. B. 2026-2 eintragen.",
    "not_later": "Das neue Halbjahr muss nach dem alten liegen.",
    "not_a_planning_day": "„{value}“ liegt zu weit weg. Bitte einen Tag von 2000 bis 2100.",
    "no_day": "In diesem Zeitraum liegt kein solcher Tag. Bitte einen längeren Zeitraum wählen.",
    "too_many_dates": "Das wären {value} Termine. Bitte einen kürzeren Zeitraum wählen.",
    "takes_place": "Der Termin findet statt. Ein Ersatz ist nicht nötig.",
    "skipped": "Der Termin ist im Kalender ausgelassen.",
    "unknown": "„{value}“ steht nicht zur Auswahl.",
}

ENTITIES: dict[str, str] = {
    "person": "Diese Person",
    "offer": "Dieses Angebot",
    "occurrence": "Dieser Termin",
    "booking": "Diese Anmeldung",
    "room": "Dieser Raum",
    "closure": "Diese Sperre",
    "usage_agreement": "Diese Nutzungsvereinbarung",
    "centre": "Dieses Haus",
    "staff_user": "Diese Mitarbeiterin oder dieser Mitarbeiter",
}

VERBS: dict[str, str] = {
    "agreements.end_agreement": "Nutzungsvereinbarung beendet",
    "agreements.set_agreement": "Nutzungsvereinbarung eingetragen",
    "attendance.count_heads": "Besuche gezählt",
    "attendance.mark": "Anwesenheit eingetragen",
    "attendance.mark_all": "Alle als anwesend eingetragen",
    "bookings.book": "Anmeldung",
    "bookings.cancel": "Abmeldung",
    "bookings.mark_informed": "Benachrichtigt",
    "clashes.settle": "Geklärt",
    "closing.cancel_hits": "Termine wegen einer Sperre abgesagt",
    "closing.move_hits": "Termine wegen einer Sperre verlegt",
    "dates.add_date": "Termin hinzugefügt",
    "dates.cancel_date": "Termin fällt aus",
    "dates.edit_date": "Termin geändert",
    "dates.move_date": "Termin verlegt",
    "dates.move_series": "Raum aller Termine geändert",
    "dates.restore_date": "Termin findet doch statt",
    "demo.build": "Beispielhaus angelegt",
    "devices.belong": "PC dem Haus zugeordnet",
    "devices.register": "PC eingerichtet",
    "half_year.copy_half_year": "Halbjahr übernommen",
    "history.redo": "Wiederhergestellt",
    "history.undo": "Rückgängig gemacht",
    "houses.add_house": "Haus angelegt",
    "houses.add_closure": "Sperre eingetragen",
    "houses.add_room": "Raum angelegt",
    "houses.edit_house": "Angaben zum Haus geändert",
    "houses.edit_room": "Raum geändert",
    "houses.load_districts": "Stadtbezirke eingelesen",
    "houses.remove_closure": "Sperre aufgehoben",
    "houses.retire_room": "Raum aus dem Plan genommen",
    "houses.set_room_parts": "Raum aus Teilen zusammengesetzt",
    "houses.set_up_house": "Haus eingerichtet",
    "ical_import.import_calendar": "Kalenderdatei eingelesen",
    "offers.add_offer": "Angebot angelegt",
    "offers.edit_offer": "Angebot geändert",
    "offers.end_offer": "Angebot beendet",
    "offers.plan_series": "Termine geplant",
    "payments.note_payment": "Zahlung vermerkt",
    "payments.void_payment": "Zahlungsvermerk storniert",
    "people.add_person": "Person angelegt",
    "people.block_person": "Sperrung geändert",
    "people.edit_person": "Person geändert",
    "programme_import.import_programme": "Programm eingelesen",
    "series_change.change_from": "Termine ab einem Tag geändert",
    "school_holidays.import_holidays": "Schulferien eingelesen",
    "school_holidays.remove_holidays": "Schulferien entfernt",
    "staff.add_staff": "Mitarbeitende angelegt",
    "staff.edit_staff": "Mitarbeitende geändert",
}
"""What each verb of the log is called, to stand before its subject."""


def action_text(verb: str, title: str) -> str:
    """An action as one line, for example "Anmeldung: Gerhard Müller · Yoga auf dem Stuhl"."""
    name = VERBS.get(verb, verb)
    return f"{name}: {title}" if title else name


def long_date(day: date) -> str:
    """The day in words: „Montag, 23. November 2026“."""
    return f"{WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """The day as in a table: „Mo., 23.11.2026“."""
    return f"{WEEKDAYS[day.weekday()][:2]}., {day:%d.%m.%Y}"


def clock_time(at: int) -> str:
    """The time of day of a moment or of minutes after midnight: „09:30“.

    The end of a day is „24:00“ only for exactly 1440 minutes.
    """
    if at == 24 * 60:
        return "24:00"
    minute = minute_of(at)
    return f"{minute // 60:02}:{minute % 60:02}"


def when(starts: int, ends: int | None = None) -> str:
    """Day and times: „Mo., 23.11.2026, 10:00 bis 11:00 Uhr“."""
    until = ""
    if ends is not None:
        # A date that ends at midnight ends on its own day, not at the beginning of the next.
        until = f" bis {clock_time(minute_of(ends) or 24 * 60)}"
    return f"{short_date(day_of(starts))}, {clock_time(starts)}{until} Uhr"


def day_and_time(at: datetime, now: datetime) -> str:
    """When something happened (both local): "heute, 02:14 Uhr", "03.11.2026, 02:14 Uhr"."""
    day = {0: "heute", 1: "gestern"}.get((now.date() - at.date()).days, f"{at:%d.%m.%Y}")
    return f"{day}, {at:%H:%M} Uhr"


def date_span(line: DateLine) -> str:
    """From when to when a date is: „10:00 bis 11:00 Uhr“, or that only its day is known."""
    if line.untimed:
        return UNTIMED
    return f"{clock_time(line.starts)} bis {clock_time(line.ends)} Uhr"


def date_begin(line: DateLine) -> str:
    """When a date begins: „10:00 Uhr“, or that only its day is known."""
    return UNTIMED if line.untimed else f"{clock_time(line.starts)} Uhr"


def date_columns(line: DateLine) -> tuple[str, str]:
    """Begin and end to stand below each other in a list: „10:00“ and „11:00“."""
    if line.untimed:
        first, _, second = UNTIMED.partition(" ")
        return first, second
    return clock_time(line.starts), clock_time(line.ends)


def money(cents: int) -> str:
    """An amount: „30,00 €“, thousands set apart by a dot."""
    euro, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{euro:,}".replace(",", ".") + f",{rest:02} €"


def counted(number: int, one: str, many: str) -> str:
    """A number with its word: „1 Platz“, „4 Plätze“."""
    return f"{number} {one if number == 1 else many}"


def german(error: e.Refusal | e.Trouble) -> str:
    """What happened and what to do, in a sentence for the desk."""
    return _WORDINGS[type(error)](error)


def problem_text(error: e.Invalid) -> str:
    """What is wrong with one input, to stand beside it."""
    template = _PROBLEMS.get(error.problem, "Bitte die Eingabe prüfen: {value}.")
    return template.format(value=error.value)


def copy_reason(reason: CopyReason) -> str:
    """Why an offer is not simply taken over into another half-year, with what to do."""
    day = "" if reason.day is None else f"{reason.day:%d.%m.%Y}"
    return _COPY_REASONS[reason.key].format(day=day, words=reason.words)


_COPY_REASONS: dict[ReasonKey, str] = {
    "single_dates": "Einzelne Termine: Bitte die neuen Tage eintragen.",
    "dates_in_words": "Im Text stehen feste Tage: „{words}“. Bitte neu schreiben.",
    "ends": "Endete am {day}. Soll es weitergehen?",
    "paused": "Pausiert bis auf Weiteres. Soll es weitergehen?",
    "first_day_left_out": "Der erste Tag, der {day}, fällt aus ({words}). Bitte den Beginn wählen.",
    "starts_later": "Begänne erst am {day}, nach dem neuen Halbjahr. Bitte den Beginn wählen.",
    "no_dates": "Ergibt im neuen Halbjahr keinen Termin.",
    "school_holidays_unknown": "Die Schulferien sind noch nicht bekannt. Bitte einlesen.",
    "agreement_ends": "Die Nutzungsvereinbarung endet am {day}. Bitte verlängern.",
    "room_taken": "Der Raum ist an einigen Tagen belegt. Bitte Raum oder Zeit wählen.",
    "room_closed": "Der Raum ist am {day} gesperrt ({words}). Bitte Raum oder Zeit wählen.",
}


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
        f"„{x.wording}“ ergibt keinen Termin zwischen dem {x.first:%d.%m.%Y} "
        f"und dem {x.last:%d.%m.%Y}."
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
        "Sie wurde nicht verändert. Bitte die Datei aufheben und die Sicherung einspielen."
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
}
