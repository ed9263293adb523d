"""What follows when a right is granted: a corrected field, an erased case."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from accounts.models import User
from portsec.kernel.errors import Conflict
from portsec.kernel.scope import Scope
from screening.enums import OrderState, RightKind
from screening.matching.countries import country_names
from screening.models import Application, ErasureOrder, RightsRequest
from screening.retention.policy import default_policy
from screening.selectors.application import OPEN_STATES
from screening.services import erasure
from screening.services import person as people

SEXES = ("F", "M", "X")
OTHER = "other"
# What a correction may be about. Columns of the person are corrected here and at once; for a record, the
# check is asked again, so that the register itself corrects it.
FIELDS: dict[str, str] = {
    "family_name": "Family name",
    "given_names": "Given names",
    "native_name": "Name in the own script",
    "birth_date": "Date of birth",
    "nationality": "Nationality",
    "sex": "Sex",
    "job_title": "Job title",
    "record": "An entry of a criminal record",
    "declaration": "The person's own declaration",
    OTHER: "Something else",
}


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


CHECKS: dict[str, tuple[Callable[[str], Any], str]] = {
    "birth_date": (_day, "Write the date as year-month-day, 1990-01-31."),
    "nationality": (lambda code: code in country_names(), "Write the country's two letters (ISO 3166-1)."),
    "sex": (lambda code: code in SEXES, "Write F, M or X."),
}


def correction_problems(field: str, new_value: str) -> dict[str, str]:
    """What is wrong with a correction before it is entered, by field."""
    value = new_value.strip()
    if field not in FIELDS:
        return {"field": "Choose what is wrong."}
    if not value:
        return {"new_value": "Write what is right."}
    if field in CHECKS:
        is_right, sentence = CHECKS[field]
        return {} if is_right(value) else {"new_value": sentence}
    return {}


def carry_out(request: RightsRequest, *, actor: User, scope: Scope, at: datetime) -> None:
    """Do what was granted, in the transaction of the answer.

    Refuses when: a case to be erased is open or held (Conflict); a corrected value is impossible
    (InvalidInput).
    """
    if request.kind_word is RightKind.CORRECTION:
        _correct(request, actor=actor, at=at)
    elif request.kind_word is RightKind.ERASURE:
        _erase(request, actor=actor, scope=scope, at=at)


def _correct(request: RightsRequest, *, actor: User, at: datetime) -> None:
    """A corrected name makes the person's version grow: what was compared with it is compared again."""
    field = request.field
    if field in ("record", "declaration", OTHER):
        return
    value = _day(request.new_value) if field == "birth_date" else request.new_value
    people.change(request.person, actor=actor.reference, at=at, **{field: value})


def _erase(request: RightsRequest, *, actor: User, scope: Scope, at: datetime) -> None:
    """Two officers have agreed: the same two hands order and confirm the erasure of each case."""
    if request.proposed_by is None:
        raise Conflict("An answer is proposed first.")
    cases = Application.objects.filter(person=request.person, erased_at__isnull=True)
    if request.application is not None:
        cases = cases.filter(pk=request.application.pk)
    if cases.filter(state__in=OPEN_STATES).exists():
        raise Conflict("A case is open; it is decided or withdrawn before it is erased.")
    for case in cases:
        made, _ = ErasureOrder.objects.get_or_create(
            application=case,
            state=OrderState.PROPOSED.value,
            defaults={
                "ground": f"Request {request.ref}.",
                "proposed_by": request.proposed_by,
                "proposed_at": at,
            },
        )
        erasure.confirm(made, policy=default_policy(), actor=actor, scope=scope, at=at)
