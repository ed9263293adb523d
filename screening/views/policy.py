"""Policies as people read them: which there are, what each row says, what differs between versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from accounts.doors import Requires
from accounts.models import Port
from accounts.roles import Capability
from ledger.selectors.entry import entries_about
from portsec.interface.components.tables import Column
from portsec.kernel import clock
from portsec.kernel.scope import Scope
from screening.drafting.difference import differences, text_difference
from screening.drafting.rule_table import rule_table, set_views
from screening.drafting.sheet import HEAD, sheet, unconfirmed_rows
from screening.forms.policy import CompareForm, RuleFilter
from screening.models import PolicyVersion
from screening.selectors.policy import (
    access_version,
    applied_codes,
    policy_versions,
    ports_applying,
    version_in_force,
    versions_in_force,
)
from screening.selectors.policy_draft import open_drafts, port_changes
from screening.selectors.timeline import display_names
from screening.services import policy
from screening.suitability.policy import Policy

READERS = (Capability.VIEW_CASES, Capability.MANAGE_POLICIES)
NEWEST = 20  # entries of a policy's history on its page
DRAWN_BY_HAND = frozenset({HEAD, "rules", "offence_sets", "sources"})  # sections with a table of their own

LIST_COLUMNS = (
    Column("policy", "Policy"),
    Column("versions", "Versions"),
    Column("valid", "Valid from"),
    Column("ports", "In force at"),
    Column("unconfirmed", "Unconfirmed rows", numeric=True),
)
RULE_COLUMNS = (
    Column("row", "Row"),
    Column("effect", "Effect"),
    Column("offences", "What it looks at"),
    Column("window", "Counts"),
    Column("ground", "Ground"),
)


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One policy on the list: the version that counts today, or the newest where none does yet."""

    shown: PolicyVersion
    rules: Policy
    is_in_force: bool
    versions: tuple[PolicyVersion, ...]
    ports: tuple[Port, ...]
    unconfirmed: int


class PolicyList(Requires, View):
    """Every policy, where it applies, and what the officers have in hand."""

    capability = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate(clock.now())
        is_officer = request.scope.holds(Capability.MANAGE_POLICIES.value)
        context = {
            "columns": LIST_COLUMNS,
            "lines": policy_lines(today, request.scope),
            "drafts": open_drafts(scope=request.scope) if is_officer else [],
            "changes": port_changes(scope=request.scope).filter(state="proposed"),
            "is_officer": is_officer,
        }
        return render(request, "screening/policy_list.html", context)


class PolicyDetail(Requires, View):
    """One version as a readable table of rules; each row has an anchor that findings link to."""

    capability = READERS

    def get(self, request: HttpRequest, code: str, version: int) -> HttpResponse:
        stored = access_version(code, version)
        today = timezone.localdate(clock.now())
        rules = policy.parsed(stored)
        form = RuleFilter(request.GET)
        kind = form.cleaned_data["kind"] if form.is_valid() else ""
        entries = list(entries_about([f"policy:{code}"])[:NEWEST])
        context = {
            "columns": RULE_COLUMNS,
            "stored": stored,
            "policy": rules,
            "filter": form,
            "rules": rule_table(rules, kind=kind),
            "sets": set_views(rules),
            "sections": [section for section in sheet(rules) if section.key not in DRAWN_BY_HAND],
            "is_in_force": version_in_force(code, on=today) == stored,
            "ports": [port for port in ports_applying(code, on=today) if port.pk in _reach(request.scope)],
            "versions": policy_versions().filter(code=code),
            "unconfirmed": unconfirmed_rows(rules),
            "entries": entries,
            "names": display_names(entry.actor for entry in entries),
            "is_officer": request.scope.holds(Capability.MANAGE_POLICIES.value),
        }
        return render(request, "screening/policy_detail.html", context)


class PolicyDiff(Requires, View):
    """What differs between two versions, row by row and in the text."""

    capability = READERS

    def get(self, request: HttpRequest, code: str, version: int) -> HttpResponse:
        stored = access_version(code, version)
        others = policy_versions().exclude(pk=stored.pk)
        form = CompareForm(request.GET or None, versions=others)
        other = form.cleaned_data["against"] if form.is_valid() else _earlier(stored)
        if not form.is_bound:
            form = CompareForm(initial={"against": other}, versions=others)
        context = {"stored": stored, "other": other, "form": form}
        if other is not None:
            context |= compared(policy.parsed(other), policy.parsed(stored), other.document, stored.document)
        return render(request, "screening/policy_diff.html", context)


def compared(old: Policy, new: Policy, old_text: str, new_text: str) -> dict[str, Any]:
    """What the comparison template draws."""
    return {"sections": differences(old, new), "lines": text_difference(old_text, new_text)}


def policy_lines(today: date, scope: Scope) -> list[PolicyLine]:
    by_code: dict[str, list[PolicyVersion]] = {}
    for version in policy_versions():
        by_code.setdefault(version.code, []).append(version)
    current = {version.code: version for version in versions_in_force(on=today)}
    within = [port for port in Port.objects.all() if port.pk in _reach(scope)]
    applied = applied_codes(within, on=today)
    return [
        _line(
            current.get(code),
            versions,
            tuple(port for port in within if applied[port.pk] == code),
        )
        for code, versions in by_code.items()
    ]


def _line(
    current: PolicyVersion | None, versions: list[PolicyVersion], ports: tuple[Port, ...]
) -> PolicyLine:
    shown = current or versions[0]
    rules = policy.parsed(shown)
    return PolicyLine(
        shown=shown,
        rules=rules,
        is_in_force=current is not None,
        versions=tuple(versions),
        ports=ports,
        unconfirmed=unconfirmed_rows(rules),
    )


def _reach(scope: Scope) -> frozenset[int]:
    return scope.ports(*(capability.value for capability in READERS))


def _earlier(stored: PolicyVersion) -> PolicyVersion | None:
    """The version before this one."""
    return policy_versions().filter(code=stored.code, version__lt=stored.version).first()
