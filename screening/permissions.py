"""Who may do what in screening."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import User
from accounts.permissions import is_not_oneself, may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, any_of, deny
from screening.enums import DecisionState
from screening.models import (
    Application,
    Clearance,
    CrewHit,
    CrewMember,
    Decision,
    Hearing,
    Hit,
    InterimProposal,
    Panel,
    Person,
    PolicyDraft,
    PortPolicy,
    Remedy,
    Sponsorship,
)
from screening.selectors.hand import had_a_part


def may_enter(scope: Scope, *, port_id: int, organisation_id: int | None) -> Verdict:
    """Vetting officers enter applications for anyone, employers for their own staff only."""
    officer = may(Capability.VIEW_CASES, scope=scope, port_id=port_id)
    own_staff = (
        allow()
        if scope.organisation is not None and scope.organisation == organisation_id
        else deny("not_own_staff", "You may enter applications for your own organisation's people only.")
    )
    return all_of(
        may(Capability.ENTER_APPLICATIONS, scope=scope, port_id=port_id), any_of(officer, own_staff)
    )


def is_not_own_file(actor: User, person: Person) -> Verdict:
    """Nobody handles their own file, whichever of the person's two numbers their account was given."""
    return next(
        (
            refusal
            for number in (person.ref, person.external_ref)
            if not (refusal := is_not_oneself(actor, number)).allowed
        ),
        allow(),
    )


def may_view_records(scope: Scope, application: Application) -> Verdict:
    """Conviction data has a narrower circle than the case (GDPR Art. 10)."""
    return may(Capability.VIEW_RECORDS, scope=scope, port_id=application.port_id)


def may_work_on(actor: User, scope: Scope, application: Application) -> Verdict:
    """Who answers checks or countersigns. Whoever only reads, an auditor say, leaves no trace in a file."""
    return all_of(
        any_of(
            may(Capability.ANSWER_CHECKS, scope=scope, port_id=application.port_id),
            may(Capability.COUNTERSIGN_DECISIONS, scope=scope, port_id=application.port_id),
        ),
        is_not_own_file(actor, application.person),
    )


def may_answer(actor: User, scope: Scope, application: Application) -> Verdict:
    return all_of(
        may(Capability.ANSWER_CHECKS, scope=scope, port_id=application.port_id),
        is_not_own_file(actor, application.person),
    )


def may_decide_hit(actor: User, scope: Scope, person: Person) -> Verdict:
    """Who says whether a listed entity is somebody who was screened again: officers, and never the person."""
    return all_of(
        any_of(
            may(Capability.ANSWER_CHECKS, scope=scope, port_id=person.port_id),
            may(Capability.COUNTERSIGN_DECISIONS, scope=scope, port_id=person.port_id),
        ),
        is_not_own_file(actor, person),
    )


def may_speak_on_hit(actor: User, scope: Scope, found: Hit | CrewHit) -> Verdict:
    """Who says whether a listed entity is somebody, wherever the two were compared.

    Whoever answers checks; outside a case also those who decide. After a first officer's word another one
    must speak, who may be one of either.
    """
    person = found.whose
    if found.awaits_second:
        return all_of(may_decide_hit(actor, scope, person), is_other_hand(actor, found.same_said_by_id))
    if isinstance(found, Hit) and found.check_answered_id is None:
        return may_decide_hit(actor, scope, person)
    return all_of(
        may(Capability.ANSWER_CHECKS, scope=scope, port_id=person.port_id), is_not_own_file(actor, person)
    )


def may_rescreen(scope: Scope, *, port_id: int) -> Verdict:
    """Who starts and stops the rescreening of a port's people."""
    return any_of(
        may(Capability.LOAD_WATCHLISTS, scope=scope, port_id=port_id),
        may(Capability.COUNTERSIGN_DECISIONS, scope=scope, port_id=port_id),
    )


def may_propose(actor: User, scope: Scope, application: Application) -> Verdict:
    return all_of(
        may(Capability.PROPOSE_DECISIONS, scope=scope, port_id=application.port_id),
        is_human(actor),
        is_not_own_file(actor, application.person),
    )


def is_human(actor: User) -> Verdict:
    """No decision solely by a machine (GDPR Art. 22): accounts of devices decide nothing."""
    if actor.is_device:
        return deny("machine_account", "This account belongs to a device; a person decides.")
    return allow()


def may_countersign(actor: User, scope: Scope, decision: Decision) -> Verdict:
    """Four eyes: another officer, with the right, not the person concerned."""
    application = decision.application
    return all_of(
        may(Capability.COUNTERSIGN_DECISIONS, scope=scope, port_id=application.port_id),
        is_human(actor),
        is_not_proposer(actor, decision),
        is_not_own_file(actor, application.person),
    )


def is_not_proposer(actor: User, decision: Decision) -> Verdict:
    if decision.proposed_by_id == actor.pk:
        return deny("own_proposal", "You proposed this decision; another officer must countersign it.")
    return allow()


def may_know_proposal(user: User, scope: Scope, decision: Decision) -> Verdict:
    """A second officer sees the evidence first: what another proposed stays closed until they have answered.

    What was returned without an opinion stays closed as well, since the next proposal is likely to repeat it.
    Closed to whoever may countersign at the port, as long as the case is with its officers.
    """
    application = decision.application
    is_sealed = (
        decision.state in (DecisionState.PROPOSED.value, DecisionState.RETURNED.value)
        and application.closed_at is None
        and not decision.application.panels.filter(decision=decision).exists()
    )
    may_be_asked = scope.holds(Capability.COUNTERSIGN_DECISIONS.value, application.port_id)
    if is_sealed and may_be_asked and decision.proposed_by_id != user.pk:
        return deny("opinion_first", "Form your own opinion first; then the proposal is shown.")
    return allow()


def may_vote(actor: User, scope: Scope, panel: Panel) -> Verdict:
    """A panel is open to officers who propose or countersign, its first two among them; not to the person."""
    return all_of(
        _may_decide_about(scope, panel.application), is_not_own_file(actor, panel.application.person)
    )


def may_hear(actor: User, scope: Scope, hearing: Hearing) -> Verdict:
    """Who serves a notice, withholds, gives time and takes down answers."""
    return may_hear_case(actor, scope, hearing.application)


def may_hear_case(actor: User, scope: Scope, application: Application) -> Verdict:
    """The officers who propose or countersign, and never the person."""
    return all_of(
        _may_decide_about(scope, application),
        is_human(actor),
        is_not_own_file(actor, application.person),
    )


def may_answer_interim(actor: User, scope: Scope, proposal: InterimProposal) -> Verdict:
    """Four eyes, as for a decision."""
    application = proposal.application
    own = deny("own_proposal", "You proposed this; another officer must answer it.")
    return all_of(
        may(Capability.COUNTERSIGN_DECISIONS, scope=scope, port_id=application.port_id),
        is_human(actor),
        own if proposal.proposed_by_id == actor.pk else allow(),
        is_not_own_file(actor, application.person),
    )


def may_review(actor: User, scope: Scope, remedy: Remedy) -> Verdict:
    """Who may propose the result of a remedy: an officer who had no part in the refusal."""
    application = remedy.application
    part = deny("had_a_part", "You had a part in the decision; officers who had none look at it again.")
    return all_of(
        _may_decide_about(scope, application),
        is_human(actor),
        part if had_a_part(actor, application) else allow(),
        is_not_own_file(actor, application.person),
    )


def may_decide_remedy(actor: User, scope: Scope, remedy: Remedy) -> Verdict:
    """The second hand of a remedy: a deciding officer who neither proposed it nor had a part before."""
    own = deny("own_proposal", "You proposed this result; another officer must decide.")
    return all_of(
        may(Capability.COUNTERSIGN_DECISIONS, scope=scope, port_id=remedy.application.port_id),
        may_review(actor, scope, remedy),
        own if remedy.proposed_by_id == actor.pk else allow(),
    )


def is_not_suspender(actor: User, clearance: Clearance) -> Verdict:
    """Whoever ordered a suspension does not prolong it."""
    if clearance.suspended_by == actor.reference:
        return deny("own_suspension", "You ordered this suspension; another officer must prolong it.")
    return allow()


def _may_decide_about(scope: Scope, application: Application) -> Verdict:
    return any_of(
        may(Capability.PROPOSE_DECISIONS, scope=scope, port_id=application.port_id),
        may(Capability.COUNTERSIGN_DECISIONS, scope=scope, port_id=application.port_id),
    )


def may_suspend(actor: User, scope: Scope, person: Person) -> Verdict:
    return all_of(
        may(Capability.SUSPEND_CLEARANCES, scope=scope, port_id=person.port_id),
        is_not_own_file(actor, person),
    )


def may_invite(actor: User, scope: Scope, application: Application) -> Verdict:
    """Whoever may enter an application for this person hands out its link, but never one's own."""
    person = application.person
    return all_of(
        may_enter(scope, port_id=application.port_id, organisation_id=person.organisation_id),
        is_not_own_file(actor, person),
    )


def may_read_documents(actor: User, scope: Scope, application: Application) -> Verdict:
    """Papers of a case may tell of convictions: the circle of conviction data, and nobody their own file."""
    return all_of(may_view_records(scope, application), is_not_own_file(actor, application.person))


def may_draft_policies(scope: Scope) -> Verdict:
    """A draft binds nobody, so that any policy officer may write one."""
    if scope.holds(Capability.MANAGE_POLICIES.value):
        return allow()
    return deny("capability_missing", "Your role does not include: manage policies.")


def may_rule(scope: Scope, *, port_ids: Iterable[int]) -> Verdict:
    """Whoever brings a policy into force acts at every port that applies it, not only at one's own."""
    if not all(scope.holds(Capability.MANAGE_POLICIES.value, port_id) for port_id in port_ids):
        return all_of(
            may_draft_policies(scope),
            deny(
                "policy_of_other_port",
                "This policy also applies at a port where you keep no policies; "
                "an officer of all its ports must act.",
            ),
        )
    return may_draft_policies(scope)


def may_publish(actor: User, scope: Scope, draft: PolicyDraft, *, port_ids: Iterable[int]) -> Verdict:
    """Four eyes: another officer than the one who proposed it, for all ports that apply the policy."""
    return all_of(may_rule(scope, port_ids=port_ids), is_not_own_draft(actor, draft))


def is_not_own_draft(actor: User, draft: PolicyDraft) -> Verdict:
    if draft.proposed_by_id == actor.pk:
        return deny("own_proposal", "You proposed this version; another officer must publish it.")
    return allow()


def may_change_port_policy(scope: Scope, *, port_id: int) -> Verdict:
    return may(Capability.MANAGE_POLICIES, scope=scope, port_id=port_id)


def may_confirm_port_policy(actor: User, scope: Scope, change: PortPolicy) -> Verdict:
    """Four eyes for the choice of the regime too."""
    own = (
        deny("own_proposal", "You proposed this change; another officer must confirm it.")
        if change.proposed_by_id == actor.pk
        else allow()
    )
    return all_of(may_change_port_policy(scope, port_id=change.port_id), own)


def may_define_posts(scope: Scope, *, port_id: int) -> Verdict:
    return may(Capability.MANAGE_POLICIES, scope=scope, port_id=port_id)


def may_ban(actor: User, scope: Scope, person: Person) -> Verdict:
    """Port bans are entered, confirmed and lifted by those who may end clearances, and nobody's own."""
    return may_suspend(actor, scope, person)


def is_other_hand(actor: User, first_id: int | None) -> Verdict:
    """Two officers: whoever took the first step does not take the second."""
    if actor.pk == first_id:
        return deny("own_step", "You took the first step yourself; another officer must take the second.")
    return allow()


def may_sign(actor: User, scope: Scope, sponsorship: Sponsorship) -> Verdict:
    """Somebody who acts for the organisation that was asked, and nobody for themselves."""
    application = sponsorship.application
    own = (
        allow()
        if scope.organisation is not None and scope.organisation == sponsorship.organisation_id
        else deny("not_own_organisation", "Another organisation was asked to sign this.")
    )
    return all_of(
        may(Capability.VIEW_OUTCOMES, scope=scope, port_id=application.port_id),
        own,
        is_not_own_file(actor, application.person),
    )


def may_take_in_crews(scope: Scope, *, port_id: int) -> Verdict:
    """Crew lists are taken in by those who answer checks."""
    return all_of(
        may(Capability.ANSWER_CHECKS, scope=scope, port_id=port_id),
        may(Capability.ENTER_APPLICATIONS, scope=scope, port_id=port_id),
    )


def may_answer_for_crew(actor: User, scope: Scope, member: CrewMember) -> Verdict:
    return all_of(
        may(Capability.ANSWER_CHECKS, scope=scope, port_id=member.crew_list.port_id),
        is_not_own_file(actor, member.person),
    )


def may_revoke_permit(actor: User, scope: Scope, person: Person) -> Verdict:
    """Whoever works on cases there or may end clearances."""
    return all_of(
        any_of(
            may(Capability.ANSWER_CHECKS, scope=scope, port_id=person.port_id),
            may(Capability.SUSPEND_CLEARANCES, scope=scope, port_id=person.port_id),
        ),
        is_not_own_file(actor, person),
    )
