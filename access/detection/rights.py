"""Rights that were given, and who approved whom, in one form wherever they come from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from operator import attrgetter

from access.detection.governance_facts import Approval, RightGiven
from access.detection.window import Window, grouped
from access.need_to_know.facts import GrantFact


def rights_given(window: Window) -> Sequence[RightGiven]:
    """Rights that had not ended before the loaded time, by when they began.

    A grant that was also delivered as a right counts once, as the right, which tells more.
    """
    whole = [right for right in window.context.rights or () if _reaches(right, window)]
    told = {right.ref for right in whole}
    same = {(right.account, right.object, right.since) for right in whole}
    ends = {order.work_ref: order.closed_at for order in window.context.work_orders or ()}
    grants = (
        right
        for account, held in window.grants.items()
        for right in _from_grants(account, held, ends)
        if right.ref not in told and (right.account, right.object, right.since) not in same
        if _reaches(right, window)
    )
    return sorted([*whole, *grants], key=attrgetter("since", "ref"))


def _reaches(right: RightGiven, window: Window) -> bool:
    return right.until is None or window.loaded_since is None or right.until >= window.loaded_since


def _from_grants(
    account: str, grants: Iterable[GrantFact], ends: Mapping[str, datetime | None]
) -> Iterator[RightGiven]:
    """A grant for the same need that begins where the one before ended has made it longer.

    What a grant was given for has ended when the work that it names was closed (`ends` by reference).
    """
    needs = grouped(grants, attrgetter("object", "field_class", "purpose", "case_ref"))
    for same in needs.values():
        chain: list[GrantFact] = []
        for grant in sorted(same, key=attrgetter("valid_from", "valid_until")):
            if chain and grant.valid_from > chain[-1].valid_until:
                yield _right(account, chain, ends)
                chain = []
            chain.append(grant)
        yield _right(account, chain, ends)


def _right(account: str, chain: Sequence[GrantFact], ends: Mapping[str, datetime | None]) -> RightGiven:
    first, last = chain[0], max(chain, key=attrgetter("valid_until"))
    return RightGiven(
        ref=first.ref or f"grant:{account}:{first.object}:{first.valid_from.isoformat()}",
        account=account,
        name=f"{first.field_class.label.lower()} data of {first.object}",
        by=first.granted_by,
        since=first.valid_from,
        until=last.valid_until,
        object=first.object,
        field_class=first.field_class.value,
        extended_at=tuple(grant.valid_from for grant in chain[1:]),
        reason_ends_at=ends.get(first.case_ref),
    )


def approvals(window: Window) -> Sequence[Approval]:
    """Who said yes to whom, in the order of time; a right whose approval was not delivered stands for it."""
    delivered = tuple(window.context.approvals or ())
    told = {approval.right for approval in delivered}
    given = (
        Approval(right.ref, right.since, right.by, right.account, right.ref)
        for right in window.once(rights_given)
        if right.by and right.ref not in told
    )
    return sorted([*delivered, *given], key=attrgetter("at", "ref"))
