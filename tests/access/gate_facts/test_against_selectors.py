"""The statement reads of random people what the selectors of screening say of them."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from access.gate_facts import holder
from access.gate_facts.asked import Asked
from access.gate_facts.loaded import Loaded
from access.models import Visit
from access.selectors.clearance_facts import clearance_facts
from access.selectors.gate_facts import gathered_all
from access.selectors.visit import visit_in_force
from screening.crew.words import TravelDocumentKind
from screening.enums import ApplicationState, ClearanceLevel, ClearanceState, HitState
from screening.kinds.escort import MOST_DAYS_A_YEAR
from screening.kinds.words import BanScope, BanState, PermitKind, PermitState
from screening.models import (
    Application,
    Clearance,
    CrewList,
    CrewMember,
    Hit,
    Permit,
    Person,
    PortBan,
    TravelDocument,
)
from screening.selectors.application import OPEN_STATES
from screening.selectors.clearance import current_clearances
from screening.selectors.permit import permit_in_force
from screening.selectors.port_ban import is_banned
from tests.people import MAKER
from tests.scenario import Scenario

pytestmark = [pytest.mark.db, pytest.mark.django_db]

PEOPLE = 2_000
WITH_PERMITS = 300
SEED = 20261122
AT_ONCE = 250


def crowd(made: Scenario, count: int) -> list[Person]:
    return Person.objects.bulk_create(
        Person(
            port=made.port,
            family_name=f"Random {number}",
            search_name=f"random {number}",
            created_at=made.at,
            external_ref=f"R{number}" if number % 2 else "",
        )
        for number in range(count)
    )


def asked(made: Scenario, someone: Person, at: datetime) -> Asked:
    return Asked(port=made.port.pk, at=at, zone=settings.ZONE, area="TERMINAL-A", person=someone.pk)


def read(made: Scenario, people: list[Person], at: datetime) -> list[Loaded]:
    parts = [people[start : start + AT_ONCE] for start in range(0, len(people), AT_ONCE)]
    return [one for part in parts for one in gathered_all([asked(made, each, at) for each in part])]


def near(chance: random.Random, today: date) -> date:
    return today + timedelta(days=chance.choice([-400, -30, -2, -1, 0, 0, 1, 2, 30, 400]))


def random_clearance(chance: random.Random, someone: Person, today: date) -> Clearance:
    first, last = sorted((near(chance, today), near(chance, today)))
    state = chance.choice(list(ClearanceState))
    taken_over = chance.random() < 0.2
    ends = near(chance, today) if state is ClearanceState.SUSPENDED else None
    return Clearance(
        person=someone,
        port_id=someone.port_id,
        level=chance.choice(list(ClearanceLevel)).value,
        valid_from=first,
        valid_until=last,
        state=state.value,
        state_since=timezone.now(),
        escort_only=chance.random() < 0.2,
        suspended_until=None if taken_over else ends,
        taken_over=taken_over,
    )


def random_ban(chance: random.Random, someone: Person, today: date, made: Scenario) -> PortBan:
    first, last = sorted((near(chance, today), near(chance, today)))
    state = chance.choice([BanState.ENTERED, BanState.CONFIRMED, BanState.LIFTING])
    confirmed: dict[str, Any] = {"confirmed_by": made.cast.bea.user, "confirmed_at": made.at}
    return PortBan(
        person=someone,
        port=made.port,
        forbids=next(iter(BanScope)).value,
        authority="Court",
        legal_ref="Art. 1",
        order_ref=f"O-{someone.pk}",
        starts_on=first,
        ends_on=last,
        state=state.value,
        entered_by=made.cast.bob.user,
        entered_at=made.at,
        **({} if state is BanState.ENTERED else confirmed),
    )


def test_clearance_when_read_by_the_statement_then_as_the_selector_says(
    made: Scenario, now: datetime
) -> None:
    chance, today = random.Random(SEED), timezone.localdate(now)
    people = crowd(made, PEOPLE)
    for part in range(3):
        Clearance.objects.bulk_create(
            random_clearance(chance, someone, today) for someone in people[part * 500 :]
        )
    PortBan.objects.bulk_create(random_ban(chance, someone, today, made) for someone in people[::7])
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    for at in (now, midnight, midnight - timedelta(microseconds=1)):
        said = current_clearances([someone.pk for someone in people], at=at)
        different = []
        for someone, one in zip(people, read(made, people, at), strict=True):
            expected = clearance_facts(said.get(someone.pk))
            banned = is_banned(someone.pk, at=at) if someone in people[::7] else False
            found = one.facts.clearance
            if banned and found is not None:
                assert found.state == ClearanceState.WITHDRAWN.value
            elif found != expected:
                different.append((someone, expected, found))
        assert not different


def random_permit(
    chance: random.Random, someone: Person, now: datetime, cases: list[Application], made: Scenario
) -> Permit:
    starts = now + timedelta(hours=chance.choice([-60, -30, -1, 0, 1, 20]))
    ends = starts + timedelta(hours=chance.choice([1, 10, 40, 100]))
    revoked = chance.random() < 0.2
    shared: dict[str, Any] = {
        "person": someone,
        "port": made.port,
        "valid_from": starts,
        "valid_until": ends,
        "state": (PermitState.REVOKED if revoked else PermitState.ISSUED).value,
        "state_since": now,
        "issued_by": MAKER,
        "issued_at": now,
        "reason": "Over." if revoked else "",
    }
    return Permit(
        kind=PermitKind.ESCORTED_SHORT.value,
        application=chance.choice(cases),
        host=made.post.organisation,
        purpose="Looks at a crane.",
        days=chance.choice([1, 5]),
        **shared,
    )


def ship_permits(people: list[Person], now: datetime, made: Scenario) -> list[Permit]:
    """A permit of a call for each of them."""
    listed = CrewList.objects.create(
        port=made.port,
        call_ref="CALL-X",
        ship_name="Example",
        imo_number="9074729",
        eta=now - timedelta(hours=5),
        etd=now + timedelta(hours=5),
        digest="0" * 64,
        sent_by=made.cast.alice.user,
        sent_at=now,
    )
    permits = []
    for row, someone in enumerate(people):
        paper = TravelDocument.objects.create(
            person=someone,
            port=made.port,
            kind=next(iter(TravelDocumentKind)).value,
            number=f"N{row}",
            state="BEL",
            birth_date=date(1990, 1, 1),
        )
        member = CrewMember.objects.create(
            crew_list=listed, row=row, person=someone, document=paper, family_name="X", nationality="BEL"
        )
        permits.append(
            Permit(
                person=someone,
                port=made.port,
                kind=PermitKind.SHIP_CALL.value,
                valid_from=listed.eta,
                valid_until=listed.etd,
                crew_member=member,
                call_ref=listed.call_ref,
                ship_name=listed.ship_name,
                imo_number=listed.imo_number,
                eta=listed.eta,
                etd=listed.etd,
                state_since=now,
                issued_by=MAKER,
                issued_at=now,
            )
        )
    return Permit.objects.bulk_create(permits)


def test_permit_when_read_by_the_statement_then_as_the_selector_says(made: Scenario, now: datetime) -> None:
    chance, today = random.Random(SEED), timezone.localdate(now)
    people = crowd(made, WITH_PERMITS)
    cases = list(Application.objects.filter(port=made.port))
    Hit.objects.filter(pk=made.hit.pk).update(
        state=HitState.SAME.value,
        same_said_by=made.cast.alice.user,
        same_said_at=now,
        same_said_reason="It is them.",
        decided_by=made.cast.bob.user,
        decided_at=now,
    )
    assert {case.state for case in cases} & {*OPEN_STATES}
    for _ in range(2):
        Permit.objects.bulk_create(random_permit(chance, someone, now, cases, made) for someone in people)
    ship_permits(people[::5], now, made)
    PortBan.objects.bulk_create(random_ban(chance, someone, today, made) for someone in people[::4])
    found_some = 0
    for at in (now, now + timedelta(hours=3)):
        for someone, one in zip(people, read(made, people, at), strict=True):
            expected, facts = permit_in_force(someone, at), one.facts
            assert facts.permit is not None
            in_force = not facts.permit.is_revoked and (
                facts.permit.first_day <= facts.day <= facts.permit.last_day
            )
            assert in_force == (expected is not None), someone
            found_some += in_force
    assert found_some > WITH_PERMITS // 5


@pytest.mark.parametrize("days", [(-2, -1), (-1, 0), (0, 0), (0, 3), (1, 2)])
@pytest.mark.parametrize("state", ["arrived", "left"])
def test_visit_when_read_by_the_statement_then_as_the_selector_says(
    made: Scenario, now: datetime, days: tuple[int, int], state: str
) -> None:
    (someone,) = crowd(made, 1)
    today = timezone.localdate(now)
    Visit.objects.create(
        port=made.port,
        visitor=someone,
        purpose="Looks at a crane.",
        host=made.cast.hugo.user,
        organisation=made.post.organisation,
        escort=made.erin,
        areas=["TERMINAL-A"],
        first_day=today + timedelta(days=days[0]),
        last_day=today + timedelta(days=days[1]),
        state=state,
        announced_at=now,
        arrived_at=now,
        document_seen="passport",
        left_at=now if state == "left" else None,
    )
    (one,) = read(made, [someone], now)
    permit = one.facts.permit
    assert permit is not None
    in_force = not permit.is_revoked and permit.first_day <= one.facts.day <= permit.last_day
    assert in_force == (visit_in_force(someone, made.port.pk, now) is not None)
    assert (permit.is_escorted, permit.days_a_year) == (True, MOST_DAYS_A_YEAR)


def test_words_of_screening_when_read_here_then_the_same() -> None:
    assert {level.value: level.rank for level in ClearanceLevel} == holder.LEVEL_RANKS
    assert PermitKind.SHIP_CALL.value == holder.SHIP_CALL
    assert PermitState.ISSUED.value == holder.ISSUED
    assert holder.MOST_DAYS_A_YEAR == MOST_DAYS_A_YEAR
    standing = {*OPEN_STATES, ApplicationState.GRANTED.value}
    assert {state.value for state in ApplicationState} - standing == set(holder.ENDED_CASES)
