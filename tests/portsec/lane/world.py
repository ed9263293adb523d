"""A port of random rules, badges and clearances, for attempts at random."""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from knox.models import AuthToken

from access.enums import BadgeState
from access.models import Area, Badge, Reader, Training, TrainingCertificate
from accounts.models import Port
from accounts.roles import Role
from screening.enums import ClearanceLevel, ClearanceState
from screening.models import Clearance, Person
from tests import people

PEOPLE = 300
READERS = 40
PAIRED = 2  # areas under the two-person rule, with one reader each
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class World:
    """`tokens` are the digests of the devices' tokens, by the code of their reader."""

    readers: dict[str, Reader]
    actors: dict[str, people.Actor]
    tokens: dict[str, str]
    cards: list[str]


def make(port: Port, chance: random.Random, at: datetime) -> World:
    training = Training.objects.create(port=port, code="QUAY", name="Quay safety")
    areas = _areas(port, chance)
    readers, actors, tokens = {}, {}, {}
    for number in range(READERS):
        area = areas[number % len(areas)] if number < len(areas) else chance.choice(areas[PAIRED:])
        actor = people.make_actor(f"lane{number}", Role.GATE_READER, port, at=at)
        reader = Reader.objects.create(port=port, code=f"L{number:02}", area_to=area, device=actor.user)
        if number % 9 == 8:
            reader.area_from = area.parent
            reader.save(update_fields=["area_from"])
        readers[reader.code], actors[reader.code] = reader, actor
        tokens[reader.code] = AuthToken.objects.create(actor.user)[0].digest
    return World(readers, actors, tokens, _cards(port, areas, training, chance, at))


def _areas(port: Port, chance: random.Random) -> list[Area]:
    outer = Area.objects.create(port=port, code="LANE", name="Lane", level=1)
    made = []
    for number in range(12):
        asked = {
            "level": chance.randint(0, 3),
            "biometric": chance.random() < 0.2,
            "roster": chance.choice([0, 0, 0, 1, 2]),
            "trainings": ["QUAY"] if chance.random() < 0.3 else [],
            "passback_mode": chance.choice(["", "", "soft", "hard"]),
            "vehicles_allowed": chance.random() < 0.8,
            "isps_level": chance.choice([1, 1, 1, 1, 2, 3]),
            "two_person_seconds": 60 if number < PAIRED else None,
        }
        made.append(Area.objects.create(port=port, code=f"LANE{number}", name="Lane", parent=outer, **asked))
    return made


def _cards(
    port: Port, areas: list[Area], training: Training, chance: random.Random, at: datetime
) -> list[str]:
    """People with a badge each, in every state of badge and clearance; the credential of each badge."""
    cards = []
    for number in range(PEOPLE):
        person = Person.objects.create(
            port=port, family_name=f"Lane{number}", given_names="Ann", search_name="lane", created_at=at
        )
        if chance.random() < 0.95:
            state = chance.choice([*[ClearanceState.GRANTED] * 6, *ClearanceState])
            Clearance.objects.create(
                person=person,
                port=port,
                level=chance.choice(list(ClearanceLevel)).value,
                valid_from=at.date() - 30 * DAY,
                valid_until=at.date() + chance.choice([-1, 0, 1, 300]) * DAY,
                state=state.value,
                state_since=at - DAY,
                escort_only=chance.random() < 0.1,
                taken_over=True,
            )
        if chance.random() < 0.6:
            TrainingCertificate.objects.create(
                person=person, training=training, first_day=at.date() - DAY, entered_by="test", entered_at=at
            )
        opened = ["LANE"] if chance.random() < 0.5 else [chance.choice(areas).code]
        Badge.objects.create(
            port=port,
            serial=f"L{number}",
            person=person,
            person_ref=person.log_ref,
            areas=opened,
            valid_from=at - 30 * DAY,
            valid_until=at + chance.choice([-1, 1, 300, 300]) * DAY,
            state=chance.choice([*[BadgeState.ACTIVE] * 12, *BadgeState]).value,
            state_since=at - DAY,
            credential_hash=hashlib.sha256(f"lane-{number}".encode()).digest(),
            issued_by="test",
        )
        cards.append(f"lane-{number}")
    return [*cards, "nobody's"]
