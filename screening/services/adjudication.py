"""What an officer's word makes of a hit: one rule for cases, for people screened again and for crews.

"Same" takes two officers: the first one's word waits, another confirms it, decides otherwise or returns it.
An entry of a restricted list is judged by its authority alone: one officer refers the hit, another enters the
answer. Nothing is written here; the services of each table of hits write what `judge` says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import QuerySet

from accounts.models import User
from portsec.kernel.errors import InvalidInput
from screening.adjudication_words import DismissalGround
from screening.authority_reference import checked_reference
from screening.enums import HitState
from screening.models import CrewHit, Hit
from screening.models.adjudication import spoken

AUTHORITY_LENGTH = 120  # characters of the authority's name and contact
MEANWHILE = "This hit was decided meanwhile, or confirmed as the same person."
# A ground that the comparison itself contradicts is no ground.
COMPARED = {
    DismissalGround.BIRTH_DATE: "birth_date",
    DismissalGround.SEX: "sex",
    DismissalGround.BIRTH_PLACE: "birth_place",
    DismissalGround.DOCUMENT: "document",
}
NO_FIRST_WORD: dict[str, Any] = {
    "same_said_by": None,
    "same_said_at": None,
    "same_said_reason": "",
    "referred_to": "",
}
UNDECIDED: dict[str, Any] = {
    "state": HitState.OPEN.value,
    "decided_by": None,
    "decided_at": None,
    "ground": "",
    "reason": "",
    "answer_reference": "",
}

Row = TypeVar("Row", Hit, CrewHit)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an officer says of a hit.

    `OPEN` gives a first officer's "same" back. On a restricted list `SAME` refers the hit and `referral`
    names the authority; for the second officer `SAME` and `DIFFERENT` are that it objects or does not, and
    `referral` is the number of its answer.
    """

    state: HitState
    reason: str = ""
    ground: DismissalGround = DismissalGround.OTHER
    referral: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from an answer: the columns to write, and the verb and fields of the record.

    `text` is the reason in words, for what else has to give one.
    """

    verb: str
    columns: dict[str, Any]
    body: dict[str, str]
    text: str


def judge(found: Hit | CrewHit, answer: Answer, *, actor: User, at: datetime) -> Step:
    """The step that an answer is.

    Refuses when: no answer is chosen, the reason is missing, the ground is contradicted by the comparison, or
    the authority or its number is missing (InvalidInput, at `state`, `reason`, `ground` or `referral`).
    """
    if found.is_restricted:
        return _of_authority(found, answer, actor, at)
    words = _words(answer)
    if answer.state is HitState.OPEN:
        return _returned(found, words)
    if answer.state is HitState.SAME and not found.awaits_second:
        return Step("said_same", UNDECIDED | _first_word(actor, at, words), {"reason": words}, words)
    ground = _ground(found, answer) if answer.state is HitState.DIFFERENT else None
    text = spoken(ground, words)
    columns = _decided(answer.state, actor, at) | {"ground": ground.value if ground else "", "reason": words}
    return Step("decided", columns, {"decision": answer.state.label.lower(), "reason": text}, text)


def as_seen(rows: QuerySet[Row], found: Row) -> QuerySet[Row]:
    """The row of a hit, as long as nobody spoke since it was read, and it is not confirmed as the same."""
    seen = rows.filter(pk=found.pk, state=found.state, same_said_by=found.same_said_by_id)
    return seen.exclude(state=HitState.SAME.value)


def _of_authority(found: Hit | CrewHit, answer: Answer, actor: User, at: datetime) -> Step:
    words, referral = answer.reason.strip(), answer.referral.strip()
    if not found.awaits_second:
        if answer.state is not HitState.SAME:
            raise _invalid("state", "Nobody here judges an entry of this list; refer it to its authority.")
        if not 0 < len(referral) <= AUTHORITY_LENGTH:
            raise _invalid("referral", f"Name the authority, in up to {AUTHORITY_LENGTH} characters.")
        columns = UNDECIDED | _first_word(actor, at, words) | {"referred_to": referral}
        return Step("referred", columns, {"authority": referral, "reason": words}, words)
    if answer.state is HitState.OPEN:
        return _returned(found, _words(answer))
    if answer.state is HitState.UNSURE:
        raise _invalid("state", "Choose what the authority answered, or give the referral back.")
    reference = checked_reference(referral, field="referral")
    said = "objects" if answer.state is HitState.SAME else "does not object"
    columns = _decided(answer.state, actor, at)
    columns |= {"answer_reference": reference, "referred_to": found.referred_to, "reason": words}
    text = f"The authority that was asked {said}, {reference}. {words}".strip()
    return Step("answered", columns, {"answer": said, "reference": reference, "reason": words}, text)


def _returned(found: Hit | CrewHit, words: str) -> Step:
    if not found.awaits_second:
        raise _invalid("state", "Choose same, different or unsure.")
    return Step("returned", UNDECIDED | NO_FIRST_WORD, {"reason": words}, words)


def _first_word(actor: User, at: datetime, words: str) -> dict[str, Any]:
    return {"same_said_by": actor, "same_said_at": at, "same_said_reason": words}


def _decided(state: HitState, actor: User, at: datetime) -> dict[str, Any]:
    """The first officer's word stays beside a confirmed "same", and goes with any other answer."""
    kept = {} if state is HitState.SAME else NO_FIRST_WORD
    return UNDECIDED | kept | {"state": state.value, "decided_by": actor, "decided_at": at}


def _words(answer: Answer) -> str:
    """The officer's own words; only a fixed ground speaks for itself."""
    words = answer.reason.strip()
    is_said = answer.state is HitState.DIFFERENT and answer.ground is not DismissalGround.OTHER
    if not words and not is_said:
        raise _invalid("reason", "Give the reason.")
    return words


def _ground(found: Hit | CrewHit, answer: Answer) -> DismissalGround:
    field = COMPARED.get(answer.ground)
    agrees = any(line["field"] == field and line["verdict"] == "agree" for line in found.lines)
    if field and agrees:
        raise _invalid("ground", "Both sides say the same here; choose what differs.")
    return answer.ground


def _invalid(field: str, problem: str) -> InvalidInput:
    return InvalidInput(problem, fields={field: problem})
