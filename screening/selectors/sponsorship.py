"""Reads who has signed for whom, and until when contracts and assignments last."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import ApplicationState
from screening.kinds.words import SponsorState
from screening.models import Application, Assignment, Contract, Sponsorship

SIGNERS = 2  # hiring firm and host


def visible_sponsorships(*, scope: Scope) -> QuerySet[Sponsorship]:
    """What the caller's own organisation was asked to sign, at the ports where they act for it."""
    asked = Sponsorship.objects.select_related(
        "application__person__organisation", "application__post", "application__port", "organisation"
    )
    if scope.organisation is None:
        return asked.none()
    return asked.filter(
        organisation_id=scope.organisation,
        application__port_id__in=scope.ports(Capability.VIEW_OUTCOMES.value),
    )


def to_sign(*, scope: Scope) -> QuerySet[Sponsorship]:
    """What still waits for the caller's organisation."""
    return visible_sponsorships(scope=scope).filter(
        state=SponsorState.WAITING.value, application__state=ApplicationState.SPONSORING.value
    )


def access_sponsorship(ref: str, *, scope: Scope) -> Sponsorship:
    """One request to sign. Raises NotFound when absent or out of reach."""
    sponsorship = visible_sponsorships(scope=scope).filter(ref=ref).first()
    if sponsorship is None:
        raise NotFound("request")
    return sponsorship


def is_signed_by_both(application: Application) -> bool:
    """Whether hiring firm and host have signed."""
    return application.sponsorships.filter(state=SponsorState.SIGNED.value).count() == SIGNERS


def contract_of(application: Application) -> Contract | None:
    return Contract.objects.filter(application=application).first()


def assignment_of(application: Application) -> Assignment | None:
    found = Assignment.objects.select_related("host").prefetch_related("certificates__entered_by")
    return found.filter(application=application).first()


def last_day_of(application: Application) -> date | None:
    """The end of the contract or the assignment: no clearance goes beyond it. None for everybody else."""
    terms = contract_of(application) or Assignment.objects.filter(application=application).first()
    return terms.ends_on if terms else None
