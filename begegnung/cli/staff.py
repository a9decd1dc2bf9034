"""`begegnung staff`, `begegnung history` and `begegnung undo`: who did what, and taking it back."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from begegnung.cli.opening import day_of_text, desk_of
from begegnung.cli.outcome import DONE, Result, Values
from begegnung.model.roles import ROLES
from begegnung.texts import action_text, counted


def add_commands(found: Any, parser_class: type[Any], shared: Callable[[], Any]) -> None:
    """Adds the commands to the parser of all commands."""
    text = "Den letzten oder einen einzelnen Schritt zurücknehmen"
    undo = found.add_parser("undo", help=text, description=text, parents=[shared()])
    undo.add_argument("--action", default="", metavar="ID", help="sonst der letzte Schritt")
    undo.set_defaults(command=undo_action)
    history = found.add_parser("history", help="Was eingetragen wurde")
    kinds = history.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=parser_class, dest="kind"
    )
    listed = kinds.add_parser("list", help="Schritte, der neueste zuerst", parents=[shared()])
    listed.add_argument("--from", dest="first", default="", metavar="DATUM", help="sonst heute")
    listed.add_argument("--until", dest="last", default="", metavar="DATUM", help="sonst heute")
    listed.add_argument("--mine", action="store_true", help="nur die von --user")
    listed.add_argument("--most", type=int, default=300, metavar="ZAHL", help="höchstens so viele")
    listed.set_defaults(command=list_history)
    _add_staff(found, parser_class, shared)


def _add_staff(found: Any, parser_class: type[Any], shared: Callable[[], Any]) -> None:
    about = found.add_parser("staff", help="Mitarbeitende am Empfang")
    kinds = about.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=parser_class, dest="kind"
    )
    listed = kinds.add_parser("list", help="Wer hier arbeitet", parents=[shared()])
    listed.add_argument("--all", action="store_true", help="auch, wer nicht mehr hier arbeitet")
    listed.set_defaults(command=list_staff)
    adding = kinds.add_parser("add", help="Jemanden anlegen", parents=[shared()])
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("--role", choices=tuple(ROLES), default="reception", help="Aufgabe")
    adding.set_defaults(command=add_one)
    editing = kinds.add_parser("edit", help="Name oder Aufgabe ändern", parents=[shared()])
    editing.add_argument("name", metavar="NAME", help="wie sie oder er jetzt heißt")
    editing.add_argument("--name", dest="new_name", default="", metavar="NAME", help="neuer Name")
    editing.add_argument("--role", choices=tuple(ROLES), default="", help="neue Aufgabe")
    state = editing.add_mutually_exclusive_group()
    state.add_argument("--inactive", action="store_true", help="arbeitet nicht mehr hier")
    state.add_argument("--active", action="store_true", help="arbeitet wieder hier")
    editing.set_defaults(command=edit_one)
    resetting = kinds.add_parser(
        "reset-pin", help="Die PIN einer Person wegnehmen", parents=[shared()]
    )
    resetting.add_argument("name", metavar="NAME")
    resetting.set_defaults(command=reset_one)


def undo_action(options: Any) -> Result:
    """Takes back the last action of this PC, or the one of --action."""
    from begegnung.services.history import undo
    from begegnung.services.single_undo import UndoOne, undo_one

    with closing(desk_of(options)) as desk:
        done = (
            desk.act(undo_one, UndoOne(options.action)) if options.action else desk.act(undo, None)
        )
    what = action_text(done.value.verb, done.value.title)
    values: Values = {
        "verb": done.value.verb,
        "title": done.value.title,
        "action": done.action.id if done.action else None,
    }
    return DONE, values, f"Rückgängig gemacht – {what}"


def list_history(options: Any) -> Result:
    """Lists the actions of some days, the newest first."""
    from begegnung.services.history import recent_actions
    from begegnung.services.present import local_now, today_of

    with closing(desk_of(options)) as desk:
        today = today_of(desk.now_ms())
        first = day_of_text(options.first, "from") or today
        last = day_of_text(options.last, "until") or max(first, today)
        rows = desk.read(
            recent_actions,
            max(1, options.most),
            since_ms=_midnight_ms(first),
            until_ms=_midnight_ms(last + timedelta(days=1)),
            actor=desk.actor if options.mine else None,
        )
    values: Values = {
        "actions": [
            {
                "id": row.id,
                "at": local_now(row.at_ms).isoformat(timespec="seconds"),
                "verb": row.verb,
                "title": row.title,
                "user": row.actor,
                "pc": row.device,
                "undone": row.undone,
            }
            for row in rows
        ]
    }
    lines = [
        f"{local_now(row.at_ms):%d.%m.%Y %H:%M}  {action_text(row.verb, row.title)}"
        f"{f' ({row.actor})' if row.actor else ''}{' – rückgängig gemacht' if row.undone else ''}"
        for row in rows
    ]
    return DONE, values, "\n".join(lines) or "In dieser Zeit wurde nichts eingetragen."


def _midnight_ms(day: date) -> int:
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 the desk's own midnight
    return round(midnight.timestamp() * 1000)


def list_staff(options: Any) -> Result:
    """Lists the users of the house; never a PIN, only whether there is one."""
    from begegnung.services.staff import staff

    with closing(desk_of(options)) as desk:
        rows = desk.read(staff, active_only=not options.all)
    lines = [
        f"{row.name} – {ROLES[row.role]}, {'mit' if row.has_pin else 'ohne'} PIN"
        f"{'' if row.active else ', nicht mehr aktiv'}"
        for row in rows
    ]
    head = f"{counted(len(rows), 'Person', 'Personen')} am Empfang"
    return DONE, {"staff": [row._asdict() for row in rows]}, "\n".join([head, *lines])


def add_one(options: Any) -> Result:
    """Adds a user without a PIN; she sets her own at the window."""
    from begegnung.services.staff import AddStaff, add_staff

    with closing(desk_of(options)) as desk:
        staff_id = desk.act(add_staff, AddStaff(options.name, options.role)).value
    return DONE, {"id": staff_id}, f"Angelegt: {options.name}, {ROLES[options.role]}."


def edit_one(options: Any) -> Result:
    """Changes name, role or whether somebody still works here."""
    from begegnung.services.staff import EditStaff, edit_staff, user_named

    with closing(desk_of(options)) as desk:
        line = desk.read(user_named, options.name, active_only=not options.active)
        changed = replace(
            EditStaff(line.id, line.name, line.role, line.active),
            name=options.new_name or line.name,
            role=options.role or line.role,
            active=(line.active or options.active) and not options.inactive,
        )
        desk.act(edit_staff, changed)
    values: Values = {
        "id": line.id,
        "name": changed.name,
        "role": changed.role,
        "active": changed.active,
    }
    state = "" if changed.active else ", nicht mehr aktiv"
    return DONE, values, f"Geändert: {changed.name}, {ROLES[changed.role]}{state}."


def reset_one(options: Any) -> Result:
    """Takes somebody's PIN away, for one who forgot it."""
    from begegnung.services.staff import ResetPin, reset_pin, user_named

    with closing(desk_of(options)) as desk:
        line = desk.read(user_named, options.name)
        desk.act(reset_pin, ResetPin(line.id))
    text = f"{line.name} meldet sich jetzt ohne PIN an. Eine neue lässt sich am Fenster festlegen."
    return DONE, {"id": line.id, "name": line.name, "has_pin": False}, text
