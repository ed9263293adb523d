"""Reads posts within a scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.enums import ClearanceLevel, ClearanceState
from screening.models import Application, Clearance, Post
from screening.selectors.application import OPEN_STATES


def visible_posts(*, scope: Scope) -> QuerySet[Post]:
    """Posts at the ports where the caller sees cases or enters applications.

    An employer sees the posts of their own organisation and those that belong to none.
    """
    posts = Post.objects.select_related("port", "organisation")
    if scope.is_system:
        return posts
    reach = Q(port_id__in=scope.ports(Capability.VIEW_CASES.value))
    if scope.organisation is not None:
        reach |= Q(port_id__in=scope.ports(Capability.ENTER_APPLICATIONS.value)) & (
            Q(organisation_id=scope.organisation) | Q(organisation=None)
        )
    return posts.filter(reach)


def posts_to_apply_for(*, scope: Scope) -> QuerySet[Post]:
    """The visible posts for which the caller may enter an application."""
    posts = visible_posts(scope=scope)
    if scope.is_system:
        return posts
    return posts.filter(port_id__in=scope.ports(Capability.ENTER_APPLICATIONS.value))


def access_post(code: str, *, locode: str, scope: Scope) -> Post:
    """One post that the caller may apply for. Raises NotFound when absent or out of reach."""
    post = posts_to_apply_for(scope=scope).filter(code=code, port__locode=locode).first()
    if post is None:
        raise NotFound("post")
    return post


def post_register(
    *, scope: Scope, text: str = "", level: str = "", without_reason: str = ""
) -> QuerySet[Post]:
    """Posts at the ports where the caller sees cases or keeps policies, with `open_cases`; each narrows.

    `without_reason` is the text that stands where a reason is still to be written.
    """
    posts = Post.objects.select_related("port", "organisation").annotate(
        open_cases=Count("applications", filter=Q(applications__state__in=OPEN_STATES))
    )
    if not scope.is_system:
        reach = scope.ports(Capability.VIEW_CASES.value, Capability.MANAGE_POLICIES.value)
        posts = posts.filter(port_id__in=reach)
    if text.strip():
        match = Q(name__icontains=text.strip()) | Q(code__icontains=text.strip())
        posts = posts.filter(match | Q(organisation__name__icontains=text.strip()))
    if level:
        posts = posts.filter(level=level)
    if without_reason:
        posts = posts.filter(reason__in=["", without_reason])
    return posts


def access_registered_post(locode: str, number: int, *, scope: Scope) -> Post:
    """One post of the register. Raises NotFound when absent or out of reach."""
    post = post_register(scope=scope).filter(port__locode=locode, pk=number).first()
    if post is None:
        raise NotFound("post")
    return post


def access_own_post(locode: str, number: int, *, scope: Scope) -> Post:
    """One post at a port where the caller keeps policies. Raises NotFound when absent or out of reach."""
    post = access_registered_post(locode, number, scope=scope)
    if not scope.holds(Capability.MANAGE_POLICIES.value, post.port_id):
        raise NotFound("post")
    return post


@dataclass(frozen=True, slots=True)
class Touched:
    """Whom a change of a post's level is about: those cleared for it, and those who apply."""

    cleared: tuple[Clearance, ...]
    open_cases: tuple[Application, ...]

    @property
    def people(self) -> int:
        return len(
            {clearance.person_id for clearance in self.cleared} | {case.person_id for case in self.open_cases}
        )

    def below(self, level: ClearanceLevel) -> int:
        """How many of the clearances and cases are not as deep as the level."""
        levels = [clearance.level_word for clearance in self.cleared]
        levels += [case.level_word for case in self.open_cases]
        return sum(held.rank < level.rank for held in levels)


def touched_by(post: Post, *, at: datetime) -> Touched:
    """Clearances that run and were decided for the post, and its open cases."""
    cleared = (
        Clearance.objects.filter(
            decision__application__post=post,
            state__in=[ClearanceState.GRANTED.value, ClearanceState.SUSPENDED.value],
            valid_until__gte=timezone.localdate(at),
        )
        .select_related("person", "decision__application")
        .order_by("valid_until", "pk")
    )
    cases = post.applications.filter(state__in=OPEN_STATES).select_related("person").order_by("due_on", "pk")
    return Touched(tuple(cleared), tuple(cases))
