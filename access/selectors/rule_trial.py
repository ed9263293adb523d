"""Gathers what the figures of a rule's new values are reckoned from."""

from __future__ import annotations

from datetime import datetime, timedelta

from access.enums import PersonCaseState
from access.models import Flag, PersonCase, RuleFinding, RuleVersion
from access.rule_editing.figures import Confirmed, Figures, Found, figures
from access.rule_editing.words import Phase, Side
from screening.models import Person

CONFIRMED = (PersonCaseState.ESCALATED.value, PersonCaseState.HANDED_OVER.value)
"""Cases that turned out to be right."""

WOULD_HELP = timedelta(days=90)
"""A finding so long before the case was closed would have helped to find it."""


def figures_of(version: RuleVersion, phase: Phase, since: datetime, until: datetime) -> Figures:
    """The figures of one phase from the findings that are kept."""
    rows = RuleFinding.objects.filter(version=version, phase=phase.value, due_at__range=(since, until))
    new = [_found(row) for row in rows if row.side == Side.NEW.value]
    old = [_found(row) for row in rows if row.side == Side.OLD.value]
    others = Flag.objects.filter(port=version.port, last_at__range=(since, until)).exclude(rule=version.rule)
    told = others.values_list("key", "case__subject", "last_at")
    return figures(
        new,
        old,
        span=until - since,
        others=[Found(*row) for row in told],
        groups=_groups(version),
        confirmed=_confirmed(version, since, until),
    )


def _found(row: RuleFinding) -> Found:
    return Found(row.key, row.subject, row.due_at)


def _groups(version: RuleVersion) -> dict[str, str]:
    people = Person.objects.filter(port=version.port, erased_at=None)
    rows = people.values_list("external_ref", "ref", "peer_group", "job_title")
    return {external or ref: group or job for external, ref, group, job in rows}


def _confirmed(version: RuleVersion, since: datetime, until: datetime) -> list[Confirmed]:
    cases = PersonCase.objects.filter(port=version.port, state__in=CONFIRMED, closed_at__range=(since, until))
    return [
        Confirmed(subject, closed_at - WOULD_HELP, closed_at)
        for subject, closed_at in cases.values_list("subject", "closed_at")
        if closed_at is not None
    ]
