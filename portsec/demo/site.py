"""The areas of the made-up port with what they ask, its gates and barriers, and its security level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from django.utils import timezone

from access.enums import BarrierCondition, BarrierKind
from access.gate.isps import IspsLevel, RosterRule
from access.gate.opening_hours import Span
from access.models import Area, Gate
from access.services import area, barrier, gate, isps_level, opening_hours, qualification
from access.services.barrier import BarrierDetails
from portsec.demo import vocabulary as words
from portsec.demo.team import Team

ASKED: Mapping[str, Mapping[str, Any]] = {
    "TERMINAL-A": {"walk_path": True, "passback_mode": "soft", "vehicle_booking": False},
    "YARD-A": {"trainings": ("terminal-safety",), "vehicles_allowed": True},
    "QUAY-A": {"trainings": ("terminal-safety",), "walk_path": True, "vehicles_allowed": False},
    "REEFER-B": {"trainings": ("reefer", "terminal-safety"), "vehicles_allowed": False},
    "HAZMAT-A": {"trainings": ("adr",), "escort_allowed": False, "vehicles_allowed": False},
    "CONTROL": {
        "biometric": True,
        "roster": RosterRule.CONFIRMED.value,
        "escort_allowed": False,
        "vehicles_allowed": False,
    },
    "CUSTOMS": {"two_person_seconds": 60, "vehicles_allowed": False},
    "OFFICE": {"is_restricted": False, "vehicles_allowed": False},
}
INSTRUCTIONS = {
    "GATE-A": "Compare plate and driver with the appointment. Passengers need badges of their own.",
    "QUAY-A": "Crews show their permit and walk on the green path only.",
    "CUSTOMS": "Nobody goes in alone: wait for the second person.",
}
OFFICE_HOURS = {day: (Span(time(6), time(20)),) for day in range(5)}  # Monday to Friday
# code, name, kind, area, gate, condition and remark of the last inspection, days ago, next in so many days
BARRIERS = (
    ("F-A1", "Fence A, north", BarrierKind.FENCE, "TERMINAL-A", "", BarrierCondition.GOOD, "", 40, 325),
    ("F-A2", "Fence A, water side", BarrierKind.FENCE, "TERMINAL-A", "", BarrierCondition.DEFECT,
     "Mesh cut at post 117, tied up for now.", 3, 4),
    ("F-B1", "Fence B", BarrierKind.FENCE, "TERMINAL-B", "", BarrierCondition.WORN,
     "Rust at the foot of posts 20 to 31.", 190, -10),
    ("B-A1", "Boom, main gate A", BarrierKind.BOOM, "", "GATE-A", BarrierCondition.GOOD, "", 12, 18),
    ("B-B1", "Boom, main gate B", BarrierKind.BOOM, "", "GATE-B", BarrierCondition.GOOD, "", 45, -15),
    ("T-C1", "Turnstile, control room", BarrierKind.TURNSTILE, "CONTROL", "", BarrierCondition.GOOD,
     "", 5, 25),
    ("C-Q1", "Camera, quay A", BarrierKind.CAMERA, "QUAY-A", "", BarrierCondition.WORN,
     "Picture is blurred after rain.", 20, 10),
    ("L-H1", "Lighting, dangerous goods store", BarrierKind.LIGHT, "HAZMAT-A", "", BarrierCondition.GOOD,
     "", 60, 30),
)  # fmt: skip


def define_trainings(team: Team) -> None:
    """Before people are certified in them."""
    for code, name, is_licence in words.TRAININGS:
        qualification.define_training(team.port, code, name, is_licence=is_licence, **team.acts("sven"))


def make(team: Team) -> None:
    """Through the commands that a security officer uses."""
    for code, asked in ASKED.items():
        one = Area.objects.select_related("port", "parent").get(port=team.port, code=code)
        area.change(one, replace(area.details_of(one), **asked), **team.acts("sven"))
    office = Area.objects.select_related("port").get(port=team.port, code="OFFICE")
    opening_hours.set_week(office, OFFICE_HOURS, **team.acts("sven"))
    opening_hours.fill_in_holidays(office, team.port.country, team.at.year, **team.acts("sven"))
    for code, text in INSTRUCTIONS.items():
        door = Gate.objects.select_related("port").get(port=team.port, code=code)
        gate.change(door, replace(gate.details_of(door), instructions=text), **team.acts("sven"))
    _barriers(team)
    _levels(team)


def _barriers(team: Team) -> None:
    today = timezone.localdate(team.at)
    for code, name, kind, at_area, at_gate, condition, remark, ago, due in BARRIERS:
        long_ago = team.at - timedelta(days=ago + 30)
        details = BarrierDetails(code=code, name=name, kind=kind.value, area=at_area, gate=at_gate)
        first = timezone.localdate(long_ago) + timedelta(days=30)
        made = barrier.define(team.port, details, first_inspection_on=first, **team.acts("sven", long_ago))
        barrier.inspect(
            made,
            on=today - timedelta(days=ago),
            condition=condition,
            remark=remark,
            next_on=today + timedelta(days=due),
            **team.acts("sven", team.at - timedelta(days=ago)),
        )


def _levels(team: Team) -> None:
    """Level 2 for two days of last week, and a proposal for quay A that waits for the second person."""
    then = team.at - timedelta(days=9)
    raised = isps_level.propose(
        team.port,
        IspsLevel.HEIGHTENED,
        steps_back_at=then + timedelta(days=2),
        reason="Threat notice of the coast guard for all terminals.",
        **team.acts("sven", then),
    )
    isps_level.confirm(raised, reason="Agreed.", **team.acts("siri", then + timedelta(minutes=20)))
    isps_level.put_lapsed_on_record(at=then + timedelta(days=2))
    quay = Area.objects.select_related("port").get(port=team.port, code="QUAY-A")
    isps_level.propose(
        quay,
        IspsLevel.HEIGHTENED,
        steps_back_at=team.at + timedelta(days=2),
        reason="A cruise ship lies alongside until the day after tomorrow.",
        **team.acts("sven"),
    )
