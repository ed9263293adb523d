"""Reads crew lists and who is on them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from accounts.roles import Capability
from portsec.kernel.errors import NotFound
from portsec.kernel.scope import Scope
from screening.crew.words import CrewListState, CrewState
from screening.enums import HitState
from screening.models import CrewHit, CrewList, CrewMember
from screening.person_name import plain_name


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the screening of a list is."""

    total: int
    to_screen: int
    permitted: int
    with_officer: int
    refused: int

    @property
    def screened(self) -> int:
        return self.total - self.to_screen

    @property
    def is_running(self) -> bool:
        return self.to_screen > 0


def visible_crew_lists(*, scope: Scope) -> QuerySet[CrewList]:
    """Crew lists at the ports where the caller may see cases; those that were discarded are gone."""
    lists = CrewList.objects.select_related("port", "sent_by").exclude(state=CrewListState.DISCARDED.value)
    return lists if scope.is_system else lists.filter(port_id__in=scope.ports(Capability.VIEW_CASES.value))


def crew_lists(*, scope: Scope, text: str = "") -> QuerySet[CrewList]:
    """The lists with `people` and `waiting`, without the files themselves; the text narrows them."""
    lists = visible_crew_lists(scope=scope).defer("text", "rejected", "header")
    if text.strip():
        wanted = text.strip()
        lists = lists.filter(
            Q(ship_name__icontains=wanted)
            | Q(call_ref__iexact=wanted)
            | Q(ref__iexact=wanted)
            | Q(imo_number=wanted.upper().removeprefix("IMO").strip())
        )
    waits = Q(members__state=CrewState.WITH_OFFICER.value) | Q(members__in=_to_confirm())
    return lists.annotate(people=Count("members"), waiting=Count("members", filter=waits))


def access_crew_list(ref: str, *, scope: Scope) -> CrewList:
    """One list by reference. Raises NotFound when absent or out of reach."""
    found = visible_crew_lists(scope=scope).filter(ref=ref).first()
    if found is None:
        raise NotFound("crew list")
    return found


def members_of(crew_list: CrewList, *, text: str = "", state: str = "") -> QuerySet[CrewMember]:
    """The people on a list; each argument narrows."""
    members = crew_list.members.select_related("person", "document", "permit")
    for word in plain_name(text).split():
        members = members.filter(person__search_name__contains=word)
    if state == CrewState.WITH_OFFICER.value:
        return members.filter(_waits())
    return members.filter(state=state) if state else members


def access_member(ref: str, row: int, *, scope: Scope) -> CrewMember:
    """One member of a crew by list and row. Raises NotFound when absent or out of reach."""
    member = (
        CrewMember.objects.select_related("person__port", "document", "crew_list__port", "answered_by")
        .filter(crew_list=access_crew_list(ref, scope=scope), row=row)
        .first()
    )
    if member is None:
        raise NotFound("member of this crew")
    return member


def access_crew_hit(ref: str, row: int, number: int, *, scope: Scope) -> CrewHit:
    """One hit of a member of a crew. Raises NotFound when absent or out of reach."""
    member = access_member(ref, row, scope=scope)
    hit = member.hits.select_related("entry", "same_said_by", "decided_by").filter(pk=number).first()
    if hit is None:
        raise NotFound("hit")
    hit.member = member
    return hit


def progress_of(crew_list: CrewList) -> Progress:
    """Counted from the members themselves, so that it is true whatever became of a job."""
    counts = dict(crew_list.members.order_by().values_list("state").annotate(n=Count("pk")))
    return Progress(
        total=sum(counts.values()),
        to_screen=counts.get(CrewState.TO_SCREEN.value, 0),
        permitted=counts.get(CrewState.PERMITTED.value, 0),
        with_officer=counts.get(CrewState.WITH_OFFICER.value, 0),
        refused=counts.get(CrewState.REFUSED.value, 0),
    )


def waiting_members(*, scope: Scope) -> QuerySet[CrewMember]:
    """Members of crews who wait for an officer, in the caller's reach; also for the second word on a hit."""
    waiting = CrewMember.objects.filter(_waits())
    if scope.is_system:
        return waiting
    return waiting.filter(crew_list__port_id__in=scope.ports(Capability.ANSWER_CHECKS.value))


def _waits() -> Q:
    """Members about whom an officer is asked; also the second one about a member who has a permit already."""
    return Q(state=CrewState.WITH_OFFICER.value) | Q(pk__in=_to_confirm())


def _to_confirm() -> QuerySet[CrewHit, int]:
    """The members of whose hits one officer said "same"."""
    open_hits = CrewHit.objects.filter(state=HitState.OPEN.value, same_said_by__isnull=False)
    return open_hits.values_list("member", flat=True)
