"""What is known of an offer, and the check of what was typed."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from begegnung.model.errors import Invalid
from begegnung.model.local_time import DAY
from begegnung.model.meals import choices_of
from begegnung.model.offers import (
    FEE_WORDS,
    LONGEST_SETUP,
    MOST_ANSWER_DAYS,
    MOST_DEADLINE_DAYS,
    MOST_PLACES,
    OFFER_TYPES,
    QUEUE_WORDS,
    REGISTRATION_WORDS,
    takes_names,
)
from begegnung.model.programme import CATEGORIES
from begegnung.services.houses import required

_MOST_CENTS = 10_000_000


@dataclass(frozen=True, slots=True)
class OfferData:
    """What is known of an offer; money in cents, `capacity` None without a limit.

    `setup_minutes` and `clearing_minutes` keep its room before and after every new date.

    Registration: `registration_opens`, `priority_opens` (Vorkaufsrecht: from then on who took part
    in the course it continues) and `registration_closes` are local moments (`model.local_time`),
    None without a limit. `queue_order` is a key of `model.offers.QUEUE_WORDS`, `most_places` the
    places one booking may have, `answer_days` the opening days in which somebody who moved up
    answers. Until `deadline_minute` of the day `deadline_days` before its date a meal is ordered
    (both None: no deadline). `choices`: one menu a line.

    Fees: `fee_kind` is a key of `model.offers.FEE_WORDS`; `deposit_cents` is part of the fee, its
    rest is due on `balance_due`; `pro_rata`: who comes later pays the dates that remain.
    `takes_cards`: a Mehrfachkarte counts here. `till_id` None: the till of the house.
    """

    title: str
    type: str
    category: str | None = None
    wording: str = ""
    room_id: str | None = None
    place: str = ""
    leader: str = ""
    organiser: str = ""
    capacity: int | None = None
    minimum: int | None = None
    registration: str = "unknown"
    registration_note: str = ""
    fee_cents: int | None = None
    fee_text: str = ""
    audience: str = ""
    time_text: str = ""
    remark: str = ""
    printed: bool = True
    setup_minutes: int = 0
    clearing_minutes: int = 0
    registration_opens: int | None = None
    priority_opens: int | None = None
    registration_closes: int | None = None
    queue_order: str = "strict"
    most_places: int = 2
    answer_days: int = 2
    deadline_days: int | None = None
    deadline_minute: int | None = None
    choices: str = ""
    fee_kind: str = ""
    material_cents: int | None = None
    deposit_cents: int | None = None
    balance_due: date | None = None
    pro_rata: bool = False
    takes_cards: bool = False
    till_id: str | None = None


def checked(data: OfferData) -> dict[str, Any]:
    """The columns of an offer from typed data; raises `Invalid` at the wrong input."""
    values: dict[str, Any] = {
        k: v.strip() if isinstance(v, str) else v for k, v in asdict(data).items()
    }
    values["title"] = required(data.title, "title")
    values["choices"] = "\n".join(choices_of(data.choices))
    _require_known(data)
    for field in ("capacity", "minimum"):
        number = values[field]
        if number is not None and not 0 < number < 10_000:
            raise Invalid(field, "not_a_number", str(number))
    for field in ("setup_minutes", "clearing_minutes"):
        if not 0 <= values[field] <= LONGEST_SETUP:
            raise Invalid(field, "not_minutes", str(values[field]))
    if data.minimum is not None and data.capacity is not None and data.minimum > data.capacity:
        raise Invalid("minimum", "above_capacity", str(data.capacity))
    _require_window(data)
    _require_deadline(data)
    _require_fees(data)
    return values


def _require_known(data: OfferData) -> None:
    """Raises `Invalid` for a key that is none of the ones to choose from."""
    if data.type not in OFFER_TYPES:
        raise Invalid("type", "unknown", data.type)
    if data.category is not None and data.category not in CATEGORIES:
        raise Invalid("category", "unknown", data.category)
    if data.registration not in REGISTRATION_WORDS:
        raise Invalid("registration", "unknown", data.registration)
    if data.queue_order not in QUEUE_WORDS:
        raise Invalid("queue_order", "unknown", data.queue_order)
    if data.fee_kind not in FEE_WORDS:
        raise Invalid("fee_kind", "unknown", data.fee_kind)


def _require_window(data: OfferData) -> None:
    """Raises `Invalid` when the days of registration contradict each other."""
    opens, priority, closes = (
        data.registration_opens,
        data.priority_opens,
        data.registration_closes,
    )
    if priority is not None and opens is None:
        raise Invalid("registration_opens", "missing_for_priority")
    if priority is not None and opens is not None and priority >= opens:
        raise Invalid("priority_opens", "not_before_opening")
    if opens is not None and closes is not None and closes <= opens:
        raise Invalid("registration_closes", "not_after_opening")
    if not 1 <= data.most_places <= MOST_PLACES:
        raise Invalid("most_places", "not_places", str(data.most_places))
    if not 0 <= data.answer_days <= MOST_ANSWER_DAYS:
        raise Invalid("answer_days", "not_answer_days", str(data.answer_days))


def _require_deadline(data: OfferData) -> None:
    """Raises `Invalid` when only half of the deadline is there, or it is none."""
    days, minute = data.deadline_days, data.deadline_minute
    if days is None and minute is not None:
        raise Invalid("deadline_days", "missing")
    if minute is None and days is not None:
        raise Invalid("deadline_minute", "missing")
    if days is not None and not 0 <= days <= MOST_DEADLINE_DAYS:
        raise Invalid("deadline_days", "not_deadline_days", str(days))
    if minute is not None and not 0 <= minute < DAY:
        raise Invalid("deadline_minute", "not_a_time", str(minute))


def _require_fees(data: OfferData) -> None:
    """Raises `Invalid` for amounts that are none, or that contradict each other."""
    amounts = (
        ("fee", data.fee_cents),
        ("material", data.material_cents),
        ("deposit", data.deposit_cents),
    )
    for field, cents in amounts:
        if cents is not None and not 0 <= cents < _MOST_CENTS:
            raise Invalid(field, "not_money", str(cents))
    if data.fee_kind == "free" and data.fee_cents:
        raise Invalid("fee", "free_of_charge")
    if data.deposit_cents and data.deposit_cents > (data.fee_cents or 0):
        raise Invalid("deposit", "above_fee")
    if data.deposit_cents and data.fee_kind:
        raise Invalid("deposit", "not_the_whole_fee")
    if data.balance_due is not None and not data.deposit_cents:
        raise Invalid("balance_due", "without_deposit")
    if data.pro_rata and data.fee_kind:
        raise Invalid("pro_rata", "not_the_whole_fee")
    by_name = takes_names(data.type, data.registration)
    if data.takes_cards and not (by_name and OFFER_TYPES[data.type].counting == "named"):
        raise Invalid("takes_cards", "without_names")
