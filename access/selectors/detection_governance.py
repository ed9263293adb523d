"""Rights, approvals, reviews and acts of office, as detection reads them; and the values it judges with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from access.break_glass.words import BreakGlassState
from access.detection.governance_facts import (
    AccountFact,
    ActOfOffice,
    Approval,
    BreakGlassUse,
    CaseClosing,
    Office,
    ReviewAnswer,
    RightGiven,
    RuleChange,
)
from access.enums import PersonCaseState
from access.models import (
    AccessApproval,
    Badge,
    BreakGlass,
    Flag,
    Grant,
    PersonCase,
    ReviewLine,
    RuleVersion,
)
from access.reviewing.words import ReviewLineState
from access.rule_editing.terms import values_of
from access.scanning.extent import Extent
from access.selectors.detection_places import people_behind
from access.selectors.detection_work import known
from access.selectors.rule_setting import BY_ID
from accounts.models import Port, RoleAssignment, User
from screening.models import Decision

ACCOUNT = "user:"  # how the record names an account; the log names it bare
APPROVALS_BACK = timedelta(days=90)  # as long as a favour is remembered (rules G02 and G10)
HARMLESS = (PersonCaseState.EXPLAINED.value, PersonCaseState.DISMISSED.value)


def accounts(port: Port) -> tuple[AccountFact, ...] | None:
    """Whose the accounts of this service are; those of other systems show in the log."""
    rows = list(
        User.objects.filter(is_device=False, role_assignments__port=port)
        .distinct()
        .values_list("username", "person_ref")
    )
    people = people_behind(port, [ref for _, ref in rows])
    return tuple(AccountFact(name, people.get(ref, "")) for name, ref in rows) or None


def rights(port: Port, extent: Extent) -> tuple[RightGiven, ...] | None:
    """Grants that had not ended before the time, and roles at the port."""
    grants = Grant.objects.filter(port=port)
    part = grants.filter(valid_until__gte=extent.loaded_since, valid_from__lte=extent.until)
    roles = RoleAssignment.objects.filter(port=port, valid_from__lte=extent.until)
    current = roles.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=extent.loaded_since))
    found = (*_grants(part), *_roles(current))
    return found or (() if grants.exists() else None)


def _grants(rows: QuerySet[Grant]) -> Iterator[RightGiven]:
    for row in rows:
        yield RightGiven(
            ref=row.reference,
            account=row.account,
            name=f"{row.field_class_word.label.lower()} data of {row.object_ref}",
            by=bare(row.granted_by),
            since=row.valid_from,
            until=row.valid_until,
            object=row.object_ref,
            field_class=row.field_class,
            ended_at=row.revoked_at,
        )


def _roles(rows: QuerySet[RoleAssignment]) -> Iterator[RightGiven]:
    for row in rows.select_related("user"):
        yield RightGiven(
            ref=f"role:{row.pk}",
            account=row.user.username,
            name=f"role {row.role.replace('_', ' ')}",
            by=bare(row.given_by),
            since=row.valid_from,
            ended_at=row.ended_at,
        )


def approvals(port: Port, extent: Extent) -> tuple[Approval, ...] | None:
    """Who said yes to requests for access."""
    whole = AccessApproval.objects.filter(request__port=port)
    since = extent.since - APPROVALS_BACK
    part = whole.filter(at__range=(min(since, extent.loaded_since), extent.until))

    def build(rows: QuerySet[AccessApproval]) -> Iterator[Approval]:
        for row in rows.select_related("request__grant"):
            grant = row.request.grant
            right = grant.reference if grant else ""
            ref = f"{row.request.reference}:{row.desk}"
            yield Approval(ref, row.at, bare(row.by), row.request.account, right)

    return known(whole, part, build)


def break_glasses(port: Port, extent: Extent) -> tuple[BreakGlassUse, ...] | None:
    whole = BreakGlass.objects.filter(port=port)

    def build(rows: QuerySet[BreakGlass]) -> Iterator[BreakGlassUse]:
        for row in rows:
            yield BreakGlassUse(
                ref=row.reference,
                at=row.begun_at,
                account=row.account,
                object=row.object_ref,
                field_class=row.field_class,
                review_due_at=row.review_due_at,
                reviewed_at=row.reviewed_at,
                passed=None if row.reviewed_at is None else row.state == BreakGlassState.PASSED.value,
            )

    return known(whole, whole.filter(begun_at__range=(extent.context_since, extent.until)), build)


def review_answers(port: Port, extent: Extent) -> tuple[ReviewAnswer, ...] | None:
    whole = ReviewLine.objects.filter(campaign__port=port)
    part = whole.filter(answered_at__range=(extent.loaded_since, extent.until)).exclude(answered_by="")

    def build(rows: QuerySet[ReviewLine]) -> Iterator[ReviewAnswer]:
        for row in rows.select_related("campaign"):
            if row.answered_at is not None:
                kept = row.state in (ReviewLineState.KEPT.value, ReviewLineState.HALF_KEPT.value)
                ref, by = f"review_line:{row.pk}", bare(row.answered_by)
                yield ReviewAnswer(ref, row.answered_at, by, kept, row.campaign.reference)

    return known(whole, part, build)


def case_closings(port: Port, extent: Extent) -> tuple[CaseClosing, ...] | None:
    whole = PersonCase.objects.filter(port=port, closed_at__isnull=False)
    part = whole.filter(closed_at__range=(min(extent.loaded_since, extent.since), extent.until))

    def build(rows: QuerySet[PersonCase]) -> Iterator[CaseClosing]:
        for row in rows.select_related("closed_by"):
            if row.closed_at is not None and row.closed_by is not None:
                harmless = row.state in HARMLESS
                yield CaseClosing(row.ref, row.closed_at, row.closed_by.username, row.subject, harmless)

    return known(whole, part, build)


def acts_of_office(port: Port, extent: Extent) -> tuple[ActOfOffice, ...] | None:
    """Vetting, badges, rules and closed cases, as they were done here; the log tells those on cargo."""
    span = (extent.loaded_since, extent.until)
    found = (*_vetted(port, span), *_issued(port, span), *_edited(port, span), *_closed(port, span))
    return found or None


def _vetted(port: Port, span: tuple[datetime, datetime]) -> Iterator[ActOfOffice]:
    decided = Decision.objects.filter(application__port=port, answered_at__range=span)
    for row in decided.select_related("application__person", "proposed_by", "answered_by"):
        about = row.application.person.log_ref
        for number, officer in enumerate((row.proposed_by, row.answered_by)):
            at = row.answered_at if number else row.proposed_at
            if officer is not None and at is not None:
                ref = f"decision:{row.pk}:{number}"
                yield ActOfOffice(ref, at, officer.username, Office.VET, about)


def _issued(port: Port, span: tuple[datetime, datetime]) -> Iterator[ActOfOffice]:
    issued = Badge.objects.filter(port=port, valid_from__range=span).exclude(person_ref="")
    for serial, at, by, about in issued.values_list("serial", "valid_from", "issued_by", "person_ref"):
        if by.startswith(ACCOUNT):
            yield ActOfOffice(f"badge:{serial}", at, bare(by), Office.ISSUE_BADGE, about)


def _edited(port: Port, span: tuple[datetime, datetime]) -> Iterator[ActOfOffice]:
    for row in RuleVersion.objects.filter(port=port, active_since__range=span):
        if row.active_since is not None:
            for by in (row.proposed_by, row.decided_by):
                yield ActOfOffice(row.reference, row.active_since, bare(by), Office.EDIT_RULE, row.rule)


def _closed(port: Port, span: tuple[datetime, datetime]) -> Iterator[ActOfOffice]:
    closed = Flag.objects.filter(port=port, case__closed_at__range=span, case__closed_by__isnull=False)
    columns = ("case__ref", "case__closed_at", "case__closed_by__username", "rule")
    for ref, at, by, rule in closed.order_by().values_list(*columns).distinct():
        yield ActOfOffice(f"{ref}:{rule}", at, by, Office.CLOSE_ALERT, rule)


def rule_changes(port: Port, extent: Extent) -> tuple[RuleChange, ...] | None:
    """Values that were put in force, with those that they replaced."""
    whole = RuleVersion.objects.filter(port=port, active_since__isnull=False)
    part = whole.filter(active_since__range=(extent.context_since, extent.until))

    def build(rows: QuerySet[RuleVersion]) -> Iterator[RuleChange]:
        for row in rows:
            if row.active_since is not None and row.rule in BY_ID:
                after = values_of(BY_ID[row.rule], row.parameters)
                by = bare(row.proposed_by)
                yield RuleChange(row.reference, row.active_since, by, row.rule, dict(row.before), after)

    return known(whole, part, build)


def bare(actor: str) -> str:
    """The account that acted, as the log names it."""
    return actor.removeprefix(ACCOUNT)
