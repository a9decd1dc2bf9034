"""`begegnung print`: every document as a file."""

import argparse
from contextlib import closing
from pathlib import Path
from typing import Any

from begegnung.cli.opening import desk_of
from begegnung.cli.outcome import DONE, REFUSED, Result, Values
from begegnung.texts import german
from begegnung.texts.folded_paper import what_is_too_full
from begegnung.texts.papers import DOCUMENT_TITLES, OPTION_WORDS


def add_commands(found: Any, parser_class: Any, shared: Any) -> None:
    """The command `print`; `shared` makes the usual options."""
    made = found.add_parser("print", help="Ein Papier als Datei schreiben", parents=[shared()])
    made.add_argument("--list", action="store_true", help="alle Papiere mit ihren Angaben")
    made.add_argument("--output", type=Path, default=None, metavar="DATEI")
    made.add_argument("document", nargs="?", default="", metavar="PAPIER")
    made.add_argument(
        "asked", nargs=argparse.REMAINDER, metavar="ANGABEN", help="siehe „print --list“"
    )
    made.set_defaults(command=print_document, parser_class=parser_class, shared_options=shared)


def print_document(options: Any) -> Result:
    """Writes a document to a file, or names all documents."""
    from begegnung.cli.crowded import advice_text, advice_values
    from begegnung.model.errors import Invalid
    from begegnung.model.print_errors import ProgrammeTooFull
    from begegnung.services.documents import write_file
    from begegnung.services.printing.advice import advice_for
    from begegnung.services.printing.registry import DOCUMENTS, make_document

    if options.list:
        return _listed()
    document = DOCUMENTS.get(options.document)
    if document is None:
        raise Invalid("document", "unknown" if options.document else "missing", options.document)
    wishes = _wishes(options, document)
    typed = {option.name: getattr(wishes, option.name) for option in document.options}
    with closing(desk_of(wishes)) as desk:
        try:
            content = make_document(desk, document.name, typed)
        except ProgrammeTooFull as error:
            return _too_full(error, advice_for(desk, document.name, typed))
        advice = advice_for(desk, document.name, typed)
    write_file(wishes.output, content)
    values: Values = {
        "document": document.name,
        "file": str(wishes.output),
        "bytes": len(content),
        **advice_values(advice),
    }
    text = f"{DOCUMENT_TITLES[document.name]}: {wishes.output}"
    return DONE, values, "\n".join(filter(None, (text, advice_text(advice))))


def _too_full(error: Any, advice: Any) -> Result:
    """Which day is too full, and what to type in place of it."""
    from begegnung.cli.crowded import advice_text, advice_values

    message = german(error)
    values: Values = {"error": {"kind": type(error).__name__, "message": message}}
    said = what_is_too_full(error) if advice.alternatives else message
    text = "\n".join(filter(None, (said, advice_text(advice))))
    return REFUSED, {**values, **advice_values(advice)}, text


def _wishes(options: Any, document: Any) -> Any:
    """What was typed behind the name of the document, added to what stood before it."""
    parser = options.parser_class(
        prog=f"begegnung print {document.name}", parents=[options.shared_options()]
    )
    for option in document.options:
        parser.add_argument(
            f"--{option.name}",
            required=option.required,
            default=option.default,
            choices=option.choices or None,
            metavar=None if option.choices else "TEXT",
            help=OPTION_WORDS[option.name],
        )
    needed = options.output is None
    parser.add_argument(
        "--output", type=Path, required=needed, default=options.output, metavar="DATEI"
    )
    return parser.parse_args(options.asked, namespace=options)


def _listed() -> Result:
    from begegnung.services.printing.registry import DOCUMENTS

    values: list[Values] = [
        {
            "name": document.name,
            "title": DOCUMENT_TITLES[document.name],
            "suffix": document.suffix,
            "options": [
                {
                    "name": option.name,
                    "kind": option.kind,
                    "required": option.required,
                    "choices": list(option.choices),
                    "default": option.default,
                }
                for option in document.options
            ],
        }
        for document in DOCUMENTS.values()
    ]
    lines = [_line(document) for document in DOCUMENTS.values()]
    return DONE, {"documents": values}, "\n".join(lines)


def _line(document: Any) -> str:
    said: list[str] = []
    for option in document.options:
        value = "|".join(option.choices) or option.kind.upper()
        words = f"--{option.name} {value}"
        said.append(words if option.required else f"[{words}]")
    return f"{document.name}: {DOCUMENT_TITLES[document.name]} {' '.join(said)}".strip()
