"""Reads what people ask about their own data, and what is contested."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import RightKind, RightState
from screening.models import Application, Person, RightsRequest
from screening.models.rights import OPEN

# Kinds that contest what is held; access and erasure do not stop a decision.
CONTESTING = (RightKind.CORRECTION.value, RightKind.RESTRICTION.value, RightKind.OBJECTION.value)
IDENTIFIED = (RightState.IDENTIFIED.value, RightState.PROPOSED.value)


def visible_requests(*, scope: Scope) -> QuerySet[RightsRequest]:
    """Requests at the ports where the caller may see cases."""
    requests = RightsRequest.objects.select_related(
        "person__port", "person__organisation", "application", "proposed_by", "decided_by", "identified_by"
    )
    if scope.is_system:
        return requests
    return requests.filter(person__port_id__in=scope.ports(Capability.VIEW_CASES.value))


def access_request(ref: str, *, scope: Scope) -> RightsRequest:
    """One request. Raises NotFound when absent or out of reach."""
    request = visible_requests(scope=scope).filter(ref=ref).first()
    if request is None:
        raise NotFound("request")
    return request


def open_requests(*, scope: Scope) -> QuerySet[RightsRequest]:
    """Requests that are not answered yet."""
    return visible_requests(scope=scope).filter(state__in=OPEN)


def requests_of(person: Person) -> QuerySet[RightsRequest]:
    """Everything that a person asked, newest first."""
    return person.rights_requests.select_related("application").order_by("-asked_at")


def contest_of(application: Application) -> RightsRequest | None:
    """What stops a decision of this case: the person contests its facts, and it is sure that it is them.

    A request about the person as a whole stops every case of theirs.
    """
    open_contest = Q(kind__in=CONTESTING, state__in=IDENTIFIED)
    restriction = Q(kind=RightKind.RESTRICTION.value, state=RightState.GRANTED.value)
    return (
        RightsRequest.objects.filter(
            open_contest | restriction,
            Q(application=application) | Q(application__isnull=True),
            person_id=application.person_id,
        )
        .order_by("asked_at")
        .first()
    )


def corrected_since(application: Application, moment: datetime) -> bool:
    """Whether a correction was granted after a moment: what was judged before it is judged anew."""
    about = Q(application=application) | Q(application__isnull=True)
    return (
        RightsRequest.objects.filter(about, person_id=application.person_id)
        .filter(kind=RightKind.CORRECTION.value, state=RightState.GRANTED.value, decided_at__gt=moment)
        .exists()
    )
