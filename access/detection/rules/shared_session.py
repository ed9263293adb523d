"""D12: one account is used at two devices at once, or many accounts at one device."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from access.detection.facts import DataFact
from access.detection.rule import Family, Given, Hit, Parameter, Rule, Tried, Unjudged
from access.detection.window import Feed, Window, grouped
from access.detection.wording import counted, day, length, listed, moment
from access.enums import Severity

_START = date(2026, 11, 22)

PARAMETERS = tuple(
    Parameter(name, value, unit, reason, _START)
    for name, value, unit, reason in (
        ("pause", 15, "minutes", "after so long without use a session at a device is over; start value"),
        ("overlap", 2, "minutes", "who walks over to another desk signs in there first; start value"),
        ("switches", 3, "switches a day", "a colleague asks for the desk once or twice; start value"),
        ("switch_within", 3, "minutes", "people sign out and in at the change of shift, slowly; start value"),
    )
)


@dataclass(frozen=True, slots=True)
class Session:
    """A stretch of use of one account at one device."""

    device: str
    facts: Sequence[DataFact]

    @property
    def since(self) -> datetime:
        return self.facts[0].at

    @property
    def until(self) -> datetime:
        return self.facts[-1].at


def session_shared(window: Window, given: Given) -> Iterator[Hit | Unjudged]:
    """One account was in use at two devices at once, or one device changed between accounts again and again.

    Two sessions that overlap by more than two minutes, or three changes of account within three minutes each
    on one day. A customs officer at Rotterdam (2019) defended himself with colleagues who used his log-in;
    shared log-ins take all worth from the record.
    """
    named = [fact for fact in window.data_events if fact.device]
    if window.data_events and not named:
        detail = "No event names the device, so sessions cannot be told apart."
        yield Unjudged("device_missing", detail, window.history_since, window.until)
    for account, facts in grouped(named, lambda fact: fact.account).items():
        if len({fact.device for fact in facts}) > 1:
            yield from _at_two_devices(account, _sessions(facts, given), given)
    for device, facts in grouped(named, lambda fact: fact.device).items():
        if len({fact.account for fact in facts}) > 1:
            yield from _switches(device, facts, given)


def _sessions(facts: Sequence[DataFact], given: Given) -> list[Session]:
    """The sessions of one account, in the order of their start."""
    found: list[Session] = []
    for device, own in grouped(facts, lambda fact: fact.device).items():
        start = 0
        for index in range(1, len(own) + 1):
            if index == len(own) or own[index].at - own[index - 1].at > given.duration("pause"):
                found.append(Session(device, own[start:index]))
                start = index
    return sorted(found, key=lambda session: (session.since, session.device))


def _at_two_devices(account: str, sessions: Sequence[Session], given: Given) -> Iterator[Hit]:
    for index, first in enumerate(sessions):
        for second in sessions[index + 1 :]:
            if second.since >= first.until:
                break
            overlap = min(first.until, second.until) - second.since
            if second.device != first.device and overlap > given.duration("overlap"):
                yield _overlap_hit(account, first, second, overlap)


def _overlap_hit(account: str, first: Session, second: Session, overlap: timedelta) -> Hit:
    facts = sorted({*first.facts, *second.facts}, key=lambda fact: (fact.at, fact.id))
    return Hit(
        person=facts[0].person or f"account:{account}",
        key=f"{account}:{first.facts[0].id}:{second.facts[0].id}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        text=(
            f"The account was in use at {first.device} and at {second.device} at the same time, for "
            f"{length(overlap)} from {moment(second.since)}."
        ),
        tried=(Tried("changed_desk", "At both devices it was used before and after the other."),),
    )


def _switches(device: str, facts: Sequence[DataFact], given: Given) -> Iterator[Hit]:
    """A hit for the account that changed most, by day."""
    by_day: defaultdict[date, list[tuple[DataFact, DataFact]]] = defaultdict(list)
    for before, after in pairwise(facts):
        if before.account != after.account and after.at - before.at < given.duration("switch_within"):
            by_day[day(after.at)].append((before, after))
    for on, changes in by_day.items():
        if len(changes) < given.number("switches"):
            continue
        times: defaultdict[str, int] = defaultdict(int)
        for before, after in changes:
            times[before.account] += 1
            times[after.account] += 1
        account = min(times, key=lambda name: (-times[name], name))
        yield _switch_hit(device, on, account, changes)


def _switch_hit(device: str, on: date, account: str, changes: Sequence[tuple[DataFact, DataFact]]) -> Hit:
    facts = sorted({fact for change in changes for fact in change}, key=lambda fact: (fact.at, fact.id))
    own = next(fact for fact in facts if fact.account == account)
    accounts = sorted({fact.account for fact in facts})
    return Hit(
        person=own.person or f"account:{account}",
        key=f"{device}:{on}",
        events=tuple(fact.id for fact in facts),
        first_at=facts[0].at,
        last_at=facts[-1].at,
        text=(
            f"Device {device} changed between {counted(len(accounts), 'account')} {len(changes)} times from "
            f"{moment(facts[0].at)}: {listed(accounts)}."
        ),
        tried=(Tried("change_of_shift", "At a change of shift a device changes hands once."),),
    )


RULE = Rule(
    id="D12",
    version=1,
    family=Family.DATA,
    severity=Severity.MEDIUM,
    title="Shared session",
    innocent=(
        "A terminal that several people share, to be changed to sign-in by badge; a remote desktop shown "
        "as two devices; or a device that keeps refreshing after its user has left."
    ),
    parameters=PARAMETERS,
    look_back=timedelta(hours=50),
    detect=session_shared,
    needs=frozenset({Feed.DATA}),
)
