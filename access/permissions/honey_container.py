"""Who may know which records are planted."""

from __future__ import annotations

from accounts.permissions import may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict


def may_see_planted(scope: Scope, port_id: int) -> Verdict:
    """Whoever decides cases, and nobody else: each one who knows a number makes it worth less."""
    return may(Capability.TRIAGE_PERSON_CASES, scope=scope, port_id=port_id)
