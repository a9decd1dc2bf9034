"""People by command: noting one, finding, making two entries one and taking them apart."""

from contextlib import closing
from typing import Any

from begegnung.cli import erasure
from begegnung.cli.opening import desk_of
from begegnung.cli.outcome import DONE, Result, Values
from begegnung.model.errors import Invalid
from begegnung.model.names import fold, full_name
from begegnung.texts import counted
from begegnung.texts.people import reasons_text

_GENDERS = ("female", "male", "diverse")
_DATA = (
    ("--first-name", "Vorname"),
    ("--phone", "Telefon"),
    ("--mobile", "Mobiltelefon"),
    ("--mail", "E-Mail"),
    ("--street", "Straße und Hausnummer"),
    ("--contact-name", "im Notfall benachrichtigen"),
    ("--contact-phone", "Telefon dieser Person"),
)


def add_commands(found: Any, parser_class: Any, shared: Any) -> None:
    """The command `people` with its kinds; `shared` makes the usual options."""
    about = found.add_parser("people", help="Personen anlegen, finden, zusammenführen")
    kinds = about.add_subparsers(
        title="Was", metavar="WAS", required=True, parser_class=parser_class, dest="kind"
    )
    added = kinds.add_parser("add", help="Eine Person anlegen", parents=[shared()])
    added.add_argument("--surname", required=True, metavar="NAME", help="Nachname")
    for option, text in _DATA:
        added.add_argument(option, default="", metavar="TEXT", help=text)
    added.add_argument("--district", default="", metavar="NAME", help="Stadtbezirk")
    added.add_argument("--birth-year", default="", metavar="1948", help="Geburtsjahr")
    added.add_argument("--gender", default="", choices=_GENDERS, help="Geschlecht")
    added.set_defaults(command=add)
    sought = kinds.add_parser("find", help="Personen suchen", parents=[shared()])
    sought.add_argument("text", metavar="TEXT", help="Name, Telefon, Straße oder Geburtsjahr")
    sought.add_argument("--limit", type=int, default=50, metavar="ZAHL", help="höchstens, sonst 50")
    sought.set_defaults(command=find)
    listed = kinds.add_parser("duplicates", help="Mögliche Dubletten", parents=[shared()])
    listed.set_defaults(command=duplicates)
    merged = kinds.add_parser("merge", help="Zwei Einträge zusammenführen", parents=[shared()])
    merged.add_argument("keeper", metavar="BLEIBT", help="Kennung des Eintrags, der bleibt")
    merged.add_argument("other", metavar="ANDERER", help="Kennung des anderen Eintrags")
    merged.set_defaults(command=merge)
    taken = kinds.add_parser("unmerge", help="Zusammengeführte wieder trennen", parents=[shared()])
    taken.add_argument("person", metavar="PERSON", help="Kennung des zusammengeführten Eintrags")
    taken.set_defaults(command=unmerge)
    erasure.add_kinds(kinds, shared)


def add(options: Any) -> Result:
    """Notes a person; names who may be the same one."""
    from begegnung.services.duplicates import likely_same
    from begegnung.services.people import PersonData, add_person

    with closing(desk_of(options)) as desk:
        data = PersonData(
            surname=options.surname,
            first_name=options.first_name,
            phone=options.phone,
            mobile=options.mobile,
            mail=options.mail,
            street=options.street,
            district_id=_district(desk, options.district),
            birth_year=_year(options.birth_year),
            gender=options.gender,
            contact_name=options.contact_name,
            contact_phone=options.contact_phone,
        )
        same = desk.read(likely_same, data.surname, data.first_name, data.phone, data.birth_year)
        person_id = desk.act(add_person, data).value
    values: Values = {
        "person": person_id,
        "similar": [{**_person_values(one.person), "reasons": list(one.reasons)} for one in same],
    }
    lines = [f"Angelegt: {full_name(data.surname, data.first_name)} ({person_id})"]
    lines += [
        f"  vielleicht dieselbe: {_person_text(one.person)} ({reasons_text(one.reasons)})"
        for one in same
    ]
    return DONE, values, "\n".join(lines)


def _district(desk: Any, name: str) -> str | None:
    from begegnung.services.houses import districts

    if not name:
        return None
    for row in desk.read(districts):
        if fold(row.name) == fold(name):
            return row.id
    raise Invalid("district_id", "unknown", name)


def _year(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or len(text) != 4:
        raise Invalid("birth_year", "not_a_year", text)
    return int(text)


def find(options: Any) -> Result:
    """Finds people as the window does; similar names are marked."""
    from begegnung.services.people import find_people

    if options.limit < 1:
        raise Invalid("limit", "not_a_number", str(options.limit))
    with closing(desk_of(options)) as desk:
        found = desk.read(find_people, options.text, options.limit)
    text = "\n".join(map(_person_text, found)) or "Niemand gefunden."
    return DONE, {"people": [_person_values(line) for line in found]}, text


def _person_values(line: Any) -> Values:
    return {
        "id": line.id,
        "surname": line.surname,
        "first_name": line.first_name,
        "birth_year": line.birth_year,
        "district": line.district,
        "street": line.street,
        "phone": line.phone,
        "similar": line.similar,
    }


def _person_text(line: Any) -> str:
    born = f"geb. {line.birth_year}" if line.birth_year else ""
    alike = "ähnlich" if line.similar else ""
    name = full_name(line.surname, line.first_name)
    facts = ", ".join(filter(None, (name, born, line.district, line.street, line.phone, alike)))
    return f"{line.id}  {facts}"


def duplicates(options: Any) -> Result:
    """Lists pairs of entries that may be one person."""
    from begegnung.services.duplicates import possible_duplicates

    with closing(desk_of(options)) as desk:
        found = desk.read(possible_duplicates)
    values = [
        {
            "first": _person_values(pair.first),
            "second": _person_values(pair.second),
            "reasons": list(pair.reasons),
        }
        for pair in found
    ]
    lines = [
        f"{_person_text(pair.first)}\n{_person_text(pair.second)}\n  {reasons_text(pair.reasons)}"
        for pair in found
    ]
    return DONE, {"duplicates": values}, "\n".join(lines) or "Keine möglichen Dubletten."


def merge(options: Any) -> Result:
    """Makes two entries one."""
    from begegnung.services.person_merges import Merge
    from begegnung.services.person_merges import merge as merge_people

    with closing(desk_of(options)) as desk:
        done = desk.act(merge_people, Merge(options.keeper, options.other))
    values: Values = {"person": options.keeper, "merged": options.other, "moved_up": done.value}
    return DONE, values, _told("Zusammengeführt", done)


def unmerge(options: Any) -> Result:
    """Takes an entry that was made one with another apart again."""
    from begegnung.services.person_merges import Unmerge
    from begegnung.services.person_merges import unmerge as unmerge_person

    with closing(desk_of(options)) as desk:
        done = desk.act(unmerge_person, Unmerge(options.person))
    values: Values = {"person": options.person, "moved_up": done.value}
    return DONE, values, _told("Wieder getrennt", done)


def _told(what: str, done: Any) -> str:
    moved = len(done.value)
    more = f" {counted(moved, 'Person rückt', 'Personen rücken')} nach." if moved else ""
    title = done.action.title if done.action else ""
    return f"{what}: {title}.{more}"
