"""Defines posts. The level follows from what a post may reach; nobody types it in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import Organisation, Port
from portsec.kernel.errors import InvalidInput
from screening.models import Post
from screening.services import policy
from screening.suitability.facts import AreaFact, PostFacts
from screening.suitability.level import LevelAppraisal, level_for

NO_REASON = "Taken over from the port's own list of posts; the reason is still to be written."


def facts_of(post: Post) -> PostFacts:
    """A post as judgement sees it. Screening knows the codes of areas, not their risk."""
    return PostFacts(
        risk=post.risk,
        field_classes=frozenset(post.field_classes),
        areas=tuple(AreaFact(code) for code in post.areas),
    )


def level_of(post: Post, *, at: datetime) -> LevelAppraisal:
    """The level that the policy in force asks for, with its reasons."""
    rules = policy.parsed(policy.in_force(on=timezone.localdate(at)))
    return level_for(facts_of(post), rules)


@transaction.atomic
def define(
    *,
    port: Port,
    code: str,
    name: str,
    organisation: Organisation | None,
    areas: Sequence[str],
    field_classes: Sequence[str],
    risk: int,
    at: datetime,
    reason: str = NO_REASON,
) -> bool:
    """Define or change a post; True when something differed.

    Refuses when: code or name is empty, the risk is not 1 to 3 or a field class unknown (InvalidInput).
    Safe to repeat because: equal values change nothing.
    """
    if not code.strip() or not name.strip():
        raise InvalidInput("A post needs a code and a name.")
    post = Post.objects.select_for_update().filter(port=port, code=code).first() or Post(port=port, code=code)
    before = None if post.pk is None else _values(post)
    post.name, post.organisation, post.risk = name.strip(), organisation, risk
    post.areas, post.field_classes = sorted(areas), sorted(field_classes)
    if reason != NO_REASON or not post.reason:
        post.reason = reason
    post.level = level_of(post, at=at).level.value
    if before == _values(post):
        return False
    post.save()
    return True


def _values(post: Post) -> tuple[object, ...]:
    return (
        post.name,
        post.organisation_id,
        post.risk,
        tuple(post.areas),
        tuple(post.field_classes),
        post.level,
        post.reason,
    )
