"""Which account is whose hand: two accounts of one person count as one wherever two hands are asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Q

from access.asking.words import Desk
from accounts.models import Port, RoleAssignment, User
from accounts.roles import Capability, Role
from portsec.kernel.scope import Scope
from screening.models import Person

DESK_CAPABILITIES: Mapping[Desk, Capability] = {
    Desk.DATA_OWNER: Capability.MANAGE_CARGO,
    Desk.SECURITY: Capability.SET_ISPS_LEVEL,
}


def hand_of(user: User) -> str:
    """The person behind an account, else the account itself."""
    return user.person_ref or user.username


def hands_of(accounts: Iterable[str]) -> dict[str, str]:
    """The same for many names of accounts; one that is not there is its own hand."""
    wanted = set(accounts)
    known = User.objects.filter(username__in=wanted).exclude(person_ref="")
    return {name: name for name in wanted} | dict(known.values_list("username", "person_ref"))


def accounts_of(user: User) -> list[str]:
    """Every account of the person behind this one."""
    if not user.person_ref:
        return [user.username]
    return list(User.objects.filter(person_ref=user.person_ref).values_list("username", flat=True))


def person_behind(user: User, port: Port) -> Person | None:
    """The person whom the account belongs to, as this port knows them."""
    if not user.person_ref:
        return None
    return (
        Person.objects.select_related("organisation")
        .filter(Q(ref=user.person_ref) | Q(external_ref=user.person_ref), port=port)
        .first()
    )


def is_registered_at(user: User, port_id: int) -> bool:
    """Whether the port knows the person behind the account."""
    ref = user.person_ref
    return bool(ref) and Person.objects.filter(Q(ref=ref) | Q(external_ref=ref), port_id=port_id).exists()


def own_ports(user: User, *, scope: Scope) -> list[Port]:
    """Ports at which somebody may ask for access: where they hold a role, or are known."""
    held = {port for ports in scope.capabilities.values() for port in ports}
    ref = user.person_ref
    known = Person.objects.filter(Q(ref=ref) | Q(external_ref=ref)).values_list("port_id", flat=True)
    return list(Port.objects.filter(pk__in=held | (set(known) if ref else set())))


def roles_at(account: str, port: Port) -> frozenset[Role]:
    """The roles that an account holds at a port now."""
    live = RoleAssignment.objects.filter(user__username=account, port=port, ended_at=None)
    return frozenset(Role(role) for role in live.values_list("role", flat=True))


def served_desks(scope: Scope, port_id: int) -> frozenset[Desk]:
    """The desks at which the caller sits at a port."""
    return frozenset(desk for desk, held in DESK_CAPABILITIES.items() if scope.holds(held.value, port_id))


def people_behind(accounts: Collection[str], port: Port) -> dict[str, Person]:
    """By account the person behind it, in two queries; accounts of nobody known are absent."""
    refs = dict(
        User.objects.filter(username__in=accounts)
        .exclude(person_ref="")
        .values_list("username", "person_ref")
    )
    found = Person.objects.select_related("organisation").filter(
        Q(ref__in=refs.values()) | Q(external_ref__in=refs.values()), port=port
    )
    by_ref = {name: person for person in found for name in (person.ref, person.external_ref) if name}
    return {account: by_ref[ref] for account, ref in refs.items() if ref in by_ref}
