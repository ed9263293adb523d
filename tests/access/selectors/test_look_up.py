"""What a look-up is judged on, and what it may show."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from access.enums import FieldClass, RosterKind
from access.look_up_facts.asked import Asked
from access.models import CargoVisit, Grant, ReleaseHop, RosterSpan
from access.need_to_know.decide import LookUpDecision
from access.need_to_know.facts import LookUpFacts, ShiftFact
from access.selectors import cargo_field, look_up
from access.selectors.cargo_visit import opened_fields
from access.selectors.clearance_facts import clearance_facts
from accounts.models import Organisation
from portsec.kernel.verdict import allow
from screening.models import Application, Person, Post
from screening.services import application, clearance
from tests.scenario import CONTAINER, Scenario
from tests.screening import rows

pytestmark = [pytest.mark.db, pytest.mark.django_db]


def facts(
    made: Scenario, at: datetime, *, who: str = "", field_class: FieldClass = FieldClass.S2
) -> LookUpFacts:
    asked = Asked(
        port=made.port.pk,
        at=at,
        zone=settings.ZONE,
        subject_type="person",
        subject=who or made.erin.log_ref,
        object=CONTAINER,
        field_class=field_class,
        purpose="Gate-out today.",
        work_ref="W-1",
    )
    return look_up.gathered(asked).facts


def test_facts_when_gathered_then_person_clearance_and_work_as_they_stand(
    made: Scenario, now: datetime
) -> None:
    found = facts(made, now)
    assert (found.requester.person, found.requester.organisation) == (made.erin.log_ref, "QUAYSIDE")
    assert found.clearance == clearance_facts(made.clearance)
    assert [(order.ref, order.person) for order in found.work_orders] == [("W-1", made.erin.log_ref)]
    assert found.resource is not None
    assert (found.resource.container, found.resource.owner_org, found.resource.risk) == (
        CONTAINER,
        "BLUELINE",
        3,
    )
    assert found.resource.vessel_call is not None
    assert found.resource.vessel_call.handled_from == {"TERMINAL-A"}
    assert (found.claimed_purpose, found.claimed_work_ref) == ("Gate-out today.", "W-1")
    assert found.at == now
    assert found.at.utcoffset() != now.utcoffset() or found.day == now.date()
    clearance.suspend(made.clearance, reason="Look.", **made.cast.bob.acts(now))
    again = facts(made, now).clearance
    assert again is not None
    assert again.state == "suspended"


def test_requester_when_named_by_either_number_then_the_same_person(made: Scenario) -> None:
    Person.objects.filter(pk=made.erin.pk).update(external_ref="E-7")
    for name in ("E-7", made.erin.ref):
        requester = look_up.requester_named(made.port, "person", name)
        assert (requester.person, requester.person_ref, requester.is_live) == (made.erin, "E-7", True)
    nobody = look_up.requester_named(made.port, "person", "E-8")
    assert (nobody.person, nobody.person_ref, nobody.person_id, nobody.is_live) == (None, "", None, False)


def test_visit_when_the_container_came_twice_then_its_present_stay(made: Scenario) -> None:
    CargoVisit.objects.create(port=made.port, container=CONTAINER, discharged_at=made.at - timedelta(days=90))
    assert look_up.visit_of(made.port, CONTAINER) == made.visit
    assert look_up.visit_of(made.port, "MSCU0000000") is None


def test_role_when_another_post_is_only_applied_for_then_the_one_cleared_for_counts(
    made: Scenario, now: datetime
) -> None:
    """An application that nobody has decided yet opens no field class and closes none."""
    quay = rows.make_post(made.port, "QUAY", name="Quay hand", field_classes=["S1"])
    cleared = Application.objects.get(person=made.erin)
    case = rows.make_case(made.erin, quay, made.cast.alice)
    assert facts(made, now, field_class=FieldClass.S3).role_allows
    Post.objects.filter(pk=cleared.post_id).update(field_classes=["S1"])
    Post.objects.filter(pk=quay.pk).update(field_classes=["S1", "S2", "S3"])
    assert not facts(made, now, field_class=FieldClass.S3).role_allows
    application.withdraw(case, reason="Entered by mistake.", **made.cast.alice.acts(now))
    assert not facts(made, now, field_class=FieldClass.S3).role_allows


def test_role_when_the_person_never_applied_here_then_the_employers_posts_count(
    made: Scenario, now: datetime
) -> None:
    imported = rows.make_person(made.port, made.post.organisation, external_ref="E-9")
    assert facts(made, now, who="E-9", field_class=FieldClass.S3).role_allows
    stranger = Organisation.objects.create(code="BLUE", name="Blueline")
    Person.objects.filter(pk=imported.pk).update(organisation=stranger)
    assert not facts(made, now, who="E-9", field_class=FieldClass.S3).role_allows


def test_shifts_when_gathered_then_those_around_the_moment(made: Scenario, now: datetime) -> None:
    near = RosterSpan.objects.create(
        port=made.port,
        person_ref=made.erin.log_ref,
        kind="shift",
        area="TERMINAL-A",
        starts_at=now - timedelta(hours=4),
        ends_at=now + timedelta(hours=4),
    )
    for person, hours in ((made.erin.log_ref, 90), ("somebody", 0)):
        RosterSpan.objects.create(
            port=made.port,
            person_ref=person,
            kind="on_call",
            starts_at=now + timedelta(hours=hours),
            ends_at=now + timedelta(hours=hours + 1),
        )
    assert facts(made, now).shifts == (
        ShiftFact(near.starts_at, near.ends_at, RosterKind.SHIFT, "TERMINAL-A"),
    )


def test_grants_when_gathered_then_those_of_the_account_and_object(made: Scenario, now: datetime) -> None:
    for account, ref in ((made.erin.log_ref, CONTAINER), (made.erin.log_ref, "BL-1"), ("x", CONTAINER)):
        Grant.objects.create(
            port=made.port,
            account=account,
            object_type="container",
            object_ref=ref,
            field_class="S3",
            purpose="Claim",
            valid_from=now,
            valid_until=now + timedelta(hours=1),
            granted_by="paul",
        )
    assert {grant.object for grant in facts(made, now).grants} == {CONTAINER, "BL-1"}
    assert len(facts(made, now).grants) == 2


@pytest.mark.parametrize(
    ("field_class", "labels"),
    [
        (FieldClass.S0, []),
        (FieldClass.S1, ["Terminal", "Vessel call"]),
        (FieldClass.S2, ["Terminal", "Vessel call", "Block", "Bill of lading", "Origin"]),
        (
            FieldClass.S3,
            [
                "Terminal",
                "Vessel call",
                "Block",
                "Bill of lading",
                "Origin",
                "Holds the release now",
                "Risk of the origin",
            ],
        ),
    ],
)
def test_fields_when_shown_then_those_of_the_class_and_below(
    made: Scenario, field_class: FieldClass, labels: list[str]
) -> None:
    decision = LookUpDecision(allow(), None, (), ())
    shown = opened_fields(made.visit, decision, field_class, is_fresh=False).shown
    assert [field.label for field in shown] == labels
    values = {field.label: field.value for field in shown}
    assert values.get("Block", "C12") == "C12"
    assert values.get("Risk of the origin", "High") == "High"


def test_release_when_it_passed_on_then_the_last_holder_of_this_stay(made: Scenario, now: datetime) -> None:
    assert cargo_field.release_holder(made.visit) == "BLUELINE"
    hop = {"port": made.port, "container": CONTAINER, "from_organisation": "BLUELINE"}
    ReleaseHop.objects.create(**hop, to_organisation="OLD", at=now - timedelta(days=9))
    CargoVisit.objects.create(
        port=made.port,
        container=CONTAINER,
        discharged_at=now - timedelta(days=10),
        gate_out_at=now - timedelta(days=8),
    )
    assert cargo_field.release_holder(made.visit) == "BLUELINE", "an earlier stay says nothing"
    ReleaseHop.objects.create(**hop, to_organisation="QUAYSIDE", at=now)
    assert cargo_field.release_holder(made.visit) == "Quayside Terminals (QUAYSIDE)"
