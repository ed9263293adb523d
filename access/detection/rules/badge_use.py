"""P06: a badge is used that no longer opens anything."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from access.detection.facts import BadgeSpan, GateFact
from access.detection.rule import Family, Given, Hit, Parameter, Rule
from access.detection.window import Feed, Window, span_at
from access.detection.wording import counted, day, length, moment
from access.enums import BadgeState, Severity

# A suspended badge is no dead one: it follows the clearance, and D22 speaks of that.
_BECAME = {
    BadgeState.REVOKED: "was revoked",
    BadgeState.EXPIRED: "expired",
    BadgeState.LOST: "was reported lost",
    BadgeState.STOLEN: "was reported stolen",
    BadgeState.SUPERSEDED: "was replaced",
    BadgeState.RETURNED: "was handed in",
    BadgeState.DESTROYED: "was destroyed",
}
DEAD = frozenset(_BECAME)

# Whoever is inside when the right ends has to get out, and the badge is still rightly in that person's hand.
MAY_LEAVE = frozenset({BadgeState.REVOKED, BadgeState.EXPIRED})

PARAMETERS = (
    Parameter(
        "list_refresh",
        15,
        "minutes",
        "readers fetch the status list this often at ISPS level 1; before that a pass is the list's delay, "
        "so the flag is medium and not critical; start value",
        date(2026, 11, 22),
    ),
)


def dead_badge_used(window: Window, given: Given) -> Iterator[Hit]:
    """A badge was held to a reader after it was revoked, reported lost or stolen, replaced, returned,
    destroyed or expired.

    Deterministic against the badge's own history of states; one finding per badge, state and day. A pass in
    the reader's refresh time is told apart, since its list may not have known yet. Practice: 33 CFR 101.520
    asks for each credential to be checked against the list of cancelled cards at entry.
    """
    for badge, spans in window.badge_history.items():
        uses: defaultdict[tuple[str, datetime, date], list[GateFact]] = defaultdict(list)
        for event in window.gate_by_badge.get(badge, ()):
            span = span_at(spans, event.at)
            dead = dead_since(span, event.at) if span else None
            if dead is None or (event.leaving and dead[0] in MAY_LEAVE):
                continue
            uses[(*dead, day(event.at))].append(event)
        for (state, since, on), events in uses.items():
            yield _hit(
                badge, spans[-1].person, BadgeState(state), since, on, events, given.duration("list_refresh")
            )


def dead_since(span: BadgeSpan, at: datetime) -> tuple[str, datetime] | None:
    """The state that made the badge useless at that moment and when it began, or None for a living badge."""
    if span.state in DEAD:
        return span.state, span.since
    if span.until is not None and at >= span.until:
        return BadgeState.EXPIRED.value, span.until
    return None


def _hit(
    badge: str,
    holder: str,
    state: BadgeState,
    since: datetime,
    on: date,
    events: list[GateFact],
    refresh: timedelta,
) -> Hit:
    late_list = all(event.granted and event.at - since <= refresh for event in events)
    first, last = events[0], events[-1]
    return Hit(
        person=first.person or holder or f"badge:{badge}",
        key=f"{badge}:{state.value}:{since.astimezone(UTC).isoformat()}:{on}",
        events=tuple(event.id for event in events),
        first_at=first.at,
        last_at=last.at,
        text=(
            f"Badge {badge} {_BECAME[state]} on {moment(since)} and was held to {_readers(events)} "
            f"afterwards, {counted(len(events), 'time')} from {moment(first.at)}. {_outcome(since, events)}"
            f"{' The status list of the reader may not have known yet.' if late_list else ''}"
        ),
        severity=Severity.MEDIUM if late_list else None,
    )


def _outcome(since: datetime, events: list[GateFact]) -> str:
    passed = [event for event in events if event.granted]
    if not passed:
        return "The gate refused it every time."
    late = length(passed[-1].at - since)
    return f"The gate let it pass {counted(len(passed), 'time')}, the last one {late} after the change."


def _readers(events: list[GateFact]) -> str:
    readers = sorted({event.reader for event in events})
    return f"reader {readers[0]}" if len(readers) == 1 else counted(len(readers), "reader")


RULE = Rule(
    id="P06",
    version=1,
    family=Family.PHYSICAL,
    severity=Severity.CRITICAL,
    title="Revoked, lost, replaced or expired badge used",
    innocent=(
        "The change of state was entered too early or for the wrong badge; the holder found the badge again "
        "and did not report it; or the holder did not know yet and walked up to the gate in good faith."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=1),
    detect=dead_badge_used,
    needs=frozenset({Feed.GATE, Feed.BADGES}),
)
