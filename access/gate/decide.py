"""The decision at a gate."""

from __future__ import annotations

from collections.abc import Sequence

from access.gate.checks import CHECKS, Check
from access.gate.facts import GateFacts
from access.gate.statement import reason_of
from portsec.kernel.verdict import Verdict, allow, deny

# A check that cannot say what it found must stop the start, not a gate.
for _check in CHECKS:
    reason_of(_check)


def decide(facts: GateFacts, checks: Sequence[Check] = CHECKS) -> Verdict:
    """Whether the gate opens, with every finding and not only the first.

    An entry opens only when checks were made and none found anything. An exit always opens, for the safety
    of life; what was found stays in the reasons, so that the record shows it and the guard may ask. An
    allowed verdict with reasons is therefore an exit to look at.
    """
    findings = tuple(reason_of(check) for check in checks if check(facts))
    if facts.is_exit:
        return allow(*findings)
    if not checks:
        return deny("nothing_configured", "No check is set up for this gate.")
    return Verdict(False, findings) if findings else allow()
