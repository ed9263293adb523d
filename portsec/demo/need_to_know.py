"""Look-ups of the made-up port, requests in each state, break-glass, reviews and the shrinker."""

from __future__ import annotations

from datetime import timedelta

from access.break_glass.words import BreakGlassEvent
from access.enums import DataAction, FieldClass
from access.models import AccessRequest, ReviewLine
from access.services import access_request, break_glass, data_access, duty, need_to_know_daily, review
from access.services.access_request import Wanted
from access.services.data_record import LookUp
from portsec.demo.cargo import Cargo
from portsec.demo.team import Team
from screening.models import Person

DAYS_OF_WORK = 7  # approved ahead, which is as far as a supervisor may
AN_HOUR = timedelta(hours=1)
S1, S2, S3 = FieldClass.S1, FieldClass.S2, FieldClass.S3


def approve_work(team: Team, cargo: Cargo) -> None:
    """Dora and Erin read critical data from the office in town, day by day as Sven approves it."""
    for username in ("dora", "erin"):
        clerk = Person.objects.get(port=team.port, external_ref=cargo.people[username])
        for day in range(-1, DAYS_OF_WORK):
            starts_at = team.at + timedelta(days=day)
            duty.confirm(
                clerk,
                None,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(days=1),
                reason="Clears release papers from the office in town.",
                remote=True,
                **team.acts("sven", min(starts_at, team.at)),
            )


def make(team: Team, cargo: Cargo) -> None:
    """After release rights, whose parties look up what they deal with."""
    _look_ups(team, cargo)
    _break_glasses(team, cargo)
    _requests(team, cargo)
    _reviews(team)


def _look_ups(team: Team, cargo: Cargo) -> None:
    """Erin's orders and Fons's chain explain theirs; nothing explains those of Nils, who is nobody here."""
    first, second, *_ = cargo.boxes
    _look(team, "erin", first, S2, 240, work_ref=cargo.orders["erin", first])
    _look(team, "erin", first, S3, 235, work_ref=cargo.orders["erin", first])
    _look(team, "erin", second, S2, 190, work_ref=cargo.orders["erin", second])
    _look(team, "fons", cargo.boxes[10], S3, 180, purpose="The customer asks whether it is released.")
    _look(team, "nils", first, S1, 130)
    _look(team, "nils", first, S2, 128)
    _look(team, "hein", second, S2, 95)


def _break_glasses(team: Team, cargo: Cargo) -> None:
    """One passed its review last week; one waits."""
    begun = team.at - timedelta(days=6)
    passed = break_glass.begin(
        team.port,
        cargo.boxes[9],
        S2,
        reason="A driver lies injured beside it; the ambulance asks where, and what it holds.",
        hours=1,
        **team.acts("hein", begun),
    )
    break_glass.review(
        passed,
        BreakGlassEvent.PASS,
        reason="The ambulance was called at that minute.",
        **team.acts("sven", begun + 3 * AN_HOUR),
    )
    break_glass.begin(
        team.port,
        cargo.boxes[8],
        S2,
        reason="Smoke from the container; the fire brigade asks what is in it.",
        hours=2,
        **team.acts("erin", team.at - timedelta(minutes=50)),
    )
    _look(team, "erin", cargo.boxes[8], S2, 45, purpose="Fire brigade, call 112-0417.")


def _requests(team: Team, cargo: Cargo) -> None:
    """One in each state."""
    boxes = cargo.boxes
    _ask(team, "erin", boxes[2], S2, "Damage claim of the consignee", "CL-2026/118", hours_ago=5)
    half = _ask(team, "hein", boxes[3], S3, "The line asks who collects", "DH-4471", hours_ago=5)
    access_request.approve(half, remark="Order seen.", **team.acts("dora", team.at - 3 * AN_HOUR))
    granted = _ask(team, "erin", boxes[4], S2, "Reefer alarm, claim", "CL-2026/109", hours_ago=72)
    access_request.approve(granted, **team.acts("dora", team.at - 70 * AN_HOUR))
    critical = _ask(team, "hein", boxes[5], S3, "Collects for another haulier", "DH-220", hours_ago=50)
    access_request.approve(critical, **team.acts("dora", team.at - 48 * AN_HOUR))
    access_request.approve(critical, **team.acts("sven", team.at - 47 * AN_HOUR))
    refused = _ask(team, "hein", boxes[6], S2, "Wants to plan ahead", "DH-231", hours_ago=30)
    reason = "Planning needs no owners and no goods: the appointment shows what you need."
    access_request.refuse(refused, reason=reason, **team.acts("dora", team.at - 28 * AN_HOUR))
    withdrawn = _ask(team, "fons", boxes[7], S1, "Weight for the crane order", "", hours_ago=26)
    access_request.withdraw(withdrawn, **team.acts("fons", team.at - 25 * AN_HOUR))
    _ask(team, "hein", boxes[6], S2, "Complaint of a driver", "DH-114", hours_ago=20 * 24)
    access_request.lapse_due(team.port, at=team.at)


def _reviews(team: Team) -> None:
    """The day's look opens reviews and proposes what could go; Dora has answered two lines."""
    need_to_know_daily.look(team.port, at=team.at - 3 * AN_HOUR)
    lines = ReviewLine.objects.filter(campaign__port=team.port, field_class=S3.value).order_by("account")
    acts = team.acts("dora", team.at - 2 * AN_HOUR)
    gone = lines.get(account="hein")
    review.answer(gone, keep=False, reason="The other haulier is back at work.", **acts)
    kept = lines.exclude(pk=gone.pk)[0]
    review.answer(kept, keep=True, reason="Stands in for the release desk until Friday.", **acts)


def _look(
    team: Team,
    name: str,
    box: str,
    field_class: FieldClass,
    minutes_ago: int,
    *,
    purpose: str = "",
    work_ref: str = "",
) -> None:
    """Shown or refused, as the port decides it; either is on record."""
    asked = LookUp(
        subject_type="account",
        subject_id=name,
        action=DataAction.READ,
        field_class=field_class,
        object_ref=box,
        purpose=purpose,
        work_ref=work_ref,
        system="portsec",
    )
    acts = team.acts(name, team.at - timedelta(minutes=minutes_ago))
    data_access.answer(team.port, asked, actor=acts["actor"].reference, scope=acts["scope"], at=acts["at"])


def _ask(
    team: Team,
    name: str,
    box: str,
    field_class: FieldClass,
    purpose: str,
    case_ref: str,
    *,
    hours_ago: int,
) -> AccessRequest:
    wanted = Wanted(
        object_ref=box,
        field_class=field_class,
        purpose=purpose,
        wanted_until=team.at + timedelta(days=10),
        case_ref=case_ref,
    )
    return access_request.ask(team.port, wanted, **team.acts(name, team.at - hours_ago * AN_HOUR))
