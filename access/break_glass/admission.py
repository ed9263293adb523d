"""Who may break the glass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from access.enums import FieldClass
from access.gate.clearance import CLEARANCE_CHECKS, ClearanceFacts
from access.gate.statement import reason_of
from access.need_to_know.facts import LEVEL_NEEDED
from portsec.kernel.verdict import Verdict, allow


@dataclass(frozen=True, slots=True)
class AdmissionFacts:
    """Who stands before the glass, on the port's own calendar day.

    `overdue`: earlier ones of the same account whose review clock has run out.
    """

    day: date
    field_class: FieldClass
    account_live: bool
    holder_known: bool
    clearance: ClearanceFacts | None
    is_banned: bool = False
    overdue: int = 0

    @property
    def required_level_rank(self) -> int:
        return LEVEL_NEEDED[self.field_class]

    @property
    def is_escorted(self) -> bool:
        """Nobody goes along with a look at data."""
        return False


def account_not_in_use(facts: AdmissionFacts) -> bool:
    """The account is not in use.

    Break-glass skips the explanation, never the person.
    """
    return not facts.account_live


def nobody_known(facts: AdmissionFacts) -> bool:
    """The account belongs to no person known here.

    A break-glass is answered for by a person; a shared account or a device has nobody who could.
    """
    return not facts.holder_known


def port_banned(facts: AdmissionFacts) -> bool:
    """There is no right of access at present.

    A port ban ends all rights from its first day; the sentence stays neutral on screens.
    """
    return facts.is_banned


def review_overdue(facts: AdmissionFacts) -> bool:
    """An earlier break-glass of this account has not been reviewed in time.

    Rule G04: break-glass without a review becomes a second way in.
    """
    return facts.overdue > 0


ADMISSION_CHECKS: tuple[Callable[[AdmissionFacts], bool], ...] = (
    account_not_in_use,
    nobody_known,
    port_banned,
    *CLEARANCE_CHECKS,
    review_overdue,
)

for _check in ADMISSION_CHECKS:
    reason_of(_check)


def may_break_glass(facts: AdmissionFacts) -> Verdict:
    """Anybody whose clearance reaches the field class, with every reason against it."""
    against = tuple(reason_of(check) for check in ADMISSION_CHECKS if check(facts))
    return Verdict(False, against) if against else allow()
