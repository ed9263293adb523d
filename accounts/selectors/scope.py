"""What an account may reach, from its guardian permissions on ports."""

from __future__ import annotations

from collections import defaultdict

from django.contrib.contenttypes.models import ContentType

from accounts.models import AccountPermission, Port, User
from portsec.kernel.scope import Scope


def scope_of(user: User) -> Scope:
    """The scope of a signed-in account; an inactive one reaches nothing."""
    if not user.is_active:
        return Scope.nothing()
    reach: defaultdict[str, set[int]] = defaultdict(set)
    rows = AccountPermission.objects.filter(
        user=user, content_type=ContentType.objects.get_for_model(Port)
    ).values_list("permission__codename", "object_pk")
    for codename, port_pk in rows:
        reach[codename].add(int(port_pk))
    return Scope(
        capabilities={codename: frozenset(ports) for codename, ports in reach.items()},
        organisation=user.organisation_id,
        own=frozenset({user.username, user.person_ref} - {""}),
    )
