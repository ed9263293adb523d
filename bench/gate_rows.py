"""The port of the gate benches: people, clearances, badges, readers and years of events, by SQL alone."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, models, transaction
from django.db.models.fields import NOT_PROVIDED
from knox.models import AuthToken

from access.enums import BadgeState, Direction, GateResult
from access.event_months import Month, span
from access.models import Area, Badge, GateEvent, Reader
from access.services import event_month
from accounts.models import Port, User
from accounts.roles import Role
from accounts.services import role, user
from portsec.kernel import clock
from screening.enums import ClearanceLevel, ClearanceState
from screening.models import Clearance, Person

MAKER = "system:bench"
SEED = 20261122
READERS = 40
ASKED = 20_000  # badges that are presented, drawn from all
AREAS = ("TERMINAL", "QUAY", "YARD", "REEFER")


@dataclass(frozen=True, slots=True)
class Size:
    """How many rows there are."""

    people: int
    badges: int
    events: int


SIZES = {"small": Size(2_000, 2_500, 20_000), "full": Size(200_000, 250_000, 10_000_000)}


def make(size: Size) -> list[tuple[str, str, str]]:
    """A port of this size. Returns attempts that may be sent: (token, reader, credential)."""
    now = clock.now()
    port = Port.objects.create(locode="XXBNC", name="Bench", country="XX")
    areas = _areas(port)
    readers = _readers(port, areas)
    span = timedelta(days=400)
    with transaction.atomic():
        fill(
            Person,
            size.people,
            {
                "ref": "'P-' || lpad(n::text, 8, '0')",
                "external_ref": "'X' || n",
                "family_name": "'Family' || n",
                "search_name": "'given family' || n",
            },
            port_id=port.pk,
            given_names="Given",
            created_at=now,
        )
        fill(
            Clearance,
            size.people,
            {"person_id": f"{first_id(Person)} + n - 1"},
            port_id=port.pk,
            level=ClearanceLevel.STANDARD.value,
            valid_from=(now - span).date(),
            valid_until=(now + span).date(),
            state=ClearanceState.GRANTED.value,
            state_since=now - span,
        )
        # Everybody has a badge in force; what there are more of were revoked before.
        fill(
            Badge,
            size.badges,
            {
                "serial": "'B' || n",
                "person_id": f"{first_id(Person)} + (n - 1) % {size.people}",
                "person_ref": f"'X' || 1 + (n - 1) % {size.people}",
                "state": f"CASE WHEN n <= {size.people} THEN '{BadgeState.ACTIVE.value}'"
                f" ELSE '{BadgeState.REVOKED.value}' END",
                "credential_hash": "sha256(('card-' || n)::bytea)",
            },
            port_id=port.pk,
            areas=["TERMINAL"],
            valid_from=now - span,
            valid_until=now + span,
            state_since=now - span,
            issued_by=MAKER,
        )
    _events(port, readers, size, now)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    chance = random.Random(SEED)  # noqa: S311 - the same attempts in every run
    drawn = chance.sample(range(1, size.people + 1), min(ASKED, size.people))
    asking = [(reader.code, token) for reader, token in readers]
    return [
        (token, code, f"card-{number}")
        for number, (code, token) in zip(drawn, asking * len(drawn), strict=False)
    ]


def _areas(port: Port) -> list[Area]:
    outer = Area.objects.create(port=port, code=AREAS[0], name="Terminal")
    return [
        outer,
        *(Area.objects.create(port=port, code=code, name=code, parent=outer) for code in AREAS[1:]),
    ]


def _readers(port: Port, areas: list[Area]) -> list[tuple[Reader, str]]:
    """Readers into the areas in turn, each with the token of its device."""
    made = []
    for number in range(READERS):
        device: User = user.create(
            username=f"reader{number}",
            display_name=f"Reader {number}",
            password=None,
            is_device=True,
            actor=MAKER,
            at=clock.now(),
        )
        role.give(device, Role.GATE_READER, port, actor=MAKER, at=clock.now())
        reader = Reader.objects.create(
            port=port, code=f"R{number:02}", area_to=areas[number % len(areas)], device=device
        )
        made.append((reader, AuthToken.objects.create(device)[1]))
    return made


def _events(port: Port, readers: list[tuple[Reader, str]], size: Size, now: Any) -> None:
    """Events of the last two years. Indexes are made afterwards, which takes a fraction of the time."""
    moment = f"'{now.isoformat()}'::timestamptz - (({size.events} - n) * interval '2 years' / {size.events})"
    event_month.make(span(Month.of(now).later(-24), Month.of(now)), at=now)
    with _without_indexes(GateEvent._meta.db_table):
        fill(
            GateEvent,
            size.events,
            {
                "id": "gen_random_uuid()",
                "source": f"'reader:R' || lpad((n % {READERS})::text, 2, '0')",
                "code": "'old-' || n",
                "at": moment,
                "received_at": moment,
                "reader_code": f"'R' || lpad((n % {READERS})::text, 2, '0')",
                "reader_id": f"{readers[0][0].pk} + n % {READERS}",
                "badge_serial": f"'B' || 1 + n % {size.people}",
                "badge_id": f"{first_id(Badge)} + n % {size.people}",
                "person_ref": f"'X' || 1 + n % {size.people}",
                "person_id": f"{first_id(Person)} + n % {size.people}",
            },
            port_id=port.pk,
            direction=Direction.IN.value,
            result=GateResult.GRANTED.value,
            receipt="r" * 101,
        )


@contextmanager
def _without_indexes(table: str) -> Iterator[None]:
    """Take off indexes and unique and foreign keys of a table, and make them again, as they were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = %s::regclass AND contype IN ('u', 'f')",
            [table],
        )
        constraints = cursor.fetchall()
        for name, _ in constraints:
            cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND indexname NOT IN"
            " (SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass)",
            [table, table],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _, definition in indexes:
            cursor.execute(definition)
        for name, definition in constraints:
            cursor.execute(f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}')


def fill(model: type[models.Model], count: int, sql: dict[str, str], **values: Any) -> None:
    """Rows numbered n from 1. `sql` are expressions over n; what is not named has the model's default."""
    fields = {field.attname: field for field in model._meta.concrete_fields if not field.primary_key}
    for name, field in fields.items():
        if name not in {*sql, *values} and not field.null:
            values[name] = "" if field.default is NOT_PROVIDED else field.get_default()
    listed = ", ".join(f'"{fields[name].column}"' for name in (*sql, *values))
    told = [text.replace("%", "%%") for text in sql.values()] + ["%s"] * len(values)
    given = [fields[name].get_db_prep_save(value, connection) for name, value in values.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{model._meta.db_table}" ({listed})'  # noqa: S608 - names of our own models
            f" SELECT {', '.join(told)} FROM generate_series(1, {count}) AS n",
            given,
        )


def first_id(model: type[models.Model]) -> int:
    first = model._default_manager.order_by("pk").values_list("pk", flat=True).first()
    return int(first or 1)
