"""A port with something of everything, by chance, and questions about it."""

from __future__ import annotations

import random
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from access.break_glass.words import BreakGlassState
from access.enums import DataAction, EmergencyFunction, FieldClass, RosterKind
from access.look_up_facts.asked import Asked
from access.models import (
    Area,
    BreakGlass,
    CargoVisit,
    DataEvent,
    DutyConfirmation,
    Grant,
    LevelChange,
    Presence,
    ReleaseHop,
    RosterSpan,
    SafetyFunction,
    Team,
    TeamMember,
    WorkOrder,
)
from screening.models import Clearance, Person, PortBan
from tests.access.gate_facts.test_against_selectors import random_ban, random_clearance
from tests.scenario import CONTAINER, Scenario

SEED = 20261122
PEOPLE = 24
ROWS = 60
OTHER = "GESU3927660"
THINGS = (CONTAINER, CONTAINER, OTHER, "BL-1", "VC-1", "C12", "TERMINAL-A", "origin:ECGYE")
KINDS = ("job", "inspection", "ticket", "claim", "audit", " Emergency", "dangerous_goods")


class Port:
    """Drawn anew for each seed."""

    def __init__(self, made: Scenario, now: datetime, seed: int = SEED) -> None:
        self.made, self.now, self.chance = made, now, random.Random(seed)
        CargoVisit.objects.update(terminal="TERMINAL-A")
        self.people = [made.erin, made.viktor, *self._crowd()]
        accounts = (made.cast.dora, made.cast.emma, made.cast.dave)
        for actor, someone in zip(accounts, self.people, strict=False):
            actor.user.person_ref = someone.external_ref or someone.ref
            actor.user.save()
        self.accounts = [actor.user for actor in accounts]
        self._stays()
        self._standing()
        self._teams()
        self._work()
        self._leave()
        self._log()

    def soon(self, hours: int = 40) -> datetime:
        return self.now + timedelta(
            minutes=self.chance.choice((0, 1, 60 * self.chance.randint(-hours, hours)))
        )

    def span(self) -> tuple[datetime, datetime]:
        first = self.soon()
        return first, first + timedelta(hours=self.chance.randint(1, 30))

    def ref(self) -> str:
        return self.chance.choice([*(someone.log_ref for someone in self.people), ""])

    def _crowd(self) -> list[Person]:
        return Person.objects.bulk_create(
            Person(
                port=self.made.port,
                family_name=f"Random {number}",
                search_name=f"random {number}",
                created_at=self.made.at,
                external_ref=f"R{number}" if number % 2 else "",
                peer_group=self.chance.choice(("YARD", "GATE", "")),
                organisation=self.chance.choice((self.made.post.organisation, None)),
                left_on=timezone.localdate() + timedelta(days=number % 3 - 1) if number % 5 == 0 else None,
            )
            for number in range(PEOPLE)
        )

    def _stays(self) -> None:
        here = {"port": self.made.port, "container": OTHER, "owner": "BLUELINE"}
        day = timedelta(days=1)
        for discharged, left in ((-40, -30), (-20, -10), (-1, None)):
            ended = None if left is None else self.now + left * day
            CargoVisit.objects.create(**here, discharged_at=self.now + discharged * day, gate_out_at=ended)

    def _standing(self) -> None:
        today = timezone.localdate(self.now)
        Clearance.objects.bulk_create(random_clearance(self.chance, one, today) for one in self.people[2:])
        PortBan.objects.bulk_create(
            random_ban(self.chance, one, today, self.made)
            for one in self.people
            if self.chance.random() < 0.3
        )
        outer = Area.objects.create(port=self.made.port, code="ALL", name="All")
        inner = Area.objects.create(port=self.made.port, code="IN", name="In", parent=outer)
        for one in self.people[2:]:
            since, until = self.span()
            Presence.objects.create(
                person=one,
                area=self.chance.choice((outer, inner)),
                direction=self.chance.choice(("in", "in", "out")),
                at=since,
                forgiven_at=until if self.chance.random() < 0.2 else None,
            )
            DutyConfirmation.objects.create(
                person=one,
                starts_at=since,
                ends_at=until,
                remote=self.chance.random() < 0.5,
                by="x",
                at=since,
            )
            function = self.chance.choice(list(EmergencyFunction)).value
            ended = self.chance.choice((None, until))
            SafetyFunction.objects.create(person=one, function=function, since=since, ended_at=ended, by="x")
        for place, level in ((None, 2), (self.made.area, 3)):
            LevelChange.objects.create(
                port=self.made.port,
                area=place,
                from_level=1,
                to_level=level,
                state="in_force",
                proposed_by="a",
                decided_by="b",
                proposed_at=self.now,
                steps_back_at=self.now + timedelta(hours=6),
            )

    def _teams(self) -> None:
        organisation = self.made.post.organisation
        for name in ("Night", "Day"):
            team = Team.objects.create(
                organisation=organisation, name=name, made_at=self.now, changed_at=self.now
            )
            for user in self.accounts:
                left_at = self.chance.choice((None, self.soon()))
                joined_at = self.now - timedelta(days=9)
                TeamMember.objects.create(team=team, user=user, joined_at=joined_at, left_at=left_at)

    def _work(self) -> None:
        teams = ("YARD", "GATE", f"{self.made.post.organisation.code}/Night", "")
        for number in range(ROWS):
            opened, closed = self.span()
            WorkOrder.objects.create(
                port=self.made.port,
                ref=f"T-{number}",
                kind=self.chance.choice(KINDS),
                person_ref=self.ref(),
                team=self.chance.choice(teams),
                object_ref=self.chance.choice(THINGS),
                opened_at=opened,
                closed_at=self.chance.choice((None, closed)),
                opened_by=self.ref(),
            )
            RosterSpan.objects.get_or_create(
                port=self.made.port,
                person_ref=self.ref(),
                kind=self.chance.choice(list(RosterKind)).value,
                starts_at=opened,
                defaults={"ends_at": closed, "area": self.chance.choice(("TERMINAL-A", "IN", ""))},
            )
            ReleaseHop.objects.create(
                port=self.made.port,
                container=self.chance.choice((CONTAINER, OTHER)),
                from_organisation="BLUELINE",
                to_organisation=f"O-{number}",
                at=opened - timedelta(days=self.chance.choice((0, 0, 15))),
                ended_at=self.chance.choice((None, closed)),
            )

    def _leave(self) -> None:
        names = [*(user.username for user in self.accounts), *(one.log_ref for one in self.people[:4])]
        for number in range(ROWS):
            since, until = self.span()
            said = {
                "port": self.made.port,
                "account": self.chance.choice(names),
                "object_type": "container",
                "object_ref": self.chance.choice(THINGS),
                "field_class": self.chance.choice(("S1", "S2", "S3")),
            }
            Grant.objects.create(
                **said,
                purpose=self.chance.choice(("Claim", "")),
                case_ref=f"C-{number}",
                valid_from=since + timedelta(seconds=number),
                valid_until=until + timedelta(minutes=5),
                granted_by=self.chance.choice(("user:paul", "user:dora")),
            )
            BreakGlass.objects.create(
                **said,
                begun_at=since,
                ends_at=until,
                level=1,
                review_due_at=until,
                state=self.chance.choice(list(BreakGlassState)).value,
            )

    def _log(self) -> None:
        for _ in range(ROWS * 2):
            someone, at = self.chance.choice(self.people), self.soon(20)
            key = uuid.uuid4()
            DataEvent.objects.create(
                id=key,
                port=self.made.port,
                source=self.chance.choice(("decision", "decision", "log")),
                code=str(key),
                at=at,
                received_at=at,
                account=self.chance.choice((*(user.username for user in self.accounts), someone.log_ref)),
                person=self.chance.choice((someone, someone, None)),
                person_ref=someone.log_ref,
                action=self.chance.choice(("read", "release", "override", "nominate")),
                object_type="container",
                object_ref=self.chance.choice((CONTAINER, OTHER)),
                field_class=self.chance.choice(("S1", "S2", "S3")),
                result=self.chance.choice(("ok", "ok", "denied")),
                reasons=[self.chance.choice(("explained", "explained_by_own_making"))],
                explanation=self.chance.choice(("E1", "E3", "E8", "E10", "G", "")),
            )

    def question(self) -> Asked:
        kind = self.chance.choice(("account", "person", "person", "robot"))
        someone = self.chance.choice(self.people)
        persons = [someone.ref, someone.external_ref or someone.ref, "nobody"]
        accounts = [*(user.username for user in self.accounts), "sven", "nobody"]
        thing = self.chance.choice((*THINGS, "MSCU0000000", ""))
        return Asked(
            port=self.made.port.pk,
            at=self.soon(8),
            zone=settings.ZONE,
            subject_type=kind,
            subject=self.chance.choice(accounts if kind == "account" else persons),
            object=thing,
            object_type="attribute" if ":" in thing else self.chance.choice(("container", "bill_of_lading")),
            action=self.chance.choice((DataAction.READ, *DataAction)),
            field_class=self.chance.choice(list(FieldClass)),
            purpose=self.chance.choice(("Claim", "")),
            work_ref="T-1",
        )
