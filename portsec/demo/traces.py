"""Planted records, a duress word, and values of detection rules at each stage, for the made-up port."""

from __future__ import annotations

from datetime import datetime, timedelta

from access.detection.registry import rule_named
from access.enums import DataAction, FieldClass
from access.models import HoneyContainer, RuleVersion
from access.services import data_access, duress_word, honey_container, rule_setting, rule_trial
from access.services.data_record import LookUp
from portsec.demo.team import Team

SILENT_SINCE = timedelta(days=3)
PLANTED_SINCE = timedelta(days=2)
WORD = "Second round of the reefer check"


def make(team: Team) -> None:
    """After cargo, look-ups and people are there, and before the scan."""
    _plant(team)
    _ask_for_help(team)
    _tune(team)


def _plant(team: Team) -> None:
    """Planted lately; Nils came across one of them yesterday, and nobody's work led him there."""
    honey_container.rotate(team.port, at=team.at - PLANTED_SINCE)
    planted = HoneyContainer.objects.filter(port=team.port).order_by("container")[0]
    _look(team, "nils", planted.container, "Where is this box?", hours_ago=21)


def _ask_for_help(team: Team) -> None:
    """Erin chose a duress word long ago, and has just used it."""
    duress_word.choose(WORD, actor=team.users["erin"], at=team.at - timedelta(days=12))
    seen = HoneyContainer.objects.filter(port=team.port).values("container")
    boxes = team.port.cargo_visits.exclude(container__in=seen).order_by("-discharged_at", "container")
    _look(team, "erin", boxes[0].container, WORD, hours_ago=2)


def _tune(team: Team) -> None:
    """One proposal runs silently since three days; one was replayed and waits for the next step."""
    since = team.at - SILENT_SINCE
    running = _replayed(
        team, "D04", "numbers", 7, "Leased boxes come in runs; five in a row are usual here.", since
    )
    rule_setting.start_shadow(running, **team.acts("paul", since))
    rule_trial.run_silently(team.port, at=team.at)
    _replayed(
        team, "P04", "zones", 4, "A new area was badly announced, and many tried a door too many.", team.at
    )


def _replayed(team: Team, rule_id: str, name: str, value: float, reason: str, at: datetime) -> RuleVersion:
    """A proposal by Paul whose replay is judged here and not by workers, which the demo may not have yet."""
    rule, acts = rule_named(rule_id), team.acts("paul", at)
    version = rule_setting.propose(team.port, rule, {name: value}, reason=reason, **acts)
    rule_trial.request_replay(version, **acts)
    version.refresh_from_db()
    for part in version.replay[rule_trial.PARTS]:
        rule_trial.replay_part(version, part, at=at)
    version.refresh_from_db()
    return version


def _look(team: Team, name: str, box: str, purpose: str, *, hours_ago: int) -> None:
    acts = team.acts(name, team.at - timedelta(hours=hours_ago))
    asked = LookUp(
        subject_type="account",
        subject_id=name,
        action=DataAction.READ,
        field_class=FieldClass.S2,
        object_ref=box,
        purpose=purpose,
        system="portsec",
    )
    data_access.answer(team.port, asked, actor=acts["actor"].reference, scope=acts["scope"], at=acts["at"])
