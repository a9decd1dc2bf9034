"""`begegnung look`: what papers of the house look like, shown and changed."""

from contextlib import closing
from pathlib import Path
from typing import Any

from begegnung.cli.opening import desk_of
from begegnung.cli.outcome import DONE, Result, Values
from begegnung.texts.stored_values import column_words, value_words

_TEXTS = {
    "ink": "Hauptfarbe, zum Beispiel #13294B",
    "accent": "zweite Farbe",
    "logo_alt": "was das Logo zeigt, zum Vorlesen",
    "footer": "Fußzeile aller Papiere",
    "letter_closing": r"Schluss der Briefe, \n für eine neue Zeile",
    "notice_closing": "letzter Satz der Aushänge",
    "booklet_foreword": "Vorwort des Programmhefts",
    "booklet_rules": "eigene Regeln im Programmheft",
}


def add_commands(found: Any, _parser_class: Any, shared: Any) -> None:
    """The command `look`; `shared` makes the usual options."""
    text = "Farben, Logo und eigene Texte der Papiere zeigen oder ändern"
    made = found.add_parser("look", help=text, description=text, parents=[shared()])
    for column, meaning in _TEXTS.items():
        option = f"--{column.replace('_', '-')}"
        made.add_argument(option, dest=column, default=None, metavar="TEXT", help=meaning)
    logo = made.add_mutually_exclusive_group()
    logo.add_argument("--logo", type=Path, default=None, metavar="DATEI", help="PNG oder JPEG")
    logo.add_argument("--no-logo", action="store_true", help="das Logo entfernen")
    made.set_defaults(command=look)


def look(options: Any) -> Result:
    """Changes what was given, and shows what the house has set."""
    from begegnung.services.house_look import SetLook, logo_from_file, look_values, set_look

    given = {name: getattr(options, name) for name in _TEXTS}
    new = {name: text.replace(r"\n", "\n") for name, text in given.items() if text is not None}
    if options.logo is not None:
        new["logo"] = logo_from_file(options.logo)
    elif options.no_logo:
        new["logo"] = ""
    with closing(desk_of(options)) as desk:
        if new:
            desk.act(set_look, SetLook(new))
        values = desk.read(look_values)
    shown: Values = {**values, "logo": bool(values["logo"])}
    lines = [
        f"{column_words('house_look', name)}: {value_words('house_look', name, value)}"
        for name, value in values.items()
    ]
    return DONE, shown, "\n".join(lines)
