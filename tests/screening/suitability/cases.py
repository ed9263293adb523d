"""Builds cases for the tests: a complete, clean file that a test changes in one point."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import screening
from screening.enums import CheckKind, CheckResult, CheckState, ClearanceLevel, HitState
from screening.suitability import policy as policies
from screening.suitability.facts import (
    CaseFacts,
    CheckFact,
    ConvictionFact,
    DeclarationFacts,
    HitFact,
    PostFacts,
)
from screening.suitability.findings import Finding
from screening.suitability.policy import Policy
from screening.suitability.recommend import Appraisal, recommend

AT = date(2026, 6, 1)
STANDARD_FILE = Path(screening.__file__).parent / "policies" / "eu-port-standard.yaml"


@cache
def standard() -> Policy:
    return policies.load(STANDARD_FILE.read_text(encoding="utf-8"), name=STANDARD_FILE.name)


def check(kind: CheckKind, result: CheckResult | None = CheckResult.CLEAR, **more: Any) -> CheckFact:
    state = CheckState.REQUESTED if result is None else CheckState.ANSWERED
    return CheckFact(**{"kind": kind, "state": state, "result": result, "id": f"check:{kind.value}", **more})


def checks(**results: CheckResult | None) -> tuple[CheckFact, ...]:
    """All three checks, clear unless a result is named."""
    return tuple(check(kind, results.get(kind.value, CheckResult.CLEAR)) for kind in CheckKind)


def conviction(offence_code: str, **more: Any) -> ConvictionFact:
    """Final on 1 May 2024, a fine, unless said otherwise."""
    final_on = more.pop("final_on", date(2024, 5, 1))
    fields = {
        "id": "1",
        "decided_on": final_on,
        "final_on": final_on,
        "sanction_code": "8001",
        "declared": True,
    }
    return ConvictionFact(offence_code=offence_code, **{**fields, **more})


def prison(offence_code: str, months: int, **more: Any) -> ConvictionFact:
    return conviction(offence_code, **{"sanction_code": "1001", "sanction_months": months, **more})


def hit(state: HitState, source: str = "ofac", **more: Any) -> HitFact:
    fields = {"id": "hit:1", "entry_name": "Ivan Petrov", "source": source, "score": 0.91, "state": state}
    return HitFact(**{**fields, **more})


def facts(*convictions: ConvictionFact, **more: Any) -> CaseFacts:
    """A clerk's file with every check answered and nothing found, plus the convictions."""
    clean = CaseFacts(at=AT, level=ClearanceLevel.STANDARD, post=PostFacts(risk=1), checks=checks())
    return replace(clean, convictions=convictions, **more)


def asked(*, declared: bool = False) -> DeclarationFacts:
    """A declaration in which convictions were asked about."""
    return DeclarationFacts(has_declared_convictions=declared)


def appraise(*convictions: ConvictionFact, **more: Any) -> Appraisal:
    return recommend(facts(*convictions, **more), standard())


def named(appraisal: Appraisal, criterion: str) -> tuple[Finding, ...]:
    return tuple(finding for finding in appraisal.findings if finding.criterion == criterion)
