"""The data folder a call speaks of, and the desk on it."""

from datetime import date
from pathlib import Path
from typing import Any

from begegnung.model.errors import Invalid, Refusal


def folder_of(options: Any) -> Path:
    """The folder of --data, or that of the user of the PC."""
    from begegnung.wiring import default_folder

    return options.data or default_folder()


def desk_of(options: Any) -> Any:
    """The desk on the data folder, with the user of --user; it is made when it is new.

    Raises `UnknownUser` for a name that no active user has.
    """
    from begegnung.services.staff import user_named
    from begegnung.wiring import open_desk

    desk = open_desk(folder_of(options))
    if options.user:
        try:
            desk.actor = desk.read(user_named, options.user).id
        except Refusal:
            desk.close()
            raise
    return desk


def day_of_text(text: str, field: str) -> date | None:
    """A local date as it is written in a call (2026-11-23), None without one.

    Raises `Invalid` for anything else.
    """
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Invalid(field, "not_a_date", text) from error
