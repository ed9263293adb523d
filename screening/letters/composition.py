"""Puts facts and wording together: which passages a letter has, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from screening.letters.facts import (
    DecisionFacts,
    ErasureFacts,
    Essence,
    Ground,
    InvitationFacts,
    LetterFacts,
    NoticeFacts,
    OutcomeFacts,
    Subject,
)
from screening.letters.findings import RECORDED_IN, tell
from screening.letters.wording import Wording

Block = dict[str, Any]
Line = dict[str, Any]


def title(facts: LetterFacts, say: Wording) -> str:
    """What the letter is, in its first line."""
    if isinstance(facts, DecisionFacts):
        return say.say(f"decision_title_{facts.outcome}")
    names = {
        InvitationFacts: "invitation_title",
        NoticeFacts: "notice_title",
        OutcomeFacts: "outcome_title",
        ErasureFacts: "erasure_title",
    }
    return say.say(names[type(facts)])


def blocks(facts: LetterFacts, say: Wording) -> list[Block]:
    """The passages between the title and the closing."""
    compose: dict[type, Callable[[Any, Wording], list[Block]]] = {
        InvitationFacts: _invitation,
        NoticeFacts: _notice,
        DecisionFacts: _decision,
        OutcomeFacts: _outcome,
        ErasureFacts: _erasure,
    }
    return [block for block in compose[type(facts)](facts, say) if block]


def _invitation(facts: InvitationFacts, say: Wording) -> list[Block]:
    return [
        _text(say.say("invitation_intro", employer=facts.employer, authority=facts.head.authority)),
        _about(facts.subject, say),
        _text(say.say("invitation_ask", date=say.day(facts.answer_by))),
        *_titled(say.say("invitation_how"), [_text(facts.how)] if facts.how else []),
        _text(say.say("invitation_rights")),
    ]


def _notice(facts: NoticeFacts, say: Wording) -> list[Block]:
    return [
        _text(say.say("notice_intro")),
        _about(facts.subject, say),
        *_grounds(facts.grounds, facts.reasons, say),
        *_essences(facts.essences, say),
        *_titled(say.say("material_title"), [_list([_quoted(item)] for item in facts.material)]),
        _heading(say.say("answer_title")),
        _text(say.say("answer_until", date=say.day(facts.answer_by))),
        _passage(facts.how_to_answer),
        _text(say.say("answer_silence")),
        _text(say.say("human")),
        _quotation(facts.grounds, say),
    ]


def _decision(facts: DecisionFacts, say: Wording) -> list[Block]:
    validity = _validity(facts, say)
    conditions = [_list([_quoted(line)] for line in facts.conditions)]
    return [
        _text(say.say(f"decision_{facts.outcome}")),
        _about(facts.subject, say, *validity),
        *_titled(say.say("conditions_title"), conditions),
        *_grounds(facts.grounds, facts.reasons, say),
        *_essences(facts.essences, say),
        *_titled(say.say("remedies_title"), [_list(_remedies(facts, say))]),
        _text(say.say("human")),
        _text(say.say("employer_told")),
        _quotation(facts.grounds, say) if facts.reasons or facts.grounds else {},
    ]


def _outcome(facts: OutcomeFacts, say: Wording) -> list[Block]:
    outcome = (say.say("outcome"), say.say(f"outcome_{facts.outcome}"))
    return [
        _text(say.say("outcome_intro")),
        _about(facts.subject, say, outcome, *_validity(facts, say)),
        _text(say.say("outcome_reasons")),
    ]


def _erasure(facts: ErasureFacts, say: Wording) -> list[Block]:
    columns = [say.say(name) for name in ("erased", "done", "count", "by_rule")]
    rows = [
        [say.word("data_class", row.data_class), say.word("action", row.action), str(row.count), row.rule]
        for row in facts.erased
    ]
    return [
        _text(say.say("erasure_intro")),
        _text(say.say("erasure_order")) if facts.by_order else {},
        {"type": "table", "columns": columns, "rows": rows},
        _text(say.say("erasure_remains")),
    ]


def _about(subject: Subject, say: Wording, *more: tuple[str, str]) -> Block:
    rows = [
        (say.say("person"), subject.name),
        (say.say("own_script"), subject.native_name),
        (say.say("born"), say.day(subject.born) if subject.born else ""),
        (say.say("post"), subject.post),
        *more,
    ]
    return {"type": "facts", "rows": [list(row) for row in rows if row[1]]}


def _validity(facts: DecisionFacts | OutcomeFacts, say: Wording) -> list[tuple[str, str]]:
    if facts.valid_from is None or facts.valid_until is None:
        return []
    span = say.say("from_until", start=say.day(facts.valid_from), end=say.day(facts.valid_until))
    return [(say.say("valid"), span)]


def _grounds(grounds: Iterable[Ground], reasons: str, say: Wording) -> list[Block]:
    listed = _list(_ground(ground, say) for ground in grounds)
    why = [_text(part, lang=RECORDED_IN) for part in reasons.split("\n") if part.strip()]
    return [*_titled(say.say("grounds_title"), [listed]), *_titled(say.say("reasons_title"), why)]


def _ground(ground: Ground, say: Wording) -> list[Line]:
    lines = [_finding(ground, say)]
    if ground.reason:
        lines.append(_quoted(ground.reason))
    if ground.rule:
        lines.append({"text": f"{say.say('rule')}: {ground.rule}"})
    if ground.source:
        lines.append({"text": f"{say.say('source')}: {ground.source}"})
    if ground.counts_until is not None:
        lines.append({"text": say.say("counts_until", date=say.day(ground.counts_until))})
    elif ground.permanent:
        lines.append({"text": say.say("permanent")})
    return lines


def _finding(ground: Ground, say: Wording) -> Line:
    """The finding in the letter's language; where it cannot be said in it, the sentence on record."""
    told = tell(ground.said, say.language)
    if told is None:
        return _quoted(ground.sentence)
    return {"runs": [{"text": run.text, **({"lang": run.lang} if run.lang else {})} for run in told]}


def _quotation(grounds: Iterable[Ground], say: Wording) -> Block:
    """Says what stands in another language: the findings themselves only where one could not be said."""
    all_told = all(tell(ground.said, say.language) is not None for ground in grounds)
    return _text(say.say("quoted" if all_told else "quoted_findings"))


def _essences(essences: Iterable[Essence], say: Wording) -> list[Block]:
    listed = _list(
        [_quoted(one.text), {"text": f"{say.say('legal_ground')}: {one.legal_ground}"}] for one in essences
    )
    if not listed:
        return []
    return [
        _heading(say.say("essence_title")),
        _text(say.say("essence_intro")),
        listed,
        _text(say.say("essence_court")),
    ]


def _remedies(facts: DecisionFacts, say: Wording) -> Iterable[list[Line]]:
    for remedy in facts.remedies:
        lines = [{"text": say.say(f"remedy_{remedy.kind}")}]
        lines.append({"text": say.say("remedy_until", body=remedy.body, date=say.day(remedy.until))})
        yield [*lines, *([_quoted(remedy.how)] if remedy.how else [])]


def _titled(name: str, content: list[Block]) -> list[Block]:
    """A heading with its content; nothing where the content is empty."""
    filled = [block for block in content if block]
    return [_heading(name), *filled] if filled else []


def _heading(text: str) -> Block:
    return {"type": "heading", "text": text}


def _text(text: str, **more: str) -> Block:
    return {"type": "text", "text": text, **more}


def _passage(text: str) -> Block:
    return _text(text, lang=RECORDED_IN) if text else {}


def _quoted(text: str) -> Line:
    return {"text": text, "lang": RECORDED_IN}


def _list(items: Iterable[list[Line]]) -> Block:
    listed = list(items)
    return {"type": "list", "items": listed} if listed else {}
