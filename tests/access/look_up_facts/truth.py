"""The facts of a look-up, read row by row through the ORM: slow, plain, and what the statement must say."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from access.enums import DataAction, Direction, FieldClass, RosterKind
from access.gate.isps import IspsLevel
from access.look_up_facts.asked import Asked
from access.look_up_facts.context import HANDED_ON
from access.models import (
    Area,
    Badge,
    BreakGlass,
    CargoVisit,
    DataEvent,
    DutyConfirmation,
    Grant,
    Presence,
    ReleaseHop,
    RosterSpan,
    SafetyFunction,
    TeamMember,
    Visit,
    WorkOrder,
)
from access.need_to_know.facts import (
    ActFact,
    BreakGlassFact,
    HandOverFact,
    InsideFact,
    LookUpFacts,
    ReleaseHopFact,
    RequesterFacts,
    ResourceFacts,
    ShiftFact,
    WorkOrderFact,
)
from access.need_to_know.segregation import APART
from access.need_to_know.work_order import EMERGENCY_KINDS
from access.selectors.clearance_facts import clearance_facts
from access.selectors.isps_level import level_of
from access.selectors.look_up import visit_of
from access.selectors.look_up_facts import grant_fact, vessel_call_fact
from accounts.models import Port, User
from accounts.roles import Capability
from accounts.selectors.scope import scope_of
from screening.enums import ApplicationState
from screening.models import Person, Post
from screening.selectors.clearance import current_clearance
from screening.selectors.port_ban import is_banned


class Truth:
    """One look-up, read afresh."""

    def __init__(self, asked: Asked) -> None:
        self.asked, self.at = asked, asked.at
        self.port = Port.objects.get(pk=asked.port)
        self.critical = asked.protection is FieldClass.S3
        self.sensitive = asked.protection.rank >= FieldClass.S2.rank
        is_account = asked.subject_type == "account"
        self.user = User.objects.filter(username=asked.subject).first() if is_account else None
        name = (self.user.person_ref if self.user else "") if is_account else asked.subject
        known = asked.subject_type in ("account", "person") and name
        people = Person.objects.filter(port=self.port)
        self.person = (
            (people.filter(external_ref=name).first() or people.filter(ref=name).first()) if known else None
        )
        self.ref = self.person.log_ref if self.person else ""
        self.refs = [ref for ref in (self.person.ref, self.person.external_ref) if ref] if self.person else []
        self.visit = visit_of(self.port, asked.object) if asked.object_type == "container" else None

    def facts(self) -> LookUpFacts:
        person = self.person
        return LookUpFacts(
            at=self.asked.local,
            account_live=self._is_live(),
            requester=RequesterFacts(
                account=self.asked.subject,
                person=self.ref or None,
                organisation=person.organisation.code if person and person.organisation else "",
                teams=self._teams(),
                functions=self._functions(),
            ),
            clearance=clearance_facts(current_clearance(person.pk, at=self.at)) if person else None,
            action=self.asked.action,
            field_class=self.asked.field_class,
            object=self.asked.object,
            resource=self._resource(),
            role_allows=self._role_allows(),
            work_orders=self._orders(),
            release_hops=self._hops(),
            shifts=self._shifts(),
            grants=self._grants(),
            claimed_purpose=self.asked.purpose,
            claimed_work_ref=self.asked.work_ref,
            banned=person is not None and is_banned(person.pk, at=self.at),
            isps_level=level_of(self.port, at=self.at),
            has_badge=self.critical and self._has_badge(),
            inside=self._inside(),
            remote=self.critical and self._is_remote(),
            roster_kept=not self.critical or RosterSpan.objects.filter(port=self.port).exists(),
            break_glasses=self._glasses(),
            hand_overs=self._hand_overs(),
            acts=self._acts(),
            searched_by=self.asked.searched_by,
        )

    def _is_live(self) -> bool:
        person = self.person
        if person and (person.erased_at or (person.left_on and person.left_on < self.asked.local.date())):
            return False
        return self.user.is_active if self.user else person is not None

    def _teams(self) -> frozenset[str]:
        if self.person is None:
            return frozenset()
        rows = TeamMember.objects.filter(
            Q(left_at=None) | Q(left_at__gt=self.at),
            Q(team__removed_at=None) | Q(team__removed_at__gt=self.at),
            user__person_ref__in=self.refs,
            joined_at__lte=self.at,
        )
        return frozenset({*(row.team.reference for row in rows), self.person.peer_group} - {""})

    def _functions(self) -> frozenset[str]:
        if not self.sensitive or self.person is None:
            return frozenset()
        given = SafetyFunction.objects.filter(person=self.person, since__lte=self.at)
        return frozenset(row.function for row in given if row.ended_at is None or row.ended_at > self.at)

    def _role_allows(self) -> bool:
        if self.user is not None:
            return scope_of(self.user).holds(Capability.LOOK_UP_CARGO.value, self.port.pk)
        if self.person is None:
            return False
        field_class = self.asked.protection.value
        applications = self.person.applications.select_related("post").order_by("-submitted_at", "-pk")
        granted = applications.filter(state=ApplicationState.GRANTED.value).first()
        latest = granted or applications.first()
        if latest is not None:
            return field_class in latest.post.field_classes
        posts = Post.objects.filter(port=self.port, organisation=self.person.organisation)
        return any(field_class in post.field_classes for post in posts)

    def _resource(self) -> ResourceFacts | None:
        visit = self.visit
        if visit is None:
            return None
        area = Area.objects.filter(port=self.port, code=visit.terminal).first()
        return ResourceFacts(
            container=visit.container,
            bill_of_lading=visit.bill_of_lading,
            vessel_call=vessel_call_fact(visit.vessel_call) if visit.vessel_call else None,
            risk=visit.risk,
            owner_org=visit.owner,
            gate_out_at=visit.gate_out_at,
            terminal=visit.terminal,
            block=visit.block,
            isps_level=level_of(area, at=self.at) if area and self.critical else IspsLevel.NORMAL,
        )

    @property
    def _names(self) -> list[str]:
        return [name for name in (self.asked.object, self.visit.bill_of_lading if self.visit else "") if name]

    def _orders(self) -> tuple[WorkOrderFact, ...]:
        if not self.sensitive:
            return ()
        visit, found = self.visit, {}
        call = visit.vessel_call.code if visit and visit.vessel_call else ""
        terminal, block = (visit.terminal, visit.block) if visit else ("", "")
        teams = self._teams()
        for order in WorkOrder.objects.filter(port=self.port):
            is_own = bool(self.ref) and (order.person_ref == self.ref or order.team in teams)
            wide = order.object_ref in {*self._names, call, terminal} - {""}
            helps = order.kind.strip().lower() in EMERGENCY_KINDS and not self.critical
            if (is_own and wide) or (helps and order.object_ref in {*self._names, block} - {""}):
                found[order.pk] = WorkOrderFact(
                    order.ref,
                    order.kind,
                    order.person_ref,
                    order.team,
                    order.object_ref,
                    order.opened_at,
                    order.closed_at,
                    order.opened_by,
                )
        return tuple(found.values())

    def _before(self) -> datetime | None:
        if self.visit is None:
            return None
        stays = CargoVisit.objects.filter(port=self.port, container=self.visit.container)
        ends = stays.exclude(pk=self.visit.pk).exclude(gate_out_at=None).values_list("gate_out_at", flat=True)
        return max(ends, default=None)

    def _hops(self) -> tuple[ReleaseHopFact, ...]:
        if not self.sensitive or self.visit is None:
            return ()
        before = self._before()
        return tuple(
            ReleaseHopFact(
                row.container,
                row.from_organisation,
                row.to_organisation,
                row.at,
                row.person_ref,
                row.ended_at,
            )
            for row in ReleaseHop.objects.filter(port=self.port, container=self.visit.container)
            if before is None or row.at > before
        )

    def _shifts(self) -> tuple[ShiftFact, ...]:
        if not self.sensitive or not self.ref:
            return ()
        spans = RosterSpan.objects.filter(port=self.port, person_ref=self.ref)
        return tuple(
            ShiftFact(span.starts_at, span.ends_at, RosterKind(span.kind), span.area)
            for span in spans
            if span.starts_at <= self.at + timedelta(hours=24)
            and span.ends_at >= self.at - timedelta(hours=1)
        )

    @property
    def _accounts(self) -> set[str]:
        if self.person is None or self.user is not None:
            return {self.asked.subject}
        own = User.objects.filter(person_ref__in=self.refs, is_active=True)
        return {self.asked.subject, *own.values_list("username", flat=True)}

    def _grants(self) -> tuple[Any, ...]:
        rows = Grant.objects.filter(port=self.port, object_ref__in=self._names, account__in=self._accounts)
        return tuple(grant_fact(row) for row in rows) if self.sensitive else ()

    def _glasses(self) -> tuple[BreakGlassFact, ...]:
        rows = BreakGlass.objects.filter(
            port=self.port, object_ref__in=self._names, account__in=self._accounts
        )
        return tuple(
            BreakGlassFact(
                row.reference,
                row.object_ref,
                FieldClass(row.field_class),
                row.begun_at,
                row.ends_at,
                row.state != "unreviewed",
                row.state == "passed",
            )
            for row in (rows if self.sensitive else ())
        )

    def _has_badge(self) -> bool:
        badges = Badge.objects.filter(port=self.port, person=self.person, state="active")
        return self.person is not None and any(
            badge.valid_from <= self.at < badge.valid_until for badge in badges
        )

    def _is_remote(self) -> bool:
        rows = DutyConfirmation.objects.filter(person=self.person, remote=True)
        return self.person is not None and any(row.starts_at <= self.at < row.ends_at for row in rows)

    def _inside(self) -> tuple[InsideFact, ...]:
        if not self.critical or self.person is None:
            return ()
        found = []
        for row in Presence.objects.filter(person=self.person, direction=Direction.IN.value):
            forgiven = row.forgiven_at is not None and row.forgiven_at >= row.at
            left = Visit.objects.filter(visitor=self.person, left_at__gte=row.at).exists()
            if not forgiven and not left:
                area, codes = row.area, set()
                while area is not None:
                    codes.add(area.code)
                    area = area.parent
                found.append(InsideFact(frozenset(codes), row.at))
        return tuple(found)

    def _hand_overs(self) -> tuple[HandOverFact, ...]:
        if self.critical or not self.sensitive or self.person is None:
            return ()
        found, teams = [], self._teams()
        events = DataEvent.objects.filter(
            port=self.port,
            object_ref=self.asked.object,
            source="decision",
            result="ok",
            field_class__in=("S2", "S3"),
            explanation__in=HANDED_ON,
            reasons__contains=["explained"],
        ).exclude(person=None)
        for event in events.exclude(person=self.person):
            members = TeamMember.objects.filter(user__username=event.account, joined_at__lte=event.at)
            own = {row.team.reference for row in members if row.left_at is None or row.left_at > event.at}
            shared = ({event.person.peer_group} | own) & teams
            if self.at - timedelta(hours=12) <= event.at <= self.at:
                found += [
                    HandOverFact(event.person_ref, team, event.at, f"data_event:{event.number}")
                    for team in shared
                ]
        return tuple(found)

    def _acts(self) -> tuple[ActFact, ...]:
        if self.asked.action not in APART or self.person is None:
            return ()
        before = self._before()
        rows = DataEvent.objects.filter(
            reduce(or_, (Q(action=action.value) for action in APART)),
            port=self.port,
            object_ref=self.asked.object,
            person=self.person,
            result="ok",
            at__lte=self.at,
        )
        return tuple(
            ActFact(DataAction(row.action), row.at) for row in rows if before is None or row.at > before
        )
