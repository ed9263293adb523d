"""Rights to cargo: `has_perm`, guardian's lists and the decision say the same, whatever changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.template import Context, Template
from guardian.shortcuts import (
    assign_perm,
    get_objects_for_user,
    get_perms,
    get_users_with_perms,
    remove_perm,
)

from access.enums import CargoRight, FieldClass
from access.granting.rights import MEANING
from access.granting.terms import Asked
from access.models import (
    CargoPermission,
    CargoVisit,
    DataEvent,
    DutyConfirmation,
    Grant,
    LevelChange,
    Presence,
    RosterSpan,
    SafetyFunction,
    WorkOrder,
)
from access.selectors.cargo_right import has_right
from access.services import data_access, grant
from access.services.data_record import LookUp
from accounts.models import GroupPermission, User
from accounts.services import role
from portsec.kernel import clock
from portsec.kernel.errors import Refused
from screening.models import Clearance, Person, PortBan
from tests.people import Actor
from tests.scenario import OTHER_CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PURPOSE = "Claim of the consignee"
COUNTED = "{% load guardian_tags %}{% get_obj_perms user for visit as 'rights' %}{{ rights|length }}"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


OPERATIONAL = {"read_operational"}
SENSITIVE = OPERATIONAL | {"read_sensitive", "export"}
CRITICAL = SENSITIVE | {"read_release", "release", "nominate", "override"}


@dataclass
class Stage:
    """A container that no work of Dora's names, and her grants for it. Her account belongs to Erin."""

    made: Scenario
    dora: Actor
    visit: CargoVisit

    def give(self, field_class: FieldClass, **said: object) -> Grant:
        now = clock.now()
        asked = Asked(
            account="dora",
            object_type="container",
            object_ref=OTHER_CONTAINER,
            field_class=field_class,
            purpose=PURPOSE,
            valid_from=now,
            valid_until=now + DAY,
        )
        return grant.keep(self.made.port, replace(asked, **said), by="user:owner", at=now)  # type: ignore[arg-type]

    def user(self) -> User:
        """As a request that begins now reads the account."""
        return User.objects.get(pk=self.dora.user.pk)

    def granted(self) -> set[str]:
        """What has_perm says, after every other way was asked and said the same."""
        user = self.user()
        held = {each.value for each in CargoRight if user.has_perm(f"access.{each.value}", self.visit)}
        lists = {
            each.value
            for each in CargoRight
            if self.visit in get_objects_for_user(user, f"access.{each.value}", CargoVisit)
        }
        # What is operational needs no grant, so guardian lists it only where one gives more.
        assert lists == (held if held - OPERATIONAL else set())
        assert set(get_perms(user, self.visit)) == lists
        assert user.get_all_permissions(self.visit) == held
        assert (user in get_users_with_perms(self.visit)) is bool(lists)
        shown = Template(COUNTED)
        assert shown.render(Context({"user": user, "visit": self.visit})) == str(len(lists))
        return held

    def answered(self) -> set[str]:
        """What the decision point answers, with the purpose of the grant as the reason."""
        allowed = set()
        for right, meaning in MEANING.items():
            look_up = LookUp(
                "account", "dora", meaning.action, meaning.field_class, OTHER_CONTAINER, purpose=PURPOSE
            )
            given = data_access.answer(
                self.made.port,
                look_up,
                actor=self.dora.reference,
                scope=self.made.cast.dora.scope,
                at=clock.now(),
            )
            if given.decision.verdict.allowed:
                allowed.add(right.value)
        return allowed


@pytest.fixture
def stage(made: Scenario, now: datetime) -> Stage:
    made.cast.dora.user.person_ref = made.erin.ref
    made.cast.dora.user.save()
    Clearance.objects.filter(person=made.erin).update(level="enhanced", valid_until=now.date() + 30 * DAY)
    for known in (Presence, DutyConfirmation):
        known.objects.filter(person=made.erin).delete()
    RosterSpan.objects.filter(person_ref=made.erin.log_ref).delete()
    visit = CargoVisit.objects.create(
        port=made.port,
        container=OTHER_CONTAINER,
        bill_of_lading="BL-2",
        terminal="TERMINAL-A",
        discharged_at=now - 3 * HOUR,
    )
    return Stage(made, made.cast.dora, visit)


@pytest.fixture
def on_duty(stage: Stage, now: datetime) -> None:
    """Inside Terminal A with the badge that Erin holds, on a rostered shift there."""
    Presence.objects.create(person=stage.made.erin, area=stage.made.area, direction="in", at=now - HOUR)
    RosterSpan.objects.create(
        port=stage.made.port,
        person_ref=stage.made.erin.log_ref,
        kind="shift",
        starts_at=now - 2 * HOUR,
        ends_at=now + 6 * HOUR,
        area="TERMINAL-A",
    )


def test_rights_when_nothing_is_granted_then_operational_alone(stage: Stage) -> None:
    assert stage.granted() == stage.answered() == OPERATIONAL


def test_rights_when_granted_then_up_to_the_class(stage: Stage) -> None:
    stage.give(FieldClass.S2)
    assert stage.granted() == stage.answered() == SENSITIVE
    rows = CargoPermission.objects.filter(user=stage.user(), permission__codename="read_sensitive")
    row = rows.get(content_object=stage.visit)
    assert (row.grant.account, row.purpose, row.case_ref) == ("dora", PURPOSE, "")
    assert row.valid_until == row.grant.valid_until


def test_rights_when_granted_by_bill_of_lading_then_all_its_containers(stage: Stage) -> None:
    stage.give(FieldClass.S2, object_type="bill_of_lading", object_ref="BL-2")
    assert stage.granted() == SENSITIVE


def test_rights_when_the_stay_is_over_then_of_the_present_one_alone(stage: Stage, now: datetime) -> None:
    stage.give(FieldClass.S2)
    later = CargoVisit.objects.create(
        port=stage.made.port, container=OTHER_CONTAINER, discharged_at=now - HOUR
    )
    assert stage.granted() == set()
    stage.visit = later
    assert stage.granted() == SENSITIVE


def clearances(stage: Stage, **values: object) -> None:
    Clearance.objects.filter(person=stage.made.erin).update(**values)


def account(**values: object) -> None:
    User.objects.filter(username="dora").update(**values)


ENDS: dict[str, Callable[[Stage, Grant], object]] = {
    "the grant lapsed": lambda stage, given: Grant.objects.filter(pk=given.pk).update(
        valid_from=given.valid_from - DAY, valid_until=clock.now()
    ),
    "the grant has not begun": lambda stage, given: Grant.objects.filter(pk=given.pk).update(
        valid_from=given.valid_from + HOUR
    ),
    "the grant was taken back": lambda stage, given: grant.end(
        given, reason="Done.", by="user:owner", at=clock.now()
    ),
    "it was given by oneself": lambda stage, given: Grant.objects.filter(pk=given.pk).update(
        granted_by="dora"
    ),
}
BARS: dict[str, Callable[[Stage, Grant], object]] = {
    "the clearance is suspended": lambda stage, given: Clearance.objects.filter(
        person=stage.made.erin
    ).update(state="suspended", suspended_until=clock.today() + DAY),
    "the clearance is withdrawn": lambda stage, given: Clearance.objects.filter(
        person=stage.made.erin
    ).update(state="withdrawn"),
    "the clearance ran out": lambda stage, given: clearances(
        stage, valid_from=clock.today() - 9 * DAY, valid_until=clock.today() - 2 * DAY
    ),
    "with an escort only": lambda stage, given: clearances(stage, escort_only=True),
    "a port ban runs": lambda stage, given: PortBan.objects.create(
        person=stage.made.erin,
        port=stage.made.port,
        forbids="presence",
        authority="Court",
        legal_ref="Art. 1",
        order_ref="O-1",
        starts_on=clock.today() - DAY,
        ends_on=clock.today() + DAY,
        state="confirmed",
        entered_by=stage.made.cast.alice.user,
        entered_at=clock.now(),
        confirmed_by=stage.made.cast.bob.user,
        confirmed_at=clock.now(),
        effective_at=clock.now(),
    ),
    "the account is blocked": lambda stage, given: account(is_active=False),
    "the account is nobody's": lambda stage, given: account(person_ref=""),
    "the name is another person's number": lambda stage, given: Person.objects.create(
        port=stage.made.port,
        family_name="Twin",
        search_name="twin",
        created_at=clock.now(),
        external_ref=stage.made.erin.ref,
    ),
    "the role has ended": lambda stage, given: role.end(
        stage.user().role_assignments.get(),
        reason="Moved on.",
        actor="user:adam",
        at=clock.now(),
    ),
}


@pytest.mark.parametrize("name", ENDS)
def test_rights_when_the_grant_no_longer_holds_then_gone_at_once(stage: Stage, name: str) -> None:
    ENDS[name](stage, stage.give(FieldClass.S2))
    assert stage.granted() == OPERATIONAL


@pytest.mark.parametrize("name", BARS)
def test_rights_when_the_holder_may_see_nothing_then_none_at_once(stage: Stage, name: str) -> None:
    given = stage.give(FieldClass.S2)
    assert stage.granted() == SENSITIVE
    BARS[name](stage, given)
    assert stage.granted() == set()


def test_rights_when_a_suspension_has_lapsed_then_back(stage: Stage) -> None:
    stage.give(FieldClass.S2)
    Clearance.objects.filter(person=stage.made.erin).update(
        state="suspended", suspended_until=clock.today() - 2 * DAY
    )
    assert stage.granted() == stage.answered() == SENSITIVE


def test_rights_when_the_clearance_is_too_low_then_none_of_the_critical(stage: Stage, on_duty: None) -> None:
    stage.give(FieldClass.S3)
    Clearance.objects.filter(person=stage.made.erin).update(level="standard")
    assert stage.granted() == SENSITIVE


def test_critical_when_on_duty_inside_then_all_rights(stage: Stage, on_duty: None) -> None:
    stage.give(FieldClass.S3)
    assert stage.granted() == stage.answered() | {"release", "nominate", "override"} == CRITICAL


def test_critical_when_approved_from_outside_then_all_rights(stage: Stage, now: datetime) -> None:
    stage.give(FieldClass.S3)
    assert stage.granted() == SENSITIVE
    DutyConfirmation.objects.create(
        person=stage.made.erin,
        remote=True,
        starts_at=now - HOUR,
        ends_at=now + HOUR,
        reason="Night shift from home.",
        by="user:sven",
        at=now,
    )
    assert stage.granted() == CRITICAL


OUT_OF_PLACE: dict[str, Callable[[Stage], object]] = {
    "the badge is suspended": lambda stage: stage.made.erin.badges.update(state="suspended"),
    "the badge was read out": lambda stage: Presence.objects.update(direction="out"),
    "the reading is too old": lambda stage: Presence.objects.update(at=clock.now() - 17 * HOUR),
    "the shift is over": lambda stage: RosterSpan.objects.update(
        starts_at=clock.now() - 9 * HOUR, ends_at=clock.now() - 2 * HOUR
    ),
    "the shift is elsewhere": lambda stage: RosterSpan.objects.update(area="QUAY"),
    "on leave": lambda stage: RosterSpan.objects.create(
        port=stage.made.port,
        person_ref=stage.made.erin.log_ref,
        kind="leave",
        starts_at=clock.now() - HOUR,
        ends_at=clock.now() + HOUR,
    ),
    "level 3 at the port": lambda stage: raise_level(stage, None),
    "level 3 at the terminal": lambda stage: raise_level(stage, stage.made.area),
}


def raise_level(stage: Stage, area: object) -> None:
    sven, siri = stage.made.cast.sven.reference, stage.made.cast.siri.reference
    LevelChange.objects.create(
        port=stage.made.port,
        area=area,
        from_level=1,
        to_level=3,
        state="in_force",
        reason="Threat.",
        proposed_by=sven,
        proposed_at=clock.now(),
        decided_by=siri,
        decided_at=clock.now(),
        steps_back_at=clock.now() + DAY,
    )


@pytest.mark.parametrize("name", OUT_OF_PLACE)
def test_critical_when_out_of_place_or_level_three_then_none_of_it(
    stage: Stage, on_duty: None, name: str
) -> None:
    stage.give(FieldClass.S3)
    OUT_OF_PLACE[name](stage)
    assert stage.granted() == SENSITIVE


def test_critical_when_on_the_list_of_names_then_also_at_level_three(
    stage: Stage, on_duty: None, now: datetime
) -> None:
    stage.give(FieldClass.S3)
    raise_level(stage, None)
    SafetyFunction.objects.create(
        person=stage.made.erin,
        function="critical_data",
        since=now - HOUR,
        by="user:sven",
    )
    assert stage.granted() == CRITICAL


def test_critical_when_an_inspection_is_the_holders_then_neither_released_nor_overridden(
    stage: Stage, on_duty: None, now: datetime
) -> None:
    stage.give(FieldClass.S3)
    WorkOrder.objects.create(
        port=stage.made.port,
        ref="I-1",
        kind="inspection",
        person_ref=stage.made.erin.log_ref,
        object_ref=OTHER_CONTAINER,
        opened_at=now - HOUR,
    )
    user = stage.user()
    for right in ("release", "override"):
        assert not user.has_perm(f"access.{right}", stage.visit)
        assert stage.visit not in get_objects_for_user(user, f"access.{right}", CargoVisit)


def test_has_perm_when_work_explains_it_then_as_the_decision(stage: Stage) -> None:
    assert stage.user().has_perm("access.read_sensitive", stage.made.visit)
    WorkOrder.objects.all().delete()
    assert not stage.user().has_perm("access.read_sensitive", stage.made.visit)


def test_has_perm_when_asked_then_nothing_is_on_record(stage: Stage) -> None:
    before = DataEvent.objects.count()
    stage.granted()
    assert DataEvent.objects.count() == before


def test_has_perm_when_no_right_to_cargo_then_no(stage: Stage) -> None:
    stage.give(FieldClass.S2)
    assert not stage.user().has_perm("access.view_cargovisit", stage.visit)


def test_has_right_when_another_port_then_no(stage: Stage, elsewhere: Scenario) -> None:
    stage.give(FieldClass.S2)
    other = elsewhere.visit
    assert not has_right(stage.user(), MEANING[CargoRight.READ_OPERATIONAL], other, at=clock.now())
    assert set(get_objects_for_user(stage.user(), "access.read_operational", CargoVisit)) == {stage.visit}


@pytest.mark.parametrize("act", [assign_perm, remove_perm])
def test_assign_perm_when_for_cargo_then_a_grant_is_needed(stage: Stage, act: Callable[..., object]) -> None:
    with pytest.raises(Refused):
        act("access.read_release", stage.user(), stage.visit)
    with pytest.raises(Refused):
        act("access.read_release", Group.objects.create(name="desk"), stage.visit)


def test_group_when_given_a_right_past_guardian_then_it_counts_nothing(stage: Stage) -> None:
    group = Group.objects.create(name="desk")
    stage.user().groups.add(group)
    right = CargoPermission._meta.get_field("permission").related_model.objects.get(codename="read_release")
    GroupPermission.objects.create(
        group=group,
        permission=right,
        content_type=right.content_type,
        object_pk=str(stage.visit.pk),
    )
    assert stage.granted() == OPERATIONAL
