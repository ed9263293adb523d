"""What must be in order before any explanation counts. Form as in `access.gate.checks`."""

from __future__ import annotations

from collections.abc import Callable

from access.gate.clearance import CLEARANCE_CHECKS
from access.gate.statement import reason_of
from access.need_to_know.break_glass import glass_broken
from access.need_to_know.browsing import browsed_by_attribute
from access.need_to_know.explanation import carries
from access.need_to_know.facts import LookUpFacts
from access.need_to_know.level import LEVEL_CHECKS
from access.need_to_know.segregation import duties_not_separate
from access.need_to_know.workplace import WORKPLACE_CHECKS

Check = Callable[[LookUpFacts], bool]


def account_not_live(facts: LookUpFacts) -> bool:
    """The account is not in use.

    An account that was closed or never activated speaks for nobody.
    """
    return not facts.account_live


def person_unknown(facts: LookUpFacts) -> bool:
    """The account belongs to no person known here.

    Logistics data are shown to people who were found suitable, so the person must be known
    (mandate of 25 April 2025: uniform screening of everybody with access to logistics-chain data).
    """
    return not facts.holder_known


def role_not_allowed(facts: LookUpFacts) -> bool:
    """The role of this account does not include the action.

    Need-to-know narrows a role; it never widens it. Breaking the glass passes by the role for this object:
    an emergency asks who stands there, and a review asks why.
    """
    return not facts.role_allows and not carries(glass_broken, facts)


def port_banned(facts: LookUpFacts) -> bool:
    """A port ban runs for this person.

    A judge's ban is registered once and counts everywhere (AIGIS, Belgium, 2025). Who may not enter the port
    has no work in it that its data would explain.
    """
    return facts.banned


PUBLIC_CHECKS: tuple[Check, ...] = (account_not_live,)
"""For S0: vessel names and times of arrival are free to every live account."""

PROTECTED_CHECKS: tuple[Check, ...] = (
    account_not_live,
    person_unknown,
    *CLEARANCE_CHECKS,
    port_banned,
    role_not_allowed,
    browsed_by_attribute,
    duties_not_separate,
    *WORKPLACE_CHECKS,
    *LEVEL_CHECKS,
)
"""For S1 and above."""

for _check in PROTECTED_CHECKS:
    reason_of(_check)
