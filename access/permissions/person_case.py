"""Who may decide person-cases."""

from __future__ import annotations

from access.models import PersonCase
from access.selectors.person_case import person_of
from accounts.models import User
from accounts.permissions import is_not_oneself, may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of
from screening.permissions import is_not_own_file


def may_triage(actor: User, scope: Scope, case: PersonCase) -> Verdict:
    """An analyst decides a person-case, never their own."""
    person = person_of(case)
    own = is_not_own_file(actor, person) if person else is_not_oneself(actor, case.subject)
    return all_of(may(Capability.TRIAGE_PERSON_CASES, scope=scope, port_id=case.port_id), own)
