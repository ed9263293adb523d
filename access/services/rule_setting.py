"""Changes the values of detection rules: proposed, replayed, run silently, confirmed. The one writer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from access.detection.rule import Rule
from access.models import RuleFinding, RuleVersion
from access.permissions.rule_setting import may_confirm_values, may_drop_values, may_propose_values
from access.rule_editing.terms import SHADOW, proposed
from access.rule_editing.transitions import RULE_VERSION_TRANSITIONS
from access.rule_editing.words import RuleVersionEvent, RuleVersionState
from access.selectors.rule_setting import BY_ID, in_force
from accounts.models import Port, User
from ledger.services import record
from portsec.kernel.errors import Conflict, InvalidInput, require
from portsec.kernel.scope import Scope
from portsec.kernel.steps import next_state


@transaction.atomic
def propose(
    port: Port,
    rule: Rule,
    values: Mapping[str, float],
    *,
    reason: str,
    actor: User,
    scope: Scope,
    at: datetime,
) -> RuleVersion:
    """Propose values for a rule. Nothing changes yet.

    Refuses when: the actor keeps no policies at the port (Refused); a value is no positive number, nothing
    changes, or no reason is given (InvalidInput); other values for the rule wait already (Conflict).
    Records: access.rule_version.proposed.
    """
    require(may_propose_values(scope, port.pk))
    text = _reason(reason)
    now = in_force(port, rule)
    kept = proposed(rule, values, now)
    last = RuleVersion.objects.filter(port=port, rule=rule.id).aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            version = RuleVersion.objects.create(
                port=port,
                rule=rule.id,
                number=last + 1,
                parameters=kept,
                before=now,
                reason=text,
                proposed_at=at,
                proposed_by=actor.reference,
            )
    except IntegrityError:
        raise Conflict("Other values for this rule wait already; decide those first.") from None
    _record(version, "proposed", by=actor.reference, at=at, values=_told(kept), reason=text)
    return version


@transaction.atomic
def start_shadow(version: RuleVersion, *, actor: User, scope: Scope, at: datetime) -> RuleVersion:
    """Let the values run silently beside those in force for fourteen days. They raise no flag.

    Refuses when: the actor keeps no policies at the port (Refused); they were not replayed (InvalidInput);
    the version moved meanwhile (Conflict). Records: access.rule_version.shadowed. Wakes: the daily job.
    """
    require(may_propose_values(scope, version.port_id))
    if version.replayed_at is None:
        raise InvalidInput("Replay them on the history first, and look at what they would do.")
    until = at + SHADOW
    _move(version, RuleVersionEvent.START_SHADOW, shadow_since=at, shadow_until=until, judged_until=at)
    _record(version, "shadowed", by=actor.reference, at=at, until=until)
    return version


@transaction.atomic
def activate(
    version: RuleVersion, *, remark: str = "", actor: User, scope: Scope, at: datetime
) -> RuleVersion:
    """The second hand: the values count from the next scan on, in place of those before.

    Refuses when: the actor proposed them, or neither keeps policies nor answers for security at the port
    (Refused); the silent run is not over (InvalidInput); the version moved meanwhile (Conflict).
    Records: access.rule_version.activated. What they found silently is deleted.
    """
    require(may_confirm_values(actor, scope, version))
    if version.shadow_until is None or at < version.shadow_until:
        raise InvalidInput("The silent run is not over yet.")
    before = in_force(version.port, BY_ID[version.rule])
    active = RuleVersion.objects.filter(
        port=version.port, rule=version.rule, state=RuleVersionState.ACTIVE.value
    )
    for old in active.select_for_update():
        _move(old, RuleVersionEvent.REPLACE, ended_at=at)
    _move(
        version,
        RuleVersionEvent.ACTIVATE,
        before=before,
        active_since=at,
        decided_at=at,
        decided_by=actor.reference,
        remark=remark.strip(),
    )
    RuleFinding.objects.filter(version=version).delete()
    _record(
        version,
        "activated",
        by=actor.reference,
        at=at,
        values=_told(version.parameters),
        replaced=_told(before),
    )
    return version


@transaction.atomic
def drop(version: RuleVersion, *, reason: str, actor: User, scope: Scope, at: datetime) -> RuleVersion:
    """Leave the rule as it is.

    Refuses when: the actor may neither propose nor confirm, or it is decided already (Refused); no reason is
    given (InvalidInput); it moved meanwhile (Conflict). Records: access.rule_version.dropped.
    """
    require(may_drop_values(scope, version))
    text = _reason(reason)
    _move(
        version,
        RuleVersionEvent.DROP,
        decided_at=at,
        decided_by=actor.reference,
        remark=text,
        ended_at=at,
    )
    RuleFinding.objects.filter(version=version).delete()
    _record(version, "dropped", by=actor.reference, at=at, reason=text)
    return version


def _move(version: RuleVersion, event: RuleVersionEvent, **also: Any) -> None:
    old = version.state_word
    new = next_state(RULE_VERSION_TRANSITIONS, old, event)
    moved = RuleVersion.objects.filter(pk=version.pk, state=old.value).update(state=new.value, **also)
    if moved != 1:
        raise Conflict("These values were decided meanwhile; look again.")
    version.refresh_from_db()


def _reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput("Give the reason; it goes on record.", fields={"reason": "Give the reason."})
    return reason.strip()


def _told(values: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {value:g}" for name, value in sorted(values.items())) or "as in the code"


def _record(version: RuleVersion, verb: str, *, by: str, at: datetime, **body: Any) -> None:
    record.append(
        f"access.rule_version.{verb}",
        actor=by,
        at=at,
        subject=version.reference,
        port=version.port.locode,
        rule=version.rule,
        number=version.number,
        **body,
    )
