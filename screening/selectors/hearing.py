"""Reads hearings: the room's list, one hearing, the one that a link names, and what was heard."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.deciding.words import HearingState
from screening.enums import ApplicationState, Effect
from screening.models import Application, Assessment, Finding, Hearing, HearingMaterial, Observation
from screening.selectors.invitation import MOST_TRIES, SHUT_FOR, TRIES_AT_ONCE

HEARS = (Capability.PROPOSE_DECISIONS, Capability.COUNTERSIGN_DECISIONS)


def hearings_for(*, scope: Scope) -> QuerySet[Hearing]:
    """Hearings at the ports where the caller decides or proposes, the soonest end first."""
    hearings = Hearing.objects.select_related(
        "application__person__organisation", "application__post", "application__port", "decision"
    ).annotate(last_day=Coalesce("extended_to", "due_on"))
    if scope.is_system:
        return hearings
    return hearings.filter(application__port_id__in=scope.ports(*(item.value for item in HEARS)))


def open_hearings(*, scope: Scope) -> QuerySet[Hearing]:
    """Hearings that still run, of cases that were not given up."""
    return hearings_for(scope=scope).filter(
        state=HearingState.OPEN.value, application__state=ApplicationState.HEARING.value
    )


def access_hearing(ref: str, number: int, *, scope: Scope) -> Hearing:
    """One hearing of a case. Raises NotFound when absent or out of reach."""
    hearing = hearings_for(scope=scope).filter(application__ref=ref, pk=number).first()
    if hearing is None:
        raise NotFound("hearing")
    return hearing


def hearing_of(token: str) -> Hearing:
    """The hearing that a link names. Raises NotFound for a link that never was or was replaced."""
    hearing = (
        Hearing.objects.select_related("application__person", "application__post", "application__port")
        .filter(token_hash=digest_of(token))
        .first()
    )
    if hearing is None:
        raise NotFound("hearing")
    return hearing


def digest_of(token: str) -> bytes:
    """What is kept of a token. Plain SHA-256: a token of 192 random bits cannot be found from it."""
    return hashlib.sha256(f"portsec hearing {token}".encode()).digest()


def is_shut(hearing: Hearing, *, at: datetime) -> bool:
    """Whether too many birth dates were wrong: for a while after each few, for good after many."""
    if hearing.wrong_keys >= MOST_TRIES:
        return True
    is_full = hearing.wrong_keys > 0 and hearing.wrong_keys % TRIES_AT_ONCE == 0
    return is_full and hearing.tried_at is not None and at - hearing.tried_at <= SHUT_FOR


def overdue_hearings(*, at: datetime) -> list[Hearing]:
    """Open hearings whose notice was served and whose last day has passed."""
    rows = Hearing.objects.filter(
        state=HearingState.OPEN.value,
        served_at__isnull=False,
        application__state=ApplicationState.HEARING.value,
    ).annotate(last_day=Coalesce("extended_to", "due_on"))
    late = rows.filter(last_day__lt=timezone.localdate(at))
    return list(late.select_related("application__port").order_by("pk"))


def adverse_findings(assessment: Assessment) -> list[Finding]:
    """What a refusal can rest on: every finding that is more than a note."""
    return [finding for finding in assessment.findings.all() if finding.effect_word is not Effect.NOTE]


def answers_of(application: Application) -> list[Observation]:
    """What the person said in the hearings of a case, oldest first."""
    return list(Observation.objects.filter(hearing__application=application).select_related("document"))


def was_heard(application: Application, assessment: Assessment) -> bool:
    """Whether closed hearings of the case were about every adverse finding of an assessment.

    What was found afterwards needs a notice of its own.
    """
    closed = application.hearings.exclude(state=HearingState.OPEN.value)
    if not closed.exists():
        return False
    told = HearingMaterial.objects.filter(hearing__in=closed).values_list(
        "finding__criterion", "finding__about"
    )
    needed = {(finding.criterion, finding.about) for finding in adverse_findings(assessment)}
    return needed <= set(told)
