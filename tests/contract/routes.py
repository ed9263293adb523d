"""Every address of the desk, with what fills its blanks and who may open it (tests/matrix/routes.yaml)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from access.models import (
    AuditDraw,
    CaseQuestion,
    CredentialKey,
    MutedPattern,
    RuleVersion,
    SilentAlarm,
    StatusList,
)
from tests.scenario import Scenario

MATRIX = Path(__file__).parent.parent / "matrix" / "routes.yaml"
PUBLIC, SIGNED_IN = "public", "signed_in"


@dataclass(frozen=True)
class Route:
    """One line of the matrix.

    `for_` is public, signed_in or a list of roles' names (the standing people who hold them). `method` is
    what the address is made for. `api` answers in JSON and without redirects.
    """

    name: str
    blanks: tuple[str, ...]
    who: str | tuple[str, ...]
    method: str = "get"
    api: bool = False
    scoped: bool = True
    fragment: bool = False

    def address(self, made: Scenario) -> str:
        return reverse(self.name, kwargs={blank: word_for(self.name, blank, made) for blank in self.blanks})


def word_for(name: str, blank: str, made: Scenario) -> Any:
    """What stands in a blank of an address, from the scenario."""
    by_name: dict[tuple[str, str], Any] = {
        ("approval-detail", "ref"): made.proposed.ref,
        **_in_procedure(made),
        **_in_the_crowd(made),
        **_at_the_hotline(made),
        ("person-detail", "ref"): made.erin.ref,
        ("person-sees", "ref"): made.erin.ref,
        ("api-cargo-audit", "container"): made.visit.container,
        ("cargo-who", "container"): made.visit.container,
        **{(f"grant-{page}", "number"): made.grant.pk for page in ("detail", "change")},
        ("grant-change", "step"): "revoke",
        ("my-access-give-back", "number"): made.grant.pk,
        **{(f"access-request-{page}", "number"): made.needs.request.pk for page in ("detail", "answer")},
        ("access-request-answer", "step"): "refuse",
        **{(f"break-glass-{page}", "number"): made.needs.glass.pk for page in ("detail", "end")},
        **{
            (f"review-{page}", "number"): made.needs.line.campaign_id
            for page in ("detail", "postpone", "line")
        },
        ("review-line", "line"): made.needs.line.pk,
        **{(f"shrink-{page}", "number"): made.needs.shrink.pk for page in ("detail", "step")},
        ("shrink-step", "step"): "start",
        ("authzen-request", "task"): "made-up",
        ("rule-detail", "locode"): made.port.locode,
        ("rule-detail", "rule"): "D04",
        **{
            (f"rule-version-{page}", "number"): RuleVersion.objects.get(port=made.port).pk
            for page in ("detail", "step")
        },
        ("rule-version-step", "step"): "replay",
        ("person-case-detail", "ref"): made.person_case.ref,
        ("person-case-take", "ref"): made.person_case.ref,
        **{(f"person-case-{page}", "ref"): made.person_case.ref for page in ("ask", "unmask", "decide")},
        ("my-question", "number"): CaseQuestion.objects.get(port=made.port).pk,
        ("audit-draw", "number"): AuditDraw.objects.get(port=made.port).pk,
        ("muted-pattern", "number"): MutedPattern.objects.get(port=made.port).pk,
        ("person-case-decide", "step"): "escalate",
        ("badge-change", "step"): "suspend",
        ("stock-move", "step"): "receive",
        **{
            (f"badge-type-{page}", "number"): made.badge.badge_type_id
            for page in ("detail", "change", "reissue")
        },
        ("qualification-revoke", "number"): made.certificate.pk,
        ("function-end", "number"): made.function.pk,
        ("team-detail", "number"): made.team.pk,
        ("silent-alarm-detail", "number"): SilentAlarm.objects.get(port=made.port).pk,
        **{
            (name, "number"): made.badge_request.pk
            for name in ("badge-request-detail", "badge-request-answer")
        },
        ("badge-request-answer", "step"): "refuse",
        **{(name, "ref"): made.erin.ref for name in ("desk-photo", "desk-photo-image")},
        **{(f"gate-{page}", "code"): made.gate.code for page in ("page", "hold", "release")},
        **{(f"visit-{page}", "ref"): made.expected.ref for page in ("detail", "arrive", "step", "pass")},
        **{(f"area-{page}", "code"): made.area.code for page in ("detail", "change", "hours", "out")},
        ("gate-change", "number"): made.gate.pk,
        ("reader-change", "number"): made.reader.pk,
        **{(f"barrier-{page}", "number"): made.security.barrier.pk for page in ("detail", "change")},
        ("isps-level-answer", "number"): made.security.proposed.pk,
        ("lockdown-end", "number"): made.security.lockdown.pk,
        ("visit-step", "step"): "cancel",
        **{(f"device-{page}", "number"): made.reader.pk for page in ("detail", "code", "withdraw")},
        ("key-withdraw", "number"): CredentialKey.objects.get(port=made.port).pk,
        ("api-status-list", "public_id"): StatusList.objects.get(port=made.port).public_id,
        ("api-gate-queue", "reader"): made.reader.code,
        ("clearance-change", "ref"): made.erin.ref,
        ("clearance-change", "step"): "suspend",
        ("clearance-change", "number"): made.clearance.pk,
        ("role-end", "number"): made.cast.alice.user.role_assignments.get().pk,
        ("saved-view-forget", "number"): 1,
        ("letter-detail", "number"): made.custody.letter.number,
        ("letter-pdf", "number"): made.custody.letter.number,
        ("secret-ground-retract", "number"): made.custody.ground.pk,
        ("rights-detail", "ref"): made.custody.asked.ref,
        ("rights-step", "ref"): made.custody.asked.ref,
        ("rights-step", "step"): "propose",
        ("rights-file", "ref"): made.custody.asked.ref,
        ("rights-file", "form"): "json",
        ("rights-new", "ref"): made.erin.ref,
        ("erasure-detail", "ref"): made.custody.erasure.ref,
        ("erasure-pdf", "ref"): made.custody.erasure.ref,
        ("hold-detail", "ref"): made.custody.hold.application.ref,
        ("erasure-order", "ref"): made.custody.ordered.application.ref,
        ("check-detail", "check"): "watchlist",
        ("check-step", "step"): "send",
        ("check-reconsider", "step"): "ask-again",
        ("api-check-step", "step"): "send",
        ("triage-item", "item"): f"hit-{made.hit.pk}",
        ("conviction-notice", "number"): made.conviction.pk,
        ("policy-detail", "version"): made.draft.based_on.version,
        ("policy-diff", "version"): made.draft.based_on.version,
        ("api-policy-detail", "version"): made.draft.based_on.version,
        **{
            (f"policy-{page}", "number"): made.draft.pk
            for page in ("draft", "simulation", "simulation-progress")
        },
        **{
            (f"policy-draft-{page}", "number"): made.draft.pk
            for page in ("edit", "propose", "answer", "drop", "simulate")
        },
        ("port-policy-answer", "number"): made.port_change.pk,
        **{(f"rescreening-{page}", "ref"): made.run.ref for page in ("detail", "progress", "cancel")},
        ("person-screen", "ref"): made.erin.ref,
        ("person-hit", "ref"): made.person_hit.whose.ref,
        ("person-hit", "number"): made.person_hit.pk,
        **{
            (name, "ref"): made.handed_in.ref
            for name in (
                "case-invitation",
                "case-invitation-renew",
                "case-invitation-cancel",
                "declaration-detail",
                "declaration-return",
                "declaration-complete",
                "declaration-close",
                "case-documents",
                "document-open",
            )
        },
        ("document-open", "number"): made.paper.pk,
        ("apply-gap", "track"): "activity",
        **{(f"release-{page}", "ref"): _right_of(made) for page in ("detail", "step")},
        ("release-step", "step"): "accept",
        ("post-detail", "number"): made.post.pk,
        ("post-change", "number"): made.post.pk,
    }
    common: dict[str, Any] = {
        "ref": made.case.ref,
        "check": f"criminal_record-{made.port.country}",
        "number": made.hit.pk,
        "serial": made.badge.serial,
        "job_id": made.job.pk,
        "token": made.link,
        "part": "addresses",
        "since": "2024-01-01",
        "code": made.draft.code,
        "run": made.simulation.pk,
        "locode": made.port.locode,
        "username": made.cast.alice.user.username,
        "name": "User",
        "rest": "Elsewhere",
    }
    return by_name.get((name, blank), common[blank] if (name, blank) not in by_name else None)


def _right_of(made: Scenario) -> str:
    return made.release.ref if made.release is not None else "R-NONE"


def _in_procedure(made: Scenario) -> dict[tuple[str, str], Any]:
    """The blanks of panels, hearings and remedies."""
    further = made.procedure
    if further is None:
        return {}
    hearing = further.hearing.application.ref, further.hearing.pk
    return {
        ("panel-detail", "ref"): further.panel.application.ref,
        **{(name, "ref"): hearing[0] for name in ("hearing-room", "hearing-withhold")},
        **{(name, "number"): hearing[1] for name in ("hearing-room", "hearing-withhold")},
        ("hearing-withhold", "material"): further.material.pk,
        ("hearing-door", "token"): further.token,
        ("remedy-detail", "number"): further.remedy.pk,
        ("remedy-new", "kind"): "waiver",
    }


def _at_the_hotline(made: Scenario) -> dict[tuple[str, str], Any]:
    """The blanks of the hotline's desk."""
    desk = made.hotline
    of_report = (
        *("detail", "read", "file", "original", "reply", "grade", "link", "unlink"),
        *("hand-over", "keep", "erase", "step"),
    )
    return {
        **{(f"report-{page}", "ref"): desk.report.reference for page in of_report},
        **{(f"report-{page}", "number"): desk.file.pk for page in ("file", "original")},
        ("report-keep", "step"): "hold",
        ("report-step", "step"): "acknowledge",
        ("report-key-change", "number"): desk.recipient.pk,
        ("answer-drop", "number"): desk.answer.pk,
        ("campaign-print", "code"): desk.campaign.code,
        ("campaign-print", "what"): "card",
    }


def _in_the_crowd(made: Scenario) -> dict[tuple[str, str], Any]:
    """The blanks of sponsors, permits, crews, bans and renewals."""
    crowd = made.crowd
    of_taken = ("crew-detail", "crew-progress", "crew-rejected", "crew-members", "crew-member", "crew-hit")
    return {
        ("sponsorship-detail", "ref"): crowd.asked.ref,
        **{(name, "ref"): crowd.visit.ref for name in ("case-terms", "certificate-new", "permit-new")},
        **{(name, "ref"): crowd.permit.ref for name in ("permit-extend", "permit-revoke")},
        **{(name, "ref"): crowd.staged.ref for name in ("crew-take", "crew-discard")},
        **{(name, "ref"): crowd.taken.ref for name in of_taken},
        **{(name, "row"): crowd.member.row for name in ("crew-member", "crew-hit")},
        ("crew-hit", "number"): crowd.hit.pk,
        ("crew-template", "form"): "fal",
        ("port-ban-detail", "ref"): crowd.ban.ref,
        ("port-ban-new", "ref"): made.erin.ref,
        ("leaver-report", "ref"): made.erin.ref,
        ("renewal-start", "ref"): crowd.ending.person.ref,
        ("company-detail", "code"): "CRANECARE",
    }


@cache
def routes() -> tuple[Route, ...]:
    lines = yaml.safe_load(MATRIX.read_text(encoding="utf-8"))
    return tuple(
        Route(
            name=line["route"],
            blanks=tuple(_blanks()[line["route"]]),
            who=line["for"] if isinstance(line["for"], str) else tuple(line["for"]),
            method=line.get("method", "get"),
            api=line.get("api", False),
            scoped=line.get("scoped", True),
            fragment=line.get("fragment", False),
        )
        for line in lines
    )


def named_patterns() -> dict[str, tuple[str, ...]]:
    """Every named address of ours with its blanks; allauth's own are walked by the sign-in tests."""
    return {name: blanks for name, blanks in _blanks().items() if name not in THEIRS and not _is_theirs(name)}


THEIRS = {"schema", "api-docs"}


def _is_theirs(name: str) -> bool:
    return name.startswith(("account_", "mfa_", "usersessions_"))


@cache
def _blanks() -> dict[str, tuple[str, ...]]:
    return dict(_walk(get_resolver()))


def _walk(resolver: URLResolver) -> Iterator[tuple[str, tuple[str, ...]]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry)
        elif isinstance(entry, URLPattern) and entry.name:
            yield entry.name, tuple(entry.pattern.converters)
