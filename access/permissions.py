"""Who may do what in access."""

from __future__ import annotations

from access.enums import FieldClass
from access.models import (
    Badge,
    BadgeRequest,
    Grant,
    LevelChange,
    Lockdown,
    PersonCase,
    ReleaseRight,
    Visit,
)
from access.selectors.person_case import person_of
from accounts.models import User
from accounts.permissions import is_not_oneself, may
from accounts.roles import Capability
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, any_of, deny
from screening.models import Person
from screening.permissions import is_not_own_file


def may_ask_for_badge(actor: User, scope: Scope, person: Person) -> Verdict:
    """Badge officers ask for anybody at their port, employers for their own staff; nobody for themselves."""
    officer = may(Capability.ISSUE_BADGES, scope=scope, port_id=person.port_id)
    own_staff = (
        allow()
        if scope.organisation is not None and scope.organisation == person.organisation_id
        else deny("not_own_staff", "You may ask for badges for your own organisation's people only.")
    )
    return all_of(
        may(Capability.REQUEST_BADGES, scope=scope, port_id=person.port_id),
        any_of(officer, own_staff),
        is_not_own_file(actor, person),
    )


def may_photograph(actor: User, scope: Scope, person: Person) -> Verdict:
    """Pictures are taken where the person stands in front of somebody who compares: at the badge desk."""
    return all_of(
        may(Capability.ISSUE_BADGES, scope=scope, port_id=person.port_id),
        is_not_own_file(actor, person),
    )


def may_issue(actor: User, scope: Scope, request: BadgeRequest) -> Verdict:
    """The second hand: a badge officer who neither asked for this badge nor will hold it."""
    return all_of(
        may(Capability.ISSUE_BADGES, scope=scope, port_id=request.port_id),
        is_not_asker(actor, request),
        is_not_own_file(actor, request.person),
    )


def is_not_asker(actor: User, request: BadgeRequest) -> Verdict:
    if actor.reference == request.requested_by:
        return deny("own_request", "You asked for this badge; another officer must decide.")
    return allow()


def may_hand_over(actor: User, scope: Scope, badge: Badge) -> Verdict:
    """Whoever gives out a card holds the right to issue, and does not give it to themselves."""
    own = is_not_own_file(actor, badge.person) if badge.person else allow()
    return all_of(may(Capability.ISSUE_BADGES, scope=scope, port_id=badge.port_id), own)


def may_change_badge(actor: User, scope: Scope, badge: Badge) -> Verdict:
    own = is_not_own_file(actor, badge.person) if badge.person else is_not_oneself(actor, badge.person_ref)
    return all_of(may(Capability.SUSPEND_BADGES, scope=scope, port_id=badge.port_id), own)


def may_submit_attempts(scope: Scope, port_id: int) -> Verdict:
    return may(Capability.SUBMIT_GATE_ATTEMPTS, scope=scope, port_id=port_id)


def may_watch(scope: Scope, port_id: int) -> Verdict:
    """Whoever watches the gates says what they have seen."""
    return may(Capability.WATCH_GATES, scope=scope, port_id=port_id)


def may_ask(scope: Scope, port_id: int, *, is_own: bool) -> Verdict:
    """A system in front of the data asks for anybody; who looks up in their own work, for themselves."""
    for_oneself = allow() if is_own else deny("not_own_look_up", "You may look up cargo for yourself only.")
    return any_of(
        may(Capability.ASK_DECISIONS, scope=scope, port_id=port_id),
        all_of(may(Capability.LOOK_UP_CARGO, scope=scope, port_id=port_id), for_oneself),
    )


def may_search(scope: Scope, port_id: int) -> Verdict:
    """Who could see what is asked by systems that ask for decisions, and by those who see the log anyhow."""
    return any_of(
        may(Capability.ASK_DECISIONS, scope=scope, port_id=port_id),
        may(Capability.VIEW_EVENTS, scope=scope, port_id=port_id),
    )


def may_grant(actor: User, scope: Scope, port_id: int, account: str, field_class: FieldClass) -> Verdict:
    """A data owner gives to others. Critical data take two hands, so they are asked for, not given."""
    person = User.objects.filter(username=account).values_list("person_ref", flat=True).first() or ""
    own = (
        deny("own_account", "Nobody gives a grant to themselves.")
        if account == actor.username
        else is_not_oneself(actor, person)
    )
    one_hand = (
        deny(
            "two_hands",
            "Critical data (S3) take two hands: the person asks for access, and two desks answer.",
        )
        if field_class is FieldClass.S3
        else allow()
    )
    return all_of(may(Capability.MANAGE_CARGO, scope=scope, port_id=port_id), own, one_hand)


def may_revoke_grant(actor: User, scope: Scope, grant: Grant) -> Verdict:
    """The data owner takes any grant back, and whoever holds one gives it back."""
    own = (
        allow()
        if grant.account == actor.username
        else deny("not_own_grant", "This grant is somebody else's.")
    )
    return any_of(may(Capability.MANAGE_CARGO, scope=scope, port_id=grant.port_id), own)


def may_triage(actor: User, scope: Scope, case: PersonCase) -> Verdict:
    """An analyst decides a person-case, never their own."""
    person = person_of(case)
    own = is_not_own_file(actor, person) if person else is_not_oneself(actor, case.subject)
    return all_of(may(Capability.TRIAGE_PERSON_CASES, scope=scope, port_id=case.port_id), own)


def may_manage_areas(scope: Scope, port_id: int) -> Verdict:
    return may(Capability.MANAGE_AREAS, scope=scope, port_id=port_id)


def may_propose_level(scope: Scope, port_id: int) -> Verdict:
    return may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=port_id)


def may_confirm_level(actor: User, scope: Scope, change: LevelChange) -> Verdict:
    """Two people, for up and down alike."""
    own = (
        deny("own_proposal", "You proposed this level; another security officer must confirm it.")
        if change.proposed_by == actor.reference
        else allow()
    )
    return all_of(may_propose_level(scope, change.port_id), own)


def may_lock_down(scope: Scope, port_id: int) -> Verdict:
    """One person is enough: who sees the danger closes the port, and explains afterwards."""
    return may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=port_id)


def may_hold_gate(scope: Scope, port_id: int) -> Verdict:
    """Whoever watches gates may hold one, too: the guard stands there first."""
    return any_of(
        may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=port_id),
        may(Capability.WATCH_GATES, scope=scope, port_id=port_id),
    )


def may_end_lockdown(actor: User, scope: Scope, lockdown: Lockdown) -> Verdict:
    """A guard opens only the gate that they held themselves; what others closed, a security officer opens."""
    officer = may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=lockdown.port_id)
    if lockdown.gate_id is None:
        return officer
    own = (
        allow()
        if lockdown.by == actor.reference
        else deny("not_own_hold", "Another person holds this gate; a security officer must open it.")
    )
    return any_of(officer, all_of(may(Capability.WATCH_GATES, scope=scope, port_id=lockdown.port_id), own))


def may_keep_stock(scope: Scope, port_id: int) -> Verdict:
    """Blank cards are kept by those who make badges of them."""
    return may(Capability.ISSUE_BADGES, scope=scope, port_id=port_id)


def may_set_up_badges(scope: Scope, port_id: int) -> Verdict:
    """Types of badges and trainings follow from the areas, and are set up by those who set those up."""
    return may(Capability.MANAGE_AREAS, scope=scope, port_id=port_id)


def may_enter_certificate(actor: User, scope: Scope, person: Person) -> Verdict:
    """The badge desk sees the paper, and a security officer may; nobody enters their own."""
    desk_or_officer = any_of(
        may(Capability.ISSUE_BADGES, scope=scope, port_id=person.port_id),
        may(Capability.MANAGE_AREAS, scope=scope, port_id=person.port_id),
    )
    return all_of(desk_or_officer, is_not_own_file(actor, person))


def may_give_function(actor: User, scope: Scope, person: Person) -> Verdict:
    """A safety function passes a lockdown, so a security officer gives it, never to themselves."""
    return all_of(may_set_up_badges(scope, person.port_id), is_not_own_file(actor, person))


def may_announce(actor: User, scope: Scope, port_id: int) -> Verdict:
    """A host announces for an organisation, which answers for the visitor."""
    organisation = (
        allow()
        if actor.organisation_id is not None
        else deny("host_without_organisation", "Your account names no organisation that could be the host.")
    )
    return all_of(may(Capability.ANNOUNCE_VISITS, scope=scope, port_id=port_id), organisation)


def may_cancel_visit(actor: User, scope: Scope, visit: Visit) -> Verdict:
    """The host takes their own visit back; the reception that of any host."""
    own = (
        allow() if visit.host_id == actor.pk else deny("not_own_visit", "Another host announced this visit.")
    )
    return any_of(
        may(Capability.RECEIVE_VISITS, scope=scope, port_id=visit.port_id),
        all_of(may(Capability.ANNOUNCE_VISITS, scope=scope, port_id=visit.port_id), own),
    )


def may_receive(actor: User, scope: Scope, visit: Visit) -> Verdict:
    """Whoever compares the papers has neither announced the visitor nor is the visitor."""
    host = (
        deny("own_visit", "You announced this visit; a colleague must receive the visitor.")
        if visit.host_id == actor.pk
        else allow()
    )
    return all_of(
        may(Capability.RECEIVE_VISITS, scope=scope, port_id=visit.port_id),
        host,
        is_not_own_file(actor, visit.visitor),
    )


def may_rate_visits(scope: Scope, port_id: int) -> Verdict:
    """Which visits go on at security level 3 is said by those who set the level, not by hosts."""
    return may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=port_id)


def may_record_departure(scope: Scope, port_id: int) -> Verdict:
    """That a ship has left closes gates to its crew, as a security officer may."""
    return may(Capability.SET_ISPS_LEVEL, scope=scope, port_id=port_id)


def may_call_roll(scope: Scope, port_id: int) -> Verdict:
    """Everybody who watches the gates counts at the assembly point."""
    return may(Capability.WATCH_GATES, scope=scope, port_id=port_id)


def may_forgive(actor: User, scope: Scope, person: Person) -> Verdict:
    """Whoever watches the gates sets right who is inside, after seeing the person; never for themselves."""
    return all_of(may_watch(scope, person.port_id), is_not_own_file(actor, person))


def may_confirm_duty(actor: User, scope: Scope, person: Person) -> Verdict:
    return all_of(
        may(Capability.CONFIRM_DUTY, scope=scope, port_id=person.port_id), is_not_own_file(actor, person)
    )


def may_answer_alarms(scope: Scope, port_id: int) -> Verdict:
    return may(Capability.ANSWER_DURESS, scope=scope, port_id=port_id)


def may_begin_release(scope: Scope, port_id: int) -> Verdict:
    """Whoever keeps the port's cargo data says which containers pass on their release right here."""
    return may(Capability.MANAGE_CARGO, scope=scope, port_id=port_id)


def may_pass_on(actor: User, scope: Scope, right: ReleaseRight) -> Verdict:
    """The holder offers the right to the next party. Need-to-know is asked besides."""
    return all_of(
        may(Capability.LOOK_UP_CARGO, scope=scope, port_id=right.port_id),
        _acts_for(actor, right.to_organisation),
    )


def may_answer_offer(actor: User, scope: Scope, right: ReleaseRight) -> Verdict:
    """The receiver answers, and nobody answers their own offer, for whichever organisation."""
    own = (
        deny("own_offer", "You made this offer; somebody else must answer it.")
        if right.offered_by == actor.reference
        else allow()
    )
    return all_of(
        may(Capability.LOOK_UP_CARGO, scope=scope, port_id=right.port_id),
        _acts_for(actor, right.to_organisation),
        own,
    )


def may_take_back(actor: User, scope: Scope, right: ReleaseRight) -> Verdict:
    """Only whoever gave it; what began the chain was given by nobody."""
    return all_of(
        may(Capability.LOOK_UP_CARGO, scope=scope, port_id=right.port_id),
        _acts_for(actor, right.from_organisation),
    )


def may_let_out(scope: Scope, port_id: int) -> Verdict:
    """Terminals, who keep the cargo data, hand containers over. Need-to-know is asked besides."""
    return may(Capability.MANAGE_CARGO, scope=scope, port_id=port_id)


def may_deliver_work(scope: Scope, port_id: int) -> Verdict:
    """Cargo, orders and rosters explain look-ups, so only who answers for the data brings them in."""
    return may(Capability.MANAGE_CARGO, scope=scope, port_id=port_id)


def _acts_for(actor: User, code: str) -> Verdict:
    """Whether the account belongs to this organisation."""
    if actor.organisation is not None and code and actor.organisation.code == code:
        return allow()
    return deny("not_own_organisation", "Another organisation has to do this.")


def may_simulate(scope: Scope, port_id: int) -> Verdict:
    """Whoever sees who looked at what may ask what would be answered."""
    return may(Capability.VIEW_EVENTS, scope=scope, port_id=port_id)


def may_audit(scope: Scope, port_id: int) -> Verdict:
    """Whoever reads the log of look-ups may ask who could have made them."""
    return may(Capability.VIEW_EVENTS, scope=scope, port_id=port_id)
