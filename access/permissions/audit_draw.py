"""Who may review look-ups that were drawn by lot."""

from __future__ import annotations

from access.models import AuditDraw
from accounts.models import User
from accounts.permissions import is_not_oneself, may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of


def may_review_draw(actor: User, scope: Scope, row: AuditDraw) -> Verdict:
    """An analyst reviews a drawn look-up, never their own."""
    return all_of(
        may(Capability.TRIAGE_PERSON_CASES, scope=scope, port_id=row.port_id),
        is_not_oneself(actor, row.subject),
    )
