"""Papers in a look that is not kept yet, to be looked at while somebody chooses it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from begegnung.model.booking_rows import SlipDate
from begegnung.model.booklet_rows import Booklet
from begegnung.model.calendar import monday_of
from begegnung.model.flyer_rows import OfferFlyer
from begegnung.model.house_look import Look
from begegnung.model.letter_rows import Letter
from begegnung.services.booklet import booklet_of
from begegnung.services.desk import Desk, View
from begegnung.services.house_look import checked_look, look_from
from begegnung.services.houses import own_centre
from begegnung.services.offer_flyer import offer_flyer
from begegnung.services.offers import offer_list
from begegnung.services.people_lists import paper_owner
from begegnung.services.present import today_of
from begegnung.services.weekly import programme_house, week_programme

_SAMPLE = "Gymnastik am Vormittag"
_FROM, _UNTIL = 10 * 60, 11 * 60


def look_preview(desk: Desk, paper: str, values: Mapping[str, str]) -> bytes:
    """A paper of `PREVIEWS` as PDF, with the values of all columns of the look as they were typed.

    Raises what `checked_look` raises.
    """
    kept = checked_look(values)

    def made(view: View) -> bytes:
        return PREVIEWS[paper](view, look_from(kept, own_centre(view).name))

    return desk.read(made)


def _programme(view: View, look: Look) -> bytes:
    from begegnung.reports.weekly import weekly_programme

    week = week_programme(view, monday_of(today_of(view.now_ms)))
    return weekly_programme(replace(week, house=replace(week.house, look=look))).pdf


def _folded(view: View, look: Look) -> bytes:
    from begegnung.reports.week_flyer import week_flyer

    week = week_programme(view, monday_of(today_of(view.now_ms)))
    return week_flyer(replace(week, house=replace(week.house, look=look)))


def _flyer(view: View, look: Look) -> bytes:
    from begegnung.reports.offer_flyer import flyer

    offers = offer_list(view)
    found = offer_flyer(view, offers[0].id) if offers else _sample_flyer(view)
    return flyer(found._replace(house=replace(found.house, look=look)))


def _sample_flyer(view: View) -> OfferFlyer:
    return OfferFlyer(
        house=programme_house(view),
        title=_SAMPLE,
        category="movement",
        wording="dienstags",
        dates=(_sample_date(view),),
        place="",
        leader="",
        audience="",
        remark="",
        fee="",
        fee_cents=None,
        registration="",
    )


def _sample_date(view: View) -> SlipDate:
    return SlipDate(today_of(view.now_ms) + timedelta(days=7), _FROM, _UNTIL)


def _booklet(view: View, look: Look) -> bytes:
    """The booklet with one offer of each category: its cover and the first pages are looked at."""
    from begegnung.reports.booklet import booklet

    whole = booklet_of(view)
    few = {one.category: one for one in reversed(whole.offers)}
    kept = tuple(one for one in whole.offers if few[one.category] is one)
    short: Booklet = replace(whole, offers=kept, house=replace(whole.house, look=look))
    return booklet(short)


def _letter(view: View, look: Look) -> bytes:
    from begegnung.reports.letters import letters

    house = own_centre(view)
    sample = Letter(
        owner=paper_owner(view)._replace(look=look),
        sender=" · ".join(filter(None, (house.name, house.street, house.town))),
        kind="confirmation",
        name="Erika Beispiel",
        street="Beispielweg 1, 44137 Dortmund",
        title=_SAMPLE,
        dates=(_sample_date(view),),
        wording="",
        place="",
        leader="",
        due_cents=3000,
        paid_cents=0,
        position=0,
        until=None,
        reason="",
    )
    return letters([sample])


PREVIEWS: Mapping[str, Callable[[View, Look], bytes]] = {
    "programme": _programme,
    "programme-flyer": _folded,
    "flyer": _flyer,
    "booklet": _booklet,
    "letters": _letter,
}
"""What can be looked at, under the name of the document in `services.printing.registry`."""
