"""The port of the need-to-know bench: accounts with clearances, containers, work and grants, by SQL alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from guardian.models import UserObjectPermission

from access.enums import CargoRight, FieldClass
from access.models import CargoVisit, Grant, WorkOrder
from accounts.models import AccountPermission, Port, User
from accounts.roles import Capability
from bench.gate_rows import fill, first_id
from portsec.kernel import clock
from screening.models import Clearance, Person

PURPOSE = "Bench"
STEP = 7_919  # a prime: the grants of one account lie far apart
SPAN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Size:
    users: int
    visits: int
    grants: int

    def pair(self, number: int) -> tuple[int, int]:
        """The user and the visit of a grant, each counted from 0; no two grants have the same."""
        return number % self.users, (number // self.users * STEP + number) % self.visits

    def pairs(self) -> tuple[str, str]:
        """The same in SQL, over n from 1."""
        return f"(n - 1) % {self.users}", f"((n - 1) / {self.users} * {STEP} + n - 1) % {self.visits}"


SIZES = {"small": Size(1_000, 10_000, 100_000), "full": Size(20_000, 200_000, 2_000_000)}


def container(visit: int) -> str:
    return f"CSQU{visit:07}"


def make(size: Size) -> Port:
    """A port of this size; guardian's own table holds the same rights for the peer."""
    now = clock.now()
    port = Port.objects.create(locode="XXBNC", name="Bench", country="XX")
    user, visit = size.pairs()
    with transaction.atomic():
        _people(port, size.users)
        fill(
            CargoVisit,
            size.visits,
            {"container": "'CSQU' || lpad((n - 1)::text, 7, '0')", "bill_of_lading": "'BL' || n / 10"},
            port_id=port.pk,
            discharged_at=now - timedelta(days=1),
        )
        fill(
            WorkOrder,
            size.visits,
            {
                "ref": "'W' || n",
                "object_ref": "'CSQU' || lpad((n - 1)::text, 7, '0')",
                "person_ref": f"'X' || n % {size.users}",
            },
            port_id=port.pk,
            kind="job",
            opened_at=now - timedelta(hours=2),
            opened_by="PLANNING",
        )
        fill(
            Grant,
            size.grants,
            {"account": f"'u' || {user}", "object_ref": f"'CSQU' || lpad(({visit})::text, 7, '0')"},
            port_id=port.pk,
            object_type="container",
            field_class=FieldClass.S2.value,
            purpose=PURPOSE,
            valid_from=now - SPAN,
            valid_until=now + SPAN,
            granted_by="user:owner",
        )
        kind = ContentType.objects.get_for_model(CargoVisit)
        right = Permission.objects.get(content_type=kind, codename=CargoRight.READ_SENSITIVE.value)
        fill(
            UserObjectPermission,
            size.grants,
            {
                "user_id": f"{first_id(User)} + {user}",
                "object_pk": f"({_first_visit()} + {visit})::text",
            },
            permission_id=right.pk,
            content_type_id=kind.pk,
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return port


def drawn(size: Size, numbers: Iterator[int]) -> list[tuple[User, CargoVisit]]:
    """The accounts and visits of these grants, as rows."""
    pairs = [size.pair(number) for number in numbers]
    users = {row.username: row for row in User.objects.filter(username__in=[f"u{u}" for u, _ in pairs])}
    visits = {
        row.container: row
        for row in CargoVisit.objects.filter(container__in=[container(v) for _, v in pairs])
    }
    return [(users[f"u{u}"], visits[container(v)]) for u, v in pairs]


def _people(port: Port, count: int) -> None:
    now = clock.now()
    fill(
        Person,
        count,
        {"ref": "'P-' || lpad(n::text, 8, '0')", "external_ref": "'X' || n - 1"},
        port_id=port.pk,
        given_names="Given",
        created_at=now,
    )
    fill(
        Clearance,
        count,
        {"person_id": f"{first_id(Person)} + n - 1"},
        port_id=port.pk,
        level="standard",
        valid_from=(now - SPAN).date(),
        valid_until=(now + SPAN).date(),
        state_since=now - SPAN,
    )
    fill(User, count, {"username": "'u' || n - 1", "person_ref": "'X' || n - 1"}, last_login=None)
    kind = ContentType.objects.get_for_model(Port)
    look_up = Permission.objects.get(content_type=kind, codename=Capability.LOOK_UP_CARGO.value)
    fill(
        AccountPermission,
        count,
        {"user_id": f"{first_id(User)} + n - 1"},
        permission_id=look_up.pk,
        content_type_id=kind.pk,
        object_pk=str(port.pk),
        valid_from=now - SPAN,
    )


def _first_visit() -> int:
    return int(CargoVisit.objects.order_by("pk").values_list("pk", flat=True)[0])
