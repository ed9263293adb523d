"""Defines posts. The level follows from what a post may reach; nobody types it in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Organisation, Port, User
from ledger.services import job, record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope
from screening.models import Post
from screening.permissions import may_define_posts
from screening.services import policy
from screening.suitability.facts import AreaFact, PostFacts
from screening.suitability.level import LevelAppraisal, level_for
from screening.suitability.words import FunctionAspect

NO_REASON = "Taken over from the port's own list of posts; the reason is still to be written."
IMPORTER = "system:port_directory"
LEVELS_JOB = "screening.post_levels"
LONGEST_CODE, LONGEST_NAME, LONGEST_AREA = 60, 120, 40

# What a post is, as the record names it; the level follows from it.
LABELS = {
    "name": "name",
    "organisation": "organisation",
    "risk": "function risk",
    "areas": "areas",
    "field_classes": "classes of data",
    "aspects": "what the work deals with",
    "reason": "reason",
    "level": "level",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDetails:
    """What an officer says of a post."""

    name: str
    organisation: Organisation | None
    risk: int
    areas: tuple[str, ...]
    field_classes: tuple[str, ...]
    aspects: tuple[str, ...]
    reason: str

    def facts(self) -> PostFacts:
        """Raises InvalidInput for an unknown risk, class or aspect."""
        return _facts(self.risk, self.field_classes, self.areas, self.aspects)


def facts_of(post: Post) -> PostFacts:
    """A post as judgement sees it. Screening knows the codes of areas, not their risk."""
    return _facts(post.risk, post.field_classes, post.areas, post.aspects)


def level_of(post: Post, *, at: datetime) -> LevelAppraisal:
    """The level that the policy of the post's port asks for, with its reasons."""
    return level_asked(post.port, facts_of(post), at=at)


def level_asked(port: Port, facts: PostFacts, *, at: datetime) -> LevelAppraisal:
    """The level that a port's policy in force asks for, for a post that need not exist yet."""
    rules = policy.parsed(policy.in_force_for(port, on=timezone.localdate(at)))
    return level_for(facts, rules)


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
    actor: str = IMPORTER,
) -> bool:
    """Define or change a post as a port's own data names it; True when something differed.

    Refuses when: code or name is empty, the risk is not 1 to 3 or a field class unknown (InvalidInput).
    Records: screening.post.defined or .changed.
    Safe to repeat because: equal values change nothing.
    """
    if not code.strip() or not name.strip():
        raise InvalidInput("A post needs a code and a name.")
    post = Post.objects.select_for_update(of=("self",)).filter(port=port, code=code).first()
    kept = reason if reason != NO_REASON or post is None else post.reason or reason
    details = PostDetails(
        name=name.strip(),
        organisation=organisation,
        risk=risk,
        areas=tuple(sorted(areas)),
        field_classes=tuple(sorted(field_classes)),
        aspects=() if post is None else tuple(post.aspects),
        reason=kept,
    )
    return _keep(post or Post(port=port, code=code), details, actor=actor, at=at)


@transaction.atomic
def enter(port: Port, code: str, details: PostDetails, *, actor: User, scope: Scope, at: datetime) -> Post:
    """Define a new post.

    Refuses when: the actor keeps no policies at the port (Refused); the code is taken, or something that a
    post needs is missing or impossible, the reason among it (InvalidInput, by field).
    Records: screening.post.defined.
    """
    require(may_define_posts(scope, port_id=port.pk))
    code = code.strip()
    _check(details, code=code)
    post = Post(port=port, code=code)
    try:
        with transaction.atomic():
            _keep(post, details, actor=actor.reference, at=at)
    except IntegrityError:
        problem = f"{port.name} has a post with the code '{code}' already."
        raise InvalidInput(problem, fields={"code": problem}) from None
    return post


@transaction.atomic
def change(post: Post, details: PostDetails, *, actor: User, scope: Scope, at: datetime) -> bool:
    """Change what a post is; its level follows. True when something differed.

    Cases that are open keep the level that they were opened for, and clearances what they were granted for.
    Refuses as `enter` does. Records: screening.post.changed.
    Safe to repeat because: equal values change nothing.
    """
    require(may_define_posts(scope, port_id=post.port_id))
    _check(details, code=post.code)
    held = Post.objects.select_for_update(of=("self",)).select_related("port").get(pk=post.pk)
    return _keep(held, details, actor=actor.reference, at=at)


def ask_for_levels(port: Port, *, on: date, slot: str, actor: str, at: datetime) -> None:
    """Have the posts of a port brought into step on the day from which other rules apply.

    In the caller's transaction. `slot` names what changed the rules.
    """
    begins = datetime.combine(on, time.min, tzinfo=timezone.get_default_timezone())
    job.request(
        LEVELS_JOB,
        f"port:{port.locode}",
        actor=actor,
        at=at,
        slot=slot,
        port=port.locode,
        due_at=max(begins, at),
    )


@transaction.atomic
def bring_into_step(port: Port, *, actor: str, at: datetime) -> int:
    """Give each post of a port the level that the rules in force today ask for; how many changed.

    Records: screening.post.changed for each. Safe to repeat because: equal levels change nothing.
    """
    posts = Post.objects.select_for_update(of=("self",)).select_related("port").filter(port=port)
    return sum(_store(post, _values(post), actor=actor, at=at) for post in posts.order_by("pk"))


def _facts(
    risk: int, field_classes: Iterable[str], areas: Iterable[str], aspects: Sequence[str]
) -> PostFacts:
    known = {aspect.value for aspect in FunctionAspect}
    if unknown := sorted(set(aspects) - known):
        problem = f"Unknown aspect '{unknown[0]}'; there are {', '.join(sorted(known))}."
        raise InvalidInput(problem, fields={"aspects": problem})
    return PostFacts(
        risk=risk,
        field_classes=frozenset(field_classes),
        areas=tuple(AreaFact(code) for code in areas),
        aspects=frozenset(FunctionAspect(aspect) for aspect in aspects),
    )


def _check(details: PostDetails, *, code: str) -> None:
    wrong: dict[str, str] = {}
    if not code:
        wrong["code"] = "Give the post a code."
    elif len(code) > LONGEST_CODE:
        wrong["code"] = f"At most {LONGEST_CODE} characters."
    if not details.name.strip():
        wrong["name"] = "Give the post a name."
    elif len(details.name) > LONGEST_NAME:
        wrong["name"] = f"At most {LONGEST_NAME} characters."
    if long := [area for area in details.areas if len(area) > LONGEST_AREA]:
        wrong["areas"] = f"'{long[0]}' is longer than {LONGEST_AREA} characters."
    if not details.reason.strip() or details.reason.strip() == NO_REASON:
        wrong["reason"] = "Say why people in this post are checked; the law asks for a reason for each post."
    if wrong:
        raise InvalidInput("The post is not complete.", fields=wrong)
    details.facts()


def _keep(post: Post, details: PostDetails, *, actor: str, at: datetime) -> bool:
    """Put the details and the level that follows from them on the row, and on record."""
    before = {} if post.pk is None else _values(post)
    post.name, post.organisation, post.risk = details.name.strip(), details.organisation, details.risk
    post.areas, post.field_classes = sorted(set(details.areas)), sorted(set(details.field_classes))
    post.aspects, post.reason = sorted(set(details.aspects)), details.reason.strip()
    return _store(post, before, actor=actor, at=at)


def _store(post: Post, before: dict[str, Any], *, actor: str, at: datetime) -> bool:
    """Work out the level, and save and record what differs from `before`; a new post has none."""
    post.level = level_of(post, at=at).level.value
    after = _values(post)
    if before == after:
        return False
    post.save()
    given: dict[str, Any] = {"actor": actor, "at": at, "subject": post.reference, "port": post.port.locode}
    if not before:
        level = post.level_word.label.lower()
        record.append("screening.post.defined", **given, post=post.code, level=level, reason=post.reason)
        return True
    changes = [
        f"{label} {_spoken(before[name])} → {_spoken(after[name])}"
        for name, label in LABELS.items()
        if before[name] != after[name]
    ]
    record.append("screening.post.changed", **given, post=post.code, changes=changes)
    return True


def _values(post: Post) -> dict[str, Any]:
    return {
        "name": post.name,
        "organisation": str(post.organisation) if post.organisation else "",
        "risk": post.risk,
        "areas": tuple(post.areas),
        "field_classes": tuple(post.field_classes),
        "aspects": tuple(post.aspects),
        "reason": post.reason,
        "level": post.level,
    }


def _spoken(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value) or "none"
