"""Standing rights of outside groups to a room (Nutzungsvereinbarungen): contact, end, reminder."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from begegnung.db.tables import occurrence, offer, room, usage_agreement
from begegnung.db.work import Work
from begegnung.model.errors import Invalid
from begegnung.model.local_time import moment
from begegnung.model.names import sort_key
from begegnung.services.desk import View
from begegnung.services.houses import own, required
from begegnung.services.planning import required_day
from begegnung.services.present import moment_of, today_of

_FIRST_SIGNED = 1900
"""The year before which nobody who is still there signed anything."""

REMIND_DAYS = 28
"""Days before the end on which the desk is reminded, when nothing else is agreed."""


@dataclass(frozen=True, slots=True)
class SetAgreement:
    """The agreement with the group of an offer, new or changed; no `ends_on`: until further notice.

    `remind_days`: how many days before the end the desk is reminded.
    """

    offer_id: str
    contact_name: str
    contact_phone: str = ""
    contact_mail: str = ""
    signed_on: date | None = None
    ends_on: date | None = None
    remind_days: int = REMIND_DAYS
    note: str = ""


@dataclass(frozen=True, slots=True)
class EndAgreement:
    """Takes an agreement out of the list, with the data of the contact."""

    agreement_id: str


class AgreementRow(NamedTuple):
    """An agreement; `beyond` counts the planned dates after its end, which nobody agreed to."""

    id: str
    offer_id: str
    title: str
    organiser: str
    room: str
    contact_name: str
    contact_phone: str
    contact_mail: str
    signed_on: date | None
    ends_on: date | None
    remind_days: int
    note: str
    beyond: int

    @property
    def remind_on(self) -> date | None:
        """The first day on which the desk is reminded of the end; None without an end."""
        return None if self.ends_on is None else _earlier(self.ends_on, self.remind_days)


def set_agreement(work: Work, request: SetAgreement) -> str:
    """Writes the agreement of an offer; gives its identifier.

    Raises `Invalid` at the wrong input, `WrongHouse` for an offer of another house.
    """
    course = work.row(offer, request.offer_id)
    own(work, offer.name, course["centre_id"])
    work.title = course["title"]
    values = _checked(request)
    there = work.connection.execute(_newest(request.offer_id)).scalar()
    if there is None:
        return work.insert(usage_agreement, {"centre_id": work.centre(), **values})
    work.update(usage_agreement, there, values)
    return there


def end_agreement(work: Work, request: EndAgreement) -> None:
    """Takes an agreement out of the list; the dates of the offer stay as they are."""
    row = work.row(usage_agreement, request.agreement_id)
    own(work, usage_agreement.name, row["centre_id"])
    work.title = work.row(offer, row["offer_id"])["title"]
    work.remove(usage_agreement, request.agreement_id)


def _checked(request: SetAgreement) -> dict[str, Any]:
    values = {k: v.strip() if isinstance(v, str) else v for k, v in asdict(request).items()}
    values["contact_name"] = required(request.contact_name, "contact_name")
    phone, mail = values["contact_phone"], values["contact_mail"]
    if phone and sum(sign.isdigit() for sign in phone) < 3:
        raise Invalid("contact_phone", "not_a_phone", phone)
    if mail and "@" not in mail:
        raise Invalid("contact_mail", "not_a_mail", mail)
    first, last = request.signed_on, request.ends_on
    if first is not None and first.year < _FIRST_SIGNED:
        raise Invalid("signed_on", "not_a_date", f"{first:%d.%m.}{first.year:04}")
    if last is not None:
        required_day(last, "ends_on")
    if first is not None and last is not None and last < first:
        raise Invalid("ends_on", "end_before_start", last.isoformat())
    if not 0 <= request.remind_days <= 366:
        raise Invalid("remind_days", "not_days", str(request.remind_days))
    return values


def _newest(offer_id: str) -> Any:
    """Two desks may each have written one: the newer one counts."""
    return (
        select(usage_agreement.c.id)
        .where(usage_agreement.c.offer_id == offer_id)
        .order_by(usage_agreement.c.id.desc())
        .limit(1)
    )


def agreement_of(view: View, offer_id: str) -> AgreementRow | None:
    """The agreement with the group of an offer, None when there is none."""
    newest = _newest(offer_id).scalar_subquery()
    return next(iter(_rows(view, usage_agreement.c.id == newest)), None)


def agreements(view: View) -> list[AgreementRow]:
    """All agreements of this house: the next to end first, at last those without an end."""
    return _rows(view, usage_agreement.c.centre_id == view.centre())


def ending_agreements(view: View) -> list[AgreementRow]:
    """The agreements of which the desk has to be reminded today, ended ones too."""
    today = today_of(view.now_ms)
    return [row for row in agreements(view) if row.remind_on is not None and row.remind_on <= today]


def _rows(view: View, condition: ColumnElement[bool]) -> list[AgreementRow]:
    found = view.connection.execute(
        select(
            usage_agreement,
            offer.c.title,
            offer.c.organiser,
            func.coalesce(room.c.name, "").label("room"),
        )
        .join(offer, offer.c.id == usage_agreement.c.offer_id)
        .outerjoin(room, room.c.id == offer.c.room_id)
        .where(condition)
    ).all()
    rows = [
        AgreementRow(
            **{name: getattr(row, name) for name in AgreementRow._fields if name != "beyond"},
            beyond=_beyond(view, row.offer_id, row.ends_on),
        )
        for row in found
    ]
    return sorted(rows, key=lambda row: (row.ends_on or date.max, sort_key(row.title), row.id))


def _beyond(view: View, offer_id: str, ends_on: date | None) -> int:
    """How many dates are still to come after the last day of the agreement."""
    if ends_on is None:
        return 0
    since = max(moment(ends_on, 24 * 60), moment_of(view.now_ms))
    return view.connection.execute(
        select(func.count()).where(
            occurrence.c.offer_id == offer_id,
            occurrence.c.starts >= since,
            occurrence.c.state == "planned",
        )
    ).scalar_one()


def _earlier(day: date, days: int) -> date:
    return date.min if days >= day.toordinal() else day - timedelta(days=days)
