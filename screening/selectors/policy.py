"""Reads policies: their versions, and which of them applies where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Port
from portsec.kernel.errors import NotFound
from screening.enums import PortPolicyState
from screening.models import PolicyVersion, PortPolicy

DEFAULT_POLICY = "eu-port-standard"


def policy_versions() -> QuerySet[PolicyVersion]:
    """Every stored version, by policy, newest first. Policies belong to no port."""
    return PolicyVersion.objects.order_by("code", "-version")


def access_version(code: str, version: int) -> PolicyVersion:
    """One version. Raises NotFound when there is none."""
    found = PolicyVersion.objects.filter(code=code, version=version).first()
    if found is None:
        raise NotFound("policy version")
    return found


def version_in_force(code: str, *, on: date) -> PolicyVersion | None:
    """The newest version of a policy that is valid on a day."""
    return (
        PolicyVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), code=code, valid_from__lte=on)
        .order_by("-version")
        .first()
    )


def versions_in_force(*, on: date) -> list[PolicyVersion]:
    """The version of each policy that is valid on a day."""
    valid = PolicyVersion.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    return list(valid.order_by("code", "-version").distinct("code"))


def applied_code(port: Port, *, on: date) -> str:
    """The policy that a port applies on a day: the confirmed one that began last, else the default."""
    return applied_codes([port], on=on)[port.pk]


def applied_codes(ports: Iterable[Port], *, on: date) -> Mapping[int, str]:
    """The same for many ports in one query, by primary key."""
    keys = [port.pk for port in ports]
    confirmed = (
        PortPolicy.objects.filter(port_id__in=keys, state=PortPolicyState.CONFIRMED.value, valid_from__lte=on)
        .order_by("port_id", "-valid_from", "-answered_at", "-pk")
        .distinct("port_id")
    )
    return dict.fromkeys(keys, DEFAULT_POLICY) | {row.port_id: row.code for row in confirmed}


def ports_applying(code: str, *, on: date) -> list[Port]:
    """The ports that apply a policy on a day."""
    ports = list(Port.objects.all())
    applied = applied_codes(ports, on=on)
    return [port for port in ports if applied[port.pk] == code]
