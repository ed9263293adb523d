"""Printed campaigns, answers kept ready, and the hubs for which an officer may make them."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.models import User
from hotline.models import Campaign, CannedAnswer, Hub, Recipient
from hotline.permissions import may_read_reports
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope


def own_hubs(actor: User, scope: Scope) -> QuerySet[Hub]:
    """Hubs whose reports this officer receives."""
    if not may_read_reports(scope).allowed:
        return Hub.objects.none()
    own = Recipient.objects.filter(account=actor.username, ended_on=None).values("hub")
    return Hub.objects.filter(pk__in=own).order_by("name")


def own_keys(actor: User, scope: Scope) -> QuerySet[Recipient]:
    """The officer's own enrolments, without the wrapped key."""
    if not may_read_reports(scope).allowed:
        return Recipient.objects.none()
    own = Recipient.objects.filter(account=actor.username, ended_on=None)
    return own.select_related("hub").defer("wrapped_identity").order_by("hub__name")


def campaigns(actor: User, scope: Scope) -> QuerySet[Campaign]:
    return (
        Campaign.objects.filter(hub__in=own_hubs(actor, scope))
        .select_related("hub")
        .order_by("-made_on", "-pk")
    )


def access_campaign(code: str, actor: User, scope: Scope) -> Campaign:
    """Raises NotFound for absent and not yours alike."""
    found = campaigns(actor, scope).filter(code=code).first()
    if found is None:
        raise NotFound("campaign")
    return found


def canned_answers(actor: User, scope: Scope) -> QuerySet[CannedAnswer]:
    return CannedAnswer.objects.filter(hub__in=own_hubs(actor, scope)).select_related("hub").order_by("pk")


def answers_for(hub: Hub, language: str) -> QuerySet[CannedAnswer]:
    """Answers in the reporter's language; in English where there is none."""
    kept = CannedAnswer.objects.filter(hub=hub)
    own = kept.filter(language=language)
    return own if own.exists() else kept.filter(language="en")


def access_answer(number: int, actor: User, scope: Scope) -> CannedAnswer:
    """Raises NotFound for absent and not yours alike."""
    found = canned_answers(actor, scope).filter(pk=number).first()
    if found is None:
        raise NotFound("answer")
    return found
