"""What a case's page shows of letters, secret grounds, contests, holds and erasure."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.roles import Capability
from screening.data_subject_permissions import may_handle_rights, may_know_secret_pointer
from screening.models import Application, Person
from screening.retention.policy import default_policy
from screening.selectors.application import OPEN_STATES
from screening.selectors.letter import letters_of
from screening.selectors.retention import next_due
from screening.selectors.rights import contest_of, requests_of
from screening.selectors.secret_ground import essences_of

register = template.Library()


@register.inclusion_tag("screening/case_papers.html")
def case_papers(application: Application, request: Any) -> dict[str, Any]:
    """Letters, essences, a contest, a hold, and what goes next; with the links that the reader may use."""
    user, scope = request.user, request.scope
    is_open = application.state in OPEN_STATES
    handles = may_handle_rights(user, scope, application.person).allowed
    hold = application.holds.filter(lifted_at__isnull=True).first()
    ordered = application.erasure_orders.filter(state="proposed").exists()
    return {
        "application": application,
        "letters": letters_of(application),
        "essences": essences_of(application),
        "contest": contest_of(application) if is_open else None,
        "hold": hold,
        "next_due": next_due(application, policy=default_policy()),
        "erasures": application.erasures.all(),
        "can_hold": handles and application.erased_at is None,
        "can_erase": handles and not (is_open or hold or ordered or application.erased_at),
        "can_confirm": ordered and scope.holds(Capability.COUNTERSIGN_DECISIONS.value, application.port_id),
        "can_see_pointer": may_know_secret_pointer(user, scope, application).allowed,
    }


@register.inclusion_tag("screening/person_rights.html")
def person_rights(person: Person, request: Any) -> dict[str, Any]:
    """What the person asked about their own data, for those who see cases."""
    scope = request.scope
    sees = scope.holds(Capability.VIEW_CASES.value, person.port_id)
    handles = may_handle_rights(request.user, scope, person).allowed and person.erased_at is None
    return {
        "person": person,
        "requests": requests_of(person) if sees else (),
        "can_enter": handles,
        "shows": sees or handles,
    }
