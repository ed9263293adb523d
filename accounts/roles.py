"""The one table from role to capabilities. A role is held at a port; whatever is absent is refused."""

from __future__ import annotations

from types import MappingProxyType

from portsec.kernel.words import Word


class Capability(Word):
    """What may be done at a port. Each one is a guardian permission on the port's row."""

    VIEW_CASES = "view_cases", "See applications and their checks"
    VIEW_RECORDS = "view_records", "See criminal record answers"
    ENTER_APPLICATIONS = "enter_applications", "Enter applications"
    ANSWER_CHECKS = "answer_checks", "Answer checks"
    PROPOSE_DECISIONS = "propose_decisions", "Propose decisions"
    COUNTERSIGN_DECISIONS = "countersign_decisions", "Countersign decisions"
    SUSPEND_CLEARANCES = "suspend_clearances", "Suspend and withdraw clearances"
    VIEW_PEOPLE = "view_people", "See people"
    VIEW_OUTCOMES = "view_outcomes", "See outcomes for one's own staff"
    REQUEST_BADGES = "request_badges", "Ask for badges"
    ISSUE_BADGES = "issue_badges", "Issue badges"
    SUSPEND_BADGES = "suspend_badges", "Suspend and revoke badges"
    VIEW_BADGES = "view_badges", "See badges"
    WATCH_GATES = "watch_gates", "Watch gates live"
    SUBMIT_GATE_ATTEMPTS = "submit_gate_attempts", "Submit gate attempts"
    CONFIRM_DUTY = "confirm_duty", "Confirm work outside the roster"
    ANNOUNCE_VISITS = "announce_visits", "Announce visitors"
    RECEIVE_VISITS = "receive_visits", "Let visitors in and out"
    MANAGE_AREAS = "manage_areas", "Set up areas, gates and readers"
    SET_ISPS_LEVEL = "set_isps_level", "Change the ISPS level and lock down"
    ANSWER_DURESS = "answer_duress", "Answer silent alarms"
    MANAGE_CARGO = "manage_cargo", "Manage cargo data and grants"
    ASK_DECISIONS = "ask_decisions", "Ask for data access decisions"
    LOOK_UP_CARGO = "look_up_cargo", "Look up cargo in one's own work"
    VIEW_EVENTS = "view_events", "See access events"
    VIEW_PERSON_CASES = "view_person_cases", "See unusual entries and person-cases"
    TRIAGE_PERSON_CASES = "triage_person_cases", "Decide person-cases"
    VIEW_RECORD_OF_CHANGES = "view_changes", "See who changed what"
    EXPORT_LISTS = "export_lists", "Export lists"
    MANAGE_POLICIES = "manage_policies", "Manage policies"
    LOAD_WATCHLISTS = "load_watchlists", "Load watchlists"
    READ_REPORTS = "read_reports", "Read hotline reports"
    MANAGE_ACCOUNTS = "manage_accounts", "Manage accounts and roles"
    PROVISION_ACCOUNTS = "provision_accounts", "Keep the accounts and teams of one's own organisation"


class Role(Word):
    VETTING_OFFICER = "vetting_officer", "Vetting officer"
    DECIDING_OFFICER = "deciding_officer", "Deciding officer"
    BADGE_OFFICER = "badge_officer", "Badge officer"
    GUARD = "guard", "Guard"
    SECURITY_OFFICER = "security_officer", "Port facility security officer"
    HOST = "host", "Host of visitors"
    CARE_OFFICER = "care_officer", "Care officer"
    GATE_READER = "gate_reader", "Gate reader (device)"
    DATA_OWNER = "data_owner", "Data owner"
    CARGO_USER = "cargo_user", "Cargo user"
    ANALYST = "analyst", "Analyst"
    AUDITOR = "auditor", "Auditor"
    POLICY_OFFICER = "policy_officer", "Policy officer"
    EMPLOYER = "employer", "Employer"
    HOTLINE_OFFICER = "hotline_officer", "Hotline officer"
    ADMINISTRATOR = "administrator", "Administrator"
    PERSONNEL_SYSTEM = "personnel_system", "Personnel system (device)"


C = Capability
CAPABILITIES: MappingProxyType[Role, frozenset[Capability]] = MappingProxyType(
    {
        Role.VETTING_OFFICER: frozenset(
            {
                C.VIEW_CASES,
                C.VIEW_RECORDS,
                C.ENTER_APPLICATIONS,
                C.ANSWER_CHECKS,
                C.PROPOSE_DECISIONS,
                C.VIEW_PEOPLE,
                C.EXPORT_LISTS,
            }
        ),
        Role.DECIDING_OFFICER: frozenset(
            {
                C.VIEW_CASES,
                C.VIEW_RECORDS,
                C.COUNTERSIGN_DECISIONS,
                C.SUSPEND_CLEARANCES,
                C.VIEW_PEOPLE,
                C.EXPORT_LISTS,
            }
        ),
        Role.BADGE_OFFICER: frozenset(
            {
                C.VIEW_PEOPLE,
                C.VIEW_BADGES,
                C.REQUEST_BADGES,
                C.ISSUE_BADGES,
                C.SUSPEND_BADGES,
                C.WATCH_GATES,
                C.SUBMIT_GATE_ATTEMPTS,
                C.RECEIVE_VISITS,
                C.EXPORT_LISTS,
            }
        ),
        Role.GUARD: frozenset({C.WATCH_GATES, C.SUBMIT_GATE_ATTEMPTS, C.RECEIVE_VISITS}),
        Role.SECURITY_OFFICER: frozenset(
            {
                C.VIEW_PEOPLE,
                C.VIEW_BADGES,
                C.SUSPEND_BADGES,
                C.WATCH_GATES,
                C.VIEW_EVENTS,
                C.CONFIRM_DUTY,
                C.RECEIVE_VISITS,
                C.MANAGE_AREAS,
                C.SET_ISPS_LEVEL,
                C.EXPORT_LISTS,
            }
        ),
        Role.HOST: frozenset({C.ANNOUNCE_VISITS}),
        Role.CARE_OFFICER: frozenset({C.ANSWER_DURESS}),
        Role.GATE_READER: frozenset({C.SUBMIT_GATE_ATTEMPTS}),
        Role.DATA_OWNER: frozenset({C.MANAGE_CARGO, C.ASK_DECISIONS, C.LOOK_UP_CARGO, C.VIEW_EVENTS}),
        Role.CARGO_USER: frozenset({C.LOOK_UP_CARGO}),
        Role.ANALYST: frozenset(
            {C.VIEW_EVENTS, C.VIEW_PERSON_CASES, C.TRIAGE_PERSON_CASES, C.VIEW_BADGES, C.VIEW_PEOPLE}
        ),
        Role.AUDITOR: frozenset(
            {
                C.VIEW_CASES,
                C.VIEW_PEOPLE,
                C.VIEW_BADGES,
                C.VIEW_EVENTS,
                C.VIEW_PERSON_CASES,
                C.VIEW_RECORD_OF_CHANGES,
                C.EXPORT_LISTS,
            }
        ),
        Role.POLICY_OFFICER: frozenset({C.MANAGE_POLICIES, C.LOAD_WATCHLISTS, C.EXPORT_LISTS}),
        Role.EMPLOYER: frozenset({C.ENTER_APPLICATIONS, C.VIEW_OUTCOMES, C.REQUEST_BADGES}),
        Role.HOTLINE_OFFICER: frozenset({C.READ_REPORTS}),
        Role.ADMINISTRATOR: frozenset({C.MANAGE_ACCOUNTS}),
        Role.PERSONNEL_SYSTEM: frozenset({C.PROVISION_ACCOUNTS}),
    }
)

# Roles that one person may not hold together at one port: no one checks, decides and issues alone,
# and those who run access do not audit it.
EXCLUSIVE: tuple[frozenset[Role], ...] = tuple(
    frozenset(pair)
    for pair in (
        {Role.VETTING_OFFICER, Role.BADGE_OFFICER},
        {Role.DECIDING_OFFICER, Role.BADGE_OFFICER},
        {Role.VETTING_OFFICER, Role.ANALYST},
        {Role.ADMINISTRATOR, Role.DECIDING_OFFICER},
        {Role.ADMINISTRATOR, Role.VETTING_OFFICER},
        {Role.ADMINISTRATOR, Role.BADGE_OFFICER},
        {Role.ADMINISTRATOR, Role.AUDITOR},
        {Role.AUDITOR, Role.VETTING_OFFICER},
        {Role.AUDITOR, Role.DECIDING_OFFICER},
        {Role.AUDITOR, Role.BADGE_OFFICER},
        {Role.AUDITOR, Role.ANALYST},
        {Role.EMPLOYER, Role.VETTING_OFFICER},
        {Role.EMPLOYER, Role.DECIDING_OFFICER},
        {Role.EMPLOYER, Role.BADGE_OFFICER},
        {Role.SECURITY_OFFICER, Role.VETTING_OFFICER},
        {Role.SECURITY_OFFICER, Role.DECIDING_OFFICER},
        {Role.ADMINISTRATOR, Role.SECURITY_OFFICER},
        {Role.AUDITOR, Role.SECURITY_OFFICER},
        {Role.AUDITOR, Role.GUARD},
        {Role.AUDITOR, Role.HOST},
        {Role.HOST, Role.GUARD},
        {Role.CARE_OFFICER, Role.ADMINISTRATOR},
        {Role.CARE_OFFICER, Role.SECURITY_OFFICER},
        {Role.CARE_OFFICER, Role.EMPLOYER},
        {Role.PERSONNEL_SYSTEM, Role.ADMINISTRATOR},
    )
)

# Acts of these weigh on people: their holders sign in with a second factor.
SECOND_FACTOR_CAPABILITIES = frozenset(
    {
        C.PROPOSE_DECISIONS,
        C.COUNTERSIGN_DECISIONS,
        C.ISSUE_BADGES,
        C.MANAGE_AREAS,
        C.SET_ISPS_LEVEL,
        C.ANSWER_DURESS,
        C.TRIAGE_PERSON_CASES,
        C.MANAGE_POLICIES,
        C.MANAGE_ACCOUNTS,
        C.READ_REPORTS,
    }
)


def capabilities_of(roles: frozenset[Role]) -> frozenset[Capability]:
    """Everything that holders of these roles may do."""
    held: frozenset[Capability] = frozenset()
    for role in roles:
        held |= CAPABILITIES[role]
    return held


def conflicting(roles: frozenset[Role]) -> frozenset[Role] | None:
    """The first pair of roles that may not be held together, or None."""
    for pair in EXCLUSIVE:
        if pair <= roles:
            return pair
    return None
