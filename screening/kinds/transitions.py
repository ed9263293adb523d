"""Which step may follow which for sponsors, permits, port bans and members of a crew."""

from __future__ import annotations

from collections.abc import Mapping

from screening.crew.words import CrewState
from screening.kinds.words import BanEvent, BanState, PermitEvent, PermitState, SponsorState

# A permit once issued is revoked or runs out; it never changes into another one.
PERMIT: Mapping[tuple[PermitState, PermitEvent], PermitState] = {
    (PermitState.ISSUED, PermitEvent.REVOKE): PermitState.REVOKED,
}

# Nothing of a ban happens by one hand: it is confirmed by a second officer, and lifted by two.
BAN: Mapping[tuple[BanState, BanEvent], BanState] = {
    (BanState.ENTERED, BanEvent.CONFIRM): BanState.CONFIRMED,
    (BanState.ENTERED, BanEvent.DISCARD): BanState.DISCARDED,
    (BanState.CONFIRMED, BanEvent.PROPOSE_LIFT): BanState.LIFTING,
    (BanState.LIFTING, BanEvent.KEEP): BanState.CONFIRMED,
    (BanState.LIFTING, BanEvent.LIFT): BanState.LIFTED,
}
BINDING = (BanState.CONFIRMED.value, BanState.LIFTING.value)  # states in which a ban forbids

# A sponsor answers once.
SPONSOR_STEPS: frozenset[tuple[str, str]] = frozenset(
    {
        (SponsorState.WAITING.value, SponsorState.SIGNED.value),
        (SponsorState.WAITING.value, SponsorState.DECLINED.value),
    }
)

# The system permits or asks an officer. To refuse, and to permit after all, is an officer's word.
CREW_STEPS: frozenset[tuple[str, str]] = frozenset(
    {
        (CrewState.TO_SCREEN.value, CrewState.PERMITTED.value),
        (CrewState.TO_SCREEN.value, CrewState.WITH_OFFICER.value),
        (CrewState.WITH_OFFICER.value, CrewState.PERMITTED.value),
        (CrewState.WITH_OFFICER.value, CrewState.REFUSED.value),
        (CrewState.PERMITTED.value, CrewState.REFUSED.value),
    }
)
