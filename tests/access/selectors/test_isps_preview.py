"""Plan and preview stand on the same facts as the gates."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from access.enums import BadgeState, RosterKind
from access.gate.decide import decide
from access.gate.isps import IspsLevel, RosterRule
from access.gate.opening_hours import Span
from access.gate_facts.asked import Asked
from access.isps_preview.facts import Change
from access.models import Area, Badge, RosterSpan, Training, TrainingCertificate
from access.selectors.area_plan import area_plan
from access.selectors.gate_facts import gathered
from access.selectors.isps_preview import preview_of
from access.services import area as areas
from access.services import isps_level, lockdown, opening_hours
from access.zoning.area_details import AreaDetails
from accounts.models import Port
from screening.enums import ClearanceLevel
from screening.models import Clearance
from screening.services import clearance, person
from tests.people import MAKER, Cast

pytestmark = [pytest.mark.db, pytest.mark.django_db]

ONE, TWO, THREE = IspsLevel
PEOPLE = 40


@pytest.fixture
def plan(port: Port, cast: Cast, now: datetime) -> Port:
    """A terminal with a yard that asks for a lot, and a canteen that asks for nothing."""
    acts = cast.sven.acts(now)
    Training.objects.create(port=port, code="HV", name="Harbour vehicles")
    for details in (
        AreaDetails(code="TERMINAL", name="Terminal", is_restricted=False, zone="Europe/Lisbon"),
        AreaDetails(
            code="YARD",
            name="Yard",
            parent="TERMINAL",
            level=2,
            trainings=("HV",),
            roster=RosterRule.NOTICED.value,
            two_person_seconds=60,
            passback_mode="timed",
            passback_seconds=900,
        ),
        AreaDetails(code="CANTEEN", name="Canteen", level=0, is_restricted=False, escort_allowed=False),
    ):
        areas.define(port, details, **acts)
    return port


def in_zone() -> Any:
    return timezone.get_default_timezone()


def test_plan_when_areas_ask_all_kinds_of_things_then_the_same_facts_as_at_the_gate(
    plan: Port, cast: Cast, now: datetime
) -> None:
    acts = cast.sven.acts(now)
    by_code = {area.code: area for area in Area.objects.all()}
    opening_hours.set_week(
        by_code["YARD"], {0: (Span(time(6), time(22)),), 4: (Span(time(22), time(6)),)}, **acts
    )
    opening_hours.set_day(by_code["YARD"], timezone.localdate(now), "Inspection", (), **acts)
    opening_hours.set_day(
        by_code["CANTEEN"], timezone.localdate(now), "Feast", (Span(time(8), time(9)),), **acts
    )
    change = isps_level.propose(
        by_code["TERMINAL"], TWO, steps_back_at=now + timedelta(hours=5), reason="Threat.", **acts
    )
    isps_level.confirm(change, reason="Agreed.", **cast.siri.acts(now))
    lockdown.lock_down(by_code["YARD"], passing=["fire"], reason="Fire.", **acts)
    ours = area_plan(plan, at=now).facts
    for code in by_code:
        gate = gathered(Asked(port=plan.pk, at=now, zone=in_zone(), area=code)).facts
        assert gate.area == ours[code], code


def make_people(port: Port, now: datetime) -> list[Badge]:
    """People as they come: cleared high, low, not at all; enrolled or not; on shift or not."""
    chance = random.Random(5)
    day = timezone.localdate(now)
    training = Training.objects.get(code="HV")
    for number in range(PEOPLE):
        someone = person.register(
            port=port,
            family_name=f"Person {number}",
            given_names="Kim",
            birth_date=date(1988, 3, 14),
            nationality="BE",
            organisation=None,
            job_title="Crane operator",
            actor=MAKER,
            at=now,
        )
        if chance.random() < 0.9:
            clearance.grant(
                someone,
                level=chance.choice([ClearanceLevel.STANDARD, ClearanceLevel.ENHANCED]),
                valid_from=day,
                valid_until=day + timedelta(days=chance.choice([0, 100])),
                actor=MAKER,
                at=now,
            )
        if chance.random() < 0.2:
            Clearance.objects.filter(person=someone).update(escort_only=True)
        if chance.random() < 0.7:
            TrainingCertificate.objects.create(
                person=someone, training=training, first_day=day, entered_by=MAKER, entered_at=now
            )
        if chance.random() < 0.6:
            kind = chance.choice([RosterKind.SHIFT, RosterKind.LEAVE])
            RosterSpan.objects.create(
                port=port,
                person_ref=someone.log_ref,
                kind=kind.value,
                starts_at=now - timedelta(hours=2),
                ends_at=now + timedelta(hours=2),
            )
        Badge.objects.create(
            port=port,
            serial=f"B-{number}",
            person=someone,
            person_ref=someone.log_ref,
            areas=chance.choice([["TERMINAL"], ["YARD"], ["CANTEEN", "YARD"]]),
            valid_from=now - timedelta(days=1),
            valid_until=now + timedelta(days=9),
            state=chance.choice([BadgeState.ACTIVE, BadgeState.ACTIVE, BadgeState.SUSPENDED]).value,
            state_since=now,
            issued_by=MAKER,
            enrolment_ref=chance.choice(["", "E-1"]),
        )
    return list(Badge.objects.filter(state=BadgeState.ACTIVE.value))


@pytest.mark.parametrize("level", [TWO, THREE])
def test_preview_when_people_stand_in_all_ways_then_each_answer_is_that_of_the_gate(
    plan: Port, cast: Cast, now: datetime, level: IspsLevel
) -> None:
    badges = make_people(plan, now)
    found = preview_of(plan, Change(ONE, level), at=now)
    assert found.holders == len(badges)
    assert found.lost
    for effect in found.areas:
        opened = [_opens(plan, badge, effect.code, now, level) for badge in badges]
        assert (effect.before, effect.after) == tuple(map(sum, zip(*opened, strict=True))), effect.code


def _opens(port: Port, badge: Badge, code: str, now: datetime, level: IspsLevel) -> tuple[bool, bool]:
    """What the gate says before and after, with what an attempt brings: finger, escort, second person."""
    asked = Asked(port=port.pk, at=now, zone=in_zone(), area=code, badge=badge.pk)
    facts = replace(
        gathered(asked).facts,
        is_escorted=True,
        biometric=True if badge.enrolment_ref else None,
        others_inside=frozenset({"person:other"}),
        group=None,
    )
    return decide(facts).allowed, decide(replace(facts, isps_level=level)).allowed
