"""What a reader and its screen say. The one place where a verdict becomes an answer."""

from __future__ import annotations

from typing import Any

from access.enums import GateResult
from access.gate.duties import SHOWN
from portsec.kernel.verdict import Verdict

GRANT = "grant"
REFUSE = "refuse"


def answer_of(verdict: Verdict) -> dict[str, Any]:
    """`decision` is grant or refuse, `reasons` a list of {code, detail}, `duties` those that may be shown.

    Duties for the control room are left out, so that a grant under duress reads like any other.
    """
    return {
        "decision": GRANT if verdict.allowed else REFUSE,
        "reasons": [reason.as_dict() for reason in verdict.reasons],
        "duties": [duty for duty in verdict.obligations if duty in SHOWN],
    }


def screen_text(verdict: Verdict) -> str:
    """The lines that a screen at the gate shows: the result, then each reason's sentence."""
    result = GateResult.GRANTED if verdict.allowed else GateResult.REFUSED
    return "\n".join([result.label, *(reason.detail for reason in verdict.reasons)])
