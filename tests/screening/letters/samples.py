"""One letter of each kind, with names of every script and text that tries to be markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from screening.letters.facts import (
    DecisionFacts,
    ErasedClass,
    ErasureFacts,
    Essence,
    Ground,
    Head,
    InvitationFacts,
    LetterFacts,
    NoticeFacts,
    OutcomeFacts,
    Remedy,
    Subject,
)
from screening.letters.words import LetterKind
from screening.retention.words import DataClass, ErasureAction

MARKUP = 'He wrote *bold* #panic("x") $a$ <b>b</b> = no heading {braces} \\ @ref `raw`'
HEAD = Head(
    number="L-7K2M9QXA",
    issued_on=date(2026, 11, 22),
    authority="Port of Example",
    contact=("Suitability desk", "Quay 1"),
    recipient="María Fernández",
    recipient_lines=("Kaai 12",),
    case="SA-2026-00001",
)
SUBJECT = Subject(name="María Fernández", born=date(1990, 1, 2), post="Reefer planner")
GROUNDS = (
    Ground(
        sentence=(
            "The record shows “Illicit trafficking in narcotic drugs, psychotropic substances and precursors "
            "not exclusively for own personal consumption” (0701 00, final on 1 April 2022)."
        ),
        reason="A look-back of ten years applies.",
        rule="TR-7",
        source="Crosswalk 1.11",
        counts_until=date(2030, 1, 1),
    ),
    Ground(sentence="Convicted of smuggling in France.", rule="TR-9", permanent=True),
)
REMEDIES = (
    Remedy("appeal", "Appeal Body of Example", date(2027, 1, 3), "By letter or in person."),
    Remedy("waiver", "Port of Example", date(2027, 1, 21)),
)
ESSENCES = (Essence("Security Services Act, section 12", "Repeated contact with a smuggling group in 2025."),)

NOTICE = NoticeFacts(
    head=HEAD,
    subject=SUBJECT,
    reasons="The post gives the right to release containers.",
    grounds=GROUNDS,
    essences=ESSENCES,
    material=("Answer of the Spanish register",),
    answer_by=date(2026, 12, 7),
    how_to_answer="Use the link that came with this letter.",
)
REFUSAL = DecisionFacts(
    head=HEAD,
    subject=SUBJECT,
    outcome="refuse",
    reasons="The post gives the right to release containers.",
    grounds=GROUNDS,
    essences=ESSENCES,
    remedies=REMEDIES,
)
OUTCOME = OutcomeFacts(
    head=HEAD,
    subject=SUBJECT,
    outcome="grant",
    valid_from=date(2026, 11, 22),
    valid_until=date(2029, 11, 21),
)
ALL: dict[LetterKind, LetterFacts] = {
    LetterKind.INVITATION: InvitationFacts(
        head=HEAD,
        subject=SUBJECT,
        employer="Quayside Terminals",
        answer_by=date(2026, 12, 20),
        how="Open the link.",
    ),
    LetterKind.NOTICE_OF_INTENT: NOTICE,
    LetterKind.DECISION: REFUSAL,
    LetterKind.EMPLOYER_OUTCOME: OUTCOME,
    LetterKind.ERASURE_CERTIFICATE: ErasureFacts(
        head=replace(HEAD, recipient="", recipient_lines=()),
        erased=(
            ErasedClass(
                DataClass.RECORD_ANSWER.value, ErasureAction.REDUCE.value, 2, "3 months after finality"
            ),
            ErasedClass(DataClass.DOCUMENTS.value, ErasureAction.ERASE.value, 5, "3 months after finality"),
        ),
        by_order=True,
    ),
}


def named(facts: Any, name: str, own_script: str = "") -> Any:
    """The same letter to and about somebody of another name."""
    head = replace(facts.head, recipient=name)
    if not hasattr(facts, "subject"):
        return replace(facts, head=head)
    return replace(facts, head=head, subject=replace(facts.subject, name=name, native_name=own_script))
