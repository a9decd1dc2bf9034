"""The commands with their options, and what a wrong call is told."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from begegnung import __version__
from begegnung.cli import (
    backup,
    bookings,
    calendars,
    cards,
    clashes,
    commands,
    editions,
    figures,
    holidays,
    house_look,
    money,
    offers,
    papers,
    people,
    rooms,
    share,
    staff,
)
from begegnung.cli.outcome import WRONG_CALL, Result
from begegnung.model.laender import LAENDER
from begegnung.texts.papers import OPTION_WORDS

_EPILOG = """Rückgabewerte: 0 erledigt; 1 abgelehnt oder Prüfung mit Befund; 2 falscher Aufruf;
3 Datenträger, Datei, Freigabe oder Datenbank lassen es nicht zu; 4 Abgleich unvollständig."""


_PARTS = (
    offers,
    bookings,
    cards,
    money,
    people,
    staff,
    share,
    clashes,
    backup,
    papers,
    editions,
    house_look,
    figures,
)
"""The modules that bring commands of their own, in the order in which they are listed."""

_CALL_FAULTS = (
    ("the following arguments are required", "Es fehlt"),
    ("unrecognized arguments", "Das ist hier nicht bekannt"),
    ("argument ", "Angabe "),
    ("expected one argument", "der Wert fehlt"),
    ("expected at least one argument", "der Wert fehlt"),
    ("invalid choice", "unbekannt"),
    ("choose from", "möglich sind"),
)


class _Help(argparse.HelpFormatter):
    """The usage line with the German word before it."""

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "Aufruf: " if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """A parser that says in German what is wrong with a call."""

    def __init__(self, **given: Any) -> None:
        given |= {"formatter_class": _Help, "add_help": False}
        super().__init__(**given)
        self._positionals.title, self._optionals.title = "Angaben", "Optionen"
        self.add_argument("-h", "--help", action="help", help="diese Hilfe zeigen")

    def error(self, message: str) -> NoReturn:
        for english, german_words in _CALL_FAULTS:
            message = message.replace(english, german_words)
        self.print_usage(sys.stderr)
        self.exit(WRONG_CALL, f"{self.prog}: {message}.\n")


def make_parser() -> argparse.ArgumentParser:
    """The parser of all commands; `command` of its result is the function to run, or None."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, metavar="DIR", help="Datenordner (sonst der übliche)")
    shared.add_argument("--json", action="store_true", help="Ergebnis als JSON ausgeben")
    shared.add_argument("--user", default="", metavar="NAME", help="wer das tut, für den Verlauf")
    parser = _Parser(
        prog="begegnung",
        description="Der Empfang eines Begegnungszentrums. Ohne Befehl öffnet sich das Fenster.",
        epilog=_EPILOG,
        parents=[shared],
    )
    parser.add_argument(
        "--version", action="version", version=f"Begegnung {__version__}", help="die Version zeigen"
    )
    parser.add_argument(
        "--exit-after-paint", action="store_true", help="nach dem ersten Bild enden (zum Messen)"
    )
    parser.set_defaults(command=None, opens_window=False)
    found: Any = parser.add_subparsers(title="Befehle", metavar="BEFEHL", parser_class=_Parser)

    def add(name: str, text: str, command: Callable[[Any], Result]) -> _Parser:
        sub = found.add_parser(
            name, help=text, description=text, parents=[_suppressed()], epilog=_EPILOG
        )
        sub.set_defaults(command=command)
        return sub

    _add_import(found)
    _add_export(found)
    _add_programme(add("programme", "Wochenprogramm als PDF schreiben", commands.programme))
    sync = add("sync", "Jetzt mit den anderen Häusern und PCs abgleichen", commands.sync)
    sync.add_argument("--share", default="", metavar="DIR", help="gemeinsamer Ordner")
    said = "Eine Wendung wie „jeden 2. Montag“ lesen"
    _add_recurrence(add("recurrence", said, commands.recurrence))
    _add_rooms(found)
    for part in _PARTS:
        part.add_commands(found, _Parser, _suppressed)
    add("check", "Datenbank und Verlauf prüfen", commands.check)
    add("state-hash", "Prüfwert dessen, was dieser PC zeigt", commands.state_hash)
    demo = add("demo", "Ein Beispielhaus anlegen, öffnen und drucken", commands.demo)
    demo.add_argument("--no-window", action="store_true", help="Bilder statt eines Fensters")
    demo.set_defaults(opens_window=True)
    return parser


def _add_programme(printed: _Parser) -> None:
    printed.add_argument("--week", default="", metavar="2026-W48", help="Woche, sonst diese")
    printed.add_argument("--format", choices=("a4", "a3"), default="a4", help="Papier")
    printed.add_argument("--centre", default="", metavar="NAME", help="Haus, sonst das eigene")
    for name, choices in (("detail", ("full", "brief")), ("changes", ("yes", "no"))):
        words = OPTION_WORDS[name]
        printed.add_argument(f"--{name}", choices=choices, default=choices[0], help=words)
    printed.add_argument("--output", type=Path, required=True, metavar="DATEI")


def _add_recurrence(words: _Parser) -> None:
    words.add_argument("text", metavar="TEXT")
    words.add_argument("--from", dest="first", required=True, metavar="DATUM")
    words.add_argument("--until", dest="last", required=True, metavar="DATUM")
    words.add_argument("--start", default="", metavar="DATUM", help="erster Termin")
    words.add_argument("--time", default="", metavar="14:00", help="Beginn, wenn er nicht dasteht")
    _add_land(words, "Bundesland der Feiertage und Ferien, sonst NW oder das des Hauses")
    words.add_argument(
        "--house", action="store_true", help="Feiertage und Schließtage auslassen wie im Haus"
    )


def _suppressed() -> argparse.ArgumentParser:
    """What all commands share, again behind the command, without overwriting what stood before."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, metavar="DIR", default=argparse.SUPPRESS)
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    shared.add_argument("--user", default=argparse.SUPPRESS, metavar="NAME")
    return shared


def _add_land(parser: argparse.ArgumentParser, text: str, *, required: bool = False) -> None:
    parser.add_argument(
        "--land", type=str.upper, choices=LAENDER, metavar="NW", help=text, required=required
    )


def _add_rooms(found: Any) -> None:
    about = found.add_parser("rooms", help="Doppelt belegte und freie Räume")
    kinds = about.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=_Parser, dest="kind"
    )
    clashing = kinds.add_parser("conflicts", help="Was doppelt belegt ist", parents=[_suppressed()])
    clashing.add_argument("--centre", default="", metavar="NAME", help="Haus, sonst alle")
    clashing.set_defaults(command=rooms.room_conflicts)
    free = kinds.add_parser("free", help="Einen freien Raum finden", parents=[_suppressed()])
    free.add_argument("--weekday", default="", metavar="mi", help="Wochentag, sonst jeder Tag")
    free.add_argument("--time", default="", metavar="14:00-16:00", help="von wann bis wann")
    free.add_argument("--people", default="", metavar="ZAHL", help="wie viele hineinpassen müssen")
    free.add_argument(
        "--equipment", action="append", default=[], metavar="WORT", help="was da sein muss"
    )
    free.add_argument(
        "--wish", default="", metavar="TEXT", help="der Wunsch in Worten statt der Angaben"
    )
    free.set_defaults(command=rooms.free_rooms)
    for sub, must in ((clashing, True), (free, False)):
        sub.add_argument("--from", dest="first", default="", metavar="DATUM", required=must)
        sub.add_argument("--until", dest="last", default="", metavar="DATUM", required=must)


def _add_import(found: Any) -> None:
    into = found.add_parser("import", help="Programme, Kalender oder Schulferien einlesen")
    kinds = into.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=_Parser, dest="kind"
    )
    programme = kinds.add_parser(
        "programme", help="Programmdateien (bz-programme/1)", parents=[_suppressed()]
    )
    programme.add_argument("files", nargs="+", type=Path, metavar="DATEI")
    programme.add_argument("--centre", default="", metavar="NAME", help="Haus, sonst das der Datei")
    programme.add_argument("--from", dest="first", default="", metavar="DATUM")
    programme.add_argument("--until", dest="last", default="", metavar="DATUM")
    programme.set_defaults(command=commands.import_programme)
    districts = kinds.add_parser("districts", help="Stadtbezirke (CSV)", parents=[_suppressed()])
    districts.add_argument("file", type=Path, metavar="DATEI")
    districts.set_defaults(command=commands.import_districts)
    ferien = kinds.add_parser("holidays", help="Schulferien (ICS, CSV)", parents=[_suppressed()])
    ferien.add_argument("file", type=Path, metavar="DATEI")
    _add_land(ferien, "Bundesland der Ferien", required=True)
    ferien.set_defaults(command=holidays.import_holidays)
    ics = kinds.add_parser("ics", help="Kalenderdatei (.ics)", parents=[_suppressed()])
    ics.add_argument("file", type=Path, metavar="DATEI")
    ics.add_argument("--centre", default="", metavar="NAME", help="Haus, sonst das eigene")
    ics.add_argument("--from", dest="first", default="", metavar="DATUM", help="sonst heute")
    ics.add_argument("--until", dest="last", default="", metavar="DATUM")
    ics.add_argument(
        "--overrule", default="", metavar="GRUND", help="belegte Räume trotzdem belegen"
    )
    ics.add_argument("--update", action="store_true", help="ändern, was in der Datei anders ist")
    ics.set_defaults(command=calendars.import_ics)


def _add_export(found: Any) -> None:
    out = found.add_parser("export", help="Termine als Kalenderdatei ausgeben")
    kinds = out.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=_Parser, dest="kind"
    )
    ics = kinds.add_parser("ics", help="Kalenderdatei (.ics)", parents=[_suppressed()])
    what = ics.add_mutually_exclusive_group()
    what.add_argument("--offer", default="", metavar="TITEL", help="ein Angebot")
    what.add_argument("--room", default="", metavar="NAME", help="ein Raum")
    what.add_argument("--house", action="store_true", help="das ganze Haus, so ist es üblich")
    ics.add_argument("--from", dest="first", default="", metavar="DATUM")
    ics.add_argument("--until", dest="last", default="", metavar="DATUM")
    ics.add_argument("--internal", action="store_true", help="auch, was nicht gedruckt wird")
    ics.add_argument("--out", "--output", dest="output", type=Path, required=True, metavar="DATEI")
    ics.set_defaults(command=calendars.export_ics)
