"""Who may decide person-cases, see whom they are about, and mute what opens them."""

from __future__ import annotations

from datetime import datetime

from access.models import MutedPattern, PersonCase, Unmasking
from access.selectors.hand import hand_of
from access.selectors.person_case import person_of
from accounts.models import User
from accounts.permissions import is_not_oneself, may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, deny
from screening.permissions import is_not_own_file


def may_triage(actor: User, scope: Scope, case: PersonCase) -> Verdict:
    """An analyst decides a person-case, never their own."""
    return all_of(
        may(Capability.TRIAGE_PERSON_CASES, scope=scope, port_id=case.port_id), _is_not_about(actor, case)
    )


def may_confirm_dismissal(actor: User, scope: Scope, case: PersonCase) -> Verdict:
    """A second person, who did not propose it, whatever accounts they have."""
    return all_of(may_triage(actor, scope, case), _is_second_hand(actor, case.proposed_by))


def may_unmask(actor: User, scope: Scope, case: PersonCase) -> Verdict:
    """Whoever works on cases or audits them may see whom one is about, with a reason; never their own."""
    return all_of(
        may(Capability.VIEW_PERSON_CASES, scope=scope, port_id=case.port_id), _is_not_about(actor, case)
    )


def has_unmasked(actor: User, case: PersonCase, *, at: datetime) -> Verdict:
    """Nobody hands on a person whom they have not looked at."""
    if Unmasking.objects.filter(case=case, by=actor, until__gt=at).exists():
        return allow()
    return deny("case_masked", "See first whom the case is about, and give the reason.")


def may_mute(scope: Scope, port_id: int) -> Verdict:
    """Analysts propose and answer muted patterns."""
    return may(Capability.TRIAGE_PERSON_CASES, scope=scope, port_id=port_id)


def may_answer_mute(actor: User, scope: Scope, pattern: MutedPattern) -> Verdict:
    """A second analyst confirms or refuses a pattern, and nobody one about themselves."""
    own = is_not_oneself(actor, pattern.subject) if pattern.subject else allow()
    return all_of(may_mute(scope, pattern.port_id), _is_second_hand(actor, pattern.proposed_by), own)


def _is_not_about(actor: User, case: PersonCase) -> Verdict:
    person = person_of(case)
    return is_not_own_file(actor, person) if person else is_not_oneself(actor, case.subject)


def _is_second_hand(actor: User, first: User | None) -> Verdict:
    if first is not None and hand_of(actor) == hand_of(first):
        return deny("own_proposal", "You proposed this; a second person must answer.")
    return allow()
