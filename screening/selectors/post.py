"""Reads posts within a scope."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.models import Post


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
