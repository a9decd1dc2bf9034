"""What people have agreed to on paper, and taken back."""

from datetime import timedelta

import pytest

from begegnung.model.errors import Invalid
from begegnung.services.consents import (
    PURPOSES,
    ConsentLine,
    GiveConsent,
    RevokeConsent,
    agrees,
    consents_of,
    give_consent,
    revoke_consent,
)
from begegnung.services.history import undo
from tests.desks import MONDAY, House

LAST_WEEK = MONDAY - timedelta(days=7)


def test_a_consent_holds_for_its_purpose_until_it_is_revoked_and_stays_in_the_record(
    house: House,
) -> None:
    who = house.person("Weber")
    given = house.act(give_consent, GiveConsent(who, "photo_notice", LAST_WEEK, " F 12 ")).value

    assert house.desk.read(agrees, who, "photo_notice")
    assert not house.desk.read(agrees, who, "photo_internet")

    house.act(revoke_consent, RevokeConsent(given, MONDAY))

    assert not house.desk.read(agrees, who, "photo_notice")
    assert house.desk.read(consents_of, who) == [
        ConsentLine(given, "photo_notice", LAST_WEEK, "F 12", MONDAY)
    ]


def test_a_purpose_can_be_agreed_to_again_after_it_was_revoked(house: House) -> None:
    who = house.person("Weber")
    first = house.act(give_consent, GiveConsent(who, "photo_press", LAST_WEEK)).value
    with pytest.raises(Invalid) as caught:
        house.act(give_consent, GiveConsent(who, "photo_press", MONDAY))
    assert (caught.value.field, caught.value.problem) == ("purpose", "already_there")

    house.act(revoke_consent, RevokeConsent(first, LAST_WEEK))
    second = house.act(give_consent, GiveConsent(who, "photo_press", MONDAY)).value

    assert [line.id for line in house.desk.read(consents_of, who)] == [second, first]
    assert house.desk.read(agrees, who, "photo_press")


def test_wrong_days_and_purposes_are_named(house: House) -> None:
    who = house.person("Weber")
    tomorrow = MONDAY + timedelta(days=1)
    given = house.act(give_consent, GiveConsent(who, "share_phone", MONDAY)).value
    wrong = [
        (give_consent, GiveConsent(who, "health", MONDAY), "purpose", "unknown"),
        (give_consent, GiveConsent(who, "photo_press", tomorrow), "given_on", "in_the_future"),
        (revoke_consent, RevokeConsent(given, LAST_WEEK), "revoked_on", "before_given"),
        (revoke_consent, RevokeConsent(given, tomorrow), "revoked_on", "in_the_future"),
    ]
    for verb, request, field, problem in wrong:
        with pytest.raises(Invalid) as caught:
            house.act(verb, request)
        assert (caught.value.field, caught.value.problem) == (field, problem)

    house.act(revoke_consent, RevokeConsent(given, MONDAY))
    with pytest.raises(Invalid) as caught:
        house.act(revoke_consent, RevokeConsent(given, MONDAY))
    assert caught.value.problem == "revoked"


def test_taking_back_a_revocation_brings_the_consent_back(house: House) -> None:
    who = house.person("Weber")
    given = house.act(give_consent, GiveConsent(who, "photo_programme", MONDAY)).value
    house.act(revoke_consent, RevokeConsent(given, MONDAY))

    house.act(undo, None)

    assert house.desk.read(agrees, who, "photo_programme")


def test_there_is_no_purpose_about_health(house: House) -> None:
    assert set(PURPOSES) == {
        "photo_programme",
        "photo_notice",
        "photo_internet",
        "photo_press",
        "share_phone",
    }
