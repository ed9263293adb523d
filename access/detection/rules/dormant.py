"""D21: an account that nobody has used for long wakes up and reads sensitive data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from access.detection.facts import DataFact, RosterSpan
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried
from access.detection.unexplained import is_sensitive_look
from access.detection.whereabouts import stay_at
from access.detection.window import Feed, Window
from access.detection.wording import counted, length, listed, moment
from access.enums import RosterKind, Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("dormant", 45, "days", "longer than leave and most sickness; start value"),
        ("dormant_outsider", 30, "days", "contractors are not away for so long between jobs; start value"),
        ("remembered", 180, "days", "whoever was away for longer is judged as new; start value"),
        ("within", 24, "hours", "what is read right after waking; start value"),
        ("away", 50, "% of the gap", "so much leave or sickness on the roster explains the gap; start value"),
        ("outside_weight", 2, "times", "the owner was not in the port while the account was used"),
    )
)

_OUTSIDERS = frozenset({"contractor", "agency", "temporary", "subcontractor", "self_employed", "visitor"})
_AWAY = frozenset({RosterKind.LEAVE, RosterKind.SICK})


def dormant_account_woke(window: Window, given: Given) -> Iterator[Hit]:
    """An account that had not been used for weeks was used again, and sensitive data were read the same day.

    45 days without use, 30 for contractors, then an S2 or S3 look-up within 24 hours. Forgotten accounts are
    what thieves of passwords look for (CIS Controls 8.1, safeguard 5.3: disable accounts after 45 days
    without use). It weighs double where the owner was outside the port.
    """
    shortest = min(given.duration("dormant"), given.duration("dormant_outsider"))
    for account, events in window.data_by_account.items():
        if not account:
            continue
        for index, (before, woke) in enumerate(pairwise(events), start=1):
            gap = woke.at - before.at
            if gap >= shortest and _is_dormant(window, woke.person, gap, given):
                yield from _judge(window, account, before, events[index:], given)


def _is_dormant(window: Window, person: str, gap: timedelta, given: Given) -> bool:
    someone = window.people.get(person)
    outsider = someone is not None and someone.employment.strip().casefold() in _OUTSIDERS
    least = given.duration("dormant_outsider" if outsider else "dormant")
    return least <= gap <= given.duration("remembered")


def _judge(
    window: Window, account: str, before: DataFact, after: Sequence[DataFact], given: Given
) -> Iterator[Hit]:
    woke = after[0]
    soon = [fact for fact in after if fact.at - woke.at <= given.duration("within")]
    sensitive = [fact for fact in soon if is_sensitive_look(fact)]
    spans = window.roster_by_person.get(woke.person, ())
    away = _share_away(spans, before.at, woke.at)
    if not sensitive or away * 100 >= given.number("away"):
        return
    stay = stay_at(window.stays_by_person.get(woke.person, ()), sensitive[0].at)
    outside = stay is not None and stay.outside
    objects = tuple(sorted({fact.object for fact in sensitive}))
    yield Hit(
        person=woke.person or f"account:{account}",
        key=f"{account}:{woke.at.astimezone(UTC).isoformat()}",
        events=tuple(fact.id for fact in sensitive),
        first_at=sensitive[0].at,
        last_at=sensitive[-1].at,
        text=(
            f"The account had not been used for {length(woke.at - before.at)} when it was used again on "
            f"{moment(woke.at)}. {counted(len(sensitive), 'sensitive look-up')} followed within "
            f"{length(given.duration('within'))}: {listed(objects)}."
            f"{' By the readers the owner was outside the port.' if outside else ''}"
        ),
        strength=given.number("outside_weight") if outside else 1.0,
        objects=objects,
        tried=(Tried("leave", _leave_sentence(window, away)),),
    )


def _share_away(spans: Sequence[RosterSpan], since: datetime, until: datetime) -> float:
    """How much of the time the roster shows leave or sickness, from 0 to 1; overlapping spans count once."""
    covered, away = since, timedelta()
    for span in spans:
        if span.kind in _AWAY and span.ends_at > covered and span.starts_at < until:
            begin, end = max(span.starts_at, covered), min(span.ends_at, until)
            if end > begin:
                away += end - begin
                covered = end
    return away / (until - since)


def _leave_sentence(window: Window, away: float) -> str:
    if Feed.ROSTER not in window.feeds:
        return "Could not be tried: the port has not delivered the roster."
    return f"The roster shows leave or sickness for {away:.0%} of the gap."


RULE = Rule(
    id="D21",
    version=1,
    family=Family.DATA,
    severity=Severity.HIGH,
    title="Dormant account woke up",
    innocent=(
        "The person came back from a leave that the roster does not show, or changed back to an old task; or "
        "the account is meant for a rare duty such as a yearly audit."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(days=182),
    detect=dormant_account_woke,
    needs=frozenset({Feed.DATA}),
)
