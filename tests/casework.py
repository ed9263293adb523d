"""What stands beside the person-cases of the scenario: a drawn look-up, a question, a muted pattern."""

from __future__ import annotations

from datetime import datetime, timedelta

from access.casework.muting import Pattern
from access.models import AuditDraw, CaseQuestion
from access.services import case_question, muted_pattern
from accounts.models import Port
from tests.people import Cast


def make(port: Port, cast: Cast, *, at: datetime, container: str) -> None:
    """Hugo's look-up was drawn by lot, Erin is asked about another, and Anna would mute a pattern."""
    draw = make_draw(port, at=at, container=container)
    CaseQuestion.objects.create(
        port=port,
        draw=draw,
        account=cast.erin.user.username,
        stream="data",
        event_name="L-2",
        happened_at=at - timedelta(hours=3),
        about=container,
        field_class="S2",
        asked_at=at,
        due_at=at + case_question.TO_ANSWER,
        asked_by="system:lot",
    )
    muted_pattern.propose(
        port,
        Pattern("D03", peer_group="Reefer technicians"),
        days=30,
        reason="Alarms make them look at one box again and again.",
        **cast.anna.acts(at),
    )


def make_draw(
    port: Port,
    *,
    at: datetime,
    container: str,
    name: str = "L-1",
    subject: str = "E-900",
    chance: float = 0.01,
) -> AuditDraw:
    return AuditDraw.objects.create(
        port=port,
        event_name=name,
        at=at - timedelta(hours=4),
        account="hugo",
        subject=subject,
        action="read",
        object_ref=container,
        field_class="S2",
        unexplained=1.0,
        tried=[{"code": "E1", "why": "No work order names the person or their team."}],
        chance=chance,
        drawn_at=at,
    )
