"""Turns a written case of a suitability matrix into the facts that the engine reads."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import screening
from screening.enums import CheckKind, CheckResult, ClearanceLevel, DocumentKind, HitState, PersonCategory
from screening.suitability.facts import (
    AdviceFact,
    AreaFact,
    CaseFacts,
    CheckFact,
    ConvictionFact,
    DeclarationFacts,
    DocumentFact,
    FalseStatementFact,
    GapFact,
    PortBanFact,
    PostFacts,
    ProceedingFact,
    ProofFact,
    ResidenceFact,
    RightToWorkFact,
)
from screening.suitability.policy import Policy, load
from screening.suitability.words import (
    AdviceOutcome,
    AdviceSubject,
    Circumstance,
    Completion,
    Exemption,
    FunctionAspect,
    Grade,
    Intent,
    Participation,
    ProofKind,
    RecordState,
    RightToWork,
)
from tests.screening.suitability.cases import AT, check, facts, hit

POLICIES = Path(screening.__file__).parent / "policies"

# Every word that a case may use to say its facts.
FACTS = frozenset(
    {
        *("without", "identity", "criminal_record", "watchlist", "ecris", "authority_advice", "employment"),
        *("post", "level", "category", "today", "applied", "record", "born", "asked", "hits", "gaps"),
        *("residences", "proceedings", "advice", "bans", "right_to_work", "false_statements", "documents"),
        "proofs",
    }
)
USUAL_CHECKS = (CheckKind.IDENTITY, CheckKind.CRIMINAL_RECORD, CheckKind.WATCHLIST)
PARTS = {"exempted": "exemption", "attempted": "completion", "accessory": "participation"}
SIGNS = {"exemption": Exemption.RESPONSIBILITY, "completion": Completion.ATTEMPTED}
SIGNS |= {"participation": Participation.ACCESSORY}
SENTENCES = {"none": "", "life": "1002", "work": "9001"}


@cache
def policy(code: str) -> Policy:
    path = POLICIES / f"{code}.yaml"
    return load(path.read_text(encoding="utf-8"), name=path.name)


def codes() -> list[str]:
    """The policies that are shipped."""
    return sorted(path.stem for path in POLICIES.glob("*.yaml"))


def facts_of(case: dict[str, Any], policy: Policy) -> CaseFacts:
    record = [_conviction(str(place), dict(row)) for place, row in enumerate(case.get("record", ()), start=1)]
    level = ClearanceLevel(case.get("level", _usual_level(policy)))
    return facts(
        *record,
        at=case.get("today", AT),
        applied_on=case.get("applied"),
        level=level,
        category=PersonCategory(case.get("category", "employee")),
        post=_post(case.get("post", {})),
        birth_date=case.get("born"),
        checks=_checks(case, policy, level),
        hits=tuple(
            hit(HitState(row["state"]), row.get("list", "ofac"), id=f"hit:{place}")
            for place, row in enumerate(case.get("hits", ()))
        ),
        declarations=_declarations(case),
        proceedings=tuple(_proceeding(place, row) for place, row in enumerate(case.get("proceedings", ()))),
        advice=tuple(_advice(place, row) for place, row in enumerate(case.get("advice", ()))),
        bans=tuple(PortBanFact(id=f"ban:{place}", **row) for place, row in enumerate(case.get("bans", ()))),
        right_to_work=_right(case.get("right_to_work")),
        documents=tuple(map(_document, case["documents"])) if "documents" in case else None,
        proofs=tuple(map(_proof, case["proofs"])) if "proofs" in case else None,
    )


def _usual_level(policy: Policy) -> str:
    """The shallowest level that the policy knows."""
    return min(policy.levels, key=lambda level: level.rank).value


def _post(row: dict[str, Any]) -> PostFacts:
    return PostFacts(
        risk=row.get("risk", 1),
        field_classes=frozenset(row.get("fields", ())),
        areas=tuple(AreaFact(code) for code in row.get("areas", ())),
        aspects=frozenset(map(FunctionAspect, row.get("aspects", ()))),
    )


def _checks(case: dict[str, Any], policy: Policy, level: ClearanceLevel) -> tuple[CheckFact, ...]:
    """The usual checks and those that the level asks for, clear unless the case says otherwise."""
    wanted = {*USUAL_CHECKS, *policy.level(level).checks, *(kind for kind in CheckKind if kind.value in case)}
    found = []
    for kind in CheckKind:
        word = case.get(kind.value, "clear")
        named = word if isinstance(word, str) else "clear"  # `right_to_work` may be a fact of its own
        named = named if named in {*CheckResult, "waiting"} else "clear"
        result = None if named == "waiting" else CheckResult(named)
        if kind in wanted and kind.value != case.get("without"):
            found.append(check(kind, result, country="BE"))
    return tuple(found)


def _conviction(number: str, row: dict[str, Any]) -> ConvictionFact:
    final = row.pop("final", date(2024, 5, 1))
    final = None if final == "none" else final
    months = row.pop("months", None)
    sentence = row.pop("sentence", None)
    named = {PARTS[key]: SIGNS[PARTS[key]] for key in PARTS if row.pop(key, False)}
    return ConvictionFact(
        id=number,
        offence_code=row.pop("offence"),
        final_on=final,
        decided_on=row.pop("decided", final),
        released_on=row.pop("released", None),
        sanction_code=SENTENCES[sentence] if sentence else "1001" if months else "8001",
        sanction_months=months,
        sanction_suspended=row.pop("suspended", False),
        declared=row.pop("declared", True),
        grade=Grade(row.pop("grade", "")),
        intent=Intent(row.pop("intent", "")),
        circumstances=frozenset(map(Circumstance, row.pop("circumstances", ()))),
        **named,
        **row,
    )


def _declarations(case: dict[str, Any]) -> DeclarationFacts:
    asked = case.get("asked")
    return DeclarationFacts(
        has_declared_convictions=None if asked is None else asked == "declared",
        gaps=tuple(GapFact(**row) for row in case["gaps"]) if "gaps" in case else None,
        residences=tuple(ResidenceFact(**row) for row in case["residences"])
        if "residences" in case
        else None,
        false_statements=tuple(
            FalseStatementFact(id=f"statement:{place}", about="an earlier conviction", found_on=row.get("on"))
            for place, row in enumerate(case.get("false_statements", ()))
        ),
    )


def _proceeding(place: int, row: dict[str, Any]) -> ProceedingFact:
    return ProceedingFact(
        id=f"proceeding:{place}",
        state=RecordState(row["state"]),
        offence_code=row["offence"],
        since=row.get("since"),
        ended_on=row.get("ended"),
    )


def _advice(place: int, row: dict[str, Any]) -> AdviceFact:
    return AdviceFact(
        id=f"advice:{place}",
        subject=AdviceSubject(row["subject"]),
        outcome=AdviceOutcome(row["outcome"]),
        given_on=row.get("on"),
        reference="2026/17",
    )


def _right(row: dict[str, Any] | str | None) -> RightToWorkFact | None:
    if row is None:
        return None
    if isinstance(row, str):
        return RightToWorkFact(RightToWork(row))
    return RightToWorkFact(RightToWork(row["status"]), row.get("until"))


def _document(row: dict[str, Any]) -> DocumentFact:
    return DocumentFact(
        kind=DocumentKind(row["kind"]),
        issued_on=row.get("issued"),
        expires_on=row.get("expires"),
        is_foreign=row.get("foreign", False),
        has_apostille=row.get("apostille", False),
        has_translation=row.get("translation", False),
    )


def _proof(row: dict[str, Any]) -> ProofFact:
    return ProofFact(kind=ProofKind(row["kind"]), accepted=row.get("accepted", True))
