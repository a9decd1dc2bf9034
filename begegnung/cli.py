"""The command line: for administrators, scheduled tasks and tests.

Exit codes: 0 done; 1 refused by a rule or by the check; 2 wrong call; 3 the environment (disk,
file, share, database) does not let us; 4 the exchange ran but not everything arrived.
"""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NoReturn

from begegnung import __version__
from begegnung.model.errors import Invalid, Refusal, Trouble
from begegnung.texts import german

DONE, REFUSED, WRONG_CALL, TROUBLE, INCOMPLETE = range(5)

Values = dict[str, Any]
Result = tuple[int, Values, str]
"""Exit code, values for --json, and the same in German."""

DEMO_FOLDER = Path("demo")
"""Where the demo lays its data, pictures and print: beside the caller, thrown away at will."""

_EPILOG = """Rückgabewerte: 0 erledigt; 1 abgelehnt oder Prüfung mit Befund; 2 falscher Aufruf;
3 Datenträger, Datei, Freigabe oder Datenbank lassen es nicht zu; 4 Abgleich unvollständig."""


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of a call: `command` is None for the window; `opens_window` after the command.

    Ends the process with `WRONG_CALL` and a usage line when the call is wrong.
    """
    _use_utf8()
    return _parser().parse_args(arguments)


def run(options: argparse.Namespace) -> int:
    """Runs the command of `options`; gives the exit code. Prints the result, JSON with --json."""
    try:
        code, values, text = options.command(options)
    except (Refusal, Trouble) as error:
        code, values = failure(error)
        text = german(error)
    if options.json:
        print(json.dumps(values, ensure_ascii=False, indent=2))
    elif text:
        print(text, file=sys.stdout if code == DONE else sys.stderr)
    return code


def failure(error: Refusal | Trouble) -> tuple[int, Values]:
    """Exit code and JSON values of an error."""
    code = REFUSED if isinstance(error, Refusal) else TROUBLE
    return code, {"error": {"kind": type(error).__name__, "message": german(error)}}


def _use_utf8() -> None:
    """German text also where a Windows console or pipe has an old code page."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


class _Parser(argparse.ArgumentParser):
    """A parser that says in German what is wrong with a call."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(WRONG_CALL, f"{self.prog}: {message}\n")


def _parser() -> _Parser:
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, metavar="DIR", help="Datenordner (sonst der übliche)")
    shared.add_argument("--json", action="store_true", help="Ergebnis als JSON ausgeben")
    parser = _Parser(
        prog="begegnung",
        description="Der Empfang eines Begegnungszentrums. Ohne Befehl öffnet sich das Fenster.",
        epilog=_EPILOG,
        parents=[shared],
    )
    parser.add_argument("--version", action="version", version=f"Begegnung {__version__}")
    parser.add_argument(
        "--exit-after-paint", action="store_true", help="nach dem ersten Bild enden (zum Messen)"
    )
    parser.set_defaults(command=None, opens_window=False)
    commands: Any = parser.add_subparsers(title="Befehle", metavar="BEFEHL", parser_class=_Parser)

    def add(name: str, text: str, command: Callable[[Any], Result]) -> _Parser:
        sub = commands.add_parser(
            name, help=text, description=text, parents=[_suppressed()], epilog=_EPILOG
        )
        sub.set_defaults(command=command)
        return sub

    _add_import(commands)
    printed = add("programme", "Wochenprogramm als PDF schreiben", _programme)
    printed.add_argument("--week", default="", metavar="2026-W48", help="Woche, sonst diese")
    printed.add_argument("--format", choices=("a4", "a3"), default="a4", help="Papier")
    printed.add_argument("--centre", default="", metavar="NAME", help="Haus, sonst das eigene")
    printed.add_argument("--output", type=Path, required=True, metavar="DATEI")
    sync = add("sync", "Jetzt mit den anderen Häusern und PCs abgleichen", _sync)
    sync.add_argument("--share", default="", metavar="DIR", help="gemeinsamer Ordner")
    key = add("house-key", "Schlüssel des Hauses für einen weiteren PC ablegen", _house_key)
    key.add_argument("--output", type=Path, required=True, metavar="DATEI")
    join = add("join", "Diesen PC zu einem Haus hinzufügen, das es schon gibt", _join)
    join.add_argument("--key", type=Path, required=True, metavar="DATEI")
    join.add_argument("--share", required=True, metavar="DIR", help="gemeinsamer Ordner")
    words = add("recurrence", "Eine Wendung wie „jeden 2. Montag“ lesen", _recurrence)
    words.add_argument("text", metavar="TEXT")
    words.add_argument("--from", dest="first", required=True, metavar="DATUM")
    words.add_argument("--until", dest="last", required=True, metavar="DATUM")
    words.add_argument("--start", default="", metavar="DATUM", help="erster Termin")
    words.add_argument("--time", default="", metavar="14:00", help="Beginn, wenn er nicht dasteht")
    words.add_argument("--land", default="NW", metavar="NW", help="Bundesland der Feiertage")
    words.add_argument("--house", action="store_true", help="Feiertage auslassen wie im Haus")
    add("check", "Datenbank und Verlauf prüfen", _check)
    demo = add("demo", "Ein Beispielhaus anlegen, öffnen und drucken", _demo)
    demo.add_argument("--no-window", action="store_true", help="Bilder statt eines Fensters")
    demo.set_defaults(opens_window=True)
    return parser


def _suppressed() -> argparse.ArgumentParser:
    """--data and --json again behind the command, without overwriting what stood before it."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data", type=Path, metavar="DIR", default=argparse.SUPPRESS)
    shared.add_argument("--json", action="store_true", default=argparse.SUPPRESS)
    return shared


def _add_import(commands: Any) -> None:
    into = commands.add_parser("import", help="Programme oder Stadtbezirke einlesen")
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
    programme.set_defaults(command=_import_programme)
    districts = kinds.add_parser("districts", help="Stadtbezirke (CSV)", parents=[_suppressed()])
    districts.add_argument("file", type=Path, metavar="DATEI")
    districts.set_defaults(command=_import_districts)


def _folder(options: Any) -> Path:
    from begegnung.wiring import default_folder

    return options.data or default_folder()


def _desk(options: Any) -> Any:
    from begegnung.wiring import open_desk

    return open_desk(_folder(options))


def _day(text: str, field: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(field, "not_a_date", text) from error


def _import_programme(options: Any) -> Result:
    from begegnung.services.programme_import import import_files

    window = (_day(options.first, "from"), _day(options.last, "until"))
    desk = _desk(options)
    try:
        reports = import_files(desk, options.files, centre_name=options.centre, window=window)
    finally:
        desk.close()
    failed = any(report.error is not None for report in reports)
    code = TROUBLE if failed else DONE
    return code, {"files": _report_values(reports)}, _report_text(reports)


def _report_values(reports: Any) -> list[Values]:
    """The reports as JSON can carry them."""
    values: list[Values] = []
    for report in reports:
        value: Values = {
            "file": report.file,
            "centre": report.centre,
            "entries": [entry._asdict() for entry in report.entries],
        }
        if report.notes:
            value["notes"] = list(report.notes)
        if report.error is not None:
            kind, message = type(report.error).__name__, german(report.error)
            value["error"] = {"kind": kind, "message": message}
        values.append(value)
    return values


_OUTCOME_WORDS = {"dated": "Termine", "text": "nur Text", "problem": "bitte prüfen"}


def _report_text(reports: Any) -> str:
    """The reports in German, one line an entry."""
    lines: list[str] = []
    for report in reports:
        lines.append(f"{report.file}: {report.centre}")
        if report.error is not None:
            lines.append(f"  {german(report.error)}")
        lines += [f"  {note}" for note in report.notes]
        for entry in report.entries:
            dates = f"{entry.occurrences} ({entry.occurrences_added} neu)"
            what = dates if entry.outcome == "dated" else _OUTCOME_WORDS[entry.outcome]
            lines.append(f"  {entry.title}: {what}. {entry.reason}")
    return "\n".join(lines)


def _import_districts(options: Any) -> Result:
    from begegnung.formats.districts_file import read_districts
    from begegnung.services.houses import LoadDistricts, load_districts

    names = read_districts(options.file)
    desk = _desk(options)
    try:
        new = desk.act(load_districts, LoadDistricts(names)).value
    finally:
        desk.close()
    return DONE, {"read": len(names), "added": new}, f"{len(names)} gelesen, {new} neu."


def _programme(options: Any) -> Result:
    from begegnung.services.documents import write_pdf
    from begegnung.services.weekly import print_week, week_of

    desk = _desk(options)
    try:
        monday = desk.read(week_of, options.week)
        printed = print_week(desk, monday, options.format, centre_name=options.centre)
    finally:
        desk.close()
    write_pdf(options.output, printed.pdf)
    values = {
        "file": str(options.output),
        "monday": monday.isoformat(),
        "pages": printed.pages,
        "body_size": printed.body_size,
    }
    size = f"{printed.body_size:g}".replace(".", ",")
    text = f"{options.output}: {printed.pages} Seite(n), Schrift {size} Punkt."
    return DONE, values, text


def _sync(options: Any) -> Result:
    from begegnung.services.exchange import outcome_values, sync_now
    from begegnung.settings import load_settings, save_settings

    folder = _folder(options)
    desk = _desk(options)
    try:
        settings = load_settings(folder)
        share = options.share or settings.share
        outcome = sync_now(desk, folder, share)
        if outcome.trouble is None and not settings.share:
            save_settings(folder, replace(settings, share=share))
    finally:
        desk.close()
    values = outcome_values(outcome)
    if outcome.trouble is not None:
        return TROUBLE, values, german(outcome.trouble)
    taken, put = outcome.findings.get("taken in", 0), outcome.findings.get("published", 0)
    text = f"Abgleich: {taken} Bündel von anderen übernommen, {put} abgelegt."
    if not outcome.complete:
        return INCOMPLETE, values, f"{text} Noch nicht alles ist angekommen."
    return DONE, values, text


def _house_key(options: Any) -> Result:
    from begegnung.services.exchange import export_key

    desk = _desk(options)
    try:
        export_key(desk, _folder(options), options.output)
    finally:
        desk.close()
    text = (
        f"Schlüssel geschrieben: {options.output}. Wer ihn hat, liest die Daten des Hauses: "
        "nur auf einem Stick weitergeben und danach löschen."
    )
    return DONE, {"file": str(options.output)}, text


def _join(options: Any) -> Result:
    from begegnung.services.exchange import join_house, outcome_values
    from begegnung.services.houses import own_centre
    from begegnung.settings import load_settings, save_settings

    folder = _folder(options)
    desk = _desk(options)
    try:
        outcome = join_house(desk, folder, options.key, options.share)
        save_settings(folder, replace(load_settings(folder), share=options.share))
        house = desk.read(own_centre)
    finally:
        desk.close()
    text = f"Dieser PC gehört jetzt zu: {house.name}."
    return DONE, {**outcome_values(outcome), "centre": house.name}, text


def _recurrence(options: Any) -> Result:
    from begegnung.services.readings import Wanted, read_dates

    first, last = _day(options.first, "from"), _day(options.last, "until")
    if first is None or last is None or last < first:
        raise Invalid("until", "end_before_start")
    text = f"{options.text} um {options.time} Uhr" if options.time else options.text
    start = _day(options.start, "day")
    wanted = Wanted(text, first, last, start, options.land, options.house)
    reading, meanings = read_dates(wanted)
    values: Values = {
        "status": reading.status,
        "question": reading.question,
        "readings": [
            {
                "meaning": one.meaning,
                "rules": list(one.rules),
                "dates": [day.isoformat() for day in one.dates],
                "skipped": [{"date": day.isoformat(), "reason": why} for day, why in one.skipped],
            }
            for one in meanings
        ],
        "unread": list(reading.unread),
    }
    lines = [reading.question] if reading.question else []
    for one in meanings:
        lines.append(f"{one.meaning}: {len(one.dates)} Termine")
        lines.append("  " + ", ".join(f"{day:%d.%m.%Y}" for day in one.dates))
    lines += [f"Nicht verstanden: {word}" for word in reading.unread]
    return DONE, values, "\n".join(lines) or "Keine Termine, nur Text."


def _check(options: Any) -> Result:
    from begegnung.services.check import check

    desk = _desk(options)
    try:
        verdict = desk.read(check)
    finally:
        desk.close()
    values: Values = {
        "ok": verdict.clean,
        "problems": [problem._asdict() for problem in verdict.problems],
        "rows": verdict.rows,
        "actions": verdict.actions,
    }
    if verdict.clean:
        text = f"Alles in Ordnung: {verdict.actions} Vorgänge geprüft."
        return DONE, values, text
    lines = [f"{p.kind}: {p.entity} {p.detail}" for p in verdict.problems]
    return REFUSED, values, "\n".join(["Die Prüfung hat etwas gefunden:", *lines])


def _demo(options: Any) -> Result:
    from begegnung.services.demo import build_demo, first_user
    from begegnung.services.documents import write_pdf
    from begegnung.services.houses import own_centre
    from begegnung.services.weekly import print_week, week_of
    from begegnung.settings import Settings, save_settings

    options.data = options.data or DEMO_FOLDER / "daten"
    desk = _desk(options)
    try:
        built = build_demo(desk)
        if built:
            save_settings(options.data, Settings(last_user=first_user(desk)))
        printed = print_week(desk, desk.read(week_of, ""), "a4")
        house = desk.read(own_centre)
    finally:
        desk.close()
    target = DEMO_FOLDER / "wochenprogramm.pdf"
    write_pdf(target, printed.pdf)
    said = "angelegt" if built else "ist schon da"
    text = f"{house.name}: Beispielhaus {said}. Wochenprogramm: {target}"
    return DONE, {"built": built, "data": str(options.data), "programme": str(target)}, text
