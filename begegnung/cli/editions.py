"""`begegnung edition`: what was printed, what has changed since, and a new edition."""

from contextlib import closing
from typing import Any

from begegnung.cli.opening import desk_of
from begegnung.cli.outcome import DONE, Result, Values
from begegnung.model.editions import Changes, EditionKind
from begegnung.texts import counted, long_date


def add_commands(found: Any, parser_class: Any, shared: Any) -> None:
    """The command `edition` with its kinds; `shared` makes the usual options."""
    about = found.add_parser("edition", help="Drucklegung: was gedruckt ist und was anders wurde")
    kinds = about.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=parser_class, dest="kind"
    )
    for name, text, command in (
        ("show", "Was sich seit dem Druck geändert hat", show),
        ("printed", "Merken, was gedruckt wurde, wenn noch nichts gemerkt ist", printed),
        ("new", "Neue Auflage: ab jetzt gilt der jetzige Stand als gedruckt", new),
    ):
        made = kinds.add_parser(name, help=text, parents=[shared()])
        which = made.add_mutually_exclusive_group()
        which.add_argument("--week", default="", metavar="2026-W48", help="Woche, sonst diese")
        which.add_argument("--half", default="", metavar="2027-1", help="Programmheft")
        made.set_defaults(command=command)


def show(options: Any) -> Result:
    """Says what has changed since the printing."""
    from begegnung.services.editions import changes_since

    with closing(desk_of(options)) as desk:
        return DONE, *_told(desk.read(changes_since, *_which(desk, options)))


def printed(options: Any) -> Result:
    """Remembers what was printed, the first time only."""
    from begegnung.services.editions import RecordPrint, record_print

    recorded, values, text = _kept(options, record_print, RecordPrint)
    return DONE, {"recorded": recorded, **values}, text


def new(options: Any) -> Result:
    """Lets the present state be what was printed."""
    from begegnung.services.editions import BeginEdition, begin_edition

    _, values, text = _kept(options, begin_edition, BeginEdition)
    return DONE, values, text


def _kept(options: Any, verb: Any, request: Any) -> tuple[Any, Values, str]:
    """Keeps the present state; what the verb gave, and what is told of the changes then."""
    from begegnung.services.editions import changes_since, present_edition

    with closing(desk_of(options)) as desk:
        which = _which(desk, options)
        value = desk.act(verb, request(desk.read(present_edition, *which))).value
        return value, *_told(desk.read(changes_since, *which))


def _which(desk: Any, options: Any) -> tuple[EditionKind, Any]:
    """The week, or the half-year, that was typed; raises `Invalid`."""
    from begegnung.model.calendar import half_year_window
    from begegnung.model.errors import Invalid
    from begegnung.services.weekly import week_of

    if not options.half:
        return "week", desk.read(week_of, options.week)
    try:
        return "half_year", half_year_window(options.half)[0]
    except ValueError as error:
        raise Invalid("half", "not_a_half_year", options.half) from error


def _told(changes: Changes | None) -> tuple[Values, str]:
    """Day and changes, as values and in German."""
    from begegnung.reports.changes_said import change_lines

    if changes is None:
        return {"printed": None, "changes": []}, "Davon ist noch kein Druck vermerkt."
    lines = [one.words.replace("\u00a0", " ") for one in change_lines(changes)]
    number = counted(len(lines), "Änderung", "Änderungen") if lines else "keine Änderungen"
    text = f"Gedruckt am {long_date(changes.since)}; seither {number}."
    values: Values = {"printed": changes.since.isoformat(), "changes": lines}
    return values, "\n".join([text, *(f"  {line}" for line in lines)])
