"""Takes the officers' word on hits of people who were screened again, outside any case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope
from screening.enums import HitState
from screening.models import Hit, Person
from screening.permissions import is_other_hand, may_decide_hit
from screening.services import reassessment
from screening.services.hit import given, settle, tell

SOURCE_LENGTH = 120  # characters of a reassessment's source


@transaction.atomic
def decide(hit: Hit, state: HitState, *, reason: str, actor: User, scope: Scope, at: datetime) -> Hit:
    """Say whether the listed entity is this person: same, different or unsure.

    "Same" waits for the word of a second officer; with it a reassessment opens, where officers decide what
    follows. Nothing is suspended by itself.
    Refuses when: the actor lacks the right, is the person, or said "same" before and answers again as the
    second hand (Refused); the reason is empty (InvalidInput); another officer decided meanwhile (Conflict).
    Records: screening.hit.said_same, or screening.hit.decided; then screening.reassessment.opened.
    """
    person = hit.whose
    require(may_decide_hit(actor, scope, person))
    text = given(state, reason)
    held = Hit.objects.select_for_update(of=("self",)).get(pk=hit.pk)
    if state is HitState.SAME and held.same_said_by_id is None:
        settle(hit, same_said_by=actor, same_said_at=at, same_said_reason=text)
        tell("said_same", person, hit.entry, actor=actor.reference, at=at, reason=text)
        return hit
    taken_back: dict[str, Any] = {}
    if held.same_said_by_id is not None:
        require(is_other_hand(actor, held.same_said_by_id))
        if state is not HitState.SAME:
            taken_back = {"same_said_by": None, "same_said_at": None, "same_said_reason": ""}
    settle(hit, state=state.value, decided_by=actor, decided_at=at, reason=text, **taken_back)
    decision = state.label.lower()
    tell("decided", person, hit.entry, actor=actor.reference, at=at, decision=decision, reason=text)
    if state is HitState.SAME:
        _reassess(hit, person, actor=actor, at=at)
    return hit


def _reassess(hit: Hit, person: Person, *, actor: User, at: datetime) -> None:
    reassessment.open_reassessment(
        person,
        source=f"watchlist:{hit.entry.source}:{hit.entry.uid}"[:SOURCE_LENGTH],
        reason=f"Two officers hold the person to be on the {hit.entry.source_word.label}.",
        suspend=False,
        actor=actor.reference,
        at=at,
    )
