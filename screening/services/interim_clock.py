"""How long an interim measure may last: the clocks of the policy that the person's case is judged by."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from portsec.kernel.errors import Unavailable
from screening.models import Person, PolicyVersion
from screening.services import policy
from screening.suitability.policy import Policy

SUSPENSION = "interim_suspension"
TITLE = "temporary_title"
LONGEST_WITHOUT_POLICY: Final = timedelta(days=60)
"""Where no policy is in force: two months, as the French prefect's urgent suspension (Code des ports
maritimes, R.321, version of 31 December 2014). A proposal, as in the starting policy."""


def last_day(person: Person, *, after: date, at: datetime) -> date:
    """The last day of a suspension that runs from `after`. It is never without an end."""
    rules = _rules(person, at)
    if rules is None or SUSPENSION not in rules.clocks:
        return after + LONGEST_WITHOUT_POLICY
    return rules.clock(SUSPENSION).due(after)


def last_day_of_title(version: PolicyVersion, *, at: datetime) -> date | None:
    """The last day of an interim clearance granted now; None where the policy knows none."""
    rules = policy.parsed(version)
    return rules.clock(TITLE).due(timezone.localdate(at)) if TITLE in rules.clocks else None


def _rules(person: Person, at: datetime) -> Policy | None:
    latest = person.applications.select_related("policy").order_by("-submitted_at", "-pk").first()
    if latest is not None:
        return policy.parsed(latest.policy)
    try:
        return policy.parsed(policy.in_force_for(person.port, on=timezone.localdate(at)))
    except Unavailable:
        return None
