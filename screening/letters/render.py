"""Sets a letter: facts in, bytes of a tagged PDF out."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import Any

import typst

from screening.enums import Language
from screening.letters import composition
from screening.letters.facts import (
    DecisionFacts,
    ErasureFacts,
    InvitationFacts,
    LetterFacts,
    NoticeFacts,
    OutcomeFacts,
)
from screening.letters.script import FAMILIES, FONT_FOLDERS, showable
from screening.letters.wording import Wording, wording
from screening.letters.words import LetterKind

TEMPLATE = (Path(__file__).parent / "letter.typ").read_bytes()
STANDARDS: list[Any] = ["a-2a", "ua-1"]  # ISO 19005-2 level A, to be kept; ISO 14289-1, for everyone
FACTS_OF: dict[LetterKind, type] = {
    LetterKind.INVITATION: InvitationFacts,
    LetterKind.NOTICE_OF_INTENT: NoticeFacts,
    LetterKind.DECISION: DecisionFacts,
    LetterKind.EMPLOYER_OUTCOME: OutcomeFacts,
    LetterKind.ERASURE_CERTIFICATE: ErasureFacts,
}


def render(kind: LetterKind, language: Language, facts: LetterFacts) -> bytes:
    """The letter as PDF/A-2a and PDF/UA-1. The same facts always give the same bytes.

    Raises TypeError when the facts are those of another kind: an employer's letter cannot be made from
    the facts of a decision.
    """
    if type(facts) is not FACTS_OF[kind]:
        raise TypeError(f"{kind.value} is not made from {type(facts).__name__}")
    pdf: bytes = _compiled(facts, language, format="pdf", pdf_standards=STANDARDS)
    return pdf


def pictures(kind: LetterKind, language: Language, facts: LetterFacts) -> list[bytes]:
    """The same letter as one PNG a page, for eyes and for tests."""
    if type(facts) is not FACTS_OF[kind]:
        raise TypeError(f"{kind.value} is not made from {type(facts).__name__}")
    drawn = _compiled(facts, language, format="png", ppi=72.0)
    return drawn if isinstance(drawn, list) else [drawn]


def _compiled(facts: LetterFacts, language: Language, **options: Any) -> Any:
    moment = datetime.combine(facts.head.issued_on, time(12), tzinfo=UTC)
    return typst.compile(
        TEMPLATE,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"letter": json.dumps(_shown(content(facts, wording(language))), ensure_ascii=False)},
        timestamp=moment,
        **options,
    )


def content(facts: LetterFacts, say: Wording) -> dict[str, Any]:
    """Everything that the template needs, as plain data."""
    head = facts.head
    marks = [[say.say("number"), head.number], [say.say("issued"), say.day(head.issued_on)]]
    if head.case:
        marks.append([say.say("case"), head.case])
    return {
        "language": say.language.value,
        "fonts": list(FAMILIES),
        "title": composition.title(facts, say),
        "date": {"year": head.issued_on.year, "month": head.issued_on.month, "day": head.issued_on.day},
        "number": head.number,
        "authority": head.authority,
        "contact": list(head.contact),
        "marks": marks,
        "recipient": head.recipient,
        "recipient_lines": list(head.recipient_lines),
        "blocks": composition.blocks(facts, say),
        "closing": say.say("closing", authority=head.authority),
        "page": say.say("page"),
        "of": say.say("of"),
    }


def _shown(value: Any) -> Any:
    """The same data with each text made showable."""
    if isinstance(value, str):
        return showable(value)
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, dict):
        return {key: _shown(item) for key, item in value.items()}
    return value


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=list(FONT_FOLDERS))
