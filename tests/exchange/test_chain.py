"""Whom a PC trusts: who may approve and lock out whom, and that all come to the same."""

from collections.abc import Sequence
from contextlib import suppress
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from begegnung.exchange.certificates import (
    ROOT,
    Certificate,
    Revocation,
    Role,
    make_mark,
    make_request,
    make_revocation,
    parse_certificate,
    parse_mark,
    parse_request,
    parse_revocation,
)
from begegnung.exchange.chain import LONGEST_CHAIN, Forged, KeyMissing, Trust
from begegnung.exchange.codec import NeedsNewer, Unreadable, canonical, parse_canonical
from begegnung.exchange.documents import MAX_DOCUMENT, sign_document
from begegnung.exchange.identity import root_keys
from tests.exchange.bundles import mutilated
from tests.exchange.papers import (
    CERTIFICATES,
    MARK,
    NOW_MS,
    ROOT_KEYS,
    certificate_of,
    keys_of,
    pseudo_random,
)

LEAF, OTHER_LEAF = "ab" * 32, "cd" * 32


def approved(device: str, by: Certificate, house: str = "0001", role: Role = "pc") -> Certificate:
    """A certificate by the owner of another one."""
    return certificate_of(device, house, role, issuer=by.hash, issuer_keys=keys_of(by.device))


def revoked(
    what: Certificate,
    by: Certificate | None,
    *,
    leaves: Sequence[str] = (),
    kept: Sequence[str] = (),
) -> Revocation:
    """A revocation of the keys of `what`, by the owner of `by` or the root."""
    return make_revocation(
        what.device,
        [what.sign_public],
        {"h-0001": leaves},
        kept,
        mark=MARK,
        issuer=ROOT if by is None else by.hash,
        issuer_keys=ROOT_KEYS if by is None else keys_of(by.device),
        now_ms=NOW_MS,
    )


CITY_PC = certificate_of("city", "", "city")
MANAGER = approved("manager", CITY_PC, role="manager")
PC = approved("pc", MANAGER)


def valid(certificates: Sequence[Certificate], revocations: Sequence[Revocation] = ()) -> set[str]:
    trust = Trust(MARK, certificates, revocations)
    return {c.device for c in certificates if trust.is_valid(c.hash)}


def test_a_chain_of_approvals_leads_to_the_root_in_whatever_order_it_is_learnt() -> None:
    for order in permutations((CITY_PC, MANAGER, PC)):
        assert valid(order) == {"city", "manager", "pc"}
    assert valid((MANAGER, PC)) == set()


@pytest.mark.parametrize(
    ("by", "house", "role"),
    [
        (PC, "0001", "pc"),
        (MANAGER, "0002", "pc"),
        (MANAGER, "", "pc"),
        (MANAGER, "0001", "city"),
    ],
)
def test_nobody_approves_beyond_what_he_may_decide(by: Certificate, house: str, role: Role) -> None:
    assert valid((CITY_PC, MANAGER, PC, approved("new", by, house, role))) == {
        "city",
        "manager",
        "pc",
    }


def test_a_certificate_signed_with_other_keys_or_of_another_city_does_not_hold() -> None:
    wrong = certificate_of("new", issuer=MANAGER.hash, issuer_keys=keys_of("thief"))
    other_root = root_keys(bytes(32))
    by_root = certificate_of("new", issuer_keys=other_root)
    other = make_mark("11" * 16, "", other_root)
    foreign = certificate_of("new", issuer_keys=other_root, mark=other)
    for certificate in (wrong, by_root, foreign):
        assert "new" not in valid((CITY_PC, MANAGER, certificate))


def test_a_chain_longer_than_decades_of_managers_is_not_followed() -> None:
    chain = [CITY_PC]
    for n in range(LONGEST_CHAIN):
        chain.append(approved(f"m{n}", chain[-1], role="manager"))
    assert len(valid(chain)) == LONGEST_CHAIN


@pytest.mark.parametrize("by", [None, CITY_PC, MANAGER])
def test_a_pc_is_locked_out_by_who_may_decide_about_it(by: Certificate | None) -> None:
    trust = Trust(MARK, (CITY_PC, MANAGER, PC), [revoked(PC, by)])
    assert not trust.is_valid(PC.hash)
    assert trust.is_revoked(PC.hash)
    assert trust.is_valid(MANAGER.hash)


def test_nobody_else_locks_out_anybody() -> None:
    stranger = approved("stranger", CITY_PC, "0002", "manager")
    everybody = (CITY_PC, MANAGER, PC, stranger)
    for what, by in ((PC, stranger), (CITY_PC, MANAGER), (MANAGER, PC), (CITY_PC, PC)):
        assert len(valid(everybody, [revoked(what, by)])) == 4


def test_new_keys_of_a_pc_that_was_locked_out_can_be_approved() -> None:
    again = certificate_of("pc", keys=keys_of("new keys"))
    trust = Trust(MARK, (CITY_PC, MANAGER, PC, again), [revoked(PC, MANAGER)])
    assert (trust.is_valid(PC.hash), trust.is_valid(again.hash)) == (False, True)
    assert trust.of_each_device()["pc"] == again


def test_what_a_thief_signs_with_the_keys_of_a_manager_does_not_count_and_the_rest_does() -> None:
    before, lost = approved("before", MANAGER), revoked(PC, MANAGER)
    accomplice, revenge = approved("accomplice", MANAGER), revoked(before, MANAGER)
    ended = revoked(MANAGER, CITY_PC, kept=[before.hash, lost.hash, PC.hash])
    everybody = (CITY_PC, MANAGER, PC, before, accomplice)
    assert valid(everybody, [lost, ended, revenge]) == {"city", "before"}


def test_a_thief_cannot_lock_out_who_locks_him_out() -> None:
    thief = approved("thief", CITY_PC, role="manager")
    colleague = approved("colleague", CITY_PC, role="manager")
    revocations = [revoked(thief, CITY_PC), revoked(colleague, thief)]
    assert valid((CITY_PC, thief, colleague), revocations) == {"city", "colleague"}


def test_of_two_equals_that_lock_out_each_other_both_are_out_until_the_root_speaks() -> None:
    one, other = approved("one", CITY_PC, role="city"), approved("other", CITY_PC, role="city")
    mutual = [revoked(one, other), revoked(other, one)]
    assert valid((CITY_PC, one, other), mutual) == {"city"}
    assert valid((CITY_PC, one, other), [*mutual, revoked(other, None)]) == {"city", "one"}


def test_a_bundle_of_a_pc_that_was_locked_out_counts_if_the_revocation_names_it() -> None:
    trust = Trust(MARK, (CITY_PC, MANAGER, PC), [revoked(PC, MANAGER, leaves=[LEAF])])
    assert trust.counts(PC.hash, "h-0001", LEAF)
    assert not trust.counts(PC.hash, "h-0001", OTHER_LEAF)
    assert not trust.counts(PC.hash, "stadt", LEAF)
    assert trust.counts(MANAGER.hash, "h-0001", OTHER_LEAF)


def test_who_takes_part_in_a_scope() -> None:
    far = approved("far", CITY_PC, "0002")
    trust = Trust(MARK, (CITY_PC, MANAGER, PC, far), [revoked(PC, MANAGER)])
    assert {c.device for c in trust.members("h-0001")} == {"manager"}
    assert {c.device for c in trust.members("stadt")} == {"city", "manager", "far"}
    with pytest.raises(Forged):
        trust.writer(far.hash, "h-0001", "far")
    with pytest.raises(Forged):
        trust.writer(far.hash, "stadt", "manager")
    with pytest.raises(KeyMissing):
        trust.writer("ee" * 32, "stadt", "far")


def test_the_city_reads_the_figures_of_all_houses_and_writes_none() -> None:
    far = approved("far", CITY_PC, "0002")
    trust = Trust(MARK, (CITY_PC, MANAGER, PC, far), [revoked(PC, MANAGER)])
    assert {c.device for c in trust.members("z-0001")} == {"city", "manager"}
    assert {c.device for c in trust.members("z-0002")} == {"city", "far"}
    assert {c.device for c in trust.writers("z-0001")} == {"manager"}
    assert trust.writer(MANAGER.hash, "z-0001", "manager") == MANAGER
    for stranger in (CITY_PC, far):
        with pytest.raises(Forged):
            trust.writer(stranger.hash, "z-0001", stranger.device)


@st.composite
def documents(draw: st.DrawFn) -> tuple[list[Certificate], list[Revocation]]:
    """A few PCs that approve and lock out each other, whether they may or not."""
    certificates = [CITY_PC]
    for n in range(draw(st.integers(1, 5))):
        by = draw(st.sampled_from(certificates))
        role: Role = draw(st.sampled_from(("pc", "manager", "city")))
        house = draw(st.sampled_from(("0001", "0002")))
        certificates.append(approved(f"d{n}", by, house, role))
    revocations: list[Revocation] = []
    for _ in range(draw(st.integers(0, 5))):
        what, by = (draw(st.sampled_from(certificates)) for _ in range(2))
        every = [d.hash for d in (*certificates, *revocations)]
        kept = draw(st.lists(st.sampled_from(every), max_size=4, unique=True))
        revocations.append(revoked(what, draw(st.sampled_from((by, None))), kept=kept))
    return certificates, revocations


@settings(max_examples=60, deadline=None)
@given(documents(), st.randoms(use_true_random=False))
def test_the_same_documents_in_any_order_mean_the_same(
    made: tuple[list[Certificate], list[Revocation]], random: Random
) -> None:
    certificates, revocations = made
    before = valid(certificates, revocations)
    random.shuffle(certificates)
    random.shuffle(revocations)
    assert valid(certificates * 2, revocations * 2) == before


@settings(max_examples=60, deadline=None)
@given(documents())
def test_nobody_locks_out_the_first_pc_of_the_city_but_the_city_itself(
    made: tuple[list[Certificate], list[Revocation]],
) -> None:
    certificates, revocations = made
    city = {c.hash for c in certificates if c.role == "city"}
    low = [r for r in revocations if r.issuer != ROOT and r.issuer not in city]
    assert "city" in valid(certificates, low)


GOOD = {
    "mark": (parse_mark, MARK.data),
    "certificate": (parse_certificate, CERTIFICATES["pc1"].document.data),
    "revocation": (
        parse_revocation,
        revoked(PC, None, leaves=[LEAF], kept=[LEAF]).document.data,
    ),
    "request": (
        parse_request,
        make_request(
            "pc", "0001", keys_of("pc"), repository="", random_bytes=pseudo_random("r")
        ).document.data,
    ),
}


@pytest.mark.parametrize("kind", GOOD)
def test_a_damaged_document_is_unreadable_or_not_signed_any_more(kind: str) -> None:
    parse, data = GOOD[kind]
    good = parse(data)
    for changed in mutilated(data, Random(1)):
        try:
            found = parse(changed)
        except (Unreadable, NeedsNewer):
            continue
        assert found.document.hash != good.document.hash
        assert not found.document.is_signed_by(ROOT_KEYS.sign_public)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=70),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@pytest.mark.parametrize("kind", GOOD)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_value_in_any_field_is_read_or_called_unreadable(
    kind: str, data: st.DataObject
) -> None:
    parse, good = GOOD[kind]
    value = parse_canonical(good)
    assert isinstance(value, dict)
    field = data.draw(st.sampled_from(sorted(value)))
    value[field] = data.draw(_json)
    try:
        changed = canonical(value)
    except ValueError:
        return
    with suppress(Unreadable, NeedsNewer):
        parse(changed)


def test_a_document_longer_than_the_limit_is_not_read() -> None:
    with pytest.raises(Unreadable):
        parse_certificate(b" " * (MAX_DOCUMENT + 1))


def test_what_could_not_be_read_again_is_not_signed() -> None:
    with pytest.raises(ValueError, match=r"."):
        sign_document("certificate", {"x": "\ud800"}, ROOT_KEYS)


def test_a_role_of_a_later_program_asks_for_that_program() -> None:
    value = {**dict(CERTIFICATES["pc1"].document.fields), "role": "emperor"}
    with pytest.raises(NeedsNewer):
        parse_certificate(sign_document("certificate", value, ROOT_KEYS))
