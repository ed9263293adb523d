"""People with a clearance, and what they do at gates and screens; for tests of access's doors."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from access.enums import DataAction, Direction, FieldClass
from access.models import DataEvent, GateEvent
from access.services import badge, data_access, gate_event, scan
from screening.enums import ClearanceLevel
from screening.models import Person
from screening.services import clearance, person
from tests import badges
from tests.people import MAKER
from tests.scenario import Scenario


def make_cleared(
    made: Scenario,
    family_name: str,
    *,
    at: datetime,
    level: ClearanceLevel = ClearanceLevel.STANDARD,
    days: int = 400,
) -> Person:
    """A registered person with a clearance that began yesterday."""
    someone = person.register(
        port=made.port,
        family_name=family_name,
        given_names="Kim",
        birth_date=date(1988, 3, 14),
        nationality="BE",
        organisation=made.post.organisation,
        job_title="Crane operator",
        actor=MAKER,
        at=at,
    )
    begins = (at - timedelta(days=1)).date()
    clearance.grant(
        someone,
        level=level,
        valid_from=begins,
        valid_until=begins + timedelta(days=days),
        actor=MAKER,
        at=at,
    )
    return someone


def make_holder(made: Scenario, family_name: str, *, at: datetime, days: int = 100) -> badge.Issued:
    """The same with a badge for the one area."""
    someone = make_cleared(made, family_name, at=at)
    return badges.issued(someone, [made.area], made.cast, at=at, days=days)


def try_gate(made: Scenario, credential: str, *, at: datetime, way: Direction = Direction.IN) -> GateEvent:
    """One attempt at the one reader."""
    reader = made.cast.reader
    attempt = gate_event.Attempt(credential, way, str(uuid.uuid4()))
    answer = gate_event.record_attempt(
        made.reader, attempt, actor=reader.reference, scope=reader.scope, at=at
    )
    return answer.event


def look_up(
    made: Scenario, container: str, *, at: datetime, field_class: FieldClass = FieldClass.S2
) -> DataEvent:
    """One look-up that another system asks about, by Erin."""
    dora = made.cast.dora
    question = data_access.LookUp("person", made.erin.log_ref, DataAction.READ, field_class, container)
    return data_access.answer(made.port, question, actor=dora.reference, scope=dora.scope, at=at).event


def misuse_by(made: Scenario, name: str, at: datetime) -> None:
    """Somebody else tries a gate after their clearance was suspended."""
    issued = make_holder(made, name, at=at - timedelta(minutes=10))
    held = issued.badge.person.clearances.get()
    clearance.suspend(held, reason="Under review.", **made.cast.bob.acts(at - timedelta(minutes=5)))
    try_gate(made, issued.credential, at=at - timedelta(minutes=1))
    scan.scan(made.port, at=at)
