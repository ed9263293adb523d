"""The closed, ordered table of rules, and the one run over a window."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from access.detection.rule import Flag, Given, Hit, NotEvaluated, Report, Rule, Unjudged
from access.detection.rules import badge_use, enumeration, lapsed_clearance, look_up, sequence
from access.detection.score import flag_points
from access.detection.window import Feed, Window
from portsec.kernel.errors import InvalidInput

RULES: tuple[Rule, ...] = (
    badge_use.RULE,
    sequence.RULE,
    lapsed_clearance.RULE,
    look_up.RULE,
    enumeration.RULE,
)

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
        given = _given(rule, (parameters or {}).get(rule.id, {}))
        for found in rule.detect(window, given):
            if isinstance(found, Unjudged):
                if found.until < window.since:
                    continue
                unjudged.append(NotEvaluated(rule.id, found.code, found.detail, found.since, found.until))
            elif window.since <= (found.due_at or found.last_at) <= window.until:
                flag = _flag(rule, found, given)
                flags[rule.id, flag.key] = flag
    ordered = sorted(flags.values(), key=lambda flag: (flag.due_at, flag.rule, flag.key))
    return Report(tuple(ordered), tuple(unjudged))


def _missing_feeds(rule: Rule, feeds: frozenset[Feed]) -> str:
    missing = [feed.label.lower() for feed in Feed if feed in rule.needs - feeds]
    if rule.needs_one_of and not rule.needs_one_of & feeds:
        missing.append(" or ".join(feed.label.lower() for feed in Feed if feed in rule.needs_one_of))
    return " and ".join(missing)


def _given(rule: Rule, overrides: Mapping[str, float]) -> Given:
    return Given(
        tuple(
            replace(parameter, value=overrides[parameter.name]) if parameter.name in overrides else parameter
            for parameter in rule.parameters
        )
    )


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
