"""The closed, ordered table of rules, and the one run over a window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from access.detection.feed_guard import DeadFeed, dead_feeds
from access.detection.rule import Flag, Given, Hit, NotEvaluated, Report, Rule, Unjudged
from access.detection.rules import (
    approval_ring,
    around_alarms,
    badge_use,
    biometric_fallback,
    blind_spot,
    box_switch,
    break_glass,
    brief_right,
    browsing,
    clone,
    company,
    dormant,
    duties,
    early_interest,
    endless_right,
    enumeration,
    export,
    first_use,
    foreign_line,
    friendly_closing,
    honey,
    incident_look_up,
    lapsed_clearance,
    log_silence,
    look_up,
    loosened_rule,
    new_area,
    off_duty_look,
    off_roster,
    off_site,
    origin_skew,
    over_stay,
    override,
    own_file,
    presence_after_look,
    probing,
    refusal_after_look,
    refusals,
    release,
    rubber_stamp,
    self_grant,
    sequence,
    shared_session,
    shift_swap,
    slow_drip,
    status_change,
    switched_off,
    tailgating,
    trade_lane,
    travel,
    truck,
    two_lookers,
    visitors,
    volume,
    watchers,
    watching,
    wrong_desk,
)
from access.detection.score import flag_points
from access.detection.window import Feed, Window
from portsec.kernel.errors import InvalidInput

RULES: tuple[Rule, ...] = (
    badge_use.RULE,
    sequence.RULE,
    lapsed_clearance.RULE,
    look_up.RULE,
    enumeration.RULE,
    self_grant.RULE,
    approval_ring.RULE,
    break_glass.RULE,
    rubber_stamp.RULE,
    log_silence.RULE,
    travel.RULE,
    off_roster.RULE,
    refusals.RULE,
    biometric_fallback.RULE,
    over_stay.RULE,
    company.RULE,
    truck.RULE,
    presence_after_look.RULE,
    refusal_after_look.RULE,
    shift_swap.RULE,
    honey.RULE,
    dormant.RULE,
    watching.RULE,
    off_site.RULE,
    wrong_desk.RULE,
    status_change.RULE,
    volume.RULE,
    export.RULE,
    release.RULE,
    incident_look_up.RULE,
    endless_right.RULE,
    duties.RULE,
    brief_right.RULE,
    friendly_closing.RULE,
    watchers.RULE,
    probing.RULE,
    browsing.RULE,
    origin_skew.RULE,
    foreign_line.RULE,
    off_duty_look.RULE,
    shared_session.RULE,
    slow_drip.RULE,
    first_use.RULE,
    early_interest.RULE,
    override.RULE,
    own_file.RULE,
    two_lookers.RULE,
    trade_lane.RULE,
    new_area.RULE,
    tailgating.RULE,
    visitors.RULE,
    around_alarms.RULE,
    switched_off.RULE,
    clone.RULE,
    blind_spot.RULE,
    box_switch.RULE,
)
# The last one replays those before it.
RULES += (loosened_rule.watching(RULES),)

Overrides = Mapping[str, Mapping[str, float]]


def rule_named(rule_id: str) -> Rule:
    """The rule of that id. Raises InvalidInput for an unknown one."""
    for rule in RULES:
        if rule.id == rule_id:
            return rule
    raise InvalidInput(f"There is no detection rule {rule_id}.")


def run(window: Window, rules: Sequence[Rule] = RULES, parameters: Overrides | None = None) -> Report:
    """Judge a window by these rules.

    `parameters` replaces values by rule and name, as {"D04": {"numbers": 6}}. Raises InvalidInput for a rule
    or name that does not exist. The report does not depend on the order of events or on doubles.
    """
    _refuse_unknown(rules, parameters or {})
    flags: dict[tuple[str, str], Flag] = {}
    unjudged: list[NotEvaluated] = []
    for rule in rules:
        missing = _missing_feeds(rule, window.feeds)
        if missing:
            detail = f"{rule.id} needs {missing}, which this port has not delivered."
            unjudged.append(NotEvaluated(rule.id, "feed_missing", detail, window.since, window.until))
            continue
        given = rule.given((parameters or {}).get(rule.id, {}))
        stopped = _stopped(rule, window)
        unjudged += [_not_evaluated(rule, dead.unjudged()) for dead in stopped if dead.until >= window.since]
        for found in rule.detect(window, given):
            if isinstance(found, Unjudged):
                if found.until < window.since:
                    continue
                unjudged.append(_not_evaluated(rule, found))
            elif any(dead.holds(found) for dead in stopped):
                continue
            elif window.since <= (found.due_at or found.last_at) <= window.until:
                flag = _flag(rule, found, given)
                flags[rule.id, flag.key] = flag
    ordered = sorted(flags.values(), key=lambda flag: (flag.due_at, flag.rule, flag.key))
    return Report(tuple(ordered), tuple(unjudged))


def _stopped(rule: Rule, window: Window) -> list[DeadFeed]:
    """The stretches in which a feed was dead that this rule leans on."""
    if not rule.stopped_by:
        return []
    return [dead for dead in window.once(dead_feeds) if dead.feed in rule.stopped_by]


def _not_evaluated(rule: Rule, found: Unjudged) -> NotEvaluated:
    return NotEvaluated(rule.id, found.code, found.detail, found.since, found.until)


def _missing_feeds(rule: Rule, feeds: frozenset[Feed]) -> str:
    missing = [feed.label.lower() for feed in Feed if feed in rule.needs - feeds]
    if rule.needs_one_of and not rule.needs_one_of & feeds:
        missing.append(" or ".join(feed.label.lower() for feed in Feed if feed in rule.needs_one_of))
    return " and ".join(missing)


def _refuse_unknown(rules: Iterable[Rule], overrides: Overrides) -> None:
    known = {rule.id: {parameter.name for parameter in rule.parameters} for rule in (*RULES, *rules)}
    for rule_id, values in overrides.items():
        if rule_id not in known:
            raise InvalidInput(f"There is no detection rule {rule_id}.")
        for name in values:
            if name not in known[rule_id]:
                raise InvalidInput(f"Rule {rule_id} has no parameter {name}.")


def _flag(rule: Rule, hit: Hit, given: Given) -> Flag:
    severity = hit.severity or rule.severity
    return Flag(
        rule=rule.id,
        version=rule.version,
        severity=severity,
        family=rule.family,
        person=hit.person,
        key=hit.key,
        events=hit.events,
        first_at=hit.first_at,
        last_at=hit.last_at,
        due_at=hit.due_at or hit.last_at,
        text=hit.text,
        innocent=hit.innocent or rule.innocent,
        points=flag_points(severity, hit.strength),
        parameters=given.parameters,
        objects=hit.objects,
        tried=hit.tried,
    )
