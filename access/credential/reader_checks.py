"""What can be wrong with a credential, a list or a clock, as a reader sees it alone. One finding each.

As at the gate, the first paragraph of a docstring is the sentence for the guard, the second its ground.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from access.credential.claims import Claims
from access.credential.presented import Presented
from access.credential.refusal import Fault
from access.credential.status_list import CredentialStatus
from access.credential.status_token import DEGRADED

FAIL_CLOSED: Final = 3
"""ISPS level (exceptional) at which a list lives for its time to live and not a minute longer."""
DEGRADED_LEVEL: Final = 2
"""Highest clearance level of an area that opens on a list older than its time to live: 0 none, 1 standard,
2 enhanced, 3 authority. Design, November 2026: the most sensitive areas wait for a person."""
CLOCK_TOLERANCE: Final = timedelta(minutes=2)
"""How far a reader's clock may be off before it is doubted; the service takes the same from readers. A gate
controller by IEC 60839-11-1 keeps within ten seconds a week."""
AGAIN: Final = timedelta(minutes=5)
"""In which the same credential in the same direction looks like a badge handed back over the fence."""

ReaderCheck = Callable[[Presented], bool]


def credential_malformed(shown: Presented) -> bool:
    """This is no badge that can be read.

    ISPS Code A/14.2.2: access to the port facility is controlled. What cannot be read names nobody.
    """
    return shown.credential is Fault.MALFORMED


def credential_type_wrong(shown: Presented) -> bool:
    """This was signed by the port, but it is no badge.

    OWASP ASVS 5.0, 9.2.2: a token is taken only for the purpose that it was signed for.
    """
    return shown.credential is Fault.TYPE_WRONG


def credential_key_unknown(shown: Presented) -> bool:
    """This badge was signed by a key that the port has not published.

    RFC 9052, 4.4: a signature says something only with a key that is trusted.
    """
    return shown.credential is Fault.KEY_UNKNOWN


def credential_key_retired(shown: Presented) -> bool:
    """This badge was signed outside the time of its key.

    NIST SP 800-57 Part 1, 5.3: a signing key has an end of use; what it signs later was not signed by us.
    """
    return shown.credential is Fault.KEY_RETIRED


def credential_signature_wrong(shown: Presented) -> bool:
    """The signature of this badge does not fit.

    RFC 9052, 4.4. Somebody has changed what the badge says, or made it up.
    """
    return shown.credential is Fault.SIGNATURE_WRONG


def credential_not_for_here(shown: Presented) -> bool:
    """This badge was issued for another port.

    OWASP ASVS 5.0, 9.2.3 and 9.2.4: a token is taken only by whom it was made for.
    """
    return shown.claims is not None and shown.claims.audience != shown.place.audience


def credential_expired(shown: Presented) -> bool:
    """The badge has run out.

    Token Status List, on status types: the end of a token is looked at first, because what has ended stays
    "valid" in the list. Never judged by a clock older than the newest signed list.
    """
    return shown.claims is not None and shown.now >= shown.claims.expires


def credential_not_yet_valid(shown: Presented) -> bool:
    """The badge is not valid yet.

    RFC 8392, 3.1.5. A reader whose clock is slow within the tolerance does not turn a new badge away.
    """
    return shown.claims is not None and shown.now + CLOCK_TOLERANCE < shown.claims.not_before


def credential_invalid(shown: Presented) -> bool:
    """The badge is no longer in force.

    33 CFR 101.520 (US, as practice): each entry is checked against the list of cancelled cards. Neutral: the
    list does not say why.
    """
    return shown.status is CredentialStatus.INVALID


def credential_suspended(shown: Presented) -> bool:
    """The badge is suspended at present.

    33 CFR 101.520, as for `credential_invalid`.
    """
    return shown.status is CredentialStatus.SUSPENDED


def credential_escort_only(shown: Presented) -> bool:
    """This badge holds with an escort only; see who goes along.

    33 CFR 105.257 (US, as practice): who is not fully vetted is under continuous watch. A reader alone
    cannot tell who escorts, a person can.
    """
    return shown.status is CredentialStatus.ESCORT_ONLY


def area_not_granted(shown: Presented) -> bool:
    """The badge does not open this area.

    ISPS Code A/14.2.4 and B/16.21: restricted areas are open only to those who are authorised for them.
    """
    area, claims = shown.place.area, shown.claims
    return area is not None and claims is not None and not area.opens_to(frozenset(claims.areas))


def reader_not_assigned(shown: Presented) -> bool:
    """Nobody has said yet which area this gate leads to.

    House rule: what nobody has set up opens nothing.
    """
    return shown.place.area is None


def nonce_replayed(shown: Presented) -> bool:
    """This attempt was answered already.

    Each attempt has a number of its own at its reader; one that comes again was recorded by somebody.
    """
    return shown.nonce in shown.memory.nonces


def presented_again(shown: Presented) -> bool:
    """The badge has just passed here in the same direction; see who holds it.

    Anti-passback, timed and soft: a badge or a picture of it is handed back for a second person.
    """
    claims = shown.claims
    last = shown.memory.passages.get(claims.pseudonym) if claims is not None else None
    return last is not None and last.direction == shown.place.direction and shown.now - last.at < AGAIN


def status_index_reused(shown: Presented) -> bool:
    """Two badges claim the same place in the status list.

    Token Status List, on the life of tokens: each has an entry of its own. Of two with one, the standing of
    neither is known.
    """
    claims = shown.claims
    return claims is not None and _holder(shown, claims) != claims.pseudonym


def status_list_missing(shown: Presented) -> bool:
    """This reader has no status list.

    House rule: what nobody has allowed is refused; a badge without a list may have been cancelled.
    """
    return shown.held.issued is None


def status_not_listed(shown: Presented) -> bool:
    """The status list at this reader says nothing about this badge.

    As for `status_list_missing`: another list, or a place beyond its end.
    """
    return shown.held.issued is not None and shown.claims is not None and shown.status is None


def status_list_too_old(shown: Presented) -> bool:
    """The status list at this reader is too old.

    33 CFR 101.520 (US, as practice): how often the list is fetched follows the security level. Where a person
    has declared that the site is cut off, it may be eight hours old, but not for the most sensitive areas and
    not at ISPS level 3.
    """
    issued = shown.held.issued
    if issued is None:
        return False
    ends = issued.issued_at + _longest_age(shown, issued.time_to_live)
    return shown.now >= min(ends, issued.expires)


def status_list_forged(shown: Presented) -> bool:
    """Somebody has offered this reader a status list that the port did not sign.

    The list at hand still counts, but whoever tampers wants something of this gate: a person looks.
    """
    return shown.held.forged


def status_list_rolled_back(shown: Presented) -> bool:
    """Somebody has offered this reader an older status list than the one it has.

    As for `status_list_forged`: an old list brings cancelled badges to life again.
    """
    return shown.held.rolled_back


def clock_behind(shown: Presented) -> bool:
    """The clock of this reader stands before the newest signed list.

    A clock set back revives badges that have ended and makes an old list look new; nobody can say how old.
    """
    return shown.floor is not None and shown.clock.at + CLOCK_TOLERANCE < shown.floor


def clock_doubtful(shown: Presented) -> bool:
    """The clock of this reader was wrong when it was last compared.

    IEC 60839-11-1, grades 3 and 4: controllers follow a master clock. More than two minutes is a fault.
    """
    return abs(shown.clock.doubt) > CLOCK_TOLERANCE


def _holder(shown: Presented, claims: Claims) -> str:
    """Whose place in the list it is, as far as this reader has seen."""
    return shown.memory.holders.get(claims.status, claims.pseudonym)


def _longest_age(shown: Presented, time_to_live: timedelta) -> timedelta:
    area = shown.place.area
    low = area is not None and area.required_level_rank <= DEGRADED_LEVEL
    declared = shown.declared_degraded and low and shown.isps_level < FAIL_CLOSED
    return DEGRADED if declared else time_to_live


REFUSALS: tuple[ReaderCheck, ...] = (
    credential_malformed,
    credential_type_wrong,
    credential_key_unknown,
    credential_key_retired,
    credential_signature_wrong,
    credential_not_for_here,
    credential_not_yet_valid,
    credential_invalid,
    area_not_granted,
    reader_not_assigned,
    nonce_replayed,
)
"""What refuses an entry whether the service can be reached or not."""

SUPERSEDED_BY_SERVICE: tuple[ReaderCheck, ...] = (credential_expired, credential_suspended)
"""What refuses until somebody knows it fresher: a suspension may have been lifted since the list. A printed
card outlives its credential, which only limits for how long it opens where nobody can be asked; the badge
behind it has its own end, which the service judges."""

LOOKS: tuple[ReaderCheck, ...] = (presented_again,)
"""What a person must look at, whether the service can be reached or not."""

ESCORTS: tuple[ReaderCheck, ...] = (credential_escort_only,)
"""What a person looks at where no service has looked already."""

DOUBTS: tuple[ReaderCheck, ...] = (
    status_index_reused,
    status_list_missing,
    status_not_listed,
    status_list_too_old,
    status_list_forged,
    status_list_rolled_back,
    clock_behind,
    clock_doubtful,
)
"""What leaves the standing of the badge unknown to a reader alone. The service knows it."""

ALL: tuple[ReaderCheck, ...] = (*REFUSALS, *SUPERSEDED_BY_SERVICE, *LOOKS, *ESCORTS, *DOUBTS)
"""In the order in which reasons are shown."""
