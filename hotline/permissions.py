"""Who may open and handle reports."""

from __future__ import annotations

from accounts.models import User
from accounts.roles import Capability
from hotline.models import ErasureRequest, Hub, Recipient, Report, ReportKey
from portsec.kernel.scope import Scope
from portsec.kernel.verdict import Verdict, all_of, allow, deny


def may_read_reports(scope: Scope) -> Verdict:
    """Whoever holds the role of a hotline officer somewhere; which reports, their keys say."""
    if scope.ports(Capability.READ_REPORTS.value):
        return allow()
    return deny("capability_missing", "Your role does not include: read hotline reports.")


def may_handle(actor: User, scope: Scope, report: Report) -> Verdict:
    """An officer to whom the report was sealed. Somebody whom it names has no key, whatever their role."""
    return all_of(may_read_reports(scope), has_key(actor, report))


def may_confirm_erasure(actor: User, scope: Scope, report: Report, asked: ErasureRequest) -> Verdict:
    """Another officer than the one who asked."""
    return all_of(may_handle(actor, scope, report), is_another_officer(actor, asked.by))


def may_receive(actor: User, scope: Scope, hub: Hub) -> Verdict:
    """An officer of some hub, and nobody of the companies that the hub's reports are about."""
    return all_of(may_read_reports(scope), is_outside_the_port(actor))


def is_outside_the_port(actor: User) -> Verdict:
    """Recipients work for a public authority or an independent body, never for a company of the port."""
    organisation = actor.organisation
    if organisation is not None and organisation.kind in {"authority", "other"}:
        return allow()
    return deny("inside_the_port", "Reports go to people outside the companies of the port only.")


def may_keep_for(actor: User, scope: Scope, hub: Hub) -> Verdict:
    """Answers kept ready and printed cards are made by those who receive the hub's reports."""
    return all_of(may_read_reports(scope), is_recipient(actor, hub))


def is_recipient(actor: User, hub: Hub) -> Verdict:
    if Recipient.objects.filter(hub=hub, account=actor.username, ended_on=None).exists():
        return allow()
    return deny("no_recipient", "You do not receive reports of this port.")


def has_key(actor: User, report: Report) -> Verdict:
    held = ReportKey.objects.filter(
        report=report, recipient__account=actor.username, recipient__ended_on=None
    )
    if held.exists():
        return allow()
    return deny("no_key", "This report was not sealed to you.")


def is_another_officer(actor: User, reference: str) -> Verdict:
    if actor.reference == reference:
        return deny("own_request", "You asked for this yourself. Somebody else must answer.")
    return allow()
