"""What the desk sees: reports that were sealed to an officer and have appeared."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from hotline.models import Recipient, Report
from hotline.permissions import may_read_reports
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope


def visible_reports(actor: User, scope: Scope, *, at: datetime) -> QuerySet[Report]:
    """Reports to which this officer has a key, without sealed columns: urgent first, much-repeated ones last.

    What is still held back is absent, and so is every report that names the officer.
    """
    if not may_read_reports(scope).allowed:
        return Report.objects.none()
    rows = Report.objects.filter(
        Q(held_until=None) | Q(held_until__lte=at),
        keys__recipient__account=actor.username,
        keys__recipient__ended_on=None,
    )
    ordered = rows.select_related("hub").defer("body", "reporter_box", "look_up")
    return ordered.order_by("is_repeated", "-is_urgent", "-day", "reference").distinct()


def access_report(reference: str, actor: User, scope: Scope, *, at: datetime) -> Report:
    """One report of the inbox. Raises NotFound for absent, held back and not sealed to this officer alike."""
    report = visible_reports(actor, scope, at=at).filter(reference=reference).first()
    if report is None:
        raise NotFound("report")
    return report


def passed_on_to(actor: User, scope: Scope) -> QuerySet[Report]:
    """Overdue reports of hubs whose sister is a hub of this officer: reference and day, no key needed."""
    if not may_read_reports(scope).allowed:
        return Report.objects.none()
    own = Recipient.objects.filter(account=actor.username, ended_on=None).values("hub__locode")
    rows = Report.objects.filter(escalated_on__isnull=False, hub__sister__in=own)
    return rows.select_related("hub").defer("body", "reporter_box", "look_up").order_by("escalated_on")
