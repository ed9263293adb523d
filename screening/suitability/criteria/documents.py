"""The criterion on the papers that a policy asks for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from screening.enums import Effect
from screening.suitability.facts import DocumentFact
from screening.suitability.findings import Finding, say
from screening.suitability.phrases import Phrase
from screening.suitability.record import Case
from screening.suitability.said import Said, Within, phrase
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
        if faults and None in faults:
            continue
        wrong = [fault for fault in faults if fault is not None]
        why = min(wrong, key=lambda fault: fault.english) if wrong else phrase(Phrase.PAPER_MISSING)
        yield Finding(
            criterion=document_not_in_order.__name__,
            effect=Effect.REFER if terms.required else Effect.NOTE,
            said=(say(document_not_in_order, document=Within(terms.kind), why=why),),
            source=str(terms.provenance),
            reason=terms.reason,
            about=f"document:{terms.seq}",
            caveats=terms.provenance.caveats,
            incomplete=terms.required,
        )


def _fault(paper: DocumentFact, terms: DocumentTerms, case: Case) -> Said | None:
    """What is wrong with a paper; None where nothing is."""
    at = case.facts.at
    if paper.expires_on is not None and paper.expires_on < at:
        return phrase(Phrase.PAPER_EXPIRED)
    if terms.max_age_days is not None:
        if paper.issued_on is None:
            return phrase(Phrase.PAPER_UNDATED)
        if paper.issued_on + timedelta(days=terms.max_age_days) < at:
            return phrase(Phrase.PAPER_TOO_OLD, days=terms.max_age_days)
    if paper.is_foreign and terms.apostille and not paper.has_apostille:
        return phrase(Phrase.NO_APOSTILLE)
    if paper.is_foreign and terms.translation and not paper.has_translation:
        return phrase(Phrase.NO_TRANSLATION)
    return None
