"""Erasing people by command: what it would do, doing it, and who was not here for long."""

from contextlib import closing
from typing import Any

from begegnung.cli.opening import desk_of, folder_of
from begegnung.cli.outcome import DONE, Result, Values
from begegnung.model.erasure import REASONS
from begegnung.model.errors import Trouble
from begegnung.model.names import full_name
from begegnung.texts import german


def add_kinds(kinds: Any, shared: Any) -> None:
    """`people erase` and `people review`; `shared` makes the usual options."""
    erased = kinds.add_parser("erase", help="Eine Person löschen (Art. 17)", parents=[shared()])
    erased.add_argument("person", metavar="PERSON", help="Kennung der Person")
    erased.add_argument("--reason", choices=sorted(REASONS), required=True, help="warum")
    erased.add_argument(
        "--note", action="append", default=[], metavar="KENNUNG", help="Übergabe, die mit geht"
    )
    erased.add_argument("--yes", action="store_true", help="wirklich löschen, nicht nur zeigen")
    erased.set_defaults(command=erase)
    reviewed = kinds.add_parser("review", help="Wer lange nicht da war", parents=[shared()])
    reviewed.set_defaults(command=review)


def erase(options: Any) -> Result:
    """Says what erasing a person would do, and does it with --yes."""
    from begegnung.services.erasure import ErasePerson, erase_person, outlook
    from begegnung.services.mentions import mentions
    from begegnung.texts.erasure import done_text, going, kept_sentence, mention_text, staying

    with closing(desk_of(options)) as desk:
        seen = desk.read(outlook, options.person)
        values: Values = {
            "person": options.person,
            "erased": False,
            "rows": dict(seen.rows),
            "visits": seen.visits,
            "kept": None if seen.kept is None else seen.kept.until.isoformat(),
        }
        if options.yes:
            request = ErasePerson(options.person, options.reason, tuple(options.note))
            done = desk.act(erase_person, request).value
            trouble = _cleanse(desk, options)
            values |= {"erased": True, "rows": dict(done.rows), "visits": done.visits}
            values |= {"moved_up": done.moved_up, "cleansed": trouble is None}
            again = "" if trouble is None else f"\nBeim nächsten Start wieder: {german(trouble)}"
            return DONE, values, f"{done_text(done)}{again}"
        found = desk.read(mentions, options.person)
    values["notes"] = [one.row_id for one in found if one.erasable]
    lines = [seen.name]
    lines += [kept_sentence(seen.name, seen.kept)] if seen.kept is not None else []
    lines += ["Das würde gelöscht:", *(f"  {one}" for one in going(seen))]
    lines += ["Das bliebe:", *(f"  {one}" for one in staying(seen))]
    lines += [f"  {mention_text(one)}: {one.text} ({one.row_id})" for one in found]
    lines.append("Gelöscht wird erst mit --yes.")
    return DONE, values, "\n".join(lines)


def _cleanse(desk: Any, options: Any) -> Trouble | None:
    """Takes what was erased out of the files of this PC; gives what was in the way."""
    from begegnung.services.backups import BackUp
    from begegnung.services.erasure_cleansing import cleanse_this_pc
    from begegnung.settings import load_settings

    folder = folder_of(options)
    try:
        cleanse_this_pc(desk, BackUp(folder, load_settings(folder).backup_folder))
    except Trouble as error:
        return error
    return None


def review(options: Any) -> Result:
    """Lists who was not here for long."""
    from begegnung.services.long_absent import due_for_review
    from begegnung.texts.erasure import absent_text

    with closing(desk_of(options)) as desk:
        found = desk.read(due_for_review)
    values = [
        {
            "id": one.id,
            "surname": one.surname,
            "first_name": one.first_name,
            "birth_year": one.birth_year,
            "blocked": one.blocked,
            "last": None if one.last is None else one.last.isoformat(),
            "kept": None if one.kept is None else one.kept.isoformat(),
        }
        for one in found
    ]
    lines = [
        f"{one.id}  {full_name(one.surname, one.first_name)}: {absent_text(one)}" for one in found
    ]
    return DONE, {"people": values}, "\n".join(lines) or "Niemand war lange nicht da."
