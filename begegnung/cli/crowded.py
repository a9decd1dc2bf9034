"""What the command line says of a week that is too full for its paper."""

from begegnung.cli.outcome import Values
from begegnung.services.printing.advice import Advice, document_of
from begegnung.texts.full_week import alternative_text, crowded_text


def advice_values(advice: Advice | None) -> Values:
    """The day that is too full and what would be better, for --json; nothing where it fits."""
    if advice is None:
        return {}
    crowded = advice.crowded
    values: Values = (
        {}
        if crowded is None
        else {
            "crowded": {
                "day": crowded.day.isoformat(),
                "entries": crowded.rows,
                "pages": crowded.pages,
                "divided": crowded.divided,
            }
        }
    )
    values["alternatives"] = [
        {"document": name, "options": typed, "pages": one.pages}
        for one in advice.alternatives
        for name, typed in (document_of(one),)
    ]
    return values


def advice_text(advice: Advice | None) -> str:
    """The same in German, each alternative with what to type for it."""
    if advice is None:
        return ""
    lines = [] if advice.crowded is None else [crowded_text(advice.crowded)]
    for one in advice.alternatives:
        name, typed = document_of(one)
        call = " ".join((f"print {name}", *(f"--{key} {value}" for key, value in typed.items())))
        lines.append(f"  {alternative_text(one, advice.paper)}: begegnung {call}")
    return "\n".join(lines)
