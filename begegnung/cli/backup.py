"""Backups by command: making and listing them, trying one, restoring."""

from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from begegnung.cli.opening import desk_of, folder_of
from begegnung.cli.outcome import DONE, REFUSED, Result, Values
from begegnung.cli.share import add_recovery, seed_of
from begegnung.model.errors import AlreadyRunning
from begegnung.texts import counted


def add_commands(found: Any, parser_class: Any, shared: Any) -> None:
    """The commands `backup` and `restore` with their options; `shared` makes the usual ones."""
    made = found.add_parser(
        "backup", help="Jetzt sichern; Sicherungen ansehen und prüfen", parents=[shared()]
    )
    made.add_argument("--second", default=None, metavar="DIR", help="zweiter Ort, wird gemerkt")
    made.add_argument("--due", action="store_true", help="nur, was heute noch fehlt")
    made.set_defaults(command=backup)
    kinds = made.add_subparsers(title="Was", metavar="WAS", parser_class=parser_class, dest="kind")
    listed = kinds.add_parser("list", help="Sicherungen ansehen", parents=[shared()])
    listed.set_defaults(command=list_backups)
    tried = kinds.add_parser("test", help="die neueste zur Probe zurückholen", parents=[shared()])
    tried.set_defaults(command=try_backup)
    printed = kinds.add_parser(
        "sheet", help="Blatt, das die Sicherungen öffnet, als PDF", parents=[shared()]
    )
    printed.add_argument("--output", type=Path, required=True, metavar="DATEI")
    printed.set_defaults(command=print_sheet)
    back = found.add_parser(
        "restore", help="Daten aus Sicherung, Freigabe und altem Rest", parents=[shared()]
    )
    back.add_argument("--from", dest="source", type=Path, metavar="DATEI", help="diese Sicherung")
    back.add_argument(
        "--share", default="", metavar="DIR", help="gemeinsamer Ordner, sonst der gewählte"
    )
    back.add_argument("--plan", action="store_true", help="nur sagen, was geschehen würde")
    add_recovery(back, required=False)
    back.set_defaults(command=restore)


def _wish(options: Any) -> Any:
    from begegnung.services.backups import BackUp
    from begegnung.settings import load_settings

    folder = folder_of(options)
    return BackUp(folder, load_settings(folder).backup_folder)


def backup(options: Any) -> Result:
    """Makes a backup now, or does what is due today."""
    from begegnung.services.backups import back_up
    from begegnung.services.upkeep import keep_up
    from begegnung.settings import load_settings, save_settings

    folder = folder_of(options)
    if options.second is not None:
        chosen = str(Path(options.second).absolute()) if options.second.strip() else ""
        save_settings(folder, replace(load_settings(folder), backup_folder=chosen))
    wish = _wish(options)
    with closing(desk_of(options)) as desk:
        if not options.due:
            done = back_up(desk, wish)
            return DONE, _made_values(done), _made_text(done)
        kept = keep_up(desk, wish)
    if kept.trouble is not None:
        raise kept.trouble
    values: Values = {
        "damage": kept.damage,
        "backup": None if kept.backup is None else _made_values(kept.backup),
        "tested": None if kept.tested is None else str(kept.tested.path),
    }
    if kept.damage:
        return REFUSED, values, f"Die Datenbank ist beschädigt: {kept.damage}."
    text = "Es war nichts zu tun." if kept.backup is None else _made_text(kept.backup)
    return DONE, values, text


def _made_values(done: Any) -> Values:
    return {"file": str(done.path), "rows": done.rows, "second": done.second}


def _made_text(done: Any) -> str:
    second = {
        "none": "",
        "written": " Am zweiten Ort liegt sie auch.",
        "absent": " Der zweite Ort ist gerade nicht da.",
        "failed": " Am zweiten Ort ließ sie sich nicht ablegen.",
    }[done.second]
    rows = counted(done.rows, "Zeile", "Zeilen")
    return f"Gesichert und geprüft: {done.path} ({rows}).{second}"


def list_backups(options: Any) -> Result:
    """Lists the backups at both places, and how it stands with them."""
    from begegnung.services.backups import backup_state
    from begegnung.texts.backups import last_backup_text, made_text, trial_text, warning_text
    from begegnung.texts.durability import size_text

    wish = _wish(options)
    with closing(desk_of(options)) as desk:
        state = backup_state(desk, wish)
        now_ms = desk.now_ms()
    places: list[Values] = []
    lines = [last_backup_text(state, now_ms), trial_text(state, now_ms)]
    for place in state.places:
        places.append(
            {
                "kind": place.kind,
                "folder": str(place.folder),
                "reachable": place.reachable,
                "backups": [
                    {"file": str(one.path), "made": one.made.isoformat(), "size": one.size}
                    for one in place.backups
                ],
            }
        )
        there = "" if place.reachable else " (gerade nicht da)"
        lines.append(f"{place.folder}{there}: {len(place.backups)}")
        lines += [
            f"  {made_text(one.made)}  {size_text(one.size)}  {one.path.name}"
            for one in place.backups
        ]
    lines += [warning_text(warning, state) for warning in state.warnings]
    values: Values = {
        "last_ms": state.last_ms,
        "tested_ms": state.tested_ms,
        "checked_ms": state.checked_ms,
        "free": state.free,
        "places": places,
        "warnings": list(state.warnings),
    }
    return DONE, values, "\n".join(lines)


def try_backup(options: Any) -> Result:
    """Restores the newest backup into a file that is thrown away."""
    from begegnung.services.backups import try_newest

    with closing(desk_of(options)) as desk:
        done = try_newest(desk, _wish(options))
    rows = counted(done.rows, "Zeile", "Zeilen")
    text = f"Zur Probe zurückgeholt: {done.path.name}. Alle {rows} sind da."
    return DONE, {"file": str(done.path), "rows": done.rows}, text


def print_sheet(options: Any) -> Result:
    """Writes a sheet that opens the backups from now on, and makes the first of them."""
    from begegnung.services.backup_sheet import make_backup_sheet
    from begegnung.services.backups import back_up
    from begegnung.services.documents import write_pdf

    with closing(desk_of(options)) as desk:
        write_pdf(options.output, make_backup_sheet(desk))
        done = back_up(desk, _wish(options))
    text = (
        f"Bitte {options.output} zweimal drucken, in Umschlägen an zwei Orten verwahren und die "
        f"Datei danach löschen. {_made_text(done)}"
    )
    return DONE, {"sheet": str(options.output), **_made_values(done)}, text


def restore(options: Any) -> Result:
    """Puts a PC together again; the old file stays beside the new one."""
    from begegnung.services.recovering import exchange_with, recover
    from begegnung.services.recovery import Recover, discard, examine, share_answers
    from begegnung.services.window_lock import window_is_open
    from begegnung.settings import load_settings
    from begegnung.texts.backups import (
        hint_sentence,
        loss_sentence,
        plan_sentences,
        recovered_sentences,
    )
    from begegnung.wiring import database_path

    folder = folder_of(options)
    if window_is_open(folder):
        raise AlreadyRunning(str(folder))
    settings = load_settings(folder)
    has_keys = options.recovery_file or options.recovery_words
    wish = Recover(
        folder,
        database_path(folder),
        str(Path(options.share).absolute()) if options.share.strip() else settings.share,
        settings.backup_folder,
        options.source,
        seed_of(options) if has_keys else None,
    )
    plan = examine(wish, share_answers)
    now_ms = _now_ms()
    values: Values = {
        "backup": None if plan.backup is None else str(plan.backup.path),
        "share": plan.share,
        "waiting": plan.waiting,
        "locked": plan.locked,
        "lost_since_ms": plan.lost_since_ms,
    }
    said = [*plan_sentences(plan, now_ms), hint_sentence(plan), loss_sentence(plan, now_ms)]
    if options.plan:
        discard(plan)
        return DONE, values, "\n".join(filter(None, said))
    done = recover(plan, exchange_with(wish, plan.share))
    values |= {
        "salvaged": done.salvaged._asdict(),
        "rows": done.rows,
        "problems": done.problems,
        "kept": None if done.kept is None else str(done.kept),
    }
    return DONE, values, "\n".join(filter(None, [*said, *recovered_sentences(done)]))


def _now_ms() -> int:
    from begegnung.services.desk import system_clock

    return system_clock()
