"""The criterion on the papers that a policy asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from screening.enums import Effect
from screening.suitability.facts import DocumentFact
from screening.suitability.findings import Finding, say
from screening.suitability.record import Case
from screening.suitability.terms import DocumentTerms


def document_not_in_order(case: Case) -> Iterator[Finding]:
    """A paper that this policy asks for is not in order: {document}, {why}.

    What is missing is asked for, never held against the person.
    """
    papers = case.facts.documents
    if papers is None:
        return
    for terms in case.policy.documents_for(case.facts.category, case.facts.level):
        faults = [_fault(paper, terms, case) for paper in papers if paper.kind is terms.kind]
        if faults and "" in faults:
            continue
        blanks = {"document": terms.kind.label.lower(), "why": min(faults) if faults else "it is missing"}
        yield Finding(
            criterion=document_not_in_order.__name__,
            effect=Effect.REFER if terms.required else Effect.NOTE,
            sentence=say(document_not_in_order, **blanks),
            source=str(terms.provenance),
            reason=terms.reason,
            about=f"document:{terms.seq}",
            caveats=terms.provenance.caveats,
            incomplete=terms.required,
        )


def _fault(paper: DocumentFact, terms: DocumentTerms, case: Case) -> str:
    """What is wrong with a paper; "" where nothing is."""
    at = case.facts.at
    if paper.expires_on is not None and paper.expires_on < at:
        return "it has expired"
    if terms.max_age_days is not None:
        if paper.issued_on is None:
            return "its date is not recorded"
        if paper.issued_on + timedelta(days=terms.max_age_days) < at:
            return f"it is older than {terms.max_age_days} days"
    if paper.is_foreign and terms.apostille and not paper.has_apostille:
        return "it has no apostille"
    if paper.is_foreign and terms.translation and not paper.has_translation:
        return "it has no translation"
    return ""
