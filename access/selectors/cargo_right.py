"""Whether an account has a right to a cargo visit: the decision itself, asked as a permission."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from access.granting.rights import Meaning
from access.look_up_facts.asked import Asked
from access.models import CargoVisit
from access.selectors.decision import decided
from accounts.models import User


def has_right(user: User, meaning: Meaning, visit: CargoVisit, *, at: datetime) -> bool:
    """Whether a look-up would be allowed now, with the purpose of a grant as the reason that is stated.

    Nothing is recorded, since nothing is shown: whoever shows the fields asks through `data_access.answer`.
    A stay that is over is nobody's, as the decision answers for the present one.
    """
    answer = decided(
        Asked(
            port=visit.port_id,
            at=at,
            zone=settings.ZONE,
            subject_type="account",
            subject=user.username,
            object=visit.container,
            action=meaning.action,
            field_class=meaning.field_class,
        ),
        any_purpose=True,
    )
    return answer.allowed and answer.keys.visit == visit.pk
