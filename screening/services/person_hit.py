"""Takes the officers' word on hits of people who were screened again, outside any case."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from portsec.kernel.errors import require
from portsec.kernel.scope import Scope
from screening.adjudication_words import DismissalGround
from screening.enums import HitState
from screening.models import Hit, Person
from screening.permissions import may_speak_on_hit
from screening.services import adjudication, reassessment
from screening.services.adjudication import Answer
from screening.services.hit import settle, tell

SOURCE_LENGTH = 120  # characters of a reassessment's source


@transaction.atomic
def decide(
    hit: Hit,
    state: HitState,
    *,
    reason: str = "",
    ground: DismissalGround = DismissalGround.OTHER,
    referral: str = "",
    actor: User,
    scope: Scope,
    at: datetime,
) -> Hit:
    """Say whether the listed entity is this person: same, different or unsure.

    "Same" waits for the word of a second officer; with it a reassessment opens, where officers decide what
    follows. Nothing is suspended by itself. `services.adjudication.Answer` says what else may be said.
    Refuses when: the actor lacks the right, is the person, or speaks a second time (Refused); answer, reason
    or ground are missing or wrong (InvalidInput); another officer decided meanwhile (Conflict).
    Records: screening.hit.said_same, .decided, .returned, .referred or .answered; then
    screening.reassessment.opened.
    """
    person = hit.whose
    require(may_speak_on_hit(actor, scope, hit))
    taken = adjudication.judge(hit, Answer(state, reason, ground, referral), actor=actor, at=at)
    settle(hit, taken)
    tell(taken.verb, hit, person, actor=actor.reference, at=at, **taken.body)
    if hit.state_word is HitState.SAME:
        _reassess(hit, person, actor=actor, at=at)
    return hit


def _reassess(hit: Hit, person: Person, *, actor: User, at: datetime) -> None:
    source = f"watchlist:{hit.entry.source}:{hit.entry.uid}"
    reason = f"Two officers hold the person to be on the {hit.list_label}."
    if hit.is_restricted:
        source, reason = f"referral:{hit.number}", f"The authority that was asked objects ({hit.number})."
    reassessment.open_reassessment(
        person,
        source=source[:SOURCE_LENGTH],
        reason=reason,
        suspend=False,
        actor=actor.reference,
        at=at,
    )
