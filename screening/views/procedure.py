"""The decision of a case on its page: what may be known of it, and the ways to panel and hearing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.roles import Capability
from screening.enums import ApplicationState
from screening.models import Application
from screening.permissions import may_hear_case
from screening.selectors.decision import known_decisions, open_interim
from screening.selectors.hearing import answers_of
from screening.selectors.remedy import final_on, last_day, open_doors
from screening.views.evidence import evidence


def evidence_with_answers(application: Application, request: HttpRequest) -> dict[str, Any]:
    """What a decision rests on: the evidence, and what the person said of it in a hearing."""
    shown = evidence(application, request)
    return shown | {"answers": answers_of(application) if shown["in_full"] else []}


def procedure(application: Application, request: HttpRequest) -> dict[str, Any]:
    """Decisions as far as the caller may know them, and what else happened on the way to them.

    `sealed`: the caller may still be asked for a second opinion, so the timeline must not tell either.
    """
    decisions = known_decisions(application, user=request.user, scope=request.scope)
    decides = may_hear_case(request.user, request.scope, application).allowed
    state = application.state_word
    holds = request.scope.holds
    return {
        "decisions": decisions,
        "sealed": any(known.sealed for known in decisions),
        "panels": application.panels.order_by("opened_at"),
        "hearings": application.hearings.order_by("opened_at"),
        "remedies": application.remedies.order_by("lodged_at"),
        "interims": application.interims.select_related("proposed_by", "answered_by"),
        "decides": decides,
        "can_interim": state is ApplicationState.CHECKING
        and (
            holds(Capability.PROPOSE_DECISIONS.value, application.port_id)
            or _answers_interim(application, request)
        ),
        "doors": [(door, last_day(application, door)) for door in open_doors(application)] if decides else [],
        "final_on": final_on(application) if state is ApplicationState.REFUSED else None,
    }


def _answers_interim(application: Application, request: HttpRequest) -> bool:
    countersigns = request.scope.holds(Capability.COUNTERSIGN_DECISIONS.value, application.port_id)
    return countersigns and open_interim(application) is not None
