"""Jobs that workers do for access."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from access.models import RuleVersion
from access.scanning.words import MeasurementKind, ScanLane
from access.services import (
    anomaly,
    badge_daily,
    badge_process,
    case_daily,
    feed,
    honey_container,
    measurement,
    need_to_know_daily,
    rule_trial,
    scan,
    status_list,
)
from accounts.models import Port
from ledger.jobs import JobKind, register


def run_scan(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Scan one share of a lane; `subject` is `port:<locode>/<lane>/<share>`."""
    locode, lane, shard = subject.removeprefix("port:").split("/")
    port, word = Port.objects.get(locode=locode), ScanLane(lane)
    if word is ScanLane.PERSON:
        done = scan.scan_people(port, int(shard), at=at)
    else:
        done = scan.scan_lane(port, word, int(shard), at=at)
    return {"events": done.events, "flags": done.flags, "not_evaluated": len(done.not_evaluated)}


def run_feeds(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Look whether the feeds of one port are alive; `subject` is `port:<locode>`."""
    port = Port.objects.get(locode=subject.removeprefix("port:"))
    return {"silent": feed.look(port, since=at - feed.LATEST, until=at, at=at)}


def run_measure(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Measure one kind of what is usual; `subject` is `port:<locode>/<kind>`, `slot` the day."""
    locode, kind = subject.removeprefix("port:").split("/")
    made = measurement.measure(Port.objects.get(locode=locode), MeasurementKind(kind), at=at)
    return {"found": made.found if made else 0}


def run_publish(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Publish the status lists of one port anew; `subject` is `port:<locode>`."""
    port = Port.objects.get(locode=subject.removeprefix("port:"))
    return {"lists": status_list.publish(port, at=at)}


def run_badges_daily(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Look after the badges of one port; `subject` is `port:<locode>`, `slot` the day."""
    return dict(badge_daily.look(Port.objects.get(locode=subject.removeprefix("port:")), at=at))


def run_need_to_know_daily(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Open the month's reviews and propose what could go; `subject` is `port:<locode>`, `slot` the day."""
    port = Port.objects.get(locode=subject.removeprefix("port:"))
    return dict(need_to_know_daily.look(port, at=at))


def run_replay_rule(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Judge one part of the history with new values; `subject` is `rule_version:<pk>`, `slot` its start."""
    version = RuleVersion.objects.get(pk=int(subject.removeprefix("rule_version:")))
    return {"findings": rule_trial.replay_part(version, slot, at=at)}


def run_shadow_rules(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Run new values silently over what came since; `subject` is `port:<locode>`, `slot` the day."""
    port = Port.objects.get(locode=subject.removeprefix("port:"))
    return {"versions": rule_trial.run_silently(port, at=at)}


def run_honey_containers(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Rotate the planted records of one port; `subject` is `port:<locode>`, `slot` the day."""
    done = honey_container.rotate(Port.objects.get(locode=subject.removeprefix("port:")), at=at)
    return {"planted": done.planted, "taken_out": done.taken_out}


def run_case_daily(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Draw look-ups by lot and replay muted patterns; `subject` is `port:<locode>`, `slot` the day."""
    return dict(case_daily.look(Port.objects.get(locode=subject.removeprefix("port:")), at=at))


def run_case_desk(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Place the cases of one port; `subject` is `port:<locode>`, `slot` the minute."""
    return dict(case_daily.place(Port.objects.get(locode=subject.removeprefix("port:")), at=at))


def run_reissue(subject: str, slot: str, at: datetime) -> dict[str, Any]:
    """Ask for some holders of a re-issue; `subject` is `badge_type:<pk>`, `slot` generation and stretch."""
    return badge_process.ask_holders(subject, slot, at=at)


register(JobKind(badge_daily.DAILY_JOB, "default", "Badges of the day", run_badges_daily))
register(
    JobKind(need_to_know_daily.DAILY_JOB, "default", "Access reviews of the day", run_need_to_know_daily)
)
register(JobKind(case_daily.DAILY_JOB, "detection", "Random sample and muted patterns", run_case_daily))
register(JobKind(anomaly.DESK_JOB, "detection", "Cases of the day", run_case_desk))
register(JobKind(badge_process.REISSUE_JOB, "default", "Re-issue of a type of badge", run_reissue))
register(JobKind(rule_trial.REPLAY_JOB, "detection", "Replay of a rule's new values", run_replay_rule))
register(JobKind(rule_trial.SHADOW_JOB, "detection", "Silent run of new values", run_shadow_rules))
register(JobKind(honey_container.ROTATE_JOB, "default", "Daily care of cargo records", run_honey_containers))
register(JobKind(scan.SCAN_JOB, "detection", "Detection scan", run_scan))
register(JobKind(feed.FEED_JOB, "detection", "Look at the feeds", run_feeds))
register(JobKind(measurement.MEASURE_JOB, "detection", "Measuring of what is usual", run_measure))
register(
    JobKind(
        status_list.PUBLISH_JOB, "default", "Publishing of status lists", run_publish, retaken_at_once=True
    )
)
