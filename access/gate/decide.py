"""The decision at a gate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from access.gate.checks import CHECKS, NOTICES, Check
from access.gate.duties import duties_of
from access.gate.facts import GateFacts
from access.gate.statement import reason_of
from portsec.kernel.verdict import Reason, Verdict

# A check that cannot say what it found must stop the start, not a gate.
for _check in CHECKS:
    reason_of(_check)

NOTHING_CONFIGURED = Reason("nothing_configured", "No check is set up for this gate.")


def decide(facts: GateFacts, checks: Sequence[Check] = CHECKS) -> Verdict:
    """Whether the gate opens, with every finding and not only the first.

    An entry opens only when checks were made that could have refused, and none did; what is only noted stays
    among the reasons. An exit always opens, for the safety of life; what was found stays in the reasons, so
    that the record shows it and the guard may ask. An allowed verdict with reasons is therefore one to look
    at. The duress code changes no answer: it adds the duty of a silent alarm, and opens nothing by itself.
    """
    found = [check for check in checks if check(facts)]
    against = [reason_of(check) for check in found if check not in NOTICES]
    reasons = tuple(map(reason_of, found))
    if all(check in NOTICES for check in checks) and not facts.is_exit:
        against, reasons = [NOTHING_CONFIGURED], (NOTHING_CONFIGURED, *reasons)
    allowed = facts.is_exit or not against
    duties = duties_of(facts, _codes(reasons), _codes(against), allowed=allowed)
    return Verdict(allowed, reasons, tuple(duties))


def _codes(reasons: Iterable[Reason]) -> list[str]:
    return [reason.code for reason in reasons]
