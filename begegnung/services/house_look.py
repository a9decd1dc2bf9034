"""What the house of this PC looks like on paper: read, checked, changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from begegnung.db.tables import centre, house_look
from begegnung.db.work import Work
from begegnung.model.contrast import (
    Use,
    colour_from_text,
    is_readable,
    least_contrast,
    nearest_readable,
)
from begegnung.model.errors import Invalid
from begegnung.model.house_look import ACCENT, INK, LONGEST, MOST_CLOSING_LINES, Logo, Look
from begegnung.model.ids import derived_id
from begegnung.model.look_errors import ColourTooLight
from begegnung.services.desk import View

COLUMNS = tuple(each.name for each in house_look.c if each.name not in ("id", "centre_id"))
"""The columns that say what papers look like; an empty one says nothing of its own."""
_USUAL: dict[Use, str] = {"ink": INK, "accent": ACCENT}


@dataclass(frozen=True, slots=True)
class SetLook:
    """New values of the look, by column; those left out stay as they are."""

    values: Mapping[str, str]


def set_look(work: Work, request: SetLook) -> None:
    """Changes what papers look like.

    Raises `Invalid` for a value that cannot be taken and `ColourTooLight` for a colour.
    """
    centre_id = work.centre()
    values = checked_look(request.values)
    look_id = derived_id("house_look", centre_id)
    work.title = work.row(centre, centre_id)["name"]
    there = work.connection.execute(select(house_look.c.id).where(house_look.c.id == look_id))
    if there.first() is not None:
        work.update(house_look, look_id, dict(values))
    elif any(values.values()):
        work.insert(house_look, {"id": look_id, "centre_id": centre_id, **values})


def checked_look(values: Mapping[str, str]) -> dict[str, str]:
    """The values as they are kept: colours in one spelling, the usual ones and blanks left empty.

    Raises `Invalid` for a text that is too long and a colour that is none, and `ColourTooLight`.
    """
    unknown = values.keys() - set(COLUMNS)
    if unknown:
        raise Invalid(min(unknown), "unknown")
    kept = {column: _text(column, value) for column, value in values.items()}
    uses: tuple[Use, ...] = ("ink", "accent")
    for use in uses:
        if kept.get(use):
            kept[use] = _colour(use, kept[use])
    if kept.get("logo") and logo_picture(kept["logo"]) is None:
        raise Invalid("logo", "unknown")
    return kept


def _text(column: str, value: str) -> str:
    lines = [" ".join(line.split()) for line in value.strip().splitlines()]
    text = "\n".join(lines)
    if len(text) > LONGEST.get(column, len(text)):
        raise Invalid(column, "longer_than", str(LONGEST[column]))
    if column == "letter_closing" and len(lines) > MOST_CLOSING_LINES:
        raise Invalid(column, "too_many_lines", str(MOST_CLOSING_LINES))
    if column in ("footer", "notice_closing", "logo_alt"):
        return text.replace("\n", " ")
    return text


def _colour(use: Use, typed: str) -> str:
    try:
        colour = colour_from_text(typed)
    except ValueError as error:
        raise Invalid(use, "not_a_colour", typed) from error
    if not is_readable(colour, use):
        ratio = least_contrast(colour, use)
        raise ColourTooLight(use, colour, ratio, nearest_readable(colour, use))
    return "" if colour == _USUAL[use] else colour


def logo_from_file(path: Path) -> str:
    """The picture in a file as it is kept.

    Raises `BadLogo` for one that cannot be a logo, `FileUnreadable` for one that cannot be read.
    """
    from begegnung.formats.logo_image import logo_to_text, read_logo_file

    return logo_to_text(read_logo_file(path))


def logo_from_bytes(data: bytes) -> str:
    """A PNG or JPEG as it is kept; raises `BadLogo`."""
    from begegnung.formats.logo_image import logo_to_text, read_logo

    return logo_to_text(read_logo(data))


def logo_picture(kept: str) -> bytes | None:
    """The PNG that is kept so; None for none, and for one that cannot be shown."""
    if not kept:
        return None
    # Pillow is imported only where there is a picture.
    from begegnung.formats.logo_image import logo_from_text

    return logo_from_text(kept)


def look_values(view: View) -> dict[str, str]:
    """What the house has set, by column; everything is empty before it has set something."""
    row = view.connection.execute(
        select(*(house_look.c[name] for name in COLUMNS)).where(
            house_look.c.id == derived_id("house_look", view.centre())
        )
    ).first()
    return dict.fromkeys(COLUMNS, "") if row is None else dict(zip(COLUMNS, row, strict=True))


def look_from(values: Mapping[str, str], house: str) -> Look:
    """The look that these values of all columns make; a logo without a name has the house's."""
    png = logo_picture(values["logo"])
    words = {c: values[c] for c in COLUMNS if c not in ("ink", "accent", "logo", "logo_alt")}
    return Look(
        ink=values["ink"] or INK,
        accent=values["accent"] or ACCENT,
        logo=None if png is None else Logo(png, values["logo_alt"] or house),
        **words,
    )


def own_look(view: View) -> Look:
    """What papers of this house look like; raises `NoCentre` before one is set up."""
    name = view.connection.execute(
        select(centre.c.name).where(centre.c.id == view.centre())
    ).scalar_one()
    return look_from(look_values(view), name)
