"""Zu klären by command: what is open with its proposals, and deciding one by its identifier."""

from contextlib import closing
from typing import Any

from begegnung.cli.opening import desk_of
from begegnung.cli.outcome import DONE, Result, Values


def add_commands(found: Any, parser_class: Any, shared: Any) -> None:
    """The command `clashes` with its kinds; `shared` makes the usual options."""
    about = found.add_parser("clashes", help="Was nach dem Abgleich zu klären ist")
    kinds = about.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=parser_class, dest="kind"
    )
    listed = kinds.add_parser("list", help="Alle Fragen mit Vorschlägen", parents=[shared()])
    listed.set_defaults(command=list_all)
    decided = kinds.add_parser("decide", help="Eine Frage entscheiden", parents=[shared()])
    decided.add_argument("clash", metavar="FRAGE", help="Kennung aus „clashes list“")
    decided.add_argument("proposal", metavar="VORSCHLAG", help="Vorschlag aus „clashes list“")
    decided.add_argument("--reason", default="", metavar="TEXT", help="Grund, wo er nötig ist")
    decided.add_argument("--name", default="", metavar="TEXT", help="neuer Name, wo er nötig ist")
    decided.set_defaults(command=decide_one)


def list_all(options: Any) -> Result:
    """Every clash in one sentence, with the codes of its proposals."""
    from begegnung.services.clashes import all_clashes, proposals
    from begegnung.services.clashes.identity import parts_of
    from begegnung.services.present import local_now
    from begegnung.texts.clashes import (
        clash_facts,
        clash_sentence,
        proposal_text,
        what_to_type,
    )

    values: list[Values] = []
    lines: list[str] = []
    with closing(desk_of(options)) as desk:
        now = local_now(desk.now_ms())
        for clash in desk.read(all_clashes).everything:
            ways = desk.read(proposals, clash)
            values.append(
                {
                    "id": clash.id,
                    "kind": parts_of(clash.id).kind,
                    "sentence": clash_sentence(clash, now),
                    "facts": [fact._asdict() for fact in clash_facts(clash, now)],
                    "proposals": [
                        {
                            "code": way.code,
                            "text": proposal_text(clash, way, now),
                            "needs": way.needs,
                            "right": way.right,
                        }
                        for way in ways
                    ],
                }
            )
            lines += [clash.id, f"  {clash_sentence(clash, now)}"]
            for way in ways:
                needed = what_to_type(way)
                more = f" [{needed}]" if needed else ""
                lines.append(f"  - {way.code}: {proposal_text(clash, way, now)}{more}")
    return DONE, {"clashes": values}, "\n".join(lines) or "Es gibt nichts zu klären."


def decide_one(options: Any) -> Result:
    """Decides a clash by one of its proposals."""
    from begegnung.services.clashes import Decide, decide

    with closing(desk_of(options)) as desk:
        request = Decide(options.clash, options.proposal, options.reason, options.name)
        done = desk.act(decide, request)
    title = "" if done.action is None else done.action.title
    values: Values = {"clash": options.clash, "proposal": options.proposal, "title": title}
    return DONE, values, f"Geklärt: {title}"
