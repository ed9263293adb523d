"""A grant alone answers only where the whole facts allow the look-up as well; every no is the whole's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from access.enums import DataAction, FieldClass
from access.look_up_facts.asked import Asked
from access.models import CargoVisit, Grant, RosterSpan, VesselCall, WorkOrder
from access.need_to_know.decide import decide
from access.need_to_know.grant import granted_by_data_owner
from access.selectors.decision import Decided, decided, decided_all
from access.selectors.look_up import gathered
from accounts.models import AccountPermission, User
from screening.models import Clearance, Person, PortBan
from tests.access.look_up_facts.random_port import OTHER, Port
from tests.scenario import CONTAINER, OTHER_CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PURPOSE = "Claim of the consignee"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WORLDS = (20261122, 1, 2)
QUESTIONS = 150
GRANTS = 60


@pytest.fixture
def asked(made: Scenario, now: datetime) -> Asked:
    """Dora, who is Erin, holds a grant for a container that no work of hers names."""
    User.objects.filter(username="dora").update(person_ref=made.erin.ref)
    Clearance.objects.filter(person=made.erin).update(valid_until=now.date() + 30 * DAY)
    RosterSpan.objects.filter(person_ref=made.erin.log_ref).delete()
    CargoVisit.objects.create(
        port=made.port, container=OTHER_CONTAINER, bill_of_lading="BL-2", discharged_at=now - 3 * HOUR
    )
    give(made, now)
    return Asked(
        port=made.port.pk,
        at=now,
        zone=settings.ZONE,
        subject_type="account",
        subject="dora",
        object=OTHER_CONTAINER,
        field_class=FieldClass.S2,
        purpose=PURPOSE,
    )


def give(made: Scenario, now: datetime, **said: object) -> Grant:
    values: dict[str, object] = {
        "account": "dora",
        "object_type": "container",
        "object_ref": OTHER_CONTAINER,
        "field_class": "S2",
        "purpose": PURPOSE,
        "valid_from": now - DAY,
        "valid_until": now + DAY,
        "granted_by": "user:paul",
    }
    return Grant.objects.create(port=made.port, **{**values, **said})


def statements(work: Callable[[], object]) -> int:
    """How many statements run past Django's own cursor: as seen by the server's list of prepared ones."""
    before = _ran()
    work()
    return _ran() - before


def _ran() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(generic_plans + custom_plans), 0) FROM pg_prepared_statements")
        return int(cursor.fetchone()[0])


def agree(found: Decided, asked: Asked) -> bool:
    """Whether a grant alone answered; fails where the whole facts say otherwise."""
    whole = gathered(asked)
    expected = decide(whole.facts)
    assert found.allowed == expected.verdict.allowed, asked
    assert found.decision.verdict.obligations == expected.verdict.obligations, asked
    assert found.keys == whole.keys
    if found.decision == expected:
        return False
    assert found.allowed, "a refusal comes from the whole facts"
    grants = tuple(grant for grant in whole.facts.grants if grant.purpose)
    assert found.decision.explanation == granted_by_data_owner(replace(whole.facts, grants=grants))
    return True


@pytest.mark.parametrize("seed", WORLDS)
def test_decision_when_the_world_is_random_then_as_on_the_whole_facts(
    made: Scenario, now: datetime, seed: int
) -> None:
    port = Port(made, now, seed)
    today = timezone.localdate(now)
    for someone in port.people[:3]:  # those behind the accounts: in order, so that grants decide
        PortBan.objects.filter(person=someone).delete()
        clear(someone, today, state="granted")
    for number in range(GRANTS):
        since = port.soon(8) + timedelta(seconds=number)
        give(
            made,
            now,
            account=port.chance.choice(("dora", "dora", "emma", "dave")),
            object_ref=port.chance.choice((OTHER, OTHER, CONTAINER, "BL-1")),
            field_class=port.chance.choice(("S1", "S2", "S3")),
            purpose=port.chance.choice((PURPOSE, "")),
            valid_from=since,
            valid_until=since + port.chance.randint(1, 9) * HOUR,
            granted_by=port.chance.choice(("user:paul", "user:paul", "user:dora")),
        )
    questions = [narrowly(port) for _ in range(QUESTIONS)]
    answers = decided_all(questions)
    alone = [agree(found, one) for found, one in zip(answers, questions, strict=True)]
    assert [decided(one) for one in questions[:40]] == answers[:40]
    assert sum(alone) >= 3, "grants alone must have answered some"
    assert not all(one.allowed for one in answers)


def narrowly(port: Port) -> Asked:
    """A question that a grant alone may answer, most often; and now and then any other."""
    asked = port.question()
    if port.chance.random() < 0.2:
        return asked
    names = [user.username for user in port.accounts]
    given = port.chance.choice(list(Grant.objects.filter(account__in=names).order_by("pk")))
    return replace(
        asked,
        at=given.valid_from + timedelta(minutes=port.chance.choice((-1, 0, 30, 300))),
        subject_type="account",
        subject=given.account,
        object=port.chance.choice((given.object_ref, OTHER)),
        object_type="container",
        action=DataAction.READ,
        field_class=FieldClass.S2,
        purpose=port.chance.choice((given.purpose, given.purpose, "Other")),
    )


def test_decision_when_a_grant_runs_then_one_statement_is_enough(asked: Asked) -> None:
    decided(asked)
    assert statements(lambda: decided(asked)) == 1
    assert decided(asked).decision.explanation is not None
    assert agree(decided(asked), asked)


def clear(someone: Person, today: date, *, state: str) -> None:
    """A newer clearance, which counts from today."""
    Clearance.objects.create(
        person=someone,
        port_id=someone.port_id,
        level="standard",
        valid_from=today,
        valid_until=today + 9 * DAY,
        state=state,
        state_since=timezone.now(),
    )


def dora(**values: object) -> None:
    User.objects.filter(username="dora").update(**values)


def ban(made: Scenario, now: datetime) -> None:
    PortBan.objects.create(
        person=made.erin,
        port=made.port,
        forbids="presence",
        authority="Court",
        legal_ref="Art. 1",
        order_ref="O-1",
        starts_on=now.date() - DAY,
        ends_on=now.date() + DAY,
        state="confirmed",
        entered_by=made.cast.alice.user,
        entered_at=now,
        confirmed_by=made.cast.bob.user,
        confirmed_at=now,
        effective_at=now,
    )


def second_clearance(made: Scenario, now: datetime) -> None:
    clear(made.erin, timezone.localdate(now), state="withdrawn")


def somebody_by_that_number(made: Scenario, now: datetime) -> None:
    """Another person's number at their employer is the name by which the account knows Erin."""
    Person.objects.create(
        port=made.port, family_name="Twin", search_name="twin", created_at=now, external_ref=made.erin.ref
    )


BARS: dict[str, Callable[[Scenario, datetime], object]] = {
    "clearance suspended": lambda made, now: Clearance.objects.filter(person=made.erin).update(
        state="suspended", suspended_until=now.date() + DAY
    ),
    "clearance ran out": lambda made, now: Clearance.objects.filter(person=made.erin).update(
        valid_from=now.date() - 9 * DAY, valid_until=now.date() - 2 * DAY
    ),
    "second clearance withdrawn": second_clearance,
    "escort only": lambda made, now: Clearance.objects.filter(person=made.erin).update(escort_only=True),
    "no clearance yet": lambda made, now: Clearance.objects.filter(person=made.erin).update(
        valid_from=now.date() + 2 * DAY
    ),
    "banned": ban,
    "grant expired": lambda made, now: Grant.objects.update(valid_until=now),
    "grant not begun": lambda made, now: Grant.objects.update(valid_from=now + HOUR),
    "grant too low": lambda made, now: Grant.objects.update(field_class="S1"),
    "given by oneself": lambda made, now: Grant.objects.update(granted_by="user:dora"),
    "another purpose": lambda made, now: Grant.objects.update(purpose="Audit"),
    "another container": lambda made, now: Grant.objects.update(object_ref="CSQU3054383"),
    "role removed": lambda made, now: AccountPermission.objects.filter(user__username="dora").delete(),
    "role ended": lambda made, now: AccountPermission.objects.filter(user__username="dora").update(
        valid_from=now - 2 * HOUR, valid_until=now - HOUR
    ),
    "account closed": lambda made, now: dora(is_active=False),
    "account of nobody": lambda made, now: dora(person_ref=""),
    "person left": lambda made, now: Person.objects.filter(pk=made.erin.pk).update(
        left_on=now.date() - 2 * DAY
    ),
    "person erased": lambda made, now: Person.objects.filter(pk=made.erin.pk).update(erased_at=now),
    "two people of one name": somebody_by_that_number,
}


@pytest.mark.parametrize("bar", BARS)
def test_decision_when_something_bars_it_then_refused_at_once_on_the_whole_facts(
    made: Scenario, now: datetime, asked: Asked, bar: str
) -> None:
    assert decided(asked).allowed
    BARS[bar](made, now)
    (together,) = decided_all([asked])
    for found in (decided(asked), together):
        assert not found.allowed
        assert not agree(found, asked)


def test_decision_when_a_suspension_has_lapsed_then_allowed_by_the_grant(
    made: Scenario, now: datetime, asked: Asked
) -> None:
    lapsed = now.date() - 2 * DAY
    Clearance.objects.filter(person=made.erin).update(state="suspended", suspended_until=lapsed)
    assert agree(decided(asked), asked)


def test_decision_when_the_bill_of_lading_is_granted_then_allowed(
    made: Scenario, now: datetime, asked: Asked
) -> None:
    Grant.objects.update(object_type="bill_of_lading", object_ref="BL-2")
    assert agree(decided(asked), asked)
    CargoVisit.objects.create(port=made.port, container=OTHER_CONTAINER, discharged_at=now - HOUR)
    assert not decided(asked).allowed, "the present stay has another bill of lading"


def test_decision_when_the_grant_has_no_purpose_then_work_is_tried_first(
    made: Scenario, now: datetime, asked: Asked
) -> None:
    Grant.objects.update(purpose="")
    assert not agree(decided(asked), asked)
    assert decided(asked).allowed
    WorkOrder.objects.create(
        port=made.port,
        ref="W-9",
        kind="job",
        person_ref=made.erin.log_ref,
        object_ref=OTHER_CONTAINER,
        opened_at=now - HOUR,
    )
    carried = decided(asked).decision.explanation
    assert carried is not None
    assert carried.code == "E1"


@pytest.mark.parametrize("kind", ["duty", "order"])
def test_decision_when_the_ship_is_the_requesters_work_then_the_stated_grant_still_shows_more(
    made: Scenario, now: datetime, asked: Asked, kind: str
) -> None:
    call = VesselCall.objects.create(port=made.port, code="VC-9", berth="QUAY", ata=now - DAY, etd=now + DAY)
    CargoVisit.objects.filter(container=OTHER_CONTAINER).update(vessel_call=call)
    assert agree(decided(asked), asked)
    ref = made.erin.log_ref
    if kind == "duty":
        RosterSpan.objects.create(
            port=made.port,
            person_ref=ref,
            kind="shift",
            starts_at=now - HOUR,
            ends_at=now + HOUR,
            area="QUAY",
        )
    else:
        WorkOrder.objects.create(
            port=made.port, ref="W-9", kind="job", person_ref=ref, object_ref="VC-9", opened_at=now - HOUR
        )
    found = decided(asked)
    assert agree(found, asked)
    assert found.decision.verdict.obligations == ("log",)
    unstated = decided(replace(asked, purpose="Another"))
    assert unstated.decision.verdict.obligations == ("log", "mask")


@pytest.mark.parametrize(
    "other",
    [
        {"field_class": FieldClass.S3},
        {"action": DataAction.RELEASE},
        {"object": "origin:COTRB", "object_type": "attribute"},
        {"subject_type": "person"},
    ],
)
def test_decision_when_more_than_a_grant_counts_then_on_the_whole_facts(
    made: Scenario, now: datetime, asked: Asked, other: dict[str, object]
) -> None:
    Grant.objects.update(field_class="S3")
    question = replace(asked, **other)  # type: ignore[arg-type]
    assert not agree(decided(question), question)
    decided(question)
    assert statements(lambda: decided(question)) == 1


def test_decision_when_any_purpose_counts_then_the_one_to_state_is_told(asked: Asked) -> None:
    unstated = replace(asked, purpose="")
    assert not decided(unstated).allowed
    found = decided(unstated, any_purpose=True)
    assert (found.allowed, found.purpose) == (True, PURPOSE)


def test_decisions_when_many_are_asked_then_each_has_its_own_answer_in_order(
    made: Scenario, now: datetime, asked: Asked
) -> None:
    nobody = replace(asked, subject="nobody")
    unknown = replace(asked, object="MSCU0000000")
    give(made, now, purpose="Audit", valid_from=now - HOUR)
    answers = decided_all([unknown, asked, nobody, asked])
    assert [one.allowed for one in answers] == [False, True, False, True]
    assert answers == [decided(each) for each in (unknown, asked, nobody, asked)]
    assert statements(lambda: decided_all([unknown, asked, nobody, asked])) == 2
    assert decided_all([]) == []
