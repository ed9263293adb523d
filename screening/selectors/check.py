"""Reads checks and the work that answers them."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from ledger.models import Job
from screening.enums import CheckState
from screening.models import Application, Check, Hit


def latest_job(kind: str, subject: str) -> Job | None:
    """The newest piece of work of a kind about a subject."""
    return Job.objects.filter(kind=kind, subject=subject).order_by("-created_at").first()


def checks_of(application: Application) -> list[Check]:
    """A case's checks with their hits."""
    return list(application.checks.prefetch_related("hits").order_by("pk"))


def hits_of(check: Check) -> list[Hit]:
    """The hits of a check with their entries, most confirmed first."""
    hits = list(check.hits.select_related("entry", "same_said_by", "decided_by"))
    for hit in hits:
        hit.check_answered = check  # each is asked for its person
    return hits


def with_check_counts(applications: QuerySet[Application]) -> QuerySet[Application]:
    """The same cases with `all_checks` and `answered_checks`."""
    answered = Q(checks__state=CheckState.ANSWERED.value)
    return applications.annotate(
        all_checks=Count("checks", distinct=True),
        answered_checks=Count("checks", filter=answered, distinct=True),
    )
