"""Every command of badges, areas, gates and visits, each with the person whose file it touches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from access.enums import BarrierCondition, BarrierKind, DoorEventKind, EmergencyFunction
from access.gate.isps import IspsLevel
from access.models import Badge, BadgeRequest, BadgeType, SilentAlarm, Training, Visit
from access.services import (
    area,
    badge,
    badge_photo,
    badge_process,
    badge_request,
    badge_stock,
    badge_type,
    barrier,
    device,
    door_event,
    duty,
    gate,
    isps_level,
    lockdown,
    muster,
    opening_hours,
    presence,
    qualification,
    reader,
    reception,
    ship_call,
    sighting,
    signing_key,
    silent_alarm,
    visit,
)
from access.visiting.arrival import IdentityPaper
from accounts.models import User
from portsec.kernel.scope import Scope
from screening.models import Person
from tests import badges, scenario, visits
from tests.scenario import Scenario

WHY = {"reason": "On the record."}
SYSTEM = Scope.system(reason="a test")


@dataclass
class Stage:
    """The scenario with something to do for every command. `ida` is cleared, has a photo and no badge."""

    made: Scenario
    at: datetime
    ida: Person
    newcomer: Person
    kind: BadgeType
    training: Training
    request: BadgeRequest
    handable: Badge
    alarm: SilentAlarm

    def as_user(self, user: User) -> dict[str, Any]:
        """The account itself, with every right: what it did before the command in question."""
        return {"actor": user, "scope": SYSTEM, "at": self.at}

    def sven(self) -> dict[str, Any]:
        return self.made.cast.sven.acts(self.at)


Deed = Callable[[Stage, User, dict[str, Any]], Any]
Whose = Callable[[Stage], Person | None]


def nobodys(_: Stage) -> None:
    return None


def erins(stage: Stage) -> Person:
    return stage.made.erin


def idas(stage: Stage) -> Person:
    return stage.ida


def visitors(stage: Stage) -> Person:
    return stage.made.expected.visitor


def set_up(made: Scenario, at: datetime) -> Stage:
    """Ida is cleared and photographed, Cees has asked for her badge; a silent alarm waits for an answer."""
    cast = made.cast
    cleared = scenario.apply_for(made.post, cast, "Issue", "Ida", date(1991, 2, 3), at=made.at)
    ida = scenario.clear(cleared, cast, at=made.at).person
    newcomer = Person.objects.create(
        port=made.port,
        family_name="New",
        search_name="new",
        created_at=made.at,
        organisation=made.post.organisation,
    )
    training = qualification.define_training(
        made.port, "adr", "Dangerous goods", is_licence=True, **cast.sven.acts(at)
    )
    return Stage(
        made=made,
        at=at,
        ida=ida,
        newcomer=newcomer,
        kind=badge_type.standard(made.port, at=at),
        training=training,
        request=badges.asked_for(ida, [made.area], cast, at=at),
        handable=made.badge,
        alarm=SilentAlarm.objects.create(port=made.port, event_number=987_654_321, at=at),
    )


def ask(stage: Stage, user: User, acts: dict[str, Any]) -> Any:
    return badge_request.ask(
        stage.newcomer,
        badge_type=stage.kind,
        areas=[stage.made.area],
        need=badges.NEED,
        needed_until=timezone.localdate(stage.at) + timedelta(days=30),
        **acts,
    )


def waiting(stage: Stage) -> BadgeRequest:
    """As it is now: an earlier cell was rolled back."""
    return BadgeRequest.objects.select_related("person__port", "port", "badge_type").get(pk=stage.request.pk)


def own_request(stage: Stage, user: User) -> BadgeRequest:
    """The badge is asked for by the very account that then decides."""
    badge_request.withdraw(waiting(stage), **stage.made.cast.cees.acts(stage.at))
    return badge_request.ask(
        stage.ida,
        badge_type=stage.kind,
        areas=[stage.made.area],
        need=badges.NEED,
        needed_until=timezone.localdate(stage.at) + timedelta(days=30),
        **stage.as_user(user),
    )


def held(stage: Stage) -> Badge:
    return Badge.objects.select_related("person__port", "port").get(pk=stage.handable.pk)


def expected(stage: Stage) -> Visit:
    return Visit.objects.select_related("visitor", "port", "host", "escort").get(pk=stage.made.expected.pk)


def own_visit(stage: Stage, user: User) -> Visit:
    plan = visits.plan(stage.made.area, stage.made.erin, at=stage.at)
    return visit.announce(stage.made.port, visits.guest("Own", "Visitor"), plan, **stage.as_user(user))


def hand_over(stage: Stage, user: User, acts: dict[str, Any]) -> Any:
    return badge.hand_over(held(stage), paper="Passport", signed_as=str(user), **acts)


def revoke_certificate(stage: Stage, user: User, acts: dict[str, Any]) -> Any:
    today = timezone.localdate(stage.at)
    given = qualification.enter(stage.made.erin, stage.training, today, None, **stage.sven())
    return qualification.revoke(given, **WHY, **acts)


def define_barrier(stage: Stage, acts: dict[str, Any]) -> Any:
    details = barrier.BarrierDetails(
        code="F1", name="Fence", kind=BarrierKind.FENCE.value, area=stage.made.area.code
    )
    return barrier.define(stage.made.port, details, first_inspection_on=timezone.localdate(stage.at), **acts)


def inspect(stage: Stage, user: User, acts: dict[str, Any]) -> Any:
    fence = define_barrier(stage, stage.sven())
    today = timezone.localdate(stage.at)
    return barrier.inspect(
        fence,
        on=today,
        condition=BarrierCondition.GOOD,
        remark="",
        next_on=today + timedelta(days=9),
        **acts,
    )


def propose_level(stage: Stage, acts: dict[str, Any]) -> Any:
    ends = stage.at + timedelta(days=1)
    return isps_level.propose(stage.made.port, IspsLevel.HEIGHTENED, steps_back_at=ends, **WHY, **acts)


def confirm_duty(stage: Stage, user: User, acts: dict[str, Any]) -> Any:
    ends = stage.at + timedelta(hours=4)
    return duty.confirm(stage.made.erin, stage.made.area, starts_at=stage.at, ends_at=ends, **WHY, **acts)


def tell_door(stage: Stage, user: User, acts: dict[str, Any]) -> Any:
    told = door_event.Told(kind=DoorEventKind.FORCED, nonce="matrix")
    return door_event.tell(stage.made.reader, told, actor=user.reference, scope=acts["scope"], at=acts["at"])


def arrive(stage: Stage, whom: Visit, acts: dict[str, Any]) -> Any:
    return reception.arrive(whom, paper=IdentityPaper.PASSPORT, agrees=True, **acts)


def leave(stage: Stage, user: User, acts: dict[str, Any]) -> Any:
    there = arrive(stage, expected(stage), stage.made.cast.gita.acts(stage.at)).visit
    return reception.leave(there, card_back=True, **acts)


BADGES: dict[str, tuple[Deed, Whose]] = {
    "ask_badge": (ask, lambda stage: stage.newcomer),
    "withdraw_badge_request": (
        lambda stage, user, acts: badge_request.withdraw(waiting(stage), **acts),
        idas,
    ),
    "issue_badge_asked_for_oneself": (
        lambda stage, user, acts: badge.issue(own_request(stage, user), **acts),
        nobodys,
    ),
    "refuse_badge_request": (
        lambda stage, user, acts: badge_request.refuse(waiting(stage), **WHY, **acts),
        idas,
    ),
    "photograph": (
        lambda stage, user, acts: badge_photo.keep(stage.made.erin, badges.picture(), **acts),
        erins,
    ),
    "hand_over_badge": (hand_over, erins),
    "replace_badge": (
        lambda stage, user, acts: badge_process.replace(
            held(stage), badge_process.Cause.DAMAGED, **WHY, **acts
        ),
        erins,
    ),
    "revalidate_badge": (
        lambda stage, user, acts: badge_process.revalidate(held(stage), held(stage).areas, **acts),
        erins,
    ),
    "reissue_badge_type": (
        lambda stage, user, acts: badge_process.reissue(
            stage.kind, timezone.localdate(stage.at) + timedelta(days=60), **WHY, **acts
        ),
        nobodys,
    ),
    "define_badge_type": (
        lambda stage, user, acts: badge_type.define(
            stage.made.port, "quay", badge_type.TypeDetails(name="Quay", colour="#2a9d4a"), **acts
        ),
        nobodys,
    ),
    "receive_stock": (
        lambda stage, user, acts: badge_stock.receive(
            stage.kind, 10, witness=stage.made.cast.cees.user, **acts
        ),
        nobodys,
    ),
    "define_training": (
        lambda stage, user, acts: qualification.define_training(
            stage.made.port, "crane", "Crane", is_licence=False, **acts
        ),
        nobodys,
    ),
    "enter_certificate": (
        lambda stage, user, acts: qualification.enter(
            stage.made.erin, stage.training, timezone.localdate(stage.at), None, **acts
        ),
        erins,
    ),
    "revoke_certificate": (revoke_certificate, erins),
    "give_safety_function": (
        lambda stage, user, acts: qualification.give_function(
            stage.made.erin, EmergencyFunction.FIRE, **acts
        ),
        erins,
    ),
}
AREAS: dict[str, tuple[Deed, Whose]] = {
    "define_area": (
        lambda stage, user, acts: area.define(
            stage.made.port, area.AreaDetails(code="QUAY-9", name="Quay 9"), **acts
        ),
        nobodys,
    ),
    "set_opening_hours": (
        lambda stage, user, acts: opening_hours.set_day(
            stage.made.area, timezone.localdate(stage.at), "Inspection", (), **acts
        ),
        nobodys,
    ),
    "define_gate": (
        lambda stage, user, acts: gate.define(
            stage.made.port, gate.GateDetails(code="G-9", name="Gate 9"), **acts
        ),
        nobodys,
    ),
    "define_reader": (
        lambda stage, user, acts: reader.define(
            stage.made.port, reader.ReaderDetails(code="R-9", area_to=stage.made.area.code), **acts
        ),
        nobodys,
    ),
    "define_barrier": (lambda stage, user, acts: define_barrier(stage, acts), nobodys),
    "inspect_barrier": (inspect, nobodys),
    "make_device_code": (
        lambda stage, user, acts: device.make_code(stage.made.reader, **acts),
        nobodys,
    ),
    "rotate_credential_key": (
        lambda stage, user, acts: signing_key.rotate(stage.made.port, **acts),
        nobodys,
    ),
    "propose_level": (lambda stage, user, acts: propose_level(stage, acts), nobodys),
    "confirm_level": (
        lambda stage, user, acts: isps_level.confirm(propose_level(stage, stage.sven()), **WHY, **acts),
        nobodys,
    ),
    "confirm_own_level": (
        lambda stage, user, acts: isps_level.confirm(
            propose_level(stage, stage.as_user(user)), **WHY, **acts
        ),
        nobodys,
    ),
    "decline_level": (
        lambda stage, user, acts: isps_level.refuse(propose_level(stage, stage.sven()), **WHY, **acts),
        nobodys,
    ),
    "lock_down": (
        lambda stage, user, acts: lockdown.lock_down(stage.made.port, **WHY, **acts),
        nobodys,
    ),
    "end_lockdown": (
        lambda stage, user, acts: lockdown.release(
            lockdown.lock_down(stage.made.port, **WHY, **stage.as_user(user)), **WHY, **acts
        ),
        nobodys,
    ),
    "hold_gate": (lambda stage, user, acts: lockdown.hold_gate(stage.made.gate, **WHY, **acts), nobodys),
    "release_gate": (
        lambda stage, user, acts: lockdown.release(
            lockdown.hold_gate(stage.made.gate, **WHY, **stage.sven()), **WHY, **acts
        ),
        nobodys,
    ),
    "release_own_hold": (
        lambda stage, user, acts: lockdown.release(
            lockdown.hold_gate(stage.made.gate, **WHY, **stage.as_user(user)), **WHY, **acts
        ),
        nobodys,
    ),
}
GATES: dict[str, tuple[Deed, Whose]] = {
    "tell_door_event": (tell_door, nobodys),
    "mark_attempt_seen": (
        lambda stage, user, acts: sighting.mark(stage.made.event, **acts),
        nobodys,
    ),
    "forgive_passback": (
        lambda stage, user, acts: presence.forgive(stage.made.erin, stage.made.area, **WHY, **acts),
        erins,
    ),
    "confirm_duty": (confirm_duty, erins),
    "answer_silent_alarm": (
        lambda stage, user, acts: silent_alarm.answer(stage.alarm, "Called back.", **acts),
        nobodys,
    ),
    "start_roll_call": (lambda stage, user, acts: muster.start(stage.made.port, **acts), nobodys),
    "record_departure": (
        lambda stage, user, acts: ship_call.record_departure(
            stage.made.port, stage.made.crowd.taken.call_ref, **acts
        ),
        nobodys,
    ),
}
VISITS: dict[str, tuple[Deed, Whose]] = {
    "announce_visit": (
        lambda stage, user, acts: visit.announce(
            stage.made.port,
            visits.guest("Guest", "Some"),
            visits.plan(stage.made.area, stage.made.erin, at=stage.at),
            **acts,
        ),
        nobodys,
    ),
    "cancel_visit": (
        lambda stage, user, acts: visit.cancel(expected(stage), **WHY, **acts),
        nobodys,
    ),
    "cancel_own_visit": (
        lambda stage, user, acts: visit.cancel(own_visit(stage, user), **WHY, **acts),
        nobodys,
    ),
    "let_visitor_in": (lambda stage, user, acts: arrive(stage, expected(stage), acts), visitors),
    "let_own_visitor_in": (
        lambda stage, user, acts: arrive(stage, own_visit(stage, user), acts),
        nobodys,
    ),
    "turn_visitor_away": (
        lambda stage, user, acts: reception.turn_away(expected(stage), **WHY, **acts),
        visitors,
    ),
    "sign_visitor_out": (leave, visitors),
    "rate_visit_essential": (
        lambda stage, user, acts: visit.rate_essential(expected(stage), is_essential=True, **WHY, **acts),
        nobodys,
    ),
}
DEEDS: dict[str, tuple[Deed, Whose]] = {**BADGES, **AREAS, **GATES, **VISITS}
OWN_STAFF = {"ask_badge", "withdraw_badge_request"}


def relations(action: str) -> set[str]:
    """The relations that matter to a command."""
    if DEEDS[action][1] is nobodys:
        return {"other", "other_port"}
    return {"other", "own_file", "other_port"} | ({"own_staff"} if action in OWN_STAFF else set())
