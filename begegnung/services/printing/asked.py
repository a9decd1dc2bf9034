"""What somebody asks of a document: typed values, made into what they mean."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from begegnung.model.calendar import half_year_text, half_year_window
from begegnung.model.errors import Invalid
from begegnung.model.local_time import day_of
from begegnung.services.dates import dates_of
from begegnung.services.desk import View
from begegnung.services.named import offers_named, room_named
from begegnung.services.present import today_of
from begegnung.services.weekly import week_of

Kind = Literal["offer", "room", "day", "week", "choice", "number", "text"]


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be asked of a document.

    `kind` says how it is typed: an offer by title or identifier, a room by name, a day as
    2026-11-23, a week as 2026-W48. `default` is what counts where nothing is typed.
    """

    name: str
    kind: Kind
    required: bool = False
    choices: tuple[str, ...] = ()
    default: str = ""


class Asked:
    """The values typed for the options of a document.

    Every question raises `Invalid` with the name of the option as its field.
    """

    def __init__(self, view: View, options: Sequence[Option], typed: Mapping[str, str]) -> None:
        self.view = view
        self._options = {option.name: option for option in options}
        self._typed = typed
        unknown = sorted(typed.keys() - self._options.keys())
        if unknown:
            raise Invalid(unknown[0], "unknown", typed[unknown[0]])

    def text(self, name: str) -> str:
        """What was typed, or the default."""
        option = self._options[name]
        typed = self._typed.get(name, "").strip() or option.default
        if option.required and not typed:
            raise Invalid(name, "missing")
        return typed

    def choice(self, name: str) -> str:
        """One of the choices."""
        typed = self.text(name)
        if typed not in self._options[name].choices:
            raise Invalid(name, "unknown", typed)
        return typed

    def number(self, name: str, most: int) -> int:
        """A number from 0 to `most`."""
        typed = self.text(name)
        if not typed.isdecimal() or int(typed) > most:
            raise Invalid(name, "not_a_number", typed)
        return int(typed)

    def day(self, name: str = "day") -> date:
        """A day; today where none was typed."""
        typed = self.text(name)
        if not typed:
            return today_of(self.view.now_ms)
        try:
            return date.fromisoformat(typed)
        except ValueError as error:
            raise Invalid(name, "not_a_date", typed) from error

    def week(self, name: str = "week") -> date:
        """The Monday of a week, also of one named by a day; of this one where none was typed."""
        typed = self.text(name)
        with suppress(ValueError):
            day = date.fromisoformat(typed)
            return day - timedelta(days=day.weekday())
        return week_of(self.view, typed)

    def half_year(self, name: str = "half") -> tuple[date, date]:
        """The first and last day of a half-year; of this one where none was typed."""
        typed = self.text(name)
        try:
            return half_year_window(typed or half_year_text(today_of(self.view.now_ms)))
        except ValueError as error:
            raise Invalid(name, "not_a_half_year", typed) from error

    def offer(self, name: str = "offer") -> str:
        """The identifier of an offer; of several with one title the one that goes on longest."""
        found = offers_named(self.view, self.text(name))
        if len(found) == 1:
            return found[0]

        def last(offer_id: str) -> int:
            return max((line.starts for line in dates_of(self.view, offer_id)), default=0)

        return max(found, key=lambda offer_id: (last(offer_id), offer_id))

    def room(self, name: str = "room") -> str | None:
        """The identifier of a room, None where none was typed."""
        typed = self.text(name)
        return room_named(self.view, typed) if typed else None

    def date_of(self, offer_id: str, name: str = "day", *, required: bool = False) -> str | None:
        """The date of an offer on the day typed.

        Without a day None, or the next date where one is `required`.
        """
        lines = [line for line in dates_of(self.view, offer_id) if line.state != "skipped"]
        typed = self.text(name)
        if typed:
            day = self.day(name)
            lines = [line for line in lines if day_of(line.starts) == day]
        elif not required:
            return None
        else:
            today = today_of(self.view.now_ms)
            lines = [line for line in lines if day_of(line.starts) >= today]
        if not lines:
            raise Invalid(name, "no_date", typed)
        return lines[0].id
