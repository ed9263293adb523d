"""Candidates of searches: whoever has an explanation is among them, whatever kind of work it is."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from access.enums import DataAction, FieldClass
from access.models import (
    BreakGlass,
    CargoVisit,
    DataEvent,
    Grant,
    ReleaseHop,
    RosterSpan,
    SafetyFunction,
    Team,
    TeamMember,
    WorkOrder,
)
from access.selectors.look_up import gathered_all, requester_named
from access.selectors.near_object import people_near
from access.selectors.near_person import containers_near
from access.selectors.would_see import Asking, Sight, foreseen
from accounts.models import Organisation
from accounts.services import user
from screening.models import Person
from tests.people import MAKER
from tests.scenario import CONTAINER, Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

HOUR = timedelta(hours=1)


@pytest.fixture
def people(made: Scenario, now: datetime) -> dict[str, Person]:
    """One person for each way to be connected with the container, named after it, and one for none."""
    visit = CargoVisit.objects.select_related("vessel_call").get(pk=made.visit.pk)
    visit.bill_of_lading = "BL-7"
    visit.block = "F07"
    visit.terminal = "T-9"
    visit.save()
    assert visit.vessel_call is not None
    visit.vessel_call.berth = "BERTH-3"
    visit.vessel_call.ata = now - 5 * HOUR
    visit.vessel_call.etd = now + 5 * HOUR
    visit.vessel_call.save()
    names = (
        *("order", "lading", "call", "group", "team", "inspection", "ticket", "dossier", "chain", "owner"),
        *("shift", "duty", "helper", "shown", "colleague", "audit", "granted", "glass", "nothing"),
    )
    found = {name: _person(made, name, now) for name in names}
    _work(made, found, visit, now)
    _chain(made, found, now)
    _at_work(made, found, now)
    _hand_over(made, found, now)
    _leave(made, found, now)
    return found


def _person(made: Scenario, name: str, now: datetime) -> Person:
    return Person.objects.create(
        port=made.port,
        family_name=name.title(),
        search_name=name,
        external_ref=f"P-{name}",
        created_at=now,
        peer_group={"group": "YARD", "shown": "QUAY", "colleague": "QUAY"}.get(name, ""),
    )


def _work(made: Scenario, people: dict[str, Person], visit: CargoVisit, now: datetime) -> None:
    def order(name: str, named: str, kind: str = "move", *, team: str = "", ends: bool = False) -> None:
        WorkOrder.objects.create(
            port=made.port,
            ref=f"W-{name}",
            kind=kind,
            person_ref="" if team or name == "fire" else people[name].log_ref,
            team=team,
            object_ref=named,
            opened_at=now - HOUR,
            closed_at=now + HOUR if ends else None,
            opened_by="P-nothing",
        )

    order("order", CONTAINER)
    order("lading", "BL-7")
    order("call", visit.vessel_call.code if visit.vessel_call else "")
    order("group", CONTAINER, team="YARD")
    order("inspection", CONTAINER, "inspection")
    order("ticket", CONTAINER, "ticket")
    order("dossier", "BL-7", "claim")
    order("audit", "T-9", "audit", ends=True)
    order("fire", "F07", "emergency")
    firm = Organisation.objects.get(code="QUAYSIDE")
    account = user.create(
        username="teamster",
        display_name="Teamster",
        password=None,
        person_ref=people["team"].ref,
        actor=MAKER,
        at=now,
    )
    team = Team.objects.create(organisation=firm, name="Night", made_at=now, changed_at=now)
    TeamMember.objects.create(team=team, user=account, joined_at=now - HOUR)
    order("team", CONTAINER, team=team.reference)


def _chain(made: Scenario, people: dict[str, Person], now: datetime) -> None:
    firms = {name: Organisation.objects.create(code=name.upper(), name=name) for name in ("chain", "owner")}
    for name, firm in firms.items():
        Person.objects.filter(pk=people[name].pk).update(organisation=firm)
    CargoVisit.objects.filter(pk=made.visit.pk).update(owner="OWNER")
    ReleaseHop.objects.create(
        port=made.port,
        container=CONTAINER,
        from_organisation="OWNER",
        to_organisation="CHAIN",
        at=now - HOUR,
    )


def _at_work(made: Scenario, people: dict[str, Person], now: datetime) -> None:
    for name, area in (("shift", "BERTH-3"), ("duty", "ELSEWHERE")):
        RosterSpan.objects.create(
            port=made.port,
            person_ref=people[name].log_ref,
            kind="shift",
            starts_at=now - HOUR,
            ends_at=now + HOUR,
            area=area,
        )
    SafetyFunction.objects.create(person=people["helper"], function="fire", since=now - HOUR, by="x")


def _hand_over(made: Scenario, people: dict[str, Person], now: datetime) -> None:
    DataEvent.objects.create(
        port=made.port,
        source="decision",
        code="shown",
        at=now - HOUR,
        received_at=now - HOUR,
        account="P-shown",
        person=people["shown"],
        person_ref="P-shown",
        action="read",
        object_type="container",
        object_ref=CONTAINER,
        field_class="S2",
        result="ok",
        reasons=["explained"],
        explanation="E1",
        explanation_ref="W-shown",
    )


def _leave(made: Scenario, people: dict[str, Person], now: datetime) -> None:
    same = {"port": made.port, "object_type": "container", "object_ref": CONTAINER, "field_class": "S2"}
    Grant.objects.create(
        **same,
        account="P-granted",
        purpose="",
        valid_from=now - HOUR,
        valid_until=now + HOUR,
        granted_by="dora",
    )
    BreakGlass.objects.create(
        **same,
        account="P-glass",
        reason="Fire.",
        begun_at=now - HOUR,
        ends_at=now + HOUR,
        level=1,
        review_due_at=now + 20 * HOUR,
    )


def sight(made: Scenario, now: datetime) -> Sight:
    return Sight(made.port, DataAction.READ, FieldClass.S2, now)


def test_people_when_work_of_any_kind_explains_it_then_they_are_candidates(
    made: Scenario, people: dict[str, Person], now: datetime
) -> None:
    near = set(people_near(made.port, CONTAINER, FieldClass.S2, at=now))
    asking = [Asking("person", person.log_ref, CONTAINER) for person in people.values()]
    answers = dict(zip(people, foreseen(sight(made, now), asking), strict=True))
    explained = {name for name, found in answers.items() if found.decision.explanation is not None}
    assert explained == set(people) - {"nothing", "shown"}
    assert {name for name, person in people.items() if person in near} >= explained
    assert people["nothing"] not in near


def test_containers_when_work_of_any_kind_explains_them_then_they_are_candidates(
    made: Scenario, people: dict[str, Person], now: datetime
) -> None:
    missing = []
    for name, person in people.items():
        requester = requester_named(made.port, "person", person.log_ref)
        found = containers_near(made.port, requester, FieldClass.S2, at=now)
        if CONTAINER not in found and name not in {"nothing", "shown"}:
            missing.append(name)
    assert not missing


def test_candidates_when_the_fields_need_no_explanation_then_everybody(
    made: Scenario, people: dict[str, Person], now: datetime
) -> None:
    assert people["nothing"] in people_near(made.port, CONTAINER, FieldClass.S1, at=now)
    nobody = requester_named(made.port, "person", people["nothing"].log_ref)
    assert CONTAINER in containers_near(made.port, nobody, FieldClass.S1, at=now)


def test_facts_when_gathered_for_many_then_each_gets_its_own(
    made: Scenario, people: dict[str, Person], now: datetime
) -> None:
    one, two = (Asking("person", people[name].log_ref, CONTAINER) for name in ("order", "nothing"))
    explained, unexplained = foreseen(sight(made, now), [one, two])
    assert explained.decision.explanation is not None
    assert unexplained.decision.explanation is None
    assert gathered_all([]) == []
