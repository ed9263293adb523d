"""What a reader and its screen say. The one place where a verdict becomes an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from access.enums import GateResult
from access.gate.duties import SHOWN
from portsec.kernel.verdict import Reason, Verdict

GRANT = "grant"
REFUSE = "refuse"


def answer_of(verdict: Verdict) -> dict[str, Any]:
    """`decision` is grant or refuse, `reasons` a list of {code, detail}, `duties` those that may be shown.

    Duties for the control room are left out, so that a grant under duress reads like any other.
    """
    shown = [duty for duty in verdict.obligations if duty in SHOWN]
    return answer(verdict.reasons, shown, allowed=verdict.allowed)


def answer(reasons: Iterable[Reason], duties: Sequence[str], *, allowed: bool) -> dict[str, Any]:
    """The same from what was kept of a verdict."""
    return {
        "decision": GRANT if allowed else REFUSE,
        "reasons": [reason.as_dict() for reason in reasons],
        "duties": list(duties),
    }


def with_receipt(answer: dict[str, Any], person: str, receipt: str) -> dict[str, Any]:
    """With its receipt, and with the name after a yes alone: a refused badge tells nothing of its holder."""
    named = {"person": person} if answer["decision"] == GRANT and person else {}
    return answer | named | {"receipt": receipt}


def screen_text(verdict: Verdict) -> str:
    """The lines that a screen at the gate shows: the result, then each reason's sentence."""
    result = GateResult.GRANTED if verdict.allowed else GateResult.REFUSED
    return "\n".join([result.label, *(reason.detail for reason in verdict.reasons)])
