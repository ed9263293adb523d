"""The gate's decision: what holds for all facts together."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.enums import BadgeState, Direction
from access.gate.checks import CHECKS, NOTICES, Check
from access.gate.clearance import GRANTED, SUSPENDED, WITHDRAWN, ClearanceFacts
from access.gate.decide import decide
from access.gate.facts import AreaFacts, BadgeFacts, GateFacts
from tests.access.gate.people import AREAS, NOON, badge, clearance, erin, reader

pytestmark = pytest.mark.unit

moments = st.integers(-500, 500).map(lambda hours: NOON + timedelta(hours=hours))
badges = st.none() | st.builds(
    BadgeFacts,
    serial=st.just("B-1"),
    state=st.sampled_from(BadgeState),
    valid_from=moments,
    valid_until=moments,
    areas=st.frozensets(st.sampled_from(sorted(AREAS))),
)
days = moments.map(datetime.date)
clearances = st.none() | st.builds(
    ClearanceFacts,
    state=st.sampled_from([GRANTED, SUSPENDED, WITHDRAWN, "", "Granted"]),
    level_rank=st.integers(0, 3),
    valid_from=days,
    valid_until=days,
)
readers = st.none() | st.builds(
    reader, st.sampled_from(sorted(AREAS)), st.sampled_from(sorted(AREAS)), st.booleans()
)
attempts = st.builds(GateFacts, moments, st.sampled_from(Direction), badges, clearances, readers)


def is_in_order(facts: GateFacts) -> bool:
    """Everything that an entry needs, said the positive way round."""
    if facts.badge is None or facts.reader is None or facts.area is None or not facts.reader.in_service:
        return False
    shown, held, level = facts.badge, facts.clearance, facts.area.required_level_rank
    card = shown.state is BadgeState.ACTIVE and shown.valid_from <= facts.at < shown.valid_until
    if level == 0:
        person = held is None or held.state == GRANTED
    else:
        person = (
            held is not None
            and held.state == GRANTED
            and held.valid_from <= facts.at.date() <= held.valid_until
            and held.level_rank >= level
        )
    return card and person and bool(shown.areas & {facts.area.code, *facts.area.within})


@given(attempts)
def test_decide_when_entering_then_granted_exactly_if_all_is_in_order(facts: GateFacts) -> None:
    verdict = decide(facts)
    if facts.is_exit:
        assert verdict.allowed
        assert bool(set(verdict.codes) - {"exit_into_other_area"}) is not is_in_order(facts)
    else:
        assert verdict.allowed is is_in_order(facts)
        assert verdict.allowed is not bool(verdict.reasons)


@given(attempts, st.permutations(CHECKS))
def test_decide_when_checks_stand_in_another_order_then_the_same_answer(
    facts: GateFacts, order: list[object]
) -> None:
    usual, other = decide(facts), decide(facts, order)  # type: ignore[arg-type]
    assert other.allowed is usual.allowed
    assert set(other.codes) == set(usual.codes)
    assert len(set(usual.codes)) == len(usual.codes)


@given(attempts, st.sets(st.sampled_from(CHECKS)))
def test_decide_when_a_check_is_added_then_a_refusal_stays_a_refusal(
    facts: GateFacts, some: set[object]
) -> None:
    fewer = [check for check in CHECKS if check in some]
    for added in CHECKS:
        if not decide(facts, fewer).allowed and set(fewer) - NOTICES:
            assert not decide(facts, [*fewer, added]).allowed


@given(attempts)
def test_decide_when_any_one_fact_is_taken_away_then_an_entry_is_not_won(facts: GateFacts) -> None:
    if facts.is_exit or decide(facts).allowed:
        return
    assert not decide(replace(facts, badge=None)).allowed
    without_reader = replace(facts, reader=None, direction=Direction.IN)
    assert not decide(without_reader).allowed


@pytest.mark.parametrize("checks", [(), tuple(NOTICES)], ids=["none", "notices"])
def test_decide_when_no_check_could_refuse_then_entry_is_refused_and_exit_is_open(
    checks: tuple[Check, ...],
) -> None:
    assert decide(erin(), checks).codes == ("nothing_configured",)
    assert decide(replace(erin(), direction=Direction.OUT), checks).allowed


def test_decide_when_clearance_is_suspended_then_the_very_next_attempt_is_refused() -> None:
    assert decide(erin()).allowed
    suspended = decide(replace(erin(), clearance=clearance(SUSPENDED)))
    assert not suspended.allowed
    assert suspended.sentence == "The clearance is suspended at present."


def test_decide_when_leaving_with_revoked_badge_then_let_out_and_flagged() -> None:
    verdict = decide(replace(erin(), direction=Direction.OUT, badge=badge(BadgeState.REVOKED)))
    assert verdict.allowed
    assert verdict.codes == ("badge_revoked",)


def test_facts_when_time_is_naive_then_error() -> None:
    with pytest.raises(ValueError, match="aware"):
        replace(erin(), at=datetime(2026, 3, 10, 12))  # noqa: DTZ001


def test_facts_when_outside_is_written_as_an_area_then_it_is_outside_all_the_same() -> None:
    written = replace(reader(), area_from=AREAS["TERMINAL"], area_to=AreaFacts("OUT"))
    facts = replace(erin(), reader=written, badge=None)
    assert facts.is_exit
    assert not replace(facts, direction=Direction.OUT).is_exit
    assert facts.area == AREAS["TERMINAL"]


def test_clearance_when_it_is_midnight_in_the_port_then_the_port_s_day_counts() -> None:
    last_day = clearance(until=date(2026, 3, 10))
    late = replace(erin(), clearance=last_day, at=NOON.replace(hour=23, minute=59))
    after = replace(erin(), clearance=last_day, at=NOON.replace(hour=0) + timedelta(days=1))
    assert decide(late).allowed
    assert decide(after).codes == ("clearance_expired",)
