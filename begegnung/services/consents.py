"""Consents on paper (Art. 7 GDPR): for what, since when, on which form, and when revoked.

Booking needs no consent. Photos do (§ 22 KunstUrhG), each way of showing them by itself, and so
does passing a telephone number on to other people of a course.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import select

from begegnung.db.tables import consent, person
from begegnung.db.work import Work
from begegnung.model.errors import Invalid
from begegnung.model.names import full_name
from begegnung.services.desk import View
from begegnung.services.houses import own
from begegnung.services.present import today_of

PURPOSES: dict[str, str] = {
    "photo_programme": "Foto im Programmheft",
    "photo_notice": "Foto im Aushang",
    "photo_internet": "Foto im Internet",
    "photo_press": "Foto für die Presse",
    "share_phone": "Telefonnummer an andere Teilnehmende",
}
"""What people are asked for, in the order of the paper form."""


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """A consent that was signed: its purpose, the day, and the number of the paper form."""

    person_id: str
    purpose: str
    given_on: date
    form_number: str = ""


@dataclass(frozen=True, slots=True)
class RevokeConsent:
    """The end of a consent on this day; the record stays."""

    consent_id: str
    revoked_on: date


class ConsentLine(NamedTuple):
    """A consent on the card of a person; in force while `revoked_on` is None."""

    id: str
    purpose: str
    given_on: date
    form_number: str
    revoked_on: date | None


def give_consent(work: Work, request: GiveConsent) -> str:
    """Notes a consent; gives its identifier.

    Raises `Invalid`: unknown purpose, one that is in force already, a day to come.
    """
    who = work.row(person, request.person_id)
    own(work, person.name, who["centre_id"])
    if request.purpose not in PURPOSES:
        raise Invalid("purpose", "unknown", request.purpose)
    purpose = PURPOSES[request.purpose]
    if _in_force(work, request.person_id, request.purpose):
        raise Invalid("purpose", "already_there", purpose)
    _require_past(work, request.given_on, "given_on")
    work.title = f"{full_name(who['surname'], who['first_name'])} · {purpose}"
    return work.insert(
        consent,
        {
            "person_id": request.person_id,
            "purpose": request.purpose,
            "given_on": request.given_on,
            "form_number": request.form_number.strip(),
        },
    )


def revoke_consent(work: Work, request: RevokeConsent) -> None:
    """Notes that a consent was revoked; it stays in the record.

    Raises `Invalid`: a day to come or before it was given, and one that is revoked already.
    """
    row = work.row(consent, request.consent_id)
    who = work.row(person, row["person_id"])
    own(work, person.name, who["centre_id"])
    if row["revoked_on"] is not None:
        raise Invalid("revoked_on", "revoked", f"{row['revoked_on']:%d.%m.%Y}")
    if request.revoked_on < row["given_on"]:
        raise Invalid("revoked_on", "before_given", f"{row['given_on']:%d.%m.%Y}")
    _require_past(work, request.revoked_on, "revoked_on")
    purpose = PURPOSES.get(row["purpose"], row["purpose"])
    work.title = f"{full_name(who['surname'], who['first_name'])} · {purpose}"
    for one in _in_force(work, row["person_id"], row["purpose"]):
        # Two entries of one person that were made one may have brought one consent each.
        work.update(consent, one, {"revoked_on": request.revoked_on})


def _in_force(work: Work, person_id: str, purpose: str) -> list[str]:
    """The consents of a person for a purpose that were not revoked."""
    rows = work.connection.execute(
        select(consent.c.id).where(
            consent.c.person_id == person_id,
            consent.c.purpose == purpose,
            consent.c.revoked_on.is_(None),
        )
    )
    return list(rows.scalars())


def _require_past(work: Work, day: date, field: str) -> None:
    if day > today_of(work.maker.now_ms):
        raise Invalid(field, "in_the_future", f"{day:%d.%m.%Y}")


def consents_of(view: View, person_id: str) -> list[ConsentLine]:
    """The consents of a person, those in force first, the newest of each first."""
    rows = view.connection.execute(
        select(
            consent.c.id,
            consent.c.purpose,
            consent.c.given_on,
            consent.c.form_number,
            consent.c.revoked_on,
        )
        .where(consent.c.person_id == person_id)
        .order_by(consent.c.revoked_on.is_not(None), consent.c.given_on.desc(), consent.c.id)
    )
    return [ConsentLine._make(row) for row in rows]


def agrees(view: View, person_id: str, purpose: str) -> bool:
    """Whether a person has agreed to this use of her data and has not revoked it."""
    return any(
        line.purpose == purpose and line.revoked_on is None for line in consents_of(view, person_id)
    )
