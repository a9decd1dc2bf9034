"""Programme files (`bz-programme/1`): a published programme of a house as JSON."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from begegnung.formats.programme_dates import Interpretation, interpret
from begegnung.formats.programme_entries import GivenRecurrence, ProgrammeFileEntry, entry_from
from begegnung.formats.programme_words import category_key, type_of
from begegnung.model.calendar import half_year_of
from begegnung.model.errors import ProgrammeUnreadable
from begegnung.model.names import sort_key

__all__ = [
    "CentreFacts",
    "GivenRecurrence",
    "Interpretation",
    "ProgrammeFile",
    "ProgrammeFileEntry",
    "category_of",
    "default_window",
    "interpret",
    "offer_type_of",
    "read_programme",
]

SCHEMA = "bz-programme/1"
_AS_OF = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class CentreFacts:
    """The house as the file describes it; what is not said is empty."""

    name: str
    provider: str = ""
    address: str = ""
    town: str = ""
    district: str = ""
    phone: str = ""
    mail: str = ""
    audience: str = ""
    opening: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeFile:
    """A programme with all its entries.

    ``as_of`` is None where the file names no single day or month (``as_of_text`` has the words).
    ``problems`` are German sentences about entries that could not be read at all. ``encoding``
    tells in which way the letters were stored.
    """

    centre: CentreFacts
    source_url: str
    as_of: date | None
    entries: tuple[ProgrammeFileEntry, ...]
    as_of_text: str = ""
    completeness: str = ""
    problems: tuple[str, ...] = ()
    encoding: str = "utf-8"


def read_programme(path: Path) -> ProgrammeFile:
    """The programme in a file; raises `ProgrammeUnreadable` when it is none.

    Unknown keys are left out silently, missing ones are empty, wrong values become problems of
    their entry. Files of Windows editors (byte order mark, CRLF, cp1252, UTF-16) are read.
    """
    text, encoding = _text(path)
    try:
        stored: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProgrammeUnreadable(str(path), "not_json", str(error)) from error
    if not isinstance(stored, dict):
        raise ProgrammeUnreadable(str(path), "wrong_schema", type(stored).__name__)
    programme = cast("dict[str, Any]", stored)
    if programme.get("schema") != SCHEMA:
        raise ProgrammeUnreadable(str(path), "wrong_schema", str(programme.get("schema"))[:80])
    entries = programme.get("entries")
    if not isinstance(entries, list) or not entries:
        raise ProgrammeUnreadable(str(path), "no_entries")
    return _programme(programme, cast("list[object]", entries), encoding)


def offer_type_of(entry: ProgrammeFileEntry) -> str:
    """The key of the offer type an entry has with us."""
    return type_of(entry.offer_type, entry.title)


def category_of(entry: ProgrammeFileEntry) -> str | None:
    """The key of the category an entry has with us, None where its words name none."""
    return category_key(entry.category, entry.title)


def default_window(programme: ProgrammeFile, today: date) -> tuple[date, date]:
    """The half-year of today: a programme read in is put into use now, however old it is.

    Only a programme published ahead of time has the half-year it was published for.
    """
    ahead = programme.as_of is not None and programme.as_of > today
    return half_year_of(programme.as_of if ahead and programme.as_of else today)


def _text(path: Path) -> tuple[str, str]:
    if path.is_dir():
        raise ProgrammeUnreadable(str(path), "folder")
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise ProgrammeUnreadable(str(path), "missing") from error
    except PermissionError as error:
        # Windows says so when another program keeps the file open.
        raise ProgrammeUnreadable(str(path), "locked", str(error)) from error
    except OSError as error:
        raise ProgrammeUnreadable(str(path), "missing", str(error)) from error
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, encoding.removesuffix("-sig")
    raise ProgrammeUnreadable(str(path), "encoding")


def _programme(stored: dict[str, Any], entries: list[object], encoding: str) -> ProgrammeFile:
    source = _object(stored.get("source"))
    as_of = _word(source, "as_of")
    problems = tuple(
        f"Der Eintrag {number} ist nicht lesbar."
        for number, entry in enumerate(entries, start=1)
        if not isinstance(entry, dict)
    )
    read = tuple(
        entry_from(cast("dict[str, object]", entry)) for entry in entries if isinstance(entry, dict)
    )
    return ProgrammeFile(
        centre=_centre(_object(stored.get("centre"))),
        source_url=_word(source, "url"),
        as_of=_as_of(as_of),
        entries=read,
        as_of_text=as_of,
        completeness=_word(source, "completeness"),
        problems=(*problems, *_cut_off_rooms(read)),
        encoding=encoding,
    )


def _cut_off_rooms(entries: Sequence[ProgrammeFileEntry]) -> list[str]:
    """Rooms whose number lost its end: a real programme has "Raum 2.0" next to "Raum 2.01".

    Numbers with a leading zero have one length, so a shorter one is a slip of the pen.
    """
    names = {sort_key(entry.room): entry.room for entry in entries if entry.room}
    found: list[str] = []
    for key, name in names.items():
        whole = re.compile(re.escape(key) + r"\d+")
        longer = next((names[other] for other in names if whole.fullmatch(other)), None)
        if longer and re.search(r"\b0\d*$", key):
            titles = ", ".join(entry.title for entry in entries if sort_key(entry.room) == key)
            found.append(
                f"„{name}“ ({titles}) sieht aus wie ein Schreibfehler: es gibt auch „{longer}“."
            )
    return found


def _centre(stored: dict[str, Any]) -> CentreFacts:
    return CentreFacts(
        name=_word(stored, "name"),
        provider=_word(stored, "traeger"),
        address=_word(stored, "adresse"),
        town=_word(stored, "ort"),
        district=_word(stored, "stadtbezirk"),
        phone=_word(stored, "telefon"),
        mail=_word(stored, "email") or _word(stored, "mail"),
        audience=_word(stored, "zielgruppe"),
        opening=_word(stored, "oeffnungszeiten"),
    )


def _object(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _word(stored: dict[str, Any], name: str) -> str:
    value = stored.get(name)
    return " ".join(value.split()) if isinstance(value, str) else ""


def _as_of(text: str) -> date | None:
    """One day or month at the beginning; two of them ("2018-2026") are none."""
    found = _AS_OF.findall(text)
    if len(found) != 1 or not _AS_OF.match(text):
        return None
    year, month, day = found[0]
    try:
        return date(int(year), int(month), int(day or 1))
    except ValueError:
        return None
