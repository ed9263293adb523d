"""G09: a rule was loosened just before it would have spoken."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from access.detection.governance_facts import RuleChange
from access.detection.hands import hands
from access.detection.order_gap import teams_of
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.window import Feed, Window
from access.detection.wording import counted, day, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = (
    Parameter("replayed", 7, "days", "who clears the way does it for the coming days; start value", _START),
)


def watching(rules: Sequence[Rule]) -> Rule:
    """The row of the rule table that replays these rules with the values that they had before a change."""
    by_id = {rule.id: rule for rule in rules}

    def rule_loosened_before_a_hit(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
        """A detection rule was loosened, and what it no longer finds concerns whoever did it or their team.

        For seven days after each change the rule is run with its old values, too. Thresholds that are raised
        leave no gap in the log, so the only trace is what would have been found. One finding per change
        and day.
        """
        for change in sorted(window.context.rule_changes or (), key=lambda change: (change.at, change.ref)):
            until = change.at + given.duration("replayed")
            rule = by_id.get(change.rule)
            if rule is None or change.at > window.until or until < window.since:
                continue
            if not _can_run(rule, window):
                detail = f"{change.rule} was changed, but cannot be replayed: it lacks a feed."
                yield Unjudged("not_replayed", detail, change.at, until)
                continue
            days: defaultdict[date, list[Hit]] = defaultdict(list)
            for hit in _hidden(rule, window, change):
                due = hit.due_at or hit.last_at
                if change.at <= due <= until and _concerns(window, change, hit):
                    days[day(due)].append(hit)
            for hits in days.values():
                yield _hit(window, change, hits)

    return Rule(
        id="G09",
        version=1,
        family=Family.GOVERNANCE,
        severity=Severity.HIGH,
        title="Rule loosened before it would have spoken",
        innocent=(
            "A limit that was too low for everybody and was corrected, by somebody who happens to work in "
            "the team that it disturbed most."
        ),
        parameters=PARAMETERS,
        look_back=max((rule.look_back for rule in rules), default=timedelta(days=1)),
        detect=rule_loosened_before_a_hit,
        needs=frozenset({Feed.RULE_CHANGES}),
        reach=max((rule.reach for rule in rules), default=timedelta()),
    )


def _can_run(rule: Rule, window: Window) -> bool:
    one_of = not rule.needs_one_of or bool(rule.needs_one_of & window.feeds)
    return rule.needs <= window.feeds and one_of


def _hidden(rule: Rule, window: Window, change: RuleChange) -> list[Hit]:
    """What the rule finds with the old values and not with the new ones."""
    found = {hit.key for hit in rule.detect(window, rule.given(change.after)) if isinstance(hit, Hit)}
    before = rule.detect(window, rule.given(change.before))
    return [hit for hit in before if isinstance(hit, Hit) and hit.key not in found]


def _concerns(window: Window, change: RuleChange, hit: Hit) -> bool:
    """Whether the finding is about the person who made the change, or somebody of their team."""
    editor = window.once(hands).behind(change.by)
    return hit.person == editor or bool(teams_of(window.people, hit.person) & teams_of(window.people, editor))


def _hit(window: Window, change: RuleChange, hits: Sequence[Hit]) -> Hit:
    editor = window.once(hands).behind(change.by)
    own = sum(hit.person == editor for hit in hits)
    values = ", ".join(
        f"{name} from {before:g} to {change.after[name]:g}"
        for name, before in sorted(change.before.items())
        if name in change.after and change.after[name] != before
    )
    last = max(_due(hit) for hit in hits)
    return Hit(
        person=editor or f"account:{change.by}",
        key=f"{change.ref}:{day(last)}",
        events=(change.ref, *sorted({event for hit in hits for event in hit.events})),
        first_at=change.at,
        last_at=last,
        text=(
            f"{change.rule} was changed on {moment(change.at)} ({values}). With the old values it would have "
            f"found {counted(len(hits), 'thing')} on {day(last)}, {own} about whoever changed it and "
            f"{len(hits) - own} about the same team."
        ),
        severity=Severity.CRITICAL if own else Severity.HIGH,
        strength=float(len(hits)),
        tried=(Tried("replayed", "The rule was run over the same events with old and with new values."),),
    )


def _due(hit: Hit) -> datetime:
    return hit.due_at or hit.last_at
