"""The decision on a look-up: what holds for all facts together."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.enums import DataAction, FieldClass, RosterKind
from access.gate.clearance import CLEARANCE_CHECKS, GRANTED, SUSPENDED, WITHDRAWN, ClearanceFacts
from access.gate.isps import IspsLevel
from access.look_up_facts.context import HANDED_ON
from access.need_to_know.checks import PROTECTED_CHECKS
from access.need_to_know.decide import (
    EXPLAINED,
    HALF_EXPLAINED,
    NO_NEED_TO_KNOW,
    SELF_MADE,
    WOULD_CHANGE,
    LookUpDecision,
    decide,
)
from access.need_to_know.explanations import BY_OWN_WORK, EXPLANATIONS
from access.need_to_know.facts import (
    BreakGlassFact,
    GrantFact,
    HandOverFact,
    InsideFact,
    LookUpFacts,
    ReleaseHopFact,
    RequesterFacts,
    ShiftFact,
    WorkOrderFact,
)
from tests.access.gate.people import NOON, clearance
from tests.access.need_to_know.people import (
    BOX,
    CALL,
    HOUR,
    LADING,
    container,
    grant,
    hop,
    look_up,
    order,
    shift,
)

pytestmark = pytest.mark.unit

moments = st.integers(-60, 60).map(lambda half_hours: NOON + timedelta(minutes=30 * half_hours))
objects = st.sampled_from([BOX, LADING, CALL, "TCNU7200794", ""])
people = st.sampled_from(["P-ERIN", "P-BOB", "erin", ""])
classes = st.sampled_from(FieldClass)
orders = st.builds(
    WorkOrderFact,
    ref=st.sampled_from(["WO-1", "WO-2", "WO-3"]),
    kind=st.sampled_from(["order", "inspection", "ticket", "claim", "audit", "Order "]),
    person=people,
    team=st.sampled_from(["YARD", "GATE", ""]),
    object=objects,
    opened_at=moments,
    closed_at=st.none() | moments,
    opened_by=people,
)
organisations = st.sampled_from(["LINE", "FORWARDER", "HAULIER", "RIVAL", ""])
hops = st.builds(
    ReleaseHopFact, st.sampled_from([BOX, "TCNU7200794"]), organisations, organisations, moments, people
)
shifts = st.builds(
    ShiftFact, moments, moments, st.sampled_from(RosterKind), st.sampled_from(["BERTH-3", "YARD", ""])
)
grants = st.builds(
    GrantFact, objects, classes, st.sampled_from(["claim 12", ""]), moments, moments, people, st.just("G-1")
)
glasses = st.builds(
    BreakGlassFact, st.just("BG-1"), objects, classes, moments, moments, st.booleans(), st.booleans()
)
hand_overs = st.builds(HandOverFact, people, st.sampled_from(["YARD", "GATE", ""]), moments)
insides = st.builds(InsideFact, st.just(frozenset({"BERTH-3"})), moments)
days = moments.map(datetime.date)
clearances = st.none() | st.builds(
    ClearanceFacts, st.sampled_from([GRANTED, SUSPENDED, WITHDRAWN, "x"]), st.integers(0, 3), days, days
)
requesters = st.builds(
    RequesterFacts,
    account=st.just("erin"),
    person=st.sampled_from(["P-ERIN", "", None]),
    organisation=organisations,
    teams=st.frozensets(st.sampled_from(["YARD", "GATE", ""])),
)
look_ups = st.builds(
    LookUpFacts,
    at=moments,
    account_live=st.booleans(),
    requester=requesters,
    clearance=clearances | st.just(clearance(level=2)),
    action=st.sampled_from(DataAction),
    field_class=classes,
    object=st.just(BOX),
    resource=st.none() | st.builds(container, st.none() | moments, st.integers(1, 3)),
    role_allows=st.booleans(),
    work_orders=st.lists(orders, max_size=4).map(tuple),
    release_hops=st.lists(hops, max_size=5).map(tuple),
    shifts=st.lists(shifts, max_size=2).map(tuple),
    grants=st.lists(grants, max_size=2).map(tuple),
    claimed_purpose=st.sampled_from(["", "claim 12"]),
    claimed_work_ref=st.sampled_from(["", "WO-1", "WO-9"]),
    banned=st.booleans(),
    isps_level=st.sampled_from(IspsLevel),
    has_badge=st.booleans(),
    inside=st.lists(insides, max_size=2).map(tuple),
    remote=st.booleans(),
    break_glasses=st.lists(glasses, max_size=2).map(tuple),
    hand_overs=st.lists(hand_overs, max_size=2).map(tuple),
)
granted_look_ups = st.builds(
    look_up,
    classes,
    work_orders=st.lists(orders, max_size=4).map(tuple),
    release_hops=st.lists(hops, max_size=5).map(tuple),
    shifts=st.lists(shifts, max_size=2).map(tuple),
    grants=st.lists(grants, max_size=2).map(tuple),
    isps_level=st.sampled_from(IspsLevel),
    remote=st.booleans(),
    has_badge=st.booleans(),
    inside=st.lists(insides, max_size=2).map(tuple),
    break_glasses=st.lists(glasses, max_size=1).map(tuple),
    hand_overs=st.lists(hand_overs, max_size=1).map(tuple),
)
NO_WORK = {
    "work_orders": (),
    "release_hops": (),
    "shifts": (),
    "grants": (),
    "break_glasses": (),
    "hand_overs": (),
}


def text_of(decision: LookUpDecision) -> str:
    return str(asdict(decision))


@given(look_ups | granted_look_ups)
def test_decide_when_all_work_is_taken_away_then_s2_and_s3_are_never_shown(facts: LookUpFacts) -> None:
    bare = decide(replace(facts, **NO_WORK))  # type: ignore[arg-type]
    if facts.protection.rank >= FieldClass.S2.rank:
        assert not bare.verdict.allowed
        assert NO_NEED_TO_KNOW.code in bare.verdict.codes
        assert bare.explanation is None
        assert len(bare.tried) == len(EXPLANATIONS)


@given(look_ups | granted_look_ups)
def test_decide_when_allowed_then_everything_needed_is_there(facts: LookUpFacts) -> None:
    decision = decide(facts)
    if not decision.verdict.allowed:
        assert decision.verdict.reasons
        return
    assert facts.account_live
    assert decision.verdict.obligations[0] == "log"
    if facts.protection is not FieldClass.S0:
        held = facts.clearance
        assert held is not None
        assert held.state == GRANTED
        assert held.valid_from <= facts.at.date() <= held.valid_until
        assert held.level_rank >= (2 if facts.protection is FieldClass.S3 else 1)
        assert facts.role_allows
        assert facts.requester.person
    if facts.protection.rank >= FieldClass.S2.rank:
        assert decision.explanation is not None
        assert decision.explanation.weight == 1.0 or facts.protection is FieldClass.S2


@given(look_ups | granted_look_ups, st.randoms())
def test_decide_when_facts_come_in_another_order_then_the_same_decision(
    facts: LookUpFacts, random: object
) -> None:
    def mixed(items: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(random.sample(items, len(items)))  # type: ignore[attr-defined]

    other = replace(facts, **{name: mixed(getattr(facts, name)) for name in NO_WORK})
    assert decide(other) == decide(facts)


@given(look_ups | granted_look_ups)
def test_decide_when_work_or_standing_is_lost_then_a_refusal_stays_a_refusal(facts: LookUpFacts) -> None:
    """Not for release hops: a nomination withdrawn from a rival may well bring the requester back."""
    if decide(facts).verdict.allowed:
        return
    for name in ("work_orders", "grants", "break_glasses", "hand_overs", "inside"):
        kept = getattr(facts, name)
        for position in range(len(kept)):
            fewer = replace(facts, **{name: kept[:position] + kept[position + 1 :]})
            assert not decide(fewer).verdict.allowed
    for lost in ({"clearance": None}, {"account_live": False}, {"role_allows": False}):
        if facts.protection is not FieldClass.S0 or "account_live" in lost:
            assert not decide(replace(facts, **lost)).verdict.allowed  # type: ignore[arg-type]


@given(look_ups | granted_look_ups)
def test_decide_when_a_higher_class_is_allowed_then_so_is_a_lower_one(facts: LookUpFacts) -> None:
    ranks = [decide(replace(facts, field_class=asked)).verdict.allowed for asked in FieldClass]
    assert ranks == sorted(ranks, reverse=True)


@given(look_ups | granted_look_ups)
def test_decide_when_only_others_work_names_the_object_then_the_same_as_if_it_were_absent(
    facts: LookUpFacts,
) -> None:
    theirs = tuple(
        replace(work, person="P-DAVE", team="OTHERS", ref=f"SECRET-{place}")
        for place, work in enumerate(facts.work_orders)
    )
    mine_elsewhere = {**NO_WORK, "release_hops": (hop("LINE", "SECRET-ORG"),)}
    del mine_elsewhere["work_orders"]
    there = replace(facts, resource=container(risk=3), work_orders=theirs, **mine_elsewhere)  # type: ignore[arg-type]
    there = replace(there, requester=replace(facts.requester, organisation="STRANGER"))
    absent = replace(there, resource=None, **NO_WORK)  # type: ignore[arg-type]
    if facts.protection.rank >= FieldClass.S2.rank:
        assert decide(there) == decide(absent)
        assert "SECRET" not in text_of(decide(there))


def test_decide_when_claimed_work_does_not_cover_then_named_alike_whether_it_exists_or_not() -> None:
    others = order(ref="WO-9", person="P-DAVE")
    existing = decide(look_up(work_orders=(others,), claimed_work_ref="WO-9"))
    invented = decide(look_up(claimed_work_ref="WO-9"))
    assert existing == invented
    assert any("WO-9 does not cover this object" in hint for hint in existing.would_change)


def test_decide_when_claimed_work_covers_then_it_is_the_source_and_no_hint_speaks_of_it() -> None:
    works = (order(ref="WO-1"), order(ref="WO-2"))
    decision = decide(look_up(FieldClass.S3, work_orders=works, claimed_work_ref="WO-2"))
    assert decision.explanation is not None
    assert decision.explanation.source == "WO-2"
    self_made = (order(ref="WO-2", by="P-ERIN", opened=-HOUR / 4),)
    weak = decide(look_up(FieldClass.S3, work_orders=self_made, claimed_work_ref="WO-2"))
    assert weak.verdict.codes == (SELF_MADE.code,)
    assert not any("WO-2" in hint for hint in weak.would_change)


def test_decide_when_allowed_then_the_reason_names_the_work() -> None:
    decision = decide(look_up(work_orders=(order(),)))
    assert decision.verdict.codes == ("explained",)
    assert decision.verdict.sentence == "Work order WO-1 names this object and the requester or their team."


def test_decide_when_refused_otherwise_then_the_explanation_is_kept_for_the_record() -> None:
    decision = decide(look_up(clearance=clearance(SUSPENDED, 2), shifts=(shift(),)))
    assert decision.verdict.codes == ("clearance_suspended",)
    assert decision.explanation is not None
    assert (decision.explanation.code, decision.explanation.source) == ("E3", CALL)


def test_decide_when_grant_is_for_another_purpose_then_tried_says_so() -> None:
    decision = decide(look_up(grants=(grant(),), claimed_purpose="delivery"))
    assert {failed.code: failed.sentence for failed in decision.tried}["G"].startswith("The grant holds only")


def test_decide_when_order_is_outside_its_time_then_tried_names_it() -> None:
    decision = decide(look_up(work_orders=(order(opened=-99 * HOUR, closed=-60 * HOUR),)))
    assert decision.tried[0].sentence == "The look-up is outside the time of work order WO-1."


def test_would_change_when_any_reason_is_given_then_it_has_a_hint() -> None:
    codes = {check.__name__ for check in (*PROTECTED_CHECKS, *CLEARANCE_CHECKS)}
    assert set(WOULD_CHANGE) == codes | {NO_NEED_TO_KNOW.code, SELF_MADE.code}


def test_facts_when_time_is_naive_then_error() -> None:
    with pytest.raises(ValueError, match="aware"):
        look_up(at=datetime(2026, 3, 10, 12))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("opened", "words"),
    [
        (timedelta(hours=27, minutes=12), "visible in 3 h 12 min."),
        (timedelta(hours=24, seconds=20), "visible in 1 min."),
        (timedelta(hours=25), "visible in 1 h."),
        (timedelta(days=4), "visible in 3 days."),
        (timedelta(days=2, hours=5), "visible in 1 day 5 h."),
    ],
)
def test_decide_when_ones_own_work_has_not_begun_then_the_hint_says_in_how_long(
    opened: timedelta, words: str
) -> None:
    decision = decide(look_up(work_orders=(order(opened=opened),)))
    assert decision.visible_at == NOON + opened - timedelta(hours=24)
    assert f"Waiting: your own work makes it {words}" in decision.would_change


def test_decide_when_only_others_work_has_not_begun_then_no_hint_of_a_time() -> None:
    decision = decide(look_up(work_orders=(order(opened=30 * HOUR, person="P-DAVE"),)))
    assert decision.visible_at is None
    assert "Waiting" not in text_of(decision)


def test_decide_when_off_duty_then_the_hint_says_when_the_next_duty_counts() -> None:
    facts = look_up(
        FieldClass.S3,
        work_orders=(order(),),
        remote=False,
        has_badge=True,
        shifts=(shift(5 * HOUR, 9 * HOUR),),
    )
    assert "Waiting: your next duty counts in 4 h." in decide(facts).would_change


def test_explanations_when_they_rest_on_own_work_then_the_log_hands_them_over() -> None:
    """The statement names their codes; one that is added must be placed there, too."""
    assert {explaining(look_up()).code for explaining in BY_OWN_WORK} == set(HANDED_ON)


def test_decide_when_self_made_then_the_reason_says_so_and_nothing_is_handed_over() -> None:
    decision = decide(look_up(work_orders=(order(by="P-ERIN", opened=-HOUR / 4),)))
    assert decision.verdict.codes == (HALF_EXPLAINED,)
    assert decision.verdict.codes != (EXPLAINED,)
