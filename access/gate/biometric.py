"""Whether the holder is the person whom the badge was made for."""

from __future__ import annotations

from access.gate.facts import GateFacts
from access.gate.isps import BiometricReach


def biometric_mismatch(facts: GateFacts) -> bool:
    """Finger or face do not match this badge.

    33 CFR 101.520 (US, as practice): one to one comparison with the sample of the card. A guard's word does
    not outweigh it in the same attempt; that is a house rule, because a mismatch that the same guard then
    overrides is how lent badges get through.
    """
    return facts.biometric is False


def biometric_missing(facts: GateFacts) -> bool:
    """Finger or face must be compared here.

    33 CFR 101.520, as for `biometric_mismatch`; who gives no sample is compared by guards, by sight. In
    which areas, and how many guards, stands in the table of security levels (house proposal).
    """
    if facts.is_exit or facts.biometric is not None:
        return False
    return _must_be_compared(facts) and facts.fallback_guards < facts.measures.fallback_guards


def _must_be_compared(facts: GateFacts) -> bool:
    needs, reach = facts.needs, facts.measures.biometric
    by_level = reach is BiometricReach.EVERYWHERE or (
        reach is BiometricReach.RESTRICTED and needs.is_restricted
    )
    return needs.biometric or facts.drawn or by_level
