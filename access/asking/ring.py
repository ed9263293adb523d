"""Approval rings: people who approve each other's access."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from portsec.kernel.verdict import Verdict, allow, deny

LOOK_BACK = timedelta(days=90)
"""How long a favour is remembered (detection rule G02 counts over the same days)."""


@dataclass(frozen=True, slots=True)
class Approved:
    """Somebody said yes to somebody else's request. Both are names of accounts."""

    by: str
    account: str
    at: datetime


def is_no_ring(approver: str, asker: str, before: Iterable[Approved], *, at: datetime) -> Verdict:
    """Whether this approval closes no circle of two or three people within the look-back.

    Two people who open doors to each other need nobody else; three do it in a round so that no pair shows.
    Whoever approved the asker's way is not counted against them: only the way back to the approver is.
    """
    approved: defaultdict[str, set[str]] = defaultdict(set)
    for each in before:
        if at - LOOK_BACK <= each.at <= at:
            approved[each.by].add(each.account)
    if approver in approved[asker]:
        return deny(
            "approval_pair",
            "The person who asks approved a request of yours within 90 days; somebody else must answer.",
        )
    if any(approver in approved[middle] for middle in approved[asker] - {asker, approver}):
        return deny(
            "approval_triangle",
            "Your approval would close a circle of three people who approved each other within 90 days;"
            " somebody else must answer.",
        )
    return allow()
