"""A terminal with a gate, for tests of what gates answer end to end: real rows, an attempt sent over HTTP."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from access.models import Area, Badge, Gate, GateEvent, Presence, Reader
from access.services.credential import credential_hash
from screening.enums import ClearanceLevel
from screening.models import Person
from screening.services import clearance, person
from tests.people import MAKER
from tests.scenario import Scenario

ADDRESS = "/api/v1/gate/attempts"


@dataclass
class GatePort:
    """What tests change and send. `post` sends JSON with a device's token. Nobody is inside at first."""

    made: Scenario
    post: Callable[..., Any]
    now: datetime
    gate: Gate = field(init=False)

    def __post_init__(self) -> None:
        self.gate = self.made.gate
        Presence.objects.all().delete()

    @property
    def area(self) -> Area:
        return self.made.area

    def asks(self, **asked: Any) -> None:
        """The one area asks for more from now on."""
        Area.objects.filter(pk=self.area.pk).update(**asked)

    def someone(self, family_name: str, **clearance_facts: Any) -> Person:
        """A registered person. `level` None: without a clearance."""
        level = clearance_facts.pop("level", ClearanceLevel.STANDARD)
        made = person.register(
            port=self.made.port,
            family_name=family_name,
            given_names="Kim",
            birth_date=date(1988, 3, 14),
            nationality="BE",
            organisation=self.made.post.organisation,
            job_title="Lasher",
            actor=MAKER,
            at=self.now,
        )
        if level is not None:
            begins = (self.now - timedelta(days=2)).date()
            clearance.grant(
                made,
                level=level,
                valid_from=begins,
                valid_until=begins + timedelta(days=300),
                actor=MAKER,
                at=self.now,
            )
        return made

    def badge(self, holder: Person, *, serial: str = "", areas: tuple[str, ...] = ()) -> Badge:
        """A badge as a register brings it, known by its printed number."""
        return Badge.objects.create(
            port=self.made.port,
            serial=serial or f"T{Badge.objects.count():05}",
            person=holder,
            person_ref=holder.log_ref,
            areas=list(areas) or [self.area.code],
            valid_from=self.now - timedelta(days=1),
            valid_until=self.now + timedelta(days=100),
            state_since=self.now - timedelta(days=1),
            issued_by=MAKER,
            credential_hash=hash_of(serial or f"T{Badge.objects.count():05}"),
        )

    def holder(self, family_name: str, **more: Any) -> Badge:
        return self.badge(self.someone(family_name, **more))

    def inner(self, code: str = "CAGE", **asked: Any) -> Reader:
        """A reader from the one area into another inside it."""
        area = Area.objects.create(port=self.made.port, code=code, name=code, parent=self.area, **asked)
        return self.reader(f"G-{code}", area_from=self.area, area_to=area)

    def reader(self, code: str, **sides: Any) -> Reader:
        """Another reader, whose attempts Carol sends from the guard's place."""
        return Reader.objects.create(port=self.made.port, code=code, gate=self.gate, **sides)

    def send(self, badge: Badge | None = None, reader: str = "GA1", way: str = "in", **more: Any) -> Any:
        """One attempt; the answer as sent. Without a badge it is Erin's own signed card."""
        actor = self.made.cast.reader if reader == "GA1" else self.made.cast.carol
        shown = self.made.credential if badge is None else card_of(badge)
        sent = {"reader": reader, "credential": shown, "direction": way, "nonce": str(uuid.uuid4())} | more
        return self.post(ADDRESS, sent, actor)

    def codes(
        self, badge: Badge | None = None, reader: str = "GA1", way: str = "in", **more: Any
    ) -> list[str]:
        """The decision and the codes of all reasons."""
        told = self.send(badge, reader, way, **more).json()
        return [told["decision"], *(reason["code"] for reason in told["reasons"])]

    def newest(self) -> GateEvent:
        return GateEvent.objects.order_by("-number")[0]


def card_of(badge: Badge) -> str:
    return f"card-of-{badge.serial}"


def hash_of(serial: str) -> bytes:
    return credential_hash(f"card-of-{serial}")
