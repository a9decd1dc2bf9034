"""The figures for the city by command: what the houses have counted, without names."""

from contextlib import closing
from typing import Any

from begegnung.cli.opening import desk_of
from begegnung.cli.outcome import DONE, Result


def add_commands(found: Any, _parser_class: Any, shared: Any) -> None:
    """The command `figures`; `shared` makes the usual options."""
    said = "Zahlen für die Stadt: Besuche je Haus, Monat und Angebot, ohne Namen"
    found.add_parser("figures", help=said, parents=[shared()]).set_defaults(command=figures)


def figures(options: Any) -> Result:
    """What was counted until the last exchange, by house, month and offer."""
    from begegnung.services.figure_lines import figures as lines_of

    with closing(desk_of(options)) as desk:
        lines = desk.read(lines_of)
    said = [
        f"{line.month}  {line.house}  {line.title or 'Angebot nicht mehr im Programm'}:"
        f" {line.held} Termine ({line.dropped} ausgefallen),"
        f" {line.visits + line.nameless} Besuche mit Namen, {line.heads} gezählt,"
        f" {'unter 5' if line.people is None else line.people} Personen"
        for line in lines
    ]
    return (
        DONE,
        {"figures": [line._asdict() for line in lines]},
        "\n".join(said or ["Noch nichts."]),
    )
