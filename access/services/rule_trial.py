"""Tries values that are not in force: on the history at once, then silently day by day. Flags nobody."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from access.detection.registry import run
from access.models import RuleFinding, RuleVersion
from access.permissions.rule_setting import may_propose_values
from access.rule_editing.terms import REPLAYED, part_of
from access.rule_editing.words import Phase, RuleVersionState, Side
from access.selectors import detection
from access.selectors.detection_events import first_and_last
from access.selectors.rule_setting import BY_ID
from access.selectors.rule_trial import figures_of
from accounts.models import Port, User
from ledger.services import job, record
from portsec.kernel.errors import InvalidInput, require
from portsec.kernel.scope import Scope

REPLAY_JOB = "access.replay_rule"
SHADOW_JOB = "access.shadow_rules"
CLOCK = "system:clock"
# A finding may be undone by what follows it, so each part is judged with a day more than it keeps.
LOOK_AHEAD = timedelta(days=1)
LONGEST_KEY = 200  # characters
DONE, PARTS = "done", "parts"


@transaction.atomic
def request_replay(version: RuleVersion, *, actor: User, scope: Scope, at: datetime) -> int:
    """Ask workers to judge the last ninety days with the new values and with those in force; how many parts.

    Refuses when: the actor keeps no policies at the port (Refused); the version does not wait for a replay,
    or the port has no log (InvalidInput). Wakes: workers, one job a part.
    Safe to repeat because: a part that was judged is a slot that exists.
    """
    require(may_propose_values(scope, version.port_id))
    span = first_and_last(version.port)
    if version.state != RuleVersionState.PROPOSED.value or span is None:
        raise InvalidInput("There is nothing to replay these values on.")
    starts = _parts(version, max(at - REPLAYED, span[0]), at)
    locked = RuleVersion.objects.select_for_update().get(pk=version.pk)
    if not locked.replay:
        kept = {PARTS: [start.isoformat() for start in starts], DONE: [], "until": at.isoformat()}
        RuleVersion.objects.filter(pk=version.pk).update(replay=kept)
        job.request_many(
            REPLAY_JOB,
            version.reference,
            kept[PARTS],
            actor=actor.reference,
            at=at,
            port=version.port.locode,
        )
    return len(starts)


@transaction.atomic
def replay_part(version: RuleVersion, slot: str, *, at: datetime) -> int:
    """Judge one part of the history with both values; how many findings the new ones make.

    Records: access.rule_version.replayed with the last part. Safe to repeat because: findings and parts are
    kept once.
    """
    version = RuleVersion.objects.select_for_update(of=("self",)).select_related("port").get(pk=version.pk)
    if slot in version.replay.get(DONE, ()) or slot not in version.replay.get(PARTS, ()):
        return 0
    last = datetime.fromisoformat(version.replay["until"])
    since = datetime.fromisoformat(slot)
    until = min(since + part_of(BY_ID[version.rule]), last)
    found = _judge(version, Phase.REPLAY, since, until, known_until=last)
    version.replay[DONE].append(slot)
    if set(version.replay[DONE]) == set(version.replay[PARTS]):
        _finish_replay(version, last, at=at)
    RuleVersion.objects.filter(pk=version.pk).update(replay=version.replay, replayed_at=version.replayed_at)
    return found


def request_shadow(port: Port, *, at: datetime) -> None:
    """Ask for the day's silent run, where values run silently.

    Wakes: a worker. Safe to repeat because: the day is the slot of the job.
    """
    if RuleVersion.objects.filter(port=port, state=RuleVersionState.SHADOW.value).exists():
        day = timezone.localdate(at).isoformat()
        job.request(SHADOW_JOB, f"port:{port.locode}", actor=CLOCK, at=at, slot=day, port=port.locode)


def run_silently(port: Port, *, at: datetime) -> int:
    """Judge what came since the last silent run of each version; how many versions.

    Safe to repeat because: findings are kept once, and each version remembers how far it was judged.
    """
    waiting = RuleVersion.objects.filter(port=port, state=RuleVersionState.SHADOW.value)
    for number in waiting.values_list("pk", flat=True):
        _run_one(number, at=at)
    return waiting.count()


@transaction.atomic
def _run_one(number: int, *, at: datetime) -> None:
    version = RuleVersion.objects.select_for_update(of=("self",)).select_related("port").get(pk=number)
    if version.state != RuleVersionState.SHADOW.value or not version.judged_until or not version.shadow_since:
        return
    until = min(at, version.shadow_until or at)
    if until <= version.judged_until:
        return
    _judge(version, Phase.SHADOW, version.judged_until, until, known_until=at)
    told = figures_of(version, Phase.SHADOW, version.shadow_since, until).as_data()
    RuleVersion.objects.filter(pk=number).update(judged_until=until, shadow=told)


def _judge(
    version: RuleVersion, phase: Phase, since: datetime, until: datetime, *, known_until: datetime
) -> int:
    """Keep what falls due in [since, until) with the new values and with those before."""
    rule = BY_ID[version.rule]
    log = first_and_last(version.port)
    reached = since - rule.look_back
    window = detection.window(
        version.port,
        since=since,
        until=max(since, min(until + LOOK_AHEAD, known_until)),
        loaded_since=max(reached, log[0]) if log else reached,
    )
    kept = []
    for side, values in ((Side.NEW, version.parameters), (Side.OLD, version.before)):
        report = run(window, rules=(rule,), parameters={rule.id: dict(values)})
        kept += [
            RuleFinding(
                version=version,
                phase=phase.value,
                side=side.value,
                key=flag.key[:LONGEST_KEY],
                subject=flag.person[:60],
                severity=flag.severity.value,
                due_at=flag.due_at,
            )
            for flag in report.flags
            if since <= flag.due_at < until
        ]
    RuleFinding.objects.bulk_create(kept, ignore_conflicts=True)
    return sum(row.side == Side.NEW.value for row in kept)


def _finish_replay(version: RuleVersion, until: datetime, *, at: datetime) -> None:
    since = datetime.fromisoformat(min(version.replay[PARTS]))
    told = figures_of(version, Phase.REPLAY, since, until)
    version.replay["figures"] = told.as_data()
    version.replayed_at = at
    record.append(
        "access.rule_version.replayed",
        actor=CLOCK,
        at=at,
        subject=version.reference,
        port=version.port.locode,
        rule=version.rule,
        number=version.number,
        days=round(told.days),
        found_new=told.new,
        found_old=told.old,
    )


def _parts(version: RuleVersion, since: datetime, until: datetime) -> list[datetime]:
    length, starts = part_of(BY_ID[version.rule]), []
    while since < until:
        starts.append(since)
        since += length
    return starts
