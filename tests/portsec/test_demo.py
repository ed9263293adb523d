"""The made-up port: the same for a seed, complete, and with each planted misuse found."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import timezone

from access.asking.words import AccessRequestState
from access.enums import (
    BadgeRequestState,
    Direction,
    FieldClass,
    GateResult,
    LevelChangeState,
    ReleaseState,
    VisitState,
)
from access.look_up_facts.asked import Asked
from access.models import (
    AccessRequest,
    BadgeRequest,
    BadgeType,
    Barrier,
    BreakGlass,
    DataEvent,
    DoorEvent,
    GateEvent,
    HoneyContainer,
    LevelChange,
    PersonCase,
    Presence,
    Reader,
    ReleaseCode,
    ReleaseRight,
    ReviewLine,
    RuleVersion,
    ShrinkLine,
    SilentAlarm,
    TruckAppointment,
    Visit,
)
from access.need_to_know.decide import decide
from access.selectors.look_up import gathered
from access.services import audit
from accounts.models import Port, User
from accounts.roles import Role
from accounts.selectors.scope import scope_of
from ledger.selectors.entry import first_altered_entry
from portsec.demo import misuse
from portsec.demo.port import DemoPort
from screening.models import Application, CrewHit, Hit, Permit, PortBan, RightsRequest
from screening.services import policy

BESIDE = {("P02", "P03"), ("D01", "D09")}
"""A planted misuse and what else it raises: both happen at night, off the roster."""

UNTIL = datetime(2026, 11, 22, 6, tzinfo=UTC)


def built(seed: int) -> tuple[dict[str, list[dict[str, object]]], dict[str, str]]:
    demo = DemoPort(seed=seed, people=42, days=8, until=UNTIL)
    demo.build()
    planted = misuse.plant(demo)
    return dict(demo.files), planted


@pytest.mark.unit
def test_demo_port_when_built_twice_from_one_seed_then_equal() -> None:
    assert built(3) == built(3)


@pytest.mark.unit
def test_demo_port_when_built_from_another_seed_then_different() -> None:
    assert built(3)[0]["people.csv"] != built(4)[0]["people.csv"]


@pytest.mark.unit
def test_demo_port_when_built_then_nothing_happened_after_its_moment() -> None:
    files, _ = built(5)
    for name in ("gate_events.csv", "data_events.csv"):
        assert files[name]
        assert max(datetime.fromisoformat(str(row["at"])) for row in files[name]) <= UNTIL


@pytest.mark.flow
@pytest.mark.django_db
def test_demo_when_loaded_then_every_role_signs_in_and_every_misuse_is_found(now: datetime) -> None:
    policy.load_files(actor="system:test", at=now)
    call_command("demo", people=42, days=8, seed=7, stdout=StringIO())
    _, planted = built(7)
    found = set(PersonCase.objects.values_list("subject", "flags__rule"))
    assert found >= planted.items() | {("account:nils", "D23")}
    rest = found - planted.items() - {("account:nils", "D23")}
    assert {(planted.get(who), rule) for who, rule in rest} <= BESIDE, "the ordinary days raise flags"
    held = set(User.objects.values_list("role_assignments__role", flat=True))
    assert {role.value for role in Role} <= held
    assert set(Application.objects.values_list("state", flat=True)) >= {
        "sponsoring",
        "invited",
        "checking",
        "in_review",
        "proposed",
        "panel",
        "hearing",
        "granted",
        "refused",
    }
    assert CrewHit.objects.count() == 1
    assert Permit.objects.exists()
    assert PortBan.objects.exists()
    assert RightsRequest.objects.exists()
    _expect_life_at_the_gates()
    _expect_need_to_know(now)
    _expect_traces()
    assert first_altered_entry() is None
    with pytest.raises(CommandError, match="already"):
        call_command("demo", stdout=StringIO())
    call_command("demo", if_empty=True, stdout=StringIO())
    assert Port.objects.count() == 1


def _expect_life_at_the_gates() -> None:
    """Something of each kind for every page of badges, gates and visits."""
    assert BadgeRequest.objects.filter(state=BadgeRequestState.OPEN.value).count() == 2
    assert {kind.code for kind in BadgeType.objects.all()} >= {"quay", "yard", "office", "visitor"}
    states = set(Visit.objects.values_list("state", flat=True))
    assert states == {VisitState.ANNOUNCED.value, VisitState.ARRIVED.value, VisitState.LEFT.value}
    assert LevelChange.objects.filter(state=LevelChangeState.PROPOSED.value).count() == 1
    assert LevelChange.objects.filter(state=LevelChangeState.ENDED.value).count() == 1
    assert Barrier.objects.filter(next_inspection_on__lt=timezone.localdate()).count() == 2
    assert not Reader.objects.filter(gate=None).exists()
    assert TruckAppointment.objects.exists()
    assert Presence.objects.filter(direction=Direction.IN.value, area__code="QUAY-A").exists()
    here = GateEvent.objects.exclude(source="import")
    assert set(here.values_list("result", flat=True)) == {result.value for result in GateResult}
    assert DoorEvent.objects.count() == 3
    assert Hit.objects.filter(check_answered__application__person__family_name="van Aalst").exists()


def _expect_need_to_know(now: datetime) -> None:
    """Something for every page of requests, break-glass, reviews, the shrinker and release rights."""
    asked = set(AccessRequest.objects.values_list("state", flat=True))
    assert asked == {state.value for state in AccessRequestState}
    assert BreakGlass.objects.filter(state="unreviewed", review_due_at__gt=now).count() == 1
    lines = set(ReviewLine.objects.filter(field_class="S3").values_list("state", flat=True))
    assert {"open", "half_kept", "removed"} <= lines
    assert ShrinkLine.objects.filter(shrink__state="proposed").count() > 2
    rights = set(ReleaseRight.objects.values_list("state", flat=True))
    assert rights == {state.value for state in ReleaseState} - {"ended"}
    assert ReleaseCode.objects.filter(shown_at=None).count() == 1
    _expect_look_ups(now)
    _expect_audit(now)


def _expect_traces() -> None:
    """Something for the pages of rules, planted records and silent alarms."""
    assert set(RuleVersion.objects.values_list("state", flat=True)) == {"proposed", "shadow"}
    assert not RuleVersion.objects.filter(replayed_at=None).exists()
    assert HoneyContainer.objects.exists()
    assert SilentAlarm.objects.filter(stream="data").count() == 1


def _expect_look_ups(now: datetime) -> None:
    """Clerks can do their work now and tomorrow, and a guest sees nothing."""
    port = Port.objects.get()
    explained = dict(
        DataEvent.objects.filter(system="portsec", account="erin", result="ok")
        .order_by("at")
        .values_list("explanation", "object_ref")
    )
    assert {"E1", "E10"} <= set(explained)
    assert not DataEvent.objects.filter(account="nils", result="ok").exists()
    assert DataEvent.objects.filter(account="nils").count() == 3
    for days in (0, 1, 6):
        at = now + timedelta(days=days)
        assert _may_read(port, "erin", explained["E1"], at)
        assert not _may_read(port, "nils", explained["E1"], at)
    held = ReleaseRight.objects.get(state="accepted", visit__release_code__isnull=False)
    assert _may_read(port, "hein", held.container, now)


def _expect_audit(now: datetime) -> None:
    """The auditor's one question, asked of a container that a clerk opened and a guest tried to."""
    frank, tried = User.objects.get(username="frank"), DataEvent.objects.filter(account="nils").first()
    assert tried is not None
    container, port = tried.object_ref, Port.objects.get()
    since = now - timedelta(days=3)
    found = audit.ask(port, container, since, now, actor=frank, scope=scope_of(frank), at=now)
    could = {one.person.external_ref: {part.code for part in one.stretches} for one in found.could}
    assert "E1" in could[User.objects.get(username="erin").person_ref]
    did = {(one.event.account, one.event.result, one.event.explanation) for one in found.did}
    assert {("erin", "ok", "E1"), ("nils", "denied", "")} <= did
    assert found.is_complete


def _may_read(port: Port, account: str, container: str, at: datetime) -> bool:
    asked = Asked(
        port=port.pk,
        at=at,
        zone=settings.ZONE,
        subject_type="account",
        subject=account,
        object=container,
        field_class=FieldClass.S3,
    )
    return decide(gathered(asked).facts).verdict.allowed
