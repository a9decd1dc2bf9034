"""One function a command: options in, exit code and values out. Imports only what it needs."""

import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from begegnung.cli.opening import day_of_text, desk_of, folder_of
from begegnung.cli.outcome import (
    DEMO_FOLDER,
    DONE,
    INCOMPLETE,
    REFUSED,
    TROUBLE,
    Result,
    Values,
)
from begegnung.model.errors import Invalid
from begegnung.texts import german


def _absolute(share: str) -> str:
    """The share from wherever the next call is made."""
    return str(Path(share).absolute()) if share.strip() else ""


def import_programme(options: Any) -> Result:
    """Reads programme files; reports every entry."""
    from begegnung.services.programme_import import import_files

    window = (day_of_text(options.first, "from"), day_of_text(options.last, "until"))
    with closing(desk_of(options)) as desk:
        reports = import_files(desk, options.files, centre_name=options.centre, window=window)
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


def import_districts(options: Any) -> Result:
    """Reads the districts of a city."""
    from begegnung.formats.districts_file import read_districts
    from begegnung.services.houses import LoadDistricts, load_districts

    names = read_districts(options.file)
    with closing(desk_of(options)) as desk:
        new = desk.act(load_districts, LoadDistricts(names)).value
    return DONE, {"read": len(names), "added": new}, f"{len(names)} gelesen, {new} neu."


def programme(options: Any) -> Result:
    """Writes the programme of a week as PDF."""
    from begegnung.cli.crowded import advice_text, advice_values
    from begegnung.model.programme import in_detail, without_changes
    from begegnung.services.documents import write_pdf
    from begegnung.services.printing.advice import advice_on
    from begegnung.services.week_papers import week_print
    from begegnung.services.weekly import programme_of, week_of

    with closing(desk_of(options)) as desk:
        monday = desk.read(week_of, options.week)
        week = desk.read(programme_of, monday, options.centre)
    if options.changes == "no":
        week = without_changes(week)
    made = week_print(in_detail(week, options.detail), options.format)
    write_pdf(options.output, made.pdf)
    advice = None if made.crowded is None else advice_on(week, options.format, options.detail)
    values = {
        "file": str(options.output),
        "monday": monday.isoformat(),
        "pages": made.pages,
        "body_size": made.size,
        **advice_values(advice),
    }
    size = f"{made.size:g}".replace(".", ",")
    text = f"{options.output}: {made.pages} Seite(n), Schrift {size} Punkt."
    return DONE, values, "\n".join(filter(None, (text, advice_text(advice))))


def sync(options: Any) -> Result:
    """Exchanges with the share; keeps it in the settings when it was named first."""
    from begegnung.services.backups import BackUp
    from begegnung.services.exchange import outcome_values, sync_now
    from begegnung.services.upkeep import keep_up
    from begegnung.settings import load_settings, save_settings

    folder = folder_of(options)
    with closing(desk_of(options)) as desk:
        settings = load_settings(folder)
        share = _absolute(options.share) or settings.share
        outcome = sync_now(desk, folder, share)
        if outcome.trouble is None and not settings.share:
            save_settings(folder, replace(settings, share=share))
        # The night is the best time for it; what stands in the way is noted and said elsewhere.
        keep_up(desk, BackUp(folder, settings.backup_folder))
    values = outcome_values(outcome)
    if outcome.trouble is not None:
        return TROUBLE, values, german(outcome.trouble)
    taken, put = outcome.findings.get("taken in", 0), outcome.findings.get("published", 0)
    text = f"Abgleich: {taken} Bündel von anderen übernommen, {put} abgelegt."
    if not outcome.complete:
        return INCOMPLETE, values, f"{text} Noch nicht alles ist angekommen."
    return DONE, values, text


_MOST_YEARS = 10
"""Years of dates that anybody plans or checks at once."""


def recurrence(options: Any) -> Result:
    """Reads a wording and gives all dates of every reading."""
    from begegnung.cli.holidays import calendar_of
    from begegnung.services.readings import Wanted, read_dates

    first, last = day_of_text(options.first, "from"), day_of_text(options.last, "until")
    if first is None or last is None or last < first:
        raise Invalid("until", "end_before_start")
    if last.year - first.year > _MOST_YEARS:
        raise Invalid("until", "too_far", str(_MOST_YEARS))
    text = f"{options.text} um {_clock(options.time)} Uhr" if options.time else options.text
    start = day_of_text(options.start, "day")
    wanted = Wanted(text, first, last, start, calendar_of(options), options.house)
    reading, meanings = read_dates(wanted)
    values: Values = {
        "status": reading.status,
        "question": reading.question,
        "readings": [
            {
                "meaning": one.meaning,
                "rules": list(one.rules),
                "dates": [day.isoformat() for day in one.dates],
                "skipped": [_skipped_values(skipped) for skipped in one.skipped],
                "school_holidays_unknown": one.school_holidays_unknown,
            }
            for one in meanings
        ],
        "unread": list(reading.unread),
    }
    lines = [reading.question] if reading.question else []
    for one in meanings:
        lines.append(f"{one.meaning}: {len(one.dates)} Termine")
        lines.append("  " + ", ".join(f"{day:%d.%m.%Y}" for day in one.dates))
        lines += [f"  entfällt: {_skipped_text(skipped)}" for skipped in one.skipped]
        if one.school_holidays_unknown:
            lines.append("  Die Schulferien sind noch nicht für die ganze Zeit bekannt.")
    lines += [f"Nicht verstanden: {word}" for word in reading.unread]
    return DONE, values, "\n".join(lines) or "Keine Termine, nur Text."


_CLOCK = re.compile(r"(\d{1,2})(?:[:.](\d\d))?(?:\s*uhr)?")


def _clock(text: str) -> str:
    """The time of a call ("14:00", "9.30", "14 Uhr") as it is read in words.

    Raises `Invalid` for what no clock shows.
    """
    found = _CLOCK.fullmatch(text.strip().casefold())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise Invalid("time", "not_a_time", text)
    return f"{int(found[1])}:{found[2] or '00'}"


def _skipped_values(skipped: Any) -> Values:
    values: Values = {"date": skipped.date.isoformat(), "reason": skipped.reason}
    return values | ({"instead": skipped.instead.isoformat()} if skipped.instead else {})


def _skipped_text(skipped: Any) -> str:
    instead = f", dafür {skipped.instead:%d.%m.%Y}" if skipped.instead else ""
    return f"{skipped.date:%d.%m.%Y} ({skipped.reason}){instead}"


def check(options: Any) -> Result:
    """Verifies database and log."""
    from begegnung.services.check import check as verify

    with closing(desk_of(options)) as desk:
        verdict = desk.read(verify)
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


def state_hash(options: Any) -> Result:
    """Prints a hash for each scope: PCs that have taken in the same have the same."""
    from begegnung.services.state import state_hashes

    with closing(desk_of(options)) as desk:
        states = desk.read(state_hashes)
    lines = [f"{scope}: {state}" for scope, state in states.items()]
    return DONE, {"states": states}, "\n".join(lines)


def demo(options: Any) -> Result:
    """Builds the example house and prints its week."""
    from begegnung.services.demo import build_demo, first_user
    from begegnung.services.documents import write_pdf
    from begegnung.services.houses import own_centre
    from begegnung.services.weekly import print_week, week_of
    from begegnung.settings import Settings, save_settings

    options.data = options.data or DEMO_FOLDER / "daten"
    with closing(desk_of(options)) as desk:
        built = build_demo(desk)
        if built:
            save_settings(options.data, Settings(last_user=first_user(desk)))
        printed = print_week(desk, desk.read(week_of, ""), "a4")
        house = desk.read(own_centre)
    target = DEMO_FOLDER / "wochenprogramm.pdf"
    write_pdf(target, printed.pdf)
    said = "angelegt" if built else "ist schon da"
    text = f"{house.name}: Beispielhaus {said}. Wochenprogramm: {target}"
    return DONE, {"built": built, "data": str(options.data), "programme": str(target)}, text
