"""Triage of adverse items: what the rules say to each of four questions, and what the answers mean.

Same person, final, relevant, in the window. The rules suggest; an officer answers, and says why where the
two differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from screening.enums import HitState, TriageAnswer, TriageOutcome
from screening.suitability.findings import Finding
from screening.suitability.recommend import Appraisal
from screening.suitability.said import spoken

SAME_PERSON, IS_FINAL, RELEVANT, IN_WINDOW = "same_person", "is_final", "relevant", "in_window"
QUESTIONS: Mapping[str, str] = MappingProxyType(
    {
        SAME_PERSON: "Is it about this person?",
        IS_FINAL: "Is it final?",
        RELEVANT: "Does it matter for this post?",
        IN_WINDOW: "Does it still count today?",
    }
)
# "Unsure" is an answer to the first question alone: the others are read from dates and rows.
ALLOWED: Mapping[str, frozenset[TriageAnswer]] = MappingProxyType(
    {
        SAME_PERSON: frozenset({TriageAnswer.YES, TriageAnswer.NO, TriageAnswer.UNSURE}),
        **{
            question: frozenset({TriageAnswer.YES, TriageAnswer.NO, TriageAnswer.NOT_APPLICABLE})
            for question in (IS_FINAL, RELEVANT, IN_WINDOW)
        },
    }
)
OUT_OF_WINDOW = "out_of_window"  # the code under which such an entry is set aside
NOT_THIS_PERSONS_DOING = frozenset(
    {"undeclared_conviction"}
)  # findings about an entry that say nothing of its weight


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One answer that the rules suggest, and why."""

    answer: TriageAnswer
    sentence: str


Suggestions = Mapping[str, Suggestion]


def outcome_of(answers: Mapping[str, TriageAnswer]) -> TriageOutcome:
    """What four answers come to. Another person's entry is nothing else besides; doubt leaves it standing."""
    if answers[SAME_PERSON] is TriageAnswer.NO:
        return TriageOutcome.FALSE_MATCH
    if answers[IN_WINDOW] is TriageAnswer.NO:
        return TriageOutcome.EXPIRED
    if answers[RELEVANT] is TriageAnswer.NO:
        return TriageOutcome.IRRELEVANT
    return TriageOutcome.CONFIRMED


def differing(answers: Mapping[str, TriageAnswer], suggestions: Suggestions) -> tuple[str, ...]:
    """The questions that an officer answered otherwise than the rules suggest."""
    return tuple(
        question
        for question in QUESTIONS
        if suggestions[question].answer is not TriageAnswer.UNSURE
        and answers[question] is not suggestions[question].answer
    )


def of_record(
    about: str, appraisal: Appraisal, *, final_on: date | None, at: date, is_identity_confirmed: bool
) -> Suggestions:
    """What the rules suggest for a conviction, or for proceedings, which are never final."""
    if is_identity_confirmed:
        same = Suggestion(
            TriageAnswer.YES, "The identity is confirmed, and the record was asked for with it."
        )
    else:
        same = Suggestion(TriageAnswer.UNSURE, "The identity is not confirmed; compare the data first.")
    if final_on is not None and final_on <= at:
        final = Suggestion(TriageAnswer.YES, f"Final since {spoken(final_on)}.")
    else:
        final = Suggestion(TriageAnswer.NO, "The record shows no finality.")
    return {SAME_PERSON: same, IS_FINAL: final, **_weight(about, appraisal)}


def of_hit(about: str, appraisal: Appraisal, *, state: HitState, is_listed: bool) -> Suggestions:
    """What the rules suggest for a watchlist hit. Whether it is the person was decided on the hit itself."""
    said = {
        HitState.SAME: Suggestion(TriageAnswer.YES, "Decided on the hit: the same person."),
        HitState.DIFFERENT: Suggestion(TriageAnswer.NO, "Decided on the hit: a different person."),
    }
    same = said.get(state, Suggestion(TriageAnswer.UNSURE, "Decided on the hit: unsure."))
    listed = (
        Suggestion(TriageAnswer.YES, "The entry is in force.")
        if is_listed
        else Suggestion(TriageAnswer.NO, "The entry was taken off its list.")
    )
    relevant = _weight(about, appraisal)[RELEVANT]
    return {
        SAME_PERSON: same,
        IS_FINAL: _moot("A listing is no judgement."),
        RELEVANT: relevant,
        IN_WINDOW: listed,
    }


def of_advice(about: str, appraisal: Appraisal) -> Suggestions:
    """What the rules suggest for the advice of an authority."""
    same = Suggestion(TriageAnswer.YES, "The authority answered our question about this person.")
    return {
        SAME_PERSON: same,
        IS_FINAL: _moot("An advice is no judgement."),
        **_weight(about, appraisal),
    }


def _moot(sentence: str) -> Suggestion:
    return Suggestion(TriageAnswer.NOT_APPLICABLE, sentence)


def _weight(about: str, appraisal: Appraisal) -> dict[str, Suggestion]:
    """Relevance and window, from the findings about the item or from why it was set aside."""
    found = [
        finding
        for finding in appraisal.findings
        if about in finding.about.split() and finding.criterion not in NOT_THIS_PERSONS_DOING
    ]
    if found:
        return {RELEVANT: Suggestion(TriageAnswer.YES, _ground(found)), IN_WINDOW: _window(found)}
    aside = next((entry for entry in appraisal.set_aside if entry.about == about), None)
    if aside is not None and aside.code == OUT_OF_WINDOW:
        return {
            RELEVANT: Suggestion(TriageAnswer.YES, "A row of the policy names it."),
            IN_WINDOW: Suggestion(TriageAnswer.NO, aside.sentence),
        }
    why = aside.sentence if aside is not None else "No row of the policy speaks about it."
    return {RELEVANT: Suggestion(TriageAnswer.NO, why), IN_WINDOW: _moot("No row gives it a period.")}


def _ground(found: list[Finding]) -> str:
    rows = ", ".join(dict.fromkeys(finding.rule for finding in found if finding.rule))
    return f"{found[0].effect.label} ({rows})." if rows else f"{found[0].effect.label}."


def _window(found: list[Finding]) -> Suggestion:
    if any(finding.permanent for finding in found):
        return Suggestion(TriageAnswer.YES, "It counts for good.")
    ends = [finding.counts_until for finding in found if finding.counts_until is not None]
    if ends:
        return Suggestion(TriageAnswer.YES, f"It counts until {spoken(max(ends))}.")
    return Suggestion(TriageAnswer.YES, "No end can be worked out from what is known.")
