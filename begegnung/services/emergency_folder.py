"""The Notfallmappe: everything of the coming days on paper, for a day without a computer."""

from datetime import date, timedelta

from begegnung.model.folder_rows import EmergencyFolder, FolderDate, FolderDay
from begegnung.model.rows import DateLine, OfferLine
from begegnung.services.dates import dates_between
from begegnung.services.desk import View
from begegnung.services.houses import closures
from begegnung.services.meals import meal_list
from begegnung.services.offers import offer_list
from begegnung.services.people_lists import paper_owner, people_list


def emergency_folder(view: View, first: date, days: int = 2) -> EmergencyFolder:
    """The folder for `days` days from `first`; raises `NoCentre` before a house is set up."""
    owner = paper_owner(view)
    offers = {line.id: line for line in offer_list(view, with_ended=True)}
    found = (_day(view, first + timedelta(days=n), offers) for n in range(days))
    return EmergencyFolder(owner, tuple(found))


def _day(view: View, day: date, offers: dict[str, OfferLine]) -> FolderDay:
    closed = tuple(
        ": ".join(filter(None, (one.room, one.reason))) for one in closures(view, day, day)
    )
    dates = tuple(
        _date(view, line, offers[line.offer_id]) for line in dates_between(view, day, day)
    )
    return FolderDay(day, closed, dates)


def _date(view: View, line: DateLine, offer: OfferLine) -> FolderDate:
    if line.state == "cancelled" or not offer.takes_names:
        return FolderDate(line, None, None)
    people = people_list(view, line.offer_id, line.id)
    meals = meal_list(view, line.id) if offer.type == "lunch" else None
    return FolderDate(line, people, meals)
