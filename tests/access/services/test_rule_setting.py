"""New values for a detection rule: proposed, replayed, run silently, put in force by another hand."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest

from access.containers import check_digit
from access.detection.registry import rule_named
from access.enums import DataAction, DataResult, FieldClass
from access.models import DataEvent, Flag, RuleFinding, RuleVersion
from access.rule_editing.terms import SHADOW, values_of
from access.rule_editing.words import Phase, Side
from access.selectors.rule_setting import overrides, versions_to_confirm
from access.services import rule_setting, rule_trial
from accounts.models import User
from ledger.models import Job
from portsec.kernel.errors import Conflict, InvalidInput, Refused
from tests.scenario import Scenario
from tests.witness import Record

pytestmark = [pytest.mark.db, pytest.mark.django_db]

RULE = rule_named("D04")
WIDER = values_of(RULE, {}) | {"numbers": 9.0}


def counted_through(made: Scenario, at: datetime, numbers: int) -> None:
    """Somebody tries numbers one after the other."""
    for place in range(numbers):
        ten = f"EXAU{540100 + 2 * place}"
        moment = at + timedelta(minutes=place)
        DataEvent.objects.create(
            port=made.port,
            source="import",
            code=f"count-{uuid.uuid4()}",
            at=moment,
            received_at=moment,
            account="tos-kim",
            person_ref="E-KIM",
            action=DataAction.READ.value,
            object_type="container",
            object_ref=f"{ten}{check_digit(ten)}",
            field_class=FieldClass.S2.value,
            result=DataResult.NOT_FOUND.value,
        )


def proposed(made: Scenario, at: datetime) -> RuleVersion:
    return rule_setting.propose(
        made.port, RULE, WIDER, reason="Leased boxes come in runs.", **made.cast.paul.acts(at)
    )


def replayed(made: Scenario, at: datetime) -> RuleVersion:
    """Proposed, with every part of the replay judged as workers do it."""
    version = proposed(made, at)
    rule_trial.request_replay(version, **made.cast.paul.acts(at))
    for slot in Job.objects.filter(kind=rule_trial.REPLAY_JOB).values_list("slot", flat=True):
        rule_trial.replay_part(version, slot, at=at)
    version.refresh_from_db()
    return version


def over(made: Scenario, at: datetime) -> RuleVersion:
    """Proposed at that time, and its silent run is over now."""
    version = replayed(made, at)
    return rule_setting.start_shadow(version, **made.cast.paul.acts(at))


def test_values_when_proposed_then_on_record_and_nothing_changes(
    made: Scenario, now: datetime, record: Record
) -> None:
    record.new()
    version = proposed(made, now)
    assert (version.state, version.parameters, version.before) == (
        "proposed",
        {"numbers": 9.0},
        values_of(RULE, {}),
    )
    assert overrides(made.port) == {}
    assert record.kinds() == ["access.rule_version.proposed"]


def test_values_when_proposed_by_an_analyst_then_refused(made: Scenario, now: datetime) -> None:
    with pytest.raises(Refused):
        rule_setting.propose(made.port, RULE, WIDER, reason="Too many.", **made.cast.anna.acts(now))


def test_values_when_others_wait_then_conflict(made: Scenario, now: datetime) -> None:
    proposed(made, now)
    with pytest.raises(Conflict):
        proposed(made, now)


def test_replay_when_all_parts_are_judged_then_tells_both_sides_and_flags_nobody(
    made: Scenario, now: datetime, record: Record
) -> None:
    counted_through(made, now - timedelta(days=9), 6)
    flags = Flag.objects.count()
    record.new()
    version = replayed(made, now)
    told = version.replay["figures"]
    assert (told["new"], told["old"], told["lost"], told["new_people"]) == (0, 1, 1, 0)
    assert version.replayed_at == now
    assert Flag.objects.count() == flags
    assert record.kinds()[-1] == "access.rule_version.replayed"


def test_replay_when_a_part_is_judged_twice_then_counted_once(made: Scenario, now: datetime) -> None:
    counted_through(made, now - timedelta(days=9), 12)
    version = replayed(made, now)
    before = RuleFinding.objects.filter(version=version, phase=Phase.REPLAY.value).count()
    assert before == 2
    slot = version.replay["parts"][0]
    assert rule_trial.replay_part(version, slot, at=now) == 0
    assert RuleFinding.objects.filter(version=version).count() == before


def test_silent_run_when_not_replayed_first_then_refused(made: Scenario, now: datetime) -> None:
    with pytest.raises(InvalidInput, match="Replay"):
        rule_setting.start_shadow(proposed(made, now), **made.cast.paul.acts(now))


def test_silent_run_when_judged_daily_then_figures_grow_and_nobody_is_flagged(
    made: Scenario, now: datetime
) -> None:
    counted_through(made, now - timedelta(days=30), 2)
    version = over(made, now - timedelta(days=4))
    counted_through(made, now - timedelta(days=2), 6)
    flags = Flag.objects.count()
    rule_trial.run_silently(made.port, at=now)
    rule_trial.run_silently(made.port, at=now)
    version.refresh_from_db()
    assert (version.judged_until, version.shadow["new"], version.shadow["old"]) == (now, 0, 1)
    sides = RuleFinding.objects.filter(version=version, phase=Phase.SHADOW.value).values_list("side")
    assert list(sides) == [(Side.OLD.value,)]
    assert Flag.objects.count() == flags


def test_values_when_the_silent_run_is_not_over_then_refused(made: Scenario, now: datetime) -> None:
    counted_through(made, now - timedelta(days=30), 2)
    version = over(made, now - SHADOW + timedelta(minutes=1))
    with pytest.raises(InvalidInput, match="not over"):
        rule_setting.activate(version, **made.cast.sven.acts(now))


def test_values_when_confirmed_by_whoever_proposed_then_refused(made: Scenario, now: datetime) -> None:
    counted_through(made, now - timedelta(days=30), 2)
    version = over(made, now - SHADOW)
    assert not versions_to_confirm(made.cast.paul.user, scope=made.cast.paul.scope, at=now).exists()
    with pytest.raises(Refused, match="somebody else"):
        rule_setting.activate(version, **made.cast.paul.acts(now))


def test_values_when_confirmed_by_another_account_of_the_same_person_then_refused(
    made: Scenario, now: datetime
) -> None:
    counted_through(made, now - timedelta(days=30), 2)
    version = over(made, now - SHADOW)
    for account in (made.cast.paul.user, made.cast.sven.user):
        User.objects.filter(pk=account.pk).update(person_ref=made.viktor.ref)
        account.refresh_from_db()
    with pytest.raises(Refused, match="somebody else"):
        rule_setting.activate(version, **made.cast.sven.acts(now))


def test_values_when_confirmed_by_another_then_in_force_and_silent_findings_gone(
    made: Scenario, now: datetime, record: Record
) -> None:
    counted_through(made, now - timedelta(days=30), 12)
    version = over(made, now - SHADOW)
    assert versions_to_confirm(made.cast.sven.user, scope=made.cast.sven.scope, at=now).get() == version
    record.new()
    rule_setting.activate(version, remark="Seen.", **made.cast.sven.acts(now))
    assert overrides(made.port) == {"D04": {"numbers": 9.0}}
    assert not RuleFinding.objects.filter(version=version).exists()
    assert record.kinds() == ["access.rule_version.activated"]
    version.refresh_from_db()
    assert (version.active_since, version.decided_by) == (now, made.cast.sven.reference)
    assert version.before == values_of(RULE, {})


def test_values_when_dropped_then_others_may_be_proposed(made: Scenario, now: datetime) -> None:
    version = proposed(made, now)
    rule_setting.drop(version, reason="Not needed.", **made.cast.sven.acts(now))
    assert (version.state, proposed(made, now).number) == ("dropped", 2)
