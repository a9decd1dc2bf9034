"""Weeks to print, invented for the tests."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from begegnung.model.editions import Changes, ClosedOn, Edition, EditionEntry, differences
from begegnung.model.programme import (
    Announcement,
    ClosedDay,
    ProgrammeEntry,
    ProgrammeHouse,
    TextEntry,
    WeekProgramme,
)

MONDAY = date(2026, 11, 16)
HOUSE = ProgrammeHouse(
    name="Begegnungszentrum Lindenhof",
    address="Lindenallee 12, 44000 Musterstadt",
    phone="0231 000-12",
    mail="lindenhof@example.org",
    web="https://lindenhof.example/",
    office_hours="Mo–Fr 9–16 Uhr",
    access_note="Aufzug und WC barrierefrei",
)
_ROWS = (
    (0, "9:00", "10:00", "movement", "Sitzgymnastik", "Saal", "Frau A.", ""),
    (0, "10:15", "11:15", "movement", "Sturzprophylaxe: sicher gehen", "Saal", "", "Anmeldung"),
    (0, "10:00", "12:00", "digital", "Smartphone-Sprechstunde", "Raum 2", "Herr B.", "Ladekabel"),
    (0, "14:00", "17:00", "social", "Skat, Rommé und Canasta", "Café", "", ""),
    (0, "15:00", "16:30", "music", "Chor „Silberklang“", "Saal", "Frau Dr. C.", ""),
    (1, "9:30", "11:00", "languages", "Englisch mit Muße (A2)", "Raum 1", "", "Kurs 2411"),
    (1, "10:00", "11:30", "movement", "Yoga auf dem Stuhl", "Saal", "Frau D.", ""),
    (1, "13:30", "15:30", "creative", "Aquarellmalen", "Werkraum", "", "Material 3,00 €"),
    (1, "14:30", "16:30", "social", "Kaffeeklatsch mit Kuchen", "Café", "", "Gedeck 4,50 €"),
    (2, "9:00", "12:00", "advice", "Rentenberatung", "Büro 1", "", "nur mit Termin"),
    (2, "10:00", "11:00", "languages", "Gedächtnistraining", "Raum 1", "Frau E.", ""),
    (2, "14:00", "16:00", "music", "Tanztee mit Live-Musik", "Saal", "", "Eintritt 5,00 €"),
    (2, "14:00", "16:00", "digital", "Tablet-Kurs für den Einstieg", "Raum 2", "Herr B.", ""),
    (3, "9:00", "10:00", "movement", "Wirbelsäulengymnastik", "Saal", "Frau A.", "Kurs 2403"),
    (3, "10:30", "12:00", "social", "Zeitungsrunde", "Café", "", ""),
    (3, "13:00", "16:00", "creative", "Holzwerkstatt", "Werkraum", "", "max. 6 Personen"),
    (3, "15:00", "16:30", "advice", "Pflegestützpunkt: Sprechstunde", "Büro 1", "", "kostenlos"),
    (4, "9:30", "10:30", "movement", "Nordic Walking", "Treffpunkt Foyer", "", "bei jedem Wetter"),
    (4, "10:00", "12:00", "creative", "Stricken und Häkeln", "Raum 1", "Frau F.", ""),
    (4, "12:00", "13:00", "social", "Mittagstisch: Fischfilet", "Café", "", "7,20 €"),
    (4, "14:00", "16:00", "social", "Bingo-Nachmittag", "Saal", "", ""),
    (5, "11:00", "14:00", "music", "Jazz-Frühschoppen", "Innenhof", "", "bei Regen im Saal"),
)


def minutes(clock: str) -> int:
    """ "9:30" as minutes after midnight."""
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)


def entry(**values: Any) -> ProgrammeEntry:
    """A date on Monday from 9 to 10, with `values` changed."""
    given: dict[str, Any] = {
        "day": MONDAY,
        "start": 540,
        "end": 600,
        "time_text": "",
        "title": "Sitzgymnastik",
        "room": "Saal",
        "leader": "",
        "remark": "",
        "category": "movement",
    }
    return ProgrammeEntry(**(given | values))


def usual_entries(count: int = 22) -> tuple[ProgrammeEntry, ...]:
    """The first `count` dates of an endless usual week."""
    return tuple(
        ProgrammeEntry(
            day=MONDAY + timedelta(days=row[0]),
            start=minutes(row[1]),
            end=minutes(row[2]),
            time_text="",
            title=row[4],
            room=row[5],
            leader=row[6],
            remark=row[7],
            category=row[3],
        )
        for row in (_ROWS[number % len(_ROWS)] for number in range(count))
    )


def week(*entries: ProgrammeEntry, **values: Any) -> WeekProgramme:
    """The week of `MONDAY` with these dates."""
    return WeekProgramme(**({"house": HOUSE, "monday": MONDAY, "entries": entries} | values))


def special_week() -> WeekProgramme:
    """A week with everything that can be on a sheet."""
    return week(
        entry(),
        entry(start=840, end=None, title="Offener Treff", category="social", remark="<&> Kaffee"),
        entry(start=None, time_text="ganztägig", title="Ausstellung", category="music"),
        entry(start=None, title="Bücherschrank", room="", category=None),
        entry(start=615, end=675, title="Yoga", status="cancelled", status_note="Leitung krank"),
        entry(
            day=MONDAY + timedelta(days=1),
            title="Englisch",
            category="languages",
            leader="Herr Yıldız",
            status="moved",
            status_note="heute in Raum 3",
        ),
        text_entries=(
            TextEntry("Rollator-Führerschein", "nach Absprache", "Foyer", "Frau Nguyễn", "", None),
        ),
        announcement=Announcement("Adventskonzert", "4. Dezember, 15 Uhr.\nEintritt frei."),
        closed_days=(ClosedDay(MONDAY + timedelta(days=4), "Betriebsausflug"),),
    )


SATURDAY = MONDAY - timedelta(days=2)
_CHANGES: tuple[dict[str, Any], ...] = (
    {"cancelled": True},
    {"start": 930},
    {"room": "Großer Saal & Foyer"},
    {"title": "Lesung <&> Gespräch mit Ayşe Yıldız"},
    {"leader": "Frau Nguyễn"},
)


def changed_week(changed: int, entries: int = 22, **values: Any) -> WeekProgramme:
    """A week that was printed on Saturday; the first `changed` dates are other ones since.

    One more date is new, and one more stands no longer on the paper.
    """
    now, before, rows = [], [], []
    for number, one in enumerate(usual_entries(entries)):
        old = EditionEntry(
            f"{number}", one.title, one.title, one.day, one.start, one.end, "", one.room, one.leader
        )
        new = replace(old, **_CHANGES[number % len(_CHANGES)]) if number < changed else old
        before.append(old)
        now.append(new)
        same = new == old
        rows.append(
            replace(
                one,
                start=new.start,
                end=new.end if new.start == old.start else None,
                room=new.room,
                leader=new.leader,
                title=new.title,
                status="cancelled" if new.cancelled else "planned",
                mark="" if same or new.cancelled else "changed",
            )
        )
    if changed:
        gone = EditionEntry("gone", "Skat", "Skat am Abend", MONDAY, 1080, room="Café")
        fresh = EditionEntry(
            "new", "Tanz", "Tanzcafé", MONDAY + timedelta(days=3), 900, room="Saal"
        )
        before.append(gone)
        now.append(fresh)
        rows.append(
            entry(
                day=fresh.day, start=900, end=None, title=fresh.title, category="music", mark="new"
            )
        )
    found = differences(
        Edition("week", MONDAY, tuple(before)),
        Edition("week", MONDAY, tuple(now), (ClosedOn(MONDAY + timedelta(days=5), "Fest"),)),
    )
    values = {"changes": Changes(SATURDAY, found)} | values if changed else values
    closed = (ClosedDay(MONDAY + timedelta(days=5), "Fest"),) if changed else ()
    return week(*rows, **({"closed_days": closed} | values))
