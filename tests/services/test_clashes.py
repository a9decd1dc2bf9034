"""Zu klären: what two desks did at once is asked, the same everywhere, until it is decided."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from begegnung.model.clash_errors import ClashSettled
from begegnung.model.errors import Invalid
from begegnung.services import history
from begegnung.services.check import check
from begegnung.services.clashes import (
    Clash,
    Decide,
    Proposal,
    all_clashes,
    clashes,
    decide,
    proposals,
)
from begegnung.services.clashes.identity import parts_of
from begegnung.services.present import local_now
from begegnung.texts.clashes import clash_facts, clash_sentence, kind_words, proposal_text
from tests.desks import content
from tests.services.clash_scenarios import NEVER_ARRIVED, SCENARIOS
from tests.services.two_pcs import TwoPcs, copied, opened, two_pcs

TYPED = {"reason": "so verabredet", "name": "Teeküche"}


@pytest.fixture(scope="module")
def played(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two PCs that met again after all the scenarios; only copied."""
    folder = tmp_path_factory.mktemp("played")
    with two_pcs(prepared, folder) as pcs:
        known = [scenario.before(pcs.empfang) for scenario in SCENARIOS]
        pcs.meet()
        for scenario, ids in zip(SCENARIOS, known, strict=True):
            scenario.here(pcs.empfang, ids)
        pcs.buero.clock.go_on(minutes=5)
        for scenario, ids in zip(SCENARIOS, known, strict=True):
            scenario.there(pcs.buero, ids)
        pcs.meet()
    return folder


@pytest.fixture
def pcs(played: Path, tmp_path: Path) -> Iterator[TwoPcs]:
    """The two PCs with everything to be settled."""
    with opened(copied(played, tmp_path)) as both:
        for one in both.both:
            one.clock.go_on(minutes=20)
        yield both


def subject(clash: Clash) -> tuple[str, str]:
    """What a clash is about, however it stands."""
    about = parts_of(clash.id)
    return about.kind, about.subject


def one_of_each(pcs: TwoPcs, clash: Clash) -> list[Proposal]:
    """The proposals of a clash, of each sort one: moving either date is the same to the rules."""
    ways = pcs.empfang.desk.read(proposals, clash)
    assert [way.code for way in ways] == [way.code for way in pcs.buero.desk.read(proposals, clash)]
    return list({way.code.partition("-")[0]: way for way in ways}.values())


def test_every_scenario_is_asked_about_once_and_nothing_else(pcs: TwoPcs) -> None:
    asked = Counter(parts_of(clash.id).kind for clash in pcs.questions().everything)

    expected = Counter(kind for scenario in SCENARIOS for kind in scenario.kinds.split())
    assert asked == expected


def test_every_question_is_one_german_sentence_and_every_proposal_has_words(pcs: TwoPcs) -> None:
    now = local_now(pcs.empfang.desk.now_ms())
    for clash in pcs.questions().everything:
        sentence = clash_sentence(clash, now)
        ways = [proposal_text(clash, way, now) for way in pcs.empfang.desk.read(proposals, clash)]
        facts = [text for fact in clash_facts(clash, now) for text in fact[:2]]

        assert sentence.endswith("."), sentence
        assert sentence[0].isupper() or sentence[0].isdigit() or sentence[0] == "„"
        for text in (sentence, kind_words(clash), *ways, *facts):
            assert text.strip()
            assert not any(bad in text for bad in ("None", "{", "_", "  ", " .", "()")), text
        assert len(set(ways)) == len(ways), ways


def test_any_decision_settles_its_question_everywhere_and_taken_back_it_is_open_again_everywhere(
    pcs: TwoPcs,
) -> None:
    asked = {subject(clash) for clash in pcs.questions().everything}
    ways = {subject(clash): one_of_each(pcs, clash) for clash in pcs.questions().everything}
    for number in range(max(map(len, ways.values()))):
        at, other = pcs.both[:: 1 if number % 2 else -1]
        decided: list[tuple[str, str]] = []
        for clash in pcs.read(at):
            some = ways[subject(clash)]
            if number < len(some):
                pcs.decide(at, clash, some[number].code, **TYPED)
                decided.append(subject(clash))
        here = {subject(clash) for clash in pcs.read(at)}
        assert here == asked - set(decided), number
        pcs.meet()
        assert {subject(clash) for clash in pcs.questions().everything} == here

        for _ in decided:
            at.act(history.undo, None)
        assert {subject(clash) for clash in pcs.read(at)} == asked, number
        pcs.meet()
        assert {subject(clash) for clash in pcs.read(other)} == asked
        pcs.questions()
    for one in pcs.both:
        problems = one.desk.read(check).problems
        assert [p for p in problems if p.kind != "receipt given twice"] == []


def test_what_is_decided_twice_or_unseen_is_refused_and_nothing_is_changed(pcs: TwoPcs) -> None:
    for clash in pcs.questions().everything:
        way = one_of_each(pcs, clash)[0]
        with pytest.raises(Invalid):
            pcs.decide(pcs.buero, clash, "nonsense", **TYPED)
        if way.needs:
            with pytest.raises(Invalid):
                pcs.decide(pcs.buero, clash, way.code)
        pcs.decide(pcs.buero, clash, way.code, **TYPED)
        with pytest.raises(ClashSettled):
            pcs.decide(pcs.buero, clash, way.code, **TYPED)
    with pytest.raises(ClashSettled):
        pcs.buero.act(decide, Decide("nothing-at-all", "leave"))
    assert pcs.buero.desk.read(clashes).number == 0


def test_both_pcs_may_decide_without_knowing_of_each_other_and_end_the_same(pcs: TwoPcs) -> None:
    for clash in pcs.read(pcs.empfang):
        ways = one_of_each(pcs, clash)
        pcs.decide(pcs.empfang, clash, ways[0].code, **TYPED)
        pcs.decide(pcs.buero, clash, ways[-1].code, **TYPED)

    pcs.meet()

    # Different values are asked about again, as two entries; the rest is settled or asked once.
    for clash in pcs.questions().everything:
        pcs.decide(pcs.empfang, clash, one_of_each(pcs, clash)[0].code, **TYPED)
    pcs.meet()
    assert pcs.empfang.desk.read(content) == pcs.buero.desk.read(content)


def test_what_never_arrived_is_asked_about_after_a_week(prepared: Path, tmp_path: Path) -> None:
    with two_pcs(prepared, tmp_path) as pcs:
        NEVER_ARRIVED.here(pcs.empfang, {})
        pcs.meet()
        assert pcs.questions(all_clashes).number == 0
        for one in pcs.both:
            one.clock.go_on(days=8)

        (orphan,) = pcs.questions(all_clashes).orphans
        sentence = clash_sentence(orphan, local_now(pcs.empfang.desk.now_ms()))
        assert sentence.endswith("gehört zu etwas, das seit einer Woche fehlt: eine Person.")
        assert pcs.empfang.desk.read(clashes).number == 0
        pcs.decide(pcs.empfang, orphan, "remove")
        pcs.meet()
        assert pcs.questions(all_clashes).number == 0
        assert pcs.empfang.desk.read(check).clean
