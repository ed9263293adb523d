"""Follows what a convicting State says later of a conviction that it told us: changed, or deleted.

The receiver must change and delete too (Framework Decision 2009/315/JHA, Art. 5).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from screening.authority_reference import REFERENCE
from screening.enums import ApplicationState
from screening.models import Application, Check, Conviction
from screening.permissions import may_answer
from screening.record_entry import ConvictionInput, check_rows
from screening.services import step
from screening.services.check import conviction_values
from screening.services.request import tell

# While others decide on the file as it is, it does not change under their eyes.
WITH_DECIDERS = (ApplicationState.PROPOSED, ApplicationState.PANEL, ApplicationState.HEARING)


@transaction.atomic
def change(
    conviction: Conviction, new: ConvictionInput, *, notice: str, actor: User, scope: Scope, at: datetime
) -> None:
    """Enter the values that the convicting State gives now. `notice` is its reference, never a text.

    Refuses when: the actor lacks the right or is the person (Refused); the notice has no reference, or a
    value is impossible (InvalidInput at the field); the case stands with the deciding officers, or the
    conviction is gone (Conflict).
    Records: screening.check.conviction_changed, without its content.
    """
    check, reference = _expect(conviction, notice, actor=actor, scope=scope)
    try:
        check_rows([new], today=timezone.localdate(at))
    except InvalidInput as error:
        fields = {name.removeprefix("convictions.0."): text for name, text in error.fields.items()}
        raise InvalidInput(error.detail.removeprefix("Conviction 1: "), fields=fields) from None
    _expect_settled(check.application)
    changed = Conviction.objects.filter(pk=conviction.pk).update(**conviction_values(new))
    if changed != 1:
        raise Conflict("This conviction is not in the file any more.")
    conviction.refresh_from_db()
    tell_of(conviction, check, "changed", reference, actor=actor, at=at)


@transaction.atomic
def erase(conviction: Conviction, *, notice: str, actor: User, scope: Scope, at: datetime) -> None:
    """Delete what the convicting State has deleted, also from a closed case.

    Refuses and records as `change` does, under screening.check.conviction_erased.
    """
    check, reference = _expect(conviction, notice, actor=actor, scope=scope)
    _expect_settled(check.application)
    tell_of(conviction, check, "erased", reference, actor=actor, at=at)
    deleted, _ = Conviction.objects.filter(pk=conviction.pk).delete()
    if not deleted:
        raise Conflict("This conviction is not in the file any more.")


def tell_of(
    conviction: Conviction, check: Check, verb: str, notice: str, *, actor: User, at: datetime
) -> None:
    """On record goes that the notice was followed; what it said stays with the row."""
    tell_body = {"item": f"conviction:{conviction.pk}", "notice": notice}
    tell(f"conviction_{verb}", check, actor=actor.reference, at=at, **tell_body)


def _expect(conviction: Conviction, notice: str, *, actor: User, scope: Scope) -> tuple[Check, str]:
    check = conviction.check_answered
    require(may_answer(actor, scope, check.application))
    reference = notice.strip()
    if not REFERENCE.fullmatch(reference):
        problem = "Give the reference of the State's notice: letters and digits without spaces."
        raise InvalidInput(problem, fields={"notice": problem})
    return check, reference


def _expect_settled(application: Application) -> None:
    case = step.locked(application)
    if case.state_word in WITH_DECIDERS:
        raise Conflict(
            "The case stands with the deciding officers; it must be returned before its file changes."
        )
