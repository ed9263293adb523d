"""The made-up port: the same for a seed, complete, and with each planted misuse found."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from access.enums import BadgeRequestState, Direction, GateResult, LevelChangeState, VisitState
from access.models import (
    BadgeRequest,
    BadgeType,
    Barrier,
    DoorEvent,
    Flag,
    GateEvent,
    LevelChange,
    PersonCase,
    Presence,
    Reader,
    TruckAppointment,
    Visit,
)
from accounts.models import Port, User
from accounts.roles import Role
from ledger.selectors.entry import first_altered_entry
from portsec.demo import misuse
from portsec.demo.port import DemoPort
from screening.models import Application, CrewHit, Hit, Permit, PortBan, RightsRequest
from screening.services import policy

UNTIL = datetime(2026, 11, 22, 6, tzinfo=UTC)


def built(seed: int) -> tuple[dict[str, list[dict[str, object]]], dict[str, str]]:
    demo = DemoPort(seed=seed, people=42, days=6, until=UNTIL)
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
    call_command("demo", people=42, days=6, seed=7, stdout=StringIO())
    _, planted = built(7)
    found = dict(PersonCase.objects.values_list("subject", "flags__rule"))
    assert planted.items() <= found.items()
    assert Flag.objects.count() < 2 * len(planted), "the ordinary days raise flags"
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
