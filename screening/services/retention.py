"""The daily run: finds what may no longer be kept and has it erased, case by case."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Port
from ledger.models import Job
from ledger.services import job as jobs
from screening.models import Application, Person
from screening.retention.due import case_dues, due_now, identity_due
from screening.retention.policy import RetentionPolicy, default_policy
from screening.selectors.retention import (
    case_facts,
    closed_cases,
    obstructed,
    people_without_cases,
    person_facts,
)
from screening.services import document as documents
from screening.services import erasure

RETENTION_JOB = "screening.retention"
ACTOR = "system:retention"
BATCH = 200  # cases or people in one job: well within a worker's 90 s
SCANNED = 1000  # rows looked at in one query

logger = logging.getLogger("portsec.retention")


def request(port: Port, *, at: datetime, batch: int = 1) -> Job:
    """Ask for the day's run at a port. A day that was missed needs none: the next finds what is overdue.

    Safe to repeat because: the slot is the day, and the number of the batch.
    """
    slot = f"{timezone.localdate(at).isoformat()}/{batch}"
    return jobs.request(RETENTION_JOB, f"port:{port.locode}", slot=slot, actor=ACTOR, at=at, port=port.locode)


def run(port: Port, *, at: datetime, batch: int = 1) -> dict[str, Any]:
    """Erase one batch of what is due; asks for another where more is left.

    A case that cannot be erased stays whole, is named in the result and is tried again the next day.
    """
    policy = default_policy()
    cases = _due_cases(port, policy, at)
    people = _due_people(port, policy, at) if len(cases) < BATCH else []
    done, failed = 0, []
    due: list[Application | Person] = [*cases, *people]
    for owner in due[:BATCH]:
        try:
            with transaction.atomic():
                done += _erase(owner, policy, at) is not None
        except DatabaseError:
            logger.exception("not erased", extra={"reference": owner.reference})
            failed.append(owner.reference)
    left = max(0, len(cases) + len(people) - BATCH)
    if left and done:
        request(port, at=at, batch=batch + 1)
    orphans = documents.sweep_orphans(at=at) if batch == 1 else 0
    return {"erased": done, "failed": failed, "left": left, "orphans": orphans}


def _erase(owner: Application | Person, policy: RetentionPolicy, at: datetime) -> object | None:
    if isinstance(owner, Application):
        return erasure.erase_due(owner, policy=policy, actor=ACTOR, at=at)
    return erasure.erase_identity(owner, policy=policy, actor=ACTOR, at=at)


def _due_cases(port: Port, policy: RetentionPolicy, at: datetime) -> list[Application]:
    today = timezone.localdate(at)
    found: list[Application] = []
    for cases in _chunks(closed_cases([port.pk], policy=policy, until=today)):
        facts, held = case_facts(cases), obstructed(cases)
        found += [
            case
            for case in cases
            if case.pk not in held and due_now(case_dues(policy, facts[case.pk]), today=today)
        ]
        if len(found) > BATCH:
            break
    return found


def _due_people(port: Port, policy: RetentionPolicy, at: datetime) -> list[Person]:
    today = timezone.localdate(at)
    found: list[Person] = []
    for people in _chunks(people_without_cases(port)):
        facts = person_facts(people, at=at)
        found += [
            person for person in people if due_now([identity_due(policy, facts[person.pk])], today=today)
        ]
        if len(found) > BATCH:
            break
    return found


def _chunks(rows: Any) -> Any:
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), SCANNED):
        yield list(rows.filter(pk__in=keys[start : start + SCANNED]))
