"""The flyer of one offer, from the database to what is printed."""

from begegnung.model.flyer_rows import OfferFlyer
from begegnung.model.offers import usual_time
from begegnung.services.desk import View
from begegnung.services.offers import offer_card
from begegnung.services.people_lists import list_subject
from begegnung.services.weekly import programme_house


def offer_flyer(view: View, offer_id: str) -> OfferFlyer:
    """Everything that a visitor has to know of an offer."""
    card, subject = offer_card(view, offer_id), list_subject(view, offer_id, None)
    asked = "mit Anmeldung" if card.registration == "required" else ""
    return OfferFlyer(
        house=programme_house(view),
        title=card.title,
        category=card.category,
        wording=usual_time(card.wording, card.time_text),
        dates=subject.dates,
        place=subject.place,
        leader=card.leader,
        audience=card.audience,
        remark=card.remark,
        fee=card.fee_text,
        fee_cents=card.fee_cents,
        registration=card.registration_note or asked,
    )
