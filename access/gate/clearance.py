"""What can be wrong with a clearance. The gate and need-to-know ask the same questions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

# The words of screening's clearance states; judgement may not import another app, so a test compares them.
GRANTED: Final = "granted"
SUSPENDED: Final = "suspended"
WITHDRAWN: Final = "withdrawn"

NO_LEVEL: Final = 0
"""Rank of what needs no clearance."""
STANDARD_LEVEL: Final = 1
"""Rank of a standard background check (Regulation (EU) 2015/1998, 11.1, taken over for ports)."""
ENHANCED_LEVEL: Final = 2
"""Rank of an enhanced background check (the same)."""


@dataclass(frozen=True, slots=True)
class ClearanceFacts:
    """The clearance that counts at the moment. It runs by calendar day, both days included.

    Why it was suspended is not among the facts: who judges an entry or a look-up cannot tell it on.
    """

    state: str
    level_rank: int
    valid_from: date
    valid_until: date
    escort_only: bool = False


class RestsOnClearance(Protocol):
    """What a judgement must know for these checks: the port's own calendar day, and whose clearance it is."""

    @property
    def day(self) -> date: ...
    @property
    def holder_known(self) -> bool: ...
    @property
    def clearance(self) -> ClearanceFacts | None: ...
    @property
    def required_level_rank(self) -> int: ...
    @property
    def is_escorted(self) -> bool: ...


def clearance_missing(facts: RestsOnClearance) -> bool:
    """There is no clearance.

    ISPS Code A/14.2.4: only authorised persons have access to restricted areas. Where nothing is on file,
    nobody has authorised.
    """
    return facts.holder_known and facts.clearance is None and facts.required_level_rank > NO_LEVEL


def clearance_suspended(facts: RestsOnClearance) -> bool:
    """The clearance is suspended at present.

    ISPS Code A/14.2.4. It counts for areas without a required level, too: a badge is only as good as the
    clearance behind it. The sentence stays neutral, as with TWIC's cancelled cards, which must not be read
    as an accusation.
    """
    return facts.clearance is not None and facts.clearance.state == SUSPENDED


def clearance_withdrawn(facts: RestsOnClearance) -> bool:
    """The clearance is no longer in force.

    ISPS Code A/14.2.4; for the neutral sentence see `clearance_suspended`.
    """
    return facts.clearance is not None and facts.clearance.state == WITHDRAWN


def clearance_state_unknown(facts: RestsOnClearance) -> bool:
    """The state of the clearance cannot be read.

    House rule: what nobody has allowed is refused.
    """
    return facts.clearance is not None and facts.clearance.state not in (GRANTED, SUSPENDED, WITHDRAWN)


def clearance_expired(facts: RestsOnClearance) -> bool:
    """The clearance has run out.

    A background check holds for a limited time and is repeated: Regulation (EU) 2015/1998, 11.1, taken over
    for ports. Its intervals are not confirmed against the text yet; the port's own policy sets them.
    """
    return _counts(facts) and facts.clearance is not None and facts.day > facts.clearance.valid_until


def clearance_not_yet_valid(facts: RestsOnClearance) -> bool:
    """The clearance has not begun yet.

    The decision names the first day; before it there is no authority (ISPS Code A/14.2.4).
    """
    return _counts(facts) and facts.clearance is not None and facts.day < facts.clearance.valid_from


def clearance_level_too_low(facts: RestsOnClearance) -> bool:
    """A clearance of a higher level is needed here.

    ISPS Code B/16.21-16.22: restricted areas have their own, clearly established measures to control access.
    """
    return facts.clearance is not None and facts.clearance.level_rank < facts.required_level_rank


def clearance_escort_only(facts: RestsOnClearance) -> bool:
    """This clearance holds with an escort only.

    Who is not fully vetted is under continuous watch (33 CFR 105.257, US, as practice); it gives no right to
    logistics data, because nobody can escort a look.
    """
    return facts.clearance is not None and facts.clearance.escort_only and not facts.is_escorted


def _counts(facts: RestsOnClearance) -> bool:
    return facts.required_level_rank > NO_LEVEL


CLEARANCE_CHECKS: tuple[Callable[[RestsOnClearance], bool], ...] = (
    clearance_missing,
    clearance_suspended,
    clearance_withdrawn,
    clearance_state_unknown,
    clearance_expired,
    clearance_not_yet_valid,
    clearance_level_too_low,
    clearance_escort_only,
)
