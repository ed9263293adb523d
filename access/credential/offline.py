"""What a reader decides: open, refuse, or ask a person. With every finding."""

from __future__ import annotations

from dataclasses import dataclass, replace

from access.credential.keys import KeySet
from access.credential.presented import HeldList, Presented
from access.credential.reader_checks import (
    ALL,
    DOUBTS,
    ESCORTS,
    FAIL_CLOSED,
    LOOKS,
    REFUSALS,
    SUPERSEDED_BY_SERVICE,
    ReaderCheck,
)
from access.credential.refusal import Untrusted
from access.credential.status_token import from_jwt
from access.gate.statement import reason_of
from portsec.kernel.verdict import Reason
from portsec.kernel.words import Word

# A check that cannot say what it found must stop the start, not a gate.
for _check in ALL:
    reason_of(_check)


class Advice(Word):
    """What the reader does. `ask` opens nothing: a person decides, and the queue keeps that one did."""

    GRANT = "grant", "Open", "good"
    ASK = "ask", "Ask a person", "wait"
    REFUSE = "refuse", "Do not open", "bad"


@dataclass(frozen=True, slots=True)
class Judgement:
    """What to do, and every reason. A grant with reasons is one to look at: an exit, or an alarm."""

    advice: Advice
    reasons: tuple[Reason, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(reason.code for reason in self.reasons)


def decide(shown: Presented) -> Judgement:
    """Open, refuse or ask; about 0.03 ms after the credential was verified.

    The service, where it answers, knows standing and time afresh: what the list and the own clock leave in
    doubt is then only told. What is wrong with the credential itself refuses all the same, so that being
    online is never laxer than the signature. Alone, a doubt asks a person, and refuses at ISPS level 3.
    An exit always opens, for the safety of life; what was found stays in the reasons.
    """
    found = [check for check in ALL if check(shown)]
    reasons = tuple(reason_of(check) for check in found)
    if shown.service is not None and not shown.service.allowed:
        known = {reason.code for reason in reasons}
        reasons += tuple(reason for reason in shown.service.reasons if reason.code not in known)
    return Judgement(Advice.GRANT if shown.place.is_exit else _advice(shown, found), reasons)


def receive(held: HeldList, token: str, keys: KeySet, *, uri: str) -> HeldList:
    """The list that a reader holds after this one was offered, a JWT from the service or from anybody.

    One that does not verify, or is older than the one at hand, changes nothing but the alarm. Nothing is
    raised: a reader goes on with what it has.
    """
    try:
        offered = from_jwt(token, keys, uri=uri)
    except Untrusted:
        return replace(held, forged=True)
    if held.issued is None or offered.issued_at > held.issued.issued_at:
        return HeldList(offered)
    if offered.issued_at < held.issued.issued_at:
        return replace(held, rolled_back=True)
    return replace(held, issued=offered)  # played back it ends no alarm, and of one second the later counts


def _advice(shown: Presented, found: list[ReaderCheck]) -> Advice:
    if _any(found, REFUSALS) or (shown.service is not None and not shown.service.allowed):
        return Advice.REFUSE
    if _any(found, LOOKS):
        return Advice.ASK
    return Advice.GRANT if shown.service is not None else _alone(shown, found)


def _alone(shown: Presented, found: list[ReaderCheck]) -> Advice:
    closed = shown.isps_level >= FAIL_CLOSED and _any(found, DOUBTS)
    if closed or _any(found, SUPERSEDED_BY_SERVICE):
        return Advice.REFUSE
    return Advice.ASK if _any(found, (*ESCORTS, *DOUBTS)) else Advice.GRANT


def _any(found: list[ReaderCheck], group: tuple[ReaderCheck, ...]) -> bool:
    return any(check in group for check in found)
