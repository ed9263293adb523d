"""People whom work could have connected with a container at some time between, as they stood then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Final

from django.conf import settings
from django.db.models import Q

from access.enums import FieldClass, RosterKind
from access.hindsight.facts import ClearanceThen, PersonThen, Span, Way
from access.look_up_facts.context import PASSED, UNREVIEWED
from access.models import BreakGlass, Grant, RosterSpan, SafetyFunction, TeamMember
from access.need_to_know.facts import BreakGlassFact, GrantFact, ShiftFact
from access.need_to_know.roster import TOLERANCE
from access.selectors.look_up_facts import grant_fact
from accounts.models import Port, RoleAssignment, User
from accounts.roles import CAPABILITIES, Capability
from ledger.models import Entry
from screening.enums import ApplicationState
from screening.kinds.words import BanState
from screening.models import Application, Clearance, Person, PortBan, Post

OPENING: Final = {"accounts.user.opened": True, "accounts.user.blocked": False}
LOOKING_ROLES: Final = [role.value for role, held in CAPABILITIES.items() if Capability.LOOK_UP_CARGO in held]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time at a port, and the names under which work may mean the container in it."""

    port: Port
    since: datetime
    until: datetime
    names: frozenset[str]


def people_then(window: Window, people: Sequence[Person]) -> list[PersonThen]:
    """Each of them with what is on record of the window, in the same order and a fixed number of queries."""
    refs = {name: person.pk for person in people for name in (person.ref, person.external_ref) if name}
    accounts = list(User.objects.filter(person_ref__in=refs, is_device=False))
    owners = {account.username: refs[account.person_ref] for account in accounts}
    ways = _ways(window, accounts, owners)
    posts = _posts(window.port, people)
    clearances, bans, functions = _clearances(people), _bans(people), _functions(window, people)
    teams, shifts = _teams(window, refs), _shifts(window, refs)
    grants, glasses = _grants(window, owners, refs), _glasses(window, owners, refs)
    return [
        PersonThen(
            ref=person.log_ref,
            organisation=person.organisation.code if person.organisation else "",
            ways=(*ways[person.pk], Way("", posts[person.pk], live=(_employed(person),))),
            clearances=tuple(clearances[person.pk]),
            bans=tuple(bans[person.pk]),
            teams=(*teams[person.pk], *([(person.peer_group, Span())] if person.peer_group else ())),
            functions=tuple(functions[person.pk]),
            shifts=tuple(shifts[person.pk]),
            grants=tuple(grants[person.pk]),
            break_glasses=tuple(glasses[person.pk]),
        )
        for person in people
    ]


def _employed(person: Person) -> Span:
    left = (
        datetime.combine(person.left_on + timedelta(days=1), time(), settings.ZONE)
        if person.left_on
        else None
    )
    ends = [at for at in (left, person.erased_at) if at is not None]
    return Span(None, min(ends, default=None))


def _ways(window: Window, accounts: Sequence[User], owners: Mapping[str, int]) -> defaultdict[int, list[Way]]:
    """Accounts with the times at which they were open and had a role that looks up cargo at this port."""
    roles = defaultdict(list)
    for held in RoleAssignment.objects.filter(user__in=accounts, port=window.port, role__in=LOOKING_ROLES):
        roles[held.user_id].append(Span(held.valid_from, held.ended_at))
    live = _open_times(accounts)
    found = defaultdict(list)
    for account in accounts:
        if roles[account.pk]:
            everything = frozenset(FieldClass)
            way = Way(account.username, everything, tuple(live[account.pk]), tuple(roles[account.pk]))
            found[owners[account.username]].append(way)
    return found


def _open_times(accounts: Sequence[User]) -> dict[int, list[Span]]:
    """From when until when each account was open, as the record of blocking and opening tells."""
    by_reference = defaultdict(list)
    entries = Entry.objects.filter(subject__in=[one.reference for one in accounts], kind__in=OPENING)
    for subject, kind, at in entries.order_by("at", "position").values_list("subject", "kind", "at"):
        by_reference[subject].append((at, OPENING[kind]))
    return {one.pk: _open_spans(one, by_reference[one.reference]) for one in accounts}


def _open_spans(account: User, changes: Iterable[tuple[datetime, bool]]) -> list[Span]:
    spans, opened_at = [], account.date_joined
    is_open = True
    for at, opens in changes:
        if is_open and not opens:
            spans.append(Span(opened_at, at))
        elif opens and not is_open:
            opened_at = at
        is_open = opens
    return [*spans, Span(opened_at)] if is_open else spans


def _posts(port: Port, people: Sequence[Person]) -> dict[int, frozenset[FieldClass]]:
    """The field classes of the post that each person was cleared for, or else that their employer has.

    As the posts stand now: their history is not kept.
    """
    applied: dict[int, list[str]] = {}
    applications = Application.objects.filter(person__in=people).select_related("post")
    for one in applications.order_by("submitted_at", "pk"):
        granted = one.state == ApplicationState.GRANTED.value
        if granted or one.person_id not in applied:
            applied[one.person_id] = one.post.field_classes
    offered: defaultdict[int | None, set[str]] = defaultdict(set)
    for organisation, classes in Post.objects.filter(port=port).values_list(
        "organisation_id", "field_classes"
    ):
        offered[organisation].update(classes)
    return {
        person.pk: frozenset(
            FieldClass(each) for each in applied.get(person.pk, offered[person.organisation_id])
        )
        for person in people
    }


def _clearances(people: Sequence[Person]) -> defaultdict[int, list[ClearanceThen]]:
    found = defaultdict(list)
    rows = (
        Clearance.objects.filter(person__in=people).prefetch_related("changes").order_by("valid_from", "pk")
    )
    for row in rows:
        states = tuple((change.at, change.state) for change in row.changes.all())
        found[row.person_id].append(
            ClearanceThen(
                level_rank=row.level_word.rank,
                valid_from=row.valid_from,
                valid_until=row.valid_until,
                escort_only=row.escort_only,
                states=states or ((row.state_since, row.state),),
                suspended_until=row.suspended_until,
            )
        )
    return found


def _bans(people: Sequence[Person]) -> defaultdict[int, list[Span]]:
    found = defaultdict(list)
    counted = (BanState.CONFIRMED.value, BanState.LIFTING.value, BanState.LIFTED.value)
    for ban in PortBan.objects.filter(person__in=people, state__in=counted):
        begins = datetime.combine(ban.starts_on, time(), settings.ZONE)
        ends = datetime.combine(ban.ends_on + timedelta(days=1), time(), settings.ZONE)
        known = max(begins, ban.confirmed_at) if ban.confirmed_at else begins
        found[ban.person_id].append(Span(known, min(ends, ban.lifted_at) if ban.lifted_at else ends))
    return found


def _functions(window: Window, people: Sequence[Person]) -> defaultdict[int, list[tuple[str, Span]]]:
    found = defaultdict(list)
    rows = SafetyFunction.objects.filter(person__in=people, since__lt=window.until)
    for row in rows:
        found[row.person_id].append((row.function, Span(row.since, row.ended_at)))
    return found


def _teams(window: Window, refs: Mapping[str, int]) -> defaultdict[int, list[tuple[str, Span]]]:
    found = defaultdict(list)
    rows = TeamMember.objects.filter(user__person_ref__in=refs, joined_at__lt=window.until)
    for row in rows.select_related("team__organisation", "user"):
        found[refs[row.user.person_ref]].append((row.team.reference, Span(row.joined_at, row.left_at)))
    return found


def _shifts(window: Window, refs: Mapping[str, int]) -> defaultdict[int, list[ShiftFact]]:
    found = defaultdict(list)
    rows = RosterSpan.objects.filter(
        port=window.port,
        person_ref__in=refs,
        starts_at__lte=window.until + TOLERANCE,
        ends_at__gte=window.since - TOLERANCE,
    )
    for row in rows:
        shift = ShiftFact(row.starts_at, row.ends_at, RosterKind(row.kind), row.area)
        found[refs[row.person_ref]].append(shift)
    return found


def _grants(
    window: Window, owners: Mapping[str, int], refs: Mapping[str, int]
) -> defaultdict[int, list[GrantFact]]:
    found = defaultdict(list)
    for row in Grant.objects.filter(
        port=window.port, object_ref__in=window.names, account__in=[*owners, *refs]
    ):
        found[owners.get(row.account) or refs[row.account]].append(grant_fact(row))
    return found


def _glasses(
    window: Window, owners: Mapping[str, int], refs: Mapping[str, int]
) -> defaultdict[int, list[tuple[BreakGlassFact, datetime | None]]]:
    found = defaultdict(list)
    for row in BreakGlass.objects.filter(
        port=window.port, object_ref__in=window.names, account__in=[*owners, *refs]
    ):
        fact = BreakGlassFact(
            ref=row.reference,
            object=row.object_ref,
            field_class=FieldClass(row.field_class),
            begun_at=row.begun_at,
            ends_at=row.ends_at,
            reviewed=row.state != UNREVIEWED,
            passed=row.state == PASSED,
        )
        found[owners.get(row.account) or refs[row.account]].append((fact, row.reviewed_at))
    return found


def either(*conditions: Q) -> Q:
    """Any of these."""
    return reduce(or_, conditions)
