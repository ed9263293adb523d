"""Who may do what with letters, requests of people, secret grounds, holds and erasure.

Vetting officers enter and propose, deciding officers confirm; nobody handles their own file.
"""

from __future__ import annotations

from accounts.models import User
from accounts.permissions import may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, deny
from screening.letters.words import LetterKind
from screening.models import Application, ErasureOrder, LegalHold, Letter, Person, RightsRequest
from screening.permissions import is_not_own_file


def may_handle_rights(actor: User, scope: Scope, person: Person) -> Verdict:
    """Who enters what a person asks and proposes the answer, or a hold, or an early erasure."""
    return all_of(
        may(Capability.PROPOSE_DECISIONS, scope=scope, port_id=person.port_id),
        is_not_own_file(actor, person),
    )


def may_confirm_answer(actor: User, scope: Scope, request: RightsRequest) -> Verdict:
    """Four eyes: the answer to a person is confirmed by another officer than proposed it."""
    return _may_confirm(actor, scope, request.person, proposed_by=request.proposed_by_id, what="this answer")


def may_order_erasure(actor: User, scope: Scope, application: Application) -> Verdict:
    return may_handle_rights(actor, scope, application.person)


def may_confirm_erasure(actor: User, scope: Scope, order: ErasureOrder) -> Verdict:
    """Four eyes: evidence is not destroyed by one hand."""
    person = order.application.person
    return _may_confirm(actor, scope, person, proposed_by=order.proposed_by_id, what="this erasure")


def may_confirm_lift(actor: User, scope: Scope, hold: LegalHold) -> Verdict:
    """Four eyes: what a hold keeps is not let go by one hand."""
    person = hold.application.person
    return _may_confirm(actor, scope, person, proposed_by=hold.lift_proposed_by_id, what="lifting this hold")


def may_know_secret_pointer(actor: User, scope: Scope, application: Application) -> Verdict:
    """Where a secret ground is held has the narrowest circle: those who decide, and not the person."""
    return all_of(
        may(Capability.COUNTERSIGN_DECISIONS, scope=scope, port_id=application.port_id),
        is_not_own_file(actor, application.person),
    )


def may_read_letter(actor: User, scope: Scope, letter: Letter) -> Verdict:
    """Letters to the person give findings of the record; the employer's letter does not."""
    narrow = letter.kind in {LetterKind.NOTICE_OF_INTENT.value, LetterKind.DECISION.value}
    wanted = Capability.VIEW_RECORDS if narrow else Capability.VIEW_CASES
    return all_of(
        may(wanted, scope=scope, port_id=letter.application.port_id),
        is_not_own_file(actor, letter.application.person),
    )


def _may_confirm(actor: User, scope: Scope, person: Person, *, proposed_by: int | None, what: str) -> Verdict:
    if proposed_by == actor.pk:
        other = deny("own_proposal", f"You proposed {what}; another officer must confirm it.")
    else:
        other = allow()
    return all_of(
        may(Capability.COUNTERSIGN_DECISIONS, scope=scope, port_id=person.port_id),
        other,
        is_not_own_file(actor, person),
    )
