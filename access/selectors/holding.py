"""What somebody may read by grants of their own: until when, why, and when they last did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, QuerySet

from access.models import DataEvent, Grant
from access.selectors.hand import accounts_of
from accounts.models import User
from portsec.kernel.errors import NotFound

ENDED_WITHIN = timedelta(days=30)  # how long a grant that is over stays on the page
MOST_SHOWN = 200  # of each list on the page


@dataclass(frozen=True, slots=True)
class Held:
    """One grant, and the last look-up that rested on it."""

    grant: Grant
    last_used_at: datetime | None


def own_grants(user: User, *, at: datetime) -> list[Held]:
    """Grants of the person behind an account that hold now or will, the nearest end first."""
    return _with_use(_mine(user).filter(valid_until__gt=at).order_by("valid_until", "pk")[:MOST_SHOWN])


def ended_grants(user: User, *, at: datetime) -> list[Held]:
    """What they held until lately, the newest end first."""
    over = _mine(user).filter(valid_until__lte=at, valid_until__gt=at - ENDED_WITHIN)
    return _with_use(over.order_by("-valid_until", "-pk")[:MOST_SHOWN])


def own_grant(number: int, *, user: User) -> Grant:
    """One grant of one's own. Raises NotFound when absent or somebody else's."""
    found = _mine(user).filter(pk=number).first()
    if found is None:
        raise NotFound("grant")
    return found


def _mine(user: User) -> QuerySet[Grant]:
    return Grant.objects.select_related("port").filter(account__in=accounts_of(user))


def _with_use(rows: Iterable[Grant]) -> list[Held]:
    grants = list(rows)
    used = dict(
        DataEvent.objects.filter(
            port__in={grant.port_id for grant in grants},
            account__in={grant.account for grant in grants},
            explanation="G",
            explanation_ref__in=[grant.reference for grant in grants],
        )
        .order_by()
        .values_list("explanation_ref")
        .annotate(last=Max("at"))
    )
    return [Held(grant, used.get(grant.reference)) for grant in grants]
